"""Two people at the same moment (T-43, T-45, T-46). SQLite lets one writer in and cannot show it."""

import threading
from uuid import uuid4

import pytest
from django.db import transaction

from awards.choices import ApplicationKind
from awards.models import Application, StatusChange
from foundation.refusals import Refused
from portfolios.models import Affirmation, AffirmedItem, Commitment, EvidenceItem, Statement
from portfolios.selectors.statement.reading import affirmation_section
from portfolios.services.evidence import change_item
from portfolios.services.evidence.editing import open_item
from portfolios.services.statement import save_affirmation, sign_statement
from tests.portfolios.statement.pages import CODE
from tests.support.at_once import at_once, refusals_at_once, somebody_waits
from tests.support.evidence import evidence, hold_gold
from tests.support.portfolios import version_of
from tests.support.statements import affirm, begin, due_for, send_statement, statement_for

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def award(organisation, lead, officer, now):
    return hold_gold(organisation, lead=lead, officer=officer, at=now)


def refused(act, *args, **kwargs):
    """Whoever comes second may be told so."""
    try:
        act(*args, **kwargs)
    except Refused as refusal:
        return refusal
    return None


def test_two_people_begin_one_statement(award, lead, colleague):
    at = due_for(award)
    at_once(
        lambda: begin(award, lead=lead, at=at),
        lambda: begin(award, lead=colleague, at=at),
    )
    (application,) = Application.objects.filter(kind=ApplicationKind.REVALIDATION)
    assert Statement.objects.get().application == application
    assert Affirmation.objects.count() == 5


def test_sent_twice_at_once_is_sent_once(award, lead):
    at = due_for(award)
    statement = statement_for(award, lead=lead, at=at)
    key = uuid4()
    at_once(*[lambda: send_statement(statement, lead=lead, at=at, key=key)] * 2)
    assert StatusChange.objects.filter(application=statement).count() == 1


def test_what_is_sent_is_what_was_signed(award, lead, colleague):
    """A colleague saves while it is sent: either their word is not in it, or it is not sent."""
    at = due_for(award)
    statement = statement_for(award, lead=lead, at=at)
    at_once(
        lambda: refused(send_statement, statement, lead=lead, at=at),
        lambda: refused(affirm, statement, CODE, lead=colleague, at=at, text="In between"),
    )
    signed = Commitment.objects.filter(application=statement).current().exists()
    change = StatusChange.objects.filter(application=statement).first()
    assert (change is None) is not signed
    if change is not None:
        assert "In between" not in str(change.snapshot)


def survey_changed(lead, at):
    item = EvidenceItem.objects.get(title="This year’s survey")
    change_item(
        item=item,
        values={"about": "In between"},
        expected_version=item.version,
        actor=lead,
        at=at,
    )


def test_nobody_signs_evidence_that_is_changed_at_that_moment(award, lead, colleague):
    """Whoever comes first: the signature is refused, or taken back."""
    at = due_for(award)
    statement = statement_for(award, lead=lead, at=at)
    Commitment.objects.filter(application=statement).current().supersede(at)
    seen = Statement.objects.get().version
    at_once(
        lambda: refused(
            sign_statement,
            application=statement,
            signed_name="Lena",
            signed_role="Head",
            checked_version=seen,
            actor=lead,
            at=at,
        ),
        lambda: survey_changed(colleague, at),
    )
    assert EvidenceItem.objects.filter(about="In between").exists()
    assert not Commitment.objects.filter(application=statement).current().exists()


def test_no_evidence_is_sent_under_an_older_signature(award, lead, colleague):
    """It is changed while it is sent: it goes as it was signed, or not at all."""
    at = due_for(award)
    statement = statement_for(award, lead=lead, at=at)
    at_once(
        lambda: refused(send_statement, statement, lead=lead, at=at),
        lambda: survey_changed(colleague, at),
    )
    assert EvidenceItem.objects.filter(about="In between").exists()
    assert not Commitment.objects.filter(application=statement).current().exists()
    change = StatusChange.objects.filter(application=statement).first()
    assert change is None or "In between" not in str(change.snapshot)


def test_choosing_what_a_colleague_changes_waits_in_no_ring(award, lead, colleague):
    """T-46: one page saves its words and takes a piece in, while somebody changes that very piece."""
    at = due_for(award)
    statement = statement_for(award, lead=lead, at=at)
    item = evidence(award.organisation, CODE, lead=lead, at=at, title="The picnic")
    held = threading.Event()

    def changes():
        with transaction.atomic():
            fresh = open_item(item=item, actor=colleague)
            held.set()
            somebody_waits()
            change_item(
                item=fresh,
                values={"about": "In between"},
                expected_version=fresh.version,
                actor=colleague,
                at=at,
            )

    def saves():
        held.wait(10)
        save_affirmation(
            application=statement,
            code=CODE,
            values={"state": "changed", "text": "We meet in the park now."},
            still_true={},
            chosen=[item.uuid],
            expected_version=version_of(statement, affirmation_section(CODE)),
            actor=lead,
            at=at,
        )

    assert refusals_at_once(changes, saves) == []
    assert EvidenceItem.objects.get(pk=item.pk).about == "In between"
    assert Affirmation.objects.get(application=statement, code=CODE).text.startswith("We meet")
    assert AffirmedItem.objects.filter(item=item, affirmation__code=CODE).exists()
    assert not Commitment.objects.filter(application=statement).current().exists()
