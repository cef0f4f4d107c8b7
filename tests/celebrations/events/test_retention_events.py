"""What is left of an evening, and until when. The rules by the day: tests/reports/test_retention_rules.py."""

from datetime import timedelta

import pytest

from awards.models import Hold
from celebrations.choices import PrintKind
from celebrations.models import EventInvitation, EventPrint, Guest, RecognitionEvent
from celebrations.services.events.erasure import forget_invitations
from celebrations.services.events.prints import ask_for_print
from celebrations.services.events.retention import HOLDINGS
from foundation.clock import run_duties
from foundation.erasing import NAME_DELETED
from foundation.models import PrivateFile
from foundation.retention import duties_of
from tests.celebrations.events.room_rows import emblem, evening, guest, party
from tests.support.awards import hold, holder
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def event(officer, now):
    return evening(officer, starts_at=now)


@pytest.fixture
def acorn(event, organisation, lead, officer, now):
    award = hold(organisation, "bronze", lead=lead, officer=officer, at=now - 30 * DAY)
    row = party(event, award, message="We look forward to it.")
    guest(row, "Amina Yusuf", on_stage=True, no_pictures=True, access_needs="A ramp", came=True)
    guest(row, "Li Wei", dietary_needs="Vegan")
    return row


def run(at):
    results = run_duties(duties_of(HOLDINGS), now=at, dry_run=False)
    assert [each.error for each in results if each.error] == []


def fresh(event):
    return RecognitionEvent.objects.get(pk=event.pk)


def told():
    return Guest.objects.exclude(access_needs="", dietary_needs="").count()


def test_needs_go_after_two_weeks_and_the_event_says_so(event, acorn, now):
    run(now + 13 * DAY)
    assert told() == 2
    assert fresh(event).needs_deleted_at is None
    run(now + 14 * DAY)
    assert told() == 0
    assert fresh(event).needs_deleted_at == now + 14 * DAY
    assert {each.name for each in Guest.objects.all()} == {"Amina Yusuf", "Li Wei"}


def test_of_an_event_that_was_called_off_they_go_sooner(event, acorn, officer, now):
    event.starts_at = now + 100 * DAY
    event.cancelled_at, event.cancelled_by = now, officer
    event.save()
    run(now + 13 * DAY)
    assert told() == 2
    run(now + 14 * DAY)
    assert told() == 0


def test_a_hold_keeps_those_of_one_organisation_and_the_event_does_not_say_so(
    event, acorn, officer, now
):
    other = party(event, holder("Beacon Centre", officer=officer, at=now))
    guest(other, "Bea Brown", dietary_needs="No nuts")
    Hold.objects.create(
        organisation=acorn.organisation, reason="An appeal.", placed_by=officer, placed_at=now
    )
    run(now + 20 * DAY)
    assert told() == 2
    assert Guest.objects.get(name="Bea Brown").dietary_needs == ""
    assert fresh(event).needs_deleted_at is None
    Hold.objects.update(ended_at=now, ended_by=officer)
    run(now + 21 * DAY)
    assert told() == 0
    assert fresh(event).needs_deleted_at == now + 21 * DAY


def test_names_and_messages_go_after_a_year_and_the_count_stays(event, acorn, now):
    run(now + 360 * DAY)
    assert Guest.objects.filter(name="Amina Yusuf").exists()
    run(now + 366 * DAY)
    assert set(Guest.objects.values_list("name", "came", "on_stage", "no_pictures")) == {
        (NAME_DELETED, True, False, False),
        (NAME_DELETED, None, False, False),
    }
    assert EventInvitation.objects.get().message == ""


def test_the_event_goes_after_six_years_with_everything(event, acorn, officer, now):
    run(now + 5 * 365 * DAY)
    assert RecognitionEvent.objects.exists()
    run(now + (6 * 365 + 3) * DAY)
    assert not RecognitionEvent.objects.exists()
    assert not EventInvitation.objects.exists()
    assert not Guest.objects.exists()


def test_lists_are_gone_a_day_later_with_their_files(event, acorn, officer, now):
    ask_for_print(event=event, kind=PrintKind.ACCESS, actor=officer, at=now)
    run_waiting_jobs()
    run(now + DAY)
    assert EventPrint.objects.exists()
    run(now + DAY + timedelta(seconds=1))
    assert not EventPrint.objects.exists()
    assert not PrivateFile.objects.exists()


def test_when_an_organisation_is_deleted_its_guests_go(event, acorn, officer, now):
    other = party(event, holder("Beacon Centre", officer=officer, at=now), guests=["Bea Brown"])
    forget_invitations(acorn.organisation)
    assert [each.name for each in Guest.objects.all()] == ["Bea Brown"]
    assert list(EventInvitation.objects.all()) == [other]


def test_what_was_handed_over_to_it_stays(event, acorn, officer, now):
    row = emblem(acorn)
    row.handed_over_at = now
    row.save()
    forget_invitations(acorn.organisation)
    assert not Guest.objects.exists()
    assert EventInvitation.objects.get() == acorn
    assert EventInvitation.objects.get().message == ""
