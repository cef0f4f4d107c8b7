"""Who was invited to a recognition event, and who came: told to whoever answered for them."""

from celebrations.models import EventInvitation, Guest
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import OFFICE

REPLIES = (
    Record(
        model=EventInvitation,
        noun="Invitation to a recognition event",
        parts=(
            Part(
                code="event-invitations",
                group=OFFICE,
                title="Invitations to recognition events: you listed them, or wrote their answer down",
                about="Which organisation, and the days. Nobody who answers by a link is asked who they are.",
                yours=("added_by", "answered_by"),
                columns={
                    "event": "Event",
                    "organisation": "Organisation",
                    "added_by": "Put on the list by",
                    "added_at": "Put on the list",
                    "invited_at": "Invited",
                    "answer": "Answer",
                    "answered_by": "Answer written down by",
                    "answered_at": "Answered",
                },
            ),
        ),
        quiet=("message",),
        never=("version_of_link", "link_made_at", "asked_at", "reminded_at", "place"),
    ),
    Record(
        model=Guest,
        noun="Guest of a recognition event",
        nothing="Nobody’s account says that they are a guest. Whoever asks by name is found by searching.",
        quiet=("name", "access_needs", "dietary_needs", "on_stage", "no_pictures", "came"),
        never=("invitation", "added_at", "version"),
    ),
)
