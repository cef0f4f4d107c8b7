"""The demo city, loaded once for all that look at it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.support.demo import own_stores


@pytest.fixture(scope="package")
def loading(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all tests of this folder, in a transaction that is rolled back after them.

    With stores of its own, which go with it.
    """
    out = StringIO()
    folder = tmp_path_factory.mktemp("stores")
    with (
        own_stores(folder),
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
