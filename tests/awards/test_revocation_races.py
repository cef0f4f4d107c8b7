"""Two officers at the same instant: an award is taken back once, or not at all (T-45, T-46)."""

import pytest
from django.db import transaction

from awards.choices import ApplicationKind, Role, Status
from awards.models import Application, Award, Revocation
from awards.services.applications import grant_award, start_application
from awards.services.revocations import (
    cancel_revocation,
    confirm_revocation,
    propose_revocation,
    turn_down_revocation,
)
from awards.workflow import apply_transition
from foundation.models import OutboxMessage
from tests.conftest import make_user
from tests.support.at_once import refusals_at_once
from tests.support.awards import hold
from tests.support.champions import send

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officers(officer):
    return [officer, *(make_user(f"Officer {name}", is_officer=True) for name in ("Ada", "Bea"))]


@pytest.fixture
def bronze(organisation, lead, officer, now):
    return hold(organisation, lead=lead, officer=officer, at=now)


def proposed(award, officer, now) -> Revocation:
    return propose_revocation(award=award, reason="x", public_reason="", actor=officer, at=now)


def test_two_proposals_leave_one(bronze, officers, now):
    refusals = refusals_at_once(
        *(lambda actor=each: proposed(bronze, actor, now) for each in officers)
    )
    assert len(refusals) == 2
    assert all("waits for a second officer" in each for each in refusals)
    assert Revocation.objects.count() == 1


def test_every_answer_at_once_leaves_one(bronze, officers, now):
    made = proposed(bronze, officers[0], now)
    refusals = refusals_at_once(
        lambda: confirm_revocation(revocation=made, actor=officers[1], at=now),
        lambda: confirm_revocation(revocation=made, actor=officers[2], at=now),
        lambda: turn_down_revocation(revocation=made, note="No.", actor=officers[2], at=now),
        lambda: cancel_revocation(revocation=made, actor=officers[0], at=now),
    )
    assert len(refusals) == 3
    assert all("answered already" in each for each in refusals)
    made.refresh_from_db()
    bronze.refresh_from_db()
    confirmed = made.answer == Revocation.Answer.CONFIRMED
    assert (bronze.revoked_on is not None) == confirmed
    assert OutboxMessage.objects.filter(message="award_taken_back").count() == int(confirmed)


@pytest.mark.parametrize("turn", range(4))
def test_an_approval_at_the_same_instant_never_builds_on_what_is_gone(
    organisation, bronze, officers, lead, now, turn
):
    """Either Silver is awarded and Bronze stays, or Bronze is taken back and Silver is not awarded."""
    silver = start_application(organisation=organisation, stage="silver", actor=lead, at=now)
    send(silver, lead, at=now)
    act = {"actor": officers[0], "role": Role.OFFICER, "at": now, "problems": []}
    apply_transition(silver, "start_review", **act)
    made = proposed(bronze, officers[0], now)

    def approve():
        with transaction.atomic():
            mine = Application.objects.get(pk=silver.pk)
            apply_transition(mine, "approve", **act)
            grant_award(application=mine, actor=officers[0], at=now)

    def confirm():
        confirm_revocation(revocation=made, actor=officers[1], at=now)

    order = (approve, confirm) if turn % 2 else (confirm, approve)
    refusals = refusals_at_once(*order)
    assert len(refusals) == 1
    standing = set(Award.objects.standing().values_list("stage", flat=True))
    assert standing in ({"bronze", "silver"}, set())
    silver.refresh_from_db()
    assert silver.kind == ApplicationKind.STAGE
    assert (silver.status == Status.APPROVED) == ("silver" in standing)
