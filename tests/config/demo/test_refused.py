"""What keeps the demo city out of real installations (T-12)."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from awards.models import User
from config.checks import check_demo_accounts, demo_accounts_exist, refuse_demo_accounts

pytestmark = pytest.mark.django_db


def test_demo_is_refused_where_it_is_not_allowed(city, settings):
    settings.DEMO_ALLOWED = False
    for option in [], ["--json"], ["--accounts"]:
        with pytest.raises(CommandError, match="does not allow it"):
            call_command("demo", *option)


def test_demo_accounts_fail_the_check_of_a_real_installation(city, settings):
    assert check_demo_accounts() == []
    settings.DEMO_ALLOWED = False
    assert [problem.id for problem in check_demo_accounts()] == ["config.E001"]
    User.objects.filter(email__endswith="@demo.example").update(is_active=False)
    assert demo_accounts_exist()


def test_web_process_does_not_start_with_accounts_of_the_demo(city, settings, monkeypatch):
    # Closing would end the transaction that holds the city.
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    refuse_demo_accounts()
    settings.DEMO_ALLOWED = False
    with pytest.raises(ImproperlyConfigured, match="accounts of the demo"):
        refuse_demo_accounts()
