"""Kinds of mail about cases, panels and champions. Nothing tells of a decision before its letter."""

from awards.mail_kinds import BOTH, CHAMPIONS, OFFICERS, ORGANISATIONS
from champions import mail_kinds_appointments, mail_kinds_people
from champions.mail_kinds_appointments import OF_CASE
from foundation.mail_kinds import READER, MailKind, Placeholder, Shape, link, yes_no

_URL = "{{ url }}"
_CASE = link("The case", _URL, "https://example.org/case/")
_PANEL = link("The panel", _URL, "https://example.org/panel/")
_WORK = link("Their work as a champion", _URL, "https://example.org/champions/")
_APPEAL = link("The appeal", _URL, "https://example.org/appeal/")
_WHO = Placeholder(
    "champion", "The name of the champion", "{{ champion }}", "Paula Professional", private=True
)
_TO_PANEL = yes_no(
    "for the panel",
    "for the organisation",
    "It goes to a champion of the panel",
    "It goes to a lead of the organisation",
    "to_panel",
)
_SINCE = Placeholder(
    "waiting since", "Since when it waits", '{{ since|date:"j F Y" }}', "16 November 2026"
)
_REMINDED = (
    *OF_CASE,
    _SINCE,
    Placeholder("minutes", "How long it may take", "{{ minutes }}", "15 minutes"),
    link("The page of what is asked", _URL, "https://example.org/assessment/"),
    link(
        "The page of the case",
        "{{ case_url }}",
        "https://example.org/case/",
        name="page of the case",
    ),
)
_PIECES = Placeholder(
    "pieces",
    "The titles of the pieces of evidence, one a line",
    "{% for title in titles %}{{ title }}\n{% endfor %}",
    "Photos of the open day",
    private=True,
    shape=Shape.LIST,
    needed=True,
)
_WAITS = Placeholder(
    "cases",
    "What waits, one case a line",
    "{% for wait in waits %}{{ wait.organisation }}, {{ wait.stage.name }}: {{ wait.text }},"
    ' since {{ wait.since|date:"j F Y" }}\n{% endfor %}',
    "Acorn Lane School, Bronze: Write your assessment, since 16 November 2026",
    private=True,
    shape=Shape.LIST,
    needed=True,
)


def _organisation(
    code: str, title: str, told: str, *more: Placeholder, can_wait: bool = False
) -> MailKind:
    return MailKind(code, title, told, (*OF_CASE, *more), ORGANISATIONS, can_wait=can_wait)


def _champion(
    code: str, title: str, told: str, *more: Placeholder, can_wait: bool = False
) -> MailKind:
    return MailKind(code, title, told, (*OF_CASE, *more), CHAMPIONS, can_wait=can_wait)


def _officer(code: str, title: str, told: str, *more: Placeholder) -> MailKind:
    return MailKind(code, title, told, (*OF_CASE, *more), OFFICERS, can_wait=True)


KINDS = (
    _organisation(
        "challenge_raised",
        "The champions ask something",
        "Each lead, as soon as a challenge is shown to the organisation.",
        link("The challenge", _URL, "https://example.org/challenges/"),
        can_wait=True,
    ),
    _organisation(
        "decision_letter",
        "The letter with the decision",
        "Each lead, as soon as an officer has released the decision.",
        Placeholder(
            "letter",
            "The letter that the panel wrote",
            "{{ letter }}",
            "Well done. Acorn Lane School has the Silver Award.\n\nYour panel liked your plan.",
            private=True,
            shape=Shape.LONG,
            needed=True,
        ),
        link("The page of the organisation", _URL, "https://example.org/page/"),
    ),
    _organisation(
        "appeal_received",
        "We have your appeal",
        "Each lead, as soon as the organisation has appealed.",
        _APPEAL,
    ),
    _organisation(
        "appeal_heard",
        "The appeal was taken on",
        "Each lead, as soon as an officer has taken the appeal on.",
        _APPEAL,
    ),
    _organisation(
        "appeal_refused",
        "The appeal was not taken on",
        "Each lead, as soon as an officer has said why the appeal is not taken on.",
        Placeholder(
            "reason",
            "Why it is not taken on",
            "{{ why }}",
            "The letter answers what you ask.",
            private=True,
            shape=Shape.LONG,
            needed=True,
        ),
        _APPEAL,
    ),
    *mail_kinds_appointments.KINDS,
    MailKind(
        "remark_made",
        "There is a new message",
        "The other side, as soon as something is said about an application.",
        (*OF_CASE, *_TO_PANEL, link("The message", _URL, "https://example.org/challenges/")),
        BOTH,
        can_wait=True,
    ),
    MailKind(
        "consent_gone",
        "Evidence is no longer shown",
        "Each lead, and each champion of the panel, when consent for evidence that was sent has gone.",
        (
            *OF_CASE,
            *_TO_PANEL,
            *yes_no(
                "one piece",
                "several pieces",
                "It is one piece of evidence",
                "There are several",
                "titles|length == 1",
            ),
            _PIECES,
            link("The case, or the evidence", _URL, "https://example.org/evidence/"),
        ),
        BOTH,
    ),
    *mail_kinds_people.INVITED,
    _champion(
        "panel_assigned",
        "A new case",
        "A champion, as soon as an officer has asked them to sit on a panel.",
        Placeholder(
            "chair", "They are the chair of the panel", "is_chair", "yes", shape=Shape.YES_NO
        ),
        _CASE,
        can_wait=True,
    ),
    _champion(
        "panel_left",
        "You no longer sit on a panel",
        "A champion who was taken off a panel. It never says why.",
        _WORK,
    ),
    _champion(
        "declaration_reminder",
        "Please declare your interests",
        "A champion who has not said for some days if they have a link.",
        *_REMINDED,
        can_wait=True,
    ),
    _champion(
        "assessment_reminder",
        "Please write your assessment",
        "A champion whose assessment has waited for some days.",
        *_REMINDED,
        can_wait=True,
    ),
    _champion(
        "decision_reminder",
        "Please record what you agreed",
        "The chair, when the panel’s decision has waited for some days.",
        *_REMINDED,
        can_wait=True,
    ),
    _champion(
        "visit_reminder",
        "Please arrange the visit",
        "Each champion of the panel, when a visit comes before the decision and has had no time for two weeks.",
        _SINCE,
        link("The visits of the case", _URL, "https://example.org/visits/"),
        can_wait=True,
    ),
    _champion(
        "visit_notes_reminder",
        "Please write up the visit",
        "Each champion of the panel, when a visit or interview took place a week ago and is not written up.",
        Placeholder("visit or interview", "The word for it", "{{ noun }}", "visit", needed=True),
        Placeholder(
            "day", "The day on which it was", '{{ since|date:"j F Y" }}', "16 November 2026"
        ),
        link("The visit or interview", _URL, "https://example.org/visits/"),
        can_wait=True,
    ),
    MailKind(
        "work_reminder",
        "An officer reminds of what waits",
        "A champion, when an officer presses “Remind”. All that waits is in one mail.",
        (
            READER,
            Placeholder("number", "How many cases wait", "{{ waits|length }}", "1"),
            *yes_no(
                "one case",
                "several cases",
                "One case waits",
                "Several wait",
                "waits|length == 1",
            ),
            _WAITS,
            _WORK,
        ),
        CHAMPIONS,
        can_wait=True,
    ),
    _champion(
        "changes_sent",
        "They have made changes",
        "Each champion of the panel, as soon as the organisation has sent its changes.",
        link("What has changed", _URL, "https://example.org/changes/"),
        can_wait=True,
    ),
    _champion(
        "assessments_in",
        "All assessments are in",
        "The chair, as soon as every champion has sent an assessment.",
        _CASE,
        can_wait=True,
    ),
    _champion(
        "challenge_answered",
        "An answer has come in",
        "The chair and whoever asked, as soon as the organisation answers a challenge.",
        link("The challenge", _URL, "https://example.org/challenges/"),
        can_wait=True,
    ),
    _champion(
        "decision_taken_back",
        "A decision was not released",
        "Each champion of the panel, when an officer gives the decision back.",
        _CASE,
        can_wait=True,
    ),
    _champion(
        "visit_ruled",
        "An officer says if the panel visits",
        "Each champion of the panel of a re-validation, when an officer says otherwise than the rule.",
        *yes_no(
            "visit asked",
            "no visit",
            "An officer asks for a visit before the panel decides",
            "An officer says that no visit is needed",
            "visit",
        ),
        _CASE,
        can_wait=True,
    ),
    _champion(
        "appeal_passed_on",
        "Other champions look at it now",
        "Each champion who decided, when an appeal against it was taken on.",
        _WORK,
        can_wait=True,
    ),
    *mail_kinds_people.LINKS,
    _officer(
        "panel_reminder",
        "A case without a panel",
        "Officers who may open the case, when it has waited for a panel for some days.",
        _SINCE,
        _PANEL,
    ),
    _officer(
        "interest_declared",
        "A champion has a link",
        "Officers who choose panels, when a champion on a panel has told of a link.",
        _WHO,
        _PANEL,
    ),
    _officer(
        "panel_stepped_back",
        "A champion has stepped back",
        "Officers who choose panels, when a champion has stepped back.",
        _WHO,
        _PANEL,
    ),
    _officer(
        "decision_recorded",
        "A decision waits for its release",
        "Officers who may open the case, as soon as the panel has decided.",
        link("The letter", _URL, "https://example.org/release/"),
    ),
    _officer(
        "appeal_made",
        "An organisation appeals",
        "Officers who had no part in the letter, as soon as an appeal is made.",
        _APPEAL,
    ),
)
