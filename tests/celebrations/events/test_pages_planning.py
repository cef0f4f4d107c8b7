"""Pages of officers who plan the yearly event: the way through them, refusals, and who gets nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.models import Membership
from celebrations.models import EventInvitation, Presentation, RecognitionEvent
from celebrations.selectors.events.due import seen_of
from celebrations.selectors.events.inviting import to_invite
from foundation.models import DeadLetter, OutboxMessage
from tests.support.awards import hold, holder
from tests.support.events import fresh, invite, list_all, planned
from tests.support.jobs import run_waiting_jobs

DAY = timedelta(days=1)
# Queries of the pages, however long they are.
LISTING, DUE, INVITE, EVENT = 4, 7, 11, 6
TYPED = {
    "name": "Recognition Event 2027",
    "day_day": "3",
    "day_month": "March",
    "day_year": "2027",
    "time": "5:30pm",
    "venue": "Council House",
    "address": "Victoria Square",
    "presenter": "the Lord Mayor",
    "practical": "There is a lift.",
    "most_guests": "4",
    "reply_by_day": "10",
    "reply_by_month": "2",
    "reply_by_year": "2027",
    "counts_from_day": "1",
    "counts_from_month": "9",
    "counts_from_year": "2026",
}
ALL = (
    "events",
    "event-new",
    "event",
    "event-change",
    "event-due",
    "event-invite",
    "event-call-off",
)


def url(name, *args):
    return reverse(name, args=args)


@pytest.fixture(autouse=True)
def _today(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def event(officer, now):
    return planned(officer=officer, at=now)


@pytest.fixture
def bronze(organisation, lead, officer, now):
    return hold(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def text(answer):
    return answer.content.decode()


class TestWay:
    def test_from_a_new_event_to_the_invitations(self, bronze, organisation, lead, client):
        page = text(client.get(url("event-new")))
        assert 'value="2026"' in page
        answer = client.post(url("event-new"), TYPED)
        event = RecognitionEvent.objects.get()
        assert answer.url == url("event", event.uuid)
        assert (event.starts_at.hour, event.reply_by.isoformat()) == (17, "2027-02-10")
        page = text(client.get(answer.url))
        assert "It is your turn: choose who is due an emblem" in page
        page = text(client.get(url("event-due", event.uuid)))
        assert "Acorn Lane School" in page
        assert "Bronze Award, given on 23 November 2026" in page
        assert page.count("checked") == 1
        client.post(
            url("event-due", event.uuid), {"awards": [str(bronze.uuid)], "seen": seen_of(event)}
        )
        page = text(client.get(answer.url))
        assert "It is your turn: invite" in page
        assert "1 emblem, 1 organisation" in page
        page = text(client.get(url("event-invite", event.uuid)))
        assert "<strong>1 organisation</strong>" in page
        assert "<strong>1 co-production lead</strong>" in page
        assert "Please say by 10 February 2027" in page or "please say by 10 February 2027" in page
        assert "/recognition/their-own-link/" in page
        client.post(url("event-invite", event.uuid), {"seen": to_invite(event).seen})
        assert "waits for its turn" in text(client.get(url("event-invite", event.uuid)))
        run_waiting_jobs()
        page = text(client.get(url("event-invite", event.uuid)))
        assert "1 organisation is invited." in page
        assert "It is the turn of those you invited" in text(client.get(answer.url))
        mail = OutboxMessage.objects.get(message="event_invitation")
        assert mail.to == lead.email

    def test_changing(self, event, client):
        page = url("event-change", event.uuid)
        assert 'value="10am"' in text(client.get(page))
        assert client.post(page, TYPED | {"version": "1"}).url == url("event", event.uuid)
        assert fresh(event).name == "Recognition Event 2027"

    def test_a_colleagues_change_is_shown_beside_ones_own(self, event, client):
        RecognitionEvent.objects.update(version=2, venue="Town Hall")
        answer = client.post(url("event-change", event.uuid), TYPED | {"version": "1"})
        assert answer.status_code == 409
        assert "Town Hall" in text(answer)
        assert "Council House" in text(answer)

    def test_calling_off(self, event, client):
        page = url("event-call-off", event.uuid)
        assert "Nobody was invited yet" in text(client.get(page))
        refused = client.post(page, {"why": ""})
        assert refused.status_code == 422
        assert "Say why it is called off." in text(refused)
        client.post(page, {"why": "The roof leaks."})
        assert "The roof leaks." in text(client.get(url("event", event.uuid)))
        assert client.get(page).status_code == 409

    @pytest.mark.parametrize("name", ["event-change", "event-due", "event-invite"])
    def test_what_is_called_off_says_so_at_once(self, event, client, officer, now, name):
        RecognitionEvent.objects.update(cancelled_at=now, cancelled_by=officer)
        answer = client.get(url(name, event.uuid))
        assert answer.status_code == 409
        assert "This event was called off." in text(answer)

    def test_what_is_typed_and_not_saved_comes_back(self, client, officer):
        page = text(client.get(url("event-new")))
        saving = page.split('data-autosave-url="')[1].split('"')[0]
        assert client.post(saving, TYPED | {"name": "Half a name"}).status_code == 200
        assert "Half a name" in text(client.get(url("event-new")))
        client.post(url("event-new"), TYPED)
        assert "Half a name" not in text(client.get(url("event-new")))


class TestForm:
    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"name": ""}, "Enter what the event is called."),
            ({"venue": ""}, "Enter the place."),
            ({"time": "25:00"}, "Write the time like 2:30pm."),
            ({"day_year": "2025"}, "This has passed. Choose a day and a time to come."),
            ({"reply_by_month": "4"}, "The day to answer by must not be after the event."),
            ({"reply_by_year": "2026"}, "This day has passed. Choose a later one."),
            ({"counts_from_year": "2027"}, "This day is still to come. Choose an earlier one."),
            ({"most_guests": "21"}, "Write a number from 1 to 20."),
            ({"most_guests": "many"}, "Write a number from 1 to 20."),
            ({"venue": "x" * 121}, "120"),
            ({"day_day": "28", "time": "1:30am", "day_month": "3"}, "The clocks go forward then"),
        ],
    )
    def test_says_what_to_do(self, client, values, sentence):
        answer = client.post(url("event-new"), TYPED | values)
        assert answer.status_code == 422
        assert sentence in text(answer)
        assert not RecognitionEvent.objects.exists()

    def test_a_page_that_is_out_of_date(self, event, client):
        answer = client.post(url("event-change", event.uuid), TYPED)
        assert answer.status_code == 422
        assert "This page is out of date" in text(answer)


class TestDuePage:
    def test_what_is_not_on_it_is_refused(self, event, bronze, client):
        page = url("event-due", event.uuid)
        answer = client.post(page, {"awards": [str(uuid4())], "seen": seen_of(event)})
        assert answer.status_code == 422
        assert "Choose from the emblems on the page." in text(answer)

    def test_without_what_was_seen_it_is_out_of_date(self, event, bronze, client):
        page = url("event-due", event.uuid)
        answer = client.post(page, {"awards": [str(bronze.uuid)]})
        assert answer.status_code == 422
        assert "This page is out of date" in text(answer)
        assert not Presentation.objects.exists()

    def test_what_is_new_is_not_ticked(self, event, bronze, client, officer, now):
        list_all(event, officer=officer, at=now)
        holder("Beech School", officer=officer, at=now)
        page = text(client.get(url("event-due", event.uuid)))
        assert page.count("checked") == 1
        assert "(not on the list)" in page

    def test_nothing_is_due(self, event, client):
        assert "Nothing is due." in text(client.get(url("event-due", event.uuid)))

    def test_more_than_a_page_can_hold_is_said_and_not_cut_off(
        self, event, bronze, client, monkeypatch
    ):
        monkeypatch.setattr("celebrations.views.events.due.MOST", 0)
        page = text(client.get(url("event-due", event.uuid)))
        assert "1 emblems are due, and a page can hold 0" in page
        assert "<fieldset" not in page


class TestInvitePage:
    def test_names_who_has_no_lead(self, event, bronze, client, officer, now):
        award = holder("Beech School", officer=officer, at=now)
        Membership.objects.filter(organisation=award.organisation).delete()
        list_all(event, officer=officer, at=now)
        page = text(client.get(url("event-invite", event.uuid)))
        assert "Without a co-production lead" in page
        assert url("officers-organisation", award.organisation.slug) in page

    def test_nobody_on_the_list(self, event, client):
        page = text(client.get(url("event-invite", event.uuid)))
        assert "Nobody is on the list yet." in page

    def test_after_the_day_to_answer_by_the_button_is_gone(
        self, event, bronze, client, officer, now
    ):
        list_all(event, officer=officer, at=now)
        RecognitionEvent.objects.update(reply_by=(now - DAY).date())
        page = text(client.get(url("event-invite", event.uuid)))
        assert "The day to answer by has passed." in page
        assert 'name="seen"' not in page

    def test_an_old_page_is_refused(self, event, bronze, client, officer, now):
        list_all(event, officer=officer, at=now)
        answer = client.post(url("event-invite", event.uuid), {"seen": "of another list"})
        assert answer.status_code == 409
        assert client.post(url("event-invite", event.uuid)).status_code == 422

    def test_what_could_not_be_sent_can_be_tried_again(
        self, event, bronze, client, lead, officer, now
    ):
        list_all(event, officer=officer, at=now)
        page = url("event-invite", event.uuid)
        client.post(page, {"seen": to_invite(event).seen})
        DeadLetter.objects.create(
            job_id=uuid4(),
            task_path="celebrations.services.events.inviting.send_invitations",
            args=[str(event.uuid)],
            error_class="OSError",
            attempts=6,
            died_at=now,
        )
        assert "Nobody is written to twice." in text(client.get(page))
        assert "Not all invitations could be sent." in text(client.get(url("event", event.uuid)))
        assert client.post(page, {"act": "again"}).url == page
        run_waiting_jobs()
        assert OutboxMessage.objects.get(message="event_invitation").to == lead.email


class TestNumbers:
    def test_the_event_counts_answers_and_guests(self, event, bronze, client, officer, now):
        holder("Beech School", officer=officer, at=now)
        list_all(event, officer=officer, at=now)
        invite(event, officer=officer, at=now)
        coming = EventInvitation.objects.get(organisation__name="Acorn Lane School")
        EventInvitation.objects.filter(pk=coming.pk).update(answer="coming", answered_at=now)
        coming.guests.create(name="Robin", added_at=now)
        page = " ".join(text(client.get(url("event", event.uuid))).split())
        for number, what in ((2, "invited"), (1, "coming"), (0, "not coming"), (1, "no answer")):
            assert f"{number}</strong> {what}</li>" in page
        assert "1</strong> guest</li>" in page

    def test_planned_ones_come_first_and_the_next_of_them_before_all(
        self, client, officer, now, event
    ):
        soon = planned(officer=officer, at=now, name="Soon", starts_at=now + 20 * DAY,
                       reply_by=(now + 10 * DAY).date())  # fmt: skip
        gone = planned(officer=officer, at=now, name="Gone")
        RecognitionEvent.objects.filter(pk=gone.pk).update(cancelled_at=now, cancelled_by=officer)
        page = text(client.get(url("events")))
        places = [page.index(f"{url('event', one.uuid)}") for one in (soon, event, gone)]
        assert places == sorted(places)

    @pytest.mark.parametrize("count", [1, 3])
    def test_pages_ask_as_much_for_three_as_for_one(
        self, client, officer, now, event, count, django_assert_num_queries
    ):
        for number in range(count):
            holder(f"School {number}", officer=officer, at=now)
            if number:
                planned(officer=officer, at=now, name=f"Event {number}")
        list_all(event, officer=officer, at=now)
        for name, most in (("event", EVENT), ("event-due", DUE), ("event-invite", INVITE)):
            client.get(url(name, event.uuid))
            with django_assert_num_queries(most):
                client.get(url(name, event.uuid))
        with django_assert_num_queries(LISTING):
            page = text(client.get(url("events")))
        assert page.count('<th scope="row"') == count


class TestWho:
    @pytest.mark.parametrize("name", ALL)
    def test_is_for_officers_alone(self, event, sign_in, lead, stranger, client, name):
        args = [] if name in ("events", "event-new") else [event.uuid]
        for user in (lead, stranger):
            assert sign_in(user).get(url(name, *args)).status_code == 403
            if name not in ("events", "event"):
                assert sign_in(user).post(url(name, *args)).status_code == 403
        assert client.get(url(name, *args)).status_code == 200

    @pytest.mark.parametrize("name", [name for name in ALL if name not in ("events", "event-new")])
    def test_what_is_not_there(self, client, name):
        assert client.get(url(name, uuid4())).status_code == 404

    def test_officers_find_it_on_their_page(self, client):
        assert url("events") in text(client.get(url("officers")))

    def test_certificates_of_the_evening_are_a_link_away(self, event, bronze, client):
        page = text(client.get(url("event", event.uuid)))
        link = page.split('href="/officers/print-runs/check/')[1].split('"')[0]
        answer = client.get(f"{url('print-run-check')}{link}".replace("&amp;", "&"))
        assert "awarded since 1 January 2025" in text(answer)
