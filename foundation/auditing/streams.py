"""Which events are acts, and which are looks.

What somebody did is kept for six years. That somebody looked at a file, or took one along, is kept for
two: long enough to follow a complaint, too short for a diary of who reads what (accessible-and-private.md).
"""

from django.db import models


class Stream(models.TextChoices):
    ACTS = "acts", "acts"
    LOOKS = "looks", "looks"


# The names of all events of the access log. Every other event is an act.
LOOKS = frozenset(
    {
        "access.package_downloaded",
        "certificate.downloaded",
        "event_attendance.exported",
        "event_needs.opened",
        "event_print.opened",
        "event_replies.exported",
        "evidence.opened",
        "evidence.packed",
        "evidence.restricted_opened",
        "interests.exported",
        "logo_pack.downloaded",
        "plan.print-opened",
        "portfolio.print-opened",
        "publicity_pack.downloaded",
        "print_run.downloaded",
        "rights.exported",
        "signature.opened",
    }
)
MONTHS_KEPT = {Stream.ACTS: 72, Stream.LOOKS: 24}


def stream_of(event: str) -> Stream:
    return Stream.LOOKS if event in LOOKS else Stream.ACTS
