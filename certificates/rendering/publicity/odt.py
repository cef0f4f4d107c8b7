"""The letterhead for LibreOffice and other programs that read OpenDocument.

An OpenDocument file is a zip of a few XML files. Ours are templates with five values in them, so no library
is needed to write it (docs/decisions/0008).
"""

import io
import zipfile

from django.template.loader import render_to_string

from certificates.artwork import METALS
from certificates.rendering.publicity import letterhead
from certificates.rendering.publicity.facts import Shown
from foundation.printing.scripts import is_right_to_left

MIME = "application/vnd.oasis.opendocument.text"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def letterhead_odt(shown: Shown) -> bytes:
    """The template as an OpenDocument text."""
    logo, height = letterhead.logo_of(shown)
    context = {
        "shown": shown,
        "metal": METALS[shown.stage],
        "right_to_left": is_right_to_left(shown.name),
        "foot": letterhead.foot_of(shown),
        "lines": letterhead.LINES,
        "logo_height": f"{height:.2f}",
        "created": shown.issued_at.strftime("%Y-%m-%dT%H:%M:%S"),
    }
    parts: list[tuple[str, bytes]] = [
        (
            f"{name}.xml",
            render_to_string(f"certificates/publicity/odt/{name}.xml", context).encode(),
        )
        for name in ("content", "styles", "meta")
    ]
    parts.append(("Pictures/logo.png", logo))
    parts.append(("Pictures/watermark.png", letterhead.watermark_of(shown)))
    manifest = render_to_string("certificates/publicity/odt/manifest.xml")
    parts.append(("META-INF/manifest.xml", manifest.encode()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # First and unpacked, so that programs know the file by its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype", _ZIP_DAY), MIME, zipfile.ZIP_STORED)
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
