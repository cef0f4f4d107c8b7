"""T-50, T-51: the worst of the corpus, sent by a process that has next to no memory to spare.

The test forks; the fork sends one file and has it checked, so that what it and its own children
swallow can be told from what the tests before it did. Its database is a copy in memory.
"""

import json
import os
import resource
from dataclasses import dataclass

import pytest

from tests.hostile import judging
from tests.hostile.corpus import CORPUS, Hostile
from tests.hostile.judging import Stores
from tests.support.clamd import Scanner

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
MEGABYTE = 1 << 20
# What the process that answers people may need for one file (T-50), beside the file itself.
OURS = 50 * MEGABYTE
# What a process that reads a stranger's file may need.
CHILDS = 250 * MEGABYTE
# A stream of objects has to be unpacked to know of any; the reader's own limit is a gigabyte.
MORE = {"T-50-pdf-object-stream-of-300-mb": 640 * MEGABYTE}

AT_ONCE = (
    "T-50-docx-of-700-mb",
    "T-50-docx-10-mb-claims-10-gb",
    "T-50-docx-of-100000-members",
    "T-50-docx-nested-as-42-zip",
    "T-50-docx-overlapping-members",
    "T-50-odt-of-700-mb",
    "T-51-png-144-megapixels-in-17-kb",
    "T-51-png-30000-by-30000",
    "T-51-jpeg-65535-by-65535",
    "T-51-webp-lossless-16384",
    "T-51-heic-30000-by-30000",
    "T-51-gif-of-10000-frames",
)
WHEN_CHECKED = (
    "T-50-docx-says-1-kb-and-is-300-mb",
    "T-50-docx-billion-laughs",
    "T-50-docx-long-laugh",
    "T-50-docx-elements-100000-deep",
    "T-50-pdf-packed-three-times",
    "T-50-pdf-object-stream-of-300-mb",
    "T-51-pdf-picture-60000-by-60000",
    "T-51-docx-with-picture-of-49-megapixels",
    "T-51-png-pixels-inflate-to-200-mb",
    "T-51-png-second-header-is-huge",
    "T-51-webp-picture-larger-than-canvas",
    "T-51-png-ztxt-inflates-to-200-mb",
)


@dataclass(frozen=True)
class Cost:
    outcome: str
    # Of a processor, ours and our children's: other tests make a clock go slowly.
    seconds: float
    ours: int
    childs: int
    # What we held before: Linux lets a child's peak begin with that of the process that started it.
    held: int


@pytest.fixture(autouse=True)
def _scanned(clamd: Scanner, settings: object) -> None:
    settings.CLAMD_URL = clamd.url


def worst(ids: tuple[str, ...]) -> pytest.MarkDecorator:
    by_id = {hostile.id: hostile for hostile in CORPUS}
    return pytest.mark.parametrize("hostile", [by_id[id] for id in ids], ids=ids)


@worst(AT_ONCE)
def test_bomb_is_refused_in_no_time_and_no_memory(
    hostile: Hostile, on_disk: Stores, sender: object
) -> None:
    cost = cost_of(hostile, sender)
    assert cost.outcome == "refused"
    assert cost.seconds < 1
    assert cost.ours < OURS
    # Nothing was even started to look into it.
    assert cost.childs == 0


@worst(WHEN_CHECKED)
def test_bomb_is_not_inflated_when_checked(
    hostile: Hostile, on_disk: Stores, sender: object
) -> None:
    cost = cost_of(hostile, sender)
    assert cost.outcome == hostile.expect
    assert cost.seconds < 5
    assert cost.ours < OURS
    assert cost.childs < max(MORE.get(hostile.id, CHILDS), cost.held + cost.ours + MEGABYTE)


def cost_of(hostile: Hostile, sender: object) -> Cost:
    content = hostile.make()
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.close(reading)
        _send(hostile, content, sender, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as end:
        told = end.read()
    _, status = os.waitpid(process, 0)
    assert status == 0, f"the process did not survive {hostile.id}: {told!r}"
    return Cost(**json.loads(told))


def _send(hostile: Hostile, content: bytes, sender: object, out: int) -> None:
    """In the fork, from which nothing returns."""
    try:
        before = _peak(resource.RUSAGE_SELF)
        room = _mapped() + OURS + 4 * len(content)
        resource.setrlimit(resource.RLIMIT_AS, (room, resource.RLIM_INFINITY))
        started = _worked()
        sent = judging.send(hostile, sender, content=content)
        cost = Cost(
            outcome=sent.outcome,
            seconds=_worked() - started,
            ours=_peak(resource.RUSAGE_SELF) - before,
            childs=_peak(resource.RUSAGE_CHILDREN),
            held=before,
        )
        os.write(out, json.dumps(cost.__dict__).encode())
        os._exit(0)
    except BaseException as error:
        os.write(out, repr(error).encode()[:2000])
        os._exit(1)


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * 1024


def _worked() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _mapped() -> int:
    with open("/proc/self/statm") as told:
        return int(told.read().split()[0]) * resource.getpagesize()
