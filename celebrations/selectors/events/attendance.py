"""At the door, and afterwards: who came, and which emblems were handed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from celebrations.choices import Answer
from celebrations.models import EventInvitation, Guest, Presentation, RecognitionEvent
from celebrations.selectors.events.evening import emblems_of, invited, presented, with_emblems

PER_PAGE = 25
HEAD = (
    "Organisation", "Answer", "Guests expected", "Guests who came", "Emblem", "Handed over",
)  # fmt: skip
AT_ONCE = 200


def at_the_door(event: RecognitionEvent, *, query: str = "") -> QuerySet[EventInvitation]:
    """Those who come first, then others with an emblem, who may send somebody for it. By name."""
    has_emblem = Exists(presented().filter(invitation=OuterRef("pk")))
    rows = invited(event).filter(has_emblem | Q(answer=Answer.COMING))
    for word in query.split():
        rows = rows.filter(
            Q(organisation__name__icontains=word)
            | Q(organisation__printed_name__icontains=word)
            | Exists(Guest.objects.filter(invitation=OuterRef("pk"), name__icontains=word))
        )
    elsewhere = handed_over_elsewhere(event).filter(award=OuterRef("award"))
    emblems = presented().annotate(has_elsewhere=Exists(elsewhere))
    turn = Case(When(answer=Answer.COMING, then=Value(0)), default=Value(1))
    return (
        rows.select_related("organisation")
        .prefetch_related(
            Prefetch("presentations", emblems, to_attr="emblems"),
            Prefetch("guests", Guest.objects.order_by("name", "pk"), to_attr="people"),
        )
        .order_by(turn, "organisation__name", "pk")
    )


def handed_over_elsewhere(event: RecognitionEvent) -> QuerySet[Presentation]:
    return Presentation.objects.filter(handed_over_at__isnull=False).exclude(
        invitation__event=event
    )


@dataclass(frozen=True, kw_only=True)
class Summary:
    organisations: int
    # Organisations of which at least one guest came.
    there: int
    guests: int
    came: int
    # Of guests who were expected nothing was written down.
    unknown: int
    emblems: int
    handed_over: int

    @property
    def left(self) -> int:
        return self.emblems - self.handed_over


def summary_of(event: RecognitionEvent) -> Summary:
    """Four queries."""
    coming = invited(event).coming()
    guests = Guest.objects.filter(invitation__in=coming)
    people: dict[str, Any] = guests.aggregate(
        guests=Count("pk"),
        unknown=Count("pk", filter=Q(came=None)),
        there=Count("invitation", filter=Q(came=True), distinct=True),
    )
    came = guests.filter(came=True).count()
    emblems = (
        presented()
        .filter(invitation__event=event)
        .order_by()
        .aggregate(
            emblems=Count("pk"),
            handed_over=Count("pk", filter=Q(handed_over_at__isnull=False)),
        )
    )
    return Summary(organisations=coming.count(), came=came, **people, **emblems)


def not_handed_over(event: RecognitionEvent) -> QuerySet[EventInvitation]:
    """Organisations with an emblem that is still here, by name."""
    left = presented().filter(invitation=OuterRef("pk"), handed_over_at=None)
    emblems = Prefetch("presentations", presented().filter(handed_over_at=None), to_attr="emblems")
    rows = invited(event).filter(Exists(left)).select_related("organisation")
    return rows.prefetch_related(emblems).order_by("organisation__name", "pk")


def table_of(event: RecognitionEvent) -> Iterator[Sequence[str]]:
    """A row for each emblem; of an organisation without one, a single row."""
    rows = (
        with_emblems(invited(event))
        .annotate(
            expected=Count("guests"), number_came=Count("guests", filter=Q(guests__came=True))
        )
        .order_by("organisation__name", "pk")
    )
    yield HEAD
    for row in rows.iterator(chunk_size=AT_ONCE):
        coming = row.answer == Answer.COMING
        start = (
            row.organisation.name,
            row.get_answer_display(),
            str(row.expected if coming else 0),
            str(row.number_came if coming else 0),
        )
        emblems: list[Presentation] = row.emblems  # type: ignore[attr-defined]  # with_emblems
        if not emblems:
            yield (*start, "", "")
        for emblem, words in zip(emblems, emblems_of(row), strict=True):
            yield (*start, str(words), "Yes" if emblem.handed_over_at else "No")
