"""The text of a mail, read again: for a person's inbox, and for what the e-mail of the day says of it."""

import re
from dataclasses import dataclass

from django.conf import settings

# "Read the message: https://…" is how a text writes a button (`foundation.wording_paper`).
_BUTTON = re.compile(r"(?P<words>[^\n:]+): (?P<url>https?://\S+)")
_ADDRESS = re.compile(r"https?://[^\s)]+")
LONGEST_GIST = 300


@dataclass(frozen=True)
class Piece:
    """Some words, and where they lead if that is a page of ours."""

    words: str
    url: str = ""


Line = list[Piece]


def paragraphs(text: str) -> list[list[Line]]:
    """The text of a mail in its paragraphs and lines. Only links to our own pages lead anywhere (T-70)."""
    return [[_line(line) for line in each.split("\n")] for each in _paragraphs(text)]


def gist(text: str) -> str:
    """What the first whole paragraph says: neither the heading nor the greeting."""
    for each in _paragraphs(text)[1:]:
        if not each.endswith(",") and not _ADDRESS.search(each):
            said = " ".join(each.split())
            return said if len(said) <= LONGEST_GIST else f"{said[: LONGEST_GIST - 1]}…"
    return ""


def button(text: str) -> Piece | None:
    """The link that the mail is about: the first to a page of ours."""
    pieces = [piece for lines in paragraphs(text) for line in lines for piece in line]
    return next((piece for piece in pieces if piece.url.startswith(f"{settings.BASE_URL}/")), None)


def _paragraphs(text: str) -> list[str]:
    return [each for each in re.split(r"\n\s*\n", text.strip()) if each]


def _line(text: str) -> Line:
    found = _BUTTON.fullmatch(text.strip())
    if found and _is_ours(found["url"]):
        return [Piece(found["words"], found["url"])]
    pieces, end = [], 0
    for address in _ADDRESS.finditer(text):
        url = address[0].rstrip(".,;")
        if _is_ours(url):
            pieces += [Piece(text[end : address.start()]), Piece(url, url)]
            end = address.start() + len(url)
    pieces.append(Piece(text[end:]))
    return [piece for piece in pieces if piece.words]


def _is_ours(url: str) -> bool:
    return url == settings.BASE_URL or url.startswith(f"{settings.BASE_URL}/")
