"""What ties a person to an organisation for as long as it lasts (T-36).

Only the rows are written here. What a tie does to a place on a panel is in `services.standing`.
"""

from datetime import datetime

from django.db import transaction

from awards.choices import Interest, Role
from awards.models import Organisation, StandingInterest, User
from awards.names import same_name
from awards.permissions import need_officer, need_officer_from_outside
from awards.services.interests import bind
from champions import emails_people
from champions.selectors.interests import why_not_end
from foundation import audit
from foundation.refusals import NotAllowed, Refused


@transaction.atomic
def remember_tie(
    *,
    person: User,
    organisation: Organisation,
    nature: Interest,
    details: str = "",
    actor: User,
    at: datetime,
) -> StandingInterest:
    """Keep a link for every case to come. One that already stands is kept as it was first told.

    What was declared under a name that somebody typed becomes this organisation's.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    standing = StandingInterest.objects.active().filter(person=person)
    told = standing.filter(organisation=organisation).first()
    if told is not None:
        return told
    typed = next(
        (
            each
            for each in standing.filter(organisation=None)
            if same_name(each.organisation_name, organisation.name)
        ),
        None,
    )
    if typed is not None:
        return bind(typed, organisation=organisation, actor=actor, at=at)
    return write(
        person=person,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=nature,
        details=details,
        actor=actor,
        at=at,
    )


@transaction.atomic
def end_tie(
    *, interest: StandingInterest, reason: str, actor: User, at: datetime
) -> StandingInterest:
    """It no longer holds. What was declared on a case stays with that case, and keeps out of it."""
    User.objects.select_for_update(no_key=True).get(pk=interest.person_id)
    interest = StandingInterest.objects.select_related("person", "organisation").get(pk=interest.pk)
    why_not = why_not_end(actor, interest)
    if why_not:
        raise NotAllowed(why_not)
    if actor != interest.person and interest.organisation is not None:
        # Who is judged does not choose who judges (T-36).
        need_officer_from_outside(actor, interest.organisation)
    if interest.ended_at is not None:
        raise Refused("This link has ended already.")
    interest.ended_at, interest.ended_by = at, actor
    interest.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        "interest.ended",
        actor=actor,
        target=interest,
        at=at,
        role=Role.CHAMPION if actor == interest.person else Role.OFFICER,
        acting_for=interest.organisation.uuid if interest.organisation else None,
        reason=reason,
        details={"nature": interest.nature},
    )
    emails_people.tell_link_ended(interest, by=actor, at=at)
    return interest


def write(
    *,
    person: User,
    organisation: Organisation | None,
    organisation_name: str,
    nature: Interest,
    details: str,
    actor: User,
    at: datetime,
) -> StandingInterest:
    """One row, with its event. Callers hold the person's row, so that no link is told twice."""
    if actor != person:
        need_officer(actor)
    if nature is Interest.NONE:
        raise Refused("There is nothing to record where there is no link.")
    interest = StandingInterest.objects.create(
        person=person,
        organisation=organisation,
        organisation_name=organisation_name,
        nature=nature,
        details=details,
        declared_at=at,
        declared_by=actor,
    )
    own = actor == person
    audit.record(
        "interest.remembered",
        actor=actor,
        target=interest,
        at=at,
        role=Role.CHAMPION if own and person.is_champion else Role.OFFICER,
        acting_for=organisation.uuid if organisation is not None else None,
        details={"nature": nature.value, "own": own},
    )
    return interest
