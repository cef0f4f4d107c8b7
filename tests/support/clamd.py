"""A real clamd with a database of one line: it knows EICAR's test file and nothing else."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# Put together here, so that no scanner takes this file for the test file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

CONFIGURATION = """\
Foreground yes
LocalSocket {folder}/clamd.sock
LocalSocketMode 600
FixStaleSocket yes
DatabaseDirectory {folder}/signatures
OfficialDatabaseOnly no
MaxThreads 2
StreamMaxLength {limit}
MaxFileSize {limit}
MaxScanSize {limit}
AlertExceedsMax yes
AlertEncrypted yes
"""


class Scanner:
    def __init__(self, folder: Path, *, limit: str = "30M") -> None:
        self.folder = folder
        self.limit = limit
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/clamd.sock"

    def start(self) -> None:
        signatures = self.folder / "signatures"
        signatures.mkdir(exist_ok=True)
        (signatures / "tests.ndb").write_text(f"Test-File:0:*:{EICAR.hex()}\n")
        conf = self.folder / "clamd.conf"
        conf.write_text(CONFIGURATION.format(folder=self.folder, limit=self.limit))
        self.process = subprocess.Popen(
            [shutil.which("clamd") or "/usr/sbin/clamd", "--config-file", str(conf)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while not self._listens():
            assert time.monotonic() < deadline, "clamd did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        assert self.process is not None
        os.kill(self.process.pid, number)

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as end:
            try:
                end.connect(f"{self.folder}/clamd.sock")
            except OSError:
                return False
        return True


@pytest.fixture
def scanner(settings: object) -> Iterator[Scanner]:
    """A running one. A short folder name, because a socket's path may have 107 characters only."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        running = Scanner(Path(folder))
        running.start()
        settings.CLAMD_URL = running.url
        yield running
        if running.process and running.process.poll() is None:
            running.kill()
