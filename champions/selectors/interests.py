"""Links between champions and an applicant that we know of without being told (T-36)."""

from collections.abc import Iterable

from awards.choices import Interest, Role
from awards.models import Application, Invitation, Membership, Organisation, StatusChange
from champions.models import Champion, DeclarationOfInterest


def known_links(organisation: Organisation, champions: Iterable[Champion]) -> dict[int, str]:
    """Why champions cannot judge this organisation, by their keys. Five queries for any number.

    A membership that ended leaves no row of its own; what the person did as a member does.
    """
    champions = list(champions)
    users = {champion.user_id: champion.pk for champion in champions}
    found: dict[int, str] = {}
    declared = DeclarationOfInterest.objects.filter(
        assignment__champion__in=users.values(),
        assignment__panel__application__organisation=organisation,
    ).exclude(nature=Interest.NONE)
    for champion in declared.values_list("assignment__champion", flat=True):
        found[champion] = "has an interest in this organisation"
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
