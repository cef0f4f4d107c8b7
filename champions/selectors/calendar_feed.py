"""What a person's own calendar reads: whose it is, and the dates that are theirs now (scheme.md 7, 10, 20, 22).

Nothing is stored: whoever leaves an organisation or a panel has its dates no more from the next look on.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from awards.choices import ApplicationKind
from awards.models import Award, Extension, Organisation, User
from awards.selectors.deadlines import deadline_after, is_sent
from awards.selectors.renewals import renewals_of
from champions.calendars import Entry, open_place_of, title_of, uid_of
from champions.choices import AppointmentState, Purpose
from champions.models import Appointment, Assignment, CalendarLink, Panel
from foundation.dates import LONDON, london_date

# What took place is kept in the calendar for so long.
LOOKS_BACK = timedelta(days=365)
MORE = "Details, access needs and changes:"
MORE_TIME = "More time was agreed. "


def address_of_feed(link: CalendarLink) -> str:
    """The secret itself: signed, so that the table alone opens nothing."""
    token = _signer().sign(link.version.hex)
    return f"{settings.BASE_URL}{reverse('calendar-feed', args=[token])}"


def owner_of(token: str) -> User | None:
    """Whose calendar it is. What is wrong takes the same one query, whatever is wrong with it."""
    try:
        version = UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        version = uuid4()
    link = CalendarLink.objects.filter(version=version, user__is_active=True)
    found = link.select_related("user").first()
    return found.user if found is not None else None


def _signer() -> Signer:
    """It also knows the keys that were in use before (SECRET_KEY_FALLBACKS)."""
    return Signer(salt="champions.calendar", sep=".")


def entries_of(user: User, *, at: datetime) -> list[Entry]:
    """In the order of their days. Six queries, however many organisations and panels there are."""
    today = london_date(at)
    entries = [*_of_organisations(user, today), *_of_appointments(user, at)]
    return sorted(entries, key=lambda entry: (entry.day, entry.title, entry.uid))


def _of_appointments(user: User, at: datetime) -> Iterator[Entry]:
    """What is agreed, and what took place. A case has one side for each person: a member has no seat there."""
    rows = (
        Appointment.objects.filter(starts_at__gte=at - LOOKS_BACK)
        .select_related("application__organisation")
        .order_by("starts_at", "pk")
    )
    agreed = Q(state=AppointmentState.AGREED)
    ours = rows.filter(
        agreed | Q(state=AppointmentState.HELD),
        application__organisation__in=_organisations(user),
    )
    for row in ours:
        yield _appointment(row, _page_of_organisation(row))
    # After an appeal the first panel's visits are not for those who come new (T-38).
    seats = Assignment.objects.cleared().filter(
        champion__user=user, panel__application=OuterRef("application")
    )
    was_there = Exists(seats.filter(assigned_at__lte=OuterRef("minuted_at")))
    judged = rows.filter(
        (agreed & Exists(seats)) | (Q(state=AppointmentState.HELD) & was_there),
        application__panel__in=Panel.objects.visible_to(user),
    ).exclude(application__organisation__in=_organisations(user))
    for row in judged:
        yield _appointment(row, _page_of_panel(row))


def _organisations(user: User) -> "QuerySet[Organisation]":
    return Organisation.objects.filter(memberships__user=user, erased_at=None)


def _appointment(row: Appointment, path: str) -> Entry:
    if row.starts_at is None:
        raise ValueError("An appointment without its time is in no calendar.")
    return Entry(
        uid=uid_of(row),
        title=title_of(row),
        starts=row.starts_at,
        minutes=row.minutes,
        path=path,
        place=open_place_of(row),
        note=MORE,
        sequence=row.version,
        changed_at=row.changed_at,
    )


def _page_of_organisation(row: Appointment) -> str:
    if row.purpose == Purpose.MEETING:
        return reverse("meeting", args=[row.application.uuid])
    return reverse("visit", args=[row.uuid])


def _page_of_panel(row: Appointment) -> str:
    if row.purpose == Purpose.MEETING:
        return reverse("case-meeting", args=[row.application.uuid])
    return reverse("case-visit", args=[row.application.uuid, row.uuid])


def _of_organisations(user: User, today: date) -> Iterator[Entry]:
    """Four queries: organisations, and what the dates of all of them follow from."""
    mine = _organisations(user).prefetch_related(
        Prefetch("awards", Award.objects.standing()), "applications", "extensions"
    )
    for organisation in mine:
        yield from _stages_due(organisation, today)
        yield from _renewals(organisation, today)


def _stages_due(organisation: Organisation, today: date) -> Iterator[Entry]:
    """As `awaited_deadlines` says it of everybody: what has a date, and was not sent yet."""
    awards = organisation.awards.all()
    applications = organisation.applications.all()
    done = {award.stage for award in awards}
    done |= {
        row.stage for row in applications if row.kind == ApplicationKind.STAGE and is_sent(row)
    }
    given = [row for row in organisation.extensions.all() if row.award_id is None]
    for award in awards:
        plain = deadline_after(award) if award.condition(today).is_held else None
        if plain is None or plain.stage.code in done:
            continue
        later = [row for row in given if row.stage == plain.stage.code]
        deadline = deadline_after(award, later[-1] if later else None) or plain
        more = MORE_TIME if deadline.extension else ""
        yield Entry(
            uid=f"{award.uuid}-{plain.stage.code}",
            title=f"Send your {plain.stage.work}: {organisation}",
            starts=deadline.due_on,
            path=reverse("organisation", args=[organisation.slug]),
            note=f"{more}You keep {deadline.after}, whatever happens. Your page:",
            sequence=len(later),
            changed_at=_latest(award, later),
        )


def _renewals(organisation: Organisation, today: date) -> Iterator[Entry]:
    """When an award can be renewed, falls due and lapses. None while what was sent is undecided."""
    path = reverse("organisation", args=[organisation.slug])
    for renewal in renewals_of(
        organisation,
        on=today,
        awards=organisation.awards.all(),
        applications=organisation.applications.all(),
    ):
        if renewal.is_lapsed or renewal.is_with_champions:
            continue
        later = [row for row in organisation.extensions.all() if row.award_id == renewal.award.pk]
        name = renewal.stage.name
        days = (
            ("opens", renewal.opens_on, f"You can renew {name} from today: {organisation}"),
            ("due", renewal.due_on, f"Send your {renewal.work} for {name}: {organisation}"),
            ("grace", renewal.grace_until, f"Last day to renew {name}: {organisation}"),
        )
        for code, day, title in days:
            yield Entry(
                uid=f"{renewal.award.uuid}-{code}",
                title=title,
                starts=day,
                path=path,
                note=f"{MORE_TIME if later else ''}Your page:",
                sequence=len(later),
                changed_at=_latest(renewal.award, later),
            )


def _latest(award: Award, later: list[Extension]) -> datetime:
    """Since when the date is what it is: the award was given, or more time was."""
    since = datetime.combine(award.awarded_on, time(), tzinfo=LONDON)
    return max([since, *(row.granted_at for row in later)])
