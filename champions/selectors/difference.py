"""A re-validation as a difference: each criterion as it was, and as it is a year on (scheme.md 22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from awards.models import Application, Award, StatusChange
from awards.scheme import Criterion, edition
from awards.selectors.kinds import is_renewal
from portfolios.choices import Affirmed
from portfolios.records import NO_EYES, Eyes, ItemRecord, StatementRecord
from portfolios.selectors.statement.before import Before, before_of
from portfolios.selectors.statement.display import KIND, statement_sent

# The shape beside each word (`_status.html`).
SHAPES = {
    Affirmed.TRUE: "done",
    Affirmed.STRONGER: "done",
    Affirmed.CHANGED: "attention",
    Affirmed.STOPPED: "stopped",
}
# In a few words, for the plain way.
PLAIN = {
    Affirmed.TRUE: "This is still true.",
    Affirmed.STRONGER: "We do this even better now.",
    Affirmed.CHANGED: "We do this in another way now.",
    Affirmed.STOPPED: "We do not do this any more.",
}


@dataclass(frozen=True)
class Piece:
    item: ItemRecord
    # Of one that was part of the award: the day on which they last looked if it is still true.
    checked_on: date | None = None


@dataclass(frozen=True)
class CriterionNow:
    """One criterion: what they say today, what shows it, and what they said last time."""

    criterion: Criterion
    state: Affirmed | None
    # What is new, or why nothing is; of what changed or stopped, what they do instead.
    text: str
    new: Sequence[Piece]
    carried: Sequence[Piece]
    before: str

    @property
    def word(self) -> str:
        return self.state.label if self.state is not None else "Not said"

    @property
    def kind(self) -> str:
        return SHAPES[self.state] if self.state is not None else "waiting"

    @property
    def plain(self) -> str:
        return PLAIN[self.state] if self.state is not None else ""

    @property
    def asks(self) -> str:
        """What the text answers."""
        if self.state is not None and self.state.departs:
            return "What they do instead, and who decided it with them"
        return "What is new, or why nothing is"


@dataclass(frozen=True)
class Difference:
    criteria: Sequence[CriterionNow]
    # Who took part in making the statement, and what they changed in it.
    who: str
    how: str
    commitment: Mapping[str, Any] | None
    award: Award | None
    # What was said last time can be read; it is deleted after some years.
    has_before: bool

    def of(self, code: str) -> CriterionNow | None:
        return next((each for each in self.criteria if each.criterion.code == code), None)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many criteria are said to be what: shape, word, number."""
        states = [each.state for each in self.criteria]
        return [
            (SHAPES[state], state.label, states.count(state))
            for state in Affirmed
            if state in states
        ]


def difference_of(
    application: Application, snapshot: object, *, on: date, eyes: Eyes = NO_EYES
) -> Difference | None:
    """None of anything but a statement. Four queries: what may be shown, and what it differs from.

    Read as it may be shown today: without what consent has left, and restricted pieces for those alone
    with the eyes for it.
    """
    if not isinstance(snapshot, dict) or snapshot.get("kind") != KIND:
        return None
    record = statement_sent(snapshot, on=on, eyes=eyes)
    before = before_of(application, on=on, eyes=eyes)
    return Difference(
        criteria=_criteria(record, before),
        who=record.who,
        how=record.how,
        commitment=snapshot.get("commitment"),
        award=before.award,
        has_before=before.record is not None,
    )


def difference_judged(
    application: Application, change: StatusChange | None, *, on: date, eyes: Eyes = NO_EYES
) -> Difference | None:
    """Of the version that the panel judges. No query of anything but a re-validation, else five."""
    if change is None or not is_renewal(application):
        return None
    row = StatusChange.objects.filter(pk=change.pk).values_list("snapshot", flat=True)
    return difference_of(application, row.get(), on=on, eyes=eyes)


def _criteria(record: StatementRecord, before: Before) -> tuple[CriterionNow, ...]:
    scheme = edition(record.portfolio.edition)
    found = []
    for criterion in scheme.criteria_for(record.portfolio.stage):
        told = record.affirmation(criterion.code)
        pieces = [
            (chosen, Piece(item, chosen.still_true_on if chosen.carried else None))
            for chosen in (told.items if told else ())
            if (item := record.portfolio.item(chosen.id)) is not None
        ]
        found.append(
            CriterionNow(
                criterion=criterion,
                state=Affirmed(told.state) if told is not None and told.state else None,
                text=told.text if told else "",
                new=[piece for chosen, piece in pieces if not chosen.carried],
                carried=[piece for chosen, piece in pieces if chosen.carried],
                before=before.told(criterion.code),
            )
        )
    return tuple(found)
