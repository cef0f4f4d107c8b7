"""Both stores empty, and hands to send and check."""

from datetime import UTC, datetime

import pytest

from foundation.files import EVIDENCE, check_file, store_upload
from tests.support.jobs import commit_effects
from tests.support.people import somebody
from tests.support.pictures import sent

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def folders(settings, tmp_path):
    kept = {}
    for name in ("default", "quarantine"):
        options = settings.STORAGES[name]["OPTIONS"] | {"location": str(tmp_path / name)}
        kept[name] = settings.STORAGES[name] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | kept
    return {name: tmp_path / name for name in kept}


@pytest.fixture
def checked(db, folders, scanner):
    """Sends a file and has it checked, with a real scanner."""

    sender = somebody()

    def send(name, content):
        file = store_upload(upload=sent(name, content), kinds=EVIDENCE, actor=sender, at=NOW)
        check_file.call(str(file.uuid))
        commit_effects()
        file.refresh_from_db()
        return file

    return send
