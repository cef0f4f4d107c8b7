"""The parts of Office Open XML that say who made a file and what it is tied to."""

import re
from collections.abc import Iterable
from html import unescape
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from foundation.cleaning.markup import tree_of, walk, written
from foundation.cleaning.office_names import is_chart_data, is_left_out
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
_PLAIN_LINKS = {"", "http", "https", "mailto", "tel", "ftp", "file"}
# Fields of Word that start a program or fetch something when the file is opened.
_FETCHING_FIELD = re.compile(
    r"^\s*(DDE|DDEAUTO|IMPORT|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|LINK)\b",
    re.IGNORECASE | re.MULTILINE,
)
# Formulas of Excel that do.
_FETCHING_FORMULA = re.compile(
    r"\b(WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(\.ID)?)\s*\(|^\s*=?[\w.\\:/']+\|.*!", re.IGNORECASE
)
_VML = "urn:schemas-microsoft-com:vml"
_ACTIONS = tuple(f"ppaction://{what}" for what in ("program", "macro", "ole", "hlinkfile"))
_FORMULAS = (" f", " formula", " formula1", " formula2", " definedName")
# Where a document of SharePoint keeps who shared it with whom.
_SHAREPOINT = b"http://schemas.microsoft.com/office/2006/metadata/properties"


class ContentTypes:
    """[Content_Types].xml: what each part is said to be."""

    def __init__(self, content: bytes) -> None:
        self._root = tree_of(content)
        self._by_ending: dict[str, str] = {}
        self._by_part: dict[str, str] = {}
        for each in self._root:
            said = each.get("ContentType", "")
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
            if any(word in said.lower() for word in words):
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
            _refuse_odd_link(target)
            if _is_file(target):
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
    lower = name.lower()
    if lower.startswith("word/"):
        _refuse_fetching_fields(content)
        # Word fills such places again from the properties, which are empty now; the settings of
        # the printer are left out.
        return re.sub(rb"<w:(dataBinding|printerSettings)\b[^<>]*/>", b"", content)
    if lower.startswith("xl/"):
        _refuse_fetching_formulas(content)
    else:
        walk(content, start=_refuse_acting_link)
    if lower.startswith("customxml/item") and _SHAREPOINT in content[:4096]:
        return b'<properties xmlns="%s"/>' % _SHAREPOINT
    if lower == "xl/workbook.xml":
        # The folder of the person who saved it last.
        return re.sub(rb'(<[a-z0-9]+:absPath\b[^<>]*\burl=")[^"]*"', rb'\1"', content)
    if lower.startswith(("xl/worksheets/", "xl/chartsheets/")):
        # The settings of the printer are left out.
        return re.sub(rb'(<(?:\w+:)?pageSetup\b[^<>]*?)\s+r:id="[^"]*"', rb"\1", content)
    return content


def refuse_odd_vml(content: bytes) -> None:
    """Old drawings, which Excel writes as XML that is not quite."""
    plain = unescape(content.replace(b"\0", b"").decode("utf-8", "replace")).lower()
    if any(word in plain for word in ("<!doctype", "<!entity", "<script")):
        raise CannotKeep("unknown")
    if re.search(r"""\b(src|o:href)\s*=\s*["'](https?:|file:|ftp:|\\\\|//)""", plain):
        raise CannotKeep("elsewhere")


def _refuse_odd_link(target: str) -> None:
    scheme = _scheme(target)
    # One letter is a disk of Windows.
    if scheme not in _PLAIN_LINKS and len(scheme) > 1:
        raise CannotKeep("opens")


def _is_file(target: str) -> bool:
    return _scheme(target) == "file" or len(_scheme(target)) == 1 or target.startswith("\\")


def _scheme(target: str) -> str:
    """Up to the first colon, as a careless reader takes it."""
    before, colon, _ = "".join(target.split()).partition(":")
    return before.lower() if colon and not set(before) & set("/?#") else ""


def _refuse_fetching_fields(content: bytes) -> None:
    """A field's words may be cut into many runs, so they are put together first."""
    words: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = name.endswith(" instrText")
        if name.startswith(_VML):
            _refuse_far_picture(name, attributes)
        if name.endswith(" fldChar"):
            words.append("\n")
        for key, value in attributes.items():
            if key.endswith(" instr"):
                words.append(f"\n{value}\n")

    def text(piece: str) -> None:
        if inside:
            words.append(piece)

    walk(content, start=start, text=text)
    if _FETCHING_FIELD.search("".join(words)):
        raise CannotKeep("elsewhere")


def _refuse_far_picture(name: str, attributes: dict[str, str]) -> None:
    """Old drawings (VML) name their pictures outright; a link around one may lead anywhere plain."""
    for key, value in attributes.items():
        if key.endswith("href") and not name.endswith(" imagedata"):
            _refuse_odd_link(value)
        elif key.endswith(("src", "href")) and (_scheme(value) or value.startswith(("\\", "//"))):
            raise CannotKeep("elsewhere")


def _refuse_acting_link(name: str, attributes: dict[str, str]) -> None:
    """A click on a slide that starts a program, a macro or a file."""
    if attributes.get("action", "").lower().startswith(_ACTIONS):
        raise CannotKeep("opens")


def _refuse_fetching_formulas(content: bytes) -> None:
    words: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        # Words between quotation marks do nothing.
        if words and _FETCHING_FORMULA.search(re.sub('"[^"]*"', '""', "".join(words))):
            raise CannotKeep("elsewhere")
        words.clear()
        inside = name.endswith(_FORMULAS)

    def text(piece: str) -> None:
        if inside:
            words.append(piece)

    walk(content, start=start, text=text)
    start("", {})
