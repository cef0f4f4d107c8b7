"""What of a plan can be written in: all of a draft; after a request for changes only what was challenged.

What the gap check calls missing is open as well, or a change in one place could leave a hole in
another that nobody may fill.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from awards.choices import Status
from awards.models import Application
from awards.selectors.challenges import challenges_asked
from portfolios.choices import ActionPart, PlanSection, action_section
from portfolios.models import SectionEdit
from portfolios.selectors.plan.gaps import Place
from portfolios.selectors.sent import last_sent

# Where something is missing: asked only when it matters, as it takes the whole plan to know.
Missing = Callable[[], Iterable[Place]]

ADD = "add"

# Which pages show an answer to which criterion or check; one that is not here opens everything.
OPENS: dict[str, frozenset[str]] = {
    "silver.actions": frozenset({ActionPart.WHAT, ADD}),
    "silver.representation": frozenset({ActionPart.WHO, PlanSection.PARTNERS, PlanSection.LEVELS}),
    "silver.barriers": frozenset({PlanSection.BARRIERS, ADD}),
    "silver.milestones": frozenset({ActionPart.MILESTONES, ActionPart.WHEN}),
    "silver.timescales": frozenset({ActionPart.WHEN, ActionPart.MILESTONES}),
    "silver.resources": frozenset({ActionPart.RESOURCES}),
    "silver.review": frozenset({ActionPart.REVIEW, PlanSection.MEASURES}),
    "check.plan": frozenset({ActionPart.WHAT, ActionPart.LADDER, PlanSection.MEASURES, ADD}),
    "check.alignment": frozenset({PlanSection.POLICIES}),
}


@dataclass(frozen=True)
class Opened:
    """What may be changed. `subjects` is None when everything may."""

    subjects: frozenset[str] | None
    # Each action that was sent, with its C of that day; one added since is open as a whole.
    sent: Mapping[str, str] = field(default_factory=dict)
    # Pages that were saved since: whoever was let in to fill a gap may put it right again.
    touched: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        return self.subjects is None or any(not self._known(subject) for subject in self.subjects)

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset().union(*(OPENS.get(subject, ()) for subject in self.subjects or ()))

    @staticmethod
    def _known(subject: str) -> bool:
        return subject in OPENS or subject.startswith(("action:", "fourc."))

    def section(self, section: str, missing: Missing = tuple) -> bool:
        """A list or page of the whole plan."""
        return (
            self.everything
            or section in self._places
            or section in self.touched
            or any(place.page == section for place in missing())
        )

    def part(self, part: str, *, action: str, missing: Missing = tuple) -> bool:
        """One page of one action."""
        return (
            self.everything
            or part in self._places
            or action_section(action, ActionPart(part)) in self.touched
            or self.action(action)
            or any(place.is_at(ActionPart(part), action=action) for place in missing())
        )

    def action(self, action: str) -> bool:
        """The whole of one action: it was challenged itself, or its C was, or it is new.

        Its C is that of when it was sent: what is put under another C can go back, and putting one
        under a challenged C does not open it.
        """
        if self.everything or self.subjects is None:
            return True
        return (
            f"action:{action}" in self.subjects
            or action not in self.sent
            or self.sent[action] in self.subjects
        )

    def adding(self, missing: Missing = tuple) -> bool:
        """A new action."""
        return (
            self.everything
            or ADD in self._places
            or any(subject.startswith("fourc.") for subject in self.subjects or ())
            or any(place.four_c for place in missing())
        )


def place_of(application: Application, subject: str) -> str:
    """The page on which an answer to a challenge is written; the actions where several are."""
    actions = reverse("plan-actions", args=[application.uuid])
    if subject.startswith("action:"):
        # Among the others: the action itself may be gone by now.
        return f"{actions}#action-{subject.removeprefix('action:')}"
    sections = [section for section in PlanSection if section in OPENS.get(subject, ())]
    if sections:
        return reverse("plan-section", args=[application.uuid, sections[0].value])
    return actions if subject else ""


def opened_of(application: Application) -> Opened:
    """Three queries, none for a draft. Ask only while the application can be edited."""
    if application.status != Status.CHANGES_REQUESTED:
        return Opened(None)
    subjects = frozenset(challenges_asked(application).values_list("subject", flat=True))
    change = last_sent(application)
    if change is None or not subjects:
        return Opened(None)
    sent = (change.snapshot or {}).get("actions", [])
    touched = SectionEdit.objects.filter(application=application, updated_at__gt=change.at)
    return Opened(
        subjects,
        {action["id"]: action["four_c"] for action in sent},
        frozenset(touched.values_list("section", flat=True)),
    )
