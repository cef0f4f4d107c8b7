"""Evidence portfolios and re-validation statements, and what of them was sent."""

from portfolios.models import (
    ActionOutcome,
    Affirmation,
    AffirmedItem,
    MeasureOutcome,
    Narrative,
    Portfolio,
    SentFile,
    SentItem,
    Statement,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import WORK
from reports.selectors.access.tables.reasons import CODES, OF_ORGANISATION

ANSWERS = (
    Record(
        model=Portfolio,
        noun="Portfolio",
        parts=(
            Part(
                code="portfolios",
                group=WORK,
                title="Portfolios that you changed last",
                about="Which portfolio, and when.",
                yours=("updated_by",),
                columns={"application": "Application", "updated_at": "Changed"},
            ),
        ),
        never=("updated_by",),
    ),
    Record(
        model=Narrative,
        noun="Answer in a portfolio",
        nothing=OF_ORGANISATION,
        quiet=("text", "before", "after"),
        never=("application", "code", "applies"),
    ),
    Record(
        model=ActionOutcome,
        noun="Outcome of an action",
        nothing=OF_ORGANISATION,
        quiet=("text", "why"),
        never=("application", "action", "state", "done_on"),
    ),
    Record(
        model=MeasureOutcome,
        noun="Outcome of a measure",
        nothing=OF_ORGANISATION,
        quiet=("result", "why"),
        never=("application", "measure", "state"),
    ),
    Record(
        model=Statement,
        noun="Re-validation statement",
        parts=(
            Part(
                code="statements",
                group=WORK,
                title="Re-validation statements that you changed last",
                about="Which statement, and when.",
                yours=("updated_by",),
                columns={"application": "Application", "updated_at": "Changed"},
            ),
        ),
        quiet=("who", "how"),
        never=("updated_by",),
    ),
    Record(
        model=Affirmation,
        noun="What is said of a criterion a year on",
        nothing=OF_ORGANISATION,
        quiet=("text",),
        never=("application", "code", "state"),
    ),
    Record(
        model=AffirmedItem,
        noun="Evidence under a criterion",
        nothing=CODES,
        never=("affirmation", "item", "still_true_on"),
    ),
    Record(model=SentItem, noun="Sent evidence", nothing=CODES, never=("change", "item")),
    Record(model=SentFile, noun="Sent file", nothing=CODES, never=("change", "file")),
)
