"""Kinds of mail about what people ask for their own data, and about accounts that nobody uses."""

from awards.mail_kinds import ASKERS, BOTH, OFFICERS, ORGANISATION
from foundation.mail_kinds import ACCOUNTS, READER, MailKind, Placeholder, Shape, link, yes_no

_GIVEN = "You get this e-mail because somebody gave us this address for an answer."
_REFERENCE = Placeholder(
    "reference", "The number of the request", "{{ request.reference }}", "DP-7K3M-2Q9R"
)
_DUE = Placeholder(
    "due date",
    "The day by which it must be answered",
    '{{ request.due_on|date:"j F Y" }}',
    "23 December 2026",
)
_RECEIVED = Placeholder(
    "day", "The day on which it reached us", '{{ received_on|date:"j F Y" }}', "23 November 2026"
)
_KIND = Placeholder(
    "kind of request",
    "What is asked, in general words",
    "{{ request.get_kind_display }}",
    "See what you hold about me",
    private=True,
)
_COMPLAIN = link(
    "The page that says how to complain",
    "{{ complain_url }}",
    "https://example.org/your-data/",
    name="how to complain",
)
_REQUEST = link("The request", "{{ url }}", "https://example.org/requests/")
_TAKE_DOWN = yes_no(
    "to take down",
    "any other request",
    "They ask us to take a picture or story down",
    "They ask something else",
    "is_take_down",
)
_TAKE_DOWN_OFFICER = yes_no(
    "to take down",
    "any other request",
    "They ask us to take a picture or story down",
    "They ask something else",
    'request.kind == "take_down"',
)
_EVIDENCE = (
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
    *yes_no(
        "for the panel",
        "for the organisation",
        "It goes to a champion of the panel",
        "It goes to a lead of the organisation",
        "to_panel",
    ),
    link("The case, or the evidence", "{{ url }}", "https://example.org/evidence/"),
)


def _asker(code: str, title: str, told: str, *placeholders: Placeholder) -> MailKind:
    return MailKind(
        code, title, told, (_REFERENCE, *placeholders, _COMPLAIN), ASKERS, because=_GIVEN
    )


KINDS = (
    MailKind(
        "privacy_hidden",
        "Evidence is hidden for now",
        "Leads, and champions who were sent it, when an officer hides what somebody wants taken down.",
        _EVIDENCE,
        BOTH,
    ),
    MailKind(
        "privacy_decided",
        "What was decided about hidden evidence",
        "Leads, and champions who were sent it, when it is decided if it is taken down for good.",
        (
            *_EVIDENCE,
            *yes_no(
                "taken down",
                "shown again",
                "It is taken down for good",
                "It may be shown again",
                "upheld",
            ),
        ),
        BOTH,
    ),
    MailKind(
        "privacy_asked",
        "A privacy request has come",
        "Every officer, as soon as a request has come.",
        (READER, _REFERENCE, _KIND, _DUE, *_TAKE_DOWN_OFFICER, _REQUEST),
        OFFICERS,
    ),
    MailKind(
        "privacy_due",
        "A privacy request is due",
        "Every officer, before and after the date of a request that is still open.",
        (
            READER,
            _REFERENCE,
            _KIND,
            _DUE,
            *yes_no("late", "in time", "Its date has gone by", "Its date is to come", "late"),
            _REQUEST,
        ),
        OFFICERS,
    ),
    MailKind(
        "privacy_received",
        "We have your request",
        "Whoever asked and gave an e-mail address, as soon as the request has come.",
        (
            _REFERENCE,
            _RECEIVED,
            *_TAKE_DOWN,
            Placeholder(
                "decision day",
                "The day by which it is decided if it is taken down for good",
                '{{ decided_on|date:"j F Y" }}',
                "23 December 2026",
            ),
            Placeholder(
                "within", "In what time they are answered", "{{ within }}", "within one month"
            ),
            _DUE,
            _COMPLAIN,
        ),
        ASKERS,
        because=f"{_GIVEN} Was it not you? Then you need not do anything, or you can write to us.",
    ),
    _asker(
        "privacy_extended",
        "We need more time",
        "Whoever asked, when an officer says why it takes longer than a month.",
        _DUE,
        Placeholder(
            "reason",
            "Why it takes longer, as the officer typed it",
            "{{ reason }}",
            "There are four years of it.",
            private=True,
            shape=Shape.LONG,
            needed=True,
        ),
    ),
    _asker(
        "privacy_answer",
        "Our answer to your request",
        "Whoever asked, when an officer answers by e-mail.",
        _RECEIVED,
        Placeholder(
            "answer",
            "The answer, as the officer typed it",
            "{{ answer }}",
            "We have put it right.",
            private=True,
            shape=Shape.LONG,
            needed=True,
        ),
    ),
    MailKind(
        "account_ends",
        "An account is deleted soon",
        "Somebody who has not signed in for 11 months and belongs to nothing here.",
        (
            READER,
            Placeholder(
                "last day",
                "The day on which it is deleted",
                '{{ on|date:"j F Y" }}',
                "21 December 2026",
                needed=True,
            ),
            link("The page for signing in", "{{ url }}", "https://example.org/accounts/login/"),
        ),
        ACCOUNTS,
    ),
)
