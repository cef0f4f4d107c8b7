"""Links are told once, before any case, and end what they touch at once (T-36, T-37)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from awards.choices import OPEN_STATUSES, Interest
from awards.models import Application, Organisation, StandingInterest, User
from awards.permissions import need_officer, need_officer_from_outside
from champions import emails_people
from champions.models import Assignment, Claim, Panel
from champions.names import normal_name
from champions.selectors.interests import organisation_meant
from champions.services.interests import bind, remember_tie, write
from champions.services.locks import locked
from champions.services.panels import declare_interest
from foundation.clock import DutyContext
from foundation.refusals import NotAllowed, Refused


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
    typed, and matched when somebody does.
    """
    own = actor == person
    if not own:
        need_officer(actor)
    if not (person.is_champion or (own and person.is_officer)):
        raise NotAllowed("Only champions and SEND officers tell us of links.")
    seats = list(
        Assignment.objects.active()
        .filter(champion__user=person, panel__in=Panel.objects.open())
        .select_related("panel__application__organisation")
        .order_by("panel__application")
    )
    sits_for = [seat.panel.application.organisation for seat in seats]
    organisation = organisation_meant(organisation_name, among=sits_for)
    if not own and organisation is not None:
        # Who is judged does not choose who judges (T-36).
        need_officer_from_outside(actor, organisation)
    if organisation is None:
        # Held before it is asked: a second click would otherwise write a second line.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        _refuse_twice(person, organisation, organisation_name)
        interest = write(
            person=person,
            organisation=None,
            organisation_name=organisation_name,
            nature=nature,
            details=details,
            actor=actor,
            at=at,
        )
        left = []
    else:
        _refuse_twice(person, organisation, organisation_name)
        left = _leave(person, organisation, seats, nature, details, actor, at)
        interest = remember_tie(
            person=person,
            organisation=organisation,
            nature=nature,
            details=details,
            actor=actor,
            at=at,
        )
    if not own:
        emails_people.tell_link_recorded(interest, at=at)
    return Told(interest, left)


def match_typed_names(context: DutyContext) -> int:
    """For the clock. A link with a name that was typed begins to close doors when it signs up.

    Nobody sits there yet: the name alone has kept them off its panels (`known_links`).
    """
    waiting = StandingInterest.objects.active().filter(organisation=None, person__is_active=True)
    if not waiting.exists():
        return 0
    count = 0
    for interest in waiting.select_related("person"):
        organisation = organisation_meant(interest.organisation_name)
        if organisation is not None and _bind(interest, organisation, context.now):
            count += 1
    return count


@transaction.atomic
def _bind(interest: StandingInterest, organisation: Organisation, at: datetime) -> bool:
    User.objects.select_for_update(no_key=True).get(pk=interest.person_id)
    standing = StandingInterest.objects.active()
    if standing.filter(person=interest.person_id, organisation=organisation).exists():
        return False
    found = standing.filter(pk=interest.pk, organisation=None).first()
    if found is None:
        return False
    bind(found, organisation=organisation, actor=None, at=at)
    return True


def _refuse_twice(person: User, organisation: Organisation | None, name: str) -> None:
    standing = StandingInterest.objects.active().filter(person=person)
    if organisation is not None:
        told = standing.filter(organisation=organisation).exists()
    else:
        names = standing.filter(organisation=None).values_list("organisation_name", flat=True)
        told = normal_name(name) in {normal_name(each) for each in names}
    if told:
        raise Refused(f"There is a link with “{name}” already.")


def _leave(
    person: User,
    organisation: Organisation,
    seats: list[Assignment],
    nature: Interest,
    details: str,
    actor: User,
    at: datetime,
) -> list[Application]:
    """Take back what they offered, and end their places, as if they had said it on each case."""
    # Every case before anybody's row, in one order: nobody waits in a ring (T-46).
    offers = Claim.objects.standing().filter(
        champion__user=person,
        application__organisation=organisation,
        application__status__in=OPEN_STATUSES,
    )
    theirs = [each for each in seats if each.panel.application.organisation_id == organisation.pk]
    sat = [seat.panel.application_id for seat in theirs]
    touched = Application.objects.filter(Q(claims__in=offers) | Q(pk__in=sat)).distinct()
    for application in touched.order_by("pk"):
        locked(application)
    offers.update(withdrawn_at=at)
    for seat in theirs:
        declare_interest(assignment=seat, nature=nature, details=details, actor=actor, at=at)
    return [seat.panel.application for seat in theirs]
