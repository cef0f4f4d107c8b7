"""The pages behind the private link: what they show, what they take, and when they say that it is too late."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from celebrations.forms.spotlights import moment
from celebrations.models import Guest
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
    says_no,
    says_yes,
)
from tests.support.replies import event as event
from tests.support.replies import invitation as invitation

# The invitation, the count of looks, what is presented, guests: however many there are.
QUERIES = 8
FORM = {
    "name": "Robin Guest",
    "access_needs": "A place for a wheelchair",
    "dietary_needs": "No nuts",
    "on_stage": "on",
}


@pytest.fixture(autouse=True)
def _now(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def coming(invitation, now):
    return says_yes(invitation, at=now)


def page(row, rest="", *, code=200):
    answer = Client().get(path_to(row, rest))
    assert answer.status_code == code
    return answer.content.decode()


def send(row, rest, **values):
    return Client().post(path_to(row, rest), values)


class TestInvitation:
    def test_all_that_is_known(self, event, organisation, lead, officer, now):
        award = hold(organisation, lead=lead, officer=officer, at=now)
        text = page(invited(event, organisation, award, officer=officer, at=now))
        for words in (
            "Acorn Lane School",
            "Recognition Event 2027",
            "Saturday 2 January 2027 at 10am",
            "Council House",
            "Victoria Square, Birmingham",
            "The Lord Mayor",
            "There is a lift to every room.",
            "The Bronze Award of 23 November 2026",
            "You can bring 3 guests",
            "Please answer by Sunday 13 December 2026",
            "Will you come?",
            "two weeks after the event",
            "a year after it",
        ):
            assert words in text, words

    def test_nobody_signs_in_and_no_cookie_but_that_of_forms(self, invitation):
        answer = Client().get(path_to(invitation))
        assert set(answer.cookies) == {"csrftoken"}
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "strict-origin"

    def test_forms_are_not_taken_from_elsewhere(self, invitation):
        client = Client(enforce_csrf_checks=True)
        answer = client.post(path_to(invitation, "answer/"), {"answer": "coming"})
        assert answer.status_code == 403
        assert fresh(invitation).answer == "none"

    def test_guests_and_what_they_need(self, coming, now):
        assert "0 of 3 on the list" in page(coming)
        brings(coming, at=now, no_pictures=True)
        text = page(coming)
        assert "1 of 3 on the list" in text
        assert "Add another guest" in text
        for words in ("Robin Guest", "A place for a wheelchair", "No nuts", "Must not be in pict"):
            assert words in text, words

    def test_nothing_of_other_invitations(self, coming, event, officer, stranger, now):
        theirs = invited(event, stranger.memberships.get().organisation, officer=officer, at=now)
        says_yes(theirs, at=now)
        guest = brings(theirs, "Nobody Else", at=now, access_needs="A hoist")
        text = page(coming)
        assert "Nobody Else" not in text
        assert "A hoist" not in text
        assert "Stranger Street School" not in text
        for rest in (f"guests/{guest.uuid}/", f"guests/{guest.uuid}/remove/"):
            assert "Nobody Else" not in page(coming, rest, code=409)
            assert send(coming, rest, **FORM, version=1).status_code == 409
        assert Guest.objects.get().name == "Nobody Else"

    def test_full(self, coming, now):
        for number in range(3):
            brings(coming, f"Guest {number}", at=now)
        text = page(coming)
        assert "Everybody is on the list" in text
        assert "Add another guest" not in text
        assert "Do you need more places?" in text

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, coming, now, count, django_assert_num_queries):
        for number in range(count):
            brings(coming, f"Guest {number}", at=now)
        path, client = path_to(coming), Client()
        client.get(path)
        with django_assert_num_queries(QUERIES):
            client.get(path)

    def test_unknown_words_in_the_address_say_nothing(self, invitation):
        assert "Done" not in Client().get(path_to(invitation, "?done=<b>")).content.decode()

    @pytest.mark.parametrize("limit", [600])
    def test_looking_all_the_time_is_stopped(self, invitation, now, limit, monkeypatch):
        monkeypatch.setattr("celebrations.views.events.by_link.MOST_LOOKS", 5)
        codes = [Client().get(path_to(invitation)).status_code for _ in range(6)]
        assert codes == [200] * 5 + [429]

    def test_sending_all_the_time_is_stopped(self, coming, monkeypatch):
        monkeypatch.setattr("celebrations.views.events.by_link.MOST_SENT", 3)
        answers = [send(coming, "guests/add/", name="") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [422] * 3 + [429]
        assert answers[-1]["Referrer-Policy"] == "strict-origin"


class TestAnswering:
    def test_yes(self, invitation):
        answer = send(invitation, "answer/", answer="coming", message="By train.")
        assert answer.url == path_to(invitation, "?done=answered")
        text = Client().get(answer.url).content.decode()
        assert "The answer is saved." in text
        assert "You are coming" in text
        assert "By train." in text
        assert "tell us who comes</a>" in text

    def test_nothing_chosen(self, invitation):
        answer = send(invitation, "answer/", message="By train.")
        assert answer.status_code == 422
        assert "Say whether you come." in answer.content.decode()
        assert "By train." in answer.content.decode()

    def test_opened_again_it_is_filled_in(self, coming):
        assert 'value="coming" checked' in " ".join(page(coming, "answer/").split())

    def test_no_without_guests(self, coming):
        seen = moment(coming.answered_at)
        assert send(coming, "answer/", answer="not-coming", seen=seen).status_code == 302
        assert "You are not coming" in page(coming)

    def test_no_with_guests_asks_first(self, coming, now):
        one = brings(coming, at=now)
        said = {"answer": "not-coming", "message": "Sorry <3", "seen": moment(coming.answered_at)}
        answer = send(coming, "answer/", **said)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "the guests are deleted" in text
        assert "Robin Guest" in text
        assert 'value="Sorry &lt;3"' in text
        assert f'name="seen" value="{said["seen"]}"' in text
        assert Guest.objects.exists()
        answer = send(coming, "answer/", **said, gone=f"{one.uuid} ")
        assert answer.status_code == 302
        assert not Guest.objects.exists()
        assert fresh(coming).message == "Sorry <3"

    def test_no_asks_again_when_somebody_was_added(self, coming, now):
        one = brings(coming, at=now)
        brings(coming, "Kim New", at=now)
        answer = send(coming, "answer/", answer="not-coming", gone=str(one.uuid))
        assert answer.status_code == 422
        assert "Kim New" in answer.content.decode()
        assert Guest.objects.count() == 2

    def test_an_answer_that_came_meanwhile_is_not_overwritten(self, invitation, now):
        """T-44, on a page that nobody had answered when it was opened."""
        opened = page(invitation)
        assert 'name="seen"' in opened
        says_no(invitation, at=now)
        for values in ({}, {"seen": ""}):
            answer = send(invitation, "answer/", answer="coming", message="By train.", **values)
            text = answer.content.decode()
            assert answer.status_code == 409
            assert "answered since you opened this page: that you are not coming" in text
            assert "By train." in text
            assert f'href="{path_to(invitation, "answer/")}"' in text
            assert answer["Referrer-Policy"] == "strict-origin"
        assert fresh(invitation).answer == "not-coming"
        again = moment(fresh(invitation).answered_at)
        assert f'value="{again}"' in page(invitation, "answer/")
        assert send(invitation, "answer/", answer="coming", seen=again).status_code == 302
        assert fresh(invitation).answer == "coming"

    def test_spoilt_moments_are_refused(self, coming):
        answer = send(coming, "answer/", answer="not-coming", seen="yesterday")
        assert answer.status_code == 422
        assert "out of date" in answer.content.decode()
        assert fresh(coming).answer == "coming"

    def test_spoilt_ids_are_refused(self, coming, now):
        brings(coming, at=now)
        assert send(coming, "answer/", answer="not-coming", gone="nonsense").status_code == 422
        assert Guest.objects.exists()


class TestGuests:
    def test_one_after_the_other(self, coming):
        assert "Who comes?" in page(coming, "guests/add/")
        answer = send(coming, "guests/add/", key=uuid4(), **FORM)
        assert answer.url == path_to(coming, "?done=added")
        row = Guest.objects.get()
        assert (row.name, row.on_stage, row.no_pictures) == ("Robin Guest", True, False)
        assert "Add another guest" in page(coming, "guests/add/")

    def test_says_why_it_asks_and_who_must_agree(self, coming):
        text = page(coming, "guests/add/")
        assert "Some people must not be found by somebody" in text
        assert "only if they agree" in text
        assert "SEND officers who plan the event" in text
        assert "For a child the first name is enough." in text

    def test_mistakes_keep_what_was_typed(self, coming):
        answer = send(
            coming, "guests/add/", key=uuid4(), access_needs="A lift", name="", no_pictures="on"
        )
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Write a name for the name card." in text
        assert "A lift" in text
        assert not Guest.objects.exists()

    @pytest.mark.parametrize(
        ("name", "text"),
        [("name", "x" * 81), ("access_needs", "x" * 501), ("dietary_needs", "x" * 301)],
        ids=["name", "access", "diet"],
    )
    def test_too_long(self, coming, name, text):
        answer = send(coming, "guests/add/", key=uuid4(), **(FORM | {name: text}))
        assert answer.status_code == 422
        assert text in answer.content.decode()

    def test_without_a_key_it_is_out_of_date(self, coming):
        answer = send(coming, "guests/add/", **FORM)
        assert answer.status_code == 422
        assert "out of date" in answer.content.decode()

    def test_too_many_shows_what_was_typed(self, coming, now):
        for number in range(3):
            brings(coming, f"Guest {number}", at=now)
        answer = send(coming, "guests/add/", key=uuid4(), **FORM)
        assert answer.status_code == 409
        assert "At most 3 guests" in answer.content.decode()
        assert "A place for a wheelchair" in answer.content.decode()
        assert path_to(coming) in answer.content.decode()

    def test_before_the_answer(self, invitation):
        answer = send(invitation, "guests/add/", key=uuid4(), **FORM)
        assert answer.status_code == 409
        assert "Say first that you are coming" in answer.content.decode()

    def test_changed(self, coming, now):
        row = brings(coming, at=now)
        assert "No nuts" in page(coming, f"guests/{row.uuid}/")
        answer = send(
            coming, f"guests/{row.uuid}/", version=1, **(FORM | {"dietary_needs": "No milk"})
        )
        assert answer.url == path_to(coming, "?done=changed")
        row.refresh_from_db()
        assert row.dietary_needs == "No milk"

    def test_two_people_see_both_texts(self, coming, now):
        row = brings(coming, at=now)
        one = FORM | {"dietary_needs": "No milk"}
        send(coming, f"guests/{row.uuid}/", version=1, **one)
        answer = send(coming, f"guests/{row.uuid}/", version=1, **FORM)
        assert answer.status_code == 409
        assert "No milk" in answer.content.decode()
        assert "No nuts" in answer.content.decode()
        assert answer["Referrer-Policy"] == "strict-origin"

    def test_removed_once_asked(self, coming, now):
        row = brings(coming, at=now)
        assert "Remove" in page(coming, f"guests/{row.uuid}/remove/")
        assert Guest.objects.exists()
        answer = send(coming, f"guests/{row.uuid}/remove/")
        assert answer.url == path_to(coming, "?done=removed")
        assert not Guest.objects.exists()
        assert send(coming, f"guests/{row.uuid}/remove/").status_code == 409
        assert "Somebody has removed them" in page(coming, f"guests/{row.uuid}/", code=409)

    def test_verbs(self, coming, now):
        row = brings(coming, at=now)
        for rest in ("answer/", "guests/add/", f"guests/{row.uuid}/"):
            assert Client().head(path_to(coming, rest)).status_code == 200
        assert Client().post(path_to(coming)).status_code == 405


def tries(row, guest):
    """Every form of the pages, sent as it should be."""
    return [
        send(row, "answer/", answer="coming"),
        send(row, "guests/add/", key=uuid4(), **FORM),
        send(row, f"guests/{guest.uuid}/", version=1, **FORM),
        send(row, f"guests/{guest.uuid}/remove/"),
    ]


class TestTooLate:
    def closed(self, row, guest, words):
        text = page(row)
        assert words in text
        assert f"Write to {settings.SUPPORT_EMAIL}" in text
        assert "Save the answer" not in text
        assert "Add another guest" not in text
        for answer in tries(row, guest):
            assert answer.status_code == 409
            assert words in answer.content.decode()
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
        page(row, "guests/add/", code=409)
        return text

    def test_after_the_last_day(self, coming, now, time_machine):
        guest = brings(coming, at=now)
        time_machine.move_to(now + REPLY_BY + DAY, tick=False)
        text = self.closed(coming, guest, "possible until 13 December 2026")
        assert "Robin Guest" in text

    def test_begun_it_shows_nobody(self, coming, event, now, time_machine):
        guest = brings(coming, at=now)
        event.reply_by = event.day
        event.save()
        time_machine.move_to(now + STARTS + timedelta(minutes=1), tick=False)
        assert "Robin Guest" not in self.closed(coming, guest, "has taken place")

    def test_closed(self, coming, event, officer, now, time_machine):
        guest = brings(coming, at=now)
        event.closed_at, event.closed_by = now + STARTS, officer
        event.save()
        time_machine.move_to(now + STARTS + DAY, tick=False)
        assert "Robin Guest" not in self.closed(coming, guest, "has taken place")

    def test_called_off_with_the_reason(self, coming, event, officer, now):
        guest = brings(coming, at=now)
        event.cancelled_at, event.cancelled_by = now, officer
        event.cancelled_why = "The hall is flooded."
        event.save()
        text = self.closed(coming, guest, "called off")
        assert "The hall is flooded." in text
        assert "Robin Guest" not in text


def test_a_second_event_has_a_link_of_its_own(coming, organisation, officer, now):
    other = invited(
        evening(officer=officer, at=now, name="Another Evening"),
        organisation,
        officer=officer,
        at=now,
    )
    says_no(other, at=now)
    assert "Another Evening" in page(other)
    assert "Another Evening" not in page(coming)
