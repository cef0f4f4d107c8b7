"""A name that somebody typed for a link becomes the organisation it means (T-36).

It lies in this room because a link keeps officers out of what an organisation sends from the moment it
has this name. What a link does to a place on a panel is `champions.services.standing`.
"""

from datetime import datetime

from django.db import transaction

from awards.models import Organisation, StandingInterest, User
from awards.names import same_name
from foundation import audit


@transaction.atomic
def match_names(organisation: Organisation, *, at: datetime) -> int:
    """When an organisation is made or renamed: how many links with this name are known to be with it now.

    Two that are called the same stay apart: an officer says which. One query where nobody typed it.
    """
    waiting = StandingInterest.objects.active().filter(organisation=None, person__is_active=True)
    typed = [
        each
        for each in waiting.order_by("pk")
        if same_name(each.organisation_name, organisation.name)
    ]
    if not typed:
        return 0
    others = Organisation.objects.filter(erased_at=None).exclude(pk=organisation.pk)
    if any(same_name(name, organisation.name) for name in others.values_list("name", flat=True)):
        return 0
    return sum(bind_typed(each, organisation=organisation, at=at) for each in typed)


@transaction.atomic
def bind_typed(interest: StandingInterest, *, organisation: Organisation, at: datetime) -> bool:
    """By itself, without anybody's act. Not where the person has told of this link before."""
    User.objects.select_for_update(no_key=True).get(pk=interest.person_id)
    standing = StandingInterest.objects.active()
    if standing.filter(person=interest.person_id, organisation=organisation).exists():
        return False
    found = standing.filter(pk=interest.pk, organisation=None).first()
    if found is None:
        return False
    bind(found, organisation=organisation, actor=None, at=at)
    return True


def bind(
    interest: StandingInterest, *, organisation: Organisation, actor: User | None, at: datetime
) -> StandingInterest:
    """It is known now which organisation is meant. Callers hold the person's row."""
    interest.organisation = organisation
    interest.save(update_fields=["organisation"])
    audit.record(
        "interest.matched", actor=actor, target=interest, at=at, acting_for=organisation.uuid
    )
    return interest
