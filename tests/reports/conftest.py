"""The city is built once for each module, in a transaction that is rolled back.

pytest makes the test database only when some test asks for `db`: each module that uses the city has one.
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from tests.conftest import NOW
from tests.reports.city import City


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield City(at=NOW + timedelta(days=30)).build()
        transaction.set_rollback(True)


@pytest.fixture
def city(built):
    """What one test changes is gone before the next."""
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def listing(city, sign_in):
    """The officers' list as an address asks for it: `listing(waiting="officer")`."""

    def get(viewer=None, **asked):
        with time_machine.travel(city.at, tick=False):
            return sign_in(viewer or city.officer).get(reverse("officers"), asked)

    return get


@pytest.fixture
def shown(listing):
    """The first words of the organisations that are listed, in their order."""

    def get(viewer=None, **asked):
        answer = listing(viewer, **asked)
        assert answer.status_code == 200
        return [row.organisation.name.split()[0].lower() for row in answer.context["rows"]]

    return get
