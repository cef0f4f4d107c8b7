"""An application that is taken back takes with it what was still to come (T-24, T-43)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Role
from awards.models import Application
from awards.services.applications import withdraw
from champions.choices import AppealState, Outcome
from champions.models import Appeal
from champions.selectors import facts_of, history_of
from champions.selectors.letters import standing_of, waiting_first
from champions.services.appeals import hear_appeal, make_appeal, withdraw_appeal
from champions.services.closing import tidy_closed, withdraw_case
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent
from foundation.refusals import Refused
from tests.support.champions import assess_all, decide, release

DAY = timedelta(days=1)


@pytest.fixture
def appeal(assessing, lead, officer, second_officer, later):
    assess_all(assessing, at=later)
    letter = release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)
    return make_appeal(decision=letter, grounds="Page 3.", actor=lead, at=later + DAY)


@pytest.fixture
def heard(appeal, second_officer, later):
    return hear_appeal(appeal=appeal, actor=second_officer, at=later + 2 * DAY)


def case_of(appeal):
    return Application.objects.get(pk=appeal.decision.panel.application_id)


def tick(at):
    return tidy_closed(DutyContext(now=at, today=london_date(at), dry_run=False))


def check_ended(heard, lead, second_officer, at):
    found = Appeal.objects.select_related("decision__panel__application").get(pk=heard.pk)
    assert (found.state, found.state_since) == (AppealState.ENDED, at)
    assert (found.handled_by, found.outcome) == (second_officer, "")
    assert not Appeal.objects.open().exists()
    assert standing_of(found).text == "Ended"
    event = AuditEvent.objects.get(event="appeal.ended")
    assert (event.actor, event.role, event.at) == (lead, Role.LEAD, at)
    titles = {e.title for e in history_of(facts_of(case_of(heard)), sees_interests=True)}
    assert {"The appeal was taken on", "The appeal ended with the application"} <= titles
    assert waiting_first(Appeal.objects.all()).count() == 1


def test_appeal_ends_with_its_application(heard, lead, second_officer, later):
    at = later + 3 * DAY
    withdraw_case(application=case_of(heard), actor=lead, role=Role.LEAD, note="We stop.", at=at)
    check_ended(heard, lead, second_officer, at)
    assert tick(at) == 0


def test_page_ends_both(heard, lead, second_officer, later, sign_in, time_machine):
    at = later + 3 * DAY
    time_machine.move_to(at, tick=False)
    place = reverse("withdraw", args=[case_of(heard).uuid])
    client = sign_in(lead)
    assert client.post(place, {"reason": "We stop."}).status_code == 302
    check_ended(heard, lead, second_officer, at)
    assert client.post(place, {"reason": "We stop."}).status_code == 409


def test_clock_ends_what_was_withdrawn_below(heard, lead, second_officer, later):
    at = later + 3 * DAY
    withdraw(application=case_of(heard), actor=lead, role=Role.LEAD, note="We stop.", at=at)
    assert standing_of(Appeal.objects.get()).text == "Ended"
    assert tick(at) == 1
    check_ended(heard, lead, second_officer, at)
    assert tick(at) == 0


def test_appeal_that_was_taken_back_stays_so(appeal, lead, later):
    """It was not taken on, and the application it is about had ended before."""
    withdraw_appeal(appeal=appeal, actor=lead, at=later + 2 * DAY)
    with pytest.raises(Refused):
        withdraw_case(
            application=case_of(appeal),
            actor=lead,
            role=Role.LEAD,
            note="We stop.",
            at=later + 3 * DAY,
        )
    assert standing_of(Appeal.objects.get()).text == "Taken back"


def test_withdrawing_calls_a_decision_that_waits_off_at_once(decided, lead, later):
    application = decided.panel.application
    withdraw_case(application=application, actor=lead, role=Role.LEAD, note="We stop.", at=later)
    decided.refresh_from_db()
    assert decided.cancelled_at == later
