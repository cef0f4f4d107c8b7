"""Two at the same instant leave one (T-43, T-45, T-46). SQLite lets one writer in and cannot show it."""

from datetime import datetime

import pytest
from django.db import connection

from awards.choices import Role
from awards.models import Application, Award, User
from awards.services.applications import withdraw
from certificates.models import Certificate
from champions.choices import Outcome
from champions.models import Decision
from champions.services.decisions import Agreed, record_decision, release_decision
from foundation.models import OutboxMessage
from tests.support.at_once import refusals_at_once
from tests.support.champions import assess_all

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_releases_leave_one_certificate(decided, officer, second_officer, later: datetime):
    assert connection.vendor == "postgresql"

    def release_as(actor: User):
        return lambda: release_decision(
            decision=Decision.objects.select_related("panel__application").get(pk=decided.pk),
            expected_version=0,
            actor=actor,
            at=later,
        )

    refusals = refusals_at_once(
        release_as(officer), release_as(second_officer), release_as(officer), release_as(officer)
    )
    assert refusals == ["This decision has already been released or given back."] * 3
    assert Award.objects.count() == 1
    assert Certificate.objects.count() == 1
    assert OutboxMessage.objects.filter(message="decision_letter").count() == 1
    assert decided.panel.application.changes.filter(name="approve").count() == 1


def test_two_decisions_leave_one(assessing, chair, later: datetime):
    assess_all(assessing, at=later)

    def record(outcome):
        return lambda: record_decision(
            panel=type(assessing).objects.select_related("application").get(pk=assessing.pk),
            outcome=outcome,
            feedback="We agreed.",
            agreed=[Agreed("bronze.commitment", True), Agreed("check.signed_up", True)],
            points=[],
            actor=chair.user,
            at=later,
        )

    refusals = refusals_at_once(*[record(Outcome.AWARD)] * 3)
    assert refusals == ["The panel's decision has already been recorded."] * 2
    assert Decision.objects.count() == 1


def test_withdrawal_and_release_leave_one(decided, sent, lead, officer, later: datetime):
    refusals = refusals_at_once(
        lambda: release_decision(decision=decided, expected_version=0, actor=officer, at=later),
        lambda: withdraw(
            application=Application.objects.get(pk=sent.pk),
            actor=lead,
            role=Role.LEAD,
            note="We stop.",
            at=later,
        ),
    )
    assert len(refusals) == 1
    sent.refresh_from_db()
    assert Certificate.objects.exists() == (sent.status == "approved")
    assert sent.status in ("approved", "withdrawn")
