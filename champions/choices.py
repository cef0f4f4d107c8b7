"""The words that rows of this room hold, each with the names people read."""

from django.db import models


class Perspective(models.TextChoices):
    """Whose eyes a champion looks with (scheme.md 3)."""

    YOUNG_PERSON = "young_person", "Young person"
    PARENT_CARER = "parent_carer", "Parent or carer"
    PROFESSIONAL = "professional", "Professional"


class Ended(models.TextChoices):
    """Why somebody no longer sits on a panel."""

    INTEREST = "interest", "Has a link with the organisation"
    ABSTAINED = "abstained", "Stepped back"
    RECUSED = "recused", "Taken off by a SEND officer"
    CHANGED = "changed", "The panel was changed"
    SERVICE = "service", "Is no longer a champion"
    APPEAL = "appeal", "The case went to people who did not decide"


# Whoever left so is never again on that case, nor reads it: officers included (T-36).
BARRING = (Ended.INTEREST, Ended.RECUSED)


class TimeOfWeek(models.TextChoices):
    """When a champion can meet."""

    SCHOOL_HOURS = "school_hours", "Weekdays, in school hours"
    AFTER_SCHOOL = "after_school", "Weekdays, after school"
    EVENING = "evening", "Weekday evenings"
    WEEKEND = "weekend", "Weekends"


class Course(models.TextChoices):
    """What a champion learns before they sit (ours)."""

    WELCOME = "welcome", "Welcome to the Champions Group"
    SAFEGUARDING = "safeguarding", "Keeping people safe"
    FAIRNESS = "fairness", "Fair assessment and interests"
    PRIVACY = "privacy", "Keeping things private"


class Purpose(models.TextChoices):
    MEETING = "meeting", "Meeting"
    VISIT = "visit", "Monitoring visit"
    INTERVIEW = "interview", "Interview"


class AppointmentState(models.TextChoices):
    OFFERED = "offered", "Times offered"
    AGREED = "agreed", "Agreed"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


OPEN_APPOINTMENTS = (AppointmentState.OFFERED, AppointmentState.AGREED)


class PlaceKind(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "Video call"
    TELEPHONE = "telephone", "Telephone"


class Side(models.TextChoices):
    """Who offers a time: the champions' side or the organisation's."""

    PANEL = "panel", "The Champions Group"
    ORGANISATION = "organisation", "The organisation"


class Capacity(models.TextChoices):
    """As what somebody came to an appointment."""

    CHAMPION = "champion", "Champion"
    ORGANISATION = "organisation", "The organisation"
    OFFICER = "officer", "SEND officer"
    OTHER = "other", "Somebody else (a supporter or interpreter)"


class MeetingOutcome(models.TextChoices):
    READY = "ready", "Yes, the champions can now assess"
    AGAIN = "again", "No, we need to meet again"


class AssessmentState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent"


class Level(models.TextChoices):
    """What one champion found on one criterion or check."""

    NOT_YET = "not_yet", "Not yet"
    PARTLY = "partly", "Partly"
    MET = "met", "Met"
    STRONG = "strong", "Strong"


class Fit(models.TextChoices):
    """How the work fits one policy or strategy of the city (scheme.md 19)."""

    FITS = "fits", "Fits it"
    PARTLY = "partly", "Fits some of it"
    NOT = "not", "Does not fit it"
    UNTOUCHED = "untouched", "Is not about it"


class Group(models.TextChoices):
    """Whom an interview was with. Nobody is named (scheme.md 20)."""

    STAFF = "staff", "Staff"
    YOUNG_PEOPLE = "young_people", "Children and young people"
    PARENTS_CARERS = "parents_carers", "Parents and carers"
    MIXED = "mixed", "People who use the service, of several groups"


class AppealState(models.TextChoices):
    RECEIVED = "received", "Sent"
    HEARD = "heard", "With people who did not decide"
    REFUSED = "refused", "Not taken on"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ENDED = "ended", "Ended with the application"


class Outcome(models.TextChoices):
    AWARD = "award", "Award"
    CHANGES = "changes_requested", "Ask for changes"
    NOT_YET = "declined", "Not yet"


class StepCode(models.TextChoices):
    """What a case waits for; `champions.selectors` tells whose turn it is."""

    WRITING = "writing", "The form"
    PANEL = "panel", "A panel"
    DECLARE = "declare", "Declarations of interest"
    OFFER = "offer", "Times to meet"
    CHOOSE = "choose", "The organisation's choice of a time"
    ANSWER = "answer", "An answer to the times offered"
    MEET = "meet", "The meeting"
    MINUTE = "minute", "The meeting's notes"
    ASSESS = "assess", "Assessments"
    VISIT = "visit", "A visit or an interview"
    DECIDE = "decide", "The panel's decision"
    RELEASE = "release", "The letter's release"
    CHANGES = "changes", "Changes"
    CLOSED = "closed", "Nothing"


class Missing(models.TextChoices):
    """What officers look for: cases where something has not been done."""

    PLAN = "plan", "Plan past its date"
    PANEL = "panel", "No complete panel"
    OFFER = "offer", "No meeting offered"
    MINUTES = "minutes", "Meeting not written up"
    ASSESSMENT = "assessment", "Assessment outstanding"
    DECISION = "decision", "Decision not recorded"
    RELEASE = "release", "Letter not released"
