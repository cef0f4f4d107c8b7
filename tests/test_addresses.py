"""Every address × method × role gives exactly the code declared in addresses.txt (T-33).

The walk starts from the resolver, so an address that nobody declared fails. Each request runs in a
transaction that is rolled back: the scene is the same for all of them.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from awards.models import Invitation
from tests.support.scene import build_scene, names

ROLES = ("public", "stranger", "member", "lead", "champion", "panel", "officer")
TABLE = Path(__file__).with_name("addresses.txt")


def declared() -> dict[tuple[str, str], list[int]]:
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            name, method, *codes = line.split()
            rows[name, method] = [int(code) for code in codes]
    return rows


@pytest.fixture
def scene(lead, colleague, stranger, officer, organisation, application, now, time_machine):
    built = build_scene(
        application, lead=lead, colleague=colleague, stranger=stranger, officer=officer, now=now
    )
    time_machine.move_to(now + timedelta(hours=3))
    return built


def walk(scene, role: str, method: str) -> dict[str, int]:
    people, arguments = scene
    client = Client()
    if role != "public":
        client.force_login(people[role], backend="awards.backends.Backend")
    codes = {}
    for name in names():
        cache.clear()
        with transaction.atomic():
            answer = client.generic(method, reverse(name, kwargs=arguments.get(name)))
            codes[name] = answer.status_code
            transaction.set_rollback(True)
    return codes


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_answers_as_declared(scene, role, method):
    table = declared()
    column = ROLES.index(role)
    codes = walk(scene, role, method)
    undeclared = [name for name in codes if (name, method) not in table]
    assert undeclared == []
    wrong = {
        name: f"{code} and not {table[name, method][column]}"
        for name, code in codes.items()
        if code != table[name, method][column]
    }
    assert wrong == {}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "PATCH", "BREW"])
def test_other_methods_are_refused_everywhere(scene, method):
    """T-23."""
    codes = walk(scene, "officer", method)
    assert {name: code for name, code in codes.items() if code not in (403, 404, 405)} == {}


def test_no_declared_address_is_gone():
    assert {name for name, _ in declared()} == set(names())


def test_nothing_happened_to_the_invitation(scene):
    """The walk leaves no trace: what it pressed was rolled back."""
    walk(scene, "lead", "POST")
    assert Invitation.objects.get().cancelled_at is None
