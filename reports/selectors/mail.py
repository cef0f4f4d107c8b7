"""The officers' page of mail: what was written to whom, what became of it, and why it did not go."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from foundation.dates import LONDON
from foundation.mail_kinds import kinds
from foundation.models import OutboxMessage

Status = OutboxMessage.Status
MEANS = {
    Status.FAILED: "We have stopped trying. The reason stands beside it.",
    Status.QUEUED: "On its way. If the mail server is away, we try again for two days.",
    Status.HELD: "The reader chose one e-mail a day, and this one can wait until 5pm.",
    Status.DRAFT: "Written and not let go yet, such as a letter with a decision that is not released.",
    Status.SENT: "The mail server has taken it.",
}


@dataclass(frozen=True)
class Filters:
    state: str = ""
    kind: str = ""
    # A part of the address.
    to: str = ""


@dataclass(frozen=True)
class State:
    code: str
    label: str
    means: str
    number: int


@dataclass(frozen=True)
class Group:
    """Mails that would be sent again together."""

    title: str
    number: int


def titles() -> dict[str, str]:
    """What officers call each kind, by its code."""
    return {kind.code: kind.title for kind in kinds().values()}


def mails(filters: Filters) -> "QuerySet[OutboxMessage]":
    """What failed comes first, then the newest. The words are not read: they may hold a code.

    `goes_with` is the address of the e-mail of the day that takes it along, when that one is sent again.
    """
    takes_along = ~Q(digest=None) & ~Q(digest__body_text="")
    rows = OutboxMessage.objects.defer("body_text", "body_html", "attachments", "values").annotate(
        goes_with=Case(When(takes_along, then=F("digest__to")), default=Value(""))
    )
    if filters.state:
        rows = rows.filter(status=filters.state)
    if filters.kind:
        rows = rows.filter(message=filters.kind)
    if filters.to:
        rows = rows.filter(to__icontains=filters.to)
    return rows.failed_first()


def states() -> list[State]:
    """How many there are of each, in one query."""
    rows = OutboxMessage.objects.order_by().values_list("status").annotate(number=Count("pk"))
    numbers = dict(rows)
    return [
        State(code.value, code.label.capitalize(), means, numbers.get(code.value, 0))
        for code, means in MEANS.items()
    ]


def would_be_sent_again() -> list[Group]:
    """What "Send all of them again" would do, by kind."""
    rows = OutboxMessage.objects.failed_while_away().order_by().values_list("message")
    counted = Counter(dict(rows.annotate(number=Count("pk"))))
    known = titles()
    return [Group(known.get(code, code), number) for code, number in counted.most_common()]


def days_of_them() -> list[str]:
    """From which days the mails are that would be sent again: an old one may be of no use now."""
    day = TruncDate("created_at", tzinfo=LONDON)
    rows = OutboxMessage.objects.failed_while_away().order_by()
    found = rows.annotate(day=day).values_list("day", flat=True).distinct()
    return [f"{each:%-d %B %Y}" for each in sorted(found)]
