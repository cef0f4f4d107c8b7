"""Who answered what: the list of officers, its numbers and its table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from celebrations.choices import Answer
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.selectors.events.evening import emblems_of, invited, presented, with_emblems
from certificates.artwork import STAGES
from foundation.dates import london_date

HEAD = (
    "Organisation", "Emblems", "Answer", "Guests", "Come up to the stage", "Invited on",
    "Answered on", "Message",
)  # fmt: skip
AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Filters:
    """An empty answer is every answer."""

    answer: str = ""
    query: str = ""


@dataclass(frozen=True, kw_only=True)
class Totals:
    listed: int
    invited: int
    coming: int
    not_coming: int
    no_answer: int
    guests: int
    # (stage, how many of those who come, how many in all)
    emblems: tuple[tuple[str, int, int], ...]


def matching(event: RecognitionEvent, filters: Filters) -> QuerySet[EventInvitation]:
    rows = invited(event)
    for word in filters.query.split():
        rows = rows.filter(
            Q(organisation__name__icontains=word) | Q(organisation__printed_name__icontains=word)
        )
    if filters.answer:
        rows = rows.filter(answer=filters.answer)
    counted = with_emblems(rows).annotate(
        number_of_guests=Count("guests"),
        number_on_stage=Count("guests", filter=Q(guests__on_stage=True)),
    )
    return counted.order_by("organisation__name", "pk")


def totals_of(event: RecognitionEvent) -> Totals:
    """Three queries. No answer is waited for from whoever was not invited yet."""
    sent = Q(invited_at__isnull=False)
    found = invited(event).aggregate(
        listed=Count("pk"),
        invited=Count("pk", filter=sent),
        coming=Count("pk", filter=Q(answer=Answer.COMING)),
        not_coming=Count("pk", filter=Q(answer=Answer.NOT_COMING)),
        no_answer=Count("pk", filter=sent & Q(answer=Answer.NONE)),
    )
    guests = invited(event).coming().aggregate(number=Count("guests"))["number"]
    rows = (
        presented()
        .filter(invitation__event=event)
        .order_by()
        .values(stage=F("award__stage"))
        .annotate(
            number=Count("pk"),
            come=Count("pk", filter=Q(invitation__answer=Answer.COMING)),
        )
    )
    counts = {row["stage"]: (row["come"], row["number"]) for row in rows}
    emblems = tuple((stage, *counts[stage]) for stage in STAGES if stage in counts)
    return Totals(**found, guests=guests, emblems=emblems)


def table_of(rows: QuerySet[EventInvitation]) -> Iterator[Sequence[str]]:
    """A row for each, a few hundred at a time."""
    yield HEAD
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield (
            row.organisation.name,
            "; ".join(map(str, emblems_of(row))),
            row.get_answer_display(),
            str(row.number_of_guests),  # type: ignore[attr-defined]  # annotated
            str(row.number_on_stage),  # type: ignore[attr-defined]  # annotated
            london_date(row.invited_at).isoformat() if row.invited_at else "",
            london_date(row.answered_at).isoformat() if row.answered_at else "",
            row.message,
        )
