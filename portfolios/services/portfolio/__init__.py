from portfolios.services.portfolio.beginning import begin_portfolio
from portfolios.services.portfolio.editing import draft_key
from portfolios.services.portfolio.submission import submit_portfolio
from portfolios.services.portfolio.writing import (
    report_action,
    report_measure,
    save_answer,
    save_levels,
)

__all__ = [
    "begin_portfolio",
    "draft_key",
    "report_action",
    "report_measure",
    "save_answer",
    "save_levels",
    "submit_portfolio",
]
