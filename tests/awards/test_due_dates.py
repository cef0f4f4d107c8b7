"""The 12 months for Silver: where the date is shown, and who is reminded when (scheme.md 10)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.choices import MembershipRole, Role, Status
from awards.models import Application, Award, Membership
from awards.selectors import journey_of
from awards.services.applications import start_application, withdraw
from awards.services.extensions import extend_due_date
from champions.selectors.home import home_of
from config.duties import DUTIES
from foundation.clock import DutyContext, run_duties
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from tests.conftest import make_user
from tests.support.awards import hold, holder
from tests.support.champions import send

DUE = date(2027, 11, 23)
DAY = timedelta(days=1)
REMIND = next(each for each in DUTIES if each.name == "remind of dates that are coming")
# 180, 90, 28 and 7 days before, and the day after.
TOLD = [
    ("stage_due", date(2027, 5, 27)),
    ("stage_due", date(2027, 8, 25)),
    ("stage_due", date(2027, 10, 26)),
    ("stage_due", date(2027, 11, 16)),
    ("stage_overdue", date(2027, 11, 24)),
]


@pytest.fixture
def award(organisation, lead, officer, now):
    """Bronze on 23 November 2026."""
    return hold(organisation, lead=lead, officer=officer, at=now)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def tick(day: date) -> int:
    (result,) = run_duties([REMIND], now=noon(day), dry_run=False)
    assert result.error == ""
    return result.count


def tick_through(first: date, last: date, *, skip=(), times=1) -> None:
    """Day by day, the last one too."""
    for number in range((last - first).days + 1):
        day = first + number * DAY
        if day not in skip:
            for _ in range(times):
                tick(day)


def told(to=None) -> list[tuple[str, date]]:
    rows = OutboxMessage.objects.filter(message__in=["stage_due", "stage_overdue"])
    if to is not None:
        rows = rows.filter(to=to.email)
    return [(row.message, london_date(row.created_at)) for row in rows.order_by("created_at", "pk")]


def silver_of(organisation, on):
    return journey_of(organisation, on=on).stages[1]


def draft(organisation, lead, at):
    return start_application(organisation=organisation, stage="silver", actor=lead, at=at)


def more_time(organisation, officer, due_on, at):
    return extend_due_date(
        organisation=organisation,
        stage="silver",
        due_on=due_on,
        reason="The lead changed.",
        actor=officer,
        at=at,
    )


# The date


def test_silver_is_due_twelve_months_after_bronze(award, organisation):
    assert silver_of(organisation, DUE).due_on == DUE
    assert [step.due_on for step in journey_of(organisation, on=DUE).stages] == [
        None, DUE, None, None,
    ]  # fmt: skip


def test_nothing_is_due_before_bronze(application, organisation, now):
    assert silver_of(organisation, london_date(now)).due_on is None


def test_nothing_is_due_after_silver_or_without_bronze(award, organisation, lead, officer, now):
    silver = hold(organisation, "silver", lead=lead, officer=officer, at=now)
    assert silver_of(organisation, DUE).due_on is None
    Award.objects.filter(pk=silver.pk).update(revoked_on=DUE)
    assert silver_of(organisation, DUE).due_on == DUE
    Award.objects.filter(pk=award.pk).update(revoked_on=DUE)
    assert silver_of(organisation, DUE).due_on is None


@pytest.mark.parametrize(
    ("awarded", "due"),
    [
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2027, 12, 31), date(2028, 12, 31)),
    ],
)
def test_award_of_a_leap_day_is_due_on_the_28th(award, organisation, awarded, due):
    """T-88."""
    Award.objects.filter(pk=award.pk).update(awarded_on=awarded)
    assert silver_of(organisation, awarded).due_on == due
    tick_through(due - 8 * DAY, due + 2 * DAY)
    assert told() == [
        ("stage_due", due - 8 * DAY),
        ("stage_due", due - 7 * DAY),
        ("stage_overdue", due + DAY),
    ]


def test_late_evening_award_counts_from_the_day_in_london(organisation, lead, officer):
    """Half past eleven at night in June is the next day's half past midnight."""
    at = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)
    hold(organisation, lead=lead, officer=officer, at=at)
    assert silver_of(organisation, london_date(at)).due_on == date(2028, 7, 1)


def test_award_of_another_edition_keeps_its_own_date(award, organisation, now):
    """scheme.md 31: what the edition in force says of Silver is said of awards under it."""
    deadline = silver_of(organisation, DUE).deadline
    assert (deadline.award, deadline.due.months, deadline.after) == (award, 12, "Bronze")


def test_journey_with_a_date_costs_one_query_more(
    award, organisation, officer, now, django_assert_num_queries
):
    for number in range(3):
        more_time(organisation, officer, DUE + (number + 1) * DAY, now)
    with django_assert_num_queries(4):
        assert silver_of(organisation, DUE).due_on == DUE + 3 * DAY
    rows = {
        "awards": list(organisation.awards.standing()),
        "applications": list(organisation.applications.order_by("created_at")),
        "extensions": list(organisation.extensions.order_by("-pk")),
    }
    with django_assert_num_queries(1):
        assert journey_of(organisation, on=DUE, **rows).stages[1].due_on == DUE + 3 * DAY


@pytest.mark.parametrize(
    ("moment", "met"),
    [
        # Winter: London is on UTC. The last moment counts, the next one does not.
        (datetime(2027, 11, 23, 23, 59, 59, 900_000, tzinfo=UTC), True),
        (datetime(2027, 11, 24, 0, 0, tzinfo=UTC), False),
    ],
)
def test_in_time_is_by_midnight_in_london(award, organisation, moment, met):
    """T-47."""
    assert silver_of(organisation, DUE).deadline.is_met(moment) is met


@pytest.mark.parametrize(
    ("moment", "met"),
    [
        (datetime(2027, 6, 30, 22, 59, 59, 900_000, tzinfo=UTC), True),
        (datetime(2027, 6, 30, 23, 0, tzinfo=UTC), False),
    ],
)
def test_in_time_goes_by_summer_time(organisation, lead, officer, moment, met):
    """T-47: an hour before midnight in Greenwich it is tomorrow in Birmingham."""
    hold(organisation, lead=lead, officer=officer, at=noon(date(2026, 6, 30)))
    assert silver_of(organisation, DUE).deadline.is_met(moment) is met


# The organisation's home


@pytest.fixture
def home(organisation, sign_in):
    """The line of Silver, and what is next, as somebody reads them on a day."""

    def read(user, day):
        with time_machine.travel(noon(day), tick=False):
            answer = sign_in(user).get(reverse("organisation", args=[organisation.slug]))
        assert answer.status_code == 200
        picture = answer.context["home"].picture
        assert picture.steps[1].detail in answer.content.decode()
        return picture.steps[1].detail, picture.next

    return read


def test_home_names_the_date_from_the_first_day(award, home, lead, colleague, officer):
    for user in (lead, colleague, officer):
        line, sentence = home(user, date(2026, 11, 23))
        assert line == "Send by 23 November 2027"
        assert sentence.startswith("Next comes Silver. ")
        assert sentence.endswith(" Send your delivery plan by 23 November 2027.")


def test_home_names_the_date_while_they_write(award, home, organisation, lead, now):
    draft(organisation, lead, now)
    line, sentence = home(lead, DUE)
    assert line == "Send by 23 November 2027"
    assert sentence == (
        "You are writing your delivery plan. It goes to the Champions Group when you send it. "
        "Send your delivery plan by 23 November 2027."
    )


def test_home_of_who_is_late_says_what_they_keep(award, home, lead):
    line, sentence = home(lead, DUE + DAY)
    assert line == "It was due on 23 November 2027. You keep Bronze."
    assert sentence.endswith(
        "Your delivery plan was due on 23 November 2027. You keep Bronze. "
        "Send it when it is ready, or ask the SEND officers for more time."
    )


def test_home_says_that_more_time_was_agreed(award, home, organisation, lead, officer, now):
    more_time(organisation, officer, date(2028, 2, 1), now)
    line, sentence = home(lead, DUE + DAY)
    assert line == "More time until 1 February 2028 was agreed"
    assert sentence.endswith(" Send your delivery plan by 1 February 2028.")
    assert home(lead, date(2028, 2, 2))[0] == "It was due on 1 February 2028. You keep Bronze."


def test_home_is_silent_once_it_is_sent(award, home, organisation, lead, now):
    send(draft(organisation, lead, now), lead, at=now)
    for day in (DUE, DUE + DAY):
        line, sentence = home(lead, day)
        assert line == ""
        assert "delivery plan" not in sentence


def test_home_of_who_took_it_back_names_the_date_again(award, home, organisation, lead, now):
    case = draft(organisation, lead, now)
    send(case, lead, at=now)
    withdraw(application=case, actor=lead, role=Role.LEAD, note="Not now.", at=now)
    line, sentence = home(lead, DUE)
    assert line == "Send by 23 November 2027"
    assert sentence.endswith(
        "You can begin again when you are ready. Send your delivery plan by 23 November 2027."
    )


def test_home_after_silver_has_no_date(award, home, organisation, lead, officer, now):
    hold(organisation, "silver", lead=lead, officer=officer, at=now)
    assert home(lead, DUE)[0] == "Awarded on 23 November 2026"


def test_late_organisation_keeps_bronze_and_can_still_send(award, organisation, lead):
    late = noon(DUE + 500 * DAY)
    send(draft(organisation, lead, late), lead, at=late)
    shown = home_of(organisation, role=Role.LEAD, at=late, on=london_date(late))
    assert (shown.picture.arcs, shown.picture.title) == (1, "You hold Bronze")


# Reminders


def test_each_reminder_goes_out_once_in_fourteen_months(award, lead):
    """T-90."""
    tick_through(date(2026, 11, 23), date(2028, 1, 23))
    assert told() == TOLD
    assert told(lead) == TOLD


def test_running_twice_sends_nothing_twice(award):
    """T-90."""
    tick_through(date(2027, 5, 20), date(2027, 12, 1), times=2)
    assert told() == TOLD


def test_missed_days_are_made_up_for_once(award):
    """T-90: three days without a clock around each reminder, and the same mail goes a day or two later."""
    days = {day + shift * DAY for _, day in TOLD for shift in (-1, 0, 1)}
    tick_through(date(2026, 11, 23), date(2028, 1, 23), skip=days, times=2)
    assert told() == [(message, day + 2 * DAY) for message, day in TOLD]


def test_clock_that_stood_for_months_sends_only_the_latest(award):
    """T-90: not four letters at once."""
    tick(DUE - 3 * DAY)
    tick_through(DUE - 2 * DAY, DUE)
    assert told() == [("stage_due", DUE - 3 * DAY)]
    assert OutboxMessage.objects.get(message="stage_due").key.endswith(":silver:2027-11-23:7")


def test_clock_that_stood_until_it_was_late_sends_one(award):
    tick_through(DUE + 40 * DAY, DUE + 50 * DAY)
    assert told() == [("stage_overdue", DUE + 40 * DAY)]


def test_clock_that_was_set_back_sends_nothing_again(award):
    """T-90: nor an older reminder that was passed over."""
    tick(DUE - 7 * DAY)
    for day in (DUE - 8 * DAY, DUE - 30 * DAY, DUE - 100 * DAY):
        assert tick(day) == 0
    at = noon(DUE - 7 * DAY) - timedelta(hours=2)
    assert REMIND.run(DutyContext(now=at, today=london_date(at), dry_run=False)) == 0
    assert len(told()) == 1


def test_reminder_goes_to_every_lead_and_to_nobody_else(award, organisation, lead, colleague, now):
    second, gone = make_user("Lou Lead"), make_user("Gus Gone", is_active=False)
    for user in (second, gone):
        Membership.objects.create(
            organisation=organisation, user=user, role=MembershipRole.LEAD, joined_at=now
        )
    assert tick(date(2027, 5, 27)) == 2
    mails = OutboxMessage.objects.filter(message="stage_due")
    assert {mail.to for mail in mails} == {lead.email, second.email}


def test_lead_who_joins_later_does_not_get_an_old_reminder(award, organisation, now):
    tick(date(2027, 5, 27))
    Membership.objects.create(
        organisation=organisation,
        user=make_user("Lou Lead"),
        role=MembershipRole.LEAD,
        joined_at=now,
    )
    assert tick(date(2027, 5, 28)) == 0


def test_reminder_says_what_is_asked_of_whom_by_when(award, organisation, settings):
    tick(DUE - 28 * DAY)
    mail = OutboxMessage.objects.get(message="stage_due")
    assert mail.subject == (
        "Acorn Lane School: please send your delivery plan for Silver by 23 November 2027"
    )
    silver = silver_of(organisation, DUE).stage
    for body in (mail.body_text, mail.body_html):
        for words in (
            "Hello Lena",
            silver.summary,
            settings.BASE_URL + reverse("organisation", args=[organisation.slug]),
            settings.BASE_URL + reverse("stage", args=["silver"]),
            "You never lose Bronze by being late.",
            "Do you need more time?",
            settings.SUPPORT_EMAIL,
        ):
            assert words in body


def test_mail_of_the_day_after_says_what_they_keep(award):
    tick(DUE + DAY)
    mail = OutboxMessage.objects.get(message="stage_overdue")
    assert mail.subject == (
        "Acorn Lane School: your delivery plan for Silver was due on 23 November 2027"
    )
    for body in (mail.body_text, mail.body_html):
        assert "You keep Bronze." in body
        assert "or ask for more time" in body


@pytest.mark.parametrize(
    "status",
    [Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED, Status.DECLINED],
)
def test_nobody_is_reminded_of_what_they_sent(award, organisation, lead, now, status):
    case = draft(organisation, lead, now)
    send(case, lead, at=now)
    Application.objects.filter(pk=case.pk).update(status=status)
    tick_through(DUE - 8 * DAY, DUE + 2 * DAY)
    assert told() == []


def test_nobody_is_reminded_after_silver(award, organisation, lead, officer, now):
    hold(organisation, "silver", lead=lead, officer=officer, at=now)
    tick_through(DUE - 8 * DAY, DUE + 2 * DAY)
    assert told() == []


def test_nobody_is_reminded_whose_bronze_was_revoked(award):
    Award.objects.update(revoked_on=date(2027, 1, 1))
    tick_through(DUE - 8 * DAY, DUE + 2 * DAY)
    assert told() == []


def test_nobody_is_reminded_before_bronze(application):
    assert tick(DUE) == 0


def test_draft_or_one_that_was_taken_back_is_no_reason_to_be_silent(award, organisation, lead, now):
    case = draft(organisation, lead, now)
    assert tick(DUE - 28 * DAY) == 1
    send(case, lead, at=now)
    assert tick(DUE - 7 * DAY) == 0
    withdraw(application=case, actor=lead, role=Role.LEAD, note="Not now.", at=now)
    assert tick(DUE - 6 * DAY) == 1


def test_more_time_moves_the_reminders(award, organisation, officer, lead):
    """Between the mail of the new date and the next reminder there is none."""
    tick_through(date(2026, 11, 23), date(2027, 11, 1))
    assert told() == TOLD[:3]
    new = date(2028, 1, 10)
    more_time(organisation, officer, new, noon(date(2027, 11, 1)))
    tick_through(date(2027, 11, 1), date(2028, 2, 1), times=2)
    assert told()[3:] == [
        ("stage_due", new - 28 * DAY),
        ("stage_due", new - 7 * DAY),
        ("stage_overdue", new + DAY),
    ]
    later = OutboxMessage.objects.filter(message="stage_due").latest("created_at")
    assert "10 January 2028" in later.subject


def test_more_time_after_it_was_late_begins_again(award, organisation, officer):
    tick(DUE + DAY)
    new = DUE + 60 * DAY
    more_time(organisation, officer, new, noon(DUE + 2 * DAY))
    tick_through(DUE + 2 * DAY, new + 5 * DAY)
    assert told()[1:] == [
        ("stage_due", new - 28 * DAY),
        ("stage_due", new - 7 * DAY),
        ("stage_overdue", new + DAY),
    ]


def test_dry_run_says_how_many_and_writes_nothing(award):
    (result,) = run_duties([REMIND], now=noon(DUE), dry_run=True)
    assert (result.count, told()) == (1, [])


@pytest.mark.parametrize("count", [1, 3])
def test_asking_whom_to_remind_costs_the_same_for_one_and_three(
    officer, now, count, django_assert_num_queries
):
    for number in range(count):
        holder(f"House {number}", officer=officer, at=now)
    early = DutyContext(now=now, today=london_date(now), dry_run=False)
    with django_assert_num_queries(2):
        assert REMIND.run(early) == 0
    assert tick(DUE) == count
    at = DutyContext(now=noon(DUE), today=DUE, dry_run=False)
    # Awards, extensions, and what was written.
    with django_assert_num_queries(3):
        assert REMIND.run(at) == 0


# The officers' page


@pytest.fixture
def officers_page(organisation, sign_in):
    def read(user, day):
        address = reverse("officers-organisation", args=[organisation.slug])
        with time_machine.travel(noon(day), tick=False):
            answer = sign_in(user).get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def test_officers_read_the_date_and_may_move_it(award, officers_page, organisation, officer):
    link = reverse("officers-extend", args=[organisation.slug, "silver"])
    text = officers_page(officer, DUE)
    assert "The delivery plan is due on 23 November 2027." in text
    assert link in text
    assert "The delivery plan was due on 23 November 2027." in officers_page(officer, DUE + DAY)
    assert "Date for Silver" in text


def test_officers_read_who_gave_more_time_and_why(award, officers_page, organisation, officer, now):
    more_time(organisation, officer, DUE + DAY, now)
    text = officers_page(officer, DUE)
    assert "The delivery plan is due on 24 November 2027." in text
    for words in ("24 November 2027", "Olive Officer", "23 November 2026", "The lead changed."):
        assert words in text


@pytest.mark.parametrize(("late", "word"), [(0, "in time"), (1, "late")])
def test_officers_read_whether_it_came_in_time(
    award, officers_page, organisation, lead, officer, now, late, word
):
    """T-47: the first sending counts, though it was sent again after the date."""
    case = draft(organisation, lead, now)
    sent = noon(DUE + late * DAY)
    send(case, lead, at=sent)
    Application.objects.filter(pk=case.pk).update(status=Status.CHANGES_REQUESTED)
    case.refresh_from_db()
    send(case, lead, at=sent + 90 * DAY)
    text = officers_page(officer, DUE + 100 * DAY)
    day = f"{23 + late} November 2027"
    assert f"The delivery plan was sent on {day}, {word}. It was due on 23 November 2027." in text
    assert reverse("officers-extend", args=[organisation.slug, "silver"]) not in text


def test_officers_read_no_date_before_bronze(application, officers_page, officer, now):
    assert "Date for" not in officers_page(officer, london_date(now))


def test_officer_who_belongs_there_has_no_link(award, officers_page, organisation, officer, now):
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
    )
    link = reverse("officers-extend", args=[organisation.slug, "silver"])
    assert link not in officers_page(officer, DUE)


def test_reminding_is_no_act_of_a_person(award):
    before = AuditEvent.objects.count()
    tick(DUE)
    assert AuditEvent.objects.count() == before
