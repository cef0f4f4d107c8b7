"""Two windows at the same instant (T-43, T-44). SQLite lets one writer in and cannot show it."""

from datetime import datetime

import pytest

from champions.choices import AssessmentState, Level
from champions.models import Assessment, Finding, Panel
from champions.services.assessments import Found, begin, save_finding, send
from foundation.refusals import Refused
from foundation.versions import Stale
from tests.support.at_once import refusals_at_once
from tests.support.champions import write

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SIGNED = "check.signed_up"


@pytest.fixture
def saving(assessing, chair, later: datetime):
    """An act that saves one answer; a clash counts as a refusal."""

    def make(level: Level, version: int = 0):
        def act() -> None:
            try:
                save_finding(
                    panel=_fresh(assessing),
                    code=SIGNED,
                    found=Found(level),
                    expected_version=version,
                    actor=chair.user,
                    at=later,
                )
            except Stale:
                raise Refused("Stale") from None

        return act

    return make


@pytest.fixture
def sending(assessing, chair, later: datetime):
    def make(version: int):
        def act() -> None:
            try:
                send(
                    panel=_fresh(assessing),
                    expected_version=version,
                    minutes=None,
                    actor=chair.user,
                    at=later,
                )
            except Stale:
                raise Refused("Stale") from None

        return act

    return make


def _fresh(panel: Panel) -> Panel:
    return Panel.objects.select_related("application").get(pk=panel.pk)


def test_two_beginnings_are_one(assessing, chair, later):
    def act() -> None:
        begin(panel=_fresh(assessing), actor=chair.user, at=later)

    assert refusals_at_once(act, act, act, act) == []
    assert Assessment.objects.count() == 1


def test_two_windows_leave_the_first(assessing, saving):
    assert refusals_at_once(saving(Level.MET), saving(Level.PARTLY)) == ["Stale"]
    assert Finding.objects.get().version == 1


def test_the_same_form_twenty_times_is_one_answer(assessing, saving):
    assert refusals_at_once(*[saving(Level.MET)] * 20) == []
    assert (Finding.objects.get().version, Assessment.objects.get().version) == (1, 1)


def test_two_sendings_are_one(assessing, chair, sending, later):
    draft = write(assessing, chair, at=later)
    sent = refusals_at_once(*[sending(draft.version)] * 4)
    assert sent == ["You have already sent your assessment."] * 3


def test_sending_and_saving_at_once_send_what_was_checked(assessing, chair, saving, sending, later):
    """Whichever comes first: nothing goes that was not read on the check page, and nothing sent changes."""
    draft = write(assessing, chair, at=later)
    refusals = refusals_at_once(saving(Level.NOT_YET, version=1), sending(draft.version))
    row, level = Assessment.objects.get(), Finding.objects.get(code=SIGNED).level
    assert (refusals, row.state, level) in (
        (["Stale"], AssessmentState.DRAFT, Level.NOT_YET),
        (["You have already sent your assessment."], AssessmentState.SUBMITTED, Level.MET),
    )
