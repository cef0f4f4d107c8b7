"""What the names in an office file tell before anything is inflated (T-50, T-56).

The names are those of Office Open XML (ECMA-376) and OpenDocument (ISO 26300). Whoever lies in a
name is found out when the bytes are looked at, in office.py.
"""

import re
from collections.abc import Iterable

# The folder that tells the kinds of Office apart.
FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
CONTENT_TYPES = "[Content_Types].xml"


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PICTURES = words("bmp gif jfif jpe jpeg jpg png svg tif tiff tmp webp")
DRAWINGS = words("emf svm wmf")
FONTS = words("fntdata odttf otf ttf")
MEDIA = words(
    "3gp aac aif aiff asf avi flac flv m4a m4v mid midi mkv mov mp3 mp4 mpeg mpg oga ogg ogv "
    "opus wav weba webm wma wmv"
)
ARCHIVES = words(
    "7z apk bz2 cab doc docm docx eml gz htm html iso jar mht mhtml msg odp ods odt pdf ppt pptm "
    "pptx rar rtf tar tgz xls xlsb xlsm xlsx xz zip zst"
)
MARKUP = words("psmdcp rdf rels vml xml")

# Thumbnails, printers, add-ins, labels of an organisation, keys and menus of a program, rubbish:
# nobody sends them on purpose.
_LEFT_OUT = re.compile(
    r"docprops/thumbnail\..*|thumbnails/.*|.*/printersettings/.*|(.*/)?webextensions/.*"
    r"|docmetadata/.*|\[trash\]/.*|(.*/)?layout-cache|configurations2/.*|meta-inf/documentsignatures\.xml"
    r"|_xmlsignatures/.*",
)
_FOUND = (
    (
        "macros",
        re.compile(
            r"(.*/)?(vbaproject[^/]*|vbadata\.xml|macrosheets/.*|intlmacrosheets/.*"
            r"|dialogsheets/.*|attachedtoolbars[^/]*)|(basic|dialogs|scripts)/.*"
            r"|meta-inf/macrosignatures\.xml"
        ),
    ),
    ("controls", re.compile(r"(.*/)?activex/.*")),
    ("embedded", re.compile(r"(.*/)?embeddings/.*(?<!\.xlsx)|(.*/)?oleobject[^/]*|versions/.*")),
    (
        "elsewhere",
        re.compile(r"(.*/)?(externallinks/.*|connections\.xml|querytables/.*|afchunk[^/]*)"),
    ),
)
_CHART_DATA = re.compile(r"(word|xl|ppt)/embeddings/[^/]+\.xlsx")


def kind_of(names: Iterable[str]) -> str:
    """docx, xlsx, pptx, or nothing of the three."""
    known = set(names)
    if CONTENT_TYPES not in known:
        return ""
    kinds = [
        kind for kind, folder in FOLDERS.items() if any(name.startswith(folder) for name in known)
    ]
    return kinds[0] if len(kinds) == 1 else ""


def is_left_out(name: str) -> bool:
    return bool(_LEFT_OUT.fullmatch(name.lower()))


def is_chart_data(name: str) -> bool:
    """A table that may lie inside; whether a chart alone knows of it is asked later."""
    return bool(_CHART_DATA.fullmatch(name.lower()))


def ending_of(name: str) -> str:
    last = name.rpartition("/")[2].lower()
    return last.rpartition(".")[2] if "." in last else ""


def objection(names: Iterable[str], kind: str) -> str:
    """The code of what must not be in it, or nothing."""
    for name in names:
        lower = name.lower()
        if is_left_out(name) or name.endswith("/"):
            continue
        for code, pattern in _FOUND:
            if pattern.fullmatch(lower):
                return code
        code = _objection_to_ending(name, kind)
        if code:
            return code
    return ""


def _objection_to_ending(name: str, kind: str) -> str:
    ending = ending_of(name)
    if ending in MEDIA:
        return "media"
    if ending in ARCHIVES:
        return "" if is_chart_data(name) else "embedded"
    if ending in PICTURES | DRAWINGS | FONTS | MARKUP:
        return ""
    # OpenDocument names its objects and their pictures "Object 1", and its folders.
    return "" if kind == "odt" and not ending else "unknown"
