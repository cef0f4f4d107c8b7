"""Kinds of mail about meetings, visits and interviews. None says what was found, and none can wait."""

from awards.mail_kinds import BASIS, BOTH, CHAMPIONS, ORGANISATIONS
from foundation.mail_kinds import MailKind, Placeholder, Shape, link

AWARD = Placeholder(
    "award", "The award that they hope for, or its re-validation", "{{ award }}", "Silver Award"
)
# Of every mail about a case.
OF_CASE = (*BASIS, AWARD)

_MEETING = link("The page of the meeting", "{{ url }}", "https://example.org/meeting/")
_VISIT = link("The page of the visit or interview", "{{ url }}", "https://example.org/visits/")
_TIMES = Placeholder(
    "times",
    "The times that are offered, one a line",
    "{% for time in times %}{{ time }}\n{% endfor %}",
    "Monday 30 November 2026 at 10am\nTuesday 1 December 2026 at 2pm",
    shape=Shape.LIST,
    needed=True,
)
_PLACE = Placeholder(
    "place",
    "Where it is, as far as this reader may know",
    "{{ place }}",
    "In person: 1 Acorn Lane",
    private=True,
    needed=True,
)
_WHEN = Placeholder(
    "when", "The day and time", "{{ when }}", "Monday 30 November 2026 at 10am", needed=True
)
_WAS = Placeholder("had a time", "A time was agreed before", "when", "yes", shape=Shape.YES_NO)
_WAS_WHEN = Placeholder(
    "when", "The day and time that were agreed", "{{ when }}", "Monday 30 November 2026 at 10am"
)
_MINUTES = Placeholder("minutes", "How many minutes it takes", "{{ minutes }}", "45")
_CHANGED = (
    Placeholder(
        "place changed",
        "It was agreed before, and only its place is new",
        "changed",
        "",
        shape=Shape.YES_NO,
        opposite="newly agreed",
    ),
    Placeholder(
        "newly agreed",
        "Its time is new",
        "not changed",
        "yes",
        shape=Shape.YES_NO,
        opposite="place changed",
    ),
)
_REASON = Placeholder(
    "reason",
    "Why, as it was typed",
    "{{ reason }}",
    "The bus is off.",
    private=True,
    shape=Shape.LONG,
    needed=True,
)
_WHAT = Placeholder("what", "What it is, as a title", "{{ title }}", "Monitoring visit")
_WHAT_SMALL = Placeholder(
    "what in small letters", "What it is, in a sentence", "{{ title|lower }}", "monitoring visit"
)
_NOUN = Placeholder("visit or interview", "The word for it", "{{ noun }}", "visit")


def _meeting(code: str, title: str, told: str, audience: str, *more: Placeholder) -> MailKind:
    return MailKind(f"meeting_{code}", title, told, (*OF_CASE, *more, _MEETING), audience)


def _visit(code: str, title: str, told: str, audience: str, *more: Placeholder) -> MailKind:
    placeholders = (*OF_CASE, _WHAT, _NOUN, *more, _VISIT)
    return MailKind(f"visit_{code}", title, told, placeholders, audience)


KINDS = (
    _meeting(
        "offered",
        "Choose a time to meet",
        "Each lead, as soon as the champions offer times for the meeting.",
        ORGANISATIONS,
        _TIMES,
        _PLACE,
    ),
    _meeting(
        "proposed",
        "Other times to meet",
        "Each champion of the panel, when the organisation offers other times.",
        CHAMPIONS,
        _TIMES,
    ),
    _meeting(
        "agreed",
        "The meeting is agreed",
        "Leads and champions, as soon as a time is chosen or the place has changed.",
        BOTH,
        *_CHANGED,
        _WHEN,
        _MINUTES,
        _PLACE,
    ),
    _meeting(
        "moved",
        "The meeting moves",
        "Leads and champions, when the meeting is moved to another time.",
        BOTH,
        _WHEN,
        _REASON,
    ),
    _meeting(
        "cancelled",
        "The meeting is called off",
        "Leads and champions, when the meeting is called off.",
        BOTH,
        _WAS,
        _WAS_WHEN,
        _REASON,
    ),
    _visit(
        "offered",
        "Choose a time for a visit or interview",
        "Each lead, as soon as the champions offer times for it.",
        ORGANISATIONS,
        _WHAT_SMALL,
        _TIMES,
        _PLACE,
    ),
    _visit(
        "proposed",
        "Other times for a visit or interview",
        "Each champion of the panel, when the organisation offers other times.",
        CHAMPIONS,
        _TIMES,
    ),
    _visit(
        "agreed",
        "A visit or interview is agreed",
        "Leads and champions, as soon as a time is chosen or the place has changed.",
        BOTH,
        *_CHANGED,
        _WHEN,
        _MINUTES,
        _PLACE,
    ),
    _visit(
        "moved",
        "A visit or interview moves",
        "Leads and champions, when it is moved to another time.",
        BOTH,
        _WHEN,
        _REASON,
    ),
    _visit(
        "cancelled",
        "A visit or interview is called off",
        "Leads and champions, when it is called off.",
        BOTH,
        _WAS,
        _WAS_WHEN,
        _REASON,
    ),
    _visit(
        "shown",
        "What the champions wrote after a visit",
        "Each lead, when the chair shows what was written after a visit or interview.",
        ORGANISATIONS,
    ),
)
