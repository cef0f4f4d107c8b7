"""T-69: whatever people typed stays text, on every page, for everybody who sees it, and in every mail."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField
from django.db.models.functions import Cast
from lxml import html

from foundation.models import OutboxMessage
from tests.test_addresses import declared
from tests.threats.texts import MARKUP, RAW

pytestmark = pytest.mark.django_db

OURS = ("awards", "portfolios", "certificates", "champions", "reports")
# Columns that hold no free text: codes, keys, our own words, or bytes sealed with a key.
NOT_TYPED = {
    "awards.Application": {"reference", "stage", "edition"},
    "awards.Award": {"stage", "edition"},
    "awards.Extension": {"stage"},
    "awards.Invitation": {"email"},
    "awards.Organisation": {"slug", "sector", "kind", "postcode"},
    "awards.User": {"password", "email"},
    "awards.EditionInForce": {"code"},
    "awards.Challenge": {"subject"},
    "awards.StatusChange": {"name"},
    # Its token is in Base64: the name in it is no markup to anybody (tests/certificates/test_badges.py).
    "certificates.Badge": {"token"},
    "certificates.Certificate": {"number", "code", "stage", "edition", "sha256"},
    "certificates.LogoPack": {"stage", "edition"},
    "certificates.SigningKey": {"key_id", "certificate_pem"},
    "champions.AgreedFinding": {"code"},
    "champions.Appointment": {"checked"},
    "champions.AppointmentFinding": {"code"},
    "champions.Champion": {"sector", "suits"},
    # Shown nowhere: a decision taken back is gone for everybody (tests/champions/test_secrecy.py).
    "champions.Decision": {"cancelled_reason"},
    "champions.DecisionPoint": {"code"},
    "champions.Finding": {"code"},
    "champions.StrategyFinding": {"code"},
    "portfolios.Action": {"four_c", "ladder"},
    "portfolios.ActionPrinciple": {"code"},
    "portfolios.Affirmation": {"code"},
    "portfolios.EvidenceItem": {"ladder_ours", "ladder_theirs"},
    "portfolios.EvidenceTag": {"code"},
    "portfolios.Narrative": {"code"},
    "portfolios.PolicyFit": {"policy"},
    "portfolios.Printout": {"fingerprint"},
    "portfolios.SectionEdit": {"section"},
    "portfolios.Commitment": {"edition", "wording", "wording_text", "wording_sha256", "levels"},
    "portfolios.EngagementLevel": {"level"},
    "portfolios.RegistrationForm": {"sector", "kind", "postcode", "telephone"},
    "portfolios.RegistrationLead": {"telephone"},
    # Numbers by kind; which words were looked for is forgotten.
    "reports.Erasure": {"counts"},
    "reports.PrivacyRequest": {"reference"},
}
# Machinery: written by the house, and shown to officers as far as listed here.
SHOWN_MACHINERY = {
    "foundation.DeadLetter": {"error_class", "error_message", "given_up_why"},
    "foundation.DutyRun": {"error"},
    "foundation.DutyState": {"error"},
    "foundation.Draft": {"data"},
    "foundation.PrivateFile": {"display_name", "reason"},
    "foundation.OutboxMessage": {"to", "subject", "body_text", "body_html", "reason", "values"},
    "foundation.MailWording": {"subject", "body"},
}
# What people typed stands in these, too, and no page shows it: reasons of the audit trail (in the package
# of whom they are about, tests/threats/walked/test_files.py), what a job was given, what a mail carries.
# Everything else of the machinery, such as the audit trail itself, its seals and the ledger, never holds it.
KEPT_MACHINERY = {
    "foundation.AuditNote": {"text"},
    "foundation.DeadLetter": {"args"},
    "foundation.OutboxMessage": {"attachments"},
}


def text_columns(*rooms: str) -> set[tuple[str, str]]:
    return {
        (model._meta.label, field.name)
        for label in rooms
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField) and not field.choices
    }


def is_attacked(label: str, name: str) -> bool:
    rows = apps.get_model(label)._default_manager.annotate(as_text=Cast(name, TextField()))
    return rows.filter(as_text__contains="alert(1)").exists()


def listed(columns: dict[str, set[str]]) -> set[tuple[str, str]]:
    return {(label, name) for label, names in columns.items() for name in names}


def test_attacker_wrote_in_every_text_column(city):
    """A new column is attacked too, or is said not to be typed by anybody."""
    spared = {column for column in text_columns(*OURS) if not is_attacked(*column)}
    assert spared == listed(NOT_TYPED)


def test_machinery_keeps_what_was_typed_only_where_it_is_said(city):
    """T-41, F-19: no event of the audit trail, no seal and no line of the ledger holds a word of anybody."""
    found = {column for column in text_columns("foundation") if is_attacked(*column)}
    assert found == listed(SHOWN_MACHINERY) | listed(KEPT_MACHINERY)
    assert {("foundation.AuditEvent", "details"), ("foundation.LedgerEntry", "details")} <= (
        text_columns("foundation") - found
    )


def test_walk_reached_every_page(pages):
    """Each address that answers 200 to somebody was looked at."""
    table = declared()
    shown = {name for (name, method), codes in table.items() if method == "GET" and 200 in codes}
    reached = {page.route for page in pages if page.status == 200}
    # No page of the house: two for machines, and one for developers.
    assert shown - reached == {"healthz", "components", "logo-pack"} & shown - reached
    assert "data-received" in reached


def test_walk_met_no_dead_link(pages):
    """What a page links to is there for whoever sees the link, or says why not.

    The inbox repeats mail whose matter may be over since: a letter that was released says so.
    """
    dead = [page for page in pages if page.status not in (200, 302, 403, 404)]
    assert {(page.route, page.status) for page in dead} <= {("case-release", 409)}


def test_no_typed_text_becomes_markup(pages):
    broken = []
    for page in pages:
        if not page.is_html or not page.content:
            continue
        found = [raw for raw in RAW if raw in page.text] + live_parts(page.text)
        if found:
            broken.append((page.role, page.url, found))
    assert broken == []


def live_parts(text: str) -> list[str]:
    """What a browser would run: handlers, scripts written into the page, and addresses that run."""
    found = []
    for one in html.fromstring(text).iter():
        if not isinstance(one.tag, str):
            continue
        found += [f"{one.tag} {name}" for name in one.attrib if name.startswith("on")]
        found += [f"{one.tag} style" for name in one.attrib if name == "style"]
        if one.tag in ("script", "style") and (one.text or "").strip():
            found.append(f"inline {one.tag}")
        for name in ("href", "src", "action", "formaction"):
            if re.match(r"\s*(javascript|data|vbscript):", one.get(name, ""), re.IGNORECASE):
                found.append(f"{one.tag} {name} {one.get(name)}")
    return found


def test_hostile_text_was_really_shown(pages):
    """The test above proves something: the text stands on these pages, escaped."""
    shown = {
        page.route
        for page in pages
        if "&lt;script&gt;alert(1)" in page.content.decode("utf-8", "replace")
    }
    assert shown >= {
        "assessment",
        "case",
        "case-decision",
        "case-evidence",
        "case-evidence-item",
        "case-findings",
        "case-interest",
        "case-letter",
        "case-meeting",
        "case-panel",
        "case-release",
        "certificate",
        "certificate-reissue",
        "champions",
        "concern-detail",
        "consent-register",
        "evidence",
        "evidence-consent",
        "evidence-file-describe",
        "evidence-file-remove",
        "evidence-files",
        "evidence-item",
        "evidence-item-change",
        "evidence-remove",
        "evidence-restrict",
        "evidence-shows",
        "evidence-withdraw",
        "invitation",
        "meeting",
        "meeting-other",
        "officers",
        "officers-access",
        "officers-access-ask",
        "officers-access-package",
        "officers-champions",
        "officers-consents",
        "officers-erase-organisation",
        "officers-erase-person",
        "officers-erasure",
        "officers-erasures",
        "officers-hand-over",
        "officers-hold-end",
        "officers-holds",
        "officers-jobs",
        "officers-mail",
        "officers-organisation",
        "officers-people",
        "officers-request",
        "officers-request-close",
        "officers-request-decide",
        "officers-request-name",
        "officers-request-pieces",
        "officers-requests",
        "officers-wording",
        "officers-wording-history",
        "organisation",
        "organisations",
        "people",
        "people-remove",
        "people-role",
        "portfolio",
        "portfolio-action",
        "portfolio-answer",
        "portfolio-answer-evidence",
        "portfolio-check",
        "portfolio-coverage",
        "portfolio-gaps",
        "portfolio-measure",
        "portfolio-rights",
        "portfolio-section",
        "print-run",
        "print-run-check",
        "print-runs",
        "registration",
        "registration-check",
        "application-copy",
        "registration-item",
        "registration-section",
        "application-sent",
        "reset-second-factor",
        "signatories",
        "signatory-end",
        "verify-code",
        "withdraw",
    }


def test_mail_shows_typed_text_as_text(city):
    broken = []
    for mail in OutboxMessage.objects.all():
        found = [raw for raw in RAW if raw in mail.body_html] + [
            part for part in live_parts(mail.body_html) if "style" not in part
        ]
        if found:
            broken.append((mail.message, found))
    assert broken == []


def test_mail_of_every_kind_was_looked_at(city):
    """Accounts' mails carry no text of anybody else; tests/awards/accounts reads them."""
    folder = Path(settings.BASE_DIR) / "templates" / "emails"
    kinds = {
        path.name
        for path in folder.iterdir()
        if path.is_dir() and not path.name.startswith("account_")
    }
    sent = set(OutboxMessage.objects.values_list("message", flat=True))
    # To people without an account, or when somebody loses a place: no typed text in them but a name.
    assert kinds - sent <= {"champion_invited", "decision_taken_back", "printed_name_corrected"}


def test_mail_keeps_one_line_and_one_recipient(city):
    """T-72: no text of a stranger makes a header."""
    for subject, to in OutboxMessage.objects.values_list("subject", "to"):
        assert "\n" not in subject
        assert "\r" not in subject
        assert to.count("@") == 1
        assert MARKUP not in to
