"""Who may do what with a case; each returns the role to act in, or refuses with the reason."""

from datetime import date

from django.db.models import F, Q, QuerySet

from awards.choices import Role
from awards.models import Application, Challenge, Membership, StandingInterest, User
from champions.models import Appeal, Assignment, Decision, Panel
from foundation.refusals import NotAllowed
from portfolios.records import ALL_EYES, NO_EYES, Eyes

HAD_A_PART = (
    "You had a part in the letter that they appealed against. Another SEND officer has to do this."
)
SITS_TOO = (
    "You sit on this panel yourself. Another SEND officer has to record a link of somebody "
    "who sits with you."
)


def need_cleared_seat(user: User, panel: Panel) -> Assignment:
    """A champion of this panel who has said that there is no interest."""
    seat = Assignment.objects.cleared().filter(panel=panel, champion__user=user).first()
    if seat is None:
        raise NotAllowed("Only champions of this panel can do this, after their declaration.")
    return seat


def eyes_on(panel: Panel, user: User, *, on: date) -> Eyes:
    """Of restricted evidence: champions who are cleared, sit now, and are 18 or over see all (T-30)."""
    seats = Assignment.objects.cleared().filter(panel=panel, champion__user=user)
    seat = seats.select_related("champion").first()
    return NO_EYES if seat is None or seat.champion.is_under_18(on) else ALL_EYES


def need_chair(user: User, panel: Panel) -> Assignment:
    seat = need_cleared_seat(user, panel)
    if not seat.is_chair:
        raise NotAllowed("Only the chair of this panel can do this.")
    return seat


def need_challenger(user: User, panel: Panel) -> Role:
    """Who asks the organisation something: a champion of the panel who is no part of it."""
    seat = need_cleared_seat(user, panel)
    if belongs_to(user, panel.application):
        raise NotAllowed("You belong to this organisation.")
    return Role.CHAIR if seat.is_chair else Role.CHAMPION


def need_voice(user: User, panel: Panel) -> Role:
    """Who takes part in the thread on the panel's side; an officer who sits declares first (T-36)."""
    sits = Assignment.objects.active().filter(panel=panel, champion__user=user).exists()
    if sits or not user.is_officer:
        return need_challenger(user, panel)
    if belongs_to(user, panel.application):
        raise NotAllowed("You belong to this organisation.")
    if not Panel.objects.visible_to(user).filter(pk=panel.pk).exists():
        raise NotAllowed("You have a link with this organisation, so this case is not yours.")
    need_no_part(user, panel.application)
    return Role.OFFICER


def may_steer(user: User, panel: Panel, challenge: Challenge) -> bool:
    """Who shows a challenge to the organisation, and closes it: who raised it, or the chair."""
    seat = Assignment.objects.cleared().filter(panel=panel, champion__user=user).first()
    if seat is None or belongs_to(user, panel.application):
        return False
    return seat.is_chair or challenge.raised_by_id == user.pk


def need_steerer(user: User, panel: Panel, challenge: Challenge) -> Role:
    role = need_challenger(user, panel)
    if role is not Role.CHAIR and challenge.raised_by_id != user.pk:
        raise NotAllowed("Only the chair or who asked this can do this.")
    return role


def need_panel_side(user: User, panel: Panel) -> Role:
    """Who arranges and minutes a meeting: a champion of the panel, or an officer."""
    seat = Assignment.objects.cleared().filter(panel=panel, champion__user=user).first()
    if seat is not None:
        return Role.CHAIR if seat.is_chair else Role.CHAMPION
    if user.is_officer:
        return Role.OFFICER
    raise NotAllowed("Only the panel or a SEND officer can do this.")


def why_not_release(user: User, panel: Panel) -> str | None:
    """Two people for every decision, and the second has no part in the case (T-39).

    Whoever sat on the panel at any time has sat, also when their place has ended. Of an appeal, whoever
    recorded or released the letter that it is against had their part too.
    """
    reason = _why_not_from_outside(user, panel)
    if reason is None and _had_a_hand(user, _appealed(panel.application)):
        return HAD_A_PART
    return reason


def why_not_settle(user: User, application: Application) -> str | None:
    """Why this officer does not choose who sits. One or two queries.

    Nobody chooses with whom they sit; nor, with a part in a letter that is appealed, who looks again at
    it (T-39).
    """
    if sits(user, application):
        return "You sit on this panel. Another SEND officer has to choose who sits."
    if had_a_part(user, application):
        return (
            "You had a part in the letter that they appealed against. "
            "Another SEND officer has to choose who looks again."
        )
    return None


def had_a_part(user: User, application: Application) -> bool:
    """In a letter that others look at again, or did: who sat then, recorded it or released it (T-39)."""
    sat = Q(
        panel__assignments__champion__user=user,
        panel__assignments__ended_at__lte=F("appeal__change__at"),
    )
    signed = Q(recorded_by=user) | Q(released_by=user)
    return _appealed(application).filter(sat | signed).exists()


def need_no_part(user: User, application: Application) -> None:
    """An officer who helps a panel: those who look again do so without whoever had a part before (T-39)."""
    if had_a_part(user, application):
        raise NotAllowed(HAD_A_PART)


def sits(user: User, application: Application) -> bool:
    """Holds a place on its panel now, whether they have said yet that there is no link."""
    seats = Assignment.objects.active().filter(panel__application=application)
    return seats.filter(champion__user=user).exists()


def why_not_rule(user: User, application: Application) -> str | None:
    """Who says otherwise than the rule whether the panel goes: an officer from outside the case (T-39).

    Officers who have a link do not see the case at all.
    """
    if not user.is_officer:
        return "Only SEND officers can do this."
    sat = Assignment.objects.filter(panel__application=application, champion__user=user)
    if sat.exists():
        return "You sit on this panel, or did. Another SEND officer has to do this."
    if belongs_to(user, application):
        return "You belong to this organisation. Another SEND officer has to do this."
    if (
        StandingInterest.objects.active()
        .filter(person=user, organisation=application.organisation_id)
        .exists()
    ):
        return "You have a link with this organisation. Another SEND officer has to do this."
    return HAD_A_PART if had_a_part(user, application) else None


def need_ruler(user: User, application: Application) -> Role:
    reason = why_not_rule(user, application)
    if reason:
        raise NotAllowed(reason)
    return Role.OFFICER


def why_not_hear(user: User, appeal: Appeal) -> str | None:
    """Who takes an appeal on, or does not: an officer without any part in what was decided (T-39)."""
    reason = _why_not_from_outside(user, appeal.decision.panel)
    if reason is None and _had_a_hand(user, Decision.objects.filter(pk=appeal.decision_id)):
        return "You had a part in this letter. Another SEND officer has to look at the appeal."
    return reason


def need_hearer(user: User, appeal: Appeal) -> Role:
    reason = why_not_hear(user, appeal)
    if reason:
        raise NotAllowed(reason)
    return Role.OFFICER


def _appealed(application: Application) -> QuerySet[Decision]:
    """Letters of this case that others look at again, or did."""
    return Decision.objects.filter(panel__application=application, appeal__change__isnull=False)


def _had_a_hand(user: User, letters: QuerySet[Decision]) -> bool:
    return letters.filter(Q(recorded_by=user) | Q(released_by=user)).exists()


def _why_not_from_outside(user: User, panel: Panel) -> str | None:
    if not user.is_officer:
        return "Only SEND officers can do this."
    if Assignment.objects.filter(panel=panel, champion__user=user).exists():
        return "You sat on this panel. A SEND officer who did not sit has to do this."
    if belongs_to(user, panel.application):
        return "You belong to this organisation. Another SEND officer has to do this."
    if not Panel.objects.visible_to(user).filter(pk=panel.pk).exists():
        return "You have a link with this organisation. Another SEND officer has to do this."
    return None


def need_releaser(user: User, panel: Panel) -> Role:
    reason = why_not_release(user, panel)
    if reason:
        raise NotAllowed(reason)
    return Role.OFFICER


def belongs_to(user: User, application: Application) -> bool:
    return Membership.objects.filter(user=user, organisation=application.organisation_id).exists()
