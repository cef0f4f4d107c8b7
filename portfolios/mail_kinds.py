"""Kinds of mail about evidence and drafts. They name a piece by its title, and never say what it shows."""

from awards.mail_kinds import ORGANISATION, ORGANISATIONS, WORK
from foundation.mail_kinds import READER, MailKind, Placeholder, Shape, link

_LIST = """{% for title in titles %}{{ title }}
{% endfor %}{% if more %}and {{ more }} more{% endif %}"""
_TITLES = Placeholder(
    "pieces",
    "The titles of the pieces of evidence, one a line",
    _LIST,
    "Minutes of the parents’ forum\nPhotos of the open day",
    private=True,
    shape=Shape.LIST,
    needed=True,
)
_ON = Placeholder(
    "last day",
    "The day on which it is deleted",
    '{{ on|date:"j F Y" }}',
    "21 December 2026",
    needed=True,
)
_EVIDENCE = link("Their evidence", "{{ url }}", "https://example.org/evidence/")

KINDS = (
    MailKind(
        "consent_ends_soon",
        "Consent runs out soon",
        "Each lead, before the day on which consent for a piece of evidence runs out.",
        (
            READER,
            ORGANISATION,
            Placeholder(
                "last day",
                "Until when people agreed",
                '{{ until|date:"j F Y" }}',
                "21 December 2026",
                needed=True,
            ),
            _TITLES,
            link(
                "What ends, in the consent register", "{{ url }}", "https://example.org/consents/"
            ),
        ),
        ORGANISATIONS,
    ),
    MailKind(
        "consent_withdrawn",
        "An officer has hidden a piece of evidence",
        "Each lead, when somebody told the council that they take their consent back.",
        (
            READER,
            ORGANISATION,
            Placeholder(
                "piece",
                "The title of the piece",
                "{{ title }}",
                "Photos of the open day",
                private=True,
                needed=True,
            ),
            Placeholder(
                "last day",
                "The day on which its files are deleted",
                '{{ deleted_on|date:"j F Y" }}',
                "21 December 2026",
                needed=True,
            ),
            link("The piece", "{{ url }}", "https://example.org/evidence/"),
        ),
        ORGANISATIONS,
    ),
    MailKind(
        "evidence_restricted",
        "An officer has restricted a piece of evidence",
        "Each lead, as soon as an officer has restricted who may see a piece.",
        (
            READER,
            ORGANISATION,
            link("The piece", "{{ url }}", "https://example.org/evidence/"),
        ),
        ORGANISATIONS,
    ),
    MailKind(
        "draft_ends",
        "A draft is deleted soon",
        "Each lead, 28 days before a draft that nobody changes is deleted.",
        (
            READER,
            ORGANISATION,
            WORK,
            _ON,
            link("The draft", "{{ url }}", "https://example.org/draft/"),
        ),
        ORGANISATIONS,
    ),
    MailKind(
        "evidence_ends",
        "Evidence that was never sent is deleted soon",
        "Each lead, 28 days before evidence that nobody uses is deleted.",
        (READER, ORGANISATION, _TITLES, _ON, _EVIDENCE),
        ORGANISATIONS,
    ),
    MailKind(
        "pictures_end",
        "Evidence that shows children is deleted soon",
        "Each lead, 28 days before evidence that shows children is deleted.",
        (READER, ORGANISATION, _TITLES, _ON, _EVIDENCE),
        ORGANISATIONS,
    ),
)
