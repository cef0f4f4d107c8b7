"""Stores of one test, and what goes into them."""

import hashlib
import io
import resource
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from foundation.files import store_generated, store_upload
from foundation.files.kinds import PICTURES
from foundation.files.stores import put
from tests.support.pictures import jpeg_with_secrets, sent

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def folders(settings, tmp_path):
    """Both stores empty, on disk."""
    kept = {}
    for name in ("default", "quarantine"):
        options = settings.STORAGES[name]["OPTIONS"] | {"location": str(tmp_path / name)}
        kept[name] = settings.STORAGES[name] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | kept
    return {name: tmp_path / name for name in kept}


def objects(folder: Path):
    return [path for path in folder.rglob("*") if path.is_file()]


def body(response):
    return b"".join(response.streaming_content)


def pdf(name="Plan.pdf", content=b"%PDF-1.7 a plan"):
    return store_generated(name=name, content=content, content_type="application/pdf", at=NOW)


def picture_of(actor, name="us.jpg", content=None):
    """Sent, and waiting."""
    content = jpeg_with_secrets() if content is None else content
    return store_upload(upload=sent(name, content), kinds=PICTURES, actor=actor, at=NOW)


def with_thumbnail(file, content=None):
    """A small picture beside it, as the check makes one."""
    if content is None:
        out = io.BytesIO()
        Image.new("RGB", (16, 12), "teal").save(out, format="JPEG")
        content = out.getvalue()
    file.thumbnail_key = put(storages["default"], ContentFile(content))
    file.thumbnail_size = len(content)
    file.thumbnail_sha256 = hashlib.sha256(content).hexdigest()
    file.save()
    return content


def clean_picture(content=None, *, content_type="image/png"):
    """Of our own making, with a small one."""
    if content is None:
        out = io.BytesIO()
        Image.new("RGB", (160, 120), "teal").save(out, format="PNG")
        content = out.getvalue()
    file = store_generated(name="us.png", content=content, content_type=content_type, at=NOW)
    with_thumbnail(file)
    return file


@contextmanager
def room_for(size):
    """This process may write no longer files: to it the disk is full (F-05)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
