"""Goes the plain way as a person would: page after page, one answer each."""

from django.test import Client
from django.urls import reverse

from awards.models import Application
from champions.models import Assignment, Champion
from champions.selectors import facts_of
from champions.selectors.plain import Plain, plain_of, seen
from foundation.dates import london_date


def plain_for(case: Application, champion: Champion) -> Plain:
    facts = facts_of(case)
    seat = Assignment.objects.active().get(champion=champion, panel=facts.panel)
    return plain_of(facts, seat, on=london_date(facts.judged.at))


def answer_all(browser: Client, case: Application, champion: Champion, *, words: str = "") -> None:
    """The same to every question: met, or fits; with words only where some are given."""
    for step in plain_for(case, champion).steps:
        value = "fits" if step.question.is_strategy else "met"
        told = value if step.part.is_choice else words
        if told:
            answer = browser.post(
                reverse("assessment-plain-step", args=[case.uuid, step.number]),
                {"answer": told, "seen": seen("")},
            )
            assert answer.status_code == 302, answer.text
