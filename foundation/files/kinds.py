"""Which files we take. The bytes decide what a file is, not its name or what a browser says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from foundation.files.pixels import Size, jpeg_pixels, png_pixels, webp_pixels
from foundation.files.sent import Sent
from foundation.refusals import Refused

MEGABYTE = 1024 * 1024


class FileNotAccepted(Refused):
    """A sentence that names the file and says what to do. Forms show it beside their field."""


@dataclass(frozen=True)
class FileKind:
    content_type: str
    # The first is the one we give when the name has another.
    extensions: tuple[str, ...]
    recognised: Callable[[Sent], bool]
    # Reads width and height from the header, without decoding (T-51); None where there are none.
    pixels: Callable[[BinaryIO], Size | None] | None = None
    # As people call it.
    label: str = ""
    # The code of what must not be in it (foundation.cleaning.reasons), as far as can be told
    # without inflating or decoding.
    objection: Callable[[Sent], str] | None = None
    # Where the type depends on the bytes: the charset of a text.
    content_type_of: Callable[[Sent], str] | None = None

    @property
    def called(self) -> str:
        return self.label or self.extensions[0].upper()


@dataclass(frozen=True)
class FileKinds:
    """What one form field takes."""

    # As in "Choose a {wanted}."
    wanted: str
    kinds: tuple[FileKind, ...]
    max_bytes: int
    max_pixels: int = 0
    # Better sentences for a file that is none of these; they get the file and may give "".
    unwanted: Callable[[Sent], str] = lambda sent: ""
    # Asked about large files too: to make a film smaller would be in vain.
    better_as_link: Callable[[Sent], str] = lambda sent: ""
    # Said beforehand, after what we can tell by ourselves.
    further_limits: tuple[str, ...] = ()

    @property
    def accept(self) -> str:
        """For the file input's `accept`. With "image/*" a phone offers its camera."""
        if all(kind.pixels for kind in self.kinds):
            return ",".join(kind.content_type for kind in self.kinds)
        # Some systems know no type for HEIC; its endings make up for that.
        endings = (
            f".{ending}"
            for kind in self.kinds
            for ending in kind.extensions
            if not kind.pixels or kind.extensions[0] == "heic"
        )
        return ",".join(("image/*", *endings))

    @property
    def limits(self) -> tuple[str, ...]:
        """Sentences that a page says before anybody chooses a file."""
        names = [kind.called for kind in self.kinds]
        said = [
            f"You can send {', '.join(names[:-1])} and {names[-1]}.",
            f"A file can be up to {self.max_bytes // MEGABYTE} MB.",
        ]
        if self.max_pixels:
            said.append(f"A picture can have up to {self.max_pixels // 1_000_000} million pixels.")
        return (*said, *self.further_limits)

    def kind_of(self, sent: Sent) -> FileKind | None:
        return next((kind for kind in self.kinds if kind.recognised(sent)), None)


JPEG = FileKind(
    "image/jpeg",
    ("jpg", "jpeg"),
    lambda sent: sent.head.startswith(b"\xff\xd8\xff"),
    jpeg_pixels,
    "JPEG",
)
PNG = FileKind(
    "image/png", ("png",), lambda sent: sent.head.startswith(b"\x89PNG\r\n\x1a\n"), png_pixels
)
WEBP = FileKind(
    "image/webp",
    ("webp",),
    lambda sent: sent.head[:4] == b"RIFF" and sent.head[8:12] == b"WEBP",
    webp_pixels,
    "WebP",
)

PICTURES = FileKinds(
    wanted="JPEG, PNG or WebP picture",
    kinds=(JPEG, PNG, WEBP),
    max_bytes=15 * MEGABYTE,
    max_pixels=40_000_000,
)
