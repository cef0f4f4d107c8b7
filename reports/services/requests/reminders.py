"""No request is forgotten: officers hear of it a week before its date, on the day, and every week after."""

from datetime import date, timedelta

from foundation.clock import DutyContext
from foundation.dates import london_date
from reports import emails
from reports.models import PrivacyRequest

BEFORE = timedelta(days=7)
EVERY = 7


def remind_officers(context: DutyContext) -> int:
    """For the clock. Each officer once for each of these days; tells how many were written to now.

    A clock that stood still sends the latest one only.
    """
    rows = PrivacyRequest.objects.open().filter(due_on__lte=context.today + BEFORE)
    count = 0
    for request in rows:
        step = step_of(request, on=context.today)
        if step:
            count += emails.remind_officers(
                request, step=step, late=request.due_on < context.today, at=context.now
            )
    return count


def step_of(request: PrivacyRequest, *, on: date) -> str:
    """The reminder that is due on that day: "before", "0" for the day itself, "1" a week later …

    Not before a date that was near from the start: officers have just heard of it.
    """
    late = (on - request.due_on).days
    if late >= 0:
        return str(late // EVERY)
    is_near = request.due_on - london_date(request.received_at) < BEFORE
    return "" if is_near or late < -BEFORE.days else "before"
