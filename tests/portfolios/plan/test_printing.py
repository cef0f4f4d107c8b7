"""The whole plan as PDF: text, tags, pages, pixels (T-64 to T-66)."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from pypdf import PdfReader

from foundation.printing.conformance import fonts_in
from portfolios.records import MilestoneRecord, PlanRecord
from portfolios.rendering.legible import Letters, name_of
from portfolios.rendering.outline import Facts
from portfolios.rendering.printing import plan_pdf
from portfolios.selectors.plan.display import sections_of
from tests.support.conformance import require_conformant
from tests.support.ink import collisions, ink_of
from tests.support.pdfs import objects_of, text_of, tool, tree_of
from tests.support.plans import ACTIONS, big_record, good_record, with_action

HOSTILE = (
    "<img src=file:///etc/passwd>",
    "<link rel=attachment href=file:///etc/passwd>",
    "x url(http://169.254.169.254/latest)",
    "<style>@import 'http://169.254.169.254/';</style>",
    "</p></td></table><script>alert(1)</script>",
    "{{ settings.SECRET_KEY }} {% include 'x' %}",
    '" onload="x',
)
NAMED = {
    "Party 🎉": "Party [party popper]",
    "👍🏽": "[thumbs up sign]",
    "❤️ ⚽": "[heavy black heart] [soccer ball]",
    "ᚠ": "[runic letter fehu feoh fe f]",
    "\ue000": "[U+E000]",
    "1️⃣": "1[combining enclosing keycap]",
}
SIGNS = "✓ → • ½ €"
URDU = "اردو مرکز برائے بچے ٹھیک ہے"


def short_record(**changes: object) -> PlanRecord:
    """With one action, where the others would only take time to print."""
    return good_record(actions=ACTIONS[:1], barriers=(), policies=(), **changes)


def facts(record: PlanRecord | None = None, **changes) -> Facts:
    record = record or good_record()
    values = {
        "record": record,
        "sections": sections_of(record),
        "status_line": "Draft, printed on 23 November 2026",
        "created": datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        "today": date(2027, 3, 3),
    }
    return Facts(**{**values, **changes})


def printed(record: PlanRecord | None = None, **changes) -> bytes:
    return plan_pdf(facts(record, **changes))


def told(content: bytes) -> str:
    """As it was set, cell by cell; `pdftotext` would read across columns."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="module")
def good() -> bytes:
    return printed()


class TestWhole:
    def test_is_for_everybody_and_lasts(self, good):
        """T-65: PDF/UA and PDF/A in the eyes of a checker that is not ours."""
        require_conformant(good)

    def test_says_everything(self, good):
        text = "".join(told(good).split())
        record = good_record()
        for section in sections_of(record):
            assert "".join(section["title"].split()) in text
            for entry in section["entries"]:
                assert "".join(entry["title"].split()) in text
                for row in entry["rows"]:
                    for line in row["value"].replace("Due ", "").splitlines():
                        assert "".join(line.split()) in text, line
            for row in section["rows"]:
                for line in row["value"].splitlines():
                    assert "".join(line.split()) in text, line

    def test_front_page_says_whose_and_as_of_when(self, good):
        front = PdfReader(io.BytesIO(good)).pages[0].extract_text()
        for words in (
            "Delivery plan",
            "Acorn Lane School",
            "CPA-7K3M-Q2XD",
            "Draft, printed on 23 November 2026",
        ):
            assert words in front

    def test_every_other_page_says_it_is_a_draft_and_its_number(self, good):
        pages = PdfReader(io.BytesIO(good)).pages
        assert len(pages) > 5
        for number, page in enumerate(pages, start=1):
            text = page.extract_text()
            assert f"Page {number} of {len(pages)}" in text
            assert "Draft, printed on" in text

    def test_contents_lead_to_the_right_pages(self, good):
        pages = PdfReader(io.BytesIO(good)).pages
        contents = " ".join(pages[1].extract_text().split())
        for title in ("Timeline", "2. Co-design", "4. Co-assessment", "9. The city’s plans"):
            number = int(contents.partition(title)[2].split()[0])
            assert title in pages[number - 1].extract_text()
            assert number == 3 or title not in pages[number - 2].extract_text()

    def test_timeline_lies_on_a_landscape_page(self, good):
        pages = PdfReader(io.BytesIO(good)).pages
        shapes = [page.mediabox.width > page.mediabox.height for page in pages]
        assert shapes[:3] == [False, False, True]
        assert shapes[-1] is False
        assert "Today, 3 March 2027" in pages[2].extract_text()

    def test_nothing_runs_into_anything(self, good):
        """Pixels, on the front page and a page of answers."""
        assert collisions(ink_of(good)) == []

    def test_same_plan_gives_the_same_bytes(self, good):
        assert printed() == good

    def test_another_status_gives_other_bytes(self, good):
        assert printed(status_line="As sent on 1 December 2026", today=None) != good

    def test_empty_plan_is_printed(self):
        text = told(printed(PlanRecord("Acorn", "CPA-1", "birmingham-2026")))
        assert "Nothing here yet." in text
        assert "Timeline" not in text

    def test_half_written_plan_is_printed(self):
        record = with_action(
            short_record(),
            four_c="",
            title="",
            description="",
            starts_on=None,
            milestones=(MilestoneRecord("m"),),
            principles=(),
        )
        text = told(printed(record))
        for words in (
            "Not under one of the 4Cs yet",
            "5.1 No name yet",
            "Not given",
            "No date yet",
        ):
            assert words in text

    def test_states_of_milestones_are_told(self):
        record = short_record()
        states = {record.actions[0].milestones[0].id: "Late"}
        text = told(printed(record, states=states))
        assert "Where it stands" in text
        assert "1 late" in text

    def test_many_actions_take_many_pages(self):
        pages = PdfReader(io.BytesIO(printed(big_record(actions=12, milestones=10)))).pages
        assert len(pages) > 15


class TestTags:
    def test_file_lasts_and_is_open_to_all(self, good):
        reader = PdfReader(io.BytesIO(good))
        root = reader.trailer["/Root"]
        xmp = root["/Metadata"].get_object().get_data().decode()
        assert 'pdfaid:part="3"' in xmp
        assert 'pdfaid:conformance="A"' in xmp
        assert 'pdfuaid:part="1"' in xmp
        assert root["/Lang"] == "en-GB"
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title == "Delivery plan CPA-7K3M-Q2XD"

    def test_metadata_names_nobody(self, good):
        reader = PdfReader(io.BytesIO(good))
        xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        assert "Acorn" not in xmp + str(dict(reader.metadata))

    def test_every_font_is_ours(self, good):
        fonts = fonts_in(good)
        assert all(embedded and font.startswith("Printed-") for font, embedded in fonts)

    def test_headings_lists_tables_and_pictures_are_what_they_are(self, good):
        tags = [tag for tag, _ in tree_of(good)]
        assert tags.count("H1") == 1
        assert tags.count("H2") == 11
        assert {"H3", "H4", "P", "L", "LI", "Table", "TH", "TD"} <= set(tags)
        levels = [int(tag[1]) for tag in tags if len(tag) == 2 and tag[0] == "H"]
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))

    def test_picture_has_words_for_those_who_cannot_see_it(self, good):
        pictures = [alt for tag, alt in tree_of(good) if tag == "Figure"]
        assert pictures == [
            "Timeline of the plan. 4 actions and 8 milestones, from 11 January 2027 to 16 July 2027."
            " All dates stand in the table as well. A line marks today, 3 March 2027."
        ]

    def test_bookmarks_name_chapters_and_actions(self, good):
        outline = PdfReader(io.BytesIO(good)).outline
        chapters = [each.title for each in outline if not isinstance(each, list)]
        assert chapters[:3] == ["Contents", "Timeline", "1. Co-commissioning"]
        actions = [each.title for part in outline if isinstance(part, list) for each in part]
        assert "2.1 A quiet room that pupils have drawn" in actions

    def test_reading_order_is_the_order_on_paper(self):
        few = short_record(measures=(), levels=(), partners=())
        text = tool(printed(few), "pdfinfo", "-struct-text", "{file}")
        order = [
            "First and last days",
            "What will be done, and why",
            "Barriers",
            "Measures and quality standards",
            "The city’s plans",
        ]
        text = text[text.index("First and last days") :]
        places = [text.index(words) for words in order]
        assert places == sorted(places)


class TestHostile:
    def test_markup_is_printed_literally(self):
        """T-64"""
        record = with_action(
            short_record(organisation_name=HOSTILE[0]),
            title=HOSTILE[1],
            description="\n".join(HOSTILE),
            owner=HOSTILE[4],
            milestones=(MilestoneRecord("m", HOSTILE[3], date(2027, 2, 1)),),
        )
        content = printed(record)
        text = "".join(told(content).split())
        for words in HOSTILE:
            assert "".join(words.split()) in text
        found = objects_of(content)
        for trace in ("/EmbeddedFile", "/Filespec", "/Launch", "/JavaScript", "root:x:"):
            assert trace not in found
        attachments = tool(content, "qpdf", "--json", "--json-key=attachments", "{file}")
        assert '"attachments": {}' in attachments

    def test_long_word_wraps(self):
        """T-66"""
        record = with_action(
            short_record(organisation_name="M" * 160),
            title="W" * 120,
            description="x" * 3000,
            owner="y" * 160,
            milestones=(MilestoneRecord("m", "z" * 200, date(2027, 2, 1)),),
        )
        content = printed(record)
        text = "".join(text_of(content).split())
        assert text.count("x") >= 3000
        edge = 595 - 22 / 25.4 * 72
        for words in _boxes(content):
            assert words[2] <= (edge if words[4] < 600 else 842) + 1

    def test_characters_that_break_files_are_left_out(self):
        record = with_action(short_record(), description="a\x00b\x01c\ufffe\ud800d\u202ee")
        assert "abcde" in told(printed(record))

    def test_letters_we_cannot_print_are_named(self):
        typed = "\n".join(NAMED)
        assert Letters().of(typed) == "\n".join(NAMED.values())
        text = told(printed(with_action(short_record(), title="Party 🎉", description=typed)))
        assert text.count("Party [party popper]") > 2
        for shown in NAMED.values():
            assert shown in text
        assert "About this print" in text

    def test_a_page_full_of_pictures_does_not_become_a_book(self):
        """T-67: so many names, and then a sign."""
        made = Letters().of("🎉" * 3000)
        assert made.count("[party popper]") == 300
        assert made.endswith("[?]")
        assert len(made) < 15_000

    def test_signs_we_can_print_need_no_note(self):
        text = told(printed(with_action(short_record(), title=SIGNS, description=SIGNS)))
        assert SIGNS in text
        assert "About this print" not in text

    def test_note_names_each_letter_once(self):
        record = with_action(short_record(), description="🎉" * 9, needs="🎉")
        note = told(printed(record)).partition("About this print")[2]
        assert note.count("party popper") == 1

    def test_scripts_are_set_in_their_own_letters(self):
        record = with_action(
            short_record(organisation_name=URDU),
            title=URDU,
            description="מרכז\n伯明翰华人\nবার্মিংহাম\nਗੁਰੂ\nاردو → English",
        )
        fonts = {font for font, _ in fonts_in(printed(record))}
        assert {
            "Printed-Nastaliq",
            "Printed-Hebrew",
            "Printed-Bengali",
            "Printed-Gurmukhi",
        } <= fonts

    def test_names_have_one_form(self):
        assert name_of("🎉") == "[party popper]"

    def test_record_keeps_everything_that_can_be_printed(self):
        record = good_record()
        assert Letters().in_record(record) == record
        assert Letters().in_record(replace(record, organisation_name="🎉")) != record


def _boxes(content: bytes) -> list[tuple[float, float, float, float, float]]:
    """Left, top, right and bottom of each word, and the width of its page."""
    found, width = [], 0.0
    for line in tool(content, "pdftotext", "-bbox", "{file}", "-").splitlines():
        parts = line.strip().split('"')
        if line.strip().startswith("<page"):
            width = float(parts[1])
        elif line.strip().startswith("<word"):
            found.append((*map(float, parts[1:8:2]), width))
    return found
