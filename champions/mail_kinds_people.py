"""Kinds of mail about champions themselves, and about links. What a link is, only a page tells."""

from awards.mail_kinds import CHAMPIONS, OFFICERS
from foundation.mail_kinds import READER, MailKind, Placeholder, link, yes_no

_URL = "{{ url }}"
_WORK = link("Their work as a champion", _URL, "https://example.org/champions/")
_LINKS = link("The links", _URL, "https://example.org/interests/")
_BY = Placeholder(
    "who wrote it", "The name of whoever wrote it down", "{{ by }}", "Olu Officer", private=True
)

INVITED = (
    MailKind(
        "champion_invited",
        "Will you be a champion?",
        "Somebody without an account whom an officer would like as a champion.",
        (link("The page for a new account", _URL, "https://example.org/accounts/signup/"),),
        CHAMPIONS,
        in_inbox=False,
    ),
    MailKind(
        "champion_appointed",
        "You are now a champion",
        "Whoever an officer has added to the Champions Group.",
        (READER, _WORK),
        CHAMPIONS,
    ),
    MailKind(
        "champion_term_ends",
        "Do you want to go on?",
        "A champion, before the day on which they mean to stop.",
        (
            READER,
            Placeholder(
                "last day",
                "The day on which they mean to stop",
                '{{ ends_on|date:"j F Y" }}',
                "31 December 2026",
            ),
            link("Their own page", _URL, "https://example.org/champions/me/"),
        ),
        CHAMPIONS,
    ),
)

LINKS = (
    MailKind(
        "interest_recorded",
        "A link was written down",
        "Somebody about whom an officer has written down a link.",
        (READER, _BY, _LINKS),
        CHAMPIONS,
        can_wait=True,
    ),
    MailKind(
        "interest_ended",
        "A link has ended",
        "The other officers, and whose link it was when somebody else ended it.",
        (
            READER,
            *yes_no("own link", "link of another", "It is their own", "It is not their own", "own"),
            Placeholder(
                "whose link",
                "The name of whoever had the link",
                "{{ whose }}",
                "Paula Professional",
                private=True,
            ),
            *yes_no(
                "ended by themselves",
                "ended by another",
                "Whoever had the link ended it",
                "Somebody else ended it",
                "by == whose",
            ),
            _BY,
            _LINKS,
        ),
        OFFICERS,
        can_wait=True,
    ),
)
