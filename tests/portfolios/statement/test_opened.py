"""What is open: all of a draft, and after a request for changes what was challenged (scheme.md 17)."""

import pytest
from django.urls import reverse

from awards.choices import Status
from awards.models import Application
from foundation.dates import london_date
from foundation.refusals import Refused
from portfolios.choices import StatementSection
from portfolios.models import Commitment, EvidenceItem
from portfolios.selectors.statement.display import statement_sent
from portfolios.selectors.statement.gaps import Place
from portfolios.selectors.statement.opened import Opened, opened_of, place_of
from portfolios.services import evidence as evidence_services
from portfolios.services import statement as services
from tests.portfolios.plan.acts import asked_back
from tests.portfolios.statement.pages import CODE, criterion, page
from tests.support.champions import answer as answer_point
from tests.support.portfolios import version_of
from tests.support.statements import affirm, send_statement, sign

pytestmark = pytest.mark.django_db
VOICE = Place(StatementSection.CRITERIA, code=CODE)
TRAINING = Place(StatementSection.CRITERIA, code="gold.training")
TOGETHER = Place(StatementSection.TOGETHER)
SIGN = Place(StatementSection.SIGN)


class TestRules:
    """Of the values alone."""

    def test_a_draft_is_open(self):
        assert Opened(None).everything
        assert Opened(None).page(VOICE)

    def test_a_criterion_opens_its_own_page(self):
        opened = Opened(frozenset({CODE}))
        assert opened.page(VOICE)
        assert not opened.page(TRAINING)
        assert not opened.page(TOGETHER)

    def test_who_made_it_opens_alone(self):
        opened = Opened(frozenset(), frozenset({StatementSection.TOGETHER}))
        assert opened.page(TOGETHER)
        assert not opened.page(VOICE)

    def test_signature_is_always_open(self):
        assert Opened(frozenset()).page(SIGN)

    def test_what_is_missing_is_open(self):
        assert Opened(frozenset()).page(TRAINING, lambda: [TRAINING])
        assert not Opened(frozenset()).page(VOICE, lambda: [TRAINING])


@pytest.fixture
def asked(whole, officer, lead, later):
    """Sent, and sent back."""

    def ask(*subjects):
        send_statement(whole, lead=lead, at=later)
        Application.objects.filter(pk=whole.pk).update(status=Status.IN_REVIEW)
        whole.refresh_from_db()
        found = asked_back(whole, officer, later, *subjects)
        whole.refresh_from_db()
        return found

    return ask


def test_only_what_was_challenged_is_open(asked, whole, client, lead, later):
    asked(CODE)
    opened = opened_of(whole)
    assert not opened.everything
    assert opened.page(VOICE)
    assert not opened.page(TRAINING)
    assert client.get(criterion(whole)).status_code == 200
    assert client.get(criterion(whole, "gold.training")).status_code == 409
    assert client.get(page("statement-together", whole)).status_code == 409
    text = client.get(page("statement", whole)).text
    assert "What the champions asked about is open." in text
    assert "Stays as you sent it" in text
    with pytest.raises(Refused, match="did not ask for a change here"):
        affirm(whole, "gold.training", lead=lead, at=later)


def test_challenge_of_genuine_work_opens_who_made_it(asked, whole):
    asked("check.genuine")
    assert opened_of(whole).page(TOGETHER)
    assert not opened_of(whole).page(VOICE)


@pytest.mark.parametrize("subject", ["", "check.impact", "gold.unknown"])
def test_what_it_is_about_alone_is_not_known_so_all_is_open(asked, whole, subject):
    asked(subject)
    assert opened_of(whole).everything


def test_piece_opens_where_it_was_chosen(asked, whole):
    item = EvidenceItem.objects.get(title="This year’s survey")
    asked(f"evidence:{item.uuid}")
    assert opened_of(whole).page(VOICE)
    assert not opened_of(whole).page(TOGETHER)


def test_gap_that_consent_leaves_opens_its_page(asked, whole, client, lead, later):
    asked("check.genuine")
    assert client.get(criterion(whole)).status_code == 409
    for item in EvidenceItem.objects.select_related("consent", "organisation"):
        evidence_services.withdraw_consent(item=item, note="", actor=lead, at=later)
    assert client.get(criterion(whole)).status_code == 200


def test_points_lead_to_their_pages(whole):
    assert place_of(whole, CODE) == criterion(whole)
    assert place_of(whole, "check.genuine") == page("statement-together", whole)
    assert place_of(whole, "check.impact") == page("statement", whole)
    assert place_of(whole, "") == ""
    item = EvidenceItem.objects.first()
    assert place_of(whole, f"evidence:{item.uuid}") == reverse("evidence-item", args=[item.uuid])


def test_is_answered_changed_signed_and_sent_again(asked, whole, client, lead, later):
    (challenge,) = asked(CODE)
    assert Commitment.objects.filter(application=whole).current().exists()
    affirm(whole, CODE, lead=lead, at=later, text="Now with the youth board.")
    assert not Commitment.objects.filter(application=whole).current().exists()
    changed = client.get(page("application-changes", whole)).text
    assert "Now with the youth board." in changed
    sign(whole, lead=lead, at=later)
    with pytest.raises(Refused, match="Answer each point"):
        send_statement(whole, lead=lead, at=later)
    answer_point(challenge, lead, at=later)
    change = send_statement(whole, lead=lead, at=later)
    assert change.name == "resubmit"
    record = statement_sent(change.snapshot, on=london_date(later))
    assert record.affirmation(CODE).text == "Now with the youth board."
    assert "Now with the youth board." in client.get(page("application-changes", whole)).text


def test_page_that_filled_a_gap_stays_open(asked, whole, lead, later):
    asked("check.genuine")
    services.save_together(
        application=whole,
        values={"who": "More", "how": "Much"},
        expected_version=version_of(whole, "together"),
        actor=lead,
        at=later.replace(hour=13),
    )
    assert opened_of(whole).page(TOGETHER)
