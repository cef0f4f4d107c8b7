import pytest
from pytest_django import Settings

from tests.awards.accounts.steps import CountingHasher


@pytest.fixture
def hashing(settings: Settings) -> type[CountingHasher]:
    """Ask for it before the people, so that their passwords are hashed by it."""
    settings.PASSWORD_HASHERS = ["tests.awards.accounts.steps.CountingHasher"]
    CountingHasher.calls = 0
    return CountingHasher
