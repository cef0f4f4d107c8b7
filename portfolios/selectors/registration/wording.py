"""The words of the registration form, as the edition has them."""

import hashlib
from dataclasses import dataclass

from awards.scheme import Scheme


@dataclass(frozen=True)
class Question:
    label: str
    hint: str = ""


# What we ask when an edition does not have the question in its own words.
QUESTIONS = {
    "registration.name": Question("Name of your organisation"),
    "registration.printed_name": Question("Name for the certificate"),
    "registration.sector": Question("Sector"),
    "registration.kind": Question("Kind of organisation"),
    "registration.address": Question("Address"),
    "registration.postcode": Question("Postcode"),
    "registration.email": Question("E-mail address"),
    "registration.telephone": Question("Telephone number"),
    "registration.description": Question("Describe your organisation"),
    "registration.commitment": Question("How is your organisation committed?"),
    "registration.engagement": Question("How do you involve people at this level?"),
}


def question(scheme: Scheme, code: str) -> Question:
    for section in scheme.registration:
        for field in section.fields:
            if field.code == code:
                return Question(field.label, field.hint)
    return QUESTIONS[code]


def intro(scheme: Scheme, code: str) -> str:
    """The sentence above a section's questions."""
    return next((section.intro for section in scheme.registration if section.code == code), "")


@dataclass(frozen=True)
class Wording:
    """What is signed: its name for ever, every word of it, and the fingerprint of the words."""

    code: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def commitment_wording(scheme: Scheme) -> Wording:
    """The commitment with the principles, the 4Cs and the pledges it speaks of (scheme.md 6).

    Where the edition has no pledges, the gap is part of the text: nobody signs what they cannot read
    without being told so.
    """
    pledges = [f"- {pledge}" for pledge in scheme.pledges.texts]
    if scheme.pledges.missing:
        pledges.append(scheme.pledges.note)
    parts = [
        [scheme.commitment.title, scheme.commitment.intro],
        [f"- {statement}" for statement in scheme.commitment.statements],
        ["The principles", *(f"{p.number}. {p.name}: {p.text}" for p in scheme.principles)],
        ["The 4Cs", *(f"- {c.name}: {c.text}" for c in scheme.four_cs)],
        ["The pledges", *pledges],
        [scheme.commitment.declaration],
    ]
    text = "\n\n".join("\n".join(lines) for lines in parts)
    return Wording(code=scheme.commitment.wording, text=text)
