"""The plain markup of a mail: what officers type is read once, here, and becomes parts.

A value takes the place of its placeholder afterwards (`wording_paper`) and is never read for markup or
for placeholders (T-71).

`# ` begins a heading, `## ` one below it, `* ` an item of a list and `^ ` words that are set apart. An
empty line begins a new paragraph. `((name))` is a placeholder, `((name??words))` are words that only stand
when the name says yes, and `[words]((name))` is a link; alone in its paragraph it becomes a button.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

_OPENS = re.compile(r"\[(?P<words>[^\[\]\n]*)\]\(\((?P<to>[^()?\n]+)\)\)|\(\((?P<name>[^()?\n]+)")
_WEB_LINK = re.compile(r"\]\((?!\()")
# How deep words of yes-noes may stand in each other.
_DEEPEST = 3
_OPEN = "Two brackets (( are open. Close them with )) on the same line."
_MARKS = {"#": "heading", "##": "subheading", "*": "item", "^": "apart"}


class Unreadable(ValueError):
    """What was typed cannot be read. It says why, in a sentence for whoever typed it."""


@dataclass(frozen=True)
class Value:
    name: str


@dataclass(frozen=True)
class Only:
    name: str
    parts: "tuple[Part, ...]"


@dataclass(frozen=True)
class Link:
    parts: "tuple[Part, ...]"
    name: str


Part: TypeAlias = "str | Value | Only | Link"


@dataclass(frozen=True)
class Block:
    # "paragraph", or one of the marks.
    mark: str
    lines: tuple[tuple[Part, ...], ...]


def parse_line(text: str) -> tuple[Part, ...]:
    parts, rest = _parts(text)
    return (*parts, *([rest] if rest else []))


def parse(body: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    open_mark = ""
    for raw in body.split("\n"):
        line = raw.strip()
        if not line:
            open_mark = ""
            continue
        first, _, rest = line.partition(" ")
        mark = _MARKS.get(first, "paragraph")
        parts = parse_line(rest.strip() if mark != "paragraph" else line)
        if mark == open_mark and mark not in ("heading", "subheading"):
            blocks[-1] = Block(mark, (*blocks[-1].lines, parts))
        else:
            blocks.append(Block(mark, (parts,)))
        open_mark = mark
    return tuple(blocks)


def names_in(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    """Each name, with how it is used: "value", "only" or "link"."""
    for part in parts:
        if isinstance(part, Value):
            yield part.name, "value"
        elif not isinstance(part, str):
            yield part.name, "link" if isinstance(part, Link) else "only"
            yield from names_in(part.parts)


def _parts(text: str, level: int = 0) -> tuple[list[Part], str]:
    """The parts of a line; inside of optional words up to their `))`, and what follows."""
    if level > _DEEPEST:
        raise Unreadable(
            "Too many (( are inside of each other. Write shorter parts one after another."
        )
    if _WEB_LINK.search(text):
        raise Unreadable(
            "A link leads to one of the placeholders: [words]((link)). Write any other address out in full."
        )
    parts: list[Part] = []
    # Single brackets that are open in what was read so far.
    depth = 0
    while text:
        opening, closing = _OPENS.search(text), _closing(text, depth) if level else -1
        if closing >= 0 and (opening is None or closing < opening.start()):
            parts += [text[:closing]] if closing else []
            return parts, text[closing + 2 :]
        if opening is None:
            break
        before, text = text[: opening.start()], text[opening.end() :]
        parts += [before] if before else []
        depth = max(0, depth + before.count("(") - before.count(")"))
        if opening["to"]:
            parts.append(Link(parse_line(opening["words"]), tidy(opening["to"])))
        else:
            part, text = _placeholder(tidy(opening["name"]), text, level)
            parts.append(part)
    if level:
        raise Unreadable(_OPEN)
    return parts, text


def _placeholder(name: str, rest: str, level: int) -> tuple[Part, str]:
    if rest.startswith("))"):
        return Value(name), rest[2:]
    if rest.startswith("??"):
        parts, rest = _parts(rest[2:], level + 1)
        return Only(name, tuple(parts)), rest
    raise Unreadable(_OPEN)


def _closing(text: str, open_brackets: int) -> int:
    """Where the optional words end: single brackets within them come in pairs."""
    for place, char in enumerate(text):
        if char == "(":
            open_brackets += 1
        elif char == ")" and open_brackets:
            open_brackets -= 1
        elif char == ")" and text[place : place + 2] == "))":
            return place
    return -1


def tidy(name: str) -> str:
    """As people type a name: case and spaces do not count."""
    return " ".join(name.split()).lower()
