import pytest

from tests.support.portfolios import fill_registration


@pytest.fixture
def complete(application, lead, now):
    """Acorn Lane School's registration, ready to be sent."""
    return fill_registration(application, lead=lead, at=now)
