"""The parts of Office Open XML that say who made a file and what it is tied to."""

import re
from collections.abc import Iterable
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from foundation.cleaning.markup import tree_of, written
from foundation.cleaning.office_names import is_chart_data, is_left_out
from foundation.cleaning.office_words import is_file, refuse_acting, refuse_odd_link
from foundation.cleaning.reasons import CannotKeep

_OFFICE = "application/vnd.openxmlformats-officedocument."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/"
MAIN = {
    "docx": _OFFICE + "wordprocessingml.document.main+xml",
    "xlsx": _OFFICE + "spreadsheetml.sheet.main+xml",
    "pptx": _OFFICE + "presentationml.presentation.main+xml",
}
# Properties without a single one; the part stays, because the package lists it.
EMPTY = {
    "application/vnd.openxmlformats-package.core-properties+xml": (
        f'<coreProperties xmlns="{_PACKAGE}metadata/core-properties"/>'
    ),
    _OFFICE + "extended-properties+xml": (
        f'<Properties xmlns="{_PROPERTIES}extended-properties"/>'
    ),
    _OFFICE + "custom-properties+xml": f'<Properties xmlns="{_PROPERTIES}custom-properties"/>',
}
_FORBIDDEN_TYPES = (
    ("macros", ("macroenabled", "vbaproject", "intlmacrosheet", "dialogsheet")),
    ("controls", ("activex",)),
    ("embedded", ("oleobject",)),
    ("elsewhere", ("externallink", "connections+xml", "querytable")),
)
_FORBIDDEN_LINKS = {
    "vbaproject": "macros",
    "wordvbadata": "macros",
    "attachedtoolbars": "macros",
    "xlmacrosheet": "macros",
    "xlintlmacrosheet": "macros",
    "activexcontrolbinary": "controls",
    "control": "controls",
    "oleobject": "embedded",
    "afchunk": "elsewhere",
    "externallink": "elsewhere",
    "subdocument": "elsewhere",
    "frame": "elsewhere",
    "attachedtemplate": "elsewhere",
    "connections": "elsewhere",
    "audio": "media",
    "extensibility": "macros",
    "video": "media",
    "media": "media",
}
_LEFT_OUT = (
    # Places that Word fills again from the properties, which are empty now; settings of a printer.
    (re.compile(rb"<w:(dataBinding|printerSettings)\b[^<>]*/>"), b""),
    (re.compile(rb'(<(?:\w+:)?pageSetup\b[^<>]*?)\s+r:id="[^"]*"'), rb"\1"),
    # The folder of the person who saved it last.
    (re.compile(rb'(<[a-z0-9]+:absPath\b[^<>]*\burl=")[^"]*"'), rb'\1"'),
)
# Where a document of SharePoint keeps who shared it with whom.
_SHAREPOINT = b"http://schemas.microsoft.com/office/2006/metadata/properties"


class ContentTypes:
    """[Content_Types].xml: what each part is said to be."""

    def __init__(self, content: bytes) -> None:
        self._root = tree_of(content)
        self._by_ending: dict[str, str] = {}
        self._by_part: dict[str, str] = {}
        for each in self._root:
            # Types know no case, and readers forgive parameters behind them.
            said = each.get("ContentType", "").lower().partition(";")[0].strip()
            self._refuse(said)
            if each.get("Extension"):
                self._by_ending[each.get("Extension", "").lower()] = said
            elif each.get("PartName"):
                self._by_part[each.get("PartName", "").lstrip("/").lower()] = said

    def of(self, name: str) -> str:
        lower = name.lower()
        return self._by_part.get(lower) or self._by_ending.get(lower.rpartition(".")[2], "")

    def refuse_without_main(self, names: Iterable[str], kind: str) -> None:
        """A template or a file for macros is neither (T-56), whatever its parts are called."""
        if MAIN[kind] not in {*self._by_part.values(), *self._by_ending.values()}:
            raise CannotKeep("template")
        if not any(self.of(name) == MAIN[kind] for name in names):
            raise CannotKeep("damaged")

    def without_left_out(self) -> bytes:
        for each in list(self._root):
            if is_left_out(each.get("PartName", "").lstrip("/")):
                self._root.remove(each)
        return written(self._root)

    @staticmethod
    def _refuse(said: str) -> None:
        for code, words in _FORBIDDEN_TYPES:
            if any(word in said for word in words):
                raise CannotKeep(code)


def cleaned_relationships(name: str, content: bytes) -> bytes:
    """What a part is tied to: nothing elsewhere but plain links, nothing that we leave out."""
    source = name.replace("_rels/", "").removesuffix(".rels")
    root = tree_of(content)
    changed = False
    for each in list(root):
        kind = each.get("Type", "").rpartition("/")[2].lower()
        target = each.get("Target", "")
        if each.get("TargetMode", "").lower() == "external":
            if kind != "hyperlink":
                raise CannotKeep("elsewhere")
            refuse_odd_link(target)
            if is_file(target):
                # It leads nowhere from here, and tells of folders and of people.
                each.set("Target", "#")
                changed = True
            continue
        if kind in _FORBIDDEN_LINKS:
            raise CannotKeep(_FORBIDDEN_LINKS[kind])
        part = part_of(source, target)
        if is_chart_data(part) and "/charts/" not in f"/{source}":
            raise CannotKeep("embedded")
        if is_left_out(part):
            root.remove(each)
            changed = True
    return written(root) if changed else content


def part_of(source: str, target: str) -> str:
    """The name of the part that a relationship of `source` points at."""
    path = unquote(urlsplit(target).path)
    return normpath(path.lstrip("/") if path.startswith("/") else join(dirname(source), path))


def cleaned_xml(name: str, content: bytes) -> bytes:
    """A part of the document: whole, without entities, and without who and where it was made."""
    refuse_acting(content)
    if name.lower().startswith("customxml/item") and _SHAREPOINT in content[:4096]:
        return b'<properties xmlns="%s"/>' % _SHAREPOINT
    for pattern, kept in _LEFT_OUT:
        content = pattern.sub(kept, content)
    return content
