"""The words of the officers' filters."""

from django.db import models


class WaitingOn(models.TextChoices):
    """Whose turn it is on the application that is being worked on."""

    ORGANISATION = "organisation", "The organisation"
    OFFICER = "officer", "SEND officers"
    CHAMPIONS = "champions", "Champions"


class Renewing(models.TextChoices):
    """Where an award stands that has to be renewed, and that nothing sent keeps."""

    DUE = "due", "To renew"
    GRACE = "grace", "In the days of grace"
    LAPSED = "lapsed", "Lapsed in the last year"


class Order(models.TextChoices):
    NAME = "name", "Name"
    LONGEST = "longest", "Longest at one status"
    NEWEST = "newest", "Newest organisations first"


class RequestKind(models.TextChoices):
    """What somebody asks about their own data (UK GDPR, articles 15 to 21; Data (Use and Access) Act 2025)."""

    TAKE_DOWN = "take_down", "Take a picture or story down"
    ACCESS = "access", "See what you hold about me"
    CORRECTION = "correction", "Put something right"
    ERASURE = "erasure", "Delete what you hold about me"
    RESTRICTION = "restriction", "Stop using it for now"
    OBJECTION = "objection", "Object to how it is used"
    COMPLAINT = "complaint", "Complain about how it was used"


class RequestFrom(models.TextChoices):
    """Who asks, for whom."""

    SELF = "self", "It is about me"
    PARENT = "parent", "It is about my child"
    OTHER = "other", "I ask for somebody else"


class RequestOutcome(models.TextChoices):
    DONE = "done", "Done as asked"
    PARTLY = "partly", "Done in part"
    REFUSED = "refused", "Not done, with the reason"
    WITHDRAWN = "withdrawn", "They no longer ask for it"


class EntryKind(models.TextChoices):
    """What happened to a request, in its log."""

    RECEIVED = "received", "Received"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    NOTE = "note", "Note"
    EXTENDED = "extended", "More time needed"
    HIDDEN = "hidden", "Hidden at once"
    SHOWN = "shown", "Shown again"
    TAKEN_DOWN = "taken_down", "Taken down for good"
    PACKAGE = "package", "Copy made"
    CLOSED = "closed", "Closed"


class ErasureState(models.TextChoices):
    ORDERED = "ordered", "Waits for a second officer"
    CONFIRMED = "confirmed", "Being done"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"


class CameBy(models.TextChoices):
    """How a request reached us."""

    PAGE = "page", "By the page on this site"
    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter"
    EMAIL = "email", "By e-mail"
    TALK = "talk", "In a talk"
