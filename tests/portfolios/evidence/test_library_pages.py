"""The list of evidence: the tray first, filters that work without scripts, constant queries."""

from datetime import timedelta
from uuid import uuid4

import pytest

from awards.scheme import edition
from foundation.dates import london_date
from portfolios.choices import action_code
from portfolios.models import Consent, EvidenceItem, EvidenceTag
from portfolios.selectors.evidence.access import scheme_for
from portfolios.selectors.evidence.library import Standing
from portfolios.selectors.evidence.reading import item_records
from portfolios.selectors.portfolio.coverage import articles_of
from portfolios.selectors.portfolio.reading import approved_plan
from portfolios.services import evidence as services
from tests.portfolios.evidence.pages import of, page
from tests.support.evidence import CHILDREN, clean_file, evidence, hold_silver, portfolio_for

pytestmark = pytest.mark.usefixtures("that_day")


def titles(client, organisation, **asked):
    answer = client.get(of(organisation, **asked))
    return [row.title for row in answer.context["rows"]]


class TestTray:
    def test_is_first_and_says_what_is_missing(self, client, organisation, lead, now):
        evidence(organisation, "gold.voice", lead=lead, at=now, title="Placed")
        item = evidence(organisation, lead=lead, at=now, title="In the tray", who="")
        text = client.get(of(organisation)).text
        assert "1 thing waits to be placed" in text
        assert text.index("In the tray") < text.index("Placed")
        for words in ("Say what it shows.", "Say who was involved."):
            assert words in text
        assert page(item, "evidence-shows") in text
        assert f"{page(item, 'evidence-item-change')}#id_who" in text

    def test_much_of_it_is_placed_from_the_questions(
        self, client, organisation, lead, officer, now
    ):
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        for number in range(7):
            evidence(organisation, lead=lead, at=now, title=f"Tray {number}", file=False)
        assert "Many at once?" not in client.get(of(organisation)).text
        portfolio = portfolio_for(organisation, lead=lead, at=now)
        assert f"/applications/{portfolio.uuid}/portfolio/criteria/" in (
            client.get(of(organisation)).text
        )

    def test_shows_the_first_and_leads_to_all(self, client, organisation, lead, now):
        for number in range(8):
            evidence(organisation, lead=lead, at=now, title=f"Thing {number}", file=False)
        answer = client.get(of(organisation))
        assert "8 things wait to be placed" in answer.text
        assert len(answer.context["tray"]) == 6
        assert "See all 8 that wait to be placed" in answer.text
        assert len(titles(client, organisation, state="tray")) == 8

    def test_holds_neither_what_was_left_out_nor_what_is_hidden(
        self, client, organisation, lead, now
    ):
        out = evidence(organisation, lead=lead, at=now, title="Out")
        services.leave_out(item=out, out=True, actor=lead, at=now)
        hidden = evidence(organisation, lead=lead, at=now, title="Hidden one")
        services.withdraw_consent(item=hidden, note="", actor=lead, at=now)
        answer = client.get(of(organisation))
        assert answer.context["waiting"] == 0
        assert sorted(row.title for row in answer.context["rows"]) == ["Hidden one", "Out"]


class TestFilters:
    def test_search_takes_every_character_as_it_is(self, client, organisation, lead, now):
        """T-87."""
        evidence(organisation, "gold.voice", lead=lead, at=now, title="100% calm", file=False)
        evidence(organisation, "gold.voice", lead=lead, at=now, title="100 calm", file=False)
        assert titles(client, organisation, q="100%25") == ["100% calm"]
        assert titles(client, organisation, q="_") == []
        assert titles(client, organisation, q="%5C") == []
        assert titles(client, organisation, q="x" * 5000) == []

    def test_search_finds_texts_and_names_of_files(self, client, organisation, lead, now):
        item = evidence(organisation, lead=lead, at=now, title="A", about="Zebra", who="Yak")
        clean_file(item, lead=lead, at=now, name="walrus.jpg")
        evidence(organisation, lead=lead, at=now, title="B", file=False)
        for word in ("zebra", "yak", "walrus", "A"):
            assert "A" in titles(client, organisation, q=word), word
        assert titles(client, organisation, q="zebra") == ["A"]

    def test_a_hidden_piece_is_found_by_its_title_alone(self, client, organisation, lead, now):
        item = evidence(
            organisation, "gold.voice", lead=lead, at=now, title="Forum", about="Zebra", who="Yak"
        )
        clean_file(item, lead=lead, at=now, name="walrus.jpg")
        services.withdraw_consent(item=item, note="", actor=lead, at=now)
        assert titles(client, organisation, q="forum") == ["Forum"]
        for asked in (
            {"q": "zebra"},
            {"q": "walrus"},
            {"shows": "gold.voice"},
            {"kind": "minutes"},
        ):
            assert titles(client, organisation, **asked) == [], asked
        assert titles(client, organisation, state="hidden") == ["Forum"]

    def test_kind_and_what_it_shows(self, client, organisation, lead, now):
        evidence(
            organisation, "gold.voice", "principle.2", lead=lead, at=now, title="A", kind="photo"
        )
        evidence(organisation, "gold.voice", lead=lead, at=now, title="B")
        assert titles(client, organisation, kind="photo") == ["A"]
        assert titles(client, organisation, shows="principle.2") == ["A"]
        assert sorted(titles(client, organisation, shows="gold.voice")) == ["A", "B"]
        both = {"shows": "gold.voice", "and": "principle.2"}
        assert titles(client, organisation, **both) == ["A"]
        text = client.get(of(organisation, **both)).text
        assert 'name="and"' in text
        assert "<optgroup label=" in text

    def test_actions_and_measures_of_the_plan(self, client, organisation, lead, officer, now):
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        action = approved_plan(organisation).actions.first()
        evidence(organisation, action_code(action.uuid), lead=lead, at=now, title="A")
        evidence(organisation, "gold.voice", lead=lead, at=now, title="B")
        assert titles(client, organisation, shows=action_code(action.uuid)) == ["A"]

    def test_each_state(self, client, organisation, lead, now):
        placed = evidence(organisation, "gold.voice", lead=lead, at=now, title="Placed")
        unsaid = evidence(organisation, "gold.voice", lead=lead, at=now, title="Unsaid")
        Consent.objects.filter(item=unsaid).update(shows_people="")
        checking = evidence(organisation, "gold.voice", lead=lead, at=now, title="Checking")
        refused = evidence(organisation, "gold.voice", lead=lead, at=now, title="Refused")
        file = checking.files.get().file
        file.state, file.made_by_us = "quarantined", False
        file.save()
        file = refused.files.get().file
        file.state, file.storage_key, file.reason, file.made_by_us = (
            "refused",
            "",
            "A virus.",
            False,
        )
        file.save()
        ended = evidence(organisation, "gold.voice", lead=lead, at=now, title="Ended")
        Consent.objects.filter(item=ended).update(expires_on=london_date(now) - timedelta(days=1))
        answer = client.get(of(organisation))
        standing = {row.title: row.standing.value for row in answer.context["rows"]}
        assert standing == {
            placed.title: "placed",
            "Unsaid": "consent",
            "Checking": "checking",
            "Refused": "refused",
            "Ended": "hidden",
        }
        for title, state in standing.items():
            assert title in titles(client, organisation, state=state), state

    @pytest.mark.parametrize(
        "asked",
        [
            {"state": "nonsense", "kind": "x", "shows": "no.code", "and": "'--"},
            {"page": "-1"},
            {"page": "9" * 12},
            {"q": "%E2%80%AE"},
        ],
    )
    def test_nonsense_in_the_address_is_left_out(self, client, organisation, lead, now, asked):
        """T-91."""
        evidence(organisation, "gold.voice", lead=lead, at=now, title="A", file=False)
        assert titles(client, organisation, **asked) == ["A"]


def test_articles_are_found_as_coverage_counts_them(organisation, lead, now):
    """What follows from the principles, less what was taken away (pack: appendix 1)."""
    scheme = edition(scheme_for(organisation, on=london_date(now)).code)
    sets = [
        (),
        ("principle.1",),
        ("principle.4",),
        ("principle.4", "principle.6", "crc.31"),
        ("principle.2", "crc.12"),
        ("principle.2", "crc.12", "crc.13"),
        # A right that follows from no principle of it narrows nothing.
        ("principle.4", "crc.23"),
        ("crc.12",),
        ("gold.voice",),
    ]
    for codes in sets:
        item = services.add_item(
            organisation=organisation,
            key=uuid4(),
            values={"title": " ".join(codes)},
            actor=lead,
            at=now,
        )
        EvidenceTag.objects.bulk_create(EvidenceTag(item=item, code=code) for code in codes)
    records = item_records(EvidenceItem.objects.all(), on=london_date(now))
    for article in scheme.articles:
        found = set(
            EvidenceItem.objects.showing(article.code, scheme).values_list("title", flat=True)
        )
        counted = {r.title for r in records if article.code in articles_of(r, scheme)}
        assert found == counted, article.code


# Session, person, organisation, role; edition, in force and of a portfolio; plan; count and page of the
# list; tray and its count; tags, files, small pictures, statements; space.
COST = 16


@pytest.mark.parametrize("number", [1, 3])
def test_costs_the_same_for_one_row_and_for_three(
    client, organisation, lead, now, number, django_assert_num_queries
):
    for each in range(number):
        evidence(organisation, "gold.voice", lead=lead, at=now, title=f"Placed {each}")
        evidence(organisation, lead=lead, at=now, title=f"Tray {each}")
    with django_assert_num_queries(COST):
        answer = client.get(of(organisation))
    assert len(answer.context["rows"]) == number


def test_pages_hold_thirty(client, organisation, lead, now):
    for number in range(31):
        evidence(organisation, "gold.voice", lead=lead, at=now, title=f"{number}", file=False)
    answer = client.get(of(organisation))
    assert len(answer.context["rows"]) == 30
    assert "1 to 30 of 31" in answer.text
    assert len(titles(client, organisation, page="2")) == 1


def test_shows_small_pictures_and_words(client, organisation, lead, now):
    item = evidence(organisation, "gold.voice", "principle.3", lead=lead, at=now)
    file = item.files.get()
    file.file.thumbnail_key, file.file.thumbnail_size = "aa/bb", 10
    file.file.thumbnail_sha256 = "0" * 64
    file.file.save()
    text = client.get(of(organisation)).text
    assert page(item, "evidence-thumbnail", file) in text
    assert "Shows: Voice, principle 3" in text
    assert "1 picture" in text
    assert "Your files use 1 MB of 5 GB." in text


def test_officers_look_and_strangers_find_nothing(
    organisation, lead, officer, stranger, sign_in, client, now
):
    evidence(organisation, "gold.voice", lead=lead, at=now, title="Their secret")
    seen = sign_in(officer).get(of(organisation))
    assert "Their secret" in seen.text
    assert "Add photos or files" not in seen.text
    hidden = sign_in(stranger).get(of(organisation))
    assert hidden.status_code == 404
    assert "Their secret" not in hidden.text
    client.logout()
    assert client.get(of(organisation)).status_code == 302


def test_an_empty_list_says_how_to_begin(client, organisation):
    text = client.get(of(organisation)).text
    assert "There is nothing here yet. Begin with a photo from your phone." in text
    assert "Nothing matches." in client.get(of(organisation, q="x")).text


@pytest.mark.parametrize("blank", [{"children": False}, {"holder": ""}, {"given_on": None}, {}])
def test_consent_is_said_when_who_holder_and_day_are_there(client, organisation, lead, now, blank):
    """Half an answer is none: the mark turns green with the last of them."""
    said = CHILDREN | {"given_on": london_date(now)} | blank
    evidence(organisation, "gold.voice", lead=lead, at=now, title="Piece", consent=said)
    (row,) = client.get(of(organisation)).context["rows"]
    found = titles(client, organisation, state="consent")
    assert (row.standing, found) == (
        (Standing.CONSENT, ["Piece"]) if blank else (Standing.PLACED, [])
    )
