"""A real installation has no accounts of the demo (T-12)."""

import pytest

from config.checks import check_demo_accounts, demo_accounts_exist


@pytest.mark.django_db
def test_check_passes_without_accounts_of_the_demo(settings, lead):
    settings.DEMO_ALLOWED = False
    assert not demo_accounts_exist()
    assert check_demo_accounts() == []
