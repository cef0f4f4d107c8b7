"""A statement without a gap, in plain values: what the rules of its gap check are tried on.

record = good_statement("gold")     # or "platinum"; on `TODAY` nothing in it could be stronger
"""

from dataclasses import replace
from datetime import date

from awards.scheme import edition
from portfolios.records import (
    AffirmationRecord,
    AffirmedItemRecord,
    NarrativeRecord,
    StatementRecord,
)
from tests.support.portfolios_good import EDITION, TODAY, good_portfolio

AWARDED_ON = date(2026, 11, 23)
CHECKED_ON = date(2027, 11, 8)
TEXT = "Two more year groups have joined the forum."


def good_statement(stage: str = "gold") -> StatementRecord:
    """Under each criterion one piece that was carried over, and one that is new."""
    codes = [each.code for each in edition(EDITION).criteria_for(stage)]
    portfolio = good_portfolio(stage)
    old, new = (
        replace(item, happened_on=day, shows=tuple(dict.fromkeys([*item.shows, *codes])))
        for item, day in zip(portfolio.items, (date(2026, 11, 22), date(2027, 6, 1)), strict=False)
    )
    return StatementRecord(
        portfolio=replace(
            portfolio,
            items=(old, new),
            narratives=tuple(NarrativeRecord(code, TEXT) for code in codes),
            actions=(),
            measures=(),
            levels=(),
        ),
        affirmations=tuple(
            AffirmationRecord(
                code,
                "true",
                TEXT,
                (
                    AffirmedItemRecord(old.id, carried=True, still_true_on=CHECKED_ON),
                    AffirmedItemRecord(new.id),
                ),
            )
            for code in codes
        ),
        who="Eight parents of our forum and the school council.",
        how="They asked us to say that the lift was broken for a term.",
        renews="SCA-0000-0000",
        renews_awarded_on=AWARDED_ON,
    )


__all__ = ["TODAY", "good_statement"]
