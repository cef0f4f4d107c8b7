"""Kinds of mail about the year of an award (scheme.md 22)."""

from awards.mail_kinds import OFFICERS, ORGANISATION, ORGANISATIONS, STAGE
from foundation.mail_kinds import READER, SUPPORT, MailKind, Placeholder, link, yes_no

_WORK = Placeholder("what is sent", "What renews an award", "{{ work }}", "re-validation statement")
_RENEWED = Placeholder(
    "awards to renew", "What one statement renews", "{{ renewed }}", "Platinum and Gold"
)
_KEEPS = Placeholder(
    "awards they keep", "What nobody loses by being late", "{{ keeps }}", "Bronze and Silver"
)
_DUE = Placeholder(
    "due date", "The day on which the year ends", '{{ due_on|date:"j F Y" }}', "23 November 2027"
)
_LAST = Placeholder(
    "last day",
    "The last day on which the award still counts without a statement",
    '{{ grace_until|date:"j F Y" }}',
    "21 December 2027",
)
_LAPSED = Placeholder(
    "day of the lapse",
    "The first day on which the award no longer counts",
    '{{ lapsed_on|date:"j F Y" }}',
    "22 December 2027",
)
_BEGUN = yes_no(
    "begun",
    "not begun",
    "They have begun to write the statement",
    "They have not begun to write it",
    "begun",
)
_PAGE = link("The page of the organisation", "{{ home_url }}", "https://example.org/page/")
_CASE = link(
    "The officers' page of the organisation", "{{ case_url }}", "https://example.org/page/"
)
_BASIS = (READER, ORGANISATION, STAGE, _WORK, _RENEWED, _KEEPS, _DUE, _LAST)

KINDS: tuple[MailKind, ...] = (
    MailKind(
        "renewal_due",
        "Time to renew an award",
        "The leads, when the renewal opens, and again on the days that the edition names",
        (*_BASIS, *_BEGUN, _PAGE, SUPPORT),
        ORGANISATIONS,
    ),
    MailKind(
        "renewal_overdue",
        "The year of an award has ended",
        "The leads, in the days of grace, while no statement has been sent",
        (*_BASIS, *_BEGUN, _PAGE, SUPPORT),
        ORGANISATIONS,
    ),
    MailKind(
        "renewal_extended",
        "More time to renew an award",
        "The leads, when a SEND officer agrees to a later last day",
        (*_BASIS, _PAGE),
        ORGANISATIONS,
    ),
    MailKind(
        "award_lapsed",
        "An award has lapsed",
        "The leads, on the day after the last day of grace",
        (*_BASIS, _LAPSED, _PAGE, SUPPORT),
        ORGANISATIONS,
    ),
    MailKind(
        "award_lapsed_officer",
        "An award of an organisation has lapsed",
        "Every SEND officer without a link to the organisation, on the same day",
        (*_BASIS, _LAPSED, _CASE),
        OFFICERS,
        can_wait=True,
    ),
)
