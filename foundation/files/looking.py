"""What an upload is, and whether we take it: told before a byte of it is kept."""

from dataclasses import replace
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile

from foundation.cleaning.reasons import sentence
from foundation.files.kinds import MEGABYTE, FileKind, FileKinds, FileNotAccepted
from foundation.files.names import display_name
from foundation.files.pixels import Size
from foundation.files.sent import Sent


def look_at(upload: "UploadedFile[bytes]", kinds: FileKinds) -> tuple[FileKind, Size | None]:
    """What an upload is, or `FileNotAccepted`.

    Nothing is decoded or inflated (T-50, T-51). The kind comes with the content type of this very
    file, which for a text holds its charset.
    """
    name = display_name(upload.name or "")
    sent = Sent(name, cast(BinaryIO, upload), upload.size or 0)
    if not sent.size:
        raise FileNotAccepted(f"{sent.quoted} is empty. Choose another file.")
    if sent.size > kinds.max_bytes:
        raise FileNotAccepted(_too_large(sent, kinds))
    kind = kinds.kind_of(sent)
    if kind is None:
        raise FileNotAccepted(_not_taken(sent, kinds))
    trouble = kind.objection(sent) if kind.objection else ""
    if trouble:
        raise FileNotAccepted(sentence(trouble, it=sent.quoted, kind=kind.extensions[0].upper()))
    pixels = _pixels(sent, kind, kinds)
    if kind.content_type_of:
        kind = replace(kind, content_type=kind.content_type_of(sent))
    upload.seek(0)
    return kind, pixels


def _pixels(sent: Sent, kind: FileKind, kinds: FileKinds) -> Size | None:
    if kind.pixels is None:
        return None
    pixels = kind.pixels(sent.stream)
    if not pixels or not all(pixels):
        raise FileNotAccepted(
            f"We cannot read {sent.quoted}. It may be damaged. Choose another file."
        )
    if pixels[0] * pixels[1] > kinds.max_pixels:
        limit = kinds.max_pixels // 1_000_000
        raise FileNotAccepted(
            f"{sent.quoted} has too many pixels (limit {limit} million). "
            "Make it smaller and try again."
        )
    return pixels


def _too_large(sent: Sent, kinds: FileKinds) -> str:
    limit = kinds.max_bytes // MEGABYTE
    return kinds.better_as_link(sent) or (
        f"{sent.quoted} is too large. Choose one of at most {limit} MB."
    )


def _not_taken(sent: Sent, kinds: FileKinds) -> str:
    return (
        kinds.better_as_link(sent)
        or kinds.unwanted(sent)
        or f"We cannot take {sent.quoted}. Save it as a {kinds.wanted} and choose that."
    )
