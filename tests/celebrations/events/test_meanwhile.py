"""What may happen between one act on an event and the next: taken back, moved, deleted, printed."""

from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Award
from celebrations.choices import PrintKind
from celebrations.models import EventInvitation, EventPrint, Guest, Presentation
from celebrations.selectors.events.inviting import to_invite
from celebrations.selectors.events.tasks import numbers_of
from celebrations.services.events import retention
from celebrations.services.events.due import set_due
from celebrations.services.events.inviting import invite_all
from celebrations.services.events.opened import opened
from celebrations.services.events.planning import call_off_event, change_event
from celebrations.services.events.prints import ask_for_print, delete_print
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.files import store_generated
from foundation.models import OutboxMessage, PrivateFile
from foundation.refusals import Refused
from reports.services.erasure.doing import erase_organisation_now, erase_terms_now
from tests.support.awards import hold, holder
from tests.support.events import details, invite, list_all, planned
from tests.support.jobs import run_waiting_jobs
from tests.support.replies import brings, fresh, invited, path_to, says_yes
from tests.support.stores import folders as folders

DAY = timedelta(days=1)


@pytest.fixture
def event(officer, now):
    return planned(officer=officer, at=now)


@pytest.fixture
def bronze(event, organisation, lead, officer, now):
    """On the list with it, and not invited yet."""
    award = hold(organisation, lead=lead, officer=officer, at=now)
    list_all(event, officer=officer, at=now)
    return award


@pytest.fixture
def coming(event, organisation, officer, now):
    return says_yes(invited(event, organisation, officer=officer, at=now), at=now)


def take_back(award, *, officer, at):
    Award.objects.filter(pk=award.pk).update(
        revoked_on=london_date(at), revoked_by=officer, revocation_reason="They have closed."
    )


def move(event, starts_at, *, officer, at):
    values = asdict(details(at)) | {
        "starts_at": starts_at,
        "reply_by": london_date(starts_at) - 10 * DAY,
    }
    event.refresh_from_db()
    return change_event(
        event=event,
        details=details(at, **values),
        expected_version=event.version,
        actor=officer,
        at=at,
    )


class TestTakenBack:
    def test_nobody_is_invited_for_it(self, event, bronze, officer, now):
        take_back(bronze, officer=officer, at=now)
        assert to_invite(event).ready == []
        with pytest.raises(Refused, match="nobody to invite"):
            invite_all(event=event, seen=to_invite(event).seen, actor=officer, at=now)

    def test_nothing_is_promised_any_more(self, event, bronze, lead, officer, now):
        silver = hold(bronze.organisation, "silver", lead=lead, officer=officer, at=now)
        list_all(event, officer=officer, at=now)
        take_back(silver, officer=officer, at=now)
        invite(event, officer=officer, at=now)
        said = OutboxMessage.objects.get(message="event_invitation").body_text
        assert "Bronze Award, given on" in said
        assert "Silver" not in said
        page = Client().get(path_to(EventInvitation.objects.get())).content.decode()
        assert "Bronze" in page
        assert "Silver Award" not in page
        assert numbers_of(event).emblems == 1


class TestListChanges:
    def test_what_was_read_is_what_is_promised(self, event, bronze, lead, officer, now):
        seen = to_invite(event).seen
        hold(bronze.organisation, "silver", lead=lead, officer=officer, at=now)
        list_all(event, officer=officer, at=now)
        with pytest.raises(Refused, match="changed since you opened"):
            invite_all(event=event, seen=seen, actor=officer, at=now)

    def test_who_is_off_the_list_answers_nothing(self, event, bronze, officer, now):
        row = EventInvitation.objects.get()
        stale = fresh(row)
        set_due(event=event, awards=[], actor=officer, at=now)
        assert not EventInvitation.objects.exists()
        with pytest.raises(Refused, match="not on the list of the event any more"):
            opened(stale, actor=officer, at=now)

    def test_who_is_invited_after_a_change_is_not_told_of_it(
        self, event, bronze, officer, now, time_machine
    ):
        """The change is kept, then invitations go, and only then the job for the change runs."""
        time_machine.move_to(now, tick=False)
        before = holder("Elm Row Nursery", officer=officer, at=now)
        told = invited(event, before.organisation, before, officer=officer, at=now)
        move(event, event.starts_at + DAY, officer=officer, at=now)
        EventInvitation.objects.update(asked_at=now, invited_at=now)
        run_waiting_jobs()
        mails = OutboxMessage.objects.filter(message="event_changed")
        leads = told.organisation.memberships.values_list("user__email", flat=True)
        assert list(mails.values_list("to", flat=True)) == list(leads)


class TestMoved:
    def test_needs_are_asked_for_again(self, event, coming, officer, now, time_machine):
        brings(coming, at=now)
        late = event.starts_at + 20 * DAY
        time_machine.move_to(late, tick=False)
        forget_needs(at=late)
        event.refresh_from_db()
        assert event.needs_deleted_at is not None
        with pytest.raises(Refused, match="two weeks after the event"):
            ask_for_print(event=event, kind=PrintKind.KITCHEN, actor=officer, at=late)
        Guest.objects.update(came=True)
        move(event, late + 30 * DAY, officer=officer, at=late)
        brings(coming, "Sam", at=late, dietary_needs="Nuts")
        assert Guest.objects.filter(came=None).count() == 2
        for kind in (PrintKind.KITCHEN, PrintKind.ACCESS):
            ask_for_print(event=event, kind=kind, actor=officer, at=late)

    def test_not_once_emblems_were_handed_over(self, event, bronze, officer, now):
        Presentation.objects.update(handed_over_at=event.starts_at)
        with pytest.raises(Refused, match="handed over"):
            move(event, event.starts_at + 30 * DAY, officer=officer, at=event.starts_at)


class TestOver:
    def test_what_has_begun_is_not_called_off(self, event, coming, officer, sign_in, time_machine):
        time_machine.move_to(event.starts_at, tick=False)
        with pytest.raises(Refused, match="Write down who came"):
            call_off_event(event=event, why="Snow", actor=officer, at=event.starts_at)
        client = sign_in(officer)
        assert client.get(reverse("event-call-off", args=[event.uuid])).status_code == 409
        page = client.get(reverse("event", args=[event.uuid])).content.decode()
        assert "Call the event off" not in page
        assert not OutboxMessage.objects.filter(message="event_called_off").exists()


class TestDeletions:
    def test_with_a_name_goes_what_its_person_needs(self, folders, coming, now):
        guest = brings(coming, "Robin Guest", at=now)
        other = brings(coming, "Sam Other", at=now, access_needs="A ramp, like Robin Guest")
        erase_terms_now(["Robin Guest"], subject=uuid4(), at=now)
        guest.refresh_from_db()
        other.refresh_from_db()
        assert "Robin" not in guest.name
        assert (guest.access_needs, guest.dietary_needs) == ("", "")
        assert other.access_needs.startswith("A ramp, like")
        assert "Robin" not in other.access_needs

    def test_list_whose_file_comes_in_that_moment_goes_with_it(self, folders, event, officer, now):
        row = ask_for_print(event=event, kind=PrintKind.ACCESS, actor=officer, at=now)
        stale = EventPrint.objects.select_related("file").get(pk=row.pk)
        file = store_generated(
            name="list.pdf", content=b"%PDF-1.7", content_type="application/pdf", at=now
        )
        EventPrint.objects.filter(pk=row.pk).update(file=file)
        delete_print(stale)
        assert not EventPrint.objects.exists()
        assert not PrivateFile.objects.filter(pk=file.pk).exists()

    def test_deleted_organisation_brings_nobody(self, folders, event, bronze, officer, now):
        """What was handed over stays, so the row does, too."""
        row = EventInvitation.objects.get()
        EventInvitation.objects.update(invited_at=now)
        says_yes(row, at=now)
        Presentation.objects.update(handed_over_at=now)
        stale = fresh(row)
        erase_organisation_now(bronze.organisation, with_name=True, at=now)
        assert EventInvitation.objects.filter(pk=row.pk).exists()
        with pytest.raises(Refused, match="not on the list"):
            brings(stale, at=now, actor=officer)


def forget_needs(*, at):
    context = DutyContext(now=at, today=london_date(at), dry_run=False)
    for row in retention.needs(at):
        retention._delete_needs(row, context)
