"""Saying whether somebody comes: by the link until the day to answer by, to officers until it is closed."""

import pytest

from celebrations.choices import Answer
from celebrations.models import Guest
from celebrations.services.events.links import renew_link
from celebrations.services.events.replying import answer
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Clash, NotAllowed, Refused
from tests.conftest import make_user
from tests.support.replies import DAY, REPLY_BY, STARTS, brings, fresh, says_no, says_yes
from tests.support.replies import event as event
from tests.support.replies import invitation as invitation


class TestByTheLink:
    def test_kept_with_its_time_and_the_word(self, invitation, now):
        answer(
            invitation=invitation,
            answer=Answer.COMING,
            message="We come by train.",
            seen=None,
            actor=None,
            at=now,
        )
        row = fresh(invitation)
        assert (row.answer, row.message) == ("coming", "We come by train.")
        assert (row.answered_at, row.answered_by) == (now, None)

    def test_the_last_answer_counts(self, invitation, now):
        says_yes(invitation, at=now)
        says_no(invitation, at=now + DAY)
        says_yes(invitation, at=now + 2 * DAY)
        assert (fresh(invitation).answer, fresh(invitation).answered_at) == (
            "coming",
            now + 2 * DAY,
        )

    def test_no_answer_is_none(self, invitation, now):
        with pytest.raises(Refused, match="Say whether you come"):
            answer(
                invitation=invitation, answer=Answer.NONE, message="", seen=None, actor=None, at=now
            )

    def test_until_the_last_day_is_over(self, invitation, now):
        says_yes(invitation, at=now + REPLY_BY)
        with pytest.raises(Refused, match=r"until 13 December 2026\. Write to"):
            says_no(invitation, at=now + REPLY_BY + DAY)

    def test_not_once_it_has_begun(self, invitation, event, now):
        event.reply_by = event.day
        event.save()
        says_yes(invitation, at=now + STARTS - DAY)
        with pytest.raises(Refused, match="has taken place"):
            says_no(invitation, at=now + STARTS)

    def test_not_when_it_is_called_off(self, invitation, event, officer, now):
        event.cancelled_at, event.cancelled_by = now, officer
        event.save()
        with pytest.raises(Refused, match="called off"):
            says_yes(invitation, at=now)

    def test_not_by_a_link_that_was_replaced_in_this_moment(self, invitation, officer, now):
        before = fresh(invitation)
        renew_link(invitation=invitation, actor=officer, at=now)
        with pytest.raises(Refused, match="replaced by a new one"):
            answer(
                invitation=before, answer=Answer.COMING, message="", seen=None, actor=None, at=now
            )
        assert fresh(invitation).answer == Answer.NONE

    def test_trail_has_no_word_of_it(self, invitation, now):
        answer(
            invitation=invitation,
            answer=Answer.COMING,
            message="Robin needs a lift",
            seen=None,
            actor=None,
            at=now,
        )
        found = AuditEvent.objects.get(event="event_invitation.answered")
        assert (found.actor_id, found.role) == (None, "")
        assert found.details == {"answer": "coming", "guests_deleted": 0}


class TestMeanwhile:
    """T-44: of two who answer, nobody overwrites the other without knowing it."""

    def said(self, row, answered, *, seen, at, message="", actor=None):
        return answer(
            invitation=fresh(row),
            answer=answered,
            message=message,
            seen=seen,
            actor=actor,
            at=at,
        )

    @pytest.mark.parametrize("by_officer", [True, False], ids=["officer", "link"])
    def test_both_answers_are_shown(self, invitation, officer, now, by_officer):
        actor = officer if by_officer else None
        before = says_yes(invitation, at=now).answered_at
        self.said(invitation, Answer.NOT_COMING, seen=before, at=now + DAY, message="We are ill.")
        with pytest.raises(Clash, match="that you are not coming") as clash:
            self.said(
                invitation,
                Answer.COMING,
                seen=before,
                at=now + 2 * DAY,
                message="By train.",
                actor=actor,
            )
        assert [(each.mine, each.theirs) for each in clash.value.fields] == [
            (Answer.COMING.label, Answer.NOT_COMING.label),
            ("By train.", "We are ill."),
        ]
        row = fresh(invitation)
        assert (row.answer, row.message, row.answered_at) == (
            Answer.NOT_COMING,
            "We are ill.",
            now + DAY,
        )
        assert AuditEvent.objects.filter(event="event_invitation.answered").count() == 2

    def test_a_first_answer_that_came_meanwhile(self, invitation, now):
        says_yes(invitation, at=now)
        with pytest.raises(Clash, match="that you are coming"):
            self.said(invitation, Answer.NOT_COMING, seen=None, at=now)

    def test_another_word_alone(self, invitation, now):
        says_yes(invitation, at=now)
        with pytest.raises(Clash) as clash:
            self.said(invitation, Answer.COMING, seen=None, at=now, message="By train.")
        assert [(each.mine, each.theirs) for each in clash.value.fields] == [("By train.", "")]

    def test_guests_stay(self, invitation, now):
        says_yes(invitation, at=now)
        guest = brings(invitation, at=now)
        with pytest.raises(Clash):
            answer(
                invitation=fresh(invitation),
                answer=Answer.NOT_COMING,
                message="",
                seen=None,
                gone=[guest.uuid],
                actor=None,
                at=now,
            )
        assert Guest.objects.exists()

    def test_a_second_click_is_none(self, invitation, now):
        says_yes(invitation, at=now)
        self.said(invitation, Answer.COMING, seen=None, at=now + DAY)
        assert fresh(invitation).answer == Answer.COMING


class TestNo:
    def test_guests_go_when_they_are_named(self, invitation, now):
        says_yes(invitation, at=now)
        one, other = brings(invitation, at=now), brings(invitation, "Kim", at=now)
        says_no(invitation, at=now, gone=[one.uuid, other.uuid])
        assert not Guest.objects.exists()
        found = AuditEvent.objects.filter(event="event_invitation.answered").latest("pk")
        assert found.details == {"answer": "not-coming", "guests_deleted": 2}

    def test_a_guest_whom_somebody_added_meanwhile_is_not_lost(self, invitation, now):
        says_yes(invitation, at=now)
        one = brings(invitation, at=now)
        brings(invitation, "Kim", at=now)
        with pytest.raises(Refused, match="added a guest meanwhile"):
            says_no(invitation, at=now, gone=[one.uuid])
        assert Guest.objects.count() == 2
        assert fresh(invitation).answer == Answer.COMING

    def test_yes_again_brings_no_guest_back(self, invitation, now):
        says_yes(invitation, at=now)
        says_no(invitation, at=now, gone=[brings(invitation, at=now).uuid])
        says_yes(invitation, at=now)
        assert not Guest.objects.exists()


class TestOfficers:
    def test_they_write_down_what_was_said_late(self, invitation, officer, now):
        says_yes(invitation, at=now + REPLY_BY + DAY, actor=officer)
        assert fresh(invitation).answered_by == officer
        found = AuditEvent.objects.get(event="event_invitation.answered")
        assert (found.actor_id, found.role) == (officer.pk, "officer")

    def test_also_after_it_has_begun(self, invitation, officer, now):
        says_yes(invitation, at=now + STARTS + DAY, actor=officer)
        assert fresh(invitation).answer == Answer.COMING

    def test_not_once_it_is_closed(self, invitation, event, officer, now):
        event.closed_at, event.closed_by = now + STARTS, officer
        event.save()
        with pytest.raises(Refused, match="This event is closed"):
            says_yes(invitation, at=now + STARTS + DAY, actor=officer)

    def test_not_when_it_is_called_off(self, invitation, event, officer, now):
        event.cancelled_at, event.cancelled_by = now, officer
        event.save()
        with pytest.raises(Refused, match="called off"):
            says_yes(invitation, at=now, actor=officer)

    def test_nobody_else(self, invitation, lead, now):
        with pytest.raises(NotAllowed):
            says_yes(invitation, at=now, actor=lead)


class TestToldShortlyBefore:
    def mails(self):
        return set(
            OutboxMessage.objects.filter(message="event_came_off").values_list("to", flat=True)
        )

    def test_officers_are_told_that_one_does_not_come_after_all(
        self, invitation, event, organisation, officer, now
    ):
        event.reply_by = event.day
        event.save()
        make_user("Omar Officer", is_officer=True)
        says_yes(invitation, at=now)
        says_no(invitation, at=now + STARTS - 7 * DAY)
        assert self.mails() == {officer.email, "omar.officer@people.example"}
        body = OutboxMessage.objects.filter(message="event_came_off").first().body_text
        assert organisation.name in body
        assert f"/officers/events/{event.uuid}/invitations/{invitation.uuid}/" in body

    def test_not_the_officer_who_writes_it_down(self, invitation, officer, now):
        other = make_user("Omar Officer", is_officer=True)
        says_yes(invitation, at=now)
        says_no(invitation, at=now + STARTS - DAY, actor=officer)
        assert self.mails() == {other.email}

    def test_nobody_is_told_earlier(self, invitation, officer, now):
        says_yes(invitation, at=now)
        says_no(invitation, at=now + STARTS - 8 * DAY, actor=officer)
        says_yes(invitation, at=now + STARTS - 8 * DAY, actor=officer)
        assert self.mails() == set()

    def test_nobody_is_told_of_one_who_was_not_coming(self, invitation, event, officer, now):
        event.reply_by = event.day
        event.save()
        says_no(invitation, at=now + STARTS - DAY)
        says_no(invitation, at=now + STARTS - DAY)
        assert self.mails() == set()
