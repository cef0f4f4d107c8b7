"""What was written and sent for one application goes; its steps, its award and the signed words stay."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse

from awards.choices import Role
from awards.models import Application, StatusChange
from awards.services.applications import withdraw
from config.invariants import evidence as evidence_problems
from config.invariants import histories, plans, portfolios
from foundation.models import AuditEvent, Draft, LedgerEntry, PrivateFile
from portfolios.models import (
    Action,
    Commitment,
    DeliveryPlan,
    EvidenceItem,
    MilestoneReport,
    Narrative,
    Partner,
    Portfolio,
    Printout,
    RegistrationForm,
    RegistrationLead,
    SentFile,
    SentItem,
)
from portfolios.services import evidence as evidence_services
from portfolios.services.plan.beginning import begin_plan
from portfolios.services.portfolio.printing import ask_for_portfolio
from portfolios.services.shedding import shed
from portfolios.tasks import make_printout
from tests.conftest import make_user
from tests.support.champions import bring_to_release, make_champion
from tests.support.evidence import evidence, hold_gold, hold_silver, portfolio_for, send_portfolio
from tests.support.judging import judging
from tests.support.portfolios import fill_registration, send_registration

pytestmark = pytest.mark.django_db
WHY = "Two years have passed."


def of(organisation, stage):
    return Application.objects.get(organisation=organisation, stage=stage)


def consistent():
    return [*plans(), *portfolios(), *evidence_problems()]


@pytest.fixture
def registered(application, lead, now):
    fill_registration(application, lead=lead, at=now)
    send_registration(application, lead=lead, at=now)
    application.refresh_from_db()
    return application


def test_a_registration_goes_and_the_signed_words_stay(registered, lead, now):
    Draft.objects.create(owner=lead, key=f"registration:{registered.uuid}:about", saved_at=now)
    Draft.objects.create(owner=lead, key=f"registration:{lead.uuid}:about", saved_at=now)
    before = Commitment.objects.get()
    shed(registered, at=now, why=WHY)
    for model in (RegistrationForm, RegistrationLead, Partner):
        assert not model.objects.exists()
    after = Commitment.objects.get()
    assert (after.signed_name, after.signed_role) == ("Name deleted", "Role deleted")
    for kept in ("organisation_name", "wording_text", "wording_sha256", "signed_on", "signed_at"):
        assert getattr(after, kept) == getattr(before, kept)
    change = StatusChange.objects.get(name="submit")
    assert (change.snapshot, change.note) == (None, "")
    registered.refresh_from_db()
    assert registered.contents_deleted_at == now
    assert registered.status == "submitted"
    assert [draft.key for draft in Draft.objects.all()] == [f"registration:{lead.uuid}:about"]
    event = AuditEvent.objects.get(event="application.contents_deleted")
    assert event.acting_for == str(registered.organisation.uuid)
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.subject) == ("application.contents", registered.uuid)
    assert [*histories(), *consistent()] == []


def test_no_word_of_it_is_left_anywhere(registered, lead, now):
    """Every column of every row that hangs on it, but for the organisation's own."""
    form = RegistrationForm.objects.get()
    words = [form.description, form.commitment_statement, form.email, form.telephone]
    words += [RegistrationLead.objects.first().email, Commitment.objects.get().signed_name]
    shed(registered, at=now, why=WHY)
    for model in apps.get_app_config("portfolios").get_models():
        text = json.dumps(list(model._default_manager.values()), default=str)
        assert not [word for word in words if word and word in text]
    text = json.dumps(list(StatusChange.objects.values()), default=str)
    assert not [word for word in words if word and word in text]


def test_doing_it_again_changes_nothing(registered, now):
    shed(registered, at=now, why=WHY)
    shed(Application.objects.get(pk=registered.pk), at=now + timedelta(days=1), why=WHY)
    registered.refresh_from_db()
    assert registered.contents_deleted_at == now
    assert LedgerEntry.objects.count() == 1


def test_gold_goes_with_its_prints_and_leaves_the_evidence(
    organisation, lead, officer, now, django_capture_on_commit_callbacks
):
    hold_gold(organisation, lead=lead, officer=officer, at=now)
    gold = of(organisation, "gold")
    printout = ask_for_portfolio(application=gold, actor=lead, at=now)
    make_printout.call(str(printout.uuid))
    printout.refresh_from_db()
    key = printout.file.storage_key
    assert storages["default"].exists(key)
    with django_capture_on_commit_callbacks(execute=True):
        shed(gold, at=now, why=WHY)
    assert not storages["default"].exists(key)
    for model in (Portfolio, Narrative, Printout, SentItem, SentFile):
        assert not model.objects.exists()
    assert EvidenceItem.objects.count() == 1
    assert DeliveryPlan.objects.count() == 1
    assert gold.award.stage == "gold"
    assert consistent() == []


def test_a_plan_goes_with_reports_and_what_gold_told_about_it(organisation, lead, officer, now):
    hold_gold(organisation, lead=lead, officer=officer, at=now)
    silver = of(organisation, "silver")
    assert MilestoneReport.objects.exists()
    shed(of(organisation, "gold"), at=now, why=WHY)
    shed(silver, at=now, why=WHY)
    for model in (Action, DeliveryPlan, MilestoneReport):
        assert not model.objects.exists()
    assert consistent() == []


def test_evidence_that_was_kept_only_because_it_was_sent_goes_too(
    organisation, lead, officer, now, django_capture_on_commit_callbacks
):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    portfolio = portfolio_for(organisation, lead=lead, at=now)
    gone = EvidenceItem.objects.get()
    other = evidence(organisation, "gold.voice", lead=lead, at=now)
    send_portfolio(portfolio, lead=lead, at=now)
    evidence_services.remove_item(item=gone, actor=lead, at=now)
    evidence_services.remove_file(file=other.files.get(), actor=lead, at=now)
    assert PrivateFile.objects.filter(evidence__isnull=False).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        shed(portfolio, at=now, why=WHY)
    assert EvidenceItem.objects.get() == other
    assert not PrivateFile.objects.exists()
    assert consistent() == []


def test_what_is_undone_leaves_everything(registered, now):
    with transaction.atomic():
        shed(registered, at=now, why=WHY)
        transaction.set_rollback(True)
    assert RegistrationForm.objects.count() == 1
    assert StatusChange.objects.get(name="submit").snapshot
    assert not LedgerEntry.objects.exists()


PAGES = {
    "bronze": ["registration", "registration-check", "application-copy", "application-sent"],
    "silver": ["plan", "plan-timeline", "plan-print", "plan-progress", "application-copy"],
    "gold": ["portfolio", "portfolio-coverage", "portfolio-print", "portfolio-zip"],
}


@pytest.mark.parametrize("stage", PAGES)
def test_its_pages_say_that_it_was_deleted(stage, organisation, lead, officer, now, sign_in):
    hold_gold(organisation, lead=lead, officer=officer, at=now)
    for each in ("gold", "silver", "bronze"):
        shed(of(organisation, each), at=now, why=WHY)
    found = of(organisation, stage)
    for who in (lead, officer):
        client = sign_in(who)
        for name in [*PAGES[stage], "application-changes", "application"]:
            response = client.get(reverse(name, args=[found.uuid]), follow=True)
            assert response.status_code == 409, name
            assert "What was sent here was deleted on 23 November 2026" in response.content.decode()
        home = client.get(reverse("organisation", args=[organisation.slug]))
        assert home.status_code == 200


def test_the_case_stays_readable_for_officers(registered, lead, officer, colleague, now, sign_in):
    champions = [make_champion(each, officer=officer, at=now) for each in people()]
    bring_to_release(registered, lead=lead, champions=champions, officer=officer, at=now)
    shed(Application.objects.get(pk=registered.pk), at=now + timedelta(days=800), why=WHY)
    client = sign_in(officer)
    page = client.get(reverse("case", args=[registered.uuid]))
    assert page.status_code == 200
    assert "What was sent here was deleted on" in page.content.decode()
    assert client.get(reverse("case-changes", args=[registered.uuid])).status_code == 409
    assert client.get(reverse("case-print", args=[registered.uuid])).status_code == 409
    assert client.get(reverse("case-challenges", args=[registered.uuid])).status_code == 200


def test_the_evidence_of_a_case_says_that_it_was_deleted(organisation, lead, officer, now, sign_in):
    judged = judging(organisation, lead=lead, officer=officer, at=now)
    withdraw(application=judged.application, actor=lead, role=Role.LEAD, note="We moved.", at=now)
    shed(judged.application, at=now, why=WHY)
    client = sign_in(officer)
    for name in ("case-evidence", "case-coverage", "case-zip", "case-print"):
        page = client.get(reverse(name, args=[judged.application.uuid]))
        assert page.status_code == 409, name
        assert "What was sent here was deleted on" in page.content.decode(), name
    args = [judged.application.uuid, judged.item.uuid]
    assert client.get(reverse("case-evidence-item", args=args)).status_code == 409
    args.append(judged.file.uuid)
    assert client.get(reverse("case-evidence-file", args=args)).status_code == 404


def people():
    return [make_user(f"Champion {name}") for name in ("Ada", "Bea", "Cyd")]


def test_a_new_attempt_begins_empty(organisation, lead, officer, now):
    """What would have been copied is gone, and nothing fails because of it."""
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    for each in ("silver", "bronze"):
        shed(of(organisation, each), at=now, why=WHY)
    organisation.awards.filter(stage="silver").delete()
    Application.objects.filter(stage="silver").update(status="declined")
    begun = begin_plan(organisation=organisation, actor=lead, at=now)
    assert not begun.partners.exists()
