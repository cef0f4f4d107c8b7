"""The renewal of an award on its organisation's home: what is asked, by when, and the one thing to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from awards.choices import AwardCondition, Role, Status
from awards.models import Application
from awards.selectors.renewals import Renewal


@dataclass(frozen=True)
class RenewalLine:
    renewal: Renewal
    sentence: str
    # A status as templates/_status.html draws it.
    kind: str
    text: str
    # What to do now, and where; empty when there is nothing, or it is not theirs to do.
    action: str
    url: str
    # How many challenges wait for an answer, when the page does not say so elsewhere.
    questions: int = 0
    # What to know before a new statement is begun; it ends the time for an appeal.
    before: str = ""

    @property
    def application(self) -> Application | None:
        """The statement that is open."""
        found = self.renewal.application
        return found if found is not None and found.is_open else None

    @property
    def is_calm(self) -> bool:
        """Nothing is asked yet: a line is enough."""
        return self.renewal.condition is AwardCondition.IN_FORCE and self.application is None

    @property
    def presses(self) -> bool:
        """Its year is over, and nothing that was sent keeps it: it comes before all else."""
        grace = self.renewal.condition is AwardCondition.GRACE
        return grace and self.renewal.award.lapses_on is not None

    @property
    def heading(self) -> str:
        return f"{'Bringing back' if self.renewal.is_lapsed else 'Renewing'} {self.renewal.renewed}"


def renewal_line(
    renewal: Renewal, *, role: Role | None, on: date, questions: int = 0, before: str = ""
) -> RenewalLine:
    kind, text = _status(renewal)
    action, url = _action(renewal, role, questions, on)
    return RenewalLine(
        renewal,
        renewal.sentence(on),
        kind,
        text,
        action,
        url,
        questions,
        before if action and renewal.can_start else "",
    )


def open_statement(renewals: Sequence[Renewal]) -> Application | None:
    return next((each.application for each in renewals if each.is_written), None)


def _status(renewal: Renewal) -> tuple[str, str]:
    if renewal.is_with_champions and renewal.application is not None:
        changes = renewal.application.status == Status.CHANGES_REQUESTED
        return ("now", "Your turn") if changes else ("waiting", "With the Champions Group")
    if renewal.is_lapsed:
        return "stopped", renewal.condition.label
    if renewal.is_kept_by_next:
        return "waiting", "In force while the next stage is decided"
    if renewal.condition is AwardCondition.IN_FORCE:
        return "done", renewal.condition.label
    return "attention", renewal.condition.label


def _action(renewal: Renewal, role: Role | None, questions: int, on: date) -> tuple[str, str]:
    """Officers look on (T-31)."""
    if role not in (Role.LEAD, Role.MEMBER):
        return "", ""
    name, written = renewal.stage.name, renewal.application
    if written is not None and renewal.is_written:
        page = reverse("application", args=[written.uuid])
        if written.status == Status.DRAFT:
            return f"Go on with your {renewal.work}", page
        if written.status == Status.CHANGES_REQUESTED:
            return "Make the changes", page
        if questions:
            return "Read and answer", reverse("challenges", args=[written.uuid])
        return "", ""
    late = renewal.is_kept_by_next and on > renewal.grace_until
    if late or not renewal.can_start:
        return "", ""
    word = "Bring back" if renewal.is_lapsed else "Renew"
    award = renewal.award
    return f"{word} {name}", reverse("renewal-begin", args=[award.organisation.slug, award.uuid])
