"""How a decision is laid out: what the panel has to talk about first, what nobody doubts folded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from awards.scheme import Check, Criterion
from champions.forms.assessments import field_name
from champions.selectors.deciding import all_see_it, needs_no_talk, to_talk_about_first
from champions.selectors.findings import Question as Found
from champions.selectors.visits import VisitFinding
from foundation.layout import Question, Section, render_parts

Asked = Criterion | Check


class Beside:
    """What was found on one question, where the chair writes down what was agreed on it."""

    def __init__(self, asked: Asked, found: Found | None, visits: Sequence[VisitFinding]) -> None:
        self.asked, self.found, self.visits = asked, found, visits

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        every = all_see_it(self.found) if self.found else None
        given = {"asked": self.asked, "found": self.found, "visits": self.visits, "every": every}
        return render_to_string("champions/_decision_found.html", given)


class Folded:
    """A question on which there is nothing to say; open as soon as somebody says something."""

    def __init__(self, asked: Asked, beside: Beside) -> None:
        self.asked, self.beside = asked, beside

    def render(
        self, form: BaseForm, context: Context, template_pack: str = "govuk", **kwargs: Any
    ) -> SafeString:
        names = [field_name(part, self.asked.code) for part in ("met", "note", "dissent")]
        met, *words = (form[name] for name in names)
        given = {
            "title": self.asked.name,
            "inside": render_parts([self.beside, *_questions(self.asked)], form, context),
            "is_open": met.value() != "yes"
            or any(word.value() for word in words)
            or any(name in form.errors for name in names),
        }
        return render_to_string("champions/_decision_folded.html", given)


def in_order(asked: Sequence[Asked], found: Mapping[str, Found]) -> list[Asked]:
    """As the page shows them: what they differ on, what is not met, what has words, and the rest."""
    return sorted(asked, key=lambda each: to_talk_about_first(found.get(each.code)))


def sections_of(
    asked: Sequence[Asked],
    found: Mapping[str, Found],
    visits: Mapping[str, Sequence[VisitFinding]],
) -> list[Section]:
    open_ones, folded = [], []
    for each in in_order(asked, found):
        question, seen = found.get(each.code), visits.get(each.code, ())
        beside = Beside(each, question, seen)
        if question is not None and needs_no_talk(question) and not seen:
            folded.append(Folded(each, beside))
        else:
            open_ones.append(Section(each.name, beside, *_questions(each)))
    if folded:
        hint = "Nobody wrote anything on these. “Met” is filled in. Open one to change it."
        open_ones.append(Section("You all see these met", *folded, hint=hint))
    return open_ones


def _questions(asked: Asked) -> list[Question]:
    return [
        Question(field_name("met", asked.code), inline=True),
        Question(field_name("note", asked.code), rows=3),
        Question(field_name("dissent", asked.code), rows=2),
    ]
