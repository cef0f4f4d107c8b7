"""What the clock and officers do about the year of an award (scheme.md 22, T-90)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from awards import emails_renewals as emails
from awards.choices import MembershipRole, Role
from awards.models import Award, Extension, Membership, Organisation, User
from awards.permissions import need_officer_from_outside
from awards.selectors.renewals import LAPSED, LATEST, Renewal, renewals_near, renewals_of
from awards.services.extensions import DateNotAccepted
from foundation import audit
from foundation.clock import DutyContext
from foundation.dates import london_date, months_later
from foundation.forms import show_date
from foundation.models import OutboxMessage
from foundation.refusals import Refused

MOST_MONTHS = 12


def remind_of_renewals(context: DutyContext) -> int:
    """For the clock. Of the days that have come, the latest, and nothing after a later one.

    So a day that was missed is made up for once, and a clock that was set back says nothing again.
    Whoever has sent a statement is not reminded, nor who has sent what goes beyond the award.
    """
    reached = [
        (renewal, name)
        for renewal in renewals_near(on=context.today)
        if not renewal.is_with_champions
        and not renewal.is_kept_by_next
        and not renewal.told_with_higher
        and (name := renewal.reminder(context.today)) is not None
        and context.today <= (renewal.award.lapses_on or renewal.grace_until) + LATEST
    ]
    keys = {key for renewal, name in reached for key in _keys_from(renewal, name)}
    written = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    waiting = [
        (renewal, name)
        for renewal, name in reached
        if written.isdisjoint(_keys_from(renewal, name))
    ]
    leads = _leads(renewal for renewal, _ in waiting)
    count = 0
    for renewal, name in waiting:
        key = _key(renewal, name)
        for lead in leads[renewal.award.organisation_id]:
            emails.remind_of_renewal(renewal, name, key=key, lead=lead, at=context.now)
            count += 1
        if name == LAPSED:
            emails.tell_officers_of_lapse(renewal, key=f"{key}:officers", at=context.now)
    return count


@transaction.atomic
def give_time_to_renew(
    *, award: Award, until: date, reason: str, actor: User, at: datetime
) -> Extension:
    """A later last day, told to the leads at once. The same again finds the first one (T-43).

    The anniversary stays, so the next year begins where this one ended. Of an award that lapsed
    already it takes the lapse back.
    """
    need_officer_from_outside(actor, award.organisation)
    if not reason.strip():
        raise Refused("Say why they need more time.")
    # One at a time, so that the second sees the date that the first one gave.
    locked = Organisation.objects.select_for_update(no_key=True).get(pk=award.organisation_id)
    renewal = renewal_to_move(locked, award, on=london_date(at))
    last = award.extensions.order_by("-pk").first()
    if last and (last.due_on, last.reason, last.granted_by_id) == (until, reason, actor.pk):
        return last
    _check(until, renewal, london_date(at))
    below = [stage.code for stage in renewal.with_it]
    moved = Award.objects.standing().filter(
        organisation=locked, stage__in=[award.stage, *below], grace_until=renewal.grace_until
    )
    # In the order in which a decision takes them; it may have come first.
    if award.pk not in [row.pk for row in moved.select_for_update(no_key=True).order_by("pk")]:
        raise Refused("This award was renewed a moment ago, so there is no day to move.")
    extension = Extension.objects.create(
        organisation=locked,
        stage=award.stage,
        award=award,
        due_on=until,
        reason=reason,
        granted_by=actor,
        granted_at=at,
    )
    moved.update(grace_until=until)
    audit.record(
        "due_date.extended",
        actor=actor,
        target=extension,
        at=at,
        role=Role.OFFICER,
        acting_for=locked.uuid,
        reason=reason,
        details={
            "stage": award.stage,
            "from": renewal.grace_until.isoformat(),
            "to": until.isoformat(),
        },
    )
    emails.tell_of_time_to_renew(extension, renewal)
    return extension


def renewal_to_move(organisation: Organisation, award: Award, *, on: date) -> Renewal:
    """What they have to renew, or the reason why there is no day to move."""
    asked = {each.award.pk: each for each in renewals_of(organisation, on=on)}
    renewal = asked.get(award.pk)
    if renewal is None:
        raise Refused("This award is not the one to renew.")
    if renewal.is_with_champions:
        raise Refused(f"{organisation} has already sent its {renewal.work}.")
    if on < renewal.opens_on:
        raise Refused(f"Its renewal opens on {show_date(renewal.opens_on)}. There is time enough.")
    return renewal


def last_day_to_give(renewal: Renewal) -> date:
    return months_later(renewal.due_on, MOST_MONTHS)


def _check(until: date, renewal: Renewal, today: date) -> None:
    if until <= renewal.grace_until:
        raise DateNotAccepted(
            f"They can send it until {show_date(renewal.grace_until)} now. Enter a later date."
        )
    if until < today:
        raise DateNotAccepted("This date has passed. Enter today’s date or a later one.")
    last = last_day_to_give(renewal)
    if until > last:
        raise DateNotAccepted(f"Enter a date that is not after {show_date(last)}.")


def _key(renewal: Renewal, name: str) -> str:
    """With the day, as an award that was given more time can lapse a second time."""
    day = renewal.award.lapses_on if name == LAPSED else renewal.due_on
    return f"renewal:{renewal.award.pk}:{day}:{name}"


def _keys_from(renewal: Renewal, name: str) -> set[str]:
    """This reminder, and those that come after it."""
    names = [each for _, each in renewal.reminders()]
    return {_key(renewal, each) for each in names[names.index(name) :]}


def _leads(renewals: Iterable[Renewal]) -> dict[int, list[User]]:
    """By organisation, all of them at once."""
    leads: dict[int, list[User]] = defaultdict(list)
    rows = Membership.objects.filter(
        organisation__in={each.award.organisation_id for each in renewals},
        role=MembershipRole.LEAD,
        user__is_active=True,
    )
    for row in rows.select_related("user").order_by("pk"):
        leads[row.organisation_id].append(row.user)
    return leads
