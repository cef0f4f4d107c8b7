"""Words in a part of an office file that would fetch or start something (T-54 to T-56).

Whatever its folder and its name: fields are looked for in sheets and formulas in letters, because a
package may keep its parts anywhere.
"""

import re
from html import unescape

from foundation.cleaning.markup import walk
from foundation.cleaning.reasons import CannotKeep

_PLAIN_LINKS = {"", "http", "https", "mailto", "tel", "ftp", "file"}
_FETCHING_FIELD = re.compile(
    r"^\s*(DDE|DDEAUTO|IMPORT|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|LINK)\b",
    re.IGNORECASE | re.MULTILINE,
)
_FETCHING_FORMULA = re.compile(
    r"\b(WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(\.ID)?)\s*\(|^\s*=?[\w.\\:/']+\|.*!", re.IGNORECASE
)
_FORMULAS = (" f", " formula", " formula1", " formula2", " definedName")
_QUOTED = re.compile('"[^"]*"')
_VML = "urn:schemas-microsoft-com:vml"
# A click on a slide that starts a program, a macro or a file.
_ACTIONS = tuple(f"ppaction://{what}" for what in ("program", "macro", "ole", "hlinkfile"))


def refuse_acting(content: bytes) -> None:
    """Once through a part, which must be whole and without entities."""
    reader = _Reader()
    walk(content, start=reader.start, text=reader.text)
    reader.end()


class _Reader:
    """Puts the words of fields together, which may be cut into many runs, and those of formulas."""

    def __init__(self) -> None:
        self._field: list[str] = []
        self._formula: list[str] = []
        self._now: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._judge_formula()
        self._now = None
        if name.endswith(_FORMULAS):
            self._now = self._formula
        elif name.endswith(" instrText"):
            self._now = self._field
        elif name.endswith(" fldChar"):
            self._field.append("\n")
        if attributes:
            self._attributes(name, attributes)

    def text(self, piece: str) -> None:
        if self._now is not None:
            self._now.append(piece)

    def end(self) -> None:
        self._judge_formula()
        if _FETCHING_FIELD.search("".join(self._field)):
            raise CannotKeep("elsewhere")

    def _attributes(self, name: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if key.endswith(" instr"):
                self._field.append(f"\n{value}\n")
            elif key == "action" and value.lower().startswith(_ACTIONS):
                raise CannotKeep("opens")
        if name.startswith(_VML):
            _refuse_far_picture(name, attributes)

    def _judge_formula(self) -> None:
        # Words between quotation marks do nothing.
        if self._formula and _FETCHING_FORMULA.search(_QUOTED.sub('""', "".join(self._formula))):
            raise CannotKeep("elsewhere")
        self._formula.clear()


def _refuse_far_picture(name: str, attributes: dict[str, str]) -> None:
    """Old drawings (VML) name their pictures outright; a link around one may lead anywhere plain."""
    for key, value in attributes.items():
        if key.endswith("href") and not name.endswith(" imagedata"):
            refuse_odd_link(value)
        elif key.endswith(("src", "href")) and (_scheme(value) or value.startswith(("\\", "//"))):
            raise CannotKeep("elsewhere")


def refuse_odd_vml(content: bytes) -> None:
    """Old drawings in parts of their own, which Excel writes as XML that is not quite."""
    plain = unescape(content.replace(b"\0", b"").decode("utf-8", "replace")).lower()
    if any(word in plain for word in ("<!doctype", "<!entity", "<script")):
        raise CannotKeep("unknown")
    if re.search(r"""\b(src|o:href)\s*=\s*["'](https?:|file:|ftp:|\\\\|//)""", plain):
        raise CannotKeep("elsewhere")


def refuse_odd_link(target: str) -> None:
    """What a click may open: a page, a letter, a telephone."""
    scheme = _scheme(target)
    # One letter is a disk of Windows.
    if scheme not in _PLAIN_LINKS and len(scheme) > 1:
        raise CannotKeep("opens")


def is_file(target: str) -> bool:
    """On somebody's disk or in their network."""
    return _scheme(target) == "file" or len(_scheme(target)) == 1 or target.startswith("\\")


def _scheme(target: str) -> str:
    """Up to the first colon, as a careless reader takes it."""
    before, colon, _ = "".join(target.split()).partition(":")
    return before.lower() if colon and not set(before) & set("/?#") else ""
