"""Links between people and an applicant that we know of without asking again (T-36)."""

from collections.abc import Iterable

from django.db.models import Q

from awards.choices import Interest, Role
from awards.models import (
    Application,
    Invitation,
    Membership,
    Organisation,
    StandingInterest,
    StatusChange,
    User,
)
from awards.names import may_be_same, same_name
from champions.choices import Ended
from champions.models import Assignment, Champion, DeclarationOfInterest


def known_links(organisation: Organisation, champions: Iterable[Champion]) -> dict[int, str]:
    """Why champions cannot judge this organisation, by their keys. Seven queries for any number.

    A membership that ended leaves no row of its own; what the person did as a member does.
    """
    champions = list(champions)
    users = {champion.user_id: champion.pk for champion in champions}
    found: dict[int, str] = {}
    for person, said in _standing(organisation, users):
        found[users[person]] = said
    places = Assignment.objects.filter(
        champion__in=users.values(), panel__application__organisation=organisation
    )
    recused = places.filter(ended_reason=Ended.RECUSED)
    for champion in recused.values_list("champion", flat=True):
        found[champion] = "was taken off a case of this organisation"
    declared = DeclarationOfInterest.objects.filter(
        assignment__champion__in=users.values(),
        assignment__panel__application__organisation=organisation,
    ).exclude(nature=Interest.NONE)
    for champion in declared.values_list("assignment__champion", flat=True):
        found[champion] = "has a link with this organisation"
    began = Application.objects.filter(
        organisation=organisation, created_by__in=users, entered_by_officer=False
    ).values_list("created_by", flat=True)
    acted = StatusChange.objects.filter(
        application__organisation=organisation, actor__in=users, role__in=[Role.LEAD, Role.MEMBER]
    ).values_list("actor", flat=True)
    joined = Invitation.objects.filter(
        organisation=organisation,
        accepted_at__isnull=False,
        email__in=[champion.user.email for champion in champions],
    ).values_list("email", flat=True)
    by_email = {champion.user.email: champion.user_id for champion in champions}
    for user in {*began, *acted, *(by_email[email] for email in joined)}:
        found[users[user]] = "has belonged to this organisation"
    members = Membership.objects.filter(organisation=organisation, user__in=users)
    for user in members.values_list("user", flat=True):
        found[users[user]] = "belongs to this organisation"
    return found


def _standing(organisation: Organisation, users: Iterable[int]) -> list[tuple[int, str]]:
    """Links that stand; a name that somebody typed counts when it may be this organisation's."""
    rows = StandingInterest.objects.active().filter(
        Q(organisation=organisation) | Q(organisation=None), person__in=users
    )
    found = []
    # What names the organisation for certain comes last, and is what is said.
    for row in rows.order_by("organisation_id", "pk"):
        if row.organisation_id is not None:
            found.append((row.person_id, "has told us of a link with this organisation"))
        elif may_be_same(row.organisation_name, organisation.name):
            said = f"has told us of a link with “{row.organisation_name}”"
            found.insert(0, (row.person_id, said))
    return found


def organisations_meant(name: str, *, among: Iterable[Organisation] = ()) -> list[Organisation]:
    """Which ones may be meant by a name that was typed: the one for certain, or all of those `among`.

    Two that are called the same stay apart: an officer says which. A name that is one organisation's own
    never means another that is only called nearly so. One query.
    """
    rows = Organisation.objects.filter(erased_at=None).only("pk", "name", "uuid")
    same = [each for each in rows if same_name(name, each.name)]
    if len(same) == 1:
        return same
    near = {each.pk: each for each in among if may_be_same(name, each.name)}
    return list(near.values())


def why_not_end(user: User, interest: StandingInterest) -> str | None:
    """Why this person may not say that a link has ended.

    Champions take back what they told us themselves; everything else takes an officer whose link it is
    not, because officers do themselves no favours (T-39).
    """
    own = interest.person_id == user.pk
    if user.is_officer:
        return "Another SEND officer has to end your link." if own else None
    if not own:
        return "Only SEND officers can do this."
    if interest.declared_by_id != user.pk:
        return "A SEND officer wrote this down. Ask them to end it."
    return None
