"""The pages of a spotlight, for its people, for officers and for everybody."""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from django.urls import reverse
from lxml import etree

from celebrations.forms.spotlights import moment
from celebrations.models import Spotlight
from portfolios.models import Consent
from tests.support.jobs import run_waiting_jobs
from tests.support.own_events import event_shown, own_event
from tests.support.spotlights import WORDS, approve, fresh, send

# Queries of the lists, however long they are.
LISTING, PUBLIC, REGISTER = 5, 3, 5


def url(name, *args):
    return reverse(name, args=args)


@pytest.fixture
def public(shown, photo):
    spotlight = shown(photo())
    run_waiting_jobs()
    return spotlight


class TestWriting:
    def test_from_begin_to_send(self, bronze, organisation, photo, sign_in, lead):
        file, client = photo(), sign_in(lead)
        home = url("spotlight-home", organisation.slug)
        assert "Tell your story" in client.get(home).content.decode()
        assert client.post(home).url == home
        spotlight = Spotlight.objects.get()
        answer = client.post(
            url("spotlight-story", spotlight.uuid), WORDS | {"version": spotlight.version}
        )
        assert answer.url == url("spotlight-pictures", spotlight.uuid)
        page = client.get(answer.url).content.decode()
        assert file.caption in page
        client.post(answer.url, {"pictures": [str(file.uuid)]})
        check = url("spotlight-check", spotlight.uuid)
        page = client.get(check).content.decode()
        assert WORDS["title"] in page
        seen = moment(fresh(spotlight).updated_at)
        refused = client.post(check, {"seen": seen, "safe": "on"})
        assert refused.status_code == 422
        assert "Tick the box when everybody" in refused.content.decode()
        client.post(check, {"seen": seen, "safe": "on", "agreed": "on"})
        assert fresh(spotlight).state == "sent"
        assert "A SEND officer reads it next" in client.get(home).content.decode()

    def test_what_is_missing_is_said_with_a_link(self, story, sign_in, lead):
        spotlight = story(title="")
        page = sign_in(lead).get(url("spotlight-check", spotlight.uuid)).content.decode()
        assert "Write a headline." in page
        assert f"{url('spotlight-story', spotlight.uuid)}#id_title" in page
        assert "Send to SEND officers" not in page

    def test_a_colleague_prepares_and_a_lead_sends(self, story, sign_in, colleague):
        spotlight, client = story(), sign_in(colleague)
        check = url("spotlight-check", spotlight.uuid)
        assert "A co-production lead of your organisation can send it" in (
            client.get(check).content.decode()
        )
        posted = {"seen": moment(spotlight.updated_at), "safe": "on"}
        assert client.post(check, posted).status_code == 403

    def test_too_much_is_refused_and_kept(self, story, sign_in, lead):
        spotlight = story()
        answer = sign_in(lead).post(
            url("spotlight-story", spotlight.uuid),
            WORDS | {"title": "x" * 101, "version": spotlight.version},
        )
        assert answer.status_code == 422
        assert "x" * 101 in answer.content.decode()

    def test_what_was_sent_says_why_it_cannot_be_changed(self, story, sign_in, lead, now):
        spotlight = send(story(), lead=lead, at=now)
        answer = sign_in(lead).get(url("spotlight-story", spotlight.uuid))
        assert answer.status_code == 409

    def test_pictures_of_others_are_not_offered(self, story, photo, sign_in, lead):
        photo(consent={"shows_people": "nobody"})
        Consent.objects.update(shows_people="")
        page = sign_in(lead).get(url("spotlight-pictures", story().uuid)).content.decode()
        assert "None of your pictures may be shown to everybody yet" in page

    @pytest.mark.parametrize(
        "name",
        [
            "spotlight-story",
            "spotlight-pictures",
            "spotlight-check",
            "spotlight-preview",
            "spotlight-take-back",
            "spotlight-delete",
            "spotlight-take-down",
            "spotlight-review",
        ],
    )
    def test_to_a_stranger_nothing_is_there(self, story, sign_in, stranger, name):
        client, address = sign_in(stranger), url(name, story().uuid)
        post_only = name == "spotlight-take-back"
        answer = client.post(address) if post_only else client.get(address)
        assert answer.status_code == (403 if name == "spotlight-review" else 404)


class TestReviewing:
    def test_approve(self, story, sign_in, lead, officer, now):
        spotlight = send(story(), lead=lead, at=now)
        client = sign_in(officer)
        assert WORDS["title"] in client.get(url("spotlights-review")).content.decode()
        page = url("spotlight-review", spotlight.uuid)
        assert WORDS["summary"] in client.get(page).content.decode()
        posted = {"sent_at": moment(spotlight.sent_at), "answer": "show"}
        assert client.post(page, posted).url == url("spotlights-review")
        assert fresh(spotlight).state == "shown"

    def test_asking_for_changes_needs_words(self, story, sign_in, lead, officer, now):
        spotlight = send(story(), lead=lead, at=now)
        page = url("spotlight-review", spotlight.uuid)
        posted = {"sent_at": moment(spotlight.sent_at), "answer": "change", "note": ""}
        answer = sign_in(officer).post(page, posted)
        assert answer.status_code == 422
        assert "Say what should be changed." in answer.content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_asks_as_much_for_three_as_for_one(
        self, story, another, sign_in, lead, officer, now, count, django_assert_num_queries
    ):
        send(story(), lead=lead, at=now)
        for number in range(count - 1):
            another(number, now=now)
        client = sign_in(officer)
        client.get(url("spotlights-review"))
        with django_assert_num_queries(LISTING):
            page = client.get(url("spotlights-review")).content.decode()
        assert page.count('<th scope="row"') == count


class TestPublic:
    def test_page(self, public, client):
        page = client.get(url("spotlight", public.uuid))
        text = page.content.decode()
        assert page.status_code == 200
        assert WORDS["title"] in text
        assert "Acorn Lane School" in text
        assert "Lena Lead" not in text
        assert page["Cache-Control"] == "private, no-store"
        assert not page.cookies

    def test_picture(self, public, client):
        (picture,) = public.pictures.all()
        answer = client.get(url("spotlight-picture", picture.uuid))
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer["Cache-Control"] == "private, no-store"

    def test_everything_is_gone_with_consent(self, public, client):
        (picture,) = public.pictures.all()
        Consent.objects.update(withdrawn_at=public.answered_at, withdrawn_by=public.created_by)
        assert client.get(url("spotlight", public.uuid)).status_code == 404
        assert client.get(url("spotlight-picture", picture.uuid)).status_code == 404
        for name in ("spotlights", "spotlights-json", "spotlights-rss", "spotlights-embed"):
            assert WORDS["title"] not in client.get(url(name)).content.decode()

    def test_a_draft_is_nobodys(self, story, client):
        assert client.get(url("spotlight", story().uuid)).status_code == 404

    def test_its_picture_is_for_its_people_before(
        self, story, photo, sign_in, client, lead, officer, stranger, now
    ):
        spotlight = send(story(photo()), lead=lead, at=now)
        run_waiting_jobs()
        (picture,) = spotlight.pictures.all()
        address = url("spotlight-picture", picture.uuid)
        assert client.get(address).status_code == 404
        assert sign_in(stranger).get(address).status_code == 404
        for user in (lead, officer):
            answer = sign_in(user).get(address)
            assert answer.status_code == 200
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin"

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_asks_as_much_for_three_as_for_one(
        self, public, another, officer, client, now, count, django_assert_num_queries
    ):
        for number in range(count - 1):
            approve(another(number, now=now), officer=officer, at=now)
        run_waiting_jobs()
        with django_assert_num_queries(PUBLIC):
            page = client.get(url("spotlights")).content.decode()
        assert page.count("award-card__title") == count

    def test_words_are_text(self, shown, client):
        hostile = "<script>alert(1)</script>"
        spotlight = shown(title=hostile, story=hostile, summary=hostile, changed=hostile)
        for address in (
            url("spotlight", spotlight.uuid),
            url("spotlights"),
            url("spotlights-embed"),
            url("spotlights-rss"),
        ):
            assert hostile not in client.get(address).content.decode()

    def test_the_page_for_frames_may_stand_anywhere_and_no_other(self, public, client):
        embed = client.get(url("spotlights-embed"))
        assert "frame-ancestors *" in embed["Content-Security-Policy"]
        assert "X-Frame-Options" not in embed
        page = client.get(url("spotlights"))
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"


class TestRegister:
    """The register's page of an organisation shows its stories (scheme.md 25)."""

    def test_shows_them_with_their_first_picture(self, public, organisation, client):
        page = client.get(url("register-holder", organisation.slug)).content.decode()
        assert WORDS["title"] in page
        assert WORDS["summary"] in page
        assert url("spotlight", public.uuid) in page
        assert url("spotlight-picture", public.pictures.get().uuid) in page

    def test_not_those_of_others(self, bronze, another, organisation, officer, client, now):
        approve(another(1, now=now), officer=officer, at=now)
        page = client.get(url("register-holder", organisation.slug)).content.decode()
        assert "What they tell of it" not in page

    def test_no_cache_keeps_it_so_they_go_with_consent(self, public, organisation, client):
        """T-82."""
        address = url("register-holder", organisation.slug)
        assert client.get(address)["Cache-Control"] == "private, no-store"
        Consent.objects.update(scope="assessors")
        assert WORDS["title"] not in client.get(address).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_as_much_for_three_as_for_one(
        self, public, organisation, lead, officer, client, now, count, django_assert_num_queries
    ):
        for number in range(count - 1):
            event = own_event(organisation, by=lead, at=now, name=f"Event {number}")
            event_shown(event, lead=lead, officer=officer, at=now)
        with django_assert_num_queries(REGISTER):
            page = client.get(url("register-holder", organisation.slug)).content.decode()
        assert page.count("award-card__title") == count


class TestFeeds:
    def test_json(self, public, client):
        answer = client.get(url("spotlights-json"))
        (picture,) = public.pictures.all()
        shown_at = f"http://testserver{url('spotlight-picture', picture.uuid)}"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert json.loads(answer.content) == {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Co-production Award: spotlights",
            "description": "Organisations in Birmingham tell how they work together with children, "
            "young people and parents.",
            "home_page_url": "http://testserver/spotlights/",
            "feed_url": "http://testserver/spotlights/feed.json",
            "language": "en-GB",
            "items": [
                {
                    "id": f"urn:uuid:{public.uuid}",
                    "url": f"http://testserver/spotlights/{public.uuid}/",
                    "title": WORDS["title"],
                    "summary": WORDS["summary"],
                    "content_text": f"{WORDS['story']}\n\n{WORDS['changed']}",
                    "date_published": "2026-11-23T10:00:00+00:00",
                    "authors": [{"name": "Acorn Lane School"}],
                    "_pictures": [{"url": shown_at, "alt": picture.alt}],
                    "image": shown_at,
                }
            ],
        }

    def test_rss(self, public, client):
        answer = client.get(url("spotlights-rss"))
        root = etree.fromstring(answer.content)
        assert root.get("version") == "2.0"
        assert root.findtext("channel/item/title") == WORDS["title"]
        assert root.findtext("channel/item/link") == f"http://testserver/spotlights/{public.uuid}/"
        assert root.findtext("channel/item/guid") == f"urn:uuid:{public.uuid}"
        assert root.findtext("channel/item/pubDate") == "Mon, 23 Nov 2026 10:00:00 +0000"
        assert root.findtext("channel/language") == "en-gb"

    def test_rss_is_read_by_a_parser_that_is_not_ours(self, public, client):
        read = feedparser.parse(client.get(url("spotlights-rss")).content)
        assert not read.bozo
        assert read.version == "rss20"
        (entry,) = read.entries
        assert (entry.id, entry.guidislink) == (f"urn:uuid:{public.uuid}", False)
        assert entry.link == f"http://testserver/spotlights/{public.uuid}/"
        assert (entry.title, entry.summary) == (WORDS["title"], WORDS["summary"])
        assert parsedate_to_datetime(entry.published) == public.answered_at
        assert entry.published_parsed[:5] == (2026, 11, 23, 10, 0)

    def test_json_has_every_member_that_its_description_asks_for(self, public, client):
        """jsonfeed.org/version/1.1: `version` and `title`; of an item `id`, and one of the two contents."""
        read = json.loads(client.get(url("spotlights-json")).content)
        assert read["version"] == "https://jsonfeed.org/version/1.1"
        assert isinstance(read["title"], str)
        assert isinstance(read["items"], list)
        for item in read["items"]:
            assert isinstance(item["id"], str)
            assert isinstance(item["content_text"], str)
            assert datetime.fromisoformat(item["date_published"]).tzinfo is not None
            assert all(author["name"] for author in item["authors"])
            # What is not of the format begins with an underscore.
            known = {"id", "url", "title", "summary", "content_text", "date_published"}
            assert all(
                name in known | {"authors", "image"} or name.startswith("_") for name in item
            )

    def test_too_many_are_slowed_down(self, db, client):
        for _ in range(60):
            assert client.get(url("spotlights-rss")).status_code == 200
        assert client.get(url("spotlights-rss")).status_code == 429
