"""Two at the same instant leave one appeal, one hearing, one open application (T-43, T-46)."""

from datetime import timedelta

import pytest

from awards.models import Application
from awards.services.applications import start_application
from champions.choices import AppealState, Outcome
from champions.models import Appeal, Decision
from champions.services.appeals import hear_appeal, make_appeal, refuse_appeal, withdraw_appeal
from foundation.models import OutboxMessage
from tests.conftest import make_user
from tests.support.at_once import refusals_at_once
from tests.support.champions import assess_all, decide, release

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)
GROUNDS = "Page 3 shows that parents vote."


@pytest.fixture
def letter(assessing, officer, later):
    assess_all(assessing, at=later)
    return release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)


@pytest.fixture
def appeal(letter, lead, second_officer, later):
    return make_appeal(decision=letter, grounds=GROUNDS, actor=lead, at=later)


def fresh(appeal):
    return Appeal.objects.select_related("decision__panel__application").get(pk=appeal.pk)


def test_many_clicks_make_one_appeal(letter, lead, later):
    def make():
        row = Decision.objects.select_related("panel__application").get(pk=letter.pk)
        make_appeal(decision=row, grounds=GROUNDS, actor=lead, at=later)

    assert refusals_at_once(*[make] * 5) == []
    assert Appeal.objects.count() == 1
    assert OutboxMessage.objects.filter(message="appeal_received").count() == 1


def test_two_officers_take_it_on_once(appeal, second_officer, later):
    third = make_user("Orla Officer", is_officer=True)

    def hear(actor):
        return lambda: hear_appeal(appeal=fresh(appeal), actor=actor, at=later + DAY)

    refusals = refusals_at_once(hear(second_officer), hear(third), hear(second_officer))
    assert refusals == ["This appeal has already been taken on."] * 2
    assert Application.objects.get().changes.filter(name="appeal").count() == 1
    assert OutboxMessage.objects.filter(message="appeal_heard").count() == 1


def test_taken_on_or_refused(appeal, second_officer, later):
    third = make_user("Orla Officer", is_officer=True)
    refusals = refusals_at_once(
        lambda: hear_appeal(appeal=fresh(appeal), actor=second_officer, at=later + DAY),
        lambda: refuse_appeal(appeal=fresh(appeal), why="No.", actor=third, at=later + DAY),
    )
    assert len(refusals) == 1
    found, status = fresh(appeal), Application.objects.get().status
    assert (found.state, status) in [
        (AppealState.HEARD, "submitted"),
        (AppealState.REFUSED, "declined"),
    ]


def test_taken_on_or_taken_back(appeal, lead, second_officer, later):
    refusals = refusals_at_once(
        lambda: hear_appeal(appeal=fresh(appeal), actor=second_officer, at=later + DAY),
        lambda: withdraw_appeal(appeal=fresh(appeal), actor=lead, at=later + DAY),
    )
    assert len(refusals) == 1
    found, status = fresh(appeal), Application.objects.get().status
    assert (found.state, status) in [
        (AppealState.HEARD, "submitted"),
        (AppealState.WITHDRAWN, "declined"),
    ]


def test_taken_on_while_they_begin_again(appeal, lead, organisation, second_officer, later):
    """Either the appeal is heard or the new application stands: never two that are open."""
    refusals = refusals_at_once(
        lambda: hear_appeal(appeal=fresh(appeal), actor=second_officer, at=later + DAY),
        lambda: start_application(
            organisation=organisation, stage="bronze", actor=lead, at=later + DAY
        ),
    )
    assert len(refusals) == 1
    assert Application.objects.open().count() == 1
    heard = fresh(appeal).state == AppealState.HEARD
    assert Application.objects.count() == (1 if heard else 2)
    assert fresh(appeal).decision.panel.assignments.filter(ended_at=None).exists() != heard
