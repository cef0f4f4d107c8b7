"""The lists of a plan by nothing but the keyboard, and without JavaScript: add, put in order, remove."""

import pytest

from awards.models import Application
from portfolios.models import Action, Barrier
from tests.journeys.people import sign_in
from tests.journeys.test_silver import bronze  # noqa: F401  # the fixture

pytestmark = pytest.mark.journey


def add_action(lead, application: Application, title: str) -> None:
    lead.go(f"/applications/{application.uuid}/plan/actions/")
    lead.follow("Add an action under Co-design")
    lead.type("What do you call this action?", title)
    lead.press("Save and come back later")
    lead.sees("Saved. You can come back at any time.")


@pytest.mark.parametrize("way", ["keyboard", "no-scripts"])
def test_plan_lists(walker, bronze, way):  # noqa: F811  # the fixture again
    lead = walker("1-lead", keyboard=way == "keyboard", scripts=way != "no-scripts", phone=True)
    sign_in(lead, "lena.lead@people.example")
    lead.go("/dashboard/")
    lead.press("Begin Silver")
    application = Application.objects.get(stage="silver")
    add_action(lead, application, "First")
    add_action(lead, application, "Second")
    titles = Action.objects.filter(application=application).values_list("title", flat=True)
    assert list(titles) == ["First", "Second"]
    lead.go(f"/applications/{application.uuid}/plan/actions/")
    lead.shot("actions")
    lead.press("Up one place: Second")
    assert list(titles.all()) == ["Second", "First"]
    lead.press("Down one place: Second")
    assert list(titles.all()) == ["First", "Second"]
    lead.follow("Remove First")
    lead.shot("remove")
    lead.press("Remove", exact=True)
    lead.sees("You removed First.")
    assert list(titles.all()) == ["Second"]
    for name in ("Time", "Travel"):
        lead.go(f"/applications/{application.uuid}/plan/barriers/")
        lead.follow("Add a")
        lead.type("What stops people from taking part?", name)
        lead.choose("Second")
        lead.press("Save and continue")
    lead.shot("barriers")
    lead.press("Up one place: Travel")
    names = Barrier.objects.filter(application=application).values_list("name", flat=True)
    assert list(names) == ["Travel", "Time"]
