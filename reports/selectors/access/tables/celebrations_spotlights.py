"""Stories that organisations tell the public."""

from celebrations.models import Spotlight, SpotlightPicture
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import WORK

SPOTLIGHTS = (
    Record(
        model=Spotlight,
        noun="Spotlight",
        parts=(
            Part(
                code="spotlights",
                group=WORK,
                title="Stories for the public that you worked on",
                about="Headlines and days. The story is the organisation’s, and is public once approved.",
                yours=("created_by", "updated_by", "sent_by", "answered_by", "ended_by"),
                columns={
                    "organisation": "Organisation",
                    "title": "Headline",
                    "state": "Where it stands",
                    "created_by": "Begun by",
                    "created_at": "Begun",
                    "updated_by": "Changed by",
                    "updated_at": "Changed",
                    "sent_by": "Sent by",
                    "sent_at": "Sent",
                    "answered_by": "Answered by",
                    "answered_at": "Answered",
                    "ended_by": "Ended by",
                    "ended_at": "Ended",
                },
            ),
        ),
        quiet=("summary", "story", "changed", "note", "event_name", "event_place"),
        never=("told_gone_at", "event", "event_day"),
    ),
    Record(
        model=SpotlightPicture,
        noun="Picture of a spotlight",
        nothing="It says which piece of evidence is shown. Who is in a picture is written nowhere.",
        quiet=("alt",),
        never=("spotlight", "file", "position", "copy"),
    ),
)
