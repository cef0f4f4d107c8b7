"""Where every organisation stands, for officers."""

from reports.selectors.figures import Figure, figures
from reports.selectors.organisations import Filters, Row, history_of, organisations, rows_of
from reports.selectors.waiting import with_waiting

__all__ = [
    "Figure",
    "Filters",
    "Row",
    "figures",
    "history_of",
    "organisations",
    "rows_of",
    "with_waiting",
]
