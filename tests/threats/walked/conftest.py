"""The hostile city, built once for this folder and rolled back; every page of it, walked by everybody."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from awards.models import Application, Invitation, User
from certificates.models import Certificate, Signatory
from portfolios.models import Milestone, Printout
from tests.portfolios.test_eligibility import walk as may_apply
from tests.threats.crawler import Form, Page, route_of, walk
from tests.threats.hostile import City, build_city

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
        "case-interest",
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
    ),
    2,
) | {
    "stage-questions-docx": 1,
    "account_login": 2,
    "account_request_login_code": 1,
    "account_signup": 1,
    "officers-printed-name": 2,
    "officers-mail": 3,
    "officers-organisation": 30,
    # One of each section; the same again from the check page is the same.
    "registration-section": 8,
    "plan-action-part": 28,
    "plan-section": 10,
    "plan-milestone": 2,
    "plan-milestone-add": 2,
    "plan-milestone-remove": 2,
    "plan-item": 6,
}
# The second champion of a panel sees what the first sees, less what T-30 hides.
YOUNG = dict.fromkeys(
    ("case", "case-panel", "case-meeting", "case-meeting-minutes", "case-findings", "assessment"), 3
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
        return clients[role]

    return client_of


def sign_in(client: Client, person: User) -> None:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


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
def forms(pages: list[Page]) -> list[tuple[str, Form]]:
    """One form of each kind, with somebody who may press its button."""
    kinds: dict[object, tuple[str, Form]] = {}
    for page in pages:
        for form in page.forms:
            names = tuple(re.sub(r"[0-9a-f-]{36}", "", field.name) for field in form.fields)
            kinds.setdefault((route_of(form.action), form.method, names), (page.role, form))
    return list(kinds.values())


def mailed(city: City) -> list[str]:
    """Addresses that only a mail, or a form just sent, leads to."""
    return [
        reverse("people", args=[city.cases["draft"].organisation.slug]),
        reverse("signatories"),
        reverse("signatory-add"),
        reverse("start-result"),
        reverse("organisation-new"),
        reverse("concern-received"),
        *(reverse("invitation", args=[one.uuid]) for one in Invitation.objects.all()),
        reverse("application-changes", args=[city.cases["plan-changes"].uuid]),
        reverse("case-changes", args=[city.cases["plan-again"].uuid]),
        *_milestones_of(city.cases["plan"]),
        *(
            reverse("plan-printout", args=[p.application.uuid, p.uuid])
            for p in Printout.objects.all()
        ),
        *(reverse("application-sent", args=[city.cases[name].uuid]) for name in ("sent", "won")),
        *(reverse("signatory-end", args=[one.uuid]) for one in Signatory.objects.all()),
        *(verify_url(one) for one in Certificate.objects.all()),
    ]


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
