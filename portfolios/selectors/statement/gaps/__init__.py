"""The gap check of a statement: what is still needed, and what could be stronger (docs/portfolios.md).

One table of rules judges a `StatementRecord`. It reads no database and asks no clock.
"""

from portfolios.selectors.gaps import Kind
from portfolios.selectors.statement.gaps.finding import RULES, gaps_of, missing_of
from portfolios.selectors.statement.gaps.places import EVIDENCE, address, page_of, piece_field
from portfolios.selectors.statement.gaps.rule import AppliesTo, Around, Example, Gap, Place, Rule

__all__ = [
    "EVIDENCE",
    "RULES",
    "AppliesTo",
    "Around",
    "Example",
    "Gap",
    "Kind",
    "Place",
    "Rule",
    "address",
    "gaps_of",
    "missing_of",
    "page_of",
    "piece_field",
]
