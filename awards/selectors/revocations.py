"""Awards that are taken back, or that somebody proposes to take back (scheme.md 23)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from awards.choices import ApplicationKind, AwardCondition
from awards.models import (
    Application,
    Award,
    Membership,
    Organisation,
    Revocation,
    StandingInterest,
    User,
)
from awards.models.revocations import RevocationQuerySet
from awards.scheme import edition
from foundation.forms import show_date

WHY_NOT = {
    AwardCondition.LAPSED: "has lapsed already, so there is nothing to take back.",
    AwardCondition.SUPERSEDED: "was replaced by a newer one. Take that one back, if you must.",
    AwardCondition.REVOKED: "has been taken back already.",
}


def stage_name(award: Award) -> str:
    return edition(award.edition).stage(award.stage).name


def why_not_take_back(award: Award, awards: Iterable[Award], *, on: date) -> str | None:
    """Why this award can't be taken back that day. `awards`: what its organisation holds."""
    sentence = WHY_NOT.get(award.condition(on))
    if sentence is not None:
        return f"This {stage_name(award)} Award {sentence}"
    above = builds_on(award, awards, on=on)
    if above is not None:
        return (
            f"They hold the {stage_name(above)} Award, which builds on this one. "
            "Take that one back first."
        )
    return None


def builds_on(award: Award, awards: Iterable[Award], *, on: date) -> Award | None:
    """The highest that they hold above it."""

    def rank(each: Award) -> int:
        return edition(each.edition).stage(each.stage).rank

    above = [each for each in awards if rank(each) > rank(award) and each.condition(on).is_held]
    return max(above, key=rank, default=None)


def revocations() -> RevocationQuerySet:
    """Those that wait come first, the longest waiting at the head; then the newest."""
    waits = Case(When(answer="", then=Value(0)), default=Value(1), output_field=IntegerField())
    since = Case(When(answer="", then=F("proposed_at")))
    return Revocation.objects.select_related(
        "award__organisation", "proposed_by", "answered_by"
    ).order_by(waits, since, "-proposed_at", "-pk")


def taken_back(awards: Iterable[Award]) -> list[Award]:
    """Of each stage that they do not hold any more, the last that was taken back, the highest first."""
    rows = list(awards)
    standing = {each.stage for each in rows if not each.revoked_on and not each.superseded_on}
    last: dict[str, Award] = {}
    for each in sorted(rows, key=lambda award: (award.revoked_on or date.min, award.pk)):
        if each.revoked_on is not None and each.stage not in standing:
            last[each.stage] = each
    return sorted(last.values(), key=lambda each: -edition(each.edition).stage(each.stage).rank)


def why_nothing_to_award(application: Application) -> str | None:
    """What this application builds on, or would renew, was taken back since it was begun. Two queries.

    So it cannot be approved, whatever the panel found; everybody who works on it should know early.
    """
    scheme = edition(application.edition)
    is_renewal = application.kind == ApplicationKind.REVALIDATION
    stage = application.stage if is_renewal else scheme.stage(application.stage).requires
    if stage is None:
        return None
    rows = Award.objects.filter(organisation=application.organisation_id, stage=stage)
    gone = rows.filter(revoked_on__isnull=False).order_by("-revoked_on", "-pk").first()
    if gone is None or gone.revoked_on is None:
        return None
    standing = rows.standing()
    if is_renewal:
        standing = standing.filter(application__lt=application.pk)
        if gone.application_id > application.pk:
            return None
    if standing.exists():
        return None
    name, day = scheme.stage(stage).name, show_date(gone.revoked_on)
    if is_renewal:
        return f"The {name} Award was taken back on {day}, so there is nothing that this can renew."
    return (
        f"The {name} Award was taken back on {day}. It comes first, so there can be no "
        f"{scheme.stage(application.stage).name} Award before they hold it again."
    )


@dataclass(frozen=True)
class Line:
    """An award on the officers' page of its organisation, and whether it can be taken back."""

    award: Award
    name: str
    # A proposal that waits, or the one by which it was taken back.
    revocation: Revocation | None
    why_not: str | None


def lines_of(organisation: Organisation, awards: Iterable[Award], *, on: date) -> list[Line]:
    """Those that are held, the highest first, and those that were taken back. One query."""
    rows = list(awards)
    told = {}
    for each in Revocation.objects.filter(award__organisation=organisation).order_by("pk"):
        if each.answer in ("", Revocation.Answer.CONFIRMED):
            told[each.award_id] = each
    standing = [each for each in rows if each.condition(on).is_held]
    shown = [*standing, *(each for each in rows if each.revoked_on is not None)]
    shown.sort(
        key=lambda each: (
            each.revoked_on is not None,
            -edition(each.edition).stage(each.stage).rank,
            -each.pk,
        )
    )
    return [
        Line(each, stage_name(each), told.get(each.pk), why_not_take_back(each, standing, on=on))
        for each in shown
    ]


def untied_officers(organisation: Organisation, *, apart_from: User) -> "QuerySet[User]":
    """Who may answer what this officer proposes: no part in the organisation, and no link to it."""
    tied = StandingInterest.objects.active().filter(organisation=organisation)
    return (
        User.objects.filter(is_officer=True, is_active=True)
        .exclude(pk=apart_from.pk)
        .exclude(pk__in=Membership.objects.filter(organisation=organisation).values("user"))
        .exclude(pk__in=tied.values("person"))
        .order_by("name", "pk")
    )
