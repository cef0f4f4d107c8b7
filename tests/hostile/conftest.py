"""One scanner for the whole folder, two empty stores for each file."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import make_user
from tests.hostile.judging import Stores
from tests.support.clamd import Scanner
from tests.support.clamd import scanner as scanner
from tests.support.s3 import moto_server as moto_server


@pytest.fixture(scope="session")
def clamd() -> Iterator[Scanner]:
    """A short folder name, because a socket's path may have 107 characters only."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder:
        running = Scanner(Path(folder))
        running.start()
        yield running
        running.kill()


@pytest.fixture
def on_disk(settings: object, tmp_path: Path) -> Stores:
    """Both stores empty, each in a folder of its own."""
    kept = {}
    for name in ("default", "quarantine"):
        kept[name] = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "stores" / name), "base_url": None},
        }
    settings.STORAGES = settings.STORAGES | kept
    return Stores(tmp_path)


@pytest.fixture
def sender(db: None) -> object:
    return make_user("Sam Sender")
