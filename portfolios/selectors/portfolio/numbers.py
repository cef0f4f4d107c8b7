"""How a piece of evidence is called on the pages for champions, in the print and in the zip: E1, E2 …"""

from portfolios.records import PortfolioRecord


def numbers_of(record: PortfolioRecord) -> dict[str, str]:
    """By the item's id, in the portfolio's own order. What was sent keeps its numbers for good."""
    return {item.id: f"E{place}" for place, item in enumerate(record.items, start=1)}
