"""What the rules of retention make of awards that lapse, work that is used again, and people who come back."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from awards.models import Application, Award, StatusChange, User
from awards.services.applications import grant_award, start_application
from certificates.models import Certificate
from certificates.selectors import certificate_by_hash
from certificates.tasks import make_certificate
from foundation.clock import DutyContext
from foundation.dates import end_of, london_date, months_later, started_by
from foundation.models import Draft, OutboxMessage
from portfolios.models import Consent, EvidenceItem, MilestoneReport, SectionEdit
from portfolios.services.portfolio import begin_portfolio
from portfolios.services.registration import draft_key
from reports.services.retention import HOLDINGS
from tests.support.awards import dated
from tests.support.evidence import (
    CHILDREN,
    evidence,
    hold_gold,
    hold_silver,
    portfolio_for,
    send_portfolio,
)
from tests.support.keeping import BUILDERS, House

pytestmark = pytest.mark.django_db
TABLE = {each.code: each for each in HOLDINGS}
DAY = timedelta(days=1)


def past(code, day):
    return TABLE[code].count_past(noon(day))


def noon(day):
    return datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)


def run(code, day):
    at = noon(day)
    with transaction.atomic():
        return TABLE[code].run(DutyContext(now=at, today=london_date(at), dry_run=False))


@pytest.mark.parametrize(
    ("start", "months"),
    [
        (date(2028, 2, 29), 12),
        (date(2027, 8, 31), 6),
        (date(2027, 1, 31), 1),
        (date(2027, 1, 28), 1),
        (date(2024, 2, 29), 72),
        (date(2027, 3, 1), 24),
    ],
)
def test_months_count_the_same_in_both_directions(start, months):
    over = months_later(start, months)
    assert started_by(over, months=months) >= start
    assert started_by(over - DAY, months=months) < start


def test_a_day_ends_when_it_ends_in_london():
    assert end_of(date(2026, 7, 1)) == datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    assert end_of(date(2026, 12, 1)) == datetime(2026, 12, 2, 0, 0, tzinfo=UTC)


def test_gold_that_lapses_counts_from_its_last_day_of_grace(organisation, lead, officer, now):
    award = hold_gold(organisation, lead=lead, officer=officer, at=now)
    last = award.valid_until + 28 * DAY
    assert past("evidence", months_later(last, 12) - DAY) == 0
    assert past("evidence", months_later(last, 12)) == 1
    assert past("applications", months_later(last, 24) - DAY) == 0
    assert past("applications", months_later(last, 24)) == 1


def test_an_award_that_took_its_place_goes_on(organisation, lead, officer, now):
    award = hold_gold(organisation, lead=lead, officer=officer, at=now)
    again = Application.objects.get(stage="gold")
    again.pk, again.reference, again.uuid = None, "SCA-2", "1" * 32
    again._state.adding = True
    again.save()
    later = grant_award(application=again, actor=officer, at=now + 300 * DAY)
    ends = dated(later.awarded_on, date(2090, 1, 1))
    Award.objects.filter(pk=later.pk).update(**ends)
    award.refresh_from_db()
    assert award.superseded_by == later
    assert past("evidence", date(2060, 1, 1)) == 0
    assert past("applications", date(2060, 1, 1)) == 0


def test_an_open_portfolio_keeps_the_evidence(organisation, lead, officer, now):
    award = hold_gold(organisation, lead=lead, officer=officer, at=now)
    begun = begin_portfolio(organisation=organisation, stage="platinum", actor=lead, at=now)
    over = months_later(award.valid_until + 28 * DAY, 12)
    assert past("evidence", over) == 0
    begun.delete()
    assert past("evidence", over) == 1


def test_bronze_and_silver_that_are_held_keep_what_was_sent(organisation, lead, officer, now):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    assert past("applications", date(2090, 1, 1)) == 0


def test_a_plan_stays_while_a_portfolio_reports_on_it(organisation, lead, officer, now):
    hold_gold(organisation, lead=lead, officer=officer, at=now)
    organisation.awards.filter(stage="silver").update(revoked_on=london_date(now))
    organisation.awards.filter(stage="gold").update(**dated(london_date(now)))
    over = months_later(london_date(now), 24)
    assert past("applications", over) == 0
    organisation.awards.filter(stage="gold").update(revoked_on=london_date(now))
    for expected in (1, 1, 0):
        assert past("applications", over) == expected
        run("applications", over)
    assert not MilestoneReport.objects.exists()


def test_pictures_that_are_used_again_stay_until_that_is_over(organisation, lead, officer, now):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    portfolio = portfolio_for(organisation, lead=lead, at=now)
    item = evidence(
        organisation,
        "gold.voice",
        lead=lead,
        at=now,
        consent=CHILDREN | {"given_on": date(2026, 1, 1)},
    )
    send_portfolio(portfolio, lead=lead, at=now)
    Application.objects.filter(pk=portfolio.pk).update(status="declined", status_since=now)
    due = months_later(london_date(now), 12)
    again = Application.objects.create(
        reference="SCA-3",
        organisation=organisation,
        stage="gold",
        edition=portfolio.edition,
        status="draft",
        status_since=now,
        created_at=now,
        created_by=lead,
    )
    assert run("pictures", due - 30 * DAY) == 0
    assert past("pictures", due) == 0
    # Left out of what is being written, it is not needed.
    EvidenceItem.objects.filter(pk=item.pk).update(left_out=True)
    assert run("pictures", due) == 1
    assert past("pictures", due + 27 * DAY) == 0
    assert past("pictures", due + 28 * DAY) == 1
    EvidenceItem.objects.filter(pk=item.pk).update(left_out=False)
    assert past("pictures", due + 28 * DAY) == 0
    again.delete()
    assert past("pictures", due + 28 * DAY) == 1
    run("pictures", due + 28 * DAY)
    assert Consent.objects.get(item=item).forgotten_at is not None


def test_evidence_without_children_has_no_such_date(organisation, lead, officer, now):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    portfolio = portfolio_for(organisation, lead=lead, at=now)
    send_portfolio(portfolio, lead=lead, at=now)
    Application.objects.filter(pk=portfolio.pk).update(status="approved", status_since=now)
    assert past("pictures", date(2040, 1, 1)) == 0


def test_what_is_with_the_champions_keeps_the_whole_library(organisation, lead, officer, now):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    portfolio = portfolio_for(organisation, lead=lead, at=now)
    send_portfolio(portfolio, lead=lead, at=now)
    evidence(organisation, lead=lead, at=now)
    assert run("unused", date(2028, 1, 1)) == 0
    Application.objects.filter(pk=portfolio.pk).update(
        status="withdrawn", status_since=now + 700 * DAY
    )
    due = months_later(london_date(now + 700 * DAY), 12)
    assert run("unused", months_later(london_date(now + 700 * DAY), 11)) == 1
    assert past("unused", due - DAY) == 0
    assert past("unused", due) == 1


def test_a_new_edit_gives_a_draft_another_year_and_another_notice(application, lead, now):
    due = months_later(london_date(now), 12)
    assert run("drafts", due - 30 * DAY) == 1
    SectionEdit.objects.create(
        application=application, section="about", updated_at=now + 340 * DAY, updated_by=lead
    )
    assert past("drafts", due) == 0
    later = months_later(london_date(now + 340 * DAY), 12)
    assert run("drafts", later - 30 * DAY) == 1
    assert OutboxMessage.objects.filter(message="draft_ends").count() == 2
    assert past("drafts", later) == 1


def test_typing_that_was_not_saved_counts_as_work(application, lead, now):
    Draft.objects.create(owner=lead, key=draft_key(application, "about"), saved_at=now + 200 * DAY)
    due = months_later(london_date(now), 12)
    assert run("drafts", due - 30 * DAY) == 0
    assert past("drafts", due) == 0


def test_what_came_back_for_changes_is_no_abandoned_draft(application, lead, now):
    StatusChange.objects.create(
        application=application,
        name="submit",
        from_status="draft",
        to_status="submitted",
        actor=lead,
        role="lead",
        at=now,
        snapshot={"sections": []},
    )
    assert run("drafts", date(2040, 1, 1)) == 0
    assert past("drafts", date(2040, 1, 1)) == 0


def test_a_draft_of_nobody_goes_without_a_notice(organisation, application, now):
    organisation.memberships.all().delete()
    due = months_later(london_date(now), 12)
    assert past("drafts", due) == 1
    run("drafts", due)
    assert not Application.objects.exists()


def test_a_clock_that_stood_still_tells_first_and_deletes_four_weeks_later(application, now):
    late = date(2030, 1, 10)
    assert past("drafts", late) == 0
    assert run("drafts", late) == 1
    told = OutboxMessage.objects.get(message="draft_ends")
    assert "7 February 2030" in told.subject
    run("drafts", late + 27 * DAY)
    assert Application.objects.exists()
    run("drafts", late + 28 * DAY)
    assert not Application.objects.exists()
    assert OutboxMessage.objects.filter(message="draft_ends").count() == 1


def test_whoever_signs_in_after_the_notice_keeps_the_account(now):
    kept = BUILDERS["accounts"](House(now), now)
    assert run("accounts", kept.due - 30 * DAY) == 1
    User.objects.filter(pk=kept.person.pk).update(last_login=noon(kept.due - DAY))
    run("accounts", kept.due)
    assert kept.is_there()


def test_an_account_that_is_named_in_a_panels_work_waits_for_it(now):
    house = House(now)
    BUILDERS["panels"](house, now + 30 * DAY)
    person = house.panel[1].user
    User.objects.filter(pk=person.pk).update(is_champion=False, date_joined=now, last_login=now)
    assert run("accounts", date(2030, 1, 1)) >= 0
    assert not OutboxMessage.objects.filter(key__startswith=f"account_ends:{person.pk}:").exists()
    run("panels", date(2033, 1, 1))
    run("accounts", date(2033, 1, 1))
    assert OutboxMessage.objects.filter(key__startswith=f"account_ends:{person.pk}:").exists()


def test_a_copy_of_a_deleted_certificate_is_still_known(now, officer, sign_in, time_machine):
    kept = BUILDERS["certificate-files"](House(now - 10 * DAY), now)
    made = Certificate.objects.get()
    content = f"%PDF {made.number}".encode()
    run("certificate-files", kept.due)
    assert not kept.is_there()
    made.refresh_from_db()
    assert certificate_by_hash(hashlib.sha256(content).hexdigest()) == made
    # The job that makes files does not make it again.
    make_certificate.call(str(made.uuid))
    made.refresh_from_db()
    assert made.file is None
    time_machine.move_to(noon(kept.due + DAY))
    client = sign_in(officer)
    page = client.get(reverse("certificate", args=[made.uuid]))
    assert "The file was deleted on" in page.content.decode()
    answer = client.get(reverse("certificate-pdf", args=[made.uuid]))
    assert answer.status_code == 409
    assert "The file was deleted on" in answer.content.decode()
    assert client.get(reverse("verify-code", args=[made.shown_code])).status_code == 200


def test_deleting_a_draft_leaves_the_others_alone(organisation, application, lead, stranger, now):
    other = start_application(
        organisation=stranger.memberships.get().organisation,
        stage="bronze",
        actor=stranger,
        at=now + 300 * DAY,
    )
    due = months_later(london_date(now), 12)
    run("drafts", due - 30 * DAY)
    run("drafts", due)
    assert Application.objects.get() == other
