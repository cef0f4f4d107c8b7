"""What the organisation sent for one question, beside that question (T-29, T-30)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from champions.selectors.difference import difference_judged
from champions.selectors.evidence import FIRST_FEW, Card, judged_portfolio
from champions.selectors.facts import CaseFacts
from portfolios.records import Eyes


@dataclass(frozen=True)
class Sent:
    """Their words, and the first few pieces of evidence."""

    words: str
    cards: Sequence[Card]
    count: int
    # Of a re-validation: how it is today, in a few words, and what they said last time.
    state: str = ""
    before: str = ""


def sent_for(facts: CaseFacts, code: str, *, on: date, eyes: Eyes) -> Sent | None:
    """None where nothing was sent for this question by itself: a form, a plan, a check of the whole."""
    judged = judged_portfolio(facts, on=on, eyes=eyes)
    if judged is None:
        return None
    told = judged.record.narrative(code)
    items = [item for item in judged.coverage.items_of(code) if not item.hidden]
    if told is None and not items:
        return None
    cards = judged.cards(items[:FIRST_FEW])
    words = told.text if told else ""
    difference = difference_judged(facts.application, facts.judged, on=on, eyes=eyes)
    now = difference.of(code) if difference is not None else None
    if now is None:
        return Sent(words, cards, len(items))
    return Sent(words, cards, len(items), state=now.plain, before=now.before)
