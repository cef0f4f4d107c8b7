from portfolios.services.statement.beginning import begin_statement
from portfolios.services.statement.editing import draft_key
from portfolios.services.statement.signing import FINISH_FIRST, sign_statement
from portfolios.services.statement.submission import submit_statement
from portfolios.services.statement.writing import (
    choose_evidence,
    save_affirmation,
    save_together,
)

__all__ = [
    "FINISH_FIRST",
    "begin_statement",
    "choose_evidence",
    "draft_key",
    "save_affirmation",
    "save_together",
    "sign_statement",
    "submit_statement",
]
