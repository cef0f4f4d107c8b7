"""Kinds of mail about certificates."""

from awards.mail_kinds import ORGANISATION, ORGANISATIONS, STAGE
from foundation.mail_kinds import READER, SUPPORT, MailKind, Placeholder, link

KINDS: tuple[MailKind, ...] = (
    MailKind(
        "certificate_reissued",
        "Your certificate was issued again",
        "Each lead, as soon as a certificate is issued again because the key that signed it was lost.",
        (
            READER,
            ORGANISATION,
            STAGE,
            Placeholder(
                "new number", "The number of the new one", "{{ number }}", "GLD-2026-00107"
            ),
            Placeholder(
                "old number", "The number of the old one", "{{ before }}", "GLD-2026-00042"
            ),
            Placeholder(
                "day of the loss",
                "The day on which the key was lost",
                '{{ lost_on|date:"j F Y" }}',
                "20 November 2026",
            ),
            link(
                "The new certificate", "{{ certificate_url }}", "https://example.org/certificate/"
            ),
            SUPPORT,
        ),
        ORGANISATIONS,
    ),
)
