"""The plan as a Word document, read back as Word would."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from portfolios.records import MilestoneRecord, PlanRecord
from portfolios.rendering.word import plan_docx
from portfolios.selectors.plan.display import sections_of
from tests.portfolios.plan.test_printing import HOSTILE, URDU, facts
from tests.support.plans import big_record, good_record, with_action


def read(content: bytes):
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def good():
    return read(plan_docx(facts()))


def everything(document) -> str:
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *tables])


def headings(document, level: int) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def test_says_everything(good):
    text = everything(good)
    for section in sections_of(good_record()):
        assert section["title"] in text
        for entry in section["entries"]:
            assert entry["title"] in text
            for row in entry["rows"]:
                for line in row["value"].replace("Due ", "").splitlines():
                    assert line in text
    assert "Draft, printed on 23 November 2026" in text


def test_headings_have_their_styles(good):
    assert [p.text for p in good.paragraphs if p.style.name == "Title"] == ["Delivery plan"]
    assert headings(good, 1)[:3] == ["Timeline", "1. Co-commissioning", "2. Co-design"]
    assert "2.1 A quiet room that pupils have drawn" in headings(good, 2)
    assert headings(good, 3)[0] == "What will be done, and why"


def test_tables_repeat_their_headings(good):
    assert len(good.tables) == 5
    for table in good.tables:
        properties = table.rows[0]._tr.trPr
        assert properties.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in good.tables[0].rows[0].cells] == [
        "Which of the 4Cs",
        "Action",
        "First day",
        "Last day",
        "Milestones",
    ]
    assert "1. 12 parents and pupils have been trained: 26 February 2027" in (
        good.tables[0].rows[1].cells[4].text
    )


def test_lists_are_lists(good):
    items = [p.text for p in good.paragraphs if p.style.name == "List Bullet"]
    assert "Sparkhill Carers’ Centre" in items


def test_language_and_title_are_told(good):
    assert good.core_properties.language == "en-GB"
    assert good.core_properties.title == "Delivery plan CPA-7K3M-Q2XD"
    languages = {each.get(qn("w:val")) for each in good.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_metadata_names_no_person(good):
    properties = good.core_properties
    council = "Birmingham City Council"
    assert (properties.author, properties.last_modified_by) == (council, council)
    assert properties.comments == ""


def test_pages_are_a4_and_numbered(good):
    section = good.sections[0]
    assert round(section.page_width.mm) == 210
    assert "PAGE" in section.footer._element.xml


def test_same_plan_gives_the_same_bytes():
    assert plan_docx(facts()) == plan_docx(facts())


def test_half_written_and_empty_plans_are_written():
    record = with_action(good_record(), four_c="", title="", milestones=(), ends_on=None)
    text = everything(read(plan_docx(facts(record))))
    for words in ("5.1 No name yet", "None yet.", "No date yet"):
        assert words in text
    empty = PlanRecord("Acorn", "CPA-1", "birmingham-2026")
    assert "Nothing here yet." in everything(read(plan_docx(facts(empty))))


def test_states_of_milestones_are_told():
    record = good_record()
    states = {record.actions[0].milestones[0].id: "Late"}
    document = read(plan_docx(facts(record, states=states)))
    assert document.tables[1].rows[0].cells[3].text == "Where it stands"
    assert [row.cells[3].text for row in document.tables[1].rows[1:]] == ["Late", "Planned"]


def test_hostile_text_stays_text():
    """T-64; control characters cannot break the file."""
    record = with_action(
        good_record(organisation_name=HOSTILE[0]),
        title=HOSTILE[1],
        description="\n".join(HOSTILE) + "a\x00b\x01c\x0b\ufffe\uffff\ud800d",
        milestones=(MilestoneRecord("m", HOSTILE[4]),),
    )
    content = plan_docx(facts(record))
    text = everything(read(content))
    for words in HOSTILE:
        assert words in text
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = parts.read("word/document.xml").decode()
        links = "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith(".rels"))
    assert "<img" not in body
    assert 'TargetMode="External"' not in links


def test_letters_stay_as_they_were_typed():
    document = read(plan_docx(facts(with_action(good_record(), title=f"🎉 {URDU}"))))
    assert f"1.1 🎉 {URDU}" in headings(document, 2)


def test_text_from_the_right_says_so():
    document = read(plan_docx(facts(with_action(good_record(), owner=URDU))))
    paragraph = next(p for p in document.paragraphs if p.text == URDU)
    assert paragraph._p.pPr.find(qn("w:bidi")) is not None


def test_big_plan_is_written():
    document = read(plan_docx(facts(big_record(actions=60, milestones=10))))
    assert len(document.tables) == 61
