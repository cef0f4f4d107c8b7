"""An officer approves, asks for changes, or takes a story down; so may a lead of their own story."""

from datetime import datetime

from django.db import transaction

from awards.choices import Role
from awards.models import Organisation, StandingInterest, User
from awards.permissions import need_officer_from_outside, role_in
from celebrations import emails
from celebrations.choices import SpotlightState
from celebrations.models import Spotlight
from celebrations.selectors.lacks import lacks_of
from celebrations.selectors.spotlights import holds_award
from celebrations.services.copies import ask_for_copies, drop_copies
from celebrations.services.locking import locked, note
from celebrations.services.occasions import follow_event
from foundation.dates import london_date
from foundation.refusals import NotAllowed, Refused

TIED = "You are tied to this organisation. Another SEND officer has to do this."


@transaction.atomic
def approve_spotlight(
    *, spotlight: Spotlight, sent_at: datetime, actor: User, at: datetime
) -> Spotlight:
    """From now on everybody can read it. `sent_at`: of what the officer has read."""
    need_untied(actor, spotlight.organisation)
    fresh = _waiting(spotlight, sent_at)
    on = london_date(at)
    if not holds_award(fresh.organisation, on=on):
        raise Refused("They hold no award at the moment, so it can’t be shown.")
    if lacks_of(fresh, on=on):
        raise Refused(
            "A picture in it may not be shown to everybody any more. Ask for a change instead."
        )
    before = Spotlight.objects.of_story(fresh.organisation, fresh.event).approved()
    for old in before:
        _end(old, SpotlightState.REPLACED, actor=actor, at=at)
    _answer(fresh, SpotlightState.SHOWN, "", actor=actor, at=at)
    ask_for_copies(fresh)
    note("spotlight.approved", fresh, actor=actor, at=at, role=Role.OFFICER)
    emails.tell_leads(fresh, "spotlight_shown", at=at)
    return fresh


@transaction.atomic
def ask_for_changes(
    *, spotlight: Spotlight, sent_at: datetime, note_text: str, actor: User, at: datetime
) -> Spotlight:
    need_untied(actor, spotlight.organisation)
    if not note_text.strip():
        raise Refused("Say what should be changed.")
    fresh = _waiting(spotlight, sent_at)
    _answer(fresh, SpotlightState.CHANGES, note_text, actor=actor, at=at)
    follow_event(fresh, actor=actor, at=at)
    note("spotlight.changes_asked", fresh, actor=actor, at=at, role=Role.OFFICER)
    emails.tell_leads(fresh, "spotlight_changes", at=at)
    return fresh


@transaction.atomic
def take_down(*, spotlight: Spotlight, why: str, actor: User, at: datetime) -> Spotlight:
    """At once, and for good: to show it again a new version is sent. Officers may, and its leads."""
    role = role_in(actor, spotlight.organisation)
    if not (actor.is_officer or role is Role.LEAD):
        raise NotAllowed("Only a co-production lead or a SEND officer can take it down.")
    if role is not Role.LEAD and not why.strip():
        raise Refused("Say why it is taken down. Its leads are told.")
    fresh = locked(spotlight)
    if fresh.state != SpotlightState.SHOWN:
        raise Refused("It is not shown any more.")
    Spotlight.objects.filter(pk=fresh.pk).update(note=why)
    _end(fresh, SpotlightState.TAKEN_DOWN, actor=actor, at=at)
    note("spotlight.taken_down", fresh, actor=actor, at=at, role=role or Role.OFFICER)
    fresh.refresh_from_db()
    if role is not Role.LEAD:
        emails.tell_leads(fresh, "spotlight_down", at=at)
    return fresh


def need_untied(actor: User, organisation: Organisation) -> None:
    """Officers do themselves and theirs no favours (T-36)."""
    need_officer_from_outside(actor, organisation)
    if StandingInterest.objects.organisations_of(actor).filter(organisation=organisation).exists():
        raise NotAllowed(TIED)


def _waiting(spotlight: Spotlight, sent_at: datetime) -> Spotlight:
    fresh = locked(spotlight)
    if fresh.state != SpotlightState.SENT:
        raise Refused("It does not wait for an answer any more.")
    if fresh.sent_at != sent_at:
        raise Refused("They took it back and sent it again meanwhile. Read it again.")
    return fresh


def _answer(
    spotlight: Spotlight, state: SpotlightState, text: str, *, actor: User, at: datetime
) -> None:
    spotlight.state, spotlight.note = state, text
    spotlight.answered_at, spotlight.answered_by = at, actor
    spotlight.save(update_fields=["state", "note", "answered_at", "answered_by"])


def _end(spotlight: Spotlight, state: SpotlightState, *, actor: User, at: datetime) -> None:
    drop_copies(spotlight.pictures.select_related("copy"))
    Spotlight.objects.filter(pk=spotlight.pk).update(state=state, ended_at=at, ended_by=actor)
