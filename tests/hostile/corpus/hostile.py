"""What a hostile file is: how it is made, what it attacks, and what has to become of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from tests.support.clamd import EICAR
from tests.support.pictures import CANARY

__all__ = ["CANARY", "EICAR", "SCRIPT", "Hostile", "fixed", "item"]

Expected = Literal["refused", "refused when checked", "cleaned", "accepted as is"]
Look = Callable[[bytes], None]

# Would show that it ran by changing the title (tests/hostile/test_browser.py).
SCRIPT = b"<script>document.title='canary-script-ran'</script>"

CLAIMS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "heic": "image/heic",
    "heif": "image/heif",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain",
    "csv": "text/csv",
    "html": "text/html",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Hostile:
    # Stable, and begins with the threat: "T-52-jpeg-gps-xmp-iptc-comment".
    id: str
    threat: str
    name: str
    content_type_claimed: str
    make: Callable[[], bytes]
    expect: Expected
    # Must not be in what is served, packed or unpacked.
    never: tuple[bytes, ...] = ()
    # What the sentence has to speak of, when it is refused.
    says: str = ""
    # Looks at what is served; raises when something is wrong.
    look: Look | None = None


def item(
    id: str,
    name: str,
    make: Callable[[], bytes],
    expect: Expected,
    *,
    never: tuple[bytes, ...] = (),
    says: str = "",
    look: Look | None = None,
    claims: str = "",
) -> Hostile:
    """With the threat from the id, and the content type that a browser would claim for the name."""
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    return Hostile(
        id=id,
        threat="-".join(id.split("-")[:2]),
        name=name,
        content_type_claimed=claims or CLAIMS.get(ending, "application/octet-stream"),
        make=make,
        expect=expect,
        never=never,
        says=says,
        look=look,
    )


def fixed(content: bytes) -> Callable[[], bytes]:
    return lambda: content
