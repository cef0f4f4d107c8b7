"""Kinds of mail about the yearly recognition event, for those on its list."""

from awards.mail_kinds import ORGANISATION, ORGANISATIONS
from foundation.mail_kinds import READER, SUPPORT, MailKind, Placeholder, Shape, link, yes_no

_EVENT = Placeholder("event", "What the event is called", "{{ event }}", "Recognition Event 2027")
_WHEN = Placeholder(
    "when", "Its day and its time", "{{ when }}", "Tuesday 3 March 2027 at 5:30pm", needed=True
)
_WHERE = Placeholder(
    "where",
    "The place with its address",
    "{{ where }}",
    "Council House, Victoria Square, Birmingham",
    needed=True,
)
_REPLY_BY = Placeholder(
    "answer by", "The last day to answer", "{{ reply_by }}", "10 February 2027", needed=True
)
_ANSWER = link(
    "The private link by which they answer", "{{ url }}", "https://example.org/recognition/"
)
_BASIS = (READER, ORGANISATION, _EVENT, _WHEN)

KINDS = (
    MailKind(
        "event_invitation",
        "Please come to the recognition event",
        "Each lead of an organisation on the list, as soon as an officer invites.",
        (
            *_BASIS,
            Placeholder(
                "emblems",
                "What the organisation is presented with",
                "{{ emblems }}",
                "Silver Award, given on 9 June 2026",
                shape=Shape.LIST,
                needed=True,
            ),
            _WHERE,
            Placeholder(
                "presenter",
                "Who presents the emblems",
                "{{ presenter }}",
                "the Lord Mayor",
                private=True,
            ),
            *yes_no(
                "somebody presents",
                "nobody presents",
                "It is known who presents the emblems",
                "It is not known yet who presents the emblems",
                "presenter",
            ),
            Placeholder("guests", "How many people they can bring", "{{ guests }}", "4 people"),
            _REPLY_BY,
            Placeholder(
                "good to know",
                "How to get there, and what is accessible",
                "{{ practical }}",
                "There is a lift from the street to every room.",
                private=True,
                shape=Shape.LONG,
            ),
            _ANSWER,
        ),
        ORGANISATIONS,
        in_inbox=False,
    ),
    MailKind(
        "event_changed",
        "The recognition event is at another time or place",
        "Each lead of an organisation that was invited, as soon as an officer has changed the day, the "
        "time, the place or its address.",
        (
            *_BASIS,
            _WHERE,
            Placeholder(
                "answer by", "The last day to answer", "{{ reply_by }}", "10 February 2027"
            ),
            *yes_no(
                "answers are taken",
                "answers are closed",
                "They can still answer by the link",
                "The day to answer by has passed",
                "takes_answers",
            ),
            _ANSWER,
            SUPPORT,
        ),
        ORGANISATIONS,
        in_inbox=False,
    ),
    MailKind(
        "event_called_off",
        "The recognition event is called off",
        "Each lead of an organisation that was invited, as soon as an officer has called it off.",
        (
            *_BASIS,
            Placeholder(
                "why",
                "Why it is called off, in the officer’s words",
                "{{ why }}",
                "The building is closed for repairs.",
                private=True,
                shape=Shape.LONG,
                needed=True,
            ),
            SUPPORT,
        ),
        ORGANISATIONS,
    ),
)
