"""The evening of a recognition event: emblems, and the lists that were printed for it."""

from celebrations.models import EventPrint, Presentation
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import OFFICE

EVENING = (
    Record(
        model=Presentation,
        noun="Emblem at a recognition event",
        nothing="It says which award of an organisation an emblem is for, and if it was handed over.",
        quiet=("handed_over_at",),
        never=("invitation", "award"),
    ),
    Record(
        model=EventPrint,
        noun="List for a recognition event",
        parts=(
            Part(
                code="event_prints",
                group=OFFICE,
                title="Lists for a recognition event that you asked for",
                about="Each is deleted a day later.",
                yours=("asked_by",),
                columns={"kind": "List", "asked_at": "When"},
            ),
        ),
        never=("event", "asked_by", "file"),
    ),
)
