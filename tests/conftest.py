"""The cast of every story: a lead, a colleague, a stranger, a champion, an officer."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from awards.choices import MembershipRole
from awards.models import Application, Membership, Organisation, User
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from tests.support.chromium import browser as browser
from tests.support.tally import pytest_terminal_summary as pytest_terminal_summary

PASSWORD = "correct-horse-battery-staple"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


# What builds a city, or starts a server, for all of its tests: one worker has the whole of it.
TOGETHER = (
    "tests/config/test_backup_drill.py",
    "tests/hostile/test_buckets.py",
    "tests/threats/walked/",
    "tests/config/demo/",
    "tests/config/test_fsck.py",
    "tests/reports/test_awaited.py",
    "tests/reports/test_listing.py",
)
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
# With ONCE, as `bin/test` sets it, what opens single pages, and what goes through the whole house for
# minutes, runs on one database. Every page is opened on both: by the walk, and by the table of addresses.
OPENS_PAGES = {"client", "sign_in"}
WHOLE_HOUSE = {
    "tests/config/demo/": "sqlite",
    "tests/reports/test_retention_two_years.py": "sqlite",
    "tests/threats/walked/": "sqlite",
    "tests/champions/test_case_matrix.py": "postgresql",
    "tests/test_addresses.py": "postgresql",
    "tests/threats/test_canary.py": "postgresql",
}


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """`--dist loadgroup` by path: the mark `xdist_group` of xdist 3.8 does nothing from pytest 9.2 on."""
    from xdist.scheduler import LoadGroupScheduling  # only where several workers test

    class ByPath(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((path for path in TOGETHER if nodeid.startswith(path)), nodeid)

    return ByPath(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs the other database is deselected, never skipped; what needs none runs once, on SQLite."""
    on_postgres = connection.vendor == "postgresql"
    away = "sqlite" if on_postgres else "postgres"
    once = bool(os.environ.get("ONCE"))
    gone = [
        item
        for item in items
        if item.get_closest_marker(away)
        or (on_postgres and not _uses_a_database(item))
        or (once and _place(item) not in (None, connection.vendor))
    ]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in gone]


def _uses_a_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or not DATABASE.isdisjoint(
        getattr(item, "fixturenames", ())
    )


def _place(item: pytest.Item) -> str | None:
    """The one database on which it is enough to run; none for what runs on both."""
    for path, vendor in WHOLE_HOUSE.items():
        if item.nodeid.startswith(path):
            return vendor
    marked = item.get_closest_marker("sqlite") or item.get_closest_marker("postgres")
    opens = not OPENS_PAGES.isdisjoint(getattr(item, "fixturenames", ()))
    return "postgresql" if opens and not marked else None


def make_user(name: str, **fields: object) -> User:
    """A person with a confirmed address, as sign-up leaves them."""
    from allauth.account.models import EmailAddress  # needs the app registry

    email = f"{name.lower().replace(' ', '.')}@{fields.pop('at', 'people.example')}"
    user = User.objects.create_user(email, PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits of one test are not the next one's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _no_heads_of_other_tests() -> Iterator[None]:
    """What one test writes outside about its audit trail would miss that trail in the next."""
    yield
    for folder in ("heads", "restores"):
        shutil.rmtree(settings.DATA_DIR / "files" / "ledger" / folder, ignore_errors=True)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def lead(db: None) -> User:
    return make_user("Lena Lead")


@pytest.fixture
def colleague(db: None, organisation: Organisation, now: datetime) -> User:
    user = make_user("Colin Colleague")
    Membership.objects.create(
        organisation=organisation, user=user, role=MembershipRole.MEMBER, joined_at=now
    )
    return user


@pytest.fixture
def stranger(db: None, now: datetime) -> User:
    """Somebody with an organisation of their own."""
    user = make_user("Stella Stranger")
    create_organisation(
        name="Stranger Street School",
        sector="education",
        kind="school",
        postcode="B2 4QA",
        actor=user,
        at=now,
    )
    return user


@pytest.fixture
def officer(db: None) -> User:
    return make_user("Olive Officer", is_officer=True)


@pytest.fixture
def organisation(lead: User, now: datetime) -> Organisation:
    return create_organisation(
        name="Acorn Lane School",
        sector="education",
        kind="school",
        postcode="B1 1BB",
        actor=lead,
        at=now,
    )


@pytest.fixture
def application(organisation: Organisation, lead: User, now: datetime) -> Application:
    return start_application(organisation=organisation, stage="bronze", actor=lead, at=now)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def as_(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="awards.backends.Backend")
        return client

    return as_
