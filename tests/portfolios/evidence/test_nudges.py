"""T-94: what looks like a name, a date of birth or an NHS number, or tells of harm, is pointed out."""

from dataclasses import replace
from datetime import date

import pytest

from portfolios.records import FileRecord, ItemRecord, NarrativeRecord, PortfolioRecord
from portfolios.selectors import noticing
from portfolios.selectors.nudges import evidence_nudges, personal_detail, portfolio_nudges
from portfolios.selectors.portfolio.gaps.rule import ItemPage

ITEM = ItemRecord(
    id="1",
    title="Minutes of the autumn forum",
    kind="minutes",
    about="What pupils and parents asked for, and what was agreed.",
    who="Six pupils of Year 9, two parents and the SENCo.",
    changed="24 of 31 pupils now say that they feel calm after lunch. It was 9 of 31 before.",
    happened_on=date(2026, 11, 23),
    files=(FileRecord("f", "forum.jpg", "image/jpeg", 1, "0" * 64, "Pupils around a table"),),
)
PORTFOLIO = PortfolioRecord("Acorn Lane School", "G-1", "birmingham-2026", "gold", items=(ITEM,))


def sentences(record):
    return [nudge.sentence for nudge in evidence_nudges(record)]


@pytest.mark.parametrize(
    "text",
    [
        "Amira Khan told us",
        "Yesterday Amira Khan told us",
        "This is Zoë O’Brien in the garden",
        "We asked Seán Murphy-Walsh.",
        "Fatima bint Yusuf spoke first",
        "Drawn by Daniel Okonkwo Adeyemi",
        "When May Khan left",
    ],
)
def test_full_name_is_noticed(text):
    assert noticing.name_noticed(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Six pupils of Year 9 and the SENCo",
        "Acorn Lane School",
        "Birmingham City Council met the Parent Carer Forum",
        "The Quiet Room Opening Day",
        "Amira told us that she likes it",
        "Staff met on Monday. Pupils met on Tuesday.",
        "The Equality Act and the Children and Families Act",
        "United Nations Convention on the Rights of the Child",
        "Children And Young People With SEND",
        "From Easter to Christmas",
        "Selly Oak Library",
        "ALL IN CAPITALS HERE",
        "Our Voice, Our Choice",
        "Platinum Award Ceremony",
    ],
)
def test_what_is_no_name_is_let_through(text):
    assert not noticing.name_noticed(text)


def test_what_is_written_small_elsewhere_is_no_name():
    assert noticing.name_noticed("Sunflower Patch")
    assert not noticing.name_noticed("Sunflower Patch", around=["They chose the sunflower patch."])


@pytest.mark.parametrize(
    ("name", "noticed"),
    [
        ("Amira_Khan.jpg", True),
        ("Amira Khan (2).JPG", True),
        ("AmiraKhan2.png", True),
        ("Amira-Khan-final.docx", True),
        ("Amira Khan", True),
        # Its shape is that of any other pair of words.
        ("amira-khan-2.jpg", False),
        ("lunch-club.jpg", False),
        ("forum.jpg", False),
        ("IMG_2034.HEIC", False),
        ("Forum_Minutes_Autumn.pdf", False),
        ("WhatsApp Image 2026-11-23 at 10.12.00.jpeg", False),
        ("Screenshot 2026.png", False),
        ("Parent Survey.xlsx", False),
        ("", False),
    ],
)
def test_names_of_files(name, noticed):
    assert noticing.file_name_noticed(name) is noticed


@pytest.mark.parametrize(
    "text",
    [
        "She said her dad hits her",
        "he was hit by his stepfather",
        "I was hurt by my uncle",
        "They abused him",
        "abusive messages",
        "he touched me",
        "somebody touched her private parts",
        "A pupil is scared to go home.",
        "She is afraid of her mum",
        "does not feel safe at home",
        "He doesn’t feel safe at home",
        "two pupils told of self-harm",
        "she cuts herself",
        "he wants to die",
        "I want to kill myself",
        "Suicidal thoughts",
        "He was locked in his room",
        "she was restrained",
        "bruises on his arm",
        "being groomed online",
        "there is nothing to eat at home",
        "They are neglected at home",
        "threatened to kill her",
    ],
)
def test_words_that_tell_of_harm_are_noticed(text):
    assert noticing.harm_noticed(text)
    assert personal_detail(text) == noticing.HARM


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We hit the target in June",
        "Families were hit by cuts and hit hard",
        "It was a big hit with parents",
        "The song touched us all; it touched them deeply",
        "We kicked off the project",
        "They beat their target",
        "An abuse of power",
        "The garden had been neglected",
        "Parents are scared of change",
        "Pupils go home at three",
        "They want to diet better and live well",
        "We cut the waiting list",
        "the drama therapist",
        "Feel safe at school and at home",
        "Grapes for lunch",
    ],
)
def test_everyday_words_tell_of_no_harm(text):
    assert not noticing.harm_noticed(text)


def test_good_evidence_has_no_nudge():
    assert evidence_nudges(ITEM) == []
    assert portfolio_nudges(PORTFOLIO) == []


@pytest.mark.parametrize("name", ["title", "about", "who", "changed", "ladder_said"])
def test_every_text_of_a_piece_is_read(name):
    (nudge,) = evidence_nudges(replace(ITEM, **{name: "Amira Khan"}))
    assert (nudge.sentence, nudge.field, nudge.is_harm) == (noticing.NAME, name, False)


def test_captions_and_names_of_files_are_read():
    file = replace(ITEM.files[0], name="Amira_Khan.jpg", caption="She is scared to go home")
    found = evidence_nudges(replace(ITEM, files=(file,)))
    assert [nudge.sentence for nudge in found] == [noticing.HARM, noticing.FILE_NAME]
    assert {nudge.page for nudge in found} == {ItemPage.FILES}
    number = replace(ITEM.files[0], name="943 476 5919.pdf")
    assert sentences(replace(ITEM, files=(number,))) == [noticing.NUMBER]


def test_a_date_is_of_the_event_unless_it_is_years_away():
    assert sentences(replace(ITEM, about="We met on 20/11/2026 and on 12/12/2025")) == []
    assert sentences(replace(ITEM, about="A., 20/11/2014")) == [noticing.BIRTH]
    assert sentences(replace(ITEM, happened_on=None, about="20/11/2026")) == [noticing.BIRTH]
    assert sentences(replace(ITEM, about="DOB: spring")) == [noticing.BIRTH]


def test_each_kind_is_said_once_and_hidden_evidence_is_not_read():
    loud = replace(ITEM, title="Amira Khan", about="Amira Khan is scared to go home", who="DOB")
    assert sentences(loud) == [noticing.NAME, noticing.HARM, noticing.BIRTH]
    assert evidence_nudges(replace(loud, hidden=True)) == []


def test_portfolio_has_one_nudge_for_each_piece_and_harm_wins():
    loud = replace(ITEM, title="Amira Khan", about="She is scared to go home")
    told = NarrativeRecord("gold.voice", text="Amira Khan led the meeting.")
    record = replace(PORTFOLIO, items=(loud, ITEM), narratives=(told,))
    of_item, of_answer = portfolio_nudges(record)
    assert (of_item.item, of_item.where, of_item.is_harm) == ("1", "Amira Khan", True)
    assert (of_answer.section, of_answer.sentence) == ("criteria", noticing.NAME)
