"""How long a statement is kept, and what it keeps."""

from datetime import date, timedelta

import pytest

from awards.models import StatusChange
from foundation.dates import london_date, months_later
from foundation.models import Draft
from portfolios.models import (
    Affirmation,
    AffirmedItem,
    Commitment,
    EvidenceItem,
    SectionEdit,
    SentItem,
    Statement,
)
from portfolios.selectors import keeping
from portfolios.services.evidence.forgetting import forget
from portfolios.services.shedding import shed
from portfolios.services.statement import draft_key
from tests.portfolios.plan.acts import keep_draft
from tests.portfolios.statement.pages import CODE
from tests.support.evidence import CHILDREN, evidence
from tests.support.statements import begin, choose, send_statement

pytestmark = pytest.mark.django_db


def pictures(by):
    return {pk for due in keeping.pictures_of_children(by=by) for pk in due.rows}


@pytest.fixture
def picture(organisation, lead, award, now):
    """Of children, of the year before, and never sent."""
    return evidence(
        organisation,
        lead=lead,
        at=now,
        title="Garden",
        consent=CHILDREN | {"given_on": date(2026, 1, 1)},
    )


def test_picture_that_a_statement_uses_stays_until_that_is_over(draft, picture, lead, later, award):
    over = months_later(london_date(later), 2)
    assert picture.pk in pictures(over)
    choose(draft, CODE, picture.uuid, lead=lead, at=later)
    assert picture.pk not in pictures(over)
    choose(draft, CODE, lead=lead, at=later, remove=(picture.uuid,))
    assert picture.pk in pictures(over)


def test_statement_alone_keeps_no_other_picture(draft, organisation, lead, picture, later):
    """A portfolio that is written uses the whole library; a statement what was chosen."""
    assert picture.pk in pictures(months_later(london_date(later), 2))


def test_writing_a_statement_is_work_on_the_library(draft, organisation, lead, now, later):
    evidence(organisation, lead=lead, at=now, title="Not used")
    by = months_later(london_date(now), 14)
    (due,) = keeping.unused_evidence(by=months_later(london_date(later), 12))
    assert due.on == months_later(london_date(later), 12)
    assert not [each for each in keeping.unused_evidence(by=by) if each.on <= by]


def test_draft_ends_twelve_months_after_the_last_word(draft, later):
    ends = months_later(london_date(later), 12)
    (due,) = keeping.abandoned_drafts(by=ends)
    assert (due.rows, due.on) == ((draft.pk,), ends)
    Statement.objects.update(updated_at=later + timedelta(days=40))
    (due,) = keeping.abandoned_drafts(by=months_later(ends, 3))
    assert due.on == months_later(london_date(later + timedelta(days=40)), 12)


def test_what_is_typed_and_not_saved_keeps_the_draft(draft, lead, later):
    ends = months_later(london_date(later), 12)
    keep_draft(lead, draft_key(draft, "criterion", CODE), later + timedelta(days=300), text=["a"])
    assert keeping.abandoned_drafts(by=ends) == []


def test_all_of_it_is_deleted_in_the_end(whole, lead, later):
    send_statement(whole, lead=lead, at=later)
    keep_draft(lead, draft_key(whole, "together"), later, who=["half"])
    shed(whole, at=later, why="Its time was over.")
    for model in (Statement, Affirmation, SectionEdit):
        assert not model.objects.filter(application=whole).exists()
    assert not AffirmedItem.objects.exists()
    assert not SentItem.objects.filter(change__application=whole).exists()
    assert not Draft.objects.filter(key__contains=str(whole.uuid)).exists()
    assert not StatusChange.objects.filter(application=whole, snapshot__isnull=False).exists()
    assert Commitment.objects.get(application=whole).signed_name == "Name deleted"
    assert EvidenceItem.objects.count() == 2


def test_award_whose_contents_are_gone_can_still_be_renewed(award, lead, later):
    shed(award.application, at=later, why="A test.")
    application = begin(award, lead=lead, at=later)
    assert not AffirmedItem.objects.filter(affirmation__application=application).exists()


def test_forgotten_piece_leaves_what_was_sent(whole, lead, later):
    change = send_statement(whole, lead=lead, at=later)
    item = EvidenceItem.objects.get(title="This year’s survey")
    forget(item, at=later, why="A test.")
    change.refresh_from_db()
    kept = next(i for i in change.snapshot["portfolio"]["items"] if i["id"] == str(item.uuid))
    assert (kept["about"], kept["hidden"]) == ("", True)
