"""One reminder in the week before the last day, and one more whenever an officer asks for it."""

from datetime import timedelta

import pytest

from celebrations.services.events.reminding import remind_of_invitations, send_reminder
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.replies import DAY, REPLY_BY, STARTS, fresh, invited, path_to, says_yes
from tests.support.replies import event as event
from tests.support.replies import invitation as invitation

IN_TIME = REPLY_BY - 7 * DAY


def tick(at):
    return remind_of_invitations(DutyContext(now=at, today=london_date(at), dry_run=False))


def mails():
    return OutboxMessage.objects.filter(message="event_reminder")


class TestClock:
    def test_once_and_to_its_leads(self, invitation, lead, colleague, now):
        assert tick(now + IN_TIME - DAY) == 0
        assert tick(now + IN_TIME) == 1
        assert tick(now + IN_TIME) == 0
        assert tick(now + IN_TIME + DAY) == 0
        mail = mails().get()
        assert mail.to == lead.email
        assert path_to(invitation) in mail.body_text
        assert "13 December 2026" in mail.subject
        assert fresh(invitation).reminded_at == now + IN_TIME

    def test_a_missed_day_is_made_up_for_until_the_last(self, invitation, now):
        assert tick(now + REPLY_BY + DAY) == 0
        assert tick(now + REPLY_BY) == 1

    def test_nobody_who_has_answered(self, invitation, now):
        says_yes(invitation, at=now)
        assert tick(now + IN_TIME) == 0

    def test_nobody_who_is_not_invited(self, event, organisation, officer, now):
        invited(event, organisation, officer=officer, at=now, invited_at=None)
        assert tick(now + IN_TIME) == 0

    def test_nobody_who_was_written_to_a_moment_ago(self, event, organisation, officer, now):
        at = now + IN_TIME
        invited(event, organisation, officer=officer, at=now, invited_at=at - DAY)
        assert tick(at) == 0
        assert tick(at + DAY) == 1

    def test_not_of_an_event_that_is_called_off_or_begun(self, invitation, event, officer, now):
        event.reply_by = event.day
        event.save()
        assert tick(now + STARTS) == 0
        event.cancelled_at, event.cancelled_by = now, officer
        event.save()
        assert tick(now + STARTS - DAY) == 0

    def test_not_an_organisation_that_was_deleted(self, invitation, organisation, now):
        organisation.erased_at = now
        organisation.save()
        assert tick(now + IN_TIME) == 0

    def test_every_one_that_waits(self, event, invitation, stranger, officer, now):
        invited(event, stranger.memberships.get().organisation, officer=officer, at=now)
        assert tick(now + IN_TIME) == 2
        assert {mail.to for mail in mails()} == {"lena.lead@people.example", stranger.email}


class TestOfficers:
    def test_any_day_before(self, invitation, lead, officer, now):
        send_reminder(invitation=invitation, actor=officer, at=now)
        assert mails().get().to == lead.email
        found = AuditEvent.objects.get(event="event_invitation.reminded")
        assert (found.actor_id, found.details) == (officer.pk, {})
        # The clock says no more then.
        assert tick(now + IN_TIME) == 0

    def test_again_after_a_day(self, invitation, officer, now):
        send_reminder(invitation=invitation, actor=officer, at=now)
        with pytest.raises(Refused, match="within the last day"):
            send_reminder(invitation=invitation, actor=officer, at=now + DAY - timedelta(minutes=1))
        send_reminder(invitation=invitation, actor=officer, at=now + DAY)
        assert mails().count() == 2

    def test_not_who_has_answered(self, invitation, officer, now):
        says_yes(invitation, at=now)
        with pytest.raises(Refused, match="answered meanwhile"):
            send_reminder(invitation=invitation, actor=officer, at=now)

    def test_not_who_is_not_invited(self, event, organisation, officer, now):
        row = invited(event, organisation, officer=officer, at=now, invited_at=None)
        with pytest.raises(Refused, match="not invited yet"):
            send_reminder(invitation=row, actor=officer, at=now)

    def test_not_when_the_link_takes_no_answer(self, invitation, officer, now):
        with pytest.raises(Refused, match="by telephone"):
            send_reminder(invitation=invitation, actor=officer, at=now + REPLY_BY + DAY)

    def test_only_officers(self, invitation, lead, now):
        with pytest.raises(NotAllowed):
            send_reminder(invitation=invitation, actor=lead, at=now)

    def test_nobody_is_written_to_who_left(self, invitation, lead, officer, now):
        lead.is_active = False
        lead.save()
        make_user("Nora Nobody")
        send_reminder(invitation=invitation, actor=officer, at=now)
        assert not mails().exists()
