"""Who is on the list of an event, and with which emblems."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from awards.models import Award, Organisation, User
from celebrations.choices import Answer
from celebrations.models import EventInvitation, Presentation, RecognitionEvent
from celebrations.selectors.events.due import awards_due, seen_of
from celebrations.services.events.locking import note, planned_event
from foundation.dates import london_date
from foundation.refusals import Link, Refused


@transaction.atomic
def set_due(
    *,
    event: RecognitionEvent,
    awards: Collection[UUID],
    actor: User,
    at: datetime,
    seen: str | None = None,
) -> int:
    """These emblems are presented, and no others; returns how many. `seen`: the list as it was shown."""
    fresh = planned_event(event, actor=actor)
    page = Link("See who is due", reverse("event-due", args=[fresh.uuid]))
    if seen is not None and seen != seen_of(fresh):
        raise Refused("A colleague has changed the list since you opened it.", link=page)
    wanted = set(awards)
    before = {
        row.award.uuid: row
        for row in Presentation.objects.filter(invitation__event=fresh).select_related("award")
    }
    added = _locked_awards(wanted - set(before))
    offered = awards_due(fresh, on=london_date(at)).filter(pk__in=[award.pk for award in added])
    if offered.count() != len(wanted - set(before)):
        raise Refused("One of these emblems is not due any more. Choose again.", link=page)
    invitations = {
        row.organisation_id: row
        for row in EventInvitation.objects.filter(event=fresh).select_related("organisation")
    }
    gone = [row for uuid, row in before.items() if uuid not in wanted]
    if any(row.handed_over_at for row in gone):
        raise Refused("One of these emblems is handed over already, so it stays.", link=page)
    _refuse_leaving_out(invitations, before, wanted, added, page)
    Presentation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _add(fresh, added, invitations, actor=actor, at=at)
    EventInvitation.objects.filter(event=fresh, presentations=None, asked_at=None).exclude(
        answer__in=[Answer.COMING, Answer.NOT_COMING]
    ).delete()
    note("event.list_chosen", fresh, actor=actor, at=at, emblems=len(wanted), left_out=len(gone))
    return len(wanted)


def _locked_awards(uuids: Collection[UUID]) -> list[Award]:
    """First their organisations, so that none is deleted meanwhile (docs/architecture.md, Locks)."""
    rows = Award.objects.filter(uuid__in=uuids)
    theirs = Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("pk")
    list(theirs.select_for_update(no_key=True).values_list("pk"))
    return list(rows.order_by("pk").select_for_update(no_key=True))


def _refuse_leaving_out(
    invitations: Mapping[int, EventInvitation],
    before: Mapping[UUID, Presentation],
    wanted: Collection[UUID],
    added: Collection[Award],
    page: Link,
) -> None:
    """Whoever was told that they are presented with something hears it from people that they are not."""
    kept = {row.invitation_id for uuid, row in before.items() if uuid in wanted}
    with_new = {award.organisation_id for award in added}
    had = {row.invitation_id for row in before.values()}
    for organisation, invitation in invitations.items():
        is_told = invitation.asked_at is not None or invitation.answer != Answer.NONE
        is_left_out = invitation.pk in had - kept and organisation not in with_new
        if is_told and is_left_out:
            raise Refused(
                f"{invitation.organisation} was invited, so it stays on the list. Write to them "
                "first; then write down as their answer that they are not coming.",
                link=page,
            )


def _add(
    event: RecognitionEvent,
    awards: Collection[Award],
    invitations: Mapping[int, EventInvitation],
    *,
    actor: User,
    at: datetime,
) -> None:
    grouped: dict[int, list[Award]] = defaultdict(list)
    for award in awards:
        grouped[award.organisation_id].append(award)
    EventInvitation.objects.bulk_create(
        EventInvitation(
            event=event, organisation_id=each, link_made_at=at, added_at=at, added_by=actor
        )
        for each in grouped
        if each not in invitations
    )
    rows = EventInvitation.objects.filter(event=event, organisation__in=list(grouped))
    Presentation.objects.bulk_create(
        Presentation(invitation=row, award=award)
        for row in rows
        for award in grouped[row.organisation_id]
    )
