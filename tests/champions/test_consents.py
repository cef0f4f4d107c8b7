"""Who judges evidence, and whose it is, hear once when its consent is gone."""

from datetime import date, timedelta

import pytest

from awards.choices import Status
from awards.models import Application
from champions.services.consents import tell_of_consent_gone
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import OutboxMessage
from portfolios.models import Consent
from portfolios.selectors.evidence.relying import items_gone
from portfolios.services import evidence as services
from tests.support.champions import clear_all, settle
from tests.support.evidence import CHILDREN, evidence, hold_silver, portfolio_for, send_portfolio

CANARY = "Heron"
AGREED = CHILDREN | {"given_on": date(2026, 11, 2)}


@pytest.fixture
def item(organisation, lead, now):
    return evidence(
        organisation,
        "gold.voice",
        lead=lead,
        at=now,
        consent=AGREED,
        title="Garden photos",
        about=f"What the {CANARY} group asked for.",
    )


@pytest.fixture
def change(organisation, item, lead, officer, now, time_machine):
    time_machine.move_to(now)
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    return send_portfolio(portfolio_for(organisation, lead=lead, at=now), lead=lead, at=now)


@pytest.fixture
def panel(change, chair, parent, young, officer, now):
    """Three sit; one of them has not said yet if there is a link."""
    found = settle(change.application, [chair, parent, young], officer, at=now)
    clear_all(found, at=now)
    found.assignments.get(champion=young).declarations.all().delete()
    return found


def days(count):
    return timedelta(days=count)


def tell(at):
    return tell_of_consent_gone(DutyContext(now=at, today=london_date(at), dry_run=False))


def told():
    rows = OutboxMessage.objects.filter(message="consent_gone")
    return sorted(rows.values_list("to", flat=True))


def withdraw(item, actor, at):
    services.withdraw_consent(item=item, note="", actor=actor, at=at)


BOTH_SIDES = [
    "lena.lead@people.example",
    "parveen.parent@people.example",
    "paula.professional@people.example",
]


def test_panel_and_leads_hear_of_a_withdrawal_once(panel, item, colleague, lead, now):
    """T-90; a champion who has not declared reads nothing of the case, and hears nothing."""
    assert tell(now) == 0
    withdraw(item, lead, now)
    assert tell(now) == 3
    assert tell(now + days(1)) == 0
    assert told() == BOTH_SIDES
    texts = OutboxMessage.objects.filter(message="consent_gone").values_list("body_text", flat=True)
    for text in texts:
        assert "- Garden photos" in text
        assert CANARY not in text
    to_panel = OutboxMessage.objects.get(to=BOTH_SIDES[1], message="consent_gone")
    assert f"/cases/{panel.application.uuid}/" in to_panel.body_text
    to_lead = OutboxMessage.objects.get(to=BOTH_SIDES[0], message="consent_gone")
    assert "/cases/" not in to_lead.body_text
    assert "within 28 days" in to_lead.body_text


def test_what_runs_out_on_one_day_is_one_mail(panel, item, organisation, lead, now):
    Consent.objects.update(expires_on=london_date(now) + days(3))
    assert tell(now + days(3)) == 0
    assert tell(now + days(4)) == 3
    assert tell(now + days(5)) == 0
    text = OutboxMessage.objects.filter(message="consent_gone").first().body_text
    assert "- Garden photos" in text
    assert "- Minutes of the autumn forum" in text


def test_each_withdrawal_is_told_of_again(panel, item, lead, now):
    withdraw(item, lead, now)
    tell(now)
    services.record_consent(item=item, values=AGREED, expected_version=3, actor=lead, at=now)
    assert tell(now + days(1)) == 0
    withdraw(item, lead, now + days(2))
    assert tell(now + days(2)) == 3


def test_who_is_cleared_later_hears_too_but_not_of_old_news(panel, item, young, lead, now):
    withdraw(item, lead, now)
    tell(now)
    clear_all(panel, at=now)
    assert tell(now + days(1)) == 1
    assert young.user.email in told()
    OutboxMessage.objects.all().delete()
    assert tell(now + days(8)) == 0


@pytest.mark.parametrize("status", [Status.DRAFT, Status.APPROVED, Status.WITHDRAWN])
def test_nobody_relies_on_what_is_not_with_the_champions(panel, item, lead, now, status):
    Application.objects.filter(pk=panel.application_id).update(status=status)
    withdraw(item, lead, now)
    assert tell(now) == 0


def test_what_was_not_sent_concerns_nobody(panel, organisation, lead, now):
    other = evidence(organisation, "gold.voice", lead=lead, at=now, title="New since")
    withdraw(other, lead, now)
    assert tell(now) == 0


def test_items_gone_of_what_was_sent(change, item, lead, now, django_assert_num_queries):
    today = london_date(now)
    assert items_gone(change, on=today) == []
    withdraw(item, lead, now)
    with django_assert_num_queries(1):
        assert [str(each) for each in items_gone(change, on=today)] == ["Garden photos"]
    Consent.objects.update(expires_on=today)
    assert len(items_gone(change, on=today)) == 1
    assert len(items_gone(change, on=today + days(1))) == 2
