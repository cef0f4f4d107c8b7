"""Every role × state × act over a whole case, as case_matrix.txt promises (T-24 to T-46).

scheme.md 3, 11, 17 to 20.

Each state of a leg is come to by what people do (tests/support/matrix.py); then everybody tries everything
(matrix_acts.py), and each try is undone. Whatever is refused must leave every row as it was, and looking
must never write.

A table of this size is tried in part on an ordinary run: those who have the case before them try all, and
those for whom it is not there take turns, so that each of them tries each act in some states, and each state
with some acts. `MATRIX=whole` in the environment tries all of it.
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from champions import urls
from tests.support.matrix import LEGS, STATES, Scene, build, walk
from tests.support.matrix_acts import ACTS, Act
from tests.support.matrix_tries import Got, attempt, blank_templates, digest
from tests.test_addresses import declared as declared_addresses

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("case_matrix.txt")
ANSWERS = ("may", "asked", "nothing", "403", "409")
# Nobody has to tell who is not signed in what there is.
PUBLIC = "login"
# For whom the case is not there, whatever its state.
OUTSIDE = (
    "public",
    "stranger",
    "spare",
    "bound",
    "stepped",
    "recused",
    "tied",
    "conflicted",
    "first-chair",
    "first-young",
    "first-third",
)
TURNS = 4
# Pages of champions and officers that are about no one case.
NO_CASE = {
    "calendar",
    "calendar-feed",
    "calendar-renew",
    "calendar-stop",
    "champions",
    "champion-record",
    "champion-profile",
    "champion-away",
    "champion-away-remove",
    "champions-offers",
    "interests",
    "interests-add",
    "interests-end",
    "officers-appeals",
    "officers-champion",
    "officers-champion-change",
    "officers-champion-interest",
    "officers-champion-record",
    "officers-champion-training",
    "officers-champions",
    "officers-champions-appoint",
    "officers-champions-end",
    "officers-interests",
    "officers-interests-csv",
    "officers-load",
    "officers-remind",
}

Rows = dict[tuple[str, str], dict[str, str]]


def promised() -> Rows:
    """By act and state: who gets which answer. Whoever is not named finds nothing there."""
    rows: Rows = {}
    act = ""
    for line in TABLE.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            act = line.strip()
            continue
        states, _, answers = line.partition(":")
        said = _answers(answers)
        for state in _states(states):
            assert (act, state) not in rows, f"{act}, {state}: said twice"
            rows[act, state] = said
    return rows


def _states(text: str) -> Iterator[str]:
    """`one..four` are all between, in the order of the walk."""
    for part in text.split():
        first, _, last = part.partition("..")
        yield from STATES[STATES.index(first) : STATES.index(last or first) + 1]


def _answers(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, text.strip().strip("-").split(";")):
        answer, *roles = part.split()
        assert answer in ANSWERS, answer
        found |= dict.fromkeys(roles, answer)
    return found


@pytest.fixture
def scene(organisation, lead, colleague, stranger, officer, now, time_machine):
    logging.disable(logging.WARNING)
    time_machine.move_to(now, tick=False)
    yield build(
        organisation, lead=lead, member=colleague, stranger=stranger, officer=officer, at=now
    )
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("leg", LEGS)
def test_everybody_gets_the_promised_answer(scene, leg, time_machine):
    rows = promised()
    wrong = []
    for state in walk(leg, scene):
        time_machine.move_to(scene.at, tick=False)
        with override_settings(TEMPLATES=blank_templates()):
            wrong += _tried(scene, state, rows)
    assert not wrong, "\n".join(wrong)


def _tried(scene: Scene, state: str, rows: Rows) -> Iterator[str]:
    """What is not as promised, in words."""
    before = digest()
    for number, act in enumerate(ACTS):
        if not act.is_there(scene, state):
            continue
        if (act.name, state) not in rows:
            yield f"{act.name}, {state}: declare it in {TABLE.name}"
            continue
        for role in scene.people:
            expected = rows[act.name, state].get(role, PUBLIC if role == "public" else "404")
            is_outside = expected in (PUBLIC, "404")
            if is_outside and not _has_its_turn(role, number + STATES.index(state)):
                continue
            got = attempt(act, scene, role, before=before)
            yield from _faults(f"{role}, {state}, “{act.name}”", act, got, expected)


def _has_its_turn(role: str, number: int) -> bool:
    if os.environ.get("MATRIX") == "whole" or role not in OUTSIDE:
        return True
    return OUTSIDE.index(role) % TURNS == number % TURNS


def _faults(who: str, act: Act, got: Got, expected: str) -> Iterator[str]:
    if got.code != expected:
        yield f"{who}: expected {expected}, got {got.code}"
    if got.changed:
        yield f"{who}: refused, and yet it changed {', '.join(sorted(got.wrote))}"
    if act.data is None and got.wrote:
        yield f"{who}: looking wrote to {', '.join(sorted(got.wrote))}"


def test_every_address_of_a_case_has_an_act():
    """A new address fails here until the matrix has it; so does a new way to send something to an old one."""
    methods = {(name, method): codes for (name, method), codes in declared_addresses().items()}
    tried = {(act.address, act.method) for act in ACTS}
    of_a_case = {pattern.name for pattern in urls.urlpatterns} - NO_CASE
    missing = []
    for name in sorted(of_a_case):
        sends = set(methods[name, "POST"]) - {405}
        if (name, "POST" if sends else "GET") not in tried:
            missing.append(name)
    assert missing == []


def test_the_table_promises_nothing_that_is_never_tried():
    names = {act.name for act in ACTS}
    assert {act for act, _ in promised()} == names
    assert len(names) == len(ACTS)
