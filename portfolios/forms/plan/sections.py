"""How the plan fits each of the city's policies (scheme.md 19)."""

from typing import Any

from awards.scheme import Scheme
from foundation.forms import PlainTextArea
from foundation.layout import Layout, Question
from portfolios.choices import field_of
from portfolios.forms.saving import SectionForm, name_errors, save_buttons


class PoliciesForm(SectionForm):
    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policies = scheme.policies
        for policy in self.policies:
            self.fields[field_of("policy", policy.code)] = PlainTextArea(
                label=policy.name, help_text=policy.text, max_length=2000, required=False
            )
            name = field_of("policy", policy.code)
            name_errors(name, self.fields[name], policy.name)

    @property
    def answers(self) -> dict[str, str]:
        return {
            policy.code: self.cleaned_data.get(field_of("policy", policy.code), "")
            for policy in self.policies
        }

    def layout(self) -> Layout:
        return Layout(
            *(
                Question(field_of("policy", policy.code), size="m", rows=3)
                for policy in self.policies
            ),
            save_buttons(),
        )
