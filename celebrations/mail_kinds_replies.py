"""Kinds of mail about answers to a recognition event."""

from awards.mail_kinds import OFFICERS, ORGANISATION, ORGANISATIONS
from foundation.mail_kinds import READER, SUPPORT, MailKind, Placeholder, link

_EVENT = Placeholder("event", "What the event is called", "{{ event }}", "Recognition Event 2027")
_WHEN = Placeholder(
    "when", "Its day and its time", "{{ when }}", "Tuesday 3 March 2027 at 5:30pm", needed=True
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
        "event_link",
        "A new link for your invitation",
        "Each lead, as soon as an officer has replaced the private link of their invitation, and when "
        "somebody who may know it has left the organisation.",
        (*_BASIS, _REPLY_BY, _ANSWER, SUPPORT),
        ORGANISATIONS,
        in_inbox=False,
    ),
    MailKind(
        "event_reminder",
        "Please answer the invitation",
        "Each lead of an organisation that was invited and has not answered: once, in the week before "
        "the last day for answers, or when an officer sends it.",
        (*_BASIS, _REPLY_BY, _ANSWER, SUPPORT),
        ORGANISATIONS,
        in_inbox=False,
    ),
    MailKind(
        "event_came_off",
        "An organisation does not come after all",
        "Every other SEND officer, when an organisation that was coming says no in the week before the "
        "event.",
        (
            *_BASIS,
            link("The invitation", "{{ url }}", "https://example.org/invitation/"),
        ),
        OFFICERS,
    ),
)
