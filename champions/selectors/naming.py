"""Whose names must not stand in what is written about an interview: nobody is named (scheme.md 20)."""

import re
from collections.abc import Iterable

from awards.models import Application, User
from champions.choices import Capacity
from champions.models import Assignment, Attendance
from portfolios.models import RegistrationLead

# An initial alone is a word of every text.
SHORTEST_PART = 2
# Shorter ones are looked for only as they are spelled: "Al" is a person, "AL" and "al" are not.
SHORT = 3
# Words of such notes that are also names: by themselves they name nobody.
ORDINARY = frozenset({
    "april", "august", "carer", "chair", "champion", "child", "church", "day", "for", "good",
    "green", "hall", "house", "june", "king", "lead", "long", "march", "may", "member", "officer",
    "parent", "people", "professional", "school", "social", "spring", "staff", "street", "strong",
    "summer", "teacher", "the", "they", "this", "we", "what", "when", "winter", "young",
    # Of two letters: with these a sentence begins. They still count in a whole name, and with a title.
    "am", "an", "as", "at", "be", "by", "do", "go", "he", "hi", "if", "in", "is", "it", "me", "my",
    "no", "of", "oh", "ok", "on", "or", "so", "to", "up", "us",
    # Of two letters, in front of many family names and in names of places.
    "da", "de", "di", "du", "el", "la", "le",
})  # fmt: skip
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir)\.?\s+"


def names_in_case(application: Application) -> list[str]:
    """Of the organisation's people, the champions who sit or sat, and who came to something.

    Four queries.
    """
    organisation = application.organisation_id
    seats = Assignment.objects.filter(panel__application=application)
    came = Attendance.objects.filter(appointment__application=application)
    leads = RegistrationLead.objects.filter(application__organisation=organisation)
    members = User.objects.filter(memberships__organisation=organisation)
    names = {
        *members.values_list("name", flat=True),
        *seats.values_list("champion__user__name", flat=True),
        *came.values_list("name", flat=True),
        *leads.values_list("name", flat=True),
    }
    # What stands in the place of a name that was forgotten is none.
    return sorted({" ".join(name.split()) for name in names} - {"", *Capacity.labels})


def name_in(text: str, names: Iterable[str]) -> str | None:
    """The first name that stands in a text, as it stands there.

    A whole name counts in any case. A part of it counts as a word with a capital: "grace" is no
    person and "Grace" is. Whoever means the word writes another one.
    """
    flat = " ".join(text.split())
    for name in names:
        whole = _word(name, flat) if " " in name else None
        if whole:
            return whole[0]
        for part in _parts(name):
            found = _part(part, flat)
            if found:
                return found[0]
    return None


def _parts(name: str) -> list[str]:
    """Its words; of one with a hyphen the whole first, so that "Jo-An" is found as well."""
    return [part for word in name.split() for part in dict.fromkeys([word, *word.split("-")])]


def _word(words: str, flat: str, before: str = "") -> re.Match[str] | None:
    return re.search(rf"(?<!\w){before}{re.escape(words)}(?!\w)", flat, re.IGNORECASE)


def _part(part: str, flat: str) -> re.Match[str] | None:
    if len(part) < SHORTEST_PART:
        return None
    titled = _word(part, flat, before=_TITLE)
    if titled or part.casefold() in ORDINARY:
        return titled
    if len(part) < SHORT:
        return _short(part, flat)
    every = re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", flat, re.IGNORECASE)
    return next((each for each in every if _has_capital(each[0])), None)


def _short(part: str, flat: str) -> re.Match[str] | None:
    """ "Li" by itself: no piece of another name, and no letters that stand for something."""
    spelled = "|".join(re.escape(each) for each in {part.capitalize(), part[0].upper() + part[1:]})
    return re.search(rf"(?<![\w-])(?:{spelled})(?![\w-])", flat)


def _has_capital(word: str) -> bool:
    """Scripts without capitals have only one way to write a name."""
    return word[0] == word[0].upper()
