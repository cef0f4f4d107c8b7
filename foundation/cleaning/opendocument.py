"""OpenDocument texts, put together anew from their parts (T-50, T-52, T-56)."""

import io
import re
from typing import Any

from foundation.cleaning import office_names
from foundation.cleaning.markup import tree_of, walk, written
from foundation.cleaning.office import cleaned_picture, repacked
from foundation.cleaning.office_names import ending_of, is_left_out
from foundation.cleaning.reasons import CannotKeep
from foundation.cleaning.zip_directory import inflate, read_directory

MIME = b"application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_MANIFEST = f"{{{_NAMES}manifest:1.0}}"
_EMPTY_META = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="{_NAMES}office:1.0" '
    'office:version="1.3"><office:meta/></office:document-meta>'
).encode()
_ACTS = {
    f"{_NAMES}script:1.0 event-listener": "macros",
    f"{_NAMES}office:1.0 script": "macros",
    f"{_NAMES}text:1.0 script": "macros",
    f"{_NAMES}text:1.0 execute-macro": "macros",
    f"{_NAMES}office:1.0 binary-data": "unknown",
    f"{_NAMES}office:1.0 dde-source": "elsewhere",
    f"{_NAMES}text:1.0 dde-connection-decl": "elsewhere",
    f"{_NAMES}drawing:1.0 plugin": "media",
    f"{_NAMES}drawing:1.0 applet": "controls",
    f"{_NAMES}drawing:1.0 object-ole": "embedded",
}
_LINKS = {f"{_NAMES}text:1.0 a", f"{_NAMES}drawing:1.0 a"}
_PLAIN_LINKS = {"http", "https", "mailto", "tel", "ftp"}
_HREF = "http://www.w3.org/1999/xlink href"
# The name and the settings of somebody's printer.
_PRINTER = re.compile(
    rb'(<config:config-item\b[^<>]*config:name="Printer(?:Name|Setup)"[^<>]*>)[^<]*'
)


def clean(about: dict[str, Any], content: bytes) -> tuple[Any, ...]:
    try:
        return {}, _rewritten(content)
    except CannotKeep as trouble:
        return ({"refused": trouble.code},)


def _rewritten(content: bytes) -> bytes:
    directory = read_directory(io.BytesIO(content))
    first = directory.members[0]
    if first.name != "mimetype" or inflate(content, first) != MIME:
        raise CannotKeep("template")
    code = office_names.objection(directory.names, "odt")
    if code:
        raise CannotKeep(code)
    listed = {member.name: member for member in directory}
    if not {"content.xml", MANIFEST} <= listed.keys():
        raise CannotKeep("damaged")
    # First, because nothing else can be read of what is locked.
    _manifest(inflate(content, listed[MANIFEST]))
    return repacked(content, directory, _cleaned)


def _cleaned(name: str, body: bytes) -> bytes:
    lower = name.lower()
    if lower == "mimetype":
        return body
    if lower == "meta.xml" or lower.endswith("/meta.xml"):
        walk(body)
        return _EMPTY_META
    if name == MANIFEST:
        return _manifest(body)
    if ending_of(name) not in office_names.MARKUP:
        return cleaned_picture(name, body)
    if body:
        walk(body, start=_refuse_what_acts)
    return _PRINTER.sub(rb"\1", body)


def _refuse_what_acts(name: str, attributes: dict[str, str]) -> None:
    if name in _ACTS:
        raise CannotKeep(_ACTS[name])
    target = attributes.get(_HREF, "").strip()
    if name in _LINKS:
        scheme, colon, _ = "".join(target.split()).partition(":")
        if colon and "#" not in scheme and scheme.lower() not in _PLAIN_LINKS:
            raise CannotKeep("opens")
        return
    # Inside the file, or a place in the text.
    if ":" in target.split("#")[0] or target.startswith(("/", "../", "\\")):
        raise CannotKeep("elsewhere")


def _manifest(body: bytes) -> bytes:
    """The list of parts, without those that we leave out. What is locked says so here."""
    root = tree_of(body)
    for each in list(root):
        if each.find(f"{_MANIFEST}encryption-data") is not None:
            raise CannotKeep("locked")
        if is_left_out(each.get(f"{_MANIFEST}full-path", "")):
            root.remove(each)
    return written(root)
