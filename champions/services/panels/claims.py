"""Champions offer to sit on a case that needs a panel. An officer decides who sits (scheme.md 3)."""

from datetime import datetime

from django.db import transaction

from awards.choices import Role
from awards.models import Application, User
from champions.models import Champion, Claim
from champions.selectors.offers import cases_to_offer_for
from champions.services.locks import locked
from foundation import audit
from foundation.refusals import NotAllowed, Refused


@transaction.atomic
def make_offer(*, application: Application, actor: User, at: datetime) -> Claim:
    """Once: a second click finds the offer that stands (T-43)."""
    champion = need_champion(actor)
    current = locked(application)
    if not cases_to_offer_for(champion).filter(pk=current.pk).exists():
        raise Refused("You cannot offer for this case any more. Somebody else may have it now.")
    claim, is_new = Claim.objects.standing().get_or_create(
        application=current, champion=champion, defaults={"made_at": at}
    )
    if is_new:
        _record("claim.made", claim, current, actor, at)
    return claim


@transaction.atomic
def take_offer_back(*, application: Application, actor: User, at: datetime) -> None:
    """Also when the case is no longer one to offer for. Nothing to take back is no fault."""
    champion = need_champion(actor)
    current = locked(application)
    claim = Claim.objects.standing().filter(application=current, champion=champion).first()
    if claim is None:
        return
    claim.withdrawn_at = at
    claim.save(update_fields=["withdrawn_at"])
    _record("claim.taken_back", claim, current, actor, at)


def need_champion(actor: User) -> Champion:
    champion = Champion.objects.serving().select_related("user").filter(user=actor).first()
    if champion is None:
        raise NotAllowed("This page is for champions.")
    return champion


def _record(event: str, claim: Claim, application: Application, actor: User, at: datetime) -> None:
    audit.record(
        event,
        actor=actor,
        target=claim,
        at=at,
        role=Role.CHAMPION,
        acting_for=application.organisation.uuid,
    )
