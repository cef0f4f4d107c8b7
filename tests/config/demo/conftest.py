"""The demo city, loaded once for all that look at it."""

from io import StringIO

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="package")
def loading(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all tests of this folder, in a transaction that is rolled back after them.

    With stores of its own: the files of other tests' rolled-back rows lie in the common ones.
    """
    out = StringIO()
    folder = tmp_path_factory.mktemp("stores")
    stores = {
        name: configured.STORAGES[name]
        | {"OPTIONS": configured.STORAGES[name]["OPTIONS"] | {"location": str(folder / name)}}
        for name in ("default", "quarantine")
    }
    with (
        override_settings(STORAGES=configured.STORAGES | stores),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def city(loading, db):
    """What the command said; what a test changes is gone after it."""
    return loading
