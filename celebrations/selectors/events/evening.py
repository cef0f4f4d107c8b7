"""Who comes to a recognition event, with which emblems: what its pages and its lists are made of."""

from django.db.models import Prefetch, QuerySet

from celebrations.choices import Answer
from celebrations.models import EventInvitation, Guest, Presentation, RecognitionEvent
from celebrations.models.events import EventInvitationQuerySet
from celebrations.records import Emblem, Evening, Party, Visitor
from certificates.artwork import STAGES
from certificates.models import Certificate


def presented() -> QuerySet[Presentation]:
    """Emblems of awards that were not taken back, from Bronze to Platinum."""
    rows = Presentation.objects.filter(award__revoked_on=None).select_related("award")
    return rows.order_by("award__awarded_on", "pk")


def with_emblems(rows: QuerySet[EventInvitation]) -> QuerySet[EventInvitation]:
    """Two queries, however many there are."""
    emblems = Prefetch("presentations", presented(), to_attr="emblems")
    return rows.select_related("organisation").prefetch_related(emblems)


def with_certificates(rows: QuerySet[EventInvitation]) -> QuerySet[EventInvitation]:
    """Four queries: the names as they were printed come with the emblems."""
    current = Prefetch(
        "award__certificates",
        Certificate.objects.current().only("award", "printed_name"),
        to_attr="in_force",
    )
    emblems = Prefetch("presentations", presented().prefetch_related(current), to_attr="emblems")
    return rows.select_related("organisation").prefetch_related(
        emblems, Prefetch("guests", Guest.objects.order_by("added_at", "pk"), to_attr="people")
    )


def invited(event: RecognitionEvent) -> EventInvitationQuerySet:
    return EventInvitation.objects.filter(event=event)


def highest(invitation: EventInvitation) -> int:
    """The place of its highest stage, from 0 for Bronze; after all stages when nothing is presented."""
    emblems: list[Presentation] = invitation.emblems  # type: ignore[attr-defined]  # with_emblems
    return max((STAGES.index(each.award.stage) for each in emblems), default=len(STAGES))


def emblems_of(invitation: EventInvitation) -> tuple[Emblem, ...]:
    """From Bronze to Platinum."""
    emblems: list[Presentation] = invitation.emblems  # type: ignore[attr-defined]  # with_emblems
    found = [Emblem(each.award.stage, each.award.awarded_on.year) for each in emblems]
    return tuple(sorted(found, key=lambda each: (STAGES.index(each.stage), each.year)))


def evening_of(event: RecognitionEvent) -> Evening:
    """The whole event as it stands, for lists that are printed. Five queries."""
    rows = with_certificates(invited(event).in_order())
    parties = [(row, _party(row)) for row in rows]
    return Evening(
        title=event.name,
        starts_at=event.starts_at,
        venue=event.venue,
        address=event.address,
        presenter=event.presenter,
        parties=tuple(party for row, party in parties if row.answer == Answer.COMING),
        absent=tuple(
            party for row, party in parties if row.answer != Answer.COMING and party.emblems
        ),
    )


def _party(row: EventInvitation) -> Party:
    people: list[Guest] = row.people  # type: ignore[attr-defined]  # with_certificates
    name = row.organisation.name
    return Party(
        name=name,
        printed_name=printed_name_of(row),
        emblems=emblems_of(row),
        place=row.place,
        visitors=tuple(
            Visitor(
                name=each.name,
                organisation=name,
                on_stage=each.on_stage,
                no_pictures=each.no_pictures,
            )
            for each in people
        ),
    )


def printed_name_of(row: EventInvitation) -> str:
    """As on the certificate of the latest award that is presented."""
    emblems: list[Presentation] = row.emblems  # type: ignore[attr-defined]  # with_certificates
    for each in reversed(emblems):
        for certificate in each.award.in_force:  # type: ignore[attr-defined]  # with_certificates
            return str(certificate.printed_name)
    return row.organisation.printed_name or row.organisation.name
