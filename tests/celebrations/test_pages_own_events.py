"""The pages of own events, and of the spotlights about them."""

from uuid import uuid4

import pytest
from django.urls import reverse
from lxml import html

from celebrations.forms.spotlights import moment
from celebrations.models import OwnEvent, Spotlight
from celebrations.services.own_events import delete_event
from portfolios.services.evidence import withdraw_consent
from tests.conftest import make_user
from tests.support.jobs import run_waiting_jobs
from tests.support.own_events import EVENT, change, own_event
from tests.support.spotlights import WORDS, fresh, send

# Queries of the list, however long it is: the account, what the page needs, two of stories.
LISTING = 8

POSTED = {
    "version": "0",
    "name": "A green door",
    "held_on_day": "19",
    "held_on_month": "11",
    "held_on_year": "2026",
    "place": "Hall",
    "what_happened": "A door.",
    "people": "85",
    "who_came": "pupils",
}
PAGES = ["own-event", "own-event-change", "own-event-delete", "event-spotlight"]


def url(name, *args):
    return reverse(name, args=args)


def text_of(answer):
    return " ".join(html.fromstring(answer.content).find(".//main").text_content().split())


class TestRecording:
    def test_from_the_list_to_the_record(self, organisation, sign_in, colleague):
        client = sign_in(colleague)
        home = client.get(url("organisation", organisation.slug)).content.decode()
        assert url("own-events", organisation.slug) in home
        listing = client.get(url("own-events", organisation.slug))
        assert "No event is recorded yet" in listing.text
        new = url("own-event-new", organisation.slug)
        assert new in listing.text
        assert "data-autosave-url" in client.get(new).text
        key = str(uuid4())
        answer = client.post(new, POSTED | {"key": key})
        assert answer.url == url("own-event", key)
        page = text_of(client.get(answer.url))
        for said in ("A green door", "19 November 2026", "Hall", "85", "pupils", "Not said"):
            assert said in page
        assert "Nothing of it is public" in page
        assert "once you hold the Bronze Award" in page

    @pytest.mark.parametrize(
        ("change_of", "said"),
        [
            ({"name": ""}, "Say what the event was called."),
            ({"held_on_year": ""}, "The date must include a year."),
            ({"held_on_day": "", "held_on_month": "", "held_on_year": ""}, "Enter the day."),
            ({"held_on_year": "2027"}, "or earlier"),
            ({"people": "many"}, "Enter a number, like 60."),
            ({"people": "0"}, "Enter a number, like 60."),
            ({"who_came": "x" * 301}, "300"),
        ],
        ids=["no-name", "half-day", "no-day", "later", "no-number", "nobody", "too-long"],
    )
    def test_what_is_wrong_is_said_and_kept(self, organisation, sign_in, lead, change_of, said):
        answer = sign_in(lead).post(
            url("own-event-new", organisation.slug), POSTED | {"key": str(uuid4())} | change_of
        )
        assert answer.status_code == 422
        assert said in answer.text
        assert "A door." in answer.text
        assert not OwnEvent.objects.exists()

    def test_awards_of_their_own_are_offered(self, organisation, bronze, sign_in, lead):
        client, new = sign_in(lead), url("own-event-new", organisation.slug)
        assert f'value="{bronze.uuid}"' in client.get(new).text
        key = str(uuid4())
        client.post(new, POSTED | {"key": key, "award": str(bronze.uuid)})
        assert OwnEvent.objects.get().award == bronze
        refused = client.post(new, POSTED | {"key": str(uuid4()), "award": str(uuid4())})
        assert refused.status_code == 422
        assert "Choose one of the awards on the page." in refused.text

    def test_without_an_award_nothing_is_asked_of_awards(self, organisation, sign_in, lead):
        assert "Which award" not in sign_in(lead).get(url("own-event-new", organisation.slug)).text


class TestChanging:
    def test_what_stands_there_is_offered(self, event, bronze, lead, sign_in, now):
        change(event, by=lead, at=now, award=bronze)
        client, page = sign_in(lead), url("own-event-change", event.uuid)
        form = html.fromstring(client.get(page).content).find(".//main").find(".//form")
        assert form.fields["name"] == EVENT["name"]
        assert form.fields["held_on_year"] == "2026"
        assert form.fields["award"] == str(bronze.uuid)
        assert form.fields["version"] == "2"
        sent = dict(form.form_values()) | {"people": ""}
        assert client.post(page, sent).url == url("own-event", event.uuid)
        event.refresh_from_db()
        assert (event.people, event.award, event.version) == (None, bronze, 3)

    def test_both_texts_are_shown_when_a_colleague_was_faster(
        self, event, colleague, lead, sign_in, now
    ):
        """T-44."""
        change(event, by=colleague, at=now, name="The blue door")
        answer = sign_in(lead).post(
            url("own-event-change", event.uuid), POSTED | {"version": "1", "name": "My door"}
        )
        assert answer.status_code == 409
        assert "My door" in answer.text
        assert "The blue door" in answer.text

    def test_what_was_typed_comes_back_with_what_a_colleague_saved(
        self, event, colleague, lead, sign_in, now
    ):
        client, page = sign_in(lead), url("own-event-change", event.uuid)
        address = html.fromstring(client.get(page).content).xpath("//@data-autosave-url")[0]
        assert client.post(address, POSTED | {"version": "1"}).status_code == 200
        change(event, by=colleague, at=now, name="The blue door")
        text = client.get(page).text
        assert "A green door" in text
        assert "The blue door" in text


class TestDeleting:
    def test_by_a_lead(self, event, organisation, sign_in, lead, colleague):
        page = url("own-event-delete", event.uuid)
        client = sign_in(colleague)
        assert page not in client.get(url("own-event", event.uuid)).text
        assert client.get(page).status_code == 403
        client = sign_in(lead)
        assert page in client.get(url("own-event", event.uuid)).text
        assert "Delete the event" in client.get(page).text
        assert client.post(page).url == url("own-events", organisation.slug)
        assert not OwnEvent.objects.exists()

    def test_why_not_is_said_before_it_is_asked(self, event, event_shown, sign_in, lead):
        event_shown()
        answer = sign_in(lead).get(url("own-event-delete", event.uuid))
        assert answer.status_code == 409
        assert url("event-spotlight", event.uuid) in answer.text


class TestWhoSees:
    @pytest.mark.parametrize("name", PAGES)
    def test_to_a_stranger_nothing_is_there(self, event, sign_in, stranger, name):
        client, address = sign_in(stranger), url(name, event.uuid)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == (405 if name == "own-event" else 404)

    @pytest.mark.parametrize("name", ["own-events", "own-event-new"])
    def test_nor_of_the_list(self, organisation, event, sign_in, stranger, name):
        assert sign_in(stranger).get(url(name, organisation.slug)).status_code == 404

    def test_an_officer_reads_and_changes_nothing(self, organisation, event, sign_in, officer):
        client = sign_in(officer)
        listing = client.get(url("own-events", organisation.slug))
        assert EVENT["name"] in listing.text
        assert url("own-event-new", organisation.slug) not in listing.text
        assert EVENT["who_came"] in client.get(url("own-event", event.uuid)).text
        for name in PAGES[1:]:
            assert client.get(url(name, event.uuid)).status_code == 403
        assert client.get(url("own-event-new", organisation.slug)).status_code == 403

    def test_an_officer_with_a_link_to_it_reads_nothing(self, organisation, event, sign_in, now):
        """T-36."""
        tied = make_user("Tara Tied", is_officer=True)
        tied.interests.create(
            organisation=organisation,
            organisation_name=organisation.name,
            nature="employee",
            declared_at=now,
            declared_by=tied,
        )
        client = sign_in(tied)
        assert client.get(url("own-events", organisation.slug)).status_code == 403
        assert client.get(url("own-event", event.uuid)).status_code == 404

    def test_what_was_deleted_is_not_there(self, event, event_shown, sign_in, lead, now):
        spotlight = event_shown()
        client = sign_in(lead)
        client.post(url("spotlight-take-down", spotlight.uuid))
        delete_event(event=event, actor=lead, at=now)
        for name in PAGES:
            assert client.get(url(name, event.uuid)).status_code == 404


class TestTheList:
    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_as_much_for_three_as_for_one(
        self,
        organisation,
        bronze,
        event_shown,
        sign_in,
        lead,
        now,
        count,
        django_assert_num_queries,
    ):
        OwnEvent.objects.all().delete()
        for number in range(count):
            event_shown(of=own_event(organisation, by=lead, at=now, name=f"Event {number}"))
        client = sign_in(lead)
        client.get(url("own-events", organisation.slug))
        with django_assert_num_queries(LISTING):
            page = client.get(url("own-events", organisation.slug))
        assert page.text.count('<th scope="row"') == count

    def test_says_what_of_each_is_public(
        self, organisation, bronze, event_shown, event_story, photo, sign_in, lead, now
    ):
        OwnEvent.objects.all().delete()

        def made(name):
            return own_event(organisation, by=lead, at=now, name=name)

        made("Recorded")
        event_story(of=made("Written"))
        send(event_story(of=made("Sent")), lead=lead, at=now)
        public = event_shown(of=made("Public"))
        file = photo()
        event_shown(file, of=made("Down"))
        withdraw_consent(item=file.item, note="", actor=lead, at=now)
        again = made("Again")
        event_shown(of=again)
        event_story(of=again)
        page = html.fromstring(sign_in(lead).get(url("own-events", organisation.slug)).content)
        rows = {
            row.findtext(".//th/a"): " ".join(row.findall("td")[-1].text_content().split())
            for row in page.findall(".//tbody/tr")
        }
        assert rows == {
            "Recorded": "Recorded, not told to everybody",
            "Written": "Being written",
            "Sent": "With SEND officers",
            "Public": f"On the website {WORDS['title']}",
            "Down": "Approved, and not shown",
            "Again": f"On the website; a new version: being written {WORDS['title']}",
        }
        assert page.xpath(f"//a[@href='{url('spotlight', public.uuid)}']")

    def test_begins_with_the_newest(self, organisation, event, sign_in, lead, now):
        own_event(
            organisation, by=lead, at=now, name="Older", held_on=EVENT["held_on"].replace(day=1)
        )
        page = html.fromstring(sign_in(lead).get(url("own-events", organisation.slug)).content)
        assert page.xpath("//tbody//th/a/text()") == [EVENT["name"], "Older"]


class TestTellingEverybody:
    def test_from_the_event_to_everybody(
        self, bronze, event, photo, sign_in, client, lead, officer
    ):
        file, telling = photo(), sign_in(lead)
        home = url("event-spotlight", event.uuid)
        assert home in telling.get(url("own-event", event.uuid)).text
        assert "Tell everybody of this event" in telling.get(home).text
        assert telling.post(home).url == home
        spotlight = Spotlight.objects.get()
        story = url("spotlight-story", spotlight.uuid)
        assert EVENT["what_happened"] in telling.get(story).text
        later = WORDS | {"version": spotlight.version, "action": "later"}
        assert telling.post(story, later).url == home
        telling.post(url("spotlight-pictures", spotlight.uuid), {"pictures": [str(file.uuid)]})
        check = url("spotlight-check", spotlight.uuid)
        page = telling.get(check)
        assert "About an event: The day of the green door, 19 November 2026, School hall" in (
            text_of(page)
        )
        assert url("own-event-change", event.uuid) in page.text
        seen = moment(fresh(spotlight).updated_at)
        sent = telling.post(check, {"seen": seen, "safe": "on", "agreed": "on"})
        assert sent.url == home
        run_waiting_jobs()
        reading = sign_in(officer)
        assert "Event: The day of the green door" in text_of(reading.get(url("spotlights-review")))
        page = reading.get(url("spotlight-review", spotlight.uuid))
        assert url("own-event", event.uuid) in page.text
        assert "About an event: The day of the green door" in text_of(page)
        sent_at = moment(fresh(spotlight).sent_at)
        reading.post(
            url("spotlight-review", spotlight.uuid), {"sent_at": sent_at, "answer": "show"}
        )
        sentence = "About an event: The day of the green door, 19 November 2026, School hall"
        for address in (
            url("spotlight", spotlight.uuid),
            url("spotlights"),
            url("spotlights-embed"),
        ):
            answer = client.get(address)
            assert sentence in text_of(answer)
            # Who came, and how many, is not for everybody.
            assert "two governors" not in answer.text
        assert "Everybody can read" in telling.get(url("own-event", event.uuid)).text
        withdraw_consent(item=file.item, note="", actor=lead, at=spotlight.created_at)
        assert client.get(url("spotlight", spotlight.uuid)).status_code == 404
        assert "Not shown: consent is gone" in text_of(telling.get(home))

    def test_an_event_that_was_deleted_is_no_link_for_officers(
        self, event, event_shown, sign_in, lead, officer, now
    ):
        spotlight = event_shown()
        sign_in(lead).post(url("spotlight-take-down", spotlight.uuid))
        delete_event(event=event, actor=lead, at=now)
        page = sign_in(officer).get(url("spotlight-review", spotlight.uuid))
        assert page.status_code == 200
        assert url("own-event", event.uuid) not in page.text

    def test_names_of_events_are_text(self, event, event_shown, sign_in, client, lead, now):
        """T-69."""
        hostile = "<script>alert(1)</script>"
        change(event, by=lead, at=now, name=hostile, place=hostile, who_came=hostile)
        spotlight = event_shown()
        telling = sign_in(lead)
        for name in PAGES[:2]:
            assert hostile not in telling.get(url(name, event.uuid)).text
        for address in (
            url("spotlight", spotlight.uuid),
            url("spotlights"),
            url("spotlights-embed"),
            url("spotlights-rss"),
        ):
            assert hostile not in client.get(address).text
