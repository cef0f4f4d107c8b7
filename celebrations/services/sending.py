"""A lead sends the story to SEND officers, or takes it back before they answer."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from awards.choices import Role
from awards.models import User
from awards.permissions import need_lead
from celebrations import emails
from celebrations.choices import WRITTEN_STATES, SpotlightState
from celebrations.models import Spotlight
from celebrations.selectors.lacks import lacks_of
from celebrations.selectors.spotlights import holds_award
from celebrations.services.copies import ask_for_copies
from celebrations.services.locking import locked, note
from celebrations.services.occasions import follow_event
from foundation.dates import london_date
from foundation.refusals import Link, Refused


@transaction.atomic
def send_spotlight(*, spotlight: Spotlight, seen: datetime, actor: User, at: datetime) -> Spotlight:
    """`seen`: of when the version is that the lead has checked. A change since then is shown first."""
    need_lead(actor, spotlight.organisation)
    fresh = locked(spotlight)
    if fresh.state not in WRITTEN_STATES:
        raise Refused("It has been sent already.", link=Link("See where it stands", fresh.home))
    if fresh.updated_at != seen:
        raise Refused(
            "A colleague has changed the story since you opened this page. Check it again.",
            link=Link("Check it again", reverse("spotlight-check", args=[fresh.uuid])),
        )
    on = london_date(at)
    if not holds_award(fresh.organisation, on=on):
        raise Refused("A spotlight comes with an award, and you hold none at the moment.")
    if lacks_of(fresh, on=on):
        raise Refused(
            "Something is missing.",
            link=Link("See what", reverse("spotlight-check", args=[fresh.uuid])),
        )
    fresh.state, fresh.sent_at, fresh.sent_by = SpotlightState.SENT, at, actor
    fresh.save(update_fields=["state", "sent_at", "sent_by"])
    ask_for_copies(fresh)
    note("spotlight.sent", fresh, actor=actor, at=at, role=Role.LEAD)
    emails.tell_officers_of_sent(fresh, at=at)
    return fresh


@transaction.atomic
def take_back(*, spotlight: Spotlight, actor: User, at: datetime) -> Spotlight:
    """While no officer has answered."""
    need_lead(actor, spotlight.organisation)
    fresh = locked(spotlight)
    if fresh.state != SpotlightState.SENT:
        raise Refused("An officer has answered meanwhile, or it was taken back already.")
    fresh.state = SpotlightState.DRAFT
    fresh.save(update_fields=["state"])
    follow_event(fresh, actor=actor, at=at)
    note("spotlight.taken_back", fresh, actor=actor, at=at, role=Role.LEAD)
    return fresh
