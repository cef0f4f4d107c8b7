"""One milestone, one barrier, one measure; one partner is in `portfolios.forms.partners`."""

from typing import Any

from foundation.forms import DateField, PlainTextArea, PlainTextField
from foundation.layout import Layout, Question
from portfolios.choices import UNNAMED, MeasureKind, PlanSection
from portfolios.forms.partners import PartnerForm
from portfolios.forms.plan.parts import PlanForm, radios
from portfolios.forms.saving import ItemForm, save_buttons
from portfolios.selectors.plan.reading import Plan


class MilestoneForm(ItemForm, PlanForm):
    asked = {"name": "milestone"}

    name = PlainTextField(max_length=200, required=False)
    due_on = DateField(required=False)

    def layout(self) -> Layout:
        return Layout("name", "due_on", save_buttons())


class BarrierForm(ItemForm, PlanForm):
    asked = {
        "name": "barrier",
        "people": "barrier_people",
        "action": "barrier_action",
        "how": "barrier_how",
    }

    name = PlainTextField(max_length=200, required=False)
    people = PlainTextArea(max_length=1000, required=False)
    action = radios()
    how = PlainTextArea(max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = [(action.id, action.title or UNNAMED) for action in self.plan.record.actions]
        self.offer("action", [*actions, ("", "None of them yet")])

    def layout(self) -> Layout:
        return Layout(
            "name",
            Question("people", rows=2),
            "action",
            Question("how", rows=4),
            save_buttons(),
        )


class MeasureForm(ItemForm, PlanForm):
    asked = {"kind": "measure_kind", "name": "measure_name", "how": "measure_how"}

    kind = radios()
    name = PlainTextField(max_length=200, required=False)
    baseline = PlainTextArea(max_length=1000, required=False)
    target = PlainTextArea(max_length=1000, required=False)
    how = PlainTextArea(max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", list(MeasureKind.choices))

    def layout(self) -> Layout:
        return Layout(
            "kind",
            "name",
            Question("baseline", rows=3),
            Question("target", rows=3),
            Question("how", rows=3),
            save_buttons(),
        )


def item_form(section: PlanSection, plan: Plan, *args: Any, **kwargs: Any) -> ItemForm:
    """The page of one row of a list."""
    if section is PlanSection.PARTNERS:
        return PartnerForm(*args, **kwargs)
    form = BarrierForm if section is PlanSection.BARRIERS else MeasureForm
    return form(*args, plan=plan, **kwargs)
