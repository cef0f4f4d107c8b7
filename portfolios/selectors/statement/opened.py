"""What of a statement can be written in: all of a draft; after a request for changes what was challenged.

The signature is always open, as every change takes it back; and so is what the gap check calls missing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from awards.choices import Status
from awards.models import Application
from awards.scheme import edition
from awards.selectors.challenges import challenges_asked
from portfolios.choices import StatementSection
from portfolios.models import AffirmedItem, SectionEdit
from portfolios.selectors.portfolio.opened import OF_EVIDENCE
from portfolios.selectors.sent import last_sent
from portfolios.selectors.statement.gaps import Place
from portfolios.selectors.statement.reading import affirmation_section, chosen_section

# Where something is missing: asked only when it matters, as it takes the whole statement to know.
Missing = Callable[[], Iterable[Place]]

# Which parts show an answer to which check; one that is not here opens everything.
OPENS: dict[str, frozenset[StatementSection]] = {
    "check.genuine": frozenset({StatementSection.TOGETHER}),
}


@dataclass(frozen=True)
class Opened:
    """What may be changed. `codes` is None when everything may."""

    # Of criteria.
    codes: frozenset[str] | None
    sections: frozenset[StatementSection] = frozenset()
    # Pages that were saved since: whoever was let in to fill a gap may put it right again.
    touched: frozenset[str] = frozenset()

    @property
    def everything(self) -> bool:
        return self.codes is None

    def page(self, place: Place, missing: Missing = tuple) -> bool:
        if self.codes is None or place.section is StatementSection.SIGN:
            return True
        return (
            place.code in self.codes
            or (not place.code and place.section in self.sections)
            or not self.touched.isdisjoint(_sections_of(place))
            or any(each.is_at(place) for each in missing())
        )


def _sections_of(place: Place) -> set[str]:
    """Under which names the changes of a page are counted (`SectionEdit.section`)."""
    if place.code:
        return {affirmation_section(place.code), chosen_section(place.code)}
    return {place.section.value}


def place_of(application: Application, subject: str) -> str:
    """The page on which an answer to a challenge is written."""
    if subject.startswith(OF_EVIDENCE):
        return reverse("evidence-item", args=[subject.removeprefix(OF_EVIDENCE)])
    if subject in _criteria(application):
        return reverse("statement-criterion", args=[application.uuid, subject])
    if StatementSection.TOGETHER in OPENS.get(subject, ()):
        return reverse("statement-together", args=[application.uuid])
    return reverse("statement", args=[application.uuid]) if subject else ""


def opened_of(application: Application) -> Opened:
    """Four queries, none for a draft. Ask only while the application can be edited."""
    if application.status != Status.CHANGES_REQUESTED:
        return Opened(None)
    subjects = frozenset(challenges_asked(application).values_list("subject", flat=True))
    change, criteria = last_sent(application), _criteria(application)
    pieces = frozenset(each for each in subjects if each.startswith(OF_EVIDENCE))
    if change is None or not subjects or not subjects <= criteria | OPENS.keys() | pieces:
        return Opened(None)
    touched = SectionEdit.objects.filter(application=application, updated_at__gt=change.at)
    return Opened(
        codes=(subjects & criteria) | _shown_by(application, pieces),
        sections=frozenset(part for each in subjects for part in OPENS.get(each, ())),
        touched=frozenset(touched.values_list("section", flat=True)),
    )


def _criteria(application: Application) -> frozenset[str]:
    scheme = edition(application.edition)
    return frozenset(each.code for each in scheme.criteria_for(application.stage))


def _shown_by(application: Application, subjects: frozenset[str]) -> frozenset[str]:
    """A piece that is challenged can be replaced where it was chosen."""
    if not subjects:
        return frozenset()
    rows = AffirmedItem.objects.filter(
        affirmation__application=application,
        item__uuid__in=[each.removeprefix(OF_EVIDENCE) for each in subjects],
    )
    return frozenset(rows.values_list("affirmation__code", flat=True))
