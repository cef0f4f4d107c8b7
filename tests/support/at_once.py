"""Acts that are done at the same instant, each in a thread of its own (T-43 to T-46). On PostgreSQL alone."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, connections

from foundation.refusals import Refused


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Each in a thread of its own, from one barrier; their answers in the order of the acts."""
    barrier = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            barrier.wait(10)
            answers[place] = acts[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def codes(answers: Iterable[Any]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def refusals_at_once(*acts: Callable[[], object]) -> list[str]:
    """Run each act in a thread of its own, all from one barrier; the refusals, in their words."""
    barrier = threading.Barrier(len(acts))
    refusals: list[str] = []
    faults: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            act()
        except Refused as refused:
            refusals.append(refused.sentence)
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
    return refusals


def somebody_waits() -> None:
    """Until another connection waits for a lock of this one, or five seconds are over."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone():
                return
        time.sleep(0.05)
