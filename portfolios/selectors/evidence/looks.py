"""Who has looked at a restricted piece, as its own page tells it."""

from dataclasses import dataclass
from datetime import datetime

from awards.choices import Role
from foundation.models import AuditEvent
from portfolios.models import EvidenceItem

# The event of each look. It belongs to the access log.
OPENED = "evidence.restricted_opened"
LATEST = 50
WHAT = {
    "page": "Opened the page",
    "download": "Downloaded a file",
    "picture": "Looked at a picture",
    "thumbnail": "Looked at a small picture",
    "zip": "Downloaded it in a zip",
}
_PANEL = (Role.CHAMPION, Role.CHAIR)


@dataclass(frozen=True)
class Look:
    by: str
    at: datetime
    what: str


def looks_at(item: EvidenceItem, *, names_panel: bool) -> list[Look]:
    """The latest first. Names of champions are for officers alone. One query."""
    events = AuditEvent.objects.about(item).filter(event=OPENED).select_related("actor")
    return [
        Look(
            by=_voice(event, names_panel=names_panel),
            at=event.at,
            what=WHAT.get(str(event.details.get("what")), "Opened it"),
        )
        for event in events.order_by("-at", "-pk")[:LATEST]
    ]


def _voice(event: AuditEvent, *, names_panel: bool) -> str:
    if event.role in _PANEL and not names_panel:
        return "A champion on the panel"
    name = str(event.actor) if event.actor else "Somebody whose account is gone"
    if event.role in (*_PANEL, Role.OFFICER):
        return f"{name}, {Role(event.role).label}"
    return name
