from portfolios.services.portfolio.beginning import begin_portfolio
from portfolios.services.portfolio.editing import draft_key
from portfolios.services.portfolio.submission import as_sent, submit_portfolio
from portfolios.services.portfolio.writing import (
    report_action,
    report_measure,
    save_answer,
    save_levels,
)

__all__ = [
    "as_sent",
    "begin_portfolio",
    "draft_key",
    "report_action",
    "report_measure",
    "save_answer",
    "save_levels",
    "submit_portfolio",
]
