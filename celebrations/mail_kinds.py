"""Kinds of mail about spotlights."""

from awards.mail_kinds import OFFICERS, ORGANISATION, ORGANISATIONS
from foundation.mail_kinds import READER, MailKind, Placeholder, Shape, link

_BASIS = (READER, ORGANISATION)
_HOME = link(
    "The page of the organisation’s spotlight", "{{ url }}", "https://example.org/spotlight/"
)


def _note(says: str, example: str) -> Placeholder:
    return Placeholder(
        "note", says, "{{ note }}", example, private=True, shape=Shape.LONG, needed=True
    )


KINDS = (
    MailKind(
        "spotlight_waiting",
        "A spotlight waits for an answer",
        "Each officer who is not tied to the organisation, as soon as a lead has sent its story.",
        (*_BASIS, link("The story", "{{ url }}", "https://example.org/story/")),
        OFFICERS,
        can_wait=True,
    ),
    MailKind(
        "spotlight_shown",
        "Your spotlight is on the website",
        "Each lead, as soon as an officer has approved the story.",
        (
            *_BASIS,
            _HOME,
            link(
                "The public page",
                "{{ public_url }}",
                "https://example.org/spotlights/",
                name="public page",
            ),
        ),
        ORGANISATIONS,
    ),
    MailKind(
        "spotlight_changes",
        "Please change something in your spotlight",
        "Each lead, as soon as an officer has asked for changes.",
        (
            *_BASIS,
            _note("What the officer asks for", "Please leave out the name of the school."),
            _HOME,
        ),
        ORGANISATIONS,
    ),
    MailKind(
        "spotlight_down",
        "Your spotlight was taken down",
        "Each lead, as soon as an officer has taken the story down.",
        (*_BASIS, _note("Why", "Somebody asked us to take the story down."), _HOME),
        ORGANISATIONS,
    ),
    MailKind(
        "spotlight_gone",
        "Your spotlight is not shown: consent is gone",
        "Each lead, within minutes after a picture of the story may not be shown any more.",
        (*_BASIS, _HOME),
        ORGANISATIONS,
    ),
)
