"""Two at the same instant on one panel leave one (T-43, T-44, T-45)."""

from datetime import datetime

import pytest

from awards.models import Application
from champions.models import Assignment, Champion, Claim, Panel
from champions.services.panels import make_offer, settle_panel, step_back, take_off
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed
from tests.support.at_once import refusals_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_officers_who_settle_leave_one_panel(
    sent, chair, young, parent, officer, second_officer, now: datetime
):
    def settle_with(champions: list[Champion], actor):
        return lambda: settle_panel(
            application=Application.objects.get(pk=sent.pk),
            champions=champions,
            chair=champions[0],
            seen=frozenset(),
            actor=actor,
            at=now,
        )

    refusals = refusals_at_once(
        settle_with([chair, young], officer), settle_with([parent, young], second_officer)
    )
    assert refusals == ["This panel was changed after you opened the page. Look at it again."]
    seats = Panel.objects.get().assignments.all()
    assert seats.count() == 2
    assert seats.filter(is_chair=True).count() == 1
    assert OutboxMessage.objects.filter(message="panel_assigned").count() == 2
    assert sent.changes.filter(name="start_review").count() == 1


def test_stepping_back_and_being_taken_off_end_one_place_once(
    panel, young, officer, later: datetime
):
    own = Panel.objects.select_related("application")
    refusals = refusals_at_once(
        lambda: _or_not_allowed(
            step_back, panel=own.get(), reason="Exams", actor=young.user, at=later
        ),
        lambda: take_off(
            panel=own.get(), champion=young, reason="Was rude", actor=officer, at=later
        ),
    )
    assert len(refusals) <= 1
    seat = Assignment.objects.get(champion=young)
    assert seat.ended_reason in ("abstained", "recused")
    assert AuditEvent.objects.filter(event="assignment.ended").count() == 1


def _or_not_allowed(act, **asked):
    """Whoever was taken off meanwhile is no champion of this panel."""
    try:
        act(**asked)
    except NotAllowed:
        assert Assignment.objects.filter(ended_reason="recused").exists()


def test_eight_clicks_make_one_offer(sent, spare, now: datetime):
    offer = [
        lambda: make_offer(
            application=Application.objects.get(pk=sent.pk), actor=spare.user, at=now
        )
    ]
    assert refusals_at_once(*offer * 8) == []
    assert Claim.objects.count() == 1
    assert AuditEvent.objects.filter(event="claim.made").count() == 1
