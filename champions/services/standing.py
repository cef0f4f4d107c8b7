"""Links are told once, before any case, and end what they touch at once (T-36, T-37)."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from awards.choices import OPEN_STATUSES, Interest
from awards.models import Application, Organisation, StandingInterest, User
from awards.names import normal_name
from awards.permissions import need_officer, need_officer_from_outside
from awards.services.interests import bind_typed
from champions import emails_people
from champions.models import Assignment, Claim, Panel
from champions.selectors.interests import organisations_meant
from champions.services.interests import remember_tie, write
from champions.services.locks import locked
from champions.services.panels import declare_interest, end_tied_place, stand_aside
from foundation.clock import DutyContext
from foundation.refusals import NotAllowed, Refused

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    interest: StandingInterest
    # The cases on which a place ended with it.
    left: list[Application]


@transaction.atomic
def tell_of_link(
    *,
    person: User,
    organisation_name: str,
    nature: Interest,
    details: str = "",
    actor: User,
    at: datetime,
) -> Told:
    """Keep a link, and end every place on an open case of that organisation.

    An officer may write it down for a champion. A name that nobody has signed up with is kept as it was
    typed, and matched when somebody does. A name that may be that of several for whom they sit ends all of
    these places: an officer says later which one is meant.
    """
    own = actor == person
    if not own:
        need_officer(actor)
    if not (person.is_champion or (own and person.is_officer)):
        raise NotAllowed("Only champions and SEND officers tell us of links.")
    meant = organisations_meant(organisation_name, among=_touched_by(person))
    for each in [] if own else meant:
        # Who is judged does not choose who judges (T-36).
        need_officer_from_outside(actor, each)
    seats = _hold(person, meant, at)
    if len(meant) == 1:
        (organisation,) = meant
        _refuse_twice(person, organisation, organisation_name)
        for seat in seats:
            declare_interest(assignment=seat, nature=nature, details=details, actor=actor, at=at)
        interest = remember_tie(
            person=person,
            organisation=organisation,
            nature=nature,
            details=details,
            actor=actor,
            at=at,
        )
    else:
        # Held before it is asked: a second click would otherwise write a second line.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        _refuse_twice(person, None, organisation_name)
        interest = write(
            person=person,
            organisation=None,
            organisation_name=organisation_name,
            nature=nature,
            details=details,
            actor=actor,
            at=at,
        )
        for seat in seats:
            stand_aside(assignment=seat, organisation_name=organisation_name, actor=actor, at=at)
    left = [seat.panel.application for seat in seats]
    if not own:
        emails_people.tell_link_recorded(interest, at=at)
    return Told(interest, left)


def match_typed_names(context: DutyContext) -> int:
    """For the clock: what the act itself could not see.

    A name is matched when it is told, and when an organisation is made or renamed; of two such acts at
    one instant neither sees the other. And whoever sits for an organisation that they are known to be
    tied to leaves: a name can be matched while they sit. The same number of queries however many names
    wait and however many organisations there are.
    """
    return _match(context.now) + _end_tied_places(context.now)


def _match(at: datetime) -> int:
    waiting = StandingInterest.objects.active().filter(organisation=None, person__is_active=True)
    typed = list(waiting.order_by("pk"))
    if not typed:
        return 0
    called: dict[str, list[Organisation]] = defaultdict(list)
    for each in Organisation.objects.filter(erased_at=None).only("pk", "name", "uuid"):
        called[normal_name(each.name)].append(each)
    count = 0
    for interest in typed:
        found = called.get(normal_name(interest.organisation_name), [])
        if len(found) == 1:
            count += bind_typed(interest, organisation=found[0], at=at)
    return count


def _end_tied_places(at: datetime) -> int:
    ties = StandingInterest.objects.active().filter(
        person=OuterRef("champion__user"),
        organisation=OuterRef("panel__application__organisation"),
    )
    seats = Assignment.objects.active().filter(Exists(ties), panel__in=Panel.objects.open())
    count = 0
    for seat in seats.select_related("champion", "panel__application").order_by("panel", "pk"):
        tie = (
            StandingInterest.objects.active()
            .select_related("declared_by")
            .get(person=seat.champion.user_id, organisation=seat.panel.application.organisation_id)
        )
        try:
            with transaction.atomic():
                count += end_tied_place(assignment=seat, tie=tie, at=at)
        except Refused:
            # It has ended meanwhile; what is behind it must not wait for it (F-14).
            logger.warning("A place of somebody with a link could not be ended: seat %s", seat.pk)
    return count


def _refuse_twice(person: User, organisation: Organisation | None, name: str) -> None:
    standing = StandingInterest.objects.active().filter(person=person)
    if organisation is not None:
        told = standing.filter(organisation=organisation).exists()
    else:
        names = standing.filter(organisation=None).values_list("organisation_name", flat=True)
        told = normal_name(name) in {normal_name(each) for each in names}
    if told:
        raise Refused(f"There is a link with “{name}” already.")


def _touched_by(person: User) -> Iterable[Organisation]:
    """Where a name that is nearly right counts: all whose cases lie open to an officer, and to others those
    for whom they sit."""
    if person.is_officer:
        return Organisation.objects.filter(erased_at=None)
    return [seat.panel.application.organisation for seat in _places(person)]


def _places(person: User) -> QuerySet[Assignment]:
    """Where they sit now, on cases that are open."""
    return (
        Assignment.objects.active()
        .filter(champion__user=person, panel__in=Panel.objects.open())
        .select_related("panel__application__organisation")
        .order_by("panel__application")
    )


def _hold(person: User, organisations: Collection[Organisation], at: datetime) -> list[Assignment]:
    """Take back what they offered to these, and the places that they still have, with each case held.

    Every case before anybody's row, in one order: nobody waits in a ring (T-46). A place that ended while
    we waited is not among them: there is nothing left to end.
    """
    if not organisations:
        return []
    offers = Claim.objects.standing().filter(
        champion__user=person,
        application__organisation__in=organisations,
        application__status__in=OPEN_STATUSES,
    )
    theirs = _places(person).filter(panel__application__organisation__in=organisations)
    touched = Application.objects.filter(
        Q(claims__in=offers) | Q(panel__assignments__in=theirs.order_by())
    )
    for application in touched.distinct().order_by("pk"):
        locked(application)
    offers.update(withdrawn_at=at)
    return list(theirs)
