"""How a piece of evidence is called on the pages for champions, in the print and in the zip: E1, E2 …"""

from portfolios.records import PortfolioRecord


def numbers_of(record: PortfolioRecord) -> dict[str, str]:
    """By the item's id, in the portfolio's own order. What was sent keeps its numbers for good, and they
    are the same for whoever looks: what is withheld from somebody leaves a gap.
    """
    withheld = frozenset(record.withheld)
    last = len(record.items) + len(withheld)
    places = (place for place in range(1, last + 1) if place not in withheld)
    return {item.id: f"E{place}" for place, item in zip(places, record.items, strict=True)}
