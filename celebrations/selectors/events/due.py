"""Who is due which emblem at an event: awards given since the last one, held, and not handed over."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Min, OuterRef, Q

from awards.models import Award, Organisation
from awards.models.awards import AwardQuerySet
from celebrations.emails_events import emblem_in_words
from celebrations.models import EventInvitation, Presentation, RecognitionEvent

# As many ticks as one page can send.
MOST = 900


@dataclass(frozen=True)
class DueEmblem:
    award: Award
    is_listed: bool
    # It stands on the list, and its award is not held any more.
    is_gone: bool

    @property
    def words(self) -> str:
        return emblem_in_words(self.award)


@dataclass(frozen=True)
class DueLine:
    """One organisation, with every emblem that it is due or listed with."""

    organisation: Organisation
    emblems: tuple[DueEmblem, ...]
    # Its leads were written to, or will be in a moment.
    is_invited: bool

    @property
    def is_new(self) -> bool:
        return not any(each.is_listed for each in self.emblems)


@dataclass(frozen=True)
class Due:
    lines: list[DueLine]
    # Of the list as it is shown, to tell whether a colleague changed it meanwhile.
    seen: str

    @property
    def emblems(self) -> list[DueEmblem]:
        return [each for line in self.lines for each in line.emblems]

    @property
    def is_chosen(self) -> bool:
        """Somebody chose before; until then everything is ticked."""
        return any(each.is_listed for each in self.emblems)

    @property
    def ticked(self) -> set[str]:
        return {
            str(each.award.uuid) for each in self.emblems if each.is_listed or not self.is_chosen
        }


def awards_due(event: RecognitionEvent, *, on: date) -> AwardQuerySet:
    """A renewed award is a new row with a year of its own, so its emblem is due again.

    So is what was left over: on the list of an event that is over, or called off, and never handed over.
    """
    here = Presentation.objects.filter(award=OuterRef("pk"))
    elsewhere = here.filter(
        invitation__event__in=RecognitionEvent.objects.planned().exclude(pk=event.pk)
    )
    left_over = here.exclude(invitation__event__in=RecognitionEvent.objects.planned())
    return (
        Award.objects.held_on(on)
        .filter(Q(awarded_on__gte=event.counts_from) | Exists(left_over))
        .filter(organisation__erased_at=None)
        .exclude(Exists(here.exclude(handed_over_at=None).exclude(invitation__event=event)))
        .exclude(Exists(elsewhere))
    )


def due_of(event: RecognitionEvent, *, on: date) -> Due:
    """Four queries, however many there are."""
    shown = Award.objects.select_related("organisation", "application")
    due = {award.pk: award for award in shown.filter(pk__in=awards_due(event, on=on).values("pk"))}
    listed = {award.pk: award for award in shown.filter(presentations__invitation__event=event)}
    held = set(
        Award.objects.held_on(on)
        .filter(pk__in=list(listed), organisation__erased_at=None)
        .values_list("pk", flat=True)
    )
    invited = set(
        EventInvitation.objects.filter(event=event)
        .exclude(asked_at=None)
        .values_list("organisation", flat=True)
    )
    lines: dict[int, list[DueEmblem]] = {}
    everything = sorted((due | listed).values(), key=_order)
    for award in everything:
        emblem = DueEmblem(
            award,
            is_listed=award.pk in listed,
            is_gone=award.pk in listed and award.pk not in held,
        )
        lines.setdefault(award.organisation_id, []).append(emblem)
    return Due(
        [
            DueLine(emblems[0].award.organisation, tuple(emblems), organisation in invited)
            for organisation, emblems in lines.items()
        ],
        _digest(listed),
    )


def seen_of(event: RecognitionEvent) -> str:
    rows = Presentation.objects.filter(invitation__event=event)
    return _digest(rows.values_list("award", flat=True))


def usual_counts_from(*, on: date) -> date:
    """The day of the last event that is closed; before the first one, that of the earliest award."""
    last = RecognitionEvent.objects.exclude(closed_at=None).order_by("-starts_at").first()
    if last is not None:
        return last.day
    earliest: date | None = Award.objects.aggregate(day=Min("awarded_on"))["day"]
    return earliest or on


def _digest(awards: Iterable[int]) -> str:
    return hashlib.sha256(repr(sorted(awards)).encode()).hexdigest()[:16]


def _order(award: Award) -> tuple[str, int, date, int]:
    organisation = award.organisation
    return organisation.name.casefold(), organisation.pk, award.awarded_on, award.pk
