"""How much a champion can do, when, and what helps them (scheme.md 3). They say so themselves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from awards.choices import Role
from awards.models import User
from champions import emails_people
from champions.choices import TimeOfWeek
from champions.models import Absence, Champion
from foundation import audit
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import OutboxMessage
from foundation.refusals import NotAllowed, Refused

# Enough for a year of holidays; a list that nobody can read helps nobody.
MOST_ABSENCES = 20
ASKED_BEFORE = timedelta(days=28)


@transaction.atomic
def save_availability(
    *,
    champion: Champion,
    most_cases: int,
    suits: Sequence[TimeOfWeek],
    access_needs: str,
    plain_way: bool,
    term_ends_on: date | None,
    actor: User,
    at: datetime,
) -> Champion:
    champion = _own(champion, actor)
    champion.most_cases = most_cases
    champion.suits = [each.value for each in suits]
    champion.access_needs = access_needs
    champion.plain_way = plain_way
    champion.term_ends_on = term_ends_on
    champion.save(
        update_fields=["most_cases", "suits", "access_needs", "plain_way", "term_ends_on"]
    )
    audit.record(
        "champion.availability_saved",
        actor=actor,
        target=champion,
        at=at,
        role=Role.CHAMPION,
        details={"most_cases": most_cases, "plain_way": plain_way},
    )
    return champion


@transaction.atomic
def add_absence(
    *, champion: Champion, from_on: date, until_on: date, actor: User, at: datetime
) -> Absence:
    """Days on which they are asked for nothing new. Why is theirs to keep."""
    champion = _own(champion, actor)
    today = london_date(at)
    if until_on < from_on or until_on < today:
        raise Refused("The last day has to come after the first, and must not have passed.")
    coming = Absence.objects.filter(champion=champion, until_on__gte=today)
    if coming.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
        raise Refused("You have told us about some of these days already.")
    if coming.count() >= MOST_ABSENCES:
        raise Refused("That is a long list. Take a line out, or tell a SEND officer.")
    absence = Absence.objects.create(champion=champion, from_on=from_on, until_on=until_on)
    audit.record("champion.away_added", actor=actor, target=champion, at=at, role=Role.CHAMPION)
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, actor: User, at: datetime) -> None:
    champion = _own(absence.champion, actor)
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        audit.record(
            "champion.away_removed", actor=actor, target=champion, at=at, role=Role.CHAMPION
        )


def ask_about_terms(context: DutyContext) -> int:
    """For the clock: four weeks before the day on which somebody means to stop, once for each day.

    Nothing ends by itself. A champion who goes on changes the day, or takes it out.
    """
    ending = Champion.objects.serving().filter(
        term_ends_on__gte=context.today, term_ends_on__lte=context.today + ASKED_BEFORE
    )
    keys = {
        f"champion_term:{champion.pk}:{champion.term_ends_on}": champion
        for champion in ending.select_related("user")
    }
    asked = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys.keys() - asked:
        emails_people.ask_about_term(keys[key], key=key, at=context.now)
    return len(keys.keys() - asked)


def _own(champion: Champion, actor: User) -> Champion:
    """The row, held; it is its champion's own, and only while they serve."""
    found = Champion.objects.select_for_update(no_key=True).get(pk=champion.pk)
    if found.user_id != actor.pk:
        raise NotAllowed("Only the champion can say this.")
    if found.served_until is not None:
        raise NotAllowed("This page is for champions.")
    return found
