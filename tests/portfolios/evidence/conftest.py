import pytest


@pytest.fixture
def that_day(time_machine, now):
    time_machine.move_to(now)


@pytest.fixture
def client(lead, sign_in):
    """The lead's browser."""
    return sign_in(lead)
