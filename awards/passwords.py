"""What makes a password good enough: its length, and that nobody would guess it (T-09).

No rule asks for capitals, digits or signs: such rules make passwords that are hard to remember and
easy to guess.
"""

import re

from django.core.exceptions import ValidationError

from awards.models import User

# How people disguise letters: "Birm1ngh@m" is still Birmingham.
DISGUISES = str.maketrans("013457@$", "oieastas")
CONTEXT_WORDS = (
    "birmingham",
    "brum",
    "coproduction",
    "production",
    "council",
    "award",
    "scheme",
    "certificate",
    "champion",
    "officer",
    "platinum",
    "silver",
    "bronze",
    "gold",
    "send",
    "school",
    "password",
    "welcome",
    "letmein",
)
ROWS = ("abcdefghijklmnopqrstuvwxyz", "12345678901234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
# Three keys in a row also occur in words.
LONG_RUN = 4
YEAR = re.compile(r"(?:19|20)\d\d")
LEFT_OVER = 8
DIFFERENT = 5


class LengthValidator:
    """Long enough to withstand guessing, short enough to be hashed quickly."""

    def __init__(self, min_length: int = 15, max_length: int = 128) -> None:
        self.min_length = min_length
        self.max_length = max_length

    def validate(self, password: str, user: User | None = None) -> None:
        length = len(password)
        if length < self.min_length:
            raise ValidationError(
                f"The password must be {self.min_length} characters or more. "
                f"You have used {length}.",
                code="password_too_short",
            )
        if length > self.max_length:
            raise ValidationError(
                f"The password must be {self.max_length} characters or fewer. "
                f"You have used {length}.",
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return f"Use {self.min_length} characters or more."


class ContextWordValidator:
    """Refuses a password that is little more than the words of this service and a year.

    The words may occur: what counts is what is left without them.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        rest = left_over(password[:1000])
        if len(rest) < LEFT_OVER or len(set(rest)) < DIFFERENT:
            raise ValidationError(
                "This password is easy to guess. Use three or four words that do not belong "
                "together, and not the words of the award.",
                code="password_too_easy",
            )

    def get_help_text(self) -> str:
        return "Do not use only the words of the award, or a year."


def left_over(password: str) -> str:
    """The letters and digits that are in no word that everybody here knows, no year and no run."""
    # One character for one, so that places in the two texts stay the same.
    plain = "".join(char.lower()[:1] for char in password)
    # Signs between the letters hide nothing: "co-production".
    places = [place for place, char in enumerate(plain) if char.isalnum() or char in "@$"]
    shown = "".join(plain[place] for place in places)
    open_text = shown.translate(DISGUISES)
    known = {place for match in YEAR.finditer(shown) for place in range(*match.span())}
    for word in CONTEXT_WORDS:
        for match in re.finditer(word, open_text):
            known |= set(range(*match.span()))
    known |= _runs(shown)
    return "".join(char for place, char in enumerate(shown) if place not in known)


def _runs(text: str) -> set[int]:
    """The places of keys that are pressed one after the other, in either direction."""
    rows = [*ROWS, *(row[::-1] for row in ROWS)]
    found: set[int] = set()
    for start in range(len(text) - LONG_RUN + 1):
        if any(text[start : start + LONG_RUN] in row for row in rows):
            found |= set(range(start, start + LONG_RUN))
    return found
