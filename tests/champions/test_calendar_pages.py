"""The private link: made, renewed, stopped, and what a calendar gets from it."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.test import Client
from icalendar import Calendar

from awards.services.organisations import create_organisation
from champions.models import Appointment, CalendarLink
from champions.selectors.calendar_feed import address_of_feed, owner_of
from champions.services.calendars import renew_link, stop_link
from champions.services.erasure import forget_champion
from config.replaying import replay
from foundation import ledger
from foundation.logs import JSONFormatter
from foundation.models import AuditEvent, LedgerEntry
from tests.conftest import make_user
from tests.support.awards import holder
from tests.support.champions import HOUR, agree_to_meet
from tests.support.jobs import commit_effects
from tests.support.stores import folders as folders


@pytest.fixture(autouse=True)
def _now(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def link(lead, now):
    return renew_link(actor=lead, at=now)


def path_of(link):
    return "/calendar/" + address_of_feed(link).rsplit("/", 1)[1]


def token_of(link):
    return path_of(link).removeprefix("/calendar/").removesuffix(".ics")


class TestPage:
    def test_before_there_is_a_link(self, lead, sign_in):
        page = sign_in(lead).get("/calendar/")
        assert page.status_code == 200
        assert "Make my link" in page.content.decode()
        assert ".ics" not in page.content.decode()

    def test_made_shown_renewed_and_stopped(self, lead, sign_in):
        client = sign_in(lead)
        page = client.post("/calendar/link/", follow=True).content.decode()
        first = CalendarLink.objects.get(user=lead)
        assert "Your link is ready." in page
        assert f'value="{address_of_feed(first)}" readonly' in page
        assert f'href="webcal://testserver{path_of(first)}"' in page
        assert Client().get(path_of(first)).status_code == 200

        page = client.post("/calendar/link/", follow=True).content.decode()
        second = CalendarLink.objects.get(user=lead)
        assert "The old one has stopped." in page
        assert address_of_feed(second) in page
        assert Client().get(path_of(first)).status_code == 404
        assert Client().get(path_of(second)).status_code == 200

        page = client.post("/calendar/stop/", follow=True).content.decode()
        assert "Your link has stopped." in page
        assert "Make my link" in page
        assert Client().get(path_of(second)).status_code == 404
        assert client.post("/calendar/stop/").status_code == 302

    def test_another_persons_link_is_not_touched(self, link, colleague, sign_in):
        client = sign_in(colleague)
        assert address_of_feed(link) not in client.get("/calendar/").content.decode()
        client.post("/calendar/link/")
        client.post("/calendar/stop/")
        assert Client().get(path_of(link)).status_code == 200

    def test_dates_from_today_on_with_their_pages(self, panel, lead, chair, now, sign_in):
        made = agree_to_meet(panel.application, lead, at=now)
        page = sign_in(lead).get("/calendar/").content.decode()
        assert "Monday 30 November 2026 at 10am" in page
        assert f'href="/applications/{panel.application.uuid}/meeting/"' in page
        Appointment.objects.filter(pk=made.pk).update(starts_at=now - timedelta(days=1))
        assert "There is no date yet." in sign_in(lead).get("/calendar/").content.decode()

    def test_strangers_to_everything_have_an_empty_page(self, officer, sign_in):
        assert "There is no date yet." in sign_in(officer).get("/calendar/").content.decode()

    def test_nobody_makes_links_without_end(self, lead, sign_in):
        client = sign_in(lead)
        codes = [client.post("/calendar/link/").status_code for _ in range(21)]
        assert codes == [302] * 20 + [429]

    @pytest.mark.parametrize(
        "address", ["/accounts/security/", "/organisations/acorn-lane-school/"]
    )
    def test_neighbours_lead_there(self, lead, organisation, sign_in, address):
        assert 'href="/calendar/"' in sign_in(lead).get(address).content.decode()

    def test_a_champions_work_leads_there(self, chair, sign_in):
        assert 'href="/calendar/"' in sign_in(chair.user).get("/champions/").content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(self, lead, officer, now, sign_in, count, django_assert_num_queries):
        for number in range(count):
            award = holder(f"Beech {number}", officer=officer, at=now)
            award.organisation.memberships.update(user=lead)
        renew_link(actor=lead, at=now)
        client = sign_in(lead)
        client.get("/calendar/")
        # Session and person; the link; six for the dates.
        with django_assert_num_queries(9):
            page = client.get("/calendar/").content.decode()
        assert page.count("Send your delivery plan") == count


class TestFeed:
    def test_answer(self, link, panel, lead, chair, now):
        agree_to_meet(panel.application, lead, at=now)
        answer = Client().get(path_of(link))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert not answer.cookies
        assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 1

    def test_without_any_date_it_is_a_calendar_too(self, db, now):
        person = make_user("Nora Nobody")
        answer = Client().get(path_of(renew_link(actor=person, at=now)))
        assert Calendar.from_ical(answer.content).walk("VEVENT") == []

    def test_head(self, link):
        answer = Client().head(path_of(link))
        assert (answer.status_code, answer.content) == (200, b"")

    def test_not_sent_again_until_something_changes(self, link, panel, lead, chair, now):
        first = Client().get(path_of(link))
        seen = {"HTTP_IF_NONE_MATCH": first["ETag"]}
        again = Client().get(path_of(link), **seen)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == "private, no-store"
        agree_to_meet(panel.application, lead, at=now)
        assert Client().get(path_of(link), **seen).status_code == 200
        # Which date went could not be told from a time alone.
        assert "Last-Modified" not in first

    def test_deactivated_and_gone(self, link, lead):
        lead.is_active = False
        lead.save()
        assert Client().get(path_of(link)).status_code == 404

    def test_it_works_for_who_is_signed_in_as_somebody_else(self, link, stranger, sign_in):
        """It is the link's owner who counts, whoever opens it."""
        assert sign_in(stranger).get(path_of(link)).content == Client().get(path_of(link)).content

    @pytest.mark.parametrize("limit", [120])
    def test_looking_all_the_time_is_stopped(self, link, now, limit, time_machine):
        client = Client()
        codes = {client.get(path_of(link)).status_code for _ in range(limit)}
        assert codes == {200}
        assert client.get(path_of(link)).status_code == 429
        time_machine.move_to(now + HOUR + timedelta(minutes=1), tick=False)
        assert client.get(path_of(link)).status_code == 200


def wrong_tokens(link):
    version = link.version.hex
    right = token_of(link)
    flipped = right[:-1] + ("A" if right[-1] != "A" else "B")
    return {
        "the table alone": version,
        "its id": str(link.version),
        "an empty signature": f"{version}.",
        "another signature": flipped,
        "another purpose": Signer(salt="champions.other", sep=".").sign(version),
        "no purpose": Signer(sep=".").sign(version),
        "another version": Signer(salt="champions.calendar", sep=".").sign(uuid4().hex),
        "no version": Signer(salt="champions.calendar", sep=".").sign("nothing"),
        "nothing": ".",
        "the person": str(link.user.uuid),
        "long": "a" * 5000,
        "not ASCII": "é" * 40,
    }


class TestGuessing:
    def test_wrong_tokens_find_nobody(self, link):
        for name, token in wrong_tokens(link).items():
            assert owner_of(token) is None, name
            assert Client().get(f"/calendar/{token}.ics").status_code == 404, name

    def test_wrong_ones_all_take_the_same_one_query(self, link, django_assert_num_queries):
        for token in [*wrong_tokens(link).values(), token_of(link)]:
            with django_assert_num_queries(1):
                owner_of(token)

    def test_guessing_is_stopped_and_right_links_go_on(self, link):
        client = Client()
        codes = [client.get("/calendar/nonsense.ics").status_code for _ in range(31)]
        assert codes == [404] * 30 + [429]
        assert client.get(path_of(link)).status_code == 200

    def test_link_of_the_key_before_still_works(self, link, settings):
        path = path_of(link)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-key-that-is-long-enough-to-be-one"
        assert Client().get(path).status_code == 200
        settings.SECRET_KEY_FALLBACKS = []
        assert Client().get(path).status_code == 404

    def test_neither_trail_nor_log_has_it(self, link, lead, sign_in, caplog):
        with caplog.at_level(logging.INFO):
            sign_in(lead).post("/calendar/link/")
            sign_in(lead).get(path_of(link))
            for _ in range(31):
                Client().get(path_of(link))
        secret = token_of(link)
        assert caplog.records
        for record in caplog.records:
            line = JSONFormatter().format(record)
            assert not any(part in line for part in secret.split("."))
        for event in AuditEvent.objects.all():
            assert link.version.hex not in str(event.details).replace("-", "")


class TestKeeping:
    def test_acts_are_written_down(self, lead, now):
        renew_link(actor=lead, at=now)
        renew_link(actor=lead, at=now + HOUR)
        stop_link(actor=lead, at=now + 2 * HOUR)
        stop_link(actor=lead, at=now + 3 * HOUR)
        events = AuditEvent.objects.filter(event__startswith="calendar_link").order_by("pk")
        assert [event.event for event in events] == [
            "calendar_link.made",
            "calendar_link.renewed",
            "calendar_link.stopped",
        ]
        assert {event.actor_id for event in events} == {lead.pk}

    def test_deleting_a_person_deletes_it(self, link, lead):
        forget_champion(lead)
        assert Client().get(path_of(link)).status_code == 404
        assert not CalendarLink.objects.exists()

    @pytest.mark.parametrize("act", [renew_link, stop_link])
    def test_a_restored_backup_brings_no_stopped_link_back(
        self, link, lead, now, act, folders, settings, tmp_path
    ):
        """F-19: it may have been stopped because somebody else had it."""
        options = settings.STORAGES["ledger"]["OPTIONS"] | {"location": str(tmp_path / "ledger")}
        kept = {"ledger": settings.STORAGES["ledger"] | {"OPTIONS": options}}
        settings.STORAGES = settings.STORAGES | kept
        old = link.version
        act(actor=lead, at=now)
        commit_effects()
        assert [(each.kind, each.subject) for each in ledger.entries()] == [
            ("calendar.stopped", old)
        ]
        # As the backup had it.
        LedgerEntry.objects.all().delete()
        CalendarLink.objects.all().delete()
        CalendarLink.objects.create(user=lead, version=old, created_at=now)
        assert replay(at=now) == {"calendar.stopped": (1, 0)}
        assert Client().get(path_of(link)).status_code == 404


def test_a_new_organisation_is_in_it_at_the_next_look(link, lead, officer, now):
    """Nothing is stored of the dates."""
    before = Client().get(path_of(link)).content
    made = create_organisation(
        name="Dove Dance",
        sector="voluntary",
        kind="charity",
        postcode="B1 1BB",
        actor=lead,
        at=now,
    )
    assert Client().get(path_of(link)).content == before
    holder("Elm", officer=officer, at=now).organisation.memberships.update(user=lead)
    found = Client().get(path_of(link)).content.decode()
    assert "Send your delivery plan: Elm" in found
    assert made.name not in found
