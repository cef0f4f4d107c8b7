"""An organisation records the recognition events that it holds itself (scheme.md 27)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from awards.choices import Role
from awards.models import Award, Organisation, User, held_organisations
from awards.permissions import need_lead, need_member
from celebrations.choices import WRITTEN_STATES, SpotlightState
from celebrations.models import OwnEvent, Spotlight
from celebrations.models.spotlights import SpotlightQuerySet
from celebrations.selectors.own_events import rows_of
from celebrations.services.copies import drop_copies
from celebrations.services.locking import lock_organisation
from celebrations.services.occasions import follow_event
from foundation import audit
from foundation.dates import london_date
from foundation.drafts import discard_draft
from foundation.models import Draft
from foundation.refusals import Clash, ClashField, Link, Refused
from foundation.versions import Stale, save_versioned

FIELDS = (*OwnEvent.TYPED, "held_on", "people", "award")


def new_draft_key(organisation: Organisation) -> str:
    """Under which key the page of a new one keeps what is typed and not saved yet."""
    return f"own-event:{organisation.uuid}:new"


def event_draft_key(event: OwnEvent) -> str:
    return f"own-event:{event.organisation.uuid}:{event.uuid}"


@transaction.atomic
def record_event(
    *,
    organisation: Organisation,
    key: UUID,
    values: Mapping[str, Any],
    actor: User,
    at: datetime,
) -> OwnEvent:
    """Anybody of the organisation may. It needs no award: they may celebrate the Charter.

    `key` names it before it is there, so that a second click adds no second one (T-43).
    """
    need_member(actor, organisation)
    lock_organisation(organisation)
    there = OwnEvent.objects.select_related("organisation").filter(uuid=key).first()
    if there is not None:
        if there.organisation_id != organisation.pk:
            raise Refused("This page is out of date. Open it again.")
        return there
    _need_sense(organisation, values, at=at)
    made = OwnEvent.objects.create(
        uuid=key,
        organisation=organisation,
        **{name: values[name] for name in FIELDS},
        created_at=at,
        created_by=actor,
        updated_at=at,
        updated_by=actor,
    )
    discard_draft(actor, new_draft_key(organisation))
    _note("own_event.recorded", made, actor=actor, at=at)
    return made


@transaction.atomic
def change_event(
    *,
    event: OwnEvent,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> None:
    need_member(actor, event.organisation)
    fresh = _locked(event)
    _need_sense(fresh.organisation, values, at=at)
    for name in FIELDS:
        setattr(fresh, name, values[name])
    fresh.updated_at, fresh.updated_by = at, actor
    try:
        save_versioned(
            fresh,
            expected_version=expected_version,
            fields=[*FIELDS, "updated_at", "updated_by"],
        )
    except Stale as stale:
        raise _clash(fresh) from stale
    for version in _versions(fresh).open():
        follow_event(version, actor=actor, at=at)
    discard_draft(actor, event_draft_key(fresh))
    _note("own_event.changed", fresh, actor=actor, at=at)


@transaction.atomic
def delete_event(*, event: OwnEvent, actor: User, at: datetime) -> None:
    """By a lead, with every draft about it. What was shown once stays for its year, out of sight.

    Under a legal hold the event stays too, and nobody finds it.
    """
    need_lead(actor, event.organisation)
    fresh = _locked(event)
    need_deletable(fresh)
    for version in _versions(fresh).filter(state__in=WRITTEN_STATES):
        drop_copies(version.pictures.select_related("copy"))
        Draft.objects.filter(key__startswith=f"spotlight:{version.uuid}:").delete()
        version.delete()
    Draft.objects.filter(key=event_draft_key(fresh)).delete()
    _note("own_event.deleted", fresh, actor=actor, at=at)
    is_held = held_organisations().filter(pk=fresh.organisation_id).exists()
    if is_held or _versions(fresh).exists():
        OwnEvent.objects.filter(pk=fresh.pk).update(removed_at=at)
    else:
        fresh.delete()


def need_deletable(event: OwnEvent) -> None:
    """A page asks this first, so that nobody confirms in vain."""
    states = set(_versions(event).values_list("state", flat=True))
    home = Link("Your spotlight of this event", reverse("event-spotlight", args=[event.uuid]))
    if SpotlightState.SHOWN in states:
        raise Refused("Its spotlight is approved. Take that down first, then delete it.", link=home)
    if SpotlightState.SENT in states:
        raise Refused("Its spotlight is with SEND officers. Take that back first.", link=home)


def _clash(mine: OwnEvent) -> Clash:
    """What differs, in the words of the page."""
    theirs = OwnEvent.objects.select_related("award").get(pk=mine.pk)
    pairs = zip(rows_of(mine), rows_of(theirs), strict=True)
    return Clash(
        "A colleague has changed this event since you opened it.",
        fields=[
            ClashField(label=one.label, mine=one.value, theirs=other.value)
            for one, other in pairs
            if one != other
        ],
    )


def _versions(event: OwnEvent) -> SpotlightQuerySet:
    return Spotlight.objects.of_story(event.organisation, event).select_related(
        "organisation", "event"
    )


def _locked(event: OwnEvent) -> OwnEvent:
    """As it is now, with its organisation's row held."""
    lock_organisation(event.organisation)
    fresh = OwnEvent.objects.kept().select_related("organisation").filter(pk=event.pk).first()
    if fresh is None:
        raise Refused(
            "A colleague has deleted this event meanwhile.",
            link=Link("Your events", reverse("own-events", args=[event.organisation.slug])),
        )
    return fresh


def _need_sense(organisation: Organisation, values: Mapping[str, Any], *, at: datetime) -> None:
    """The form has asked it; whoever comes past the form is asked again."""
    if not values["name"].strip():
        raise Refused("Say what the event was called.")
    if values["held_on"] > london_date(at):
        raise Refused("The day must be today or earlier.")
    award: Award | None = values["award"]
    if award is not None and award.organisation_id != organisation.pk:
        raise Refused("Choose one of your own awards.")


def _note(event: str, target: OwnEvent, *, actor: User, at: datetime) -> None:
    role = Role.LEAD if event == "own_event.deleted" else ""
    audit.record(
        event,
        actor=actor,
        target=target,
        at=at,
        role=role,
        acting_for=target.organisation.uuid,
    )
