"""A wording that was read, with its values in it: as text, and as HTML.

HTML is made by escaping everything and then adding the structure, so a value is never markup (T-69).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from foundation.mail_kinds import MailKind, Shape
from foundation.wording_markup import Block, Link, Only, Part

_BREAK = SafeString("<br>\n")


@dataclass(frozen=True)
class Filled:
    """What stands on paper: words, a value of many lines, or words with an address."""

    words: str
    shape: Shape = Shape.TEXT
    address: str = ""


@dataclass(frozen=True)
class Told:
    """One message in an e-mail of the day. What is empty is left out."""

    subject: str = ""
    said: str = ""
    # Where it leads, and what stands there.
    words: str = ""
    address: str = ""


def as_value(told: Iterable[Told]) -> str:
    """What the placeholder of these messages stands for."""
    return json.dumps([asdict(each) for each in told])


@dataclass(frozen=True)
class Dress:
    """The tags and classes in which a mail is shown: its own, or those of our pages."""

    heading: str
    subheading: str
    paragraph: str
    items: str
    apart: str
    button: str
    link: str


def fill(parts: Iterable[Part], kind: MailKind, values: Mapping[str, str]) -> list[Filled]:
    """Put the values in. What is empty then stands nowhere."""
    return _trimmed(list(_filled(parts, kind, values)))


def plain_line(filled: Sequence[Filled]) -> str:
    """As one line of text; addresses follow the words that lead to them."""
    line = ""
    for place, part in enumerate(filled):
        if part.shape == Shape.LINK:
            after = "".join(each.words for each in filled[place + 1 :])
            if after.strip() in ("", "."):
                return f"{line}{part.words}: {part.address}"
            line += f"{part.words} ({part.address})"
        elif part.shape == Shape.LIST:
            line += ", ".join(_lines(part.words))
        else:
            # A value of one line has no second one, whatever it holds (T-72).
            line += part.words.replace("\n", " ")
    return line


def as_text(blocks: Iterable[Block], kind: MailKind, values: Mapping[str, str]) -> str:
    """The text of a mail."""
    said = []
    for block, lines in _full(blocks, kind, values):
        if block.mark == "item" or _is_list(lines):
            said.append("\n".join(f"- {item}" for item in _items(lines)))
        elif len(lines) == 1 and _alone(lines[0], Shape.LONG):
            said.append(lines[0][0].words)
        else:
            said.append("\n".join(plain_line(line) for line in lines))
    return "\n\n".join(said)


def as_html(
    blocks: Iterable[Block], kind: MailKind, values: Mapping[str, str], dress: Dress
) -> SafeString:
    """The same as HTML."""
    made = [_html_block(block, lines, dress) for block, lines in _full(blocks, kind, values)]
    return format_html_join("\n", "{}", ((each,) for each in made))


def _html_block(block: Block, lines: Sequence[Sequence[Filled]], dress: Dress) -> SafeString:
    if block.mark == "item" or _is_list(lines):
        items = format_html_join("", "<li>{}</li>", ((each,) for each in _html_items(lines, dress)))
        return _tag(dress.items, items)
    if block.mark in ("heading", "subheading"):
        return _tag(getattr(dress, block.mark), _html_line(lines[0], dress))
    if len(lines) == 1 and _alone(lines[0], Shape.LINK):
        inside = _tag(dress.paragraph, _html_link(lines[0][0], dress.button))
    elif len(lines) == 1 and _alone(lines[0], Shape.LONG):
        inside = _paragraphs(lines[0][0].words, dress)
    else:
        inside = _tag(dress.paragraph, _broken(_html_line(line, dress) for line in lines))
    return _tag(dress.apart, inside) if block.mark == "apart" else inside


def _html_line(filled: Sequence[Filled], dress: Dress) -> SafeString:
    return format_html_join("", "{}", ((_html_part(part, dress),) for part in filled))


def _html_part(part: Filled, dress: Dress) -> SafeString:
    if part.shape == Shape.LINK:
        return _html_link(part, dress.link)
    if part.shape == Shape.EMAIL:
        return _html_link(Filled(part.words, Shape.LINK, f"mailto:{part.words}"), dress.link)
    return format_html("{}", plain_line([part]))


def _html_link(part: Filled, opening: str) -> SafeString:
    """A dress without addresses (a preview) shows the words alone."""
    tag, _, name = opening.partition(".")
    if tag == "a" and name:
        return format_html('<a class="{}" href="{}">{}</a>', name, part.address, part.words)
    if tag == "a":
        return format_html('<a href="{}">{}</a>', part.address, part.words)
    return _tag(opening, format_html("{}", part.words))


def _html_items(lines: Sequence[Sequence[Filled]], dress: Dress) -> Iterator[SafeString]:
    for line in lines:
        if _alone(line, Shape.LIST):
            yield from (format_html("{}", item) for item in _lines(line[0].words))
        else:
            yield _html_line(line, dress)


def _items(lines: Sequence[Sequence[Filled]]) -> Iterator[str]:
    for line in lines:
        if _alone(line, Shape.LIST):
            yield from _lines(line[0].words)
        else:
            yield plain_line(line)


def _paragraphs(text: str, dress: Dress) -> SafeString:
    found = re.split(r"\n\s*\n", text.strip())
    made = (
        _tag(dress.paragraph, _broken(format_html("{}", line) for line in each.split("\n")))
        for each in found
    )
    return format_html_join("\n", "{}", ((each,) for each in made))


def _broken(lines: Iterable[SafeString]) -> SafeString:
    return format_html_join(_BREAK, "{}", ((line,) for line in lines))


def _tag(opening: str, inside: SafeString) -> SafeString:
    """`opening` is ours: "p", or "p.name of-another"."""
    tag, _, name = opening.partition(".")
    if name:
        return format_html('<{} class="{}">{}</{}>', tag, name, inside, tag)
    return format_html("<{}>{}</{}>", tag, inside, tag)


def _filled(parts: Iterable[Part], kind: MailKind, values: Mapping[str, str]) -> Iterator[Filled]:
    for part in parts:
        if isinstance(part, str):
            yield Filled(part)
        elif isinstance(part, Only):
            if values.get(part.name):
                yield from _filled(part.parts, kind, values)
        else:
            known = kind.placeholder(part.name)
            value, shape = values.get(part.name, ""), known.shape if known else Shape.TEXT
            if isinstance(part, Link):
                words = plain_line(fill(part.parts, kind, values))
                yield Filled(words, Shape.LINK, _address(value)) if value else Filled(words)
            elif value:
                yield Filled(value, shape)


def _full(
    blocks: Iterable[Block], kind: MailKind, values: Mapping[str, str]
) -> Iterator[tuple[Block, list[list[Filled]]]]:
    for block in blocks:
        lines = [line for line in (fill(each, kind, values) for each in block.lines) if line]
        if len(lines) == 1 and _alone(lines[0], Shape.MESSAGES):
            for each in json.loads(lines[0][0].words):
                yield from _told(Told(**each))
        elif lines:
            yield block, lines


def _told(message: Told) -> Iterator[tuple[Block, list[list[Filled]]]]:
    if message.subject:
        yield Block("subheading", ()), [[Filled(message.subject)]]
    if message.said:
        yield Block("paragraph", ()), [[Filled(message.said)]]
    if message.address:
        # With its full stop it is a link within words: of buttons there would be too many.
        link = Filled(message.words, Shape.LINK, _address(message.address))
        yield Block("paragraph", ()), [[link, Filled(".")]]


def _is_list(lines: Sequence[Sequence[Filled]]) -> bool:
    return len(lines) == 1 and _alone(lines[0], Shape.LIST)


def _alone(line: Sequence[Filled], shape: Shape) -> bool:
    return len(line) == 1 and line[0].shape == shape


def _lines(value: str) -> list[str]:
    return [line for line in (each.strip() for each in value.split("\n")) if line]


def _trimmed(filled: list[Filled]) -> list[Filled]:
    """No space at either end of a line, nor two where words were left out."""
    kept: list[Filled] = []
    for part in filled:
        before = kept[-1].words if kept else " "
        if part.shape == Shape.TEXT and before.endswith(" "):
            part = Filled(part.words.lstrip(" "))
        if part.words:
            kept.append(part)
    if kept and kept[-1].shape == Shape.TEXT:
        kept[-1] = Filled(kept[-1].words.rstrip(" "))
        if not kept[-1].words:
            kept.pop()
    return kept


def _address(value: str) -> str:
    """Only the web: what stands in a link is ours, and is not to become anything else."""
    if not value.startswith(("http://", "https://")):
        raise ValueError("A link of a mail must begin with http.")
    return value
