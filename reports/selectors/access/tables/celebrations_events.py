"""The yearly recognition event, as officers plan it."""

from celebrations.models import RecognitionEvent
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import OFFICE

EVENTS = (
    Record(
        model=RecognitionEvent,
        noun="Recognition event",
        parts=(
            Part(
                code="recognition-events",
                group=OFFICE,
                title="Recognition events that you planned, called off or closed",
                about="Names and days.",
                yours=("created_by", "cancelled_by", "closed_by"),
                columns={
                    "name": "Event",
                    "starts_at": "When it is",
                    "created_by": "Planned by",
                    "created_at": "Planned",
                    "cancelled_by": "Called off by",
                    "cancelled_at": "Called off",
                    "closed_by": "Closed by",
                    "closed_at": "Closed",
                },
            ),
        ),
        quiet=("venue", "address", "presenter", "practical", "cancelled_why"),
        never=("counts_from", "reply_by", "most_guests", "needs_deleted_at"),
    ),
)
