"""Kinds of mail about awards that are taken back (scheme.md 23)."""

from awards.mail_kinds import OFFICERS, ORGANISATION, ORGANISATIONS, STAGE
from foundation.mail_kinds import READER, SUPPORT, MailKind, Placeholder, Shape, link, yes_no

_REASON = Placeholder(
    "reason",
    "Why it is taken back, as the officer wrote it",
    "{{ reason }}",
    "The young people’s forum has not met since the award was given.",
    private=True,
    shape=Shape.LONG,
)
_PUBLISHED = yes_no(
    "published",
    "not published",
    "Everybody who checks the certificate reads a reason, too",
    "Nobody else reads a reason",
    "public_reason",
)
_PUBLIC_REASON = Placeholder(
    "public reason",
    "What everybody reads who checks the certificate",
    "{{ public_reason }}",
    "The forum that the award was given for does not meet any more.",
)
_DAY = Placeholder("day", "The day of it", '{{ day|date:"j F Y" }}', "23 November 2026")
_PAGE = link("The page of the organisation", "{{ home_url }}", "https://example.org/page/")
_PROPOSAL = link("The proposal", "{{ revocation_url }}", "https://example.org/officers/")
_DONE = yes_no(
    "taken back",
    "turned down",
    "The second officer has confirmed it",
    "The second officer has turned it down",
    "taken_back",
)

KINDS: tuple[MailKind, ...] = (
    MailKind(
        "award_taken_back",
        "An award is taken back",
        "Each lead, as soon as a second SEND officer has confirmed it.",
        (READER, ORGANISATION, STAGE, _DAY, _REASON, *_PUBLISHED, _PUBLIC_REASON, _PAGE, SUPPORT),
        ORGANISATIONS,
    ),
    MailKind(
        "revocation_proposed",
        "An award should be taken back",
        "Every SEND officer without a link to the organisation, when another one proposes it.",
        (READER, ORGANISATION, STAGE, _PROPOSAL),
        OFFICERS,
    ),
    MailKind(
        "revocation_answered",
        "Your proposal to take back an award is answered",
        "The SEND officer who proposed it, when another one has decided it.",
        (
            READER,
            ORGANISATION,
            STAGE,
            *_DONE,
            Placeholder(
                "note",
                "Why it was turned down",
                "{{ note }}",
                "They have met again since September.",
                private=True,
            ),
            _PROPOSAL,
        ),
        OFFICERS,
    ),
)
