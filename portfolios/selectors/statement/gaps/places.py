"""From a gap to the address of the very field that closes it."""

from uuid import UUID

from django.urls import reverse

from portfolios.choices import StatementSection, field_of
from portfolios.selectors.statement.gaps.rule import Gap, Place

# Groups of radios and of date boxes: a link leads to the first of them.
_GROUPS = frozenset({"state", "checked_on"})
EVIDENCE = "shown-title"


def address(gap: Gap, application: UUID) -> str:
    return f"{page_of(gap.about, application)}{anchor(gap)}"


def page_of(about: Place, application: UUID) -> str:
    if about.item and not about.code:
        return reverse("evidence-item", args=[about.item])
    if about.code:
        return reverse("statement-criterion", args=[application, about.code])
    if about.section == StatementSection.CRITERIA:
        return reverse("statement", args=[application])
    return reverse(f"statement-{about.section.value}", args=[application])


def anchor(gap: Gap) -> str:
    """The field on its own page; empty where the page itself is meant."""
    about = gap.about
    if not about.field:
        return ""
    if about.field == "piece":
        return f"#id_{piece_field(about.item)}_0"
    if about.field == "evidence":
        return f"#{EVIDENCE}"
    return f"#id_{about.field}_0" if about.field in _GROUPS else f"#id_{about.field}"


def piece_field(item: str) -> str:
    """The name of the question about one piece of evidence."""
    return field_of("piece", item)
