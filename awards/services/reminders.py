"""Reminders of dates that are coming, and of one that has passed (scheme.md 10, T-90)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from awards import emails
from awards.choices import MembershipRole
from awards.models import Membership, User
from awards.selectors import Deadline, awaited_deadlines
from awards.selectors.deadlines import DAY_AFTER
from foundation.clock import DutyContext
from foundation.models import OutboxMessage

# That a mail was sent is known for two years; after one nobody is reminded any more, so never twice.
LATEST = timedelta(days=365)


def remind_of_due_dates(context: DutyContext) -> int:
    """For the clock. Of the reminders whose day has come, the latest, and nothing after a later one.

    So a day that was missed is made up for once, and a clock that was set back says nothing again.
    """
    reached = [
        (deadline, days)
        for deadline in awaited_deadlines(on=context.today)
        if (days := deadline.reminder(context.today)) is not None
        and context.today <= deadline.due_on + LATEST
    ]
    written = _written(reached)
    waiting = [
        (deadline, days)
        for deadline, days in reached
        if written.isdisjoint(_keys_from(deadline, days))
    ]
    leads = _leads(deadline for deadline, _ in waiting)
    count = 0
    for deadline, days in waiting:
        for lead in leads[deadline.award.organisation_id]:
            emails.remind_of_due_date(
                key=_key(deadline, days),
                organisation=deadline.award.organisation,
                stage=deadline.stage,
                keeps=deadline.after,
                due_on=deadline.due_on,
                late=days == DAY_AFTER,
                lead=lead,
                at=context.now,
            )
            count += 1
    return count


def _key(deadline: Deadline, days: int) -> str:
    return f"stage_due:{deadline.award.pk}:{deadline.stage.code}:{deadline.due_on}:{days}"


def _keys_from(deadline: Deadline, days: int) -> set[str]:
    """This reminder, and those that come after it."""
    after = (each for each in (*deadline.due.remind_days_before, DAY_AFTER) if each <= days)
    return {_key(deadline, each) for each in after}


def _written(reached: Iterable[tuple[Deadline, int]]) -> set[str]:
    keys = {key for deadline, days in reached for key in _keys_from(deadline, days)}
    return set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))


def _leads(deadlines: Iterable[Deadline]) -> dict[int, list[User]]:
    """By organisation, all of them at once."""
    leads: dict[int, list[User]] = defaultdict(list)
    rows = Membership.objects.filter(
        organisation__in={each.award.organisation_id for each in deadlines},
        role=MembershipRole.LEAD,
        user__is_active=True,
    )
    for row in rows.select_related("user").order_by("pk"):
        leads[row.organisation_id].append(row.user)
    return leads
