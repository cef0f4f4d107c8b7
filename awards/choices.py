"""The words that rows hold, each with the names people read."""

from django.db import models


class Status(models.TextChoices):
    """Where an application is, in the organisation's words."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Sent to the Champions Group"
    IN_REVIEW = "in_review", "With the Champions Group"
    CHANGES_REQUESTED = "changes_requested", "Changes asked for"
    APPROVED = "approved", "Awarded"
    DECLINED = "declined", "Not yet"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def reviewer_name(self) -> str:
        """The same status, as officers and champions say it."""
        return REVIEWER_NAMES[self]


REVIEWER_NAMES = {
    Status.DRAFT: "Being written",
    Status.SUBMITTED: "Needs a panel",
    Status.IN_REVIEW: "In review",
    Status.CHANGES_REQUESTED: "Waiting for changes",
    Status.APPROVED: "Awarded",
    Status.DECLINED: "Not yet",
    Status.WITHDRAWN: "Withdrawn",
}
OPEN_STATUSES = (Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED)
# Sent, and not answered for good.
UNDECIDED = (Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED)
CLOSED_STATUSES = (Status.APPROVED, Status.DECLINED, Status.WITHDRAWN)
# The steps that bring a version to be judged. An appeal brings the same one before other people.
SENT = ("submit", "resubmit", "appeal")


class Role(models.TextChoices):
    """In what capacity somebody acts on an application."""

    LEAD = "lead", "Co-production lead"
    MEMBER = "member", "Member"
    CHAMPION = "champion", "Champion"
    CHAIR = "chair", "Chair of the panel"
    OFFICER = "officer", "SEND officer"


class MembershipRole(models.TextChoices):
    LEAD = "lead", "Co-production lead"
    MEMBER = "member", "Member"


class ApplicationKind(models.TextChoices):
    STAGE = "stage", "Stage"
    REVALIDATION = "revalidation", "Re-validation"


class AwardCondition(models.TextChoices):
    """What an award is on a given day; asked of its dates, never stored (scheme.md 22)."""

    IN_FORCE = "in-force", "In force"
    # From the day on which its renewal opens to the anniversary.
    DUE = "due", "In force, time to renew"
    # After the anniversary: for the days of grace, and while what was sent in time is undecided.
    GRACE = "grace", "In force, renewal due"
    LAPSED = "lapsed", "Lapsed"
    REVOKED = "revoked", "Taken back"
    SUPERSEDED = "superseded", "Replaced"

    @property
    def is_held(self) -> bool:
        return self in (AwardCondition.IN_FORCE, AwardCondition.DUE, AwardCondition.GRACE)


class ConcernAbout(models.TextChoices):
    SAFETY = "safety", "I am worried that a child or adult is not safe"
    CONDUCT = "conduct", "How somebody behaved"
    OTHER = "other", "Something else"


class Audience(models.TextChoices):
    """Who can read an entry of support and challenge (scheme.md 17)."""

    PANEL = "panel", "Only the panel and SEND officers see this"
    ORGANISATION = "organisation", "The organisation sees this"


class Answer(models.TextChoices):
    """How an organisation answers a challenge."""

    CHANGE = "change", "We changed it"
    EXPLANATION = "explanation", "We explain why not"


class Interest(models.TextChoices):
    """What ties somebody who judges, or who runs the scheme, to an organisation (T-36)."""

    NONE = "none", "No, I have no link with them"
    EMPLOYEE = "employee", "I work there, or I used to"
    GOVERNOR = "governor", "I am a governor or trustee there, or I used to be"
    CHILD = "child", "My child, or another child in my family, goes there"
    RELATIVE = "relative", "Somebody in my family works there"
    OTHER = "other", "I have another link with them"
