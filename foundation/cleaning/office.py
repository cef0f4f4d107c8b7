"""Office files, put together anew from their parts (T-50, T-52, T-56).

Every member is read once, judged by its bytes, cleaned, and copied into a fresh archive in the order
it had. What the list of contents promised was judged before (zip_directory.py); nothing more than
that is inflated here.
"""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from foundation.cleaning import office_names
from foundation.cleaning.drawings import cleaned_svg
from foundation.cleaning.markup import walk
from foundation.cleaning.office_names import CONTENT_TYPES, ending_of, is_chart_data, is_left_out
from foundation.cleaning.office_parts import (
    EMPTY,
    ContentTypes,
    cleaned_relationships,
    cleaned_xml,
)
from foundation.cleaning.office_words import refuse_odd_vml
from foundation.cleaning.pictures import looks_like_picture, repainted
from foundation.cleaning.reasons import CannotKeep
from foundation.cleaning.zip_directory import Directory, inflate, read_directory

BEGINNING = (1980, 1, 1, 0, 0, 0)
# Programs, archives, old office files, PDF, HTML: whatever the member is called.
_NO_PART = re.compile(
    rb"MZ|\x7fELF|PK\x03\x04|PK\x05\x06|\xd0\xcf\x11\xe0|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|MSCF|%PDF-"
    rb"|(\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff",
    re.IGNORECASE,
)


def clean(about: dict[str, Any], content: bytes) -> tuple[Any, ...]:
    """`about` has the kind: docx, xlsx or pptx."""
    try:
        return {}, rewritten(content, kind=about["kind"])
    except CannotKeep as trouble:
        return ({"refused": trouble.code},)


def rewritten(content: bytes, *, kind: str, inside: bool = False) -> bytes:
    """The table behind a chart is an office file itself: it is `inside`, and may hold no other."""
    directory = read_directory(io.BytesIO(content))
    if office_names.kind_of(directory.names) != kind:
        raise CannotKeep("template")
    code = office_names.objection(directory.names, kind)
    if code:
        raise CannotKeep(code)
    listed = {member.name: member for member in directory}
    types = ContentTypes(inflate(content, listed[CONTENT_TYPES]))
    types.refuse_without_main(directory.names, kind)

    def part(name: str, body: bytes) -> bytes:
        if name == CONTENT_TYPES:
            return types.without_left_out()
        return _cleaned(name, body, types, inside=inside)

    return repacked(content, directory, part)


def repacked(content: bytes, directory: Directory, part: Callable[[str, bytes], bytes]) -> bytes:
    """A fresh archive of what `part` makes of each member: no date, comment or extra field."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in directory:
            if is_left_out(member.name) or member.name.endswith("/"):
                continue
            body = part(member.name, inflate(content, member))
            info = zipfile.ZipInfo(member.name, BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED if member.method else zipfile.ZIP_STORED
            archive.writestr(info, body)
    return out.getvalue()


def _cleaned(name: str, body: bytes, types: ContentTypes, *, inside: bool) -> bytes:
    said = types.of(name)
    if said in EMPTY or name.lower().startswith("docprops/"):
        walk(body)
        return EMPTY.get(said, next(iter(EMPTY.values()))).encode()
    if is_chart_data(name) and not inside:
        return rewritten(body, kind="xlsx", inside=True)
    ending = ending_of(name)
    if ending == "rels":
        return cleaned_relationships(name, body)
    # By what it is said to be: a letter may be called a.ttf.
    if said.startswith("image/svg") or (
        ending == "svg" and not said.startswith("application/vnd.")
    ):
        return cleaned_svg(body)
    if said.endswith("xml"):
        return cleaned_xml(name, body)
    if ending == "vml":
        refuse_odd_vml(body)
        return body
    if ending in office_names.MARKUP:
        return cleaned_xml(name, body)
    return cleaned_picture(name, body)


def cleaned_picture(name: str, body: bytes) -> bytes:
    """A picture painted again, a drawing cleaned; fonts and old drawings of Windows as they are."""
    ending = ending_of(name)
    if not body:
        return body
    if ending == "svg":
        return cleaned_svg(body)
    if looks_like_picture(body):
        return repainted(body)
    if _NO_PART.match(body):
        raise CannotKeep("embedded")
    if ending in office_names.FONTS:
        return body
    return _windows_drawing(body)


def _windows_drawing(body: bytes) -> bytes:
    """A metafile up to the end that its header tells; what it draws stays as it is."""
    if body.startswith(b"\x01\0\0\0") and body[40:44] == b" EMF":
        return body[: int.from_bytes(body[48:52], "little")]
    start = 22 if body.startswith(b"\xd7\xcd\xc6\x9a") else 0
    if body[start : start + 4] in (b"\x01\0\x09\0", b"\x02\0\x09\0"):
        # In words of two bytes.
        return body[: start + 2 * int.from_bytes(body[start + 6 : start + 10], "little")]
    # LibreOffice's own.
    if body.startswith(b"VCLMTF"):
        return body
    raise CannotKeep("picture")
