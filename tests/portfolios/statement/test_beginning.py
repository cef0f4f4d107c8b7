"""How a statement begins (scheme.md 22)."""

from datetime import timedelta

import pytest

from awards.choices import ApplicationKind, Status
from awards.models import Application
from foundation.dates import london_date
from foundation.refusals import NotAllowed, Refused
from portfolios.models import AffirmedItem, EvidenceItem, Statement
from portfolios.selectors.statement.reading import whole_statement
from portfolios.services import evidence as evidence_services
from tests.support.evidence import evidence
from tests.support.statements import affirm, begin, due_for

pytestmark = pytest.mark.django_db


def test_has_a_place_for_each_criterion_and_what_showed_it(draft, award):
    whole = whole_statement(draft, on=award.due_on)
    assert draft.kind == ApplicationKind.REVALIDATION
    assert [each.code for each in whole.record.affirmations] == [c.code for c in whole.criteria]
    for each in whole.record.affirmations:
        assert (each.state, each.text) == ("", "")
        (piece,) = each.items
        assert piece.carried
        assert piece.still_true_on is None
    assert whole.record.renews == award.application.reference
    assert whole.record.renews_awarded_on == award.awarded_on


def test_tells_what_was_said_then(draft, later):
    whole = whole_statement(draft, on=london_date(later))
    code = whole.criteria[0].code
    assert whole.before.told(code).startswith("What we tell about")
    assert [item.title for item in whole.before.items(code)] == ["Minutes of the autumn forum"]


def test_second_click_finds_the_first(draft, award, lead, later):
    assert begin(award, lead=lead, at=later) == draft
    assert Statement.objects.count() == 1
    assert Application.objects.filter(kind=ApplicationKind.REVALIDATION).count() == 1


def test_too_early_is_refused(award, lead):
    with pytest.raises(Refused, match="You can renew it from"):
        begin(award, lead=lead, at=due_for(award, days=61))
    assert not Statement.objects.exists()


def test_opens_on_the_sixtieth_day(award, lead):
    assert begin(award, lead=lead, at=due_for(award, days=60)).is_open


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_others_may_not(award, who, request, later):
    with pytest.raises(NotAllowed):
        begin(award, lead=request.getfixturevalue(who), at=later)


def test_member_may(award, colleague, later):
    assert begin(award, lead=colleague, at=later).is_open


def test_hidden_and_removed_evidence_does_not_come_over(award, lead, organisation, later):
    item = EvidenceItem.objects.get()
    evidence_services.remove_item(item=item, actor=lead, at=later)
    application = begin(award, lead=lead, at=later)
    assert not AffirmedItem.objects.filter(affirmation__application=application).exists()


def test_withdrawn_consent_stays_away(award, lead, later):
    item = EvidenceItem.objects.select_related("consent").get()
    evidence_services.withdraw_consent(item=item, note="", actor=lead, at=later)
    application = begin(award, lead=lead, at=later)
    assert not AffirmedItem.objects.filter(affirmation__application=application).exists()


def test_what_was_not_sent_does_not_come_over(award, organisation, lead, later):
    evidence(organisation, "gold.voice", lead=lead, at=later, title="Since then")
    application = begin(award, lead=lead, at=later)
    titles = AffirmedItem.objects.filter(affirmation__application=application)
    assert set(titles.values_list("item__title", flat=True)) == {"Minutes of the autumn forum"}


def test_begins_again_with_all_that_was_written(draft, award, lead, later):
    code = draft.affirmations.first().code
    affirm(draft, code, lead=lead, at=later, state="stronger")
    Statement.objects.filter(application=draft).update(who="Parents", how="Shorter")
    Application.objects.filter(pk=draft.pk).update(status=Status.DECLINED)
    again = begin(award, lead=lead, at=later + timedelta(days=1))
    assert again != draft
    row = again.affirmations.get(code=code)
    assert (row.state, row.text) == ("stronger", "Two more year groups have joined.")
    assert row.items.get().still_true_on == london_date(later)
    assert again.affirmations.exclude(code=code).first().items.get().still_true_on is None
    assert (again.statement.who, again.statement.how) == ("Parents", "Shorter")
