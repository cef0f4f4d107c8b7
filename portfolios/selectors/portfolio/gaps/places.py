"""From a gap to the address of the very field that closes it."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from portfolios.choices import PortfolioSection, field_of
from portfolios.selectors.portfolio.coverage import Axis
from portfolios.selectors.portfolio.gaps.rule import Gap, ItemPage, Place

PAGES = {
    ItemPage.ITEM: "evidence-item-change",
    ItemPage.FILES: "evidence-files",
    ItemPage.SHOWS: "evidence-shows",
    ItemPage.CONSENT: "evidence-consent",
}
# Groups of radios, of checkboxes and of date boxes: a link leads to the first of them.
_GROUPS = frozenset(
    {
        *("kind", "captioned", "happened_on", "principles"),
        *("shows_people", "people", "given_on", "expires_on"),
        *("state", "done_on"),
    }
)
# Each file has a page of its own for its words, so the list of files is as near as it gets.
_NO_FIELD = frozenset({"", "caption", "file"})


def address(gap: Gap, application: UUID) -> str:
    """`application` is the portfolio's: a piece of evidence has an address without it."""
    return f"{_page(gap.about, application)}{anchor(gap)}"


def anchor(gap: Gap) -> str:
    """The field on its own page, for a link within that page; empty where the page itself is meant."""
    about = gap.about
    if about.field in _NO_FIELD:
        return ""
    if about.section == PortfolioSection.LEVELS:
        return f"#id_{field_of(about.field, about.code)}_0"
    return f"#id_{about.field}_0" if about.field in _GROUPS else f"#id_{about.field}"


def _page(about: Place, application: UUID) -> str:
    if about.item:
        return reverse(PAGES[about.page or ItemPage.ITEM], args=[about.item])
    if about.action:
        return reverse("portfolio-action", args=[application, about.action])
    if about.measure:
        return reverse("portfolio-measure", args=[application, about.measure])
    if about.section == PortfolioSection.EVIDENCE and about.code:
        query = urlencode({"rows": Axis.FOUR_CS.value, "columns": "none"})
        return f"{reverse('portfolio-coverage', args=[application])}?{query}"
    if about.code and about.section != PortfolioSection.LEVELS:
        return reverse("portfolio-answer", args=[application, about.code])
    return reverse("portfolio-section", args=[application, about.section.value])
