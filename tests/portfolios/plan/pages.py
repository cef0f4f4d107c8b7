"""The addresses of a plan, and what its forms post."""

from datetime import date
from uuid import uuid4

from django.urls import reverse

from foundation.widgets import PARTS
from portfolios.choices import ActionPart
from portfolios.models import Action, Barrier, Measure, Partner

LISTS = {"barriers": Barrier, "measures": Measure, "partners": Partner}


def page(name, plan, *args):
    return reverse(name, args=[plan.uuid, *args])


def part(plan, action, code):
    return page("plan-action-part", plan, action, code)


def section(plan, code):
    return page("plan-section", plan, code)


def looking(plan):
    """Pages that only show."""
    action = Action.objects.filter(application=plan).first()
    return [
        *(page(name, plan) for name in ("plan", "plan-gaps", "plan-actions")),
        page("plan-action", plan, action.uuid),
    ]


def forms(plan):
    """Pages with a form that is saved while typing."""
    action = Action.objects.filter(application=plan).first()
    return [
        page("plan-action-add", plan),
        *(part(plan, action.uuid, code.value) for code in ActionPart if code != "milestones"),
        page("plan-milestone-add", plan, action.uuid),
        page("plan-milestone", plan, action.uuid, action.milestones.first().uuid),
        *(page("plan-item-add", plan, code) for code in LISTS),
        *(page("plan-item", plan, code, first(plan, code).uuid) for code in LISTS),
        section(plan, "levels"),
        section(plan, "policies"),
    ]


def writing(plan):
    """Every page that writes, or that leads to writing."""
    action = Action.objects.filter(application=plan).first()
    return [
        *forms(plan),
        part(plan, action.uuid, "milestones"),
        *(section(plan, code) for code in LISTS),
        page("plan-action-remove", plan, action.uuid),
        page("plan-milestone-remove", plan, action.uuid, action.milestones.first().uuid),
        *(page("plan-item-remove", plan, code, first(plan, code).uuid) for code in LISTS),
    ]


def moving(plan):
    action = Action.objects.filter(application=plan).first()
    return [
        page("plan-action-move", plan, action.uuid),
        *(page("plan-item-move", plan, code, first(plan, code).uuid) for code in LISTS),
    ]


def first(plan, code):
    return LISTS[code].objects.filter(application=plan).first()


def every_page(plan):
    return [*looking(plan), page("plan-check", plan), *writing(plan)]


def day(name, value):
    """A date as its three boxes post it; a text as it was half typed."""
    parts = (value.day, value.month, value.year) if isinstance(value, date) else value
    return {f"{name}_{box}": str(each) for box, each in zip(PARTS, parts, strict=True)}


def new(**typed):
    """What a page posts that adds something."""
    return {"version": 0, "key": str(uuid4())} | typed


# What a person answers on each page of an action, and the page that comes next.
ANSWERS = {
    "what": {
        "title": "A quiet room",
        "four_c": "fourc.co_design",
        "description": "Ten pupils draw the room.",
        "improvement": "A place to be calm.",
        "needs": "Pupils told us at school council.",
    },
    "who": {"agencies": "The school nurse.", "citizens": "Ten pupils.", "owner": "SENCo"},
    "ladder": {
        "principles": ["principle.2", "principle.5"],
        "ladder": "ladder.co_production",
        "agreed_with": "The school council.",
        **day("agreed_on", date(2026, 10, 8)),
        "ladder_why": "",
    },
    "when": {
        **day("starts_on", date(2027, 1, 11)),
        **day("ends_on", date(2027, 7, 16)),
        "timescale": "Two terms are enough.",
    },
    "resources": {
        "budget": "£900",
        "resources": "A room",
        "incentives": "Travel",
        "in_place": "yes",
        "in_place_note": "The head, on 12 October.",
    },
    "review": {"review": "Every half-term with four parents."},
}
NEXT = {
    "what": "who",
    "who": "ladder",
    "ladder": "when",
    "when": "milestones",
    "resources": "review",
    "review": "",
}
