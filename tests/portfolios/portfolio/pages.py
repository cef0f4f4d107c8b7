"""The addresses of a portfolio, and what its forms post."""

from django.urls import reverse

from portfolios.selectors.portfolio.questions import SECTIONS, questions_of
from portfolios.selectors.portfolio.reading import approved_plan


def page(name, application, *args):
    return reverse(name, args=[application.uuid, *args])


def section(application, code):
    return page("portfolio-section", application, code)


def answer(application, code):
    return page("portfolio-answer", application, code)


def lists(application):
    """Pages that only show."""
    return [
        page("portfolio", application),
        *(
            section(application, code.value)
            for code in SECTIONS[application.stage]
            if code.value not in ("evidence", "levels")
        ),
    ]


def forms(application):
    """Pages with a form that is saved while typing."""
    return [
        *(
            answer(application, question.code)
            for question in questions_of(application.edition, application.stage)
        ),
        section(application, "levels"),
        *reports(application),
    ]


def reports(application):
    plan = approved_plan(application.organisation)
    if plan is None or application.stage != "gold":
        return []
    return [
        *(page("portfolio-action", application, a.uuid) for a in plan.actions.all()),
        *(page("portfolio-measure", application, m.uuid) for m in plan.measures.all()),
    ]


def writing(application):
    """Every page that writes."""
    first = SECTIONS[application.stage]
    criterion = f"{application.stage}.voice" if first and application.stage == "gold" else ""
    codes = [criterion] if criterion else ["platinum.law"]
    return [
        *forms(application),
        *(page("portfolio-answer-evidence", application, code) for code in codes),
        page("portfolio-check", application),
    ]


def every_page(application):
    return [*lists(application), *writing(application)]
