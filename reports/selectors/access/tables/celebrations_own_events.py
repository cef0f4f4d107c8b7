"""Recognition events that organisations held themselves."""

from celebrations.models import OwnEvent
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import WORK

OWN_EVENTS = (
    Record(
        model=OwnEvent,
        noun="Event of an organisation",
        parts=(
            Part(
                code="own-events",
                group=WORK,
                title="Events of your organisation that you wrote down",
                about="What it was called and the days. The record is the organisation’s.",
                yours=("created_by", "updated_by"),
                columns={
                    "organisation": "Organisation",
                    "name": "What it was called",
                    "held_on": "The day",
                    "created_by": "Recorded by",
                    "created_at": "Recorded",
                    "updated_by": "Changed by",
                    "updated_at": "Changed",
                },
            ),
        ),
        quiet=("place", "what_happened", "who_came"),
        never=("award", "people", "version", "removed_at"),
    ),
)
