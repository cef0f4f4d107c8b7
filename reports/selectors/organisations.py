"""Where every organisation stands, for officers. A constant number of queries for any number of rows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Replace

from awards.choices import OPEN_STATUSES, Status
from awards.models import (
    Application,
    Award,
    Membership,
    Organisation,
    StandingInterest,
    StatusChange,
    User,
)
from awards.scheme import Scheme, Stage, installed
from awards.selectors import Deadline
from awards.selectors.kinds import title_of
from awards.selectors.renewals import Renewal
from awards.workflow import TRANSITIONS
from champions.choices import BARRING, Missing
from champions.models import Assignment
from champions.selectors.bulk import lacking
from champions.selectors.facts import CaseFacts, facts_for
from champions.selectors.steps import Told, step_of
from foundation.dates import london_date
from reports.choices import Order, Renewing, WaitingOn
from reports.selectors.awaited import awaited_of, told_of
from reports.selectors.renewing import Near, in_words, keys_of, state_of
from reports.selectors.renewing import told_of as renewal_told_of
from reports.selectors.waiting import BY_TURN, with_turn

# In place of where a case stands, for an officer who is tied to the organisation.
NOT_YOURS = "You have a link with them, so another officer looks after this."
# What is typed beyond them is taken as one.
MOST_WORDS = 8


@dataclass(frozen=True)
class Filters:
    """What an officer asked to see; an empty value means "any"."""

    query: str = ""
    held: str = ""
    stage: str = ""
    status: str = ""
    sector: str = ""
    waiting_on: str = ""
    missing: str = ""
    renewal: str = ""
    order: str = Order.NAME


@dataclass(frozen=True)
class Row:
    """One line of the list. `told` is empty when nothing waits; `renewal` when nothing is to be renewed."""

    organisation: Organisation
    held: Stage | None
    stage: Stage | None
    application: Application | None
    waiting_on: WaitingOn | None
    told: Told | None
    renewal: str
    renewing: Renewing | None

    @property
    def title(self) -> str:
        """ "Gold", or "Gold re-validation"."""
        return title_of(self.application) if self.application is not None else ""


@dataclass(frozen=True)
class Event:
    """One step of one application, as officers call it."""

    title: str
    change: StatusChange


def current_applications(viewer: User) -> QuerySet[Organisation, int]:
    """The one application of each organisation that its line is about, by their keys.

    Where somebody looks at their own organisation, or one they are tied to, what its panel does is not
    theirs to see (T-36).
    """
    return (
        Organisation.objects.order_by()
        .exclude(memberships__user=viewer)
        .exclude(_tied(viewer))
        .values_list(Subquery(_newest().values("pk")[:1]))
    )


def _tied(viewer: User) -> Q:
    """Told of a link with it, or off one of its panels because of one; for an organisation."""
    left = Assignment.objects.filter(
        panel__application__organisation=OuterRef("pk"),
        champion__user=viewer,
        ended_reason__in=BARRING,
    )
    return Q(pk__in=StandingInterest.objects.organisations_of(viewer)) | Q(Exists(left))


def organisations(
    filters: Filters, *, viewer: User, at: datetime, on: date, near: Near
) -> QuerySet[Organisation]:
    """The organisations that an officer asked for, in the order they asked for."""
    found = Organisation.objects.annotate(
        current=Subquery(_newest().values("pk")[:1]),
        waiting_since=Subquery(_newest().open().values("status_since")[:1]),
        held_stage=Subquery(_held(on).values("stage")[:1]),
        is_own=Exists(Membership.objects.filter(organisation=OuterRef("pk"), user=viewer)),
        is_tied=_tied(viewer),
    )
    if filters.query:
        found = found.alias(unspaced=Replace("postcode", Value(" "))).filter(_has(filters.query))
    if filters.sector:
        found = found.filter(sector=filters.sector)
    if filters.held:
        found = found.filter(Exists(_held(on).filter(stage=filters.held)))
    if filters.renewal:
        found = found.filter(pk__in=keys_of(Renewing(filters.renewal), near, on=on))
    if filters.waiting_on or filters.missing:
        found = found.filter(is_own=False, is_tied=False)
    applications = _wanted(filters, at=at, near=near)
    if applications is not None:
        found = found.filter(current__in=applications.values("pk"))
    return found.order_by(*_ORDERS[Order(filters.order)], "pk")


_ORDERS: dict[Order, tuple[str | Combinable, ...]] = {
    Order.NAME: ("name",),
    Order.LONGEST: (F("waiting_since").asc(nulls_last=True), "name"),
    Order.NEWEST: ("-created_at",),
}


def _newest() -> Any:
    """Of one organisation: the application that is open, or else the latest."""
    closed_last = Case(When(status__in=OPEN_STATUSES, then=Value(0)), default=Value(1))
    return Application.objects.filter(organisation=OuterRef("pk")).order_by(
        closed_last, "-created_at", "-pk"
    )


def _held(on: date) -> QuerySet[Award]:
    """Of one organisation: its awards that count on that day, the highest first (scheme.md 22).

    As `Award.condition` says it.
    """
    ranks: dict[str, int] = {}
    for scheme in installed().values():
        ranks |= {stage.code: stage.rank for stage in scheme.stages}
    rank = Case(
        *(When(stage=code, then=Value(number)) for code, number in ranks.items()),
        output_field=IntegerField(),
    )
    return Award.objects.held_on(on).filter(organisation=OuterRef("pk")).order_by(-rank)


def _wanted(filters: Filters, *, at: datetime, near: Near) -> QuerySet[Any] | None:
    """The applications that the filters speak of; None when they speak of none."""
    before: QuerySet[Any] = Application.objects.order_by()
    rows = before
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.missing:
        rows = lacking(rows, Missing(filters.missing), at=at)
    if filters.waiting_on:
        rows = with_turn(rows, at=at, near=near).filter(turn=filters.waiting_on)
    return None if rows is before else rows


def _has(query: str) -> Q:
    """Every word of it somewhere, taken literally: `%` and `_` find themselves (T-87).

    Postcodes are found with and without their space.
    """
    found = Q()
    for word in query.split(maxsplit=MOST_WORDS - 1):
        people = Membership.objects.filter(organisation=OuterRef("pk")).filter(
            Q(user__name__icontains=word) | Q(user__email__icontains=word)
        )
        references = Application.objects.filter(
            organisation=OuterRef("pk"), reference__icontains=word
        )
        found &= (
            Q(name__icontains=word)
            | Q(printed_name__icontains=word)
            | Q(postcode__icontains=word)
            | Exists(people)
            | Exists(references)
        )
    return found | Q(unspaced__icontains="".join(query.split()))


def rows_of(page: list[Organisation], *, scheme: Scheme, at: datetime, near: Near) -> list[Row]:
    """The lines for one page: nine more queries, whatever its length; two when no case is in review."""
    current = [organisation.current for organisation in page]  # type: ignore[attr-defined]  # annotated above
    applications = list(Application.objects.filter(pk__in=current).order_by())
    reviewed = [each for each in applications if each.status == Status.IN_REVIEW]
    facts = {each.pk: CaseFacts(each) for each in applications}
    if reviewed:
        facts |= facts_for(reviewed)
    by_organisation = {each.application.organisation_id: each for each in facts.values()}
    awaited = awaited_of(page, on=london_date(at))
    return [
        _row(
            each,
            by_organisation.get(each.pk),
            awaited.get(each.pk),
            near.get(each.pk),
            scheme,
            at,
        )
        for each in page
    ]


def _row(
    organisation: Organisation,
    facts: CaseFacts | None,
    awaited: Deadline | None,
    renewal: Renewal | None,
    scheme: Scheme,
    at: datetime,
) -> Row:
    held: str | None = organisation.held_stage  # type: ignore[attr-defined]  # annotated above
    is_own: bool = organisation.is_own  # type: ignore[attr-defined]  # annotated above
    is_tied: bool = organisation.is_tied  # type: ignore[attr-defined]  # annotated above
    told = None
    if facts is not None and awaited is not None:
        told = told_of(facts.application, awaited, is_own=is_own, on=london_date(at))
    if facts is not None and told is None:
        step = step_of(facts, at=at)
        told = step.organisation if is_own or is_tied else step.reviewers
        if renewal is not None and not facts.application.is_open:
            told = renewal_told_of(renewal, is_own=is_own, on=london_date(at)) or told
        if is_tied and not is_own:
            told = replace(told, sentence=NOT_YOURS)
    waiting_on = BY_TURN.get(told.turn) if told is not None else None
    return Row(
        organisation=organisation,
        held=scheme.stage(held) if held else None,
        stage=scheme.stage(facts.application.stage) if facts else None,
        application=facts.application if facts else None,
        waiting_on=waiting_on,
        told=told if waiting_on else None,
        renewal=in_words(renewal, on=london_date(at)) if renewal else "",
        renewing=state_of(renewal, on=london_date(at)) if renewal else None,
    )


def history_of(organisation: Organisation) -> list[Event]:
    """Newest first, without what was sent: one query."""
    changes = (
        StatusChange.objects.filter(application__organisation=organisation)
        .select_related("application", "actor")
        .defer("snapshot")
        .order_by("-at", "-pk")
    )
    return [Event(_title(change), change) for change in changes]


def _title(change: StatusChange) -> str:
    done = TRANSITIONS[change.name].done
    return f"{title_of(change.application)}: {done[:1].lower()}{done[1:]}"
