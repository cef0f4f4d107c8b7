"""One organisation's invitation as officers see it, and the invitations of an organisation as its people do."""

from uuid import uuid4

import pytest
from django.urls import reverse

from celebrations.models import Guest
from foundation.models import AuditEvent, OutboxMessage
from tests.support.awards import hold
from tests.support.replies import (
    DAY,
    REPLY_BY,
    STARTS,
    brings,
    evening,
    fresh,
    invited,
    path_to,
    says_yes,
)
from tests.support.replies import event as event
from tests.support.replies import invitation as invitation

FORM = {"name": "Robin Guest", "access_needs": "", "dietary_needs": "No nuts"}
# However many guests, and however many invitations.
OFFICERS, LISTING = 5, 6
# That an officer has read what guests need.
NOTED = 2


@pytest.fixture(autouse=True)
def _now(now, time_machine):
    time_machine.move_to(now, tick=False)


def url(row, name="", *more):
    rest = f"-{name}" if name else ""
    return reverse(f"event-invitation{rest}", args=[row.event.uuid, row.uuid, *more])


def opened_needs():
    found = AuditEvent.objects.filter(event="event_needs.opened")
    return list(found.values_list("stream", "actor", "role", "target_id", "details"))


class TestOfficers:
    def test_all_of_it(self, event, organisation, lead, officer, now, sign_in):
        award = hold(organisation, lead=lead, officer=officer, at=now)
        row = invited(event, organisation, award, officer=officer, at=now)
        says_yes(row, at=now)
        brings(row, at=now, no_pictures=True)
        text = sign_in(officer).get(url(row)).content.decode()
        for words in (
            "Acorn Lane School",
            "Bronze Award of 23 November 2026",
            "by their link",
            "Robin Guest",
            "A place for a wheelchair",
            "No nuts",
            "Must not be in pictures.",
            "Stop the link and send a new one",
        ):
            assert words in text, words
        assert "Send a reminder" not in text
        # The secret itself is not theirs to copy around.
        assert path_to(row) not in text

    def test_before_it_is_invited(self, event, organisation, officer, now, sign_in):
        row = invited(event, organisation, officer=officer, at=now, invited_at=None)
        text = sign_in(officer).get(url(row)).content.decode()
        assert "Not invited yet" in text
        assert "Stop the link" not in text
        assert "Send a reminder" not in text

    def test_an_answer_by_telephone(self, invitation, officer, now, sign_in, time_machine):
        time_machine.move_to(now + REPLY_BY + DAY, tick=False)
        client = sign_in(officer)
        assert "What did they say?" in client.get(url(invitation, "answer")).content.decode()
        answer = client.post(url(invitation, "answer"), {"answer": "coming"}, follow=True)
        text = answer.content.decode()
        assert "The answer is saved." in text
        assert "written down by" in text
        assert "Olive Officer" in text

    def test_guests(self, invitation, officer, now, sign_in):
        says_yes(invitation, at=now)
        client = sign_in(officer)
        for number in range(5):
            answer = client.post(
                url(invitation, "guest-add"), FORM | {"name": f"G{number}", "key": uuid4()}
            )
            assert answer.url == url(invitation)
        row = Guest.objects.first()
        answer = client.post(
            url(invitation, "guest", row.uuid), FORM | {"name": "Kim", "version": 1}
        )
        assert answer.url == url(invitation)
        assert "Kim" in client.get(url(invitation)).content.decode()
        assert client.post(url(invitation, "guest-remove", row.uuid)).url == url(invitation)
        assert client.post(url(invitation, "guest-remove", row.uuid)).status_code == 409
        assert Guest.objects.count() == 4

    def test_a_new_link(self, invitation, officer, client, sign_in):
        before = path_to(invitation)
        answer = sign_in(officer).post(url(invitation, "link"), follow=True)
        assert "The old link has stopped." in answer.content.decode()
        assert client.get(before).status_code == 404
        assert client.get(path_to(invitation)).status_code == 200

    def test_a_reminder(self, invitation, lead, officer, sign_in):
        client = sign_in(officer)
        assert "Send a reminder" in client.get(url(invitation)).content.decode()
        answer = client.post(url(invitation, "remind"), follow=True)
        assert "A reminder is on its way" in answer.content.decode()
        assert OutboxMessage.objects.get(message="event_reminder").to == lead.email
        assert client.post(url(invitation, "remind")).status_code == 409

    def test_closed(self, invitation, event, officer, now, sign_in):
        says_yes(invitation, at=now)
        guest = brings(invitation, at=now)
        event.closed_at, event.closed_by = now + STARTS, officer
        event.save()
        client = sign_in(officer)
        text = client.get(url(invitation)).content.decode()
        assert "This event is closed." in text
        assert "Change their answer" not in text
        assert "Add another guest" not in text
        for name, more in (("answer", ()), ("guest-add", ()), ("guest", (guest.uuid,))):
            assert client.get(url(invitation, name, *more)).status_code == 409
            assert client.post(url(invitation, name, *more)).status_code == 409
        for name in ("link", "remind"):
            assert client.post(url(invitation, name)).status_code == 409

    def test_nobody_else(self, invitation, lead, stranger, client, sign_in, now):
        says_yes(invitation, at=now)
        guest = brings(invitation, at=now)
        pages = [
            url(invitation),
            url(invitation, "answer"),
            url(invitation, "guest-add"),
            url(invitation, "guest", guest.uuid),
            url(invitation, "guest-remove", guest.uuid),
        ]
        for user in (lead, stranger):
            visitor = sign_in(user)
            assert {visitor.get(page).status_code for page in pages} == {403}
            for name in ("link", "remind"):
                assert visitor.post(url(invitation, name)).status_code == 403
        assert {client.get(page).status_code for page in pages} == {302}

    def test_only_below_its_own_event(self, invitation, officer, now, sign_in):
        other = evening(officer=officer, at=now)
        page = reverse("event-invitation", args=[other.uuid, invitation.uuid])
        assert sign_in(officer).get(page).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, invitation, officer, now, sign_in, count, django_assert_num_queries):
        says_yes(invitation, at=now)
        for number in range(count):
            brings(invitation, f"Guest {number}", at=now)
        client = sign_in(officer)
        client.get(url(invitation))
        with django_assert_num_queries(OFFICERS + NOTED):
            client.get(url(invitation))

    def test_whose_needs_they_open_is_written_down(self, invitation, officer, now, sign_in):
        says_yes(invitation, at=now)
        plain = brings(invitation, at=now, access_needs="", dietary_needs="")
        client = sign_in(officer)
        client.get(url(invitation))
        client.get(url(invitation, "guest", plain.uuid))
        assert not opened_needs()
        one = brings(invitation, "Kim", at=now, access_needs="", dietary_needs="No nuts")
        client.get(url(invitation))
        client.get(url(invitation, "guest", one.uuid))
        noted = ("looks", officer.pk, "officer", str(invitation.pk), {})
        assert opened_needs() == [noted, noted]

    def test_nobody_is_written_down_who_may_not_or_holds_the_link(
        self, invitation, lead, now, client, sign_in
    ):
        says_yes(invitation, at=now)
        guest = brings(invitation, at=now)
        for path in (path_to(invitation), path_to(invitation, f"guests/{guest.uuid}/")):
            assert client.get(path).status_code == 200
        assert sign_in(lead).get(url(invitation)).status_code == 403
        assert not opened_needs()


class TestMembers:
    def listing(self, organisation):
        return reverse("event-invitations", args=[organisation.slug])

    def test_what_waits_comes_first_with_the_way_to_it(
        self, invitation, organisation, officer, colleague, now, sign_in
    ):
        over = evening(
            officer=officer,
            at=now - 100 * DAY,
            name="Last Year",
            closed_at=now - 50 * DAY,
            closed_by=officer,
        )
        invited(over, organisation, officer=officer, at=now)
        text = sign_in(colleague).get(self.listing(organisation)).content.decode()
        assert text.index("Recognition Event 2027") < text.index("Last Year")
        assert path_to(invitation) in text
        assert "Answer the invitation" in text
        assert "Please answer by Sunday 13 December 2026." in text

    def test_not_what_is_not_sent_and_not_others(
        self, event, organisation, officer, lead, stranger, now, sign_in
    ):
        invited(event, organisation, officer=officer, at=now, invited_at=None)
        theirs = stranger.memberships.get().organisation
        invited(evening(officer=officer, at=now), theirs, officer=officer, at=now)
        text = sign_in(lead).get(self.listing(organisation)).content.decode()
        assert "You have no invitation yet." in text
        assert "/recognition/" not in text

    def test_answered(self, invitation, organisation, lead, now, sign_in):
        says_yes(invitation, at=now)
        text = sign_in(lead).get(self.listing(organisation)).content.decode()
        assert "You are coming" in text
        assert "See or change your answer" in text

    def test_nobody_else(self, invitation, organisation, stranger, officer, client, sign_in):
        page = self.listing(organisation)
        assert sign_in(stranger).get(page).status_code == 404
        assert sign_in(officer).get(page).status_code == 403
        assert client.get(page).status_code == 302

    def test_their_page_leads_there(self, invitation, organisation, lead, officer, now, sign_in):
        hold(organisation, lead=lead, officer=officer, at=now)
        text = sign_in(lead).get(f"/organisations/{organisation.slug}/").content.decode()
        assert self.listing(organisation) in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(
        self, organisation, officer, lead, now, sign_in, count, django_assert_num_queries
    ):
        for number in range(count):
            planned = evening(officer=officer, at=now, name=f"Event {number}")
            invited(planned, organisation, officer=officer, at=now)
        client, page = sign_in(lead), self.listing(organisation)
        client.get(page)
        with django_assert_num_queries(LISTING):
            text = client.get(page).content.decode()
        assert text.count("Answer the invitation") == count
        assert fresh(organisation.event_invitations.first()).answer == "none"
