"""One row of the register of links, whatever it comes from."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices

from awards.choices import Interest
from awards.models import Application, Organisation, StandingInterest, User
from awards.selectors.kinds import title_of
from champions.choices import Ended
from champions.models import Assignment, Champion, DeclarationOfInterest

# What ties somebody, as others read it.
LINKS = {
    Interest.EMPLOYEE: "Works or worked there",
    Interest.GOVERNOR: "Is or was a governor or trustee",
    Interest.CHILD: "A child of the family goes there",
    Interest.RELATIVE: "Somebody in the family works there",
    Interest.OTHER: "Another link",
}


class Kind(TextChoices):
    STANDING = "standing", "For every case"
    CASE = "case", "For this case only"
    STEPPED_BACK = "stepped_back", "Stepped back"
    TAKEN_OFF = "taken_off", "Taken off by a SEND officer"


class State(TextChoices):
    NOW = "now", "Holds now"
    ENDED = "ended", "Has ended"


@dataclass(frozen=True)
class Declared:
    """A case on which a link that stands for every case was declared."""

    application: Application
    words: str

    @property
    def name(self) -> str:
        return case_name(self.application)


@dataclass(frozen=True)
class Entry:
    kind: Kind
    person: User
    organisation: str
    # None while no such organisation has signed up.
    signed_up: bool
    application: Application | None
    link: str
    words: str
    at: datetime
    by: User | None
    ended_at: datetime | None = None
    ended_by: User | None = None
    standing: StandingInterest | None = None
    # The cases on which a link for every case was declared.
    declared: tuple[Declared, ...] = ()

    @property
    def case(self) -> str:
        """The stage and the reference of the case it was told on."""
        return case_name(self.application) if self.application is not None else ""

    @property
    def cases(self) -> str:
        """All of them, in a few words."""
        return "; ".join(each.name for each in self.declared) or self.case

    @property
    def holds(self) -> str:
        """For how much it holds, in words."""
        if self.declared:
            return f"Declared on case {self.cases}, and stands for every case"
        return f"{self.kind.label} ({self.case})" if self.case else self.kind.label

    @property
    def all_words(self) -> str:
        """What was said once for all, and what else was said on a case."""
        said = [self.words, *(each.words for each in self.declared)]
        return "\n".join(dict.fromkeys(words for words in said if words))

    @property
    def is_open_name(self) -> bool:
        """It holds, and nobody knows yet whom it means."""
        return not self.signed_up and self.ended_at is None

    @property
    def capacity(self) -> str:
        champion = champion_of(self.person)
        if champion is not None:
            return champion.get_perspective_display()
        return "SEND officer" if self.person.is_officer else "No longer a champion"


def case_name(application: Application) -> str:
    """Its stage and its reference."""
    return f"{title_of(application)}, {application.reference}"


def champion_of(person: User) -> Champion | None:
    found: Champion | None = getattr(person, "champion", None)
    return found


def of_standing(row: StandingInterest, declared: tuple[Declared, ...]) -> Entry:
    organisation: Organisation | None = row.organisation
    return Entry(
        kind=Kind.STANDING,
        person=row.person,
        organisation=organisation.name if organisation else row.organisation_name,
        signed_up=organisation is not None,
        application=None,
        link=LINKS[Interest(row.nature)],
        words=row.details,
        at=row.declared_at,
        by=row.declared_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        standing=row,
        declared=declared,
    )


def of_declaration(row: DeclarationOfInterest) -> Entry:
    application = row.assignment.panel.application
    return Entry(
        kind=Kind.CASE,
        person=row.assignment.champion.user,
        organisation=application.organisation.name,
        signed_up=True,
        application=application,
        link=LINKS[Interest(row.nature)],
        words=row.details,
        at=row.declared_at,
        by=row.declared_by,
    )


def of_seat(seat: Assignment) -> Entry:
    application = seat.panel.application
    own = seat.ended_reason == Ended.ABSTAINED
    if seat.ended_at is None:
        raise ValueError("A place that has not ended is no entry.")
    return Entry(
        kind=Kind.STEPPED_BACK if own else Kind.TAKEN_OFF,
        person=seat.champion.user,
        organisation=application.organisation.name,
        signed_up=True,
        application=application,
        link="",
        words=seat.ended_note,
        at=seat.ended_at,
        by=seat.champion.user if own and seat.ended_by is None else seat.ended_by,
    )
