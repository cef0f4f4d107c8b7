"""What of a portfolio can be written in: all of a draft; after a request for changes only what was challenged.

Evidence can be added and bettered at any time, as it is the organisation's own; what the gap check calls
missing is open as well.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from awards.choices import Status
from awards.models import Application
from awards.selectors.challenges import challenges_asked
from portfolios.choices import PortfolioSection
from portfolios.models import SectionEdit
from portfolios.selectors.portfolio.gaps import Place
from portfolios.selectors.portfolio.questions import SECTIONS
from portfolios.selectors.portfolio.reading import narrative_section
from portfolios.selectors.sent import last_sent

# Where something is missing: asked only when it matters, as it takes the whole portfolio to know.
Missing = Callable[[], Iterable[Place]]

_REPORT, _CRITERIA, _WITH = (
    PortfolioSection.REPORT,
    PortfolioSection.CRITERIA,
    PortfolioSection.WITH,
)
# Which parts show an answer to which check; a subject that is neither here nor a question opens all.
OPENS: dict[str, frozenset[PortfolioSection]] = {
    "check.alignment": frozenset({PortfolioSection.LAW, _CRITERIA}),
    "check.carried_out": frozenset({_REPORT}),
    "check.genuine": frozenset({_WITH, PortfolioSection.LEVELS}),
    "check.principles": frozenset({PortfolioSection.IMPACT}),
    "check.impact": frozenset({PortfolioSection.IMPACT, _CRITERIA}),
    "check.sustained": frozenset({PortfolioSection.SUSTAIN}),
}
# How the subject of a challenge about one piece of evidence begins; its id follows.
OF_EVIDENCE = "evidence:"


@dataclass(frozen=True)
class Opened:
    """What may be changed. `subjects` is None when everything may."""

    subjects: frozenset[str] | None
    # Pages that were saved since: whoever was let in to fill a gap may put it right again.
    touched: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        return self.subjects is None

    def page(self, place: Place, missing: Missing = tuple) -> bool:
        if self.subjects is None or place.section == PortfolioSection.EVIDENCE:
            return True
        return (
            place.code in self.subjects
            or any(place.section in OPENS.get(subject, ()) for subject in self.subjects)
            or section_of(place) in self.touched
            or any(_is_for(each, place) for each in missing())
        )


def _is_for(gap: Place, place: Place) -> bool:
    """Whether a gap is filled on this page. The levels are one page; a gap of a whole part is on any of its."""
    if gap.section != place.section:
        return False
    whole = not (gap.code or gap.action or gap.measure)
    return whole or place.section == PortfolioSection.LEVELS or gap.is_at(place)


def section_of(place: Place) -> str:
    """Under which name the changes of a page are counted (`SectionEdit.section`)."""
    if place.section == PortfolioSection.REPORT:
        return f"action:{place.action}" if place.action else f"measure:{place.measure}"
    if place.section == PortfolioSection.LEVELS:
        return PortfolioSection.LEVELS
    return narrative_section(place.code)


def place_of(application: Application, subject: str) -> str:
    """The page on which an answer to a challenge is written; the first where several are."""
    if subject.startswith(OF_EVIDENCE):
        return reverse("evidence-item", args=[subject.removeprefix(OF_EVIDENCE)])
    if subject.startswith(("gold.", "platinum.")):
        return reverse("portfolio-answer", args=[application.uuid, subject])
    for section in SECTIONS[application.stage]:
        if section in OPENS.get(subject, ()):
            return reverse("portfolio-section", args=[application.uuid, section.value])
    return reverse("portfolio", args=[application.uuid]) if subject else ""


def opened_of(application: Application) -> Opened:
    """Three queries, none for a draft. Ask only while the application can be edited."""
    if application.status != Status.CHANGES_REQUESTED:
        return Opened(None)
    subjects = frozenset(challenges_asked(application).values_list("subject", flat=True))
    change = last_sent(application)
    if change is None or any(not _is_known(each) for each in subjects) or not subjects:
        return Opened(None)
    touched = SectionEdit.objects.filter(application=application, updated_at__gt=change.at)
    return Opened(subjects, frozenset(touched.values_list("section", flat=True)))


def _is_known(subject: str) -> bool:
    """A criterion opens its own page, a check its parts, a piece of evidence nothing but itself."""
    return subject in OPENS or subject.startswith(("gold.", "platinum.", OF_EVIDENCE))
