"""Every mail that is sent is of a kind, which is declared here and in the rooms above.

A kind says who gets it and when, and which placeholders its wording may have. What a placeholder
stands for is a snippet of ours; what officers type is never run (T-71).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


class Shape(StrEnum):
    """What stands in the place of a placeholder."""

    TEXT = "text"
    # As many paragraphs as somebody wrote.
    LONG = "long"
    # One item a line.
    LIST = "list"
    LINK = "link"
    EMAIL = "email"
    # What an e-mail of the day tells of, in a paragraph of its own (`foundation.wording_paper.Told`).
    MESSAGES = "messages"
    # Shows or leaves out the words that come with it.
    YES_NO = "yes-no"


# The heading of what everybody may get; rooms above have their own.
ACCOUNTS = "Everybody with an account"


@dataclass(frozen=True)
class Placeholder:
    # As officers type it: "due date".
    name: str
    # What it stands for.
    says: str
    # A snippet of a Django template; of a yes-no, the condition of an `if`.
    source: str
    example: str
    # Never kept with the mail for a preview, which shows the example.
    private: bool = False
    shape: Shape = Shape.TEXT
    # A wording without it would be of no use.
    needed: bool = False
    # Of two yes-no that are never both true, and never both untrue.
    opposite: str = ""


@dataclass(frozen=True)
class MailKind:
    # The folder below templates/emails.
    code: str
    title: str
    # Who gets it and when.
    told: str
    placeholders: tuple[Placeholder, ...]
    # Under which heading officers find it.
    audience: str = ACCOUNTS
    editable: bool = True
    # Whoever chose one e-mail a day gets it with that one.
    can_wait: bool = False
    # Codes and links that open an account are in the mailbox only.
    in_inbox: bool = True
    # Why they get it, below the text; when empty, because they take part.
    because: str = ""

    def placeholder(self, name: str) -> Placeholder | None:
        return next((each for each in self.placeholders if each.name == name), None)


class UnknownMail(LookupError):
    """Mail of a kind that nobody declared."""


def kinds() -> dict[str, MailKind]:
    """By code, in the order in which officers see them."""
    return _by_code(settings.MAIL_KINDS)


def kind(code: str) -> MailKind:
    try:
        return kinds()[code]
    except KeyError:
        raise UnknownMail(code) from None


@cache
def _by_code(path: str) -> dict[str, MailKind]:
    declared: Iterable[MailKind] = import_string(path)
    found: dict[str, MailKind] = {}
    for each in declared:
        if each.code in found:
            raise ValueError(f"Two kinds of mail are called {each.code}.")
        found[each.code] = each
    return found


def yes_no(
    name: str, opposite: str, says: str, other: str, source: str
) -> tuple[Placeholder, Placeholder]:
    """Two placeholders, of which one is true."""
    return (
        Placeholder(name, says, source, "yes", shape=Shape.YES_NO, opposite=opposite),
        Placeholder(opposite, other, f"not {source}", "", shape=Shape.YES_NO, opposite=name),
    )


def link(says: str, source: str, example: str, *, name: str = "link") -> Placeholder:
    """It may hold what only its reader may have, so a preview shows the example."""
    return Placeholder(name, says, source, example, private=True, shape=Shape.LINK, needed=True)


READER = Placeholder(
    "name",
    "The name of whoever gets it",
    "{{ person.get_short_name }}",
    "Sam Taylor",
    private=True,
)
SUPPORT = Placeholder(
    "our address",
    "The e-mail address for questions",
    "{{ support_email }}",
    "coproduction@birmingham.example",
    shape=Shape.EMAIL,
)
