"""The hostile city, built once for this folder and rolled back; every page of it, walked by everybody."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from awards.models import Application, Invitation, User
from awards.selectors import scheme_in_force
from celebrations.models import EventInvitation, Guest, RecognitionEvent, Spotlight
from celebrations.services.events.links import token_of
from certificates.models import Certificate, Signatory
from certificates.signing import load_signer
from portfolios.models import EvidenceItem, Milestone, Printout
from portfolios.selectors.forms import form_of
from reports.choices import RequestKind
from reports.models import AccessPackage, Erasure, PrivacyRequest
from tests.support.eligibility import walk as may_apply
from tests.threats.crawler import Field, Form, Page, forms_on, route_of, walk
from tests.threats.hostile import City, build_city
from tests.threats.texts import evil

LIBRARY = ("account_", "mfa_", "usersessions_")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ROLES = ("public", "stranger", "invited", "colleague", "lead", "spare", "young", "chair", "officer")
DOORS = ("/", "/dashboard/", "/organisations/", "/verify/", "/start/", "/accounts/login/")
# Pages that are alike for every organisation: two of each show what there is to show.
ALIKE = dict.fromkeys(
    (
        "people",
        "people-invite",
        "people-leave",
        "people-role",
        "reset-second-factor",
        "withdraw",
        "officers-hand-over",
        "officers-extend",
        "assessment-check",
        "assessment-strategies",
        "case-interest",
        "case-recuse",
        "case-step-back",
        "case-meeting-place",
        "case-meeting-cancel",
        "case-meeting-move",
        "application-copy",
        "registration-item-add",
        "registration-item-remove",
        "registration-item",
        "stage-questions",
        "plan-action",
        "plan-action-add",
        "plan-action-remove",
        "plan-item-add",
        "plan-item-remove",
        "plan-progress-report",
        "evidence-capture",
        "evidence-file",
        "evidence-file-describe",
        "evidence-file-remove",
        "evidence-picture",
        "evidence-remove",
        "evidence-thumbnail",
        "portfolio-answer-evidence",
        "case-coverage",
        "case-evidence-file",
        "case-evidence-picture",
        "case-evidence-thumbnail",
        "case-zip",
        "consent-register",
        "evidence-restrict",
        "officers-access-ask",
        "officers-access-file",
        "officers-access-package",
        "officers-erase-organisation",
        "officers-erase-person",
        "officers-hold-end",
        "officers-request-close",
        "officers-request-extend",
        "officers-request-link",
        "officers-request-name",
        "officers-request-note",
        "register-award",
        "register-csv",
        "register-embed",
        "register-holder",
        "register-holder-embed",
        "register-json",
        "register-widget",
    ),
    2,
) | {
    "register": 6,
    "stage-questions-docx": 1,
    "account_login": 2,
    "account_request_login_code": 1,
    "account_signup": 1,
    "officers-printed-name": 2,
    "officers-mail": 3,
    "officers-wording": 4,
    "officers-wording-history": 2,
    "officers-wording-restore": 2,
    "officers-organisation": 40,
    "officers-consents": 6,
    "officers-requests": 6,
    "officers-request-pieces": 3,
    # One of each criterion and check of a stage, and one of each kind of step in the plain way.
    "assessment-question": 14,
    "assessment-plain-step": 40,
    # One of each section; the same again from the check page is the same.
    "registration-section": 8,
    "plan-action-part": 28,
    "plan-section": 10,
    "plan-milestone": 2,
    "plan-milestone-add": 2,
    "plan-milestone-remove": 2,
    "plan-item": 6,
    # One portfolio has thirty answers; lists of evidence are linked from every cell of the matrix.
    "portfolio-answer": 32,
    "portfolio-section": 24,
    "portfolio-measure": 2,
    "evidence": 14,
    "evidence-add": 3,
    "evidence-consent": 10,
    "evidence-files": 10,
    "evidence-item-change": 4,
    "evidence-shows": 4,
    "evidence-withdraw": 6,
    "case-challenge-raise": 6,
    "case-evidence": 10,
    "case-evidence-item": 8,
}
# The second champion of a panel sees what the first sees, less what T-30 hides.
YOUNG = dict.fromkeys(
    (
        "case",
        "case-panel",
        "case-meeting",
        "case-meeting-minutes",
        "case-findings",
        "case-evidence",
        "case-evidence-item",
        "assessment",
    ),
    3,
)


@pytest.fixture(scope="package")
def city(django_db_setup: None, django_db_blocker) -> Iterator[City]:
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        yield build_city(NOW)
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def as_role(city: City) -> Callable[[str], Client]:
    clients: dict[str, Client] = {}

    def client_of(role: str) -> Client:
        if role not in clients:
            clients[role] = Client()
            if role != "public":
                sign_in(clients[role], city.people[role])
            if role == "stranger":
                may_apply(clients[role])
            if role == "invited":
                ask_for_take_down(clients[role])
        return clients[role]

    return client_of


def ask_for_take_down(client: Client) -> None:
    """The page that thanks for it is for this browser alone."""
    form = next(form for form in forms_on(client.get(reverse("take-down"))) if form.has("what"))
    answer = client.post(form.action, form.data() | dict.fromkeys(form.typed(), evil("Kestrel ")))
    assert answer.headers["Location"] == reverse("data-received")


def sign_in(client: Client, person: User) -> None:
    client.force_login(person, backend="awards.backends.Backend")


@pytest.fixture(scope="package")
def pages(city: City, as_role: Callable[[str], Client]) -> list[Page]:
    """What each of them can reach: by links, and from their mail. What everybody sees is seen once."""
    doors = [*DOORS, *mailed(city)]
    found = list(walk(as_role("public"), "public", doors, most=ALIKE))
    enough = ALIKE | {page.route: 0 for page in found if page.status == 200}
    for role in ROLES[1:]:
        mine = list(
            walk(as_role(role), role, doors, most=enough | (YOUNG if role == "young" else {}))
        )
        enough |= {page.route: 0 for page in mine if page.route.startswith(LIBRARY)}
        found += mine
    return found


@pytest.fixture(scope="package")
def forms(pages: list[Page], city: City) -> list[tuple[str, Form]]:
    """One form of each kind, with somebody who may press its button."""
    kinds: dict[object, tuple[str, Form]] = {}
    seen = [(page.role, form) for page in pages for form in page.forms]
    for role, form in [*seen, *(("lead", form) for form in uploads(city.cases["gold"]))]:
        names = tuple(re.sub(r"[0-9a-f-]{36}", "", field.name) for field in form.fields)
        kinds.setdefault((route_of(form.action), form.method, names), (role, form))
    return list(kinds.values())


def uploads(application: Application) -> list[Form]:
    """What a script sends in place of a form: files, one by one."""
    organisation = application.organisation
    fields = (
        Field("file", "file", ""),
        Field("key", "hidden", str(uuid4())),
        Field("piece", "hidden", str(uuid4())),
        Field("title", "text", ""),
    )
    addresses = (
        reverse("evidence-upload", args=[organisation.slug]),
        reverse("evidence-file-upload", args=[organisation.evidence.latest("pk").uuid]),
    )
    return [Form(address, address, "post", fields) for address in addresses]


def mailed(city: City) -> list[str]:
    """Addresses that only a mail, or a form just sent, leads to."""
    return [
        reverse("people", args=[city.cases["draft"].organisation.slug]),
        reverse("evidence-several", args=[city.cases["draft"].organisation.slug]),
        reverse("signatories"),
        reverse("signatory-add"),
        reverse("print-run-check"),
        reverse("start-result"),
        reverse("organisation-new"),
        reverse("concern-received"),
        reverse("data-received"),
        *_asked_of_officers(),
        *(reverse("invitation", args=[one.uuid]) for one in Invitation.objects.all()),
        reverse("application-changes", args=[city.cases["plan-changes"].uuid]),
        reverse("case-changes", args=[city.cases["plan-again"].uuid]),
        *_evidence_of(city.cases["gold"]),
        *_milestones_of(city.cases["plan"]),
        _evidence_to_choose(city.cases["statement"]),
        *(
            reverse(f"{form_of(p.application)}-printout", args=[p.application.uuid, p.uuid])
            for p in Printout.objects.all()
        ),
        *(reverse("application-sent", args=[city.cases[name].uuid]) for name in ("sent", "won")),
        *(reverse("signatory-end", args=[one.uuid]) for one in Signatory.objects.all()),
        *(verify_url(one) for one in Certificate.objects.all()),
        *_for_machines(),
        *_told(),
        *_invited(),
    ]


def _for_machines() -> list[str]:
    """Badges and what they rest on, and the public check as JSON: no page links there."""
    kind = [scheme_in_force(on=NOW.date()).code, "gold"]
    return [
        reverse("badge-issuer"),
        reverse("badge-keys"),
        reverse("badge-key", args=[load_signer().key_id]),
        reverse("badge-status", args=[1]),
        reverse("badge-achievement", args=kind),
        reverse("badge-image", args=kind),
        *(
            reverse(name, args=[one.shown_code])
            for name in ("verify-code-json", "badge", "badge-picture")
            for one in Certificate.objects.filter(file__isnull=False)
        ),
    ]


def _told() -> list[str]:
    """Stories: shown to everybody, and behind the scenes."""
    stories = Spotlight.objects.select_related("organisation", "event")
    return [
        *(one.home for one in stories),
        *(reverse("spotlight-review", args=[one.uuid]) for one in stories),
        *(reverse("spotlight", args=[one.uuid]) for one in stories),
    ]


def _invited() -> list[str]:
    """Invitations to recognition events, by their private links, and as officers see them."""
    rows = EventInvitation.objects.select_related("event", "organisation")
    guests = Guest.objects.filter(invitation__event__in=RecognitionEvent.objects.planned())
    return [
        *(f"/recognition/{token_of(row)}/" for row in rows),
        *(reverse("event-invitation", args=[row.event.uuid, row.uuid]) for row in rows),
        *(reverse("event-invitations", args=[row.organisation.slug]) for row in rows),
        *(
            reverse(
                "event-invitation-guest",
                args=[guest.invitation.event.uuid, guest.invitation.uuid, guest.uuid],
            )
            for guest in guests.select_related("invitation__event")
        ),
    ]


def _asked_of_officers() -> list[str]:
    """What is found once somebody is looked for; and the pieces of evidence to hide."""
    open_one = PrivacyRequest.objects.open().filter(kind=RequestKind.TAKE_DOWN).latest("pk")
    pieces = reverse("officers-request-pieces", args=[open_one.uuid])
    return [
        f"{reverse('officers-access')}?q=Kestrel",
        f"{pieces}?title=Kestrel",
        *(reverse("officers-request", args=[one.uuid]) for one in PrivacyRequest.objects.all()),
        *(reverse("officers-erasure", args=[one.uuid]) for one in Erasure.objects.all()),
        *(
            reverse("officers-access-package", args=[one.uuid])
            for one in AccessPackage.objects.all()
        ),
    ]


def _evidence_of(application: Application) -> list[str]:
    """The list by how a piece stands, and the page of each; without the walk's luck."""
    library = reverse("evidence", args=[application.organisation.slug])
    items = EvidenceItem.objects.filter(organisation=application.organisation)
    return [
        library,
        *(f"{library}?state={state}" for state in ("hidden", "refused", "checking", "consent")),
        *(reverse("evidence-item", args=[item.uuid]) for item in items),
    ]


def _evidence_to_choose(statement: Application) -> str:
    """A button leads there that saves first."""
    return reverse("statement-evidence", args=[statement.uuid, statement.affirmations.first().code])


def _milestones_of(plan: Application) -> list[str]:
    milestone = Milestone.objects.filter(action__application=plan).first()
    action = [plan.uuid, milestone.action.uuid]
    return [
        reverse("plan-milestone-add", args=action),
        reverse("plan-milestone", args=[*action, milestone.uuid]),
        reverse("plan-milestone-remove", args=[*action, milestone.uuid]),
    ]


def verify_url(certificate: Certificate) -> str:
    return reverse("verify-code", args=[certificate.shown_code])
