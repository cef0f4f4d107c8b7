"""One champion's findings: one page, a few questions, plain words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms

from awards.scheme import Check, Criterion
from champions.choices import Level
from champions.models import Finding
from champions.services.assessments import Found
from foundation.forms import GovForm, PlainTextArea, Versioned
from foundation.layout import Buttons, Layout, Link, Paragraph, Question, Section, Submit

LEVEL_HINTS = {
    Level.NOT_YET.value: "I can't see it yet.",
    Level.PARTLY.value: "I can see some of it.",
    Level.MET.value: "I can see it.",
    Level.STRONG.value: "I can see it, and others could learn from it.",
}


def field_name(kind: str, code: str) -> str:
    """Codes have dots, which ids in a page had better not."""
    return f"{kind}_{code.replace('.', '_')}"


class AssessmentForm(Versioned, GovForm):
    """`final` asks for every answer; a draft asks for none.

    `evidence` is the address of its list, for stages that have one: each criterion leads to its own.
    """

    def __init__(
        self,
        *args: Any,
        asked: Sequence[Criterion | Check],
        final: bool,
        findings: Iterable[Finding] = (),
        can_send: bool = True,
        evidence: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._asked = asked
        self._evidence = evidence
        self._can_send = can_send
        known = {finding.code: finding for finding in findings}
        for each in asked:
            level, note = field_name("level", each.code), field_name("note", each.code)
            self.fields[level] = forms.ChoiceField(
                label=f"{each.name}: what do you find?",
                choices=Level.choices,
                widget=forms.RadioSelect,
                required=final,
                error_messages={"required": f"Choose what you find on “{each.name}”."},
            )
            self.fields[note] = PlainTextArea(
                label="Why? (a few words help)", max_length=3000, required=False
            )
            if each.code in known:
                self.initial[level] = known[each.code].level
                self.initial[note] = known[each.code].note

    @property
    def findings(self) -> Mapping[str, Found]:
        found = {}
        for each in self._asked:
            level = self.cleaned_data.get(field_name("level", each.code))
            note = self.cleaned_data.get(field_name("note", each.code), "")
            found[each.code] = Found(Level(level) if level else None, note)
        return found

    def _way_to_evidence(self, asked: Criterion | Check) -> list[Buttons]:
        """Evidence is placed under criteria; a check is asked of the whole."""
        if not self._evidence or not isinstance(asked, Criterion):
            return []
        address = f"{self._evidence}?{urlencode({'shows': asked.code})}"
        return [Buttons(Link(f"See the evidence for “{asked.name}”", address))]

    def layout(self) -> Layout:
        sections = [
            Section(
                each.name,
                Paragraph(each.plain),
                Paragraph(each.question, inset=True),
                *self._way_to_evidence(each),
                Question(field_name("level", each.code), hints=LEVEL_HINTS),
                Question(field_name("note", each.code), rows=4),
            )
            for each in self._asked
        ]
        buttons = [Submit("Save and come back later", name="save", value="1", kind="secondary")]
        if self._can_send:
            buttons.insert(0, Submit("Check my answers and send", name="check", value="1"))
        return Layout(*sections, Buttons(*buttons))
