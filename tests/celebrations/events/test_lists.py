"""Lists for the printer: what is on each, what is not, and that everybody can read them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from celebrations.choices import NEEDS_LISTS, PrintKind
from celebrations.models import EventPrint
from celebrations.records import Emblem, Evening, Party, Visitor
from celebrations.rendering.events_cards import cards_pdf, number_of_sheets
from celebrations.rendering.events_lists import list_pdf, needs_pdf
from celebrations.selectors.events.evening import evening_of
from celebrations.selectors.events.needs import access_needs, dietary_needs
from celebrations.services.events.prints import ask_for_print, delete_prints_of
from certificates.models import Certificate
from foundation.files import open_clean
from foundation.models import AuditEvent, PrivateFile
from foundation.refusals import NotAllowed, Refused
from tests.celebrations.events.room_rows import evening, guest, party
from tests.support.awards import hold, holder
from tests.support.conformance import require_conformant
from tests.support.jobs import run_waiting_jobs
from tests.support.pdfs import text_of, tool

AT = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
LONG = "Maximiliana Theodora Featherstonehaugh-Cholmondeley of Kings Heath and Moseley"
NAMES = {
    "short": "Li",
    "long": LONG,
    "one word": "W" * 80,
    "arabic": "محمد عبد الرحمن الخطيب",
    "urdu": "ڈاکٹر فاطمہ زہرا شیرازی",
    "bengali": "রহিমা খাতুন চৌধুরী",
    "chinese": "王小明",
    "emoji": "Robin 🎉",
}
ORGANISATION = (
    "The Very Long Named Community Interest Company for Children, Young People, Parents and Carers "
    "of the Northern and Eastern Wards of the City of Birmingham (Trust)"
)
HEALTH = ("wheelchair", "nuts", "vegan", "halal")
EVERYTHING = (Emblem("bronze", 2025), Emblem("silver", 2026), Emblem("gold", 2027))


def on_paper(*names, organisation="Acorn Lane School", emblems=EVERYTHING):
    people = tuple(
        Visitor(name=name, organisation=organisation, on_stage=not place, no_pictures=place == 1)
        for place, name in enumerate(names)
    )
    acorn = Party(
        printed_name=organisation, name=organisation, emblems=emblems, visitors=people, place=1
    )
    away = Party(printed_name="Away Club", name="Away Club", emblems=emblems[:1])
    return Evening(
        title="Recognition Event 2027",
        starts_at=AT + timedelta(days=2),
        venue="Council House",
        address="Victoria Square",
        presenter="Councillor Jo Bloggs",
        parties=(acorn,) if names else (),
        absent=(away,),
    )


def made(kind, evening, needs=()):
    if kind is PrintKind.CARDS:
        return cards_pdf(evening, made_at=AT)
    if kind in NEEDS_LISTS:
        return needs_pdf(kind, evening, needs, made_at=AT)
    return list_pdf(kind, evening, made_at=AT)


def flat(content):
    return " ".join(text_of(content).split())


class TestPaper:
    @pytest.mark.parametrize("kind", PrintKind)
    @pytest.mark.parametrize("people", [0, 1, 12])
    def test_conforms(self, kind, people):
        names = [list(NAMES.values())[number % len(NAMES)] for number in range(people)]
        require_conformant(made(kind, on_paper(*names)))

    @pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
    def test_cards_conform_in_every_script_beside_a_long_organisation(self, name):
        content = made(PrintKind.CARDS, on_paper(name, organisation=ORGANISATION))
        require_conformant(content)
        assert tool(content, "qpdf", "--check", "{file}")

    @pytest.mark.parametrize(("people", "sheets"), [(1, 1), (10, 1), (11, 2), (120, 12)])
    def test_ten_cards_on_a_sheet(self, people, sheets):
        evening = on_paper(*(f"Guest Number{number}" for number in range(people)))
        told = []
        content = cards_pdf(evening, made_at=AT, step=told.append)
        assert f"Pages: {sheets}" in " ".join(tool(content, "pdfinfo", "{file}").split())
        assert number_of_sheets(evening) == sheets
        assert told == list(range(1, sheets + 1))
        text = flat(content)
        assert all(f"Number{number}" in text for number in range(people))

    def test_a_card_cuts_nothing_off(self):
        content = made(PrintKind.CARDS, on_paper(LONG, organisation=ORGANISATION))
        letters = "".join(text_of(content).split())
        assert "".join(LONG.split()) in letters
        assert "".join(ORGANISATION.split()) in letters
        assert "Bronze 2025" in flat(content)

    @pytest.mark.parametrize(
        "name", [LONG, "W" * 80, "ڈاکٹر فاطمہ زہرا شیرازی"], ids=["a", "b", "c"]
    )
    def test_words_stay_above_the_emblems(self, name):
        """Everything but the emblems ends above 43.5 mm of its card, whose top is at 13.5 mm."""
        content = made(PrintKind.CARDS, on_paper(name, organisation=ORGANISATION, emblems=()))
        found = tool(content, "pdftotext", "-bbox", "{file}", "-")
        bottoms = [
            float(part.split('"')[0]) for part in found.split('yMax="')[1:] if part[0].isdigit()
        ]
        right = [float(part.split('"')[0]) for part in found.split('xMax="')[1:]]
        points = 72 / 25.4
        # A little more than the column: the box of a font stands out over what is drawn.
        assert max(bottoms) < (13.5 + 46) * points
        assert max(right[1:]) < (26 + 158) * points

    def test_the_door(self):
        text = flat(made(PrintKind.DOOR, on_paper("Amina Yusuf", "Li Wei", "Sam Small")))
        assert "3 guests; Bronze 2025; Silver 2026; Gold 2027; number 1" in text
        assert "Amina Yusuf Comes up to the stage" in text
        assert "Li Wei Must not be in pictures" in text

    @pytest.mark.parametrize("kind", [kind for kind in PrintKind if kind not in NEEDS_LISTS])
    def test_markup_is_words(self, kind):
        """T-64: nothing that somebody typed is read as a page."""
        name = "<img src=x>{{ 7 }}"
        text = flat(made(kind, on_paper(name, name, organisation=f"{name} Club")))
        assert name in text

    def test_the_running_order(self):
        text = flat(made(PrintKind.ORDER, on_paper("Amina Yusuf", "Li Wei")))
        assert "The emblems are presented by Councillor Jo Bloggs." in text
        assert "1 organisation comes." in text
        assert "Bronze 2025" in text
        assert "Amina Yusuf" in text
        assert "Li Wei" not in text
        assert text.index("Away Club") > text.index("Emblems to be sent or brought")

    def test_the_photographer(self):
        text = flat(made(PrintKind.PICTURES, on_paper("Amina Yusuf", "Li Wei")))
        assert "Li Wei" in text
        assert "Amina Yusuf" not in text
        nobody = flat(made(PrintKind.PICTURES, on_paper("Amina Yusuf")))
        assert "No guest has asked to be left out of pictures" in nobody


@pytest.fixture
def event(db, officer, now):
    return evening(officer, starts_at=now + timedelta(days=20))


@pytest.fixture
def acorn(event, organisation, lead, officer, now):
    row = party(event, hold(organisation, "bronze", lead=lead, officer=officer, at=now))
    guest(row, "Amina Yusuf", on_stage=True, access_needs="A place for my wheelchair")
    guest(row, "Li Wei", no_pictures=True, dietary_needs="Vegan")
    guest(row, "Sam Small", dietary_needs=" vegan. ")
    guest(row, "Una Ash", dietary_needs="No nuts")
    return row


def content_of(row):
    row.refresh_from_db()
    with open_clean(row.file) as opened:
        return opened.read()


class TestFromTheRows:
    @pytest.mark.parametrize("kind", [kind for kind in PrintKind if kind not in NEEDS_LISTS])
    def test_no_health_on_lists_that_lie_about(self, event, acorn, officer, now, kind):
        row = ask_for_print(event=event, kind=kind, actor=officer, at=now)
        run_waiting_jobs()
        text = flat(content_of(row)).casefold()
        assert "acorn lane school" in text or kind == PrintKind.PICTURES
        assert not [word for word in HEALTH if word in text]

    def test_access_names_only_those_with_a_need(self, event, acorn, officer, now):
        row = ask_for_print(event=event, kind=PrintKind.ACCESS, actor=officer, at=now)
        run_waiting_jobs()
        text = flat(content_of(row))
        assert "Destroy this list after the event." in text
        assert "Amina Yusuf" in text
        assert "wheelchair" in text
        assert "Li Wei" not in text
        assert "Vegan" not in text

    def test_the_kitchen_gets_numbers_and_no_names(self, event, acorn, officer, now):
        assert [(each.people, each.what) for each in dietary_needs(event)] == [
            (2, "Vegan"),
            (1, "No nuts"),
        ]
        row = ask_for_print(event=event, kind=PrintKind.KITCHEN, actor=officer, at=now)
        run_waiting_jobs()
        text = flat(content_of(row))
        assert "Destroy this list after the event." in text
        assert "3 guests can’t eat or drink everything" in text
        for name in ("Amina", "Li Wei", "Sam Small", "Una Ash", "Acorn Lane"):
            assert name not in text

    def test_whoever_does_not_come_needs_nothing(self, event, acorn, officer, now):
        acorn.answer = "not-coming"
        acorn.save()
        assert access_needs(event) == []
        assert dietary_needs(event) == []
        assert evening_of(event).visitors == []

    def test_name_of_the_certificate(self, event, acorn, officer, now):
        award = acorn.presentations.get().award
        Certificate.objects.create(
            award=award, number="BCA-1", code="ABC", printed_name="Acorn Lane Primary",
            stage="bronze", edition=award.edition, awarded_on=award.awarded_on,
            runs_from=award.awarded_on, held_since=award.awarded_on, signatories=[],
            issued_at=now, issued_by=officer,
        )  # fmt: skip
        (found,) = evening_of(event).parties
        assert (found.printed_name, found.name) == ("Acorn Lane Primary", "Acorn Lane School")
        assert found.is_known_otherwise

    @pytest.mark.parametrize("more", [0, 3])
    def test_queries(self, event, acorn, officer, now, more, django_assert_num_queries):
        for number in range(more):
            party(event, holder(f"More {number}", officer=officer, at=now), guests=["A", "B"])
        with django_assert_num_queries(4):
            evening_of(event)
        with django_assert_num_queries(2):
            access_needs(event)
            dietary_needs(event)


class TestAsking:
    def test_two_clicks_are_one_print_and_the_job_runs_once(self, event, acorn, officer, now):
        first = ask_for_print(event=event, kind=PrintKind.DOOR, actor=officer, at=now)
        again = ask_for_print(event=event, kind=PrintKind.DOOR, actor=officer, at=now)
        assert first == again
        run_waiting_jobs()
        run_waiting_jobs()
        assert PrivateFile.objects.count() == 1
        assert ask_for_print(event=event, kind=PrintKind.DOOR, actor=officer, at=now) != first

    def test_a_print_that_was_tidied_away_is_not_made(self, event, acorn, officer, now):
        ask_for_print(event=event, kind=PrintKind.DOOR, actor=officer, at=now)
        delete_prints_of([event])
        run_waiting_jobs()
        assert not PrivateFile.objects.exists()
        assert not EventPrint.objects.exists()

    def test_refusals(self, event, lead, officer, now):
        with pytest.raises(NotAllowed):
            ask_for_print(event=event, kind=PrintKind.DOOR, actor=lead, at=now)
        event.needs_deleted_at = now
        event.save()
        with pytest.raises(Refused, match="is deleted two weeks after the event"):
            ask_for_print(event=event, kind=PrintKind.KITCHEN, actor=officer, at=now)
        event.cancelled_at, event.cancelled_by = now, officer
        event.save()
        with pytest.raises(Refused, match="called off"):
            ask_for_print(event=event, kind=PrintKind.DOOR, actor=officer, at=now)


class TestPages:
    def lists(self, event):
        return reverse("event-lists", args=[event.uuid])

    def test_from_asking_to_the_file(self, event, acorn, sign_in, officer):
        client = sign_in(officer)
        assert "Name cards" in client.get(self.lists(event)).content.decode()
        page = client.post(self.lists(event), {"kind": "access"}).url
        row = EventPrint.objects.get()
        assert page == reverse("event-list", args=[event.uuid, row.uuid])
        assert "It waits for its turn" in client.get(page).content.decode()
        file = reverse("event-list-file", args=[event.uuid, row.uuid])
        assert client.get(file).status_code == 409
        run_waiting_jobs()
        assert "Download the list" in client.get(page).content.decode()
        assert not AuditEvent.objects.filter(event="event_needs.opened").exists()
        answer = client.get(file)
        assert answer["Content-Type"] == "application/pdf"
        noted = AuditEvent.objects.get(event="event_needs.opened")
        assert noted.actor_id == officer.pk
        assert noted.details == {"list": "access", "print": str(row.uuid)}

    def test_other_lists_are_noted_as_looks_too(self, event, acorn, sign_in, officer, now):
        row = ask_for_print(event=event, kind=PrintKind.DOOR, actor=officer, at=now)
        run_waiting_jobs()
        sign_in(officer).get(reverse("event-list-file", args=[event.uuid, row.uuid]))
        assert AuditEvent.objects.get(event="event_print.opened").stream == "looks"

    def test_nonsense_is_no_list(self, event, sign_in, officer):
        assert sign_in(officer).post(self.lists(event), {"kind": "all"}).status_code == 422

    def test_a_print_of_another_event_is_not_there(self, event, sign_in, officer, now):
        other = evening(officer, starts_at=now, name="Another")
        row = ask_for_print(event=other, kind=PrintKind.DOOR, actor=officer, at=now)
        client = sign_in(officer)
        for name in ("event-list", "event-list-file"):
            assert client.get(reverse(name, args=[event.uuid, row.uuid])).status_code == 404

    def test_for_officers_alone(self, event, sign_in, lead, officer, now):
        row = ask_for_print(event=event, kind=PrintKind.DOOR, actor=officer, at=now)
        client = sign_in(lead)
        assert client.get(self.lists(event)).status_code == 403
        for name in ("event-list", "event-list-file"):
            assert client.get(reverse(name, args=[event.uuid, row.uuid])).status_code == 403
        assert sign_in(officer).get(reverse("event-lists", args=[uuid4()])).status_code == 404

    @pytest.mark.parametrize("more", [1, 3])
    def test_queries(self, event, acorn, sign_in, officer, now, more, django_assert_num_queries):
        for kind in list(PrintKind)[:more]:
            ask_for_print(event=event, kind=kind, actor=officer, at=now)
        client = sign_in(officer)
        # Session, person, event, what was made, the two numbers.
        with django_assert_num_queries(6):
            client.get(self.lists(event))
