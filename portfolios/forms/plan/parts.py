"""The pages of one action (scheme.md 9). Each asks in the edition's words, and demands nothing."""

from typing import Any, cast

from django import forms

from foundation.forms import DateField, PlainTextArea, PlainTextField
from foundation.layout import Layout, Paragraph, Part, Question
from portfolios.choices import UNNAMED, ActionPart, InPlace
from portfolios.forms.saving import ItemForm, SectionForm, name_errors, save_buttons
from portfolios.selectors.plan.reading import Plan
from portfolios.selectors.plan.wording import ask

WRONG_CHOICE = {"invalid_choice": "Choose one of the answers on the page."}
WRONG_CHOICES = {
    "invalid_choice": "Choose from the answers on the page.",
    "invalid_list": "Choose from the answers on the page.",
}


def radios() -> forms.ChoiceField:
    return forms.ChoiceField(widget=forms.RadioSelect, required=False, error_messages=WRONG_CHOICE)


def boxes() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=False, error_messages=WRONG_CHOICES
    )


class PlanForm(SectionForm):
    # The question of the edition behind a field, where it has another name.
    asked: dict[str, str] = {}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.scheme = plan, plan.scheme
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                question = ask(self.scheme, self.asked.get(name, name))
                field.label, field.help_text = question.label, question.hint
                name_errors(name, field, question.label)

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """The answers of radios or boxes."""
        cast(forms.ChoiceField, self.fields[name]).choices = choices


class WhatForm(ItemForm, PlanForm):
    """The first page; a new action begins with it."""

    title = PlainTextField(max_length=120, required=False)
    four_c = radios()
    description = PlainTextArea(max_length=3000, required=False)
    improvement = PlainTextArea(max_length=2000, required=False)
    needs = PlainTextArea(max_length=3000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("four_c", [(four_c.code, four_c.name) for four_c in self.scheme.four_cs])

    def layout(self) -> Layout:
        hints = {four_c.code: four_c.text for four_c in self.scheme.four_cs}
        return Layout(
            "title",
            Question("four_c", hints=hints),
            Question("description", rows=6),
            Question("improvement", rows=4),
            Question("needs", rows=5),
            save_buttons(),
        )


class WhoForm(PlanForm):
    agencies = PlainTextArea(max_length=2000, required=False)
    citizens = PlainTextArea(max_length=2000, required=False)
    partners = boxes()
    owner = PlainTextField(max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("partners", [(p.id, p.name or UNNAMED) for p in self.plan.record.partners])
        if not self.plan.record.partners:
            del self.fields["partners"]

    def layout(self) -> Layout:
        partners: list[Part] = (
            ["partners"]
            if "partners" in self.fields
            else [
                Paragraph(
                    "There is nobody in your list of partners yet. Add them on the page "
                    "“Partners” of your plan, then tick here who works on this action.",
                    inset=True,
                )
            ]
        )
        return Layout(
            Question("agencies", rows=4),
            Question("citizens", rows=4),
            *partners,
            "owner",
            save_buttons(),
        )


class LadderForm(PlanForm):
    principles = boxes()
    ladder = radios()
    agreed_with = PlainTextArea(max_length=2000, required=False)
    agreed_on = DateField(required=False)
    ladder_why = PlainTextArea(max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(
            "principles", [(p.code, f"{p.number}. {p.name}") for p in self.scheme.principles]
        )
        # The highest level first: it is what people expect.
        levels = sorted(self.scheme.ladder, key=lambda level: -level.rank)
        self.offer("ladder", [(level.code, level.name) for level in levels])

    def layout(self) -> Layout:
        return Layout(
            Question("principles", hints={p.code: p.plain for p in self.scheme.principles}),
            Question("ladder", hints={level.code: level.text for level in self.scheme.ladder}),
            Question("agreed_with", rows=3),
            "agreed_on",
            Question("ladder_why", rows=3),
            save_buttons(),
        )


class WhenForm(PlanForm):
    starts_on = DateField(required=False)
    ends_on = DateField(required=False)
    timescale = PlainTextArea(max_length=2000, required=False)

    def layout(self) -> Layout:
        return Layout("starts_on", "ends_on", Question("timescale", rows=4), save_buttons())


class ResourcesForm(PlanForm):
    budget = PlainTextArea(max_length=2000, required=False)
    resources = PlainTextArea(max_length=2000, required=False)
    incentives = PlainTextArea(max_length=2000, required=False)
    in_place = radios()
    in_place_note = PlainTextArea(max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("in_place", list(InPlace.choices))

    def layout(self) -> Layout:
        return Layout(
            Question("budget", rows=3),
            Question("resources", rows=3),
            Question("incentives", rows=3),
            "in_place",
            Question("in_place_note", rows=3),
            save_buttons(),
        )


class ReviewForm(PlanForm):
    measures = boxes()
    review = PlainTextArea(max_length=3000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("measures", [(m.id, m.name or UNNAMED) for m in self.plan.record.measures])
        if not self.plan.record.measures:
            del self.fields["measures"]

    def layout(self) -> Layout:
        measures: list[Part] = (
            ["measures"]
            if "measures" in self.fields
            else [
                Paragraph(
                    "There are no measures in your plan yet. Add them on the page “Measures and "
                    "quality standards” of your plan, then tick here which ones show if this "
                    "action worked.",
                    inset=True,
                )
            ]
        )
        return Layout(*measures, Question("review", rows=6), save_buttons())


PARTS: dict[ActionPart, type[PlanForm]] = {
    ActionPart.WHAT: WhatForm,
    ActionPart.WHO: WhoForm,
    ActionPart.LADDER: LadderForm,
    ActionPart.WHEN: WhenForm,
    ActionPart.RESOURCES: ResourcesForm,
    ActionPart.REVIEW: ReviewForm,
}
