"""What a piece of evidence shows: one page of ticks, in the words of the edition (scheme.md 12)."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from foundation.forms import PlainTextArea
from foundation.layout import (
    Buttons,
    Layout,
    Paragraph,
    Part,
    Question,
    Submit,
    render_parts,
)
from portfolios.choices import PortfolioSection
from portfolios.forms.saving import SectionForm, name_errors, save_buttons
from portfolios.selectors.evidence.offered import PLATINUM, Offered
from portfolios.selectors.portfolio.questions import ask_of_item, words

# “Save, and come back to choose among the rights.”
RIGHTS = "rights"
LADDER = ("ladder_ours", "ladder_theirs", "ladder_said")
# More than these are folded away until somebody has ticked one.
MANY = 6
WRONG = "Choose from the answers on the page."


class Folded:
    """Questions behind their title; open where something is answered or wrong, or `opened` says so."""

    def __init__(self, title: str, *parts: Part, opened: bool | None = None) -> None:
        self.title, self.parts, self.opened = title, parts, opened

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        asked = [form[part.name] for part in self.parts if isinstance(part, Question)]
        wrong = any(field.errors for field in asked)
        answered = any(field.value() for field in asked)
        return render_to_string(
            "portfolios/_evidence_folded.html",
            {
                "title": self.title,
                "inside": render_parts(self.parts, form, context),
                "open": wrong or (answered if self.opened is None else self.opened),
            },
        )


def _boxes() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), WRONG),
    )


def _radios() -> forms.ChoiceField:
    return forms.ChoiceField(
        widget=forms.RadioSelect, required=False, error_messages={"invalid_choice": WRONG}
    )


class ShowsForm(SectionForm):
    """Saving demands nothing; without a tick the piece lies in the tray."""

    criteria = _boxes()
    principles = _boxes()
    articles = _boxes()
    # The principles whose rights the page has listed: only these can be narrowed.
    listed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    four_cs = _boxes()
    actions = _boxes()
    measures = _boxes()
    levels = _boxes()
    ladder_ours = _radios()
    ladder_theirs = _radios()
    ladder_said = PlainTextArea(max_length=1000, required=False)
    law = _boxes()

    def __init__(self, *args: Any, offered: Offered, opened: str = "", **kwargs: Any) -> None:
        """`opened`: what somebody came for, and so is not folded away."""
        super().__init__(*args, **kwargs)
        self.offered, self.opened, scheme = offered, opened, offered.scheme
        # With two stages, the one that is held has boxes of its own.
        self.stages = {"criteria": offered.stages[0]}
        for stage in offered.stages[1:]:
            self.fields[f"criteria_{stage}"] = _boxes()
            self.stages[f"criteria_{stage}"] = stage
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                field.label, field.help_text = self._asked(name)
                name_errors(name, field, field.label)
        for name, stage in self.stages.items():
            self._offer(name, offered.criteria(stage))
        self._offer("principles", [(p.code, f"{p.number}. {p.name}") for p in scheme.principles])
        self._offer("articles", self._rights())
        self._offer("four_cs", [(each.code, each.name) for each in scheme.four_cs])
        self._offer("actions", offered.actions)
        self._offer("measures", offered.measures)
        self._offer("levels", [(each.code, each.name) for each in scheme.engagement_levels])
        self._offer("law", offered.law)
        # The highest level first: it is what people expect.
        ladder = sorted(scheme.ladder, key=lambda level: -level.rank)
        for name in ("ladder_ours", "ladder_theirs"):
            self._offer(name, [(level.code, level.name) for level in ladder])

    @property
    def shows(self) -> frozenset[str]:
        """Codes, as `EvidenceTag` has them."""
        said = self.cleaned_data
        names = (*self.stages, "principles", "four_cs", "actions", "measures", "levels", "law")
        return frozenset(code for name in names for code in said[name]) | self._narrowed()

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in LADDER}

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if (
            {"articles", "principles"} <= said.keys()
            and self._all_rights()
            and not self._rights_left()
        ):
            self.add_error(
                "articles",
                "Leave one of the rights ticked. If none of them fits, take away the principle.",
            )
        return said

    def _narrowed(self) -> frozenset[str]:
        """The rights that were chosen; nothing when all of them are meant (`coverage.articles_of`)."""
        left = self._rights_left()
        return frozenset() if left == self._all_rights() else left

    def _all_rights(self) -> frozenset[str]:
        return frozenset(self.offered.articles(self.cleaned_data["principles"]))

    def _rights_left(self) -> frozenset[str]:
        """A tick decides about a right that was listed; those of a principle ticked just now all count."""
        listed = frozenset(self.offered.articles(self._listed))
        every = self._all_rights()
        return (every & frozenset(self.cleaned_data["articles"])) | (every - listed)

    @property
    def _listed(self) -> list[str]:
        return str(self["listed"].value() or "").split()

    def _rights(self) -> Iterable[tuple[str, str]]:
        """Of what is listed, and of what is ticked: a foreign one is refused (T-25)."""
        ticked = self["principles"].value() or ()
        codes = self.offered.articles([*self._listed, *ticked])
        names = {a.code: f"Article {a.number}: {a.name}" for a in self.offered.scheme.articles}
        return [(code, names[code]) for code in codes]

    def _asked(self, name: str) -> tuple[str, str]:
        scheme = self.offered.scheme
        if name == "law":
            return words(scheme, PLATINUM, PortfolioSection.LAW).title, ""
        if name in self.stages:
            question = ask_of_item(scheme, "criteria")
            of_stage = f" for {scheme.stage(self.stages[name]).name}"
            return f"{question.label}{of_stage if len(self.stages) > 1 else ''}", question.hint
        question = ask_of_item(scheme, name)
        return question.label, question.hint

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def _count(self, name: str) -> int:
        return len(list(self[name].subwidgets))

    def layout(self) -> Layout:
        scheme = self.offered.scheme
        of_criteria = {c.code: c.text for s in self.offered.stages for c in scheme.criteria_for(s)}
        of_ladder = {level.code: level.text for level in scheme.ladder}
        return Layout(
            *(Question(name, size="m", hints=of_criteria) for name in self.stages),
            Question("principles", size="m", hints={p.code: p.plain for p in scheme.principles}),
            self._part_of_rights(),
            Question("four_cs", size="m", hints={c.code: c.text for c in scheme.four_cs}),
            *self._long("actions"),
            *self._long("measures"),
            Folded(
                str(self.fields["levels"].label),
                Question("levels", hints={e.code: e.hint for e in scheme.engagement_levels}),
            ),
            Folded(
                "Where on the ladder was it?",
                Question("ladder_ours", hints=of_ladder),
                Question("ladder_theirs"),
                Question("ladder_said", rows=3),
            ),
            *self._long("law"),
            save_buttons(),
        )

    def _part_of_rights(self) -> Folded:
        every, ticked = self._count("articles"), len(self["articles"].value() or ())
        again = Buttons(
            Submit("Save and see the rights", name="action", value=RIGHTS, kind="secondary")
        )
        if not every:
            return Folded(
                str(self.fields["articles"].label),
                Paragraph(
                    "They follow from the principles that you tick, and all of them count. "
                    "If some do not fit, save first. Then you can take them away here."
                ),
                again,
            )
        return Folded(
            f"{self.fields['articles'].label}: {ticked} of {every} count",
            Question("articles"),
            Paragraph("Have you ticked other principles? Save to see their rights here."),
            again,
            opened=self.opened == RIGHTS or ticked < every,
        )

    def _long(self, name: str) -> list[Part]:
        count = self._count(name)
        if not count:
            return []
        if count > MANY:
            return [Folded(str(self.fields[name].label), Question(name))]
        return [Question(name, size="m")]
