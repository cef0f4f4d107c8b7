"""Real processes of ours beside the test, on the test's own PostgreSQL database."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from django.db import connection


def start(*command: str, **environment: str) -> subprocess.Popen[bytes]:
    """`manage.py <command>`; the caller ends it."""
    return subprocess.Popen(
        [sys.executable, "-m", "django", *command],
        env=environment_here() | environment,
        stderr=subprocess.DEVNULL,
    )


def environment_here() -> dict[str, str]:
    """For a process that works on the test's own database."""
    known = connection.settings_dict
    server = f"{known['HOST']}:{known['PORT'] or 5432}" if known["HOST"] else ""
    # Without a host it is the socket in a folder that the address names.
    folder = known["OPTIONS"].get("host")
    socket = f"?host={folder}" if folder else ""
    url = f"postgres://{known['USER']}:{known['PASSWORD']}@{server}/{known['NAME']}{socket}"
    return os.environ | {"DATABASE_URL": url}


def wait_until(condition: Callable[[], bool], *, seconds: float = 120, every: float = 0.05) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(every)
