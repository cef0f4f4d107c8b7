"""A registration with everything that belongs to it, in a constant number of queries."""

import difflib
import re
from dataclasses import dataclass

from awards.models import Application, Organisation, User
from awards.scheme import Scheme, edition
from portfolios.choices import SectionCode, SectionState
from portfolios.models import (
    Commitment,
    EngagementLevel,
    Partner,
    RegistrationForm,
    RegistrationLead,
    SectionEdit,
)

STAGE = "bronze"
# How alike two names are when one may be the other in a different spelling.
ALIKE = 0.82


@dataclass(frozen=True)
class Registration:
    application: Application
    scheme: Scheme
    form: RegistrationForm
    leads: tuple[RegistrationLead, ...]
    partners: tuple[Partner, ...]
    # By the code of the level; levels nobody has answered are not there.
    levels: dict[str, EngagementLevel]
    edits: dict[str, SectionEdit]
    commitment: Commitment | None

    @property
    def outside_area(self) -> bool:
        """The postcode is none of the area's: a reason to ask, never to refuse (scheme.md 1)."""
        return bool(self.form.postcode) and not self.scheme.covers_postcode(self.form.postcode)

    def version(self, section: str) -> int:
        """The version a section's page is opened with; 0 before anybody saved it."""
        edit = self.edits.get(section)
        return edit.version if edit else 0


def unsaved_form(application: Application) -> RegistrationForm:
    """A form that nobody has written in, filled with what is known already (WCAG 3.3.7)."""
    organisation = application.organisation
    return RegistrationForm(
        application=application,
        organisation_name=organisation.name,
        sector=organisation.sector,
        kind=organisation.kind,
        postcode=organisation.postcode,
        updated_at=application.created_at,
        updated_by_id=application.created_by_id,
    )


def whole_registration(application: Application) -> Registration:
    """Six queries, however many leads, partners and levels there are."""
    form = RegistrationForm.objects.filter(application=application).first()
    commitment = Commitment.objects.filter(application=application).current().first()
    if form is None:
        form = unsaved_form(application)
        return Registration(
            application, edition(application.edition), form, (), (), {}, {}, commitment
        )
    # Versions first: a save between two reads then shows an old version, and clashes (T-44).
    edits = {edit.section: edit for edit in application.edits.select_related("updated_by")}
    # What belongs to the form finds its way back without a query.
    form.application = application
    return Registration(
        application=application,
        scheme=edition(application.edition),
        form=form,
        leads=tuple(application.registrationleads.all()),
        partners=tuple(application.partners.all()),
        levels={level.level: level for level in application.engagement_levels.all()},
        edits=edits,
        commitment=commitment,
    )


def looks_like_another(*, name: str, postcode: str) -> bool:
    """Whether an organisation of nearly this name is already at this postcode; never says which one."""
    wanted, place = _plain_name(name), _plain_postcode(postcode)
    if not wanted or not place:
        return False
    # Outward and inward part are stored with one space, but older rows may have none.
    spelt = {place, f"{place[:-3]} {place[-3:]}"}
    names = Organisation.objects.filter(postcode__in=spelt).values_list("name", flat=True)[:200]
    return any(
        difflib.SequenceMatcher(None, wanted, _plain_name(other)).ratio() >= ALIKE
        for other in names
    )


def begun_before(*, name: str, postcode: str, actor: User) -> Application | None:
    """What the first click of the same person made, as long as it is open (T-43)."""
    return (
        Application.objects.open()
        .filter(
            stage=STAGE,
            created_by=actor,
            organisation__name=name,
            organisation__postcode=postcode,
            organisation__memberships__user=actor,
        )
        .first()
    )


def entered_before(*, name: str, postcode: str, actor: User) -> Application | None:
    """The same for what an officer typed in from paper, who is no member (T-43)."""
    return (
        Application.objects.open()
        .filter(
            stage=STAGE,
            created_by=actor,
            entered_by_officer=True,
            organisation__name=name,
            organisation__postcode=postcode,
        )
        .first()
    )


def _plain_name(name: str) -> str:
    words = re.findall(r"\w+", name.casefold())
    return " ".join(word for word in words if word not in {"the", "ltd", "limited", "cic", "and"})


def _plain_postcode(postcode: str) -> str:
    return "".join(postcode.upper().split())


@dataclass(frozen=True)
class Task:
    """One row of the task list."""

    section: SectionCode
    state: SectionState
    edit: SectionEdit | None
    problems: int

    @property
    def title(self) -> str:
        return self.section.label

    @property
    def can_open(self) -> bool:
        return self.state is not SectionState.CANNOT_START


def can_sign(open_sections: set[SectionCode]) -> bool:
    """One signs for a named organisation and for levels that have been thought about."""
    return not open_sections & {SectionCode.ORGANISATION, SectionCode.LEVELS}
