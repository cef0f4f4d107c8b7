"""The register of consents of every organisation, for officers."""

from datetime import date

from django.db.models import Q

from portfolios.models.evidence import EvidenceQuerySet
from portfolios.selectors.evidence.register import Filters, narrowed, pieces

# What is typed beyond them is left out.
MOST_WORDS = 8


def consents(filters: Filters, *, query: str, on: date) -> EvidenceQuerySet:
    """Every word of the query somewhere in the organisation's name, taken literally (T-87)."""
    named = Q()
    for word in query.split()[:MOST_WORDS]:
        named &= Q(organisation__name__icontains=word)
    return narrowed(pieces().filter(named), filters, on=on)
