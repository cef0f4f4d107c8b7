"""What is taken out of a text, and what stays."""

import pytest

from reports.selectors.access.masking import ADDRESS, NUMBER, PERSON, TELEPHONE, without_links
from reports.selectors.access.rows import reader_for, subject_of
from tests.conftest import make_user
from tests.support.portfolios import add_lead


@pytest.fixture
def mask(lead, colleague, stranger, officer, organisation):
    make_user("Will")
    return reader_for(subject_of(lead), with_names=False).masker.text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Colin Colleague wrote.", f"{PERSON} wrote."),
        ("I asked colin   colleague.", f"I asked {PERSON}."),
        ("Stella_Stranger.jpg", f"{PERSON}.jpg"),
        ("Thanks, Colin!", f"Thanks, {PERSON}!"),
        ("Lena Lead and Stella Stranger", f"Lena Lead and {PERSON}"),
        ("LENA LEAD, STELLA STRANGER", f"LENA LEAD, {PERSON}"),
        ("We met Amira Okonkwo there.", f"We met {PERSON} there."),
        ("Acorn Lane School and Stranger Street School", None),
        ("The Sensory Garden of our School Council", None),
        ("Will wrote, and we will.", f"{PERSON} wrote, and we will."),
        ("write to a.b+c@x.example.", f"write to {ADDRESS}."),
        ("write to Lena.Lead@people.example", None),
        ("call 0121 496 0000 or +44 7700 900123", f"call {TELEPHONE} or {TELEPHONE}"),
        ("NHS 943 476 5919", f"NHS {NUMBER}"),
        ("On 2026-11-22 at 10:30, 24 of 31 pupils.", None),
        ("0f1e2d3c-1111-2222-3333-444455556666", None),
        ("", None),
    ],
)
def test_text_loses_others_and_keeps_the_rest(mask, text, left):
    assert mask(text) == (text if left is None else left)


def test_names_stay_with_a_reason_but_numbers_go(lead, colleague):
    text = reader_for(subject_of(lead), with_names=True).masker.text
    assert text("Colin Colleague, c@x.example, 0121 496 0000") == (
        f"Colin Colleague, {ADDRESS}, {TELEPHONE}"
    )


def test_own_telephone_number_stays(application, lead, now):
    add_lead(application, actor=lead, at=now)
    row = application.registrationleads.first()
    type(row).objects.filter(pk=row.pk).update(email=lead.email.title(), telephone="+441214960000")
    text = reader_for(subject_of(lead), with_names=False).masker.text
    assert text("0121 496 0000, 0121 496 0001") == f"0121 496 0000, {TELEPHONE}"


def test_links_go_from_mail():
    assert without_links("Go to https://x.example/abc?d=1 now") == "Go to [link] now"
