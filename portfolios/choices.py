"""The words that rows of this room hold, each with the name people read."""

from django.db import models


class PartnerKind(models.TextChoices):
    INTERNAL = "internal", "Inside our organisation"
    EXTERNAL = "external", "Outside our organisation"


class Engagement(models.TextChoices):
    """Whether people at one level are involved already (scheme.md 2)."""

    NOW = "now", "Yes, we involve them now"
    PLANNED = "planned", "Not yet"


class Source(models.TextChoices):
    """How a registration that an officer types in has reached them."""

    PAPER = "paper", "On paper"
    TELEPHONE = "telephone", "By telephone"


class SectionCode(models.TextChoices):
    """The sections of the registration form, in the order of its task list (scheme.md 5, 6)."""

    ORGANISATION = "organisation", "Organisation details"
    CONTACT = "contact", "Contact details"
    LEADS = "leads", "Co-production leads"
    ABOUT = "about", "About you and your commitment"
    LEVELS = "levels", "Who you involve"
    PARTNERS = "partners", "Partners"
    CERTIFICATE = "certificate", "Name on the certificate"
    SIGN = "sign", "Sign the commitment"


class SectionState(models.TextChoices):
    """Where a section stands; asked of what is there, never stored."""

    NOT_STARTED = "not-started", "Not started"
    IN_PROGRESS = "in-progress", "In progress"
    DONE = "done", "Done"
    CANNOT_START = "cannot-start", "Cannot start yet"
