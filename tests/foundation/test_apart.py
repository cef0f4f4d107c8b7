"""Work on a stranger's file, in a process with limits (T-50, T-51, T-55)."""

import os

import pytest

from foundation import apart
from foundation.apart import Answer, GaveUp, Interrupted, Limits

TASKS = "tests.support.tasks_apart"
SMALL = Limits(seconds=2, clock_seconds=20, memory=256 * apart.MEGABYTE)


def run(task, content=b"", *, limits=SMALL, **about):
    return apart.run(f"{TASKS}:{task}", content, about=about, limits=limits)


def test_answer_is_values_and_bytes():
    content = bytes(range(256)) * 10
    answer = run("halves", content, colour="teal")
    assert answer == Answer({"colour": "teal"}, (content[:1280], content[1280:]))


def test_what_a_library_prints_is_not_the_answer():
    assert run("chatters").told == {"said": True}


def test_child_knows_nothing_of_the_application(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hidden")
    told = run("environment").told
    assert told == {"names": [], "django": False}
    assert os.environ["SECRET_KEY"] == "hidden"


@pytest.mark.parametrize("task", ["spins", "swallows_memory", "writes_a_file", "breaks", "crashes"])
def test_work_that_breaks_or_reaches_a_limit_is_given_up(task, tmp_path):
    with pytest.raises(GaveUp):
        run(task, folder=str(tmp_path))
    assert [path for path in tmp_path.iterdir() if path.stat().st_size] == []


@pytest.mark.parametrize("signal", [2, 9, 15])
def test_stop_from_outside_is_not_the_files_fault(signal):
    with pytest.raises(Interrupted):
        run("is_stopped", signal=signal)


def test_waiting_too_long_is_not_the_files_fault():
    with pytest.raises(Interrupted):
        run("sleeps", limits=Limits(seconds=2, clock_seconds=1, memory=SMALL.memory))
