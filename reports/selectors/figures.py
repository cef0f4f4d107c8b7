"""What waits, in numbers, for the head of the officers' list."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse

from awards.models import Application, Concern, Revocation, User
from champions.choices import Missing
from champions.selectors.bulk import lacking
from foundation.models import DeadLetter, OutboxMessage
from reports.choices import Order, Renewing, WaitingOn
from reports.selectors.organisations import current_applications
from reports.selectors.renewing import Near, state_of
from reports.selectors.waiting import with_turn


@dataclass(frozen=True)
class Figure:
    """A number and the list that has that many lines; `page` is empty for filters of the main list."""

    number: int
    text: str
    url: str
    name: str = ""
    page: str = ""
    # What is counted of all that `page` lists.
    open_word: str = ""

    @property
    def stands_out(self) -> bool:
        """What the main list can show always does; trouble only when there is some."""
        return self.number > 0 or not self.page


def figures(*, at: datetime, viewer: User, near: Near) -> list[Figure]:
    """One query for all of them; somebody's worry comes first."""
    waiting = Application.objects.filter(pk__in=current_applications(viewer)).order_by()
    rows = (
        with_turn(waiting, at=at, near=near)
        .values_list("turn")
        .annotate(number=Count("pk"))
        .union(
            _counted("plans", lacking(waiting, Missing.PLAN, at=at)),
            _counted("concerns", Concern.objects.visible_to(viewer).filter(handled_at=None)),
            _counted("mail", OutboxMessage.objects.failed()),
            _counted("jobs", DeadLetter.objects.unanswered()),
            _counted("revocations", Revocation.objects.visible_to(viewer).open()),
        )
    )
    numbers: dict[str, int] = dict(rows)
    plans, concerns, mail, jobs, revocations = (
        numbers.get(name, 0) for name in ("plans", "concerns", "mail", "jobs", "revocations")
    )
    mail_page, jobs_page = reverse("officers-mail"), reverse("officers-jobs")
    revocations_page = reverse("officers-revocations")
    return [
        Figure(
            number=concerns,
            text="concern open" if concerns == 1 else "concerns open",
            url=reverse("concerns"),
            name="Concerns",
            page=reverse("concerns"),
            open_word="open",
        ),
        _waiting(WaitingOn.OFFICER, "waiting on SEND officers", numbers),
        _waiting(WaitingOn.CHAMPIONS, "waiting on champions", numbers),
        _waiting(WaitingOn.ORGANISATION, "waiting on the organisation", numbers),
        Figure(
            number=plans,
            text="plan past its date" if plans == 1 else "plans past their date",
            url=f"{reverse('officers')}?missing={Missing.PLAN.value}&order={Order.LONGEST.value}",
        ),
        Figure(
            number=revocations,
            text="award to take back" if revocations == 1 else "awards to take back",
            url=f"{revocations_page}?show=waiting",
            name="Awards to take back",
            page=revocations_page,
            open_word="waiting",
        ),
        Figure(
            number=mail,
            text="e-mail not sent" if mail == 1 else "e-mails not sent",
            url=f"{mail_page}?state={OutboxMessage.Status.FAILED.value}",
            name="E-mails",
            page=mail_page,
            open_word="not sent",
        ),
        Figure(
            number=jobs,
            text="unfinished job" if jobs == 1 else "unfinished jobs",
            url=jobs_page,
            name="Unfinished work",
            page=jobs_page,
            open_word="to look at",
        ),
    ]


def renewal_figures(near: Near, *, on: date) -> list[Figure]:
    """No query: the lines of the list come from the same."""
    numbers = Counter(state_of(each, on=on) for each in near.values())
    return [
        Figure(numbers[state], text, f"{reverse('officers')}?renewal={state.value}")
        for state, text in (
            (Renewing.DUE, "to renew"),
            (Renewing.GRACE, "in the days of grace"),
            (Renewing.LAPSED, "lapsed in the last year"),
        )
    ]


def _waiting(choice: WaitingOn, text: str, numbers: dict[str, int]) -> Figure:
    url = f"{reverse('officers')}?waiting={choice.value}&order={Order.LONGEST.value}"
    return Figure(numbers.get(choice.value, 0), text, url)


def _counted(what: str, rows: QuerySet[Any]) -> Any:
    return (
        rows.order_by()
        .annotate(counted=Value(what))
        .values_list("counted")
        .annotate(number=Count("pk"))
    )
