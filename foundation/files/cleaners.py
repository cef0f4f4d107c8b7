"""Which cleaner looks into which kind of file, and what comes back (T-50 to T-56)."""

import logging
from dataclasses import dataclass, field

from foundation import apart
from foundation.cleaning.reasons import sentence
from foundation.files.evidence import DOCX, HEIC, ODT, PDF, PPTX, XLSX
from foundation.files.kinds import JPEG, PNG, WEBP

logger = logging.getLogger(__name__)

# The most pixels take a gigabyte to paint. A PDF is copied and never drawn.
LIMITS = apart.Limits(seconds=60, clock_seconds=300, memory=1024 * apart.MEGABYTE)
LIMITS_OF_PDF = apart.Limits(seconds=60, clock_seconds=300, memory=320 * apart.MEGABYTE)


class Unclean(Exception):
    """What must not be in it. `finding` is for the log, `sentence` for people."""

    def __init__(self, finding: str, *, it: str, kind: str = "") -> None:
        super().__init__(finding)
        self.finding = finding
        self.sentence = sentence(finding, it=it, kind=kind)


@dataclass(frozen=True)
class Cleaned:
    content: bytes
    thumbnail: bytes = b""
    # Fields of the row that are other than they were.
    changes: dict[str, object] = field(default_factory=dict)


def cleaned(content: bytes, *, content_type: str) -> Cleaned:
    """The file as we keep it; `Unclean`, or `apart.Interrupted` when it must be tried again.

    Texts are as they were sent: there is nothing in them that acts, and they leave as downloads.
    """
    for kind in (DOCX, XLSX, PPTX):
        if content_type == kind.content_type:
            return _document(content, cleaner="office", it="this file", kind=kind.extensions[0])
    if content_type == ODT.content_type:
        return _document(content, cleaner="opendocument", it="this file", kind="odt")
    if content_type == PDF.content_type:
        return _document(content, cleaner="pdf", it="this PDF", kind="pdf")
    if content_type in {kind.content_type for kind in (JPEG, PNG, WEBP, HEIC)}:
        return _picture(content, content_type)
    return Cleaned(content)


def _document(content: bytes, *, cleaner: str, it: str, kind: str) -> Cleaned:
    answer = _asked(cleaner, content, {"kind": kind}, it=it, kind=kind.upper())
    return Cleaned(answer.parts[0])


def _picture(content: bytes, content_type: str) -> Cleaned:
    answer = _asked("pictures", content, {"content_type": content_type}, it="this picture")
    picture, thumbnail = answer.parts
    changes: dict[str, object] = {
        name: int(answer.told[name]) for name in ("pixel_width", "pixel_height")
    }
    if content_type == HEIC.content_type:
        changes["content_type"] = JPEG.content_type
    return Cleaned(picture, thumbnail, changes)


def _asked(
    cleaner: str, content: bytes, about: dict[str, str], *, it: str, kind: str = ""
) -> apart.Answer:
    try:
        answer = apart.run(
            f"foundation.cleaning.{cleaner}:clean",
            content,
            about=about,
            limits=LIMITS_OF_PDF if cleaner == "pdf" else LIMITS,
        )
    except apart.GaveUp as trouble:
        logger.warning("A file could not be cleaned: %s", trouble)
        raise Unclean("gave_up", it=it, kind=kind) from trouble
    if "refused" in answer.told:
        raise Unclean(str(answer.told["refused"]), it=it, kind=kind)
    return answer
