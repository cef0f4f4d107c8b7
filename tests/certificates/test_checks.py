"""System checks and the commands about keys."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from certificates import checks
from certificates.models import Certificate
from certificates.signing import DEVELOPMENT_NAME, load_signer, new_key_file
from tests.support.jobs import run_waiting_jobs

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def install(settings, tmp_path):
    def key(name: str = "Real", *, at: datetime | None = None, passphrase: str = PASSPHRASE):
        file = tmp_path / f"{name[:4]}.p12"
        content = new_key_file(common_name=name, passphrase=PASSPHRASE, at=at or datetime.now(UTC))
        file.write_bytes(content)
        settings.CERTIFICATE_KEY_FILE = str(file)
        settings.CERTIFICATE_KEY_PASSPHRASE = passphrase

    return key


def ids(messages) -> list[str]:
    return [message.id for message in messages]


def test_good_key_passes(install) -> None:
    install()
    assert checks.check_key() == []


def test_no_key_is_an_error_and_makes_none(settings, tmp_path) -> None:
    settings.CERTIFICATE_KEY_FILE = ""
    settings.DATA_DIR = tmp_path
    assert ids(checks.check_key()) == ["certificates.E002"]
    assert list(tmp_path.iterdir()) == []


def test_unreadable_key_is_an_error(install) -> None:
    install(passphrase="wrong")
    assert ids(checks.check_key()) == ["certificates.E003"]


def test_development_key_is_an_error(install) -> None:
    install(DEVELOPMENT_NAME)
    assert ids(checks.check_key()) == ["certificates.E004"]


def test_key_that_ends_soon_is_a_warning(install) -> None:
    install(at=datetime.now(UTC) - timedelta(days=3620))
    assert ids(checks.check_key()) == ["certificates.W002"]


def test_command_makes_a_key_that_signs(settings, tmp_path, monkeypatch, capsys) -> None:
    file = tmp_path / "key.p12"
    monkeypatch.setenv("CERTIFICATE_KEY_PASSPHRASE", PASSPHRASE)
    call_command("make_certificate_key", file, name="Somebody")
    assert "CERTIFICATE_KEY_FILE" in capsys.readouterr().out
    settings.CERTIFICATE_KEY_FILE = str(file)
    settings.CERTIFICATE_KEY_PASSPHRASE = PASSPHRASE
    assert not load_signer().for_development
    before = file.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("make_certificate_key", file)
    assert file.read_bytes() == before


def test_command_refuses_a_short_passphrase_and_no_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CERTIFICATE_KEY_PASSPHRASE", "short")
    with pytest.raises(CommandError, match="16 characters"):
        call_command("make_certificate_key", tmp_path / "key.p12")
    with pytest.raises(CommandError, match="no folder"):
        call_command("make_certificate_key", tmp_path / "none" / "key.p12")


@pytest.mark.django_db
def test_command_replaces_a_lost_key(made, officer, lead, settings, tmp_path, capsys) -> None:
    lost = made.key.key_id
    with pytest.raises(CommandError, match="still signs"):
        call_command("replace_lost_key", lost, officer=officer.email)
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match=f"Known keys: {lost}"):
        call_command("replace_lost_key", "0" * 16, officer=officer.email)
    with pytest.raises(CommandError, match="not the address"):
        call_command("replace_lost_key", lost, officer=lead.email)
    call_command("replace_lost_key", lost, officer=officer.email.upper())
    assert "1 certificates are issued again by the worker" in capsys.readouterr().out
    run_waiting_jobs()
    assert Certificate.objects.current().get().key.key_id != lost
