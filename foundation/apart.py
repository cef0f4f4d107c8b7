"""Work on a stranger's file in a process of its own (T-50, T-51, T-55, T-75).

Such a file may be built to hang, to swallow memory or to break the library that reads it. So it is
read by a child that has limits on time and memory, writes no file, and knows none of the
application's settings or secrets. What it learned comes back as plain values and bytes.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("apart_child.py")
MEGABYTE = 1024 * 1024
# A stop of the service or a full machine ends a child so; the file is not to blame.
FROM_OUTSIDE = {signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGHUP}


class GaveUp(Exception):
    """The work broke, or reached a limit: the file's fault."""


class Interrupted(Exception):
    """The child was stopped from outside, or had to wait too long. Try again later."""


@dataclass(frozen=True)
class Limits:
    # Of processor time; by the clock it may take longer on a busy machine.
    seconds: int = 30
    clock_seconds: int = 120
    memory: int = 1024 * MEGABYTE


@dataclass(frozen=True)
class Answer:
    told: dict[str, Any]
    parts: tuple[bytes, ...] = ()


def run(task: str, content: bytes, *, about: Mapping[str, Any], limits: Limits) -> Answer:
    """Call `task` ("package.module:function") with what it is about and the bytes.

    The function gives back plain values and any number of byte strings. Its module and all that it
    imports must do without Django.
    """
    head = json.dumps(dict(about)).encode() + b"\n"
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell
            [sys.executable, "-I", "-B", str(CHILD), task, *_numbers(limits)],
            input=head + content,
            capture_output=True,
            timeout=limits.clock_seconds,
            # None of the application's secrets.
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise Interrupted(f"{task} took longer than {limits.clock_seconds} seconds") from slow
    if -done.returncode in FROM_OUTSIDE:
        raise Interrupted(f"{task} was ended by signal {-done.returncode}")
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise GaveUp(f"{task} ended with {done.returncode}: {''.join(last)[:200]}")
    return _answer(done.stdout)


def _numbers(limits: Limits) -> tuple[str, str]:
    return str(limits.seconds), str(limits.memory)


def _answer(output: bytes) -> Answer:
    head, _, body = output.partition(b"\n")
    try:
        answer = json.loads(head)
        lengths, told = answer["lengths"], answer["told"]
    except (ValueError, LookupError, TypeError) as error:
        raise GaveUp("The answer cannot be read") from error
    parts = []
    for length in lengths:
        parts.append(body[:length])
        body = body[length:]
    return Answer(told, tuple(parts))
