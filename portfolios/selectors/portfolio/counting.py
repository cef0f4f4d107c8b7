"""How much evidence there is, and how much of it is not part of what is sent."""

from dataclasses import dataclass

from django.db.models import Count, Q

from awards.models import Organisation
from portfolios.choices import ConsentScope, ShowsPeople
from portfolios.models import EvidenceItem
from portfolios.models.evidence import EvidenceQuerySet
from portfolios.records import PortfolioRecord

# Of rows that know their place (`with_place`).
_TRAY = Q(left_out=False, is_placed=False, is_chosen=False)
_IN_STATEMENT = Q(left_out=False, is_placed=False, is_chosen=True)


@dataclass(frozen=True)
class EvidenceCounts:
    # Part of what is sent.
    pieces: int
    # Nobody has said what it shows.
    tray: int
    # Chosen for a statement alone, which is another application.
    in_statement: int
    left_out: int
    # Consent was withdrawn or has run out.
    hidden: int
    # Files that are still being checked, and those that could not be taken in.
    checking: int
    refused: int

    @property
    def any(self) -> bool:
        return bool(self.pieces or self.tray or self.in_statement or self.left_out or self.hidden)


def counts_of(record: PortfolioRecord, organisation: Organisation) -> EvidenceCounts:
    """One query: what is in the portfolio is in the record already."""
    hidden = sum(item.hidden for item in record.items)
    states = [file.state for item in record.items if not item.hidden for file in item.files]
    rest = _rows(organisation).aggregate(
        tray=Count("pk", filter=_TRAY),
        in_statement=Count("pk", filter=_IN_STATEMENT),
        left_out=Count("pk", filter=Q(left_out=True)),
    )
    return EvidenceCounts(
        pieces=len(record.items) - hidden,
        hidden=hidden,
        checking=states.count("quarantined"),
        refused=states.count("refused"),
        **rest,
    )


def gathered(organisation: Organisation) -> tuple[int, int]:
    """All that an organisation has, and how much of it lies in the tray. One query."""
    found = _rows(organisation).aggregate(all=Count("pk"), tray=Count("pk", filter=_TRAY))
    return found["all"], found["tray"]


def _rows(organisation: Organisation) -> EvidenceQuerySet:
    return EvidenceItem.objects.kept().filter(organisation=organisation).with_place()


def scopes_of(record: PortfolioRecord) -> list[tuple[str, int]]:
    """Of the evidence that shows people, how much may be seen by whom; the widest first."""
    scopes = [
        item.scope
        for item in record.items
        if not item.hidden and item.shows_people == ShowsPeople.PEOPLE
    ]
    widest_first = reversed(ConsentScope)
    return [(str(s.label), scopes.count(s.value)) for s in widest_first if s.value in scopes]
