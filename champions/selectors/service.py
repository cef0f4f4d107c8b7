"""One champion's service, as they see it themselves and as officers do; and all of them in a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from awards.models import Application, User
from awards.selectors import scheme_in_force
from awards.selectors.kinds import title_of
from champions.choices import Course, TimeOfWeek
from champions.models import Absence, Assignment, Champion, Claim, Panel, Training
from champions.selectors.entries import Entry
from champions.selectors.register import Filters, entries_of, keys_of
from foundation.forms import show_date

# The register has the rest.
MOST_LINKS = 50


@dataclass(frozen=True)
class Lesson:
    """A course of the Champions Group, and when this champion did it."""

    course: Course
    training: Training | None


@dataclass(frozen=True)
class Service:
    champion: Champion
    sector: str
    suits: list[str]
    # Today's and those to come.
    absences: list[Absence]
    lessons: list[Lesson]


@dataclass(frozen=True)
class Sitting:
    """A case on which they sit, and its stage."""

    assignment: Assignment
    stage: str


@dataclass(frozen=True)
class Seen:
    """What else officers see of it. Nothing of an organisation that they are tied to (T-36)."""

    sittings: list[Sitting]
    offers: list[tuple[Claim, str]]
    links: list[Entry]


def service_of(champion: Champion, *, on: date) -> Service:
    """Three queries."""
    absences = list(Absence.objects.filter(champion=champion, until_on__gte=on))
    done = {row.course: row for row in Training.objects.filter(champion=champion)}
    return Service(
        champion=champion,
        sector=sector_name(champion, on=on),
        suits=[TimeOfWeek(code).label for code in champion.suits if code in TimeOfWeek.values],
        absences=absences,
        lessons=[Lesson(course, done.get(course.value)) for course in Course],
    )


def facts_about(service: Service, *, on: date) -> Iterator[tuple[str, str]]:
    """What officers read of it, in words."""
    champion = service.champion
    yield "E-mail address", champion.user.email
    yield "Perspective", champion.get_perspective_display()
    if service.sector:
        yield "Sector", service.sector
    if champion.turns_18_on is not None and champion.is_under_18(on):
        yield "Under 18 until", show_date(champion.turns_18_on)
    yield "A champion since", show_date(champion.serves_from)
    if champion.served_until is not None:
        return
    ends = champion.term_ends_on
    yield "Means to stop on", show_date(ends) if ends else "Has not said"
    yield "Cases at once", f"{champion.most_cases} at most"
    yield "Can meet", "\n".join(service.suits) or "Has not said"
    yield "What helps them", champion.access_needs or "Has not said"
    yield "Assesses", "The plain way" if champion.plain_way else "All questions on one list"


def seen_by(officer: User, champion: Champion) -> Seen:
    """Seven queries at most, whatever there is to see."""
    seats = Assignment.objects.filter(
        champion=champion,
        ended_at=None,
        panel__in=Panel.objects.visible_to(officer).open(),
    ).select_related("panel__application__organisation")
    offers = (
        Claim.objects.standing()
        .filter(champion=champion, application__in=Application.objects.visible_to(officer))
        .select_related("application__organisation")
    )
    keys = keys_of(officer, Filters(person=champion.user))[:MOST_LINKS]
    return Seen(
        sittings=[Sitting(seat, title_of(seat.panel.application)) for seat in seats],
        offers=[(claim, title_of(claim.application)) for claim in offers],
        links=entries_of(keys, officer),
    )


def sector_name(champion: Champion, *, on: date) -> str:
    names = {each.code: each.name for each in scheme_in_force(on=on).sectors}
    return names.get(champion.sector, champion.sector)


def listed(
    *, past: bool, perspective: str = "", with_room: bool = False, on: date
) -> QuerySet[Champion]:
    """Each with `load`, `done` (how many courses) and `away_until`, in one query."""
    open_seats = Assignment.objects.filter(ended_at=None, panel__in=Panel.objects.open())
    away = Absence.objects.on(on).filter(champion=OuterRef("pk")).order_by()
    rows = Champion.objects.filter(served_until__isnull=not past).select_related("user")
    if perspective:
        rows = rows.filter(perspective=perspective)
    rows = rows.annotate(
        load=_count(open_seats),
        done=_count(Training.objects.all()),
        away_until=Subquery(
            away.values("champion").annotate(last=Max("until_on")).values("last")[:1]
        ),
    )
    if with_room:
        rows = rows.filter(Q(away_until=None) & Q(load__lt=F("most_cases")))
    return rows.order_by("user__name", "pk")


def _count(rows: QuerySet[Assignment] | QuerySet[Training]) -> Coalesce:
    own = rows.filter(champion=OuterRef("pk")).order_by().values("champion")
    number = own.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
