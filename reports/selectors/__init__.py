"""Where every organisation stands, for officers."""

from reports.selectors.due_dates import DueDate, RenewalShown, due_dates_of, renewals_shown
from reports.selectors.figures import Figure, figures, renewal_figures
from reports.selectors.organisations import Filters, Row, history_of, organisations, rows_of
from reports.selectors.renewing import renewals_asked
from reports.selectors.waiting import with_turn, with_waiting

__all__ = [
    "DueDate",
    "Figure",
    "Filters",
    "RenewalShown",
    "Row",
    "due_dates_of",
    "figures",
    "history_of",
    "organisations",
    "renewal_figures",
    "renewals_asked",
    "renewals_shown",
    "rows_of",
    "with_turn",
    "with_waiting",
]
