"""From a gap to the address of the very field that closes it."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from portfolios.choices import ActionPart, PlanSection
from portfolios.records import DATES
from portfolios.selectors.plan.gaps.rule import Gap, Place

# Groups of radios, of checkboxes and of date boxes: a link leads to the first of them.
_CHOICES = {"four_c", "partners", "principles", "ladder", "in_place", "measures", "kind", "action"}
_GROUPS = DATES | _CHOICES


def address(gap: Gap, application: UUID) -> str:
    page = _page(gap.about, application)
    return f"{page}{anchor(gap)}"


def anchor(gap: Gap) -> str:
    """The field on its own page, for a link within that page; empty where the page itself is meant."""
    return f"#{found}" if (found := _anchor(gap.about)) else ""


def _page(about: Place, application: UUID) -> str:
    if about.four_c:
        query = urlencode({"four_c": about.four_c})
        return f"{reverse('plan-action-add', args=[application])}?{query}"
    if isinstance(about.page, ActionPart):
        return _page_of_action(about, application)
    if about.item:
        return reverse("plan-item", args=[application, about.page.value, about.item])
    if about.page == PlanSection.ACTIONS:
        return reverse("plan-actions", args=[application])
    return reverse("plan-section", args=[application, about.page.value])


def _page_of_action(about: Place, application: UUID) -> str:
    if about.milestone:
        return reverse("plan-milestone", args=[application, about.action, about.milestone])
    if about.page == ActionPart.MILESTONES and not about.field:
        return reverse("plan-milestone-add", args=[application, about.action])
    return reverse("plan-action-part", args=[application, about.action, about.page.value])


def _anchor(about: Place) -> str:
    # What is about all milestones leads to their list.
    if not about.field or about.field == "milestones":
        return ""
    first = "_0" if about.field in _GROUPS or about.field.startswith("engagement_") else ""
    return f"id_{about.field}{first}"
