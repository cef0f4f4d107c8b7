"""The words of mails: ours, or an officer's, with the values of one mail in them.

Nothing that anybody types is ever a template: placeholders are a fixed list for each kind of mail, and
their values are put in by plain substitution (T-71). Sources of values are snippets of our own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from django.conf import settings
from django.template import Context, Engine, Template
from django.utils.safestring import SafeString

from foundation.logs import one_line
from foundation.mail_kinds import MailKind, Placeholder, Shape, kind
from foundation.models import MailWording
from foundation.refusals import Refused
from foundation.wording_markup import (
    Block,
    Only,
    Part,
    Unreadable,
    Value,
    names_in,
    parse,
    parse_line,
)
from foundation.wording_paper import Dress, as_html, as_text, fill

MOST_SUBJECT = 300
MOST_BODY = 10_000
# As the column of the outbox has it.
LONGEST_SUBJECT = 250
NOT_ONE_LINE = (Shape.LONG, Shape.LIST, Shape.LINK, Shape.MESSAGES)
MAIL = Dress(
    heading="h1",
    subheading="h2",
    paragraph="p",
    items="ul",
    apart="div.quote",
    button="a.button",
    link="a",
)


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str
    # What a preview may show of it later.
    values: dict[str, str]


@dataclass(frozen=True)
class Problem:
    # "subject" or "body".
    where: str
    sentence: str


def written(message: str, context: Mapping[str, object]) -> Written:
    """One mail. A line break in a subject could add a header: refused (T-72)."""
    what = kind(message)
    known = {**context, "base_url": settings.BASE_URL, "support_email": settings.SUPPORT_EMAIL}
    values = values_of(what, known)
    wording = current(what)
    subject = subject_line(what, wording.subject, values)
    if len(subject.splitlines()) != 1 or one_line(subject) != subject:
        raise Refused("The subject of an e-mail must be one line.")
    subject = subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"
    blocks = parse(wording.body)
    frame = {"subject": subject, "because": what.because, **known}
    return Written(
        subject=subject,
        text=framed("txt", frame, as_text(blocks, what, values)),
        html=framed("html", frame, as_html(blocks, what, values, MAIL)),
        values=_for_previews(what, values),
    )


def current(what: MailKind) -> Wording:
    """The latest of an officer, as long as it fits the kind; otherwise ours."""
    row = latest(what.code) if what.editable else None
    if row is None or row.restored:
        return ours(what.code)
    changed = Wording(row.subject, row.body)
    return ours(what.code) if problems(what, changed) else changed


def latest(code: str) -> MailWording | None:
    return MailWording.objects.filter(message=code).order_by("-version").first()


def ours(code: str) -> Wording:
    """The wording that comes with the software: its first line is the subject."""
    for folder in Engine.get_default().dirs:
        path = Path(folder) / "emails" / code / "wording.txt"
        if path.is_file():
            return _read(path)
    raise FileNotFoundError(f"emails/{code}/wording.txt")


def values_of(what: MailKind, context: Mapping[str, object]) -> dict[str, str]:
    """What each placeholder stands for in this mail; a yes-no is empty when it says no."""
    found = Context(dict(context), autoescape=False)
    return {each.name: _snippet(_source(each)).render(found) for each in what.placeholders}


def examples(what: MailKind) -> dict[str, str]:
    return {each.name: each.example for each in what.placeholders}


def subject_line(what: MailKind, subject: str, values: Mapping[str, str]) -> str:
    return "".join(part.words for part in fill(parse_line(subject), what, values)).strip()


def text_of(what: MailKind, wording: Wording, values: Mapping[str, str]) -> str:
    return as_text(parse(wording.body), what, values)


def html_of(
    what: MailKind, wording: Wording, values: Mapping[str, str], dress: Dress
) -> SafeString:
    return as_html(parse(wording.body), what, values, dress)


def problems(what: MailKind, wording: Wording) -> list[Problem]:
    """Why a wording cannot be sent, in sentences for the officer who typed it."""
    return [*_subject_problems(what, wording.subject), *_body_problems(what, wording.body)]


def _subject_problems(what: MailKind, subject: str) -> Iterator[Problem]:
    if len(subject.splitlines()) > 1 or one_line(subject) != subject:
        yield Problem("subject", "The subject must be one line.")
        return
    try:
        parts = parse_line(subject)
    except Unreadable as error:
        yield Problem("subject", str(error))
        return
    misused = [Problem("subject", each) for each in _misused(what, parts)]
    yield from misused
    for name, used in names_in(parts):
        known = what.placeholder(name)
        if used == "link" or (known and known.shape in NOT_ONE_LINE):
            yield Problem("subject", f"(({name})) does not fit into a subject. Use it below.")
    if not misused and any(not _words(what, parts, yes) for yes in cases(what)):
        yield Problem("subject", "The subject must never be empty.")


def _body_problems(what: MailKind, body: str) -> Iterator[Problem]:
    try:
        blocks = parse(body)
    except Unreadable as error:
        yield Problem("body", str(error))
        return
    misused = [Problem("body", each) for block in blocks for each in _misused_in(what, block)]
    yield from misused
    headings = [block for block in blocks if block.mark == "heading"]
    if len(headings) != 1 or blocks[0] is not headings[0]:
        yield Problem("body", "Begin with one heading: a line like “# We have your application”.")
    elif not misused and any(not _words(what, headings[0].lines[0], yes) for yes in cases(what)):
        yield Problem("body", "The heading must never be empty.")
    for each in what.placeholders:
        if each.needed and not all(_stands(each.name, blocks, yes) for yes in cases(what)):
            written_so = (
                f"[words](({each.name}))" if each.shape == Shape.LINK else f"(({each.name}))"
            )
            yield Problem("body", f"Put {written_so} in, for everybody: it is needed here.")


def _misused_in(what: MailKind, block: Block) -> Iterator[str]:
    for line in block.lines:
        yield from _misused(what, line)
        for name, _ in names_in(line):
            known = what.placeholder(name)
            alone = block == Block("paragraph", ((Value(name),),))
            if known and known.shape == Shape.MESSAGES and not alone:
                yield f"Put (({name})) into a paragraph of its own, with nothing else in it."


def _misused(what: MailKind, parts: tuple[Part, ...]) -> Iterator[str]:
    for name, used in names_in(parts):
        known = what.placeholder(name)
        if known is None:
            yield f"There is no placeholder (({name})) here. Choose one from the list."
        elif used == "link" and known.shape != Shape.LINK:
            yield f"(({name})) is no link. Choose one from the list."
        elif used == "value" and known.shape == Shape.LINK:
            yield f"Say where (({name})) goes: [See your page](({name}))."
        elif used == "value" and known.shape == Shape.YES_NO:
            yield f"(({name})) says yes or no. Write (({name}??the words that then stand))."
        elif used == "only" and known.shape != Shape.YES_NO:
            yield f"(({name})) does not say yes or no. Write (({name}))."


def _words(what: MailKind, parts: tuple[Part, ...], yes: dict[str, str]) -> str:
    return "".join(part.words for part in fill(parts, what, examples(what) | yes)).strip()


def _stands(name: str, blocks: tuple[Block, ...], yes: dict[str, str]) -> bool:
    lines = (line for block in blocks for line in block.lines)
    return any(name in _standing(line, yes) for line in lines)


def _standing(parts: tuple[Part, ...], yes: dict[str, str]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            continue
        if isinstance(part, Only):
            if yes.get(part.name):
                yield from _standing(part.parts, yes)
        else:
            yield part.name


def cases(what: MailKind) -> Iterator[dict[str, str]]:
    """Every way in which its yes-noes can be answered."""
    asked = [each for each in what.placeholders if each.shape == Shape.YES_NO]
    # Of two opposites the first decides.
    free = [
        each
        for place, each in enumerate(asked)
        if each.opposite not in [before.name for before in asked[:place]]
    ]
    for answers in product((True, False), repeat=len(free)):
        case: dict[str, str] = {}
        for each, answer in zip(free, answers, strict=True):
            case[each.name] = "yes" if answer else ""
            if each.opposite:
                case[each.opposite] = "" if answer else "yes"
        yield case


def _for_previews(what: MailKind, values: Mapping[str, str]) -> dict[str, str]:
    if not what.editable:
        return {}
    return {each.name: values[each.name] for each in what.placeholders if not each.private}


def _source(placeholder: Placeholder) -> str:
    if placeholder.shape == Shape.YES_NO:
        return f"{{% if {placeholder.source} %}}yes{{% endif %}}"
    return placeholder.source


@lru_cache(maxsize=1000)
def _snippet(source: str) -> Template:
    """Only ever a source that stands in our code."""
    return Engine.get_default().from_string(source)


@cache
def _read(path: Path) -> Wording:
    subject, _, body = path.read_text(encoding="utf-8").partition("\n")
    return Wording(subject.strip(), body.strip())


def framed(ending: str, frame: Mapping[str, object], body: str) -> str:
    """In the frame that every mail has; `ending` is "txt" or "html"."""
    template = Engine.get_default().get_template(f"emails/_layout.{ending}")
    context = Context({**frame, "body": body}, autoescape=ending == "html")
    return template.render(context).strip() + "\n"
