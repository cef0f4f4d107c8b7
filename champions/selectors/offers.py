"""Cases that a champion may offer to sit on (scheme.md 3; T-29, T-36).

A list over all organisations, so what `known_links` says of one is asked of all in the database.
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from awards.choices import Interest, Role, Status
from awards.models import (
    Application,
    Invitation,
    Membership,
    Organisation,
    StandingInterest,
    StatusChange,
)
from awards.names import may_be_same
from champions.choices import BARRING
from champions.models import Assignment, Champion, Claim, DeclarationOfInterest
from champions.selectors.bulk import lacks_panel


def cases_to_offer_for(champion: Champion) -> QuerySet[Application]:
    """Those that need champions, of organisations that this one has no link with; oldest first."""
    needing = Application.objects.filter(
        Q(status=Status.SUBMITTED) | (Q(status=Status.IN_REVIEW) & lacks_panel())
    )
    sits = Assignment.objects.active().filter(panel__application=OuterRef("pk"), champion=champion)
    return (
        needing.exclude(organisation__in=linked_organisations(champion))
        .exclude(organisation__in=_named(champion))
        .filter(~Exists(sits), ~Exists(_decided(champion)))
        .select_related("organisation")
        .order_by("status_since", "pk")
    )


def with_own_offer(cases: QuerySet[Application], champion: Champion) -> QuerySet[Application]:
    """Each with `offered`: whether this champion's offer stands."""
    mine = Claim.objects.standing().filter(application=OuterRef("pk"), champion=champion)
    return cases.annotate(offered=Exists(mine))


def own_offers(champion: Champion) -> QuerySet[Claim, int]:
    """The keys of the cases for which this champion offers now, for a subquery."""
    return Claim.objects.standing().filter(champion=champion).values_list("application", flat=True)


def linked_organisations(champion: Champion) -> QuerySet[Organisation]:
    """Every organisation that this champion belongs to, has belonged to, or is tied to."""
    user = champion.user
    here = {"organisation": OuterRef("pk")}
    of_cases = {"application__organisation": OuterRef("pk")}
    panels = {"panel__application__organisation": OuterRef("pk")}
    declared = DeclarationOfInterest.objects.filter(
        assignment__champion=champion,
        assignment__panel__application__organisation=OuterRef("pk"),
    )
    barred = Assignment.objects.filter(champion=champion, ended_reason__in=BARRING, **panels)
    began = Application.objects.filter(created_by=user, entered_by_officer=False, **here)
    acted = StatusChange.objects.filter(actor=user, role__in=[Role.LEAD, Role.MEMBER], **of_cases)
    joined = Invitation.objects.filter(email=user.email, accepted_at__isnull=False, **here)
    return Organisation.objects.filter(
        Exists(Membership.objects.filter(user=user, **here))
        | Exists(StandingInterest.objects.active().filter(person=user, **here))
        | Exists(declared.exclude(nature=Interest.NONE))
        | Exists(barred)
        | Exists(began)
        | Exists(acted)
        | Exists(joined)
    ).order_by()


def _named(champion: Champion) -> list[int]:
    """Organisations whose name they typed before it had signed up; two queries, or one."""
    typed = list(
        StandingInterest.objects.active()
        .filter(person=champion.user_id, organisation=None)
        .values_list("organisation_name", flat=True)
    )
    if not typed:
        return []
    waiting = Organisation.objects.filter(
        applications__status__in=[Status.SUBMITTED, Status.IN_REVIEW]
    )
    names = waiting.order_by().values_list("pk", "name").distinct()
    return [pk for pk, name in names if any(may_be_same(name, each) for each in typed)]


def _decided(champion: Champion) -> QuerySet[Assignment]:
    """For an application: this champion sat before an appeal against its letter was taken on.

    `champions.selectors.appeals.who_decided`, asked of all cases at once.
    """
    return Assignment.objects.filter(
        champion=champion,
        panel__application=OuterRef("pk"),
        panel__decisions__appeal__change__isnull=False,
        ended_at__lte=F("panel__decisions__appeal__change__at"),
    )
