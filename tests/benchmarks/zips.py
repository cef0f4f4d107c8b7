"""A gigabyte of files on disk, streamed as one zip: how long, and how much memory.

Each size runs in a process of its own, because the most memory a process ever held never shrinks.
"""

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

MEGABYTE = 1024 * 1024
EACH = 10 * MEGABYTE
SIZES = (10, 103)


def run() -> None:
    print("\nzip of files on disk, 10 MB each")
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "tests.benchmarks.zips", folder, str(count)]
            subprocess.run(command, check=True)


def stream(folder: Path, count: int) -> None:
    """The rows need no database: what is streamed is their bytes."""
    import django

    django.setup()
    from django.conf import settings

    from foundation.models import PrivateFile
    from foundation.zips import ZipEntry, stream_zip

    store = settings.STORAGES["default"]
    settings.STORAGES["default"] = store | {"OPTIONS": {"location": str(folder)}}
    digest = hashlib.sha256()
    piece = os.urandom(64 * 1024)
    for _ in range(EACH // len(piece)):
        digest.update(piece)
    entries = []
    for number in range(count):
        with (folder / str(number)).open("wb") as out:
            for _ in range(EACH // len(piece)):
                out.write(piece)
        file = PrivateFile(
            storage_key=str(number), state="clean", size=EACH, sha256=digest.hexdigest()
        )
        entries.append(ZipEntry(f"{number}.jpg", file, datetime(2026, 11, 23, tzinfo=UTC)))
    for _ in stream_zip(entries[:1], filename="warm.zip").streaming_content:
        pass
    before, began = _peak(), time.perf_counter()
    sent = sum(map(len, stream_zip(entries, filename="all.zip").streaming_content))
    took = time.perf_counter() - began
    print(
        f"  {sent / MEGABYTE:>6.0f} MB in {took:>5.1f} s{sent / MEGABYTE / took:>8.0f} MB/s,"
        f" memory grew by {(_peak() - before) / 1024:.1f} MB"
    )


def _peak() -> int:
    """In kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    stream(Path(sys.argv[1]), int(sys.argv[2]))
