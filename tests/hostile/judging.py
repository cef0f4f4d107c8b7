"""Sends one file as a person would, has it checked, and says what became of it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.files import (
    EVIDENCE,
    FileNotAccepted,
    check_file,
    fsck_files,
    open_clean,
    serve,
    store_upload,
)
from foundation.models import AuditEvent, PrivateFile
from foundation.refusals import Refused
from tests.hostile.corpus import Hostile
from tests.hostile.unpacking import everything_in, metadata_in
from tests.support.jobs import commit_effects

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DISPOSITION = re.compile(r"attachment; filename(=\"(?:[^\"\\]|\\.)*\"|\*=utf-8''[\w.!~*'()%-]+)")
ENDINGS = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "text/plain": ("txt", "csv"),
    "application/vnd.oasis.opendocument.text": ("odt",),
}


@dataclass(frozen=True)
class Stores:
    """Two folders, and the folder around them, in which nothing else may appear."""

    around: Path

    def objects(self, name: str) -> list[Path]:
        return [path for path in (self.around / "stores" / name).rglob("*") if path.is_file()]

    def strays(self) -> list[Path]:
        kept = {*self.objects("default"), *self.objects("quarantine")}
        return [path for path in self.around.rglob("*") if path.is_file() and path not in kept]


@dataclass(frozen=True)
class Sent:
    outcome: str
    sentence: str = ""
    file: PrivateFile | None = None
    served: bytes = b""


def upload(hostile: Hostile, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(hostile.name, content, hostile.content_type_claimed)


def keep(hostile: Hostile, content: bytes, sender: object) -> PrivateFile:
    return store_upload(upload=upload(hostile, content), kinds=EVIDENCE, actor=sender, at=NOW)


def check(file: PrivateFile) -> PrivateFile:
    """As the job does."""
    check_file.call(str(file.uuid))
    commit_effects()
    file.refresh_from_db()
    return file


def send(hostile: Hostile, sender: object, *, content: bytes = b"") -> Sent:
    """Everything that has to be true on the way is asserted on the way."""
    content = content or hostile.make()
    try:
        file = keep(hostile, content, sender)
    except FileNotAccepted as refusal:
        assert not PrivateFile.objects.exists()
        return Sent("refused", refusal.sentence)
    assert file.is_waiting
    with pytest.raises(Refused, match="still being checked"):
        serve(file)
    with pytest.raises(Refused, match="still being checked"):
        open_clean(file)
    check(file)
    if file.state == PrivateFile.State.REFUSED:
        assert AuditEvent.objects.filter(event="file.refused").exists()
        with pytest.raises(Refused) as said:
            serve(file)
        assert said.value.sentence == file.reason
        return Sent("refused when checked", file.reason, file)
    if not file.is_clean:
        return Sent("still waiting", "", file)
    served = b"".join(serve(file).streaming_content)
    return Sent("accepted as is" if served == content else "cleaned", "", file, served)


def assert_stores_agree(stores: Stores, sent: Sent) -> None:
    """Clean bytes lie in the private store, once, and nothing lies anywhere else."""
    assert list(fsck_files()) == []
    assert stores.objects("quarantine") == []
    assert stores.strays() == []
    if sent.served:
        thumbnails = 1 if sent.file.thumbnail_key else 0
        assert len(stores.objects("default")) == 1 + thumbnails
    else:
        assert stores.objects("default") == []


def assert_is_a_sentence(sentence: str) -> None:
    """Printable, finished, short; it says what to do, in words."""
    assert 20 < len(sentence) < 400
    assert sentence.endswith(".")
    assert sentence.isprintable()


def assert_name_is_safe(file: PrivateFile) -> None:
    name = file.display_name
    assert 0 < len(name) <= 200
    assert not set(name) & set("/\\\0")
    assert not name.startswith((".", "-"))
    assert name == unicodedata.normalize("NFC", name)
    assert not [c for c in name if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not re.search("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", name)
    wanted = ENDINGS.get(file.content_type.split(";")[0]) or ("docx", "xlsx", "pptx")
    assert name.rpartition(".")[2].lower() in wanted
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{38}", file.storage_key)


def assert_headers_are_safe(file: PrivateFile) -> None:
    answer = serve(file)
    answer.close()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == file.content_type
    assert answer["Content-Type"].split(";")[0] not in ("text/html", "image/svg+xml")
    head = answer.serialize_headers()
    assert head.lower().count(b"content-disposition:") == 1
    for line in head.split(b"\r\n"):
        assert re.match(rb"[\w-]+: ", line), line
    assert DISPOSITION.fullmatch(answer["Content-Disposition"]), answer["Content-Disposition"]
    if answer["Content-Disposition"].startswith("attachment; filename*="):
        assert unquote(answer["Content-Disposition"].partition("''")[2]) == file.display_name


def assert_nothing_is_hidden(hostile: Hostile, sent: Sent) -> None:
    """No canary, packed or unpacked; in a picture, no segment that is not of the picture."""
    for layer in everything_in(sent.served):
        for canary in hostile.never:
            assert canary not in layer
    if sent.file.content_type.startswith("image/"):
        assert metadata_in(sent.served) == []
    if sent.file.thumbnail_key:
        with storages["default"].open(sent.file.thumbnail_key) as stored:
            small = stored.read()
        assert metadata_in(small) == []
        assert not any(canary in small for canary in hostile.never)
