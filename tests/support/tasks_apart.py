"""What a child process may be made to do, good and bad."""

import os
import signal
import sys
import time
from pathlib import Path


def halves(about, content):
    return about, content[: len(content) // 2], content[len(content) // 2 :]


def chatters(about, content):
    print("hello")  # noqa: T201 - as a library might
    return ({"said": True},)


def environment(about, content):
    # Python sets these two by itself.
    names = sorted(set(os.environ) - {"LC_CTYPE", "PYTHONHASHSEED"})
    return ({"names": names, "django": "django" in sys.modules},)


def spins(about, content):
    while True:
        pass


def swallows_memory(about, content):
    return ({}, bytes(1024**3))


def writes_a_file(about, content):
    Path(about["folder"], "file").write_bytes(b"x" * 100_000)
    return ({},)


def breaks(about, content):
    raise RuntimeError("broken")


def crashes(about, content):
    os.abort()


def is_stopped(about, content):
    # Whoever runs the tests in the background may have it ignored.
    if about["signal"] != signal.SIGKILL:
        signal.signal(about["signal"], signal.SIG_DFL)
    os.kill(os.getpid(), about["signal"])
    time.sleep(10)


def sleeps(about, content):
    time.sleep(10)
