"""An organisation writes its story and chooses its pictures. Saving demands nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from awards.models import Organisation, User
from awards.permissions import need_member
from celebrations.choices import SpotlightState
from celebrations.models import OwnEvent, Spotlight, SpotlightPicture
from celebrations.selectors.pictures import choosable
from celebrations.selectors.spotlights import holds_award
from celebrations.services.copies import drop_copies
from celebrations.services.locking import lock_organisation, note, open_for_writing
from celebrations.services.occasions import occasion_of
from foundation.dates import london_date
from foundation.drafts import discard_draft
from foundation.refusals import Link, Refused
from foundation.versions import Stale, clash_over, save_versioned
from portfolios.selectors.evidence.public import public_pictures


def draft_key(spotlight: Spotlight) -> str:
    """Under which key the page of the story keeps what is typed and not saved yet."""
    return f"spotlight:{spotlight.uuid}:story"


@transaction.atomic
def begin_spotlight(
    *, organisation: Organisation, event: OwnEvent | None = None, actor: User, at: datetime
) -> Spotlight:
    """A new draft, filled with what is shown now; the one that is open already, if there is one.

    With an event it is the story of that; the first version begins with what is recorded of it.
    """
    need_member(actor, organisation)
    lock_organisation(organisation)
    told = _there(event, organisation) if event is not None else None
    rows = Spotlight.objects.of_story(organisation, told)
    found = rows.select_related("organisation", "event").open().first()
    if found is not None:
        return found
    if not holds_award(organisation, on=london_date(at)):
        raise Refused(
            "A spotlight comes with an award. You can tell your story once you hold Bronze.",
            link=Link("Back to your page", reverse("organisation", args=[organisation.slug])),
        )
    before = rows.approved().first()
    made = Spotlight(
        organisation=organisation,
        event=told,
        **occasion_of(told),
        created_at=at,
        created_by=actor,
        updated_at=at,
        updated_by=actor,
    )
    if before is not None:
        for name in Spotlight.TYPED:
            setattr(made, name, getattr(before, name))
    elif told is not None:
        made.title, made.story = told.name, told.what_happened
    made.save()
    if before is not None:
        _copy_pictures(before, made, at=at)
    note("spotlight.begun", made, actor=actor, at=at, again=before is not None)
    return made


@transaction.atomic
def save_story(
    *,
    spotlight: Spotlight,
    values: Mapping[str, str],
    expected_version: int,
    actor: User,
    at: datetime,
) -> None:
    fresh = open_for_writing(spotlight, actor=actor)
    for name in Spotlight.TYPED:
        setattr(fresh, name, values[name])
    fresh.updated_at, fresh.updated_by = at, actor
    fields = [*Spotlight.TYPED, "updated_at", "updated_by"]
    try:
        save_versioned(fresh, expected_version=expected_version, fields=fields)
    except Stale as stale:
        sentence = "A colleague has changed the story since you opened it."
        raise clash_over(fresh, fields=list(Spotlight.TYPED), sentence=sentence) from stale
    discard_draft(actor, draft_key(fresh))
    note("spotlight.changed", fresh, actor=actor, at=at)


@transaction.atomic
def choose_pictures(
    *, spotlight: Spotlight, files: Sequence[UUID], actor: User, at: datetime
) -> None:
    """These, in this order. Words that were written for a picture stay with it."""
    fresh = open_for_writing(spotlight, actor=actor)
    if len(set(files)) > Spotlight.MOST_PICTURES:
        raise Refused(f"Choose at most {Spotlight.MOST_PICTURES} pictures.")
    wanted = list(dict.fromkeys(files))
    rows = choosable(fresh.organisation, viewer=actor, on=london_date(at))
    offered = {row.uuid: row for row in rows.filter(uuid__in=wanted)}
    if len(offered) != len(wanted):
        raise Refused(
            "One of these pictures may not be shown to everybody any more. Choose again.",
            link=Link("Choose pictures", reverse("spotlight-pictures", args=[fresh.uuid])),
        )
    kept = {row.file_id: row for row in fresh.pictures.all()}
    chosen = {offered[uuid].pk for uuid in wanted}
    drop_copies([row for key, row in kept.items() if key not in chosen])
    fresh.pictures.exclude(file__in=chosen).delete()
    for place, uuid in enumerate(wanted, start=1):
        file = offered[uuid]
        if file.pk in kept:
            fresh.pictures.filter(file=file).update(position=place)
        else:
            SpotlightPicture.objects.create(
                spotlight=fresh, file=file, alt=file.caption, position=place
            )
    _touch(fresh, actor=actor, at=at)
    note("spotlight.pictures_chosen", fresh, actor=actor, at=at, pictures=len(wanted))


@transaction.atomic
def describe_picture(*, picture: SpotlightPicture, alt: str, actor: User, at: datetime) -> None:
    """What can be seen in it, for who can't see it."""
    fresh = open_for_writing(picture.spotlight, actor=actor)
    if not fresh.pictures.filter(pk=picture.pk).update(alt=alt):
        raise Refused("A colleague has taken this picture out meanwhile.")
    _touch(fresh, actor=actor, at=at)
    note("spotlight.picture_described", fresh, actor=actor, at=at)


@transaction.atomic
def drop_draft(*, spotlight: Spotlight, actor: User, at: datetime) -> None:
    """Nobody outside has seen it. What is shown meanwhile stays as it is."""
    fresh = open_for_writing(spotlight, actor=actor)
    if fresh.state != SpotlightState.DRAFT:
        raise Refused(
            "An officer has asked for changes, so this is kept. You need not go on with it."
        )
    drop_copies(fresh.pictures.all())
    discard_draft(actor, draft_key(fresh))
    note("spotlight.draft_deleted", fresh, actor=actor, at=at)
    fresh.delete()


def _there(event: OwnEvent, organisation: Organisation) -> OwnEvent:
    """Read after the lock is held."""
    found = OwnEvent.objects.kept().filter(pk=event.pk, organisation=organisation).first()
    if found is None:
        raise Refused(
            "A colleague has deleted this event meanwhile.",
            link=Link("Your events", reverse("own-events", args=[organisation.slug])),
        )
    return found


def _touch(spotlight: Spotlight, *, actor: User, at: datetime) -> None:
    Spotlight.objects.filter(pk=spotlight.pk).update(updated_at=at, updated_by=actor)


def _copy_pictures(before: Spotlight, made: Spotlight, *, at: datetime) -> None:
    """Those that may still be shown."""
    rows = before.pictures.filter(file__in=public_pictures(london_date(at)))
    for place, row in enumerate(rows, start=1):
        SpotlightPicture.objects.create(spotlight=made, file=row.file, alt=row.alt, position=place)
