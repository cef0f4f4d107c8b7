"""Looks through a file as a curious person would: every member, every stream, every segment."""

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator

from tests.hostile.corpus import jpegs, pngs, webps


def everything_in(content: bytes) -> Iterator[bytes]:
    """The bytes as they are, and unpacked in each way that the file allows."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from everything_in(archive.read(name))
    if content.startswith(b"%PDF"):
        yield unpacked_pdf(content)


def unpacked_pdf(content: bytes) -> bytes:
    """By another program than the one that cleans."""
    orders = ["qpdf", "--warning-exit-0", "--stream-data=uncompress", "--object-streams=disable"]
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        done = subprocess.run([*orders, file.name, "-"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-300:]
    return done.stdout


def metadata_in(picture: bytes) -> list[str]:
    """What is in it besides the picture. JFIF's own header of 14 bytes says nothing."""
    if picture.startswith(b"\xff\xd8"):
        kinds = jpegs.markers(picture)
        found = [f"{kind:02X}" for kind in kinds if kind not in jpegs.OF_THE_PICTURE]
        if kinds.count(0xE0) > 1 or not picture.endswith(jpegs.EOI) or picture.count(jpegs.EOI) > 1:
            found.append("more than one picture")
        return found
    if picture.startswith(pngs.SIGNATURE):
        names = pngs.chunk_names(picture)
        found = [str(name) for name in names if name not in pngs.OF_THE_PICTURE]
        return found if names[-1] == b"IEND" else [*found, "more behind the picture"]
    if picture.startswith(b"RIFF"):
        length = 8 + int.from_bytes(picture[4:8], "little")
        found = [str(n) for n in webps.chunk_names(picture) if n not in webps.OF_THE_PICTURE]
        return found if len(picture) == length else [*found, "more behind the picture"]
    return ["not a picture that we know"]
