"""A worker that is killed at random moments, again and again, and started anew each time (F-10).

    python -m tests.support.mortal_worker <seed> <kills> <mail port> <folder of files>

Says `killed` once it has died so often; then it goes on without dying until it is told to stop.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn

import django


@contextmanager
def mortal_worker(*, seed: int, kills: int, port: int, folder: Path) -> Iterator[IO[bytes]]:
    """What it says, while it runs beside the test on the test's own database."""
    from tests.support.processes import environment_here

    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(seed), str(kills), str(port), str(folder)],
        env=environment_here(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        process.terminate()
        process.wait(timeout=20)


def in_folder(stores: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The settings of the file stores, with those of people's files in a folder of their own."""
    own = {
        name: stores[name] | {"OPTIONS": stores[name]["OPTIONS"] | {"location": str(folder / name)}}
        for name in ("default", "quarantine")
    }
    return stores | own


def main(seed: int, kills: int, port: int, folder: Path) -> None:
    django.setup()
    from django.conf import settings
    from django.test import override_settings

    from foundation import outbox

    # Who dies with a mail in hand holds it for a while. Nobody waits for minutes here.
    outbox.CLAIM = timedelta(seconds=3)
    override_settings(
        STORAGES=in_folder(settings.STORAGES, folder),
        EMAIL_BACKEND="foundation.smtp.Backend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
    ).enable()
    chance = random.Random(seed)
    child = 0

    def stop(signum: int, frame: FrameType | None) -> NoReturn:
        if child:
            os.kill(child, signal.SIGKILL)
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    for _ in range(kills):
        child = fork()
        time.sleep(chance.choice((0.03, 0.1, 0.3, 0.8)) * (0.5 + chance.random()))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    sys.stdout.write("killed\n")
    sys.stdout.flush()
    child = fork()
    os.waitpid(child, 0)


def fork() -> int:
    """No connection is open here, so none is shared."""
    from foundation.management.commands.worker import Worker

    child = os.fork()
    if child:
        return child
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        Worker(interval=0.02).run()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
