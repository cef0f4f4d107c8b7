"""Inviting those on the list: the officer's word, and the job that writes the mails."""

from datetime import timedelta

import pytest

from awards.models import Membership, User
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.selectors.events.inviting import to_invite
from celebrations.services.events import inviting
from celebrations.services.events.inviting import (
    invite_all,
    progress_of,
    send_again,
    send_invitations,
)
from celebrations.services.events.planning import call_off_event
from foundation.models import AuditEvent, DeadLetter, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.at_once import at_once, refusals_at_once
from tests.support.awards import hold, holder
from tests.support.events import fresh, invite, list_all, planned
from tests.support.jobs import run_waiting_jobs

DAY = timedelta(days=1)
# Of who is invited, however many they are.
QUERIES = 2


@pytest.fixture
def event(officer, now):
    return planned(officer=officer, at=now)


@pytest.fixture
def listed(event, organisation, lead, officer, now):
    """Acorn Lane School with Bronze."""
    hold(organisation, lead=lead, officer=officer, at=now)
    list_all(event, officer=officer, at=now)
    return event


@pytest.fixture
def let_go(listed, officer, now):
    invite_all(event=listed, seen=to_invite(listed).seen, actor=officer, at=now)
    return listed


def to_whom():
    rows = OutboxMessage.objects.filter(message="event_invitation")
    return sorted(rows.values_list("to", flat=True))


class TestAsking:
    def test_leaves_the_mails_to_the_job(self, listed, officer, now):
        count = invite_all(event=listed, seen=to_invite(listed).seen, actor=officer, at=now)
        assert count == 1
        assert EventInvitation.objects.let_go().count() == 1
        assert to_whom() == []
        assert AuditEvent.objects.filter(event="event.invited").count() == 1

    def test_is_for_officers(self, listed, lead, now):
        with pytest.raises(NotAllowed):
            invite_all(event=listed, seen=to_invite(listed).seen, actor=lead, at=now)

    def test_nobody_on_the_list(self, event, officer, now):
        with pytest.raises(Refused, match="There is nobody to invite"):
            invite_all(event=event, seen=to_invite(event).seen, actor=officer, at=now)

    def test_twice_finds_nobody_left(self, let_go, officer, now):
        with pytest.raises(Refused, match="There is nobody to invite"):
            invite_all(event=let_go, seen=to_invite(let_go).seen, actor=officer, at=now)

    def test_of_a_list_that_has_grown_is_refused(self, listed, officer, now):
        seen = to_invite(listed).seen
        holder("Beech School", officer=officer, at=now)
        list_all(listed, officer=officer, at=now)
        with pytest.raises(Refused, match="has changed since you opened"):
            invite_all(event=listed, seen=seen, actor=officer, at=now)
        assert not EventInvitation.objects.let_go().exists()

    def test_of_an_event_whose_words_have_changed_is_refused(self, listed, officer, now):
        seen = to_invite(listed).seen
        RecognitionEvent.objects.update(version=2)
        with pytest.raises(Refused, match="has changed since you opened"):
            invite_all(event=listed, seen=seen, actor=officer, at=now)

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [(31, "The day to answer by has passed"), (40, "The event has begun")],
    )
    def test_too_late(self, listed, officer, now, days, sentence):
        with pytest.raises(Refused, match=sentence):
            invite_all(
                event=listed, seen=to_invite(listed).seen, actor=officer, at=now + days * DAY
            )

    def test_to_what_is_called_off(self, listed, officer, now):
        seen = to_invite(listed).seen
        call_off_event(event=listed, why="Rain", actor=officer, at=now)
        with pytest.raises(Refused, match="called off"):
            invite_all(event=listed, seen=seen, actor=officer, at=now)

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_two_officers_at_once(self, listed, lead, officer, now):
        other = make_user("Otto Officer", is_officer=True)
        seen = to_invite(listed).seen
        refusals = refusals_at_once(
            *(
                lambda who=who: invite_all(event=listed, seen=seen, actor=who, at=now)
                for who in (officer, other)
            )
        )
        assert refusals == ["There is nobody to invite. Everybody with a lead is invited."]
        run_waiting_jobs()
        assert to_whom() == [lead.email]


class TestWhom:
    def test_every_lead_and_nobody_else(self, listed, organisation, lead, colleague, officer, now):
        second = make_user("Leo Lead")
        gone = make_user("Gina Gone", is_active=False)
        for person in (second, gone):
            Membership.objects.create(
                organisation=organisation, user=person, role="lead", joined_at=now
            )
        assert to_invite(listed).leads == 2
        invite(listed, officer=officer, at=now)
        assert to_whom() == [lead.email, second.email]

    def test_without_a_lead_it_is_named_and_not_invited(self, listed, lead, officer, now):
        award = holder("Beech School", officer=officer, at=now)
        Membership.objects.filter(organisation=award.organisation).delete()
        list_all(listed, officer=officer, at=now)
        found = to_invite(listed)
        assert [row.organisation.name for row in found.ready] == ["Acorn Lane School"]
        assert [row.organisation.name for row in found.without_lead] == ["Beech School"]
        invite(listed, officer=officer, at=now)
        assert to_whom() == [lead.email]
        assert EventInvitation.objects.get(organisation=award.organisation).asked_at is None

    def test_later_ones_are_invited_and_the_first_not_again(self, listed, lead, officer, now):
        invite(listed, officer=officer, at=now)
        award = holder("Beech School", officer=officer, at=now)
        list_all(listed, officer=officer, at=now)
        invite(listed, officer=officer, at=now)
        head = award.organisation.memberships.get().user
        assert to_whom() == sorted([lead.email, head.email])

    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_as_much_for_three_as_for_one(
        self, event, officer, now, count, django_assert_num_queries
    ):
        for number in range(count):
            holder(f"School {number}", officer=officer, at=now)
        list_all(event, officer=officer, at=now)
        with django_assert_num_queries(QUERIES):
            assert len(to_invite(event).ready) == count


class TestSending:
    def test_says_everything(self, listed, organisation, lead, officer, now):
        hold(organisation, "silver", lead=lead, officer=officer, at=now)
        list_all(listed, officer=officer, at=now)
        invite(listed, officer=officer, at=now)
        mail = OutboxMessage.objects.get(message="event_invitation")
        assert mail.subject == (
            "Acorn Lane School: please come to Recognition Event, and answer by 23 December 2026"
        )
        for words in (
            "- Bronze Award, given on 23 November 2026\n- Silver Award, given on 23 November 2026",
            "When: Saturday 2 January 2027 at 10am",
            "Where: Council House, Victoria Square, Birmingham B1 1BB",
            "presented by the Lord Mayor",
            "You can bring 4 people",
            "There is a lift to every room.",
            "This link is yours alone",
            "We ask for nothing else about anybody’s health.",
            "/recognition/",
        ):
            assert words in mail.body_text

    def test_leaves_out_what_nobody_knows_yet(self, listed, officer, now):
        RecognitionEvent.objects.update(presenter="", practical="", address="", most_guests=1)
        invite(listed, officer=officer, at=now)
        mail = OutboxMessage.objects.get(message="event_invitation")
        assert "presented by" not in mail.body_text
        assert "Where: Council House\n" in mail.body_text
        assert "You can bring 1 person" in mail.body_text

    def test_twice_writes_once(self, let_go, lead):
        for _ in range(2):
            send_invitations.call(str(let_go.uuid))
        assert to_whom() == [lead.email]
        assert EventInvitation.objects.sent().count() == 1

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_two_workers_at_once_write_once(self, let_go, lead):
        at_once(*[lambda: send_invitations.call(str(let_go.uuid))] * 2)
        assert to_whom() == [lead.email]

    def test_the_day_and_the_mails_are_written_together(self, let_go, lead, monkeypatch):
        """A worker that dies in between leaves neither, and the next try does both."""

        def dies(*args, **values):
            send(*args, **values)
            raise OSError("The worker stops.")

        send = inviting.send_invitation
        monkeypatch.setattr(inviting, "send_invitation", dies)
        with pytest.raises(OSError, match="stops"):
            send_invitations.call(str(let_go.uuid))
        assert to_whom() == []
        assert not EventInvitation.objects.sent().exists()
        monkeypatch.undo()
        send_invitations.call(str(let_go.uuid))
        assert to_whom() == [lead.email]

    def test_who_has_lost_the_last_lead_meanwhile_waits_for_one(self, let_go, organisation):
        User.objects.filter(memberships__organisation=organisation).update(is_active=False)
        send_invitations.call(str(let_go.uuid))
        row = EventInvitation.objects.get()
        assert (row.asked_at, row.invited_at) == (None, None)
        assert to_invite(let_go).without_lead == [row]

    def test_what_is_called_off_meanwhile_is_not_sent(self, let_go, officer, now):
        call_off_event(event=let_go, why="Rain", actor=officer, at=now)
        run_waiting_jobs()
        assert OutboxMessage.objects.filter(message__startswith="event_").count() == 0

    def test_of_an_event_that_is_gone(self, db):
        send_invitations.call("00000000-0000-4000-8000-000000000000")
        assert to_whom() == []


class TestProgress:
    def test_is_told_while_it_waits_and_no_more_once_it_is_done(self, let_go, now):
        far = progress_of(fresh(let_go), at=now)
        assert far.stand == "queued"
        run_waiting_jobs()
        assert progress_of(fresh(let_go), at=now) is None

    def test_after_it_failed_for_good_it_can_be_sent_again(self, let_go, lead, officer, now):
        DeadLetter.objects.create(
            job_id="00000000-0000-4000-8000-000000000001",
            task_path=send_invitations.module_path,
            args=[str(let_go.uuid)],
            error_class="OSError",
            attempts=6,
            died_at=now + DAY,
        )
        assert progress_of(let_go, at=now + DAY).has_failed
        send_again(event=let_go, actor=officer, at=now + 2 * DAY)
        run_waiting_jobs()
        assert to_whom() == [lead.email]

    def test_while_it_goes_on_it_is_not_begun_again(self, let_go, officer, now):
        with pytest.raises(Refused, match="being sent, or are sent already"):
            send_again(event=let_go, actor=officer, at=now)

    def test_again_is_for_officers(self, let_go, lead, now):
        with pytest.raises(NotAllowed):
            send_again(event=let_go, actor=lead, at=now)
