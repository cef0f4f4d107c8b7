"""The evening of a recognition event, for the walks through all pages."""

from datetime import datetime, timedelta

from awards.models import Organisation, User
from celebrations.choices import PrintKind
from celebrations.services.events.closing import close_event
from celebrations.services.events.prints import ask_for_print
from tests.celebrations.events.room_rows import evening, party


def of_evenings(
    organisation: Organisation, *, officer: User, at: datetime
) -> dict[str, dict[str, object]]:
    """One that has begun, with a list that is being made; and one that is closed."""
    award = organisation.awards.first()
    assert award is not None
    begun = evening(officer, starts_at=at - timedelta(hours=1))
    party(begun, award, guests=["Gwen Guest"])
    asked = ask_for_print(event=begun, kind=PrintKind.DOOR, actor=officer, at=at)
    over = evening(officer, starts_at=at - timedelta(days=1), name="Recognition Event 2025")
    party(over, award, guests=["Gwen Guest"])
    close_event(event=over, actor=officer, at=at)
    now = {"uuid": begun.uuid}
    closed, made = {"uuid": over.uuid}, {**now, "print": asked.uuid}
    return {
        **dict.fromkeys(("event-replies", "event-replies-csv", "event-order", "event-lists"), now),
        **dict.fromkeys(("event-attendance", "event-close"), now),
        **dict.fromkeys(("event-list", "event-list-file"), made),
        **dict.fromkeys(("event-summary", "event-summary-csv"), closed),
    }
