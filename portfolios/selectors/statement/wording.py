"""The words of a statement, as the edition has them."""

from awards.scheme import Field, Scheme
from awards.scheme import Section as SchemeSection
from portfolios.choices import StatementSection
from portfolios.selectors.registration.wording import Wording


def words(scheme: Scheme, section: StatementSection) -> SchemeSection:
    """The title and the introduction of one part."""
    return next(s for s in scheme.renewal.sections if s.code == f"renewal.{section}")


def ask(scheme: Scheme, name: str) -> Field:
    """A question of the statement, such as `state`; `KeyError` when there is none."""
    fields = {field.code: field for s in scheme.renewal.sections for field in s.fields}
    return fields[f"renewal.{name}"]


def declaration_wording(scheme: Scheme) -> Wording:
    """What a lead signs, whole, with the principles that it speaks of."""
    said = scheme.renewal.declaration
    parts = [
        [said.title, said.intro],
        [f"- {statement}" for statement in said.statements],
        ["The principles", *(f"{p.number}. {p.name}: {p.text}" for p in scheme.principles)],
        [said.declaration],
    ]
    return Wording(code=said.wording, text="\n\n".join("\n".join(lines) for lines in parts))
