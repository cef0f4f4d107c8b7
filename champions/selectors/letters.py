"""Letters that went out, until when there can be an appeal, and how each appeal stands (ours)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When

from awards.choices import OPEN_STATUSES, Status
from awards.models import Application, StatusChange, User
from awards.scheme import Check, Criterion, Stage, edition
from awards.selectors.kinds import is_renewal, title_of
from champions.choices import AppealState, Outcome
from champions.models import AgreedFinding, Appeal, Decision
from champions.selectors.appeals import is_appealed
from champions.selectors.facts import APPEAL, CaseFacts
from champions.selectors.findings import may_read_findings
from champions.selectors.work import cases_visible_to
from foundation.dates import london_date
from foundation.forms import show_date


@dataclass(frozen=True)
class Standing:
    """Where an appeal stands; `kind` and `text` are a status as templates/_status.html draws it."""

    kind: str
    text: str
    sentence: str


STANDINGS = {
    AppealState.RECEIVED: Standing(
        "waiting",
        "Waits for a SEND officer",
        "A SEND officer who had no part in the decision reads it, and writes to you.",
    ),
    AppealState.HEARD: Standing(
        "waiting",
        "With other champions",
        "Champions who did not decide look again at what you sent. You get a letter from them.",
    ),
    AppealState.REFUSED: Standing(
        "stopped", "Not taken on", "It was not taken on. The first letter stands."
    ),
    AppealState.DECIDED: Standing(
        "done", "Decided", "Other champions looked again. Their letter says what they decided."
    ),
    AppealState.WITHDRAWN: Standing(
        "stopped", "Taken back", "You took your appeal back. The first letter stands."
    ),
    AppealState.ENDED: Standing("stopped", "Ended", "It ended when the application was withdrawn."),
}


def standing_of(appeal: Appeal) -> Standing:
    """The words for both sides. An application that was withdrawn has ended the appeal that was taken on,
    also before the clock has written that down."""
    withdrawn = appeal.decision.panel.application.status == Status.WITHDRAWN
    state = AppealState(appeal.state)
    return STANDINGS[AppealState.ENDED if withdrawn and state == AppealState.HEARD else state]


@dataclass(frozen=True)
class ReleasedLetter:
    """A letter that went out, and what can be done about it."""

    decision: Decision
    # Against this letter.
    appeal: Appeal | None
    # Why there can be no appeal, or none any more; empty when there can.
    refusal: str
    # The last day on which an appeal can be made.
    until: date
    # Only the time stands in the way of an appeal.
    is_late: bool

    @property
    def application(self) -> Application:
        return self.decision.panel.application

    @property
    def stage(self) -> Stage:
        return edition(self.application.edition).stage(self.application.stage)

    @property
    def title(self) -> str:
        return title_of(self.application)

    @property
    def is_renewal(self) -> bool:
        return is_renewal(self.application)

    @property
    def can_be_appealed(self) -> bool:
        return not self.refusal


def letters_of(decisions: QuerySet[Decision], *, at: datetime) -> list[ReleasedLetter]:
    """Of these decisions those that were released, latest first. One query."""
    newer = Application.objects.filter(
        organisation=OuterRef("panel__application__organisation"),
        stage=OuterRef("panel__application__stage"),
        kind=OuterRef("panel__application__kind"),
        pk__gt=OuterRef("panel__application"),
    )
    rows = (
        decisions.filter(released_at__isnull=False)
        .select_related("appeal", "panel__application__organisation")
        .annotate(
            began_again=Exists(newer),
            answers_appeal=Exists(StatusChange.objects.filter(pk=OuterRef("change"), name=APPEAL)),
        )
        .order_by("-released_at", "-pk")
    )
    return [_letter(row, at) for row in rows]


def _letter(decision: Decision, at: datetime) -> ReleasedLetter:
    appeal: Appeal | None = getattr(decision, "appeal", None)
    if appeal is not None:
        appeal.decision = decision
    released = decision.released_at or at
    days = edition(decision.panel.application.edition).appeal_days
    until = london_date(released) + timedelta(days=days)
    refusal = _refusal(decision, appeal)
    is_late = not refusal and london_date(at) > until
    if is_late:
        refusal = f"You could appeal until {show_date(until)}. That time is over."
    return ReleasedLetter(decision, appeal, refusal, until, is_late)


def _refusal(decision: Decision, appeal: Appeal | None) -> str:
    """Whatever the day is."""
    application = decision.panel.application
    if decision.outcome != Outcome.NOT_YET:
        return "You can appeal against a “not yet” only."
    if appeal is not None:
        return "There already is an appeal against this letter. There can be one."
    # Annotated by `letters_of`.
    if decision.answers_appeal:  # type: ignore[attr-defined]
        return (
            "This letter answers your appeal, and is the last word on what you sent. "
            "You can begin again at any time."
        )
    if decision.began_again:  # type: ignore[attr-defined]
        return "You have begun again since. The champions look at your new application."
    if application.status != Status.DECLINED:
        return "This application is open. There is nothing to appeal against now."
    if application.contents_deleted_at is not None:
        return "What you sent has been deleted, so nobody can look at it again."
    return ""


def appeals_visible_to(user: User) -> QuerySet[Appeal]:
    """For officers; not those of an organisation that they belong or are tied to (T-36)."""
    return Appeal.objects.filter(
        decision__panel__application__in=cases_visible_to(user)
    ).select_related("decision__panel__application__organisation", "made_by", "handled_by")


def waiting_first(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """What waits for an officer first, the oldest of it on top; then what others look at; then the rest."""
    place = Case(
        When(state=AppealState.RECEIVED, then=Value(0)),
        When(
            state=AppealState.HEARD,
            decision__panel__application__status__in=OPEN_STATUSES,
            then=Value(1),
        ),
        default=Value(2),
        output_field=IntegerField(),
    )
    return appeals.annotate(place=place).order_by("place", "state_since", "pk")


def began_again(appeal: Appeal) -> bool:
    """The organisation has begun this stage anew since: two attempts at once cannot be."""
    application = appeal.decision.panel.application
    return Application.objects.filter(
        organisation=application.organisation_id,
        stage=application.stage,
        kind=application.kind,
        pk__gt=application.pk,
    ).exists()


@dataclass(frozen=True)
class AppealOnCase:
    """What a case's own page says of it."""

    appeal: Appeal
    standing: Standing
    letter: str
    # What the first panel agreed; none before one's own findings are in (T-38).
    agreed: tuple[tuple[str, AgreedFinding], ...]


def appeal_on(facts: CaseFacts, user: User) -> AppealOnCase | None:
    """For those to whom the case is open. No query for a case that cannot have one, else one or two."""
    if facts.panel is None or not (
        facts.application.status == Status.DECLINED or is_appealed(facts)
    ):
        return None
    rows = Appeal.objects.filter(decision__panel=facts.panel).select_related("decision")
    appeal = rows.order_by("made_at", "pk").last()
    if appeal is None:
        return None
    appeal.decision.panel = facts.panel
    facts.panel.application = facts.application
    agreed: Iterable[AgreedFinding] = ()
    if may_read_findings(facts, user):
        agreed = appeal.decision.agreed.all()
    asked: dict[str, Criterion | Check] = {each.code: each for each in facts.asked}
    return AppealOnCase(
        appeal,
        standing_of(appeal),
        appeal.decision.letter,
        tuple((asked[row.code].name, row) for row in agreed if row.code in asked),
    )
