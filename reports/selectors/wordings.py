"""The officers' pages of the words of mails: every kind, one kind, and how it looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.safestring import SafeString

from awards.models import User
from foundation import wordings
from foundation.mail_kinds import READER, MailKind, Placeholder, Shape, kinds
from foundation.models import MailWording, OutboxMessage
from foundation.wording_paper import Dress
from foundation.wordings import Wording

# Within a page: its headings follow the page's own, and links lead nowhere.
ON_PAGE = Dress(
    heading="h4.govuk-heading-m",
    subheading="h5.govuk-heading-s",
    paragraph="p.govuk-body",
    items="ul.govuk-list govuk-list--bullet",
    apart="div.govuk-inset-text",
    button="span.award-mail__button",
    link="span.award-mail__link",
)


@dataclass(frozen=True)
class Line:
    kind: MailKind
    # The latest version; none while nobody changed it.
    row: MailWording | None

    @property
    def is_ours(self) -> bool:
        return self.row is None or self.row.restored

    @property
    def is_unfit(self) -> bool:
        """Its placeholders have changed with the software, so ours is sent."""
        if self.row is None or self.row.restored:
            return False
        changed = Wording(self.row.subject, self.row.body)
        return bool(wordings.problems(self.kind, changed))


@dataclass(frozen=True)
class Group:
    audience: str
    lines: list[Line]

    @property
    def changed(self) -> int:
        return sum(not line.is_ours for line in self.lines)

    @property
    def unfit(self) -> int:
        return sum(line.is_unfit for line in self.lines)


@dataclass(frozen=True)
class Look:
    """A mail as it goes out in one case."""

    when: str
    subject: str
    html: SafeString
    text: str


@dataclass(frozen=True)
class Offer:
    """A placeholder that may stand in these words, as it is typed."""

    typed: str
    says: str
    example: str
    needed: bool


def groups(query: str = "") -> list[Group]:
    """Every kind whose name, or who gets it, has all these words; by who gets it."""
    newest = MailWording.objects.filter(message=OuterRef("message")).order_by("-version")
    rows = MailWording.objects.filter(version=Subquery(newest.values("version")[:1]))
    found = {row.message: row for row in rows.select_related("changed_by")}
    asked = query.casefold().split()
    wanted = [each for each in kinds().values() if _has(each, asked)]
    return [
        Group(audience, [Line(each, found.get(each.code)) for each in those])
        for audience, those in groupby(wanted, key=lambda kind: kind.audience)
    ]


def _has(kind: MailKind, asked: Sequence[str]) -> bool:
    words = f"{kind.title} {kind.told} {kind.audience}".casefold()
    return all(each in words for each in asked)


def line_of(kind: MailKind) -> Line:
    rows = MailWording.objects.filter(message=kind.code).select_related("changed_by")
    return Line(kind, rows.order_by("-version").first())


def history_of(kind: MailKind) -> list[MailWording]:
    rows = MailWording.objects.filter(message=kind.code).select_related("changed_by")
    return list(rows.order_by("-version"))


def looks_of(
    kind: MailKind, wording: Wording, *, reader: User, real: Mapping[str, str]
) -> list[Look]:
    """In each of its cases; the one of the real mail comes first."""
    values = wordings.examples(kind) | dict(real)
    if kind.placeholder(READER.name) == READER:
        values[READER.name] = reader.get_short_name()
    cases = list(wordings.cases(kind))
    cases.sort(key=lambda case: any(real.get(name, "") != said for name, said in case.items()))
    return [_look(kind, wording, values, case) for case in cases]


def offers_of(kind: MailKind) -> Sequence[Offer]:
    return [
        Offer(_typed(each), each.says, _example(each), each.needed) for each in kind.placeholders
    ]


def _look(kind: MailKind, wording: Wording, values: dict[str, str], case: dict[str, str]) -> Look:
    said = values | case
    when = [each.says for each in kind.placeholders if case.get(each.name)]
    return Look(
        when=". ".join(when) or "In all other cases" if case else "",
        subject=wordings.subject_line(kind, wording.subject, said),
        html=wordings.html_of(kind, wording, said, ON_PAGE),
        text=wordings.text_of(kind, wording, said),
    )


def last_values(kind: MailKind) -> dict[str, str]:
    """Of the newest mail that still has them. Private ones were never kept."""
    rows = OutboxMessage.objects.filter(message=kind.code).exclude(values={})
    kept = rows.order_by("-created_at").values_list("values", flat=True).first() or {}
    known = {each.name for each in kind.placeholders if not each.private}
    return {name: str(said) for name, said in kept.items() if name in known and said}


def _typed(placeholder: Placeholder) -> str:
    if placeholder.shape == Shape.LINK:
        return f"[See your page](({placeholder.name}))"
    if placeholder.shape == Shape.YES_NO:
        return f"(({placeholder.name}??words for this case))"
    return f"(({placeholder.name}))"


def _example(placeholder: Placeholder) -> str:
    if placeholder.shape in (Shape.LINK, Shape.YES_NO, Shape.MESSAGES):
        return ""
    if placeholder.shape == Shape.EMAIL:
        return str(settings.SUPPORT_EMAIL)
    return placeholder.example
