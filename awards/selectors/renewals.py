"""The yearly re-validation of awards that end: when it opens, what it renews, what is asked (scheme.md 22)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from awards.choices import UNDECIDED, ApplicationKind, AwardCondition, Status
from awards.models import Application, Award, Organisation
from awards.scheme import Scheme, Stage, edition, installed
from foundation.dates import london_date
from foundation.forms import show_date

# What a reminder is called that tells of a lapse.
LAPSED = "lapsed"
# Of one that was given more time: so many days before the last day (ours).
LAST = "last"
LAST_CALL = 7
# Who lapsed longer ago than this is not told of it any more: mail knows for two years what was sent.
LATEST = timedelta(days=365)


@dataclass(frozen=True)
class Renewal:
    """One award that has to be renewed, by the windows of the edition it was given under."""

    award: Award
    condition: AwardCondition
    opens_on: date
    due_on: date
    grace_until: date
    # The latest statement for this award; none before one was begun.
    application: Application | None
    # Lower stages that end with this one, and are renewed with it.
    with_it: tuple[Stage, ...]
    # Stages that stay, whatever happens.
    keeps: tuple[Stage, ...]
    can_start: bool
    # It lapsed on the day of a higher one that kept it, so that one's mail tells of both.
    told_with_higher: bool

    @property
    def stage(self) -> Stage:
        return edition(self.award.edition).stage(self.award.stage)

    @property
    def work(self) -> str:
        return edition(self.award.edition).renewal.work

    @property
    def is_lapsed(self) -> bool:
        return self.condition is AwardCondition.LAPSED

    @property
    def is_written(self) -> bool:
        """A statement is open: being written, or with the Champions Group."""
        return self.application is not None and self.application.is_open

    @property
    def is_with_champions(self) -> bool:
        """Sent, and not answered yet; it keeps the award when it was sent in time."""
        return self.application is not None and self.application.status in UNDECIDED

    @property
    def has_more_time(self) -> bool:
        """An officer agreed to a later last day than the edition's days of grace."""
        days = edition(self.award.edition).windows.grace_days
        return self.grace_until > self.due_on + timedelta(days=days)

    @property
    def kept(self) -> str:
        """ "Bronze and Silver"."""
        return " and ".join(stage.name for stage in self.keeps)

    @property
    def renewed(self) -> str:
        """What a new award renews: "Platinum and Gold"."""
        return " and ".join(stage.name for stage in (self.stage, *self.with_it))

    @property
    def is_kept_by_next(self) -> bool:
        """The application for the next stage came in time, and keeps it while that is undecided."""
        return (
            self.award.sent_in_time
            and self.award.pending_until is None
            and not self.is_with_champions
        )

    def sentence(self, on: date) -> str:
        """Where it stands, and what is asked of the organisation."""
        if self.is_with_champions:
            return f"{self._sent()} {self.meanwhile()}"
        if self.is_lapsed:
            return self._lapsed(on)
        if self.is_kept_by_next:
            return self._kept_by_next(on)
        due, last = show_date(self.due_on), show_date(self.grace_until)
        if on > self.due_on:
            ends = f"{self.renewed} {'lapse' if self.with_it else 'lapses'}"
            return (
                f"The year of {self.stage.name} ended on {due}. Your award is still in force. "
                f"{self._before()}{self._ask()} by {last}, or {ends}."
            )
        if on >= self.opens_on:
            time = "" if self.is_written else f"It is time to renew {self.stage.name}. "
            return f"{self._before()}{time}{self._ask()} by {due}."
        lower = " and ".join(stage.name for stage in self.with_it)
        kept = f", and keeps {lower} in force" if lower else ""
        return (
            f"{self.stage.name} runs until {due}{kept}. You can renew it from "
            f"{show_date(self.opens_on)}. We write to your leads then."
        )

    def meanwhile(self) -> str:
        """What the award is while its statement is undecided."""
        one = not self.with_it
        if self.is_lapsed:
            counts = (
                "counts again when it is renewed" if one else "count again when they are renewed"
            )
            return f"{self.renewed} {counts}. You keep {self.kept}."
        return f"{self.renewed} {'stays' if one else 'stay'} in force until it is decided."

    def _sent(self) -> str:
        if self.application is not None and self.application.status == Status.CHANGES_REQUESTED:
            return f"The champions asked for changes to your {self.work}."
        return f"Your {self.work} is sent."

    def _lapsed(self, on: date) -> str:
        if self.told_with_higher and self.application is None:
            return (
                f"You can also bring back {self.renewed} alone, with a {self.work} for it. "
                "Your year runs from the day of the decision then, too."
            )
        return (
            f"{self.renewed} lapsed on {show_date(self.award.lapses_on or on)}. You keep {self.kept}. "
            f"{self._before()}{self._ask()} when you are ready: there is no last day. "
            "Your new year runs from the day of the decision."
        )

    def _kept_by_next(self, on: date) -> str:
        name, scheme = self.stage.name, edition(self.award.edition)
        above = " or ".join(
            scheme.stage(code).name for code in dated_above(scheme, self.award.stage)
        )
        kept = (
            f"Your application for {above} is sent. It keeps {name} in force until it is decided."
        )
        if on > self.grace_until:
            return kept
        return (
            f"{kept} Do you want to be sure of {name}, whatever the answer is? "
            f"{self._ask()} by {show_date(self.grace_until)}."
        )

    def _before(self) -> str:
        """What came of the last statement, when it did not renew the award."""
        status = self.application.status if self.application is not None else ""
        if status == Status.DECLINED:
            return "The answer to your last statement was “not yet”. The letter says what is still needed. "
        if status == Status.WITHDRAWN:
            return "Your last statement was withdrawn. "
        return f"You are writing your {self.work}. " if self.is_written else ""

    def _ask(self) -> str:
        if self.is_written:
            return "Send it"
        return f"Send {'a new one' if self.application is not None else f'your {self.work}'}"

    def reminders(self) -> list[tuple[date, str]]:
        """The days on which the leads are written to, the first first, and what each is called."""
        windows = edition(self.award.edition).windows
        days = [
            (self.due_on - timedelta(days=each), str(each)) for each in windows.remind_days_before
        ]
        days += [
            (self.due_on + timedelta(days=each), f"-{each}") for each in windows.remind_days_after
        ]
        if self.has_more_time:
            days.append((self.grace_until - timedelta(days=LAST_CALL), LAST))
        found = [(day, name) for day, name in days if day <= self.grace_until]
        if self.award.lapses_on is not None:
            found.append((self.award.lapses_on, LAPSED))
        return sorted(found)

    def reminder(self, on: date) -> str | None:
        """The latest whose day has come: those before it are past (T-90). None before the first."""
        reached = [name for day, name in self.reminders() if self.award.awarded_on < day <= on]
        return reached[-1] if reached else None


def renewals_of(
    organisation: Organisation,
    *,
    on: date,
    awards: Iterable[Award] | None = None,
    applications: Iterable[Application] | None = None,
) -> tuple[Renewal, ...]:
    """What an organisation has to renew, the highest first; none while it holds nothing that ends.

    Whoever holds a higher award is asked for that one alone, as it keeps those below it. After a lapse
    of both, either can be brought back; the higher one brings the lower one with it.
    """
    rows = list(organisation.awards.standing() if awards is None else awards)
    told = _statements(
        organisation.applications.all() if applications is None else applications,
    )
    return _renewals(rows, told, on)


def renewals_near(*, on: date) -> list[Renewal]:
    """Of every organisation: what is open now, in grace, or lapsed within a year. Two queries.

    What was sent in time can keep an award far beyond its last day: then the year begins when that ends.
    """
    since = on - LATEST
    kept = Q(pending_since__isnull=False, pending_until=None) | Q(pending_until__gte=since)
    widest = max(scheme.windows.opens_days_before for scheme in installed().values())
    rows = Award.objects.standing().filter(
        Q(grace_until__gte=since) | kept,
        due_on__isnull=False,
        due_on__lte=on + timedelta(days=widest),
    )
    near = set(rows.values_list("organisation", flat=True))
    by_organisation: dict[int, list[Award]] = defaultdict(list)
    every = Award.objects.standing().filter(organisation__in=near).select_related("organisation")
    for award in every:
        by_organisation[award.organisation_id].append(award)
    told: dict[int, list[Application]] = defaultdict(list)
    for row in Application.objects.filter(organisation__in=near, kind=ApplicationKind.REVALIDATION):
        told[row.organisation_id].append(row)
    return [
        renewal
        for key, awards in by_organisation.items()
        for renewal in _renewals(awards, _statements(told[key]), on)
        if on >= renewal.opens_on
    ]


def statement_for(award: Award, applications: Iterable[Application]) -> Application | None:
    """The latest statement that was begun since this award was given."""
    rows = [
        row
        for row in applications
        if row.kind == ApplicationKind.REVALIDATION
        and row.stage == award.stage
        and row.pk > award.application_id
    ]
    return max(rows, key=lambda row: (row.created_at, row.pk), default=None)


def dated_up_to(scheme: Scheme, stage: str) -> tuple[str, ...]:
    """The codes of the stages that end, from the lowest to this one: what a decision on it renews."""
    rank = scheme.stage(stage).rank
    return tuple(s.code for s in scheme.stages if not s.lasts_indefinitely and s.rank <= rank)


def dated_above(scheme: Scheme, stage: str) -> tuple[str, ...]:
    """The codes of higher stages that end: whoever holds one keeps this stage for as long."""
    rank = scheme.stage(stage).rank
    return tuple(s.code for s in scheme.stages if not s.lasts_indefinitely and s.rank > rank)


def may_renew(application: Application, award: Award) -> bool:
    """Whether what it asks for would carry this award on: its re-validation, or a higher stage."""
    if application.kind == ApplicationKind.STAGE and application.stage == award.stage:
        return False
    return award.stage in dated_up_to(edition(application.edition), application.stage)


def first_sent(application: Application) -> date | None:
    """The London day on which it first came in, whatever was changed since."""
    step = application.changes.filter(name="submit").order_by("at", "pk").first()
    return london_date(step.at) if step is not None else None


def _statements(applications: Iterable[Application]) -> list[Application]:
    return [row for row in applications if row.kind == ApplicationKind.REVALIDATION]


def _renewals(awards: list[Award], statements: list[Application], on: date) -> tuple[Renewal, ...]:
    dated = sorted(
        (award for award in awards if award.due_on is not None),
        key=lambda award: -edition(award.edition).stage(award.stage).rank,
    )
    held = next((award for award in dated if award.condition(on).is_held), None)
    asked = [held] if held is not None else dated
    writing = any(row.is_open for row in statements)
    return tuple(
        found
        for award in asked
        if (found := _renewal(award, awards, statements, on, writing)) is not None
    )


def _renewal(
    award: Award, awards: list[Award], statements: list[Application], on: date, writing: bool
) -> Renewal | None:
    if award.due_on is None or award.grace_until is None or award.opens_on is None:
        return None
    scheme = edition(award.edition)
    rank = scheme.stage(award.stage).rank
    lower = [
        edition(each.edition).stage(each.stage)
        for each in awards
        if edition(each.edition).stage(each.stage).rank < rank
    ]
    lower.sort(key=lambda stage: stage.rank)
    return Renewal(
        award=award,
        condition=award.condition(on),
        opens_on=award.opens_on,
        due_on=award.due_on,
        grace_until=award.grace_until,
        application=statement_for(award, statements),
        with_it=tuple(stage for stage in reversed(lower) if not stage.lasts_indefinitely),
        keeps=tuple(stage for stage in lower if stage.lasts_indefinitely),
        can_start=on >= award.opens_on and not writing,
        told_with_higher=any(
            edition(each.edition).stage(each.stage).rank > rank
            and each.lapses_on == award.lapses_on
            for each in awards
        ),
    )
