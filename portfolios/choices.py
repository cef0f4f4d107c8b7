"""The words that rows of this room hold, each with the name people read."""

import re
from uuid import UUID

from django.db import models

# The stage whose form is the delivery plan.
PLAN_STAGE = "silver"
# What stands where a name, or the C of an action, is still to come.
UNNAMED = "No name yet"
LOOSE = "Not under one of the 4Cs yet"


class PartnerKind(models.TextChoices):
    INTERNAL = "internal", "Inside our organisation"
    EXTERNAL = "external", "Outside our organisation"


class Engagement(models.TextChoices):
    """Whether people at one level are involved already (scheme.md 2)."""

    NOW = "now", "Yes, we involve them now"
    PLANNED = "planned", "Not yet"


def said(engagement: str, text: str) -> str:
    """An answer about one level in words; what was written stays readable while nothing is chosen."""
    return f"{Engagement(engagement).label if engagement else ''}\n{text}".strip()


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


class PlanSection(models.TextChoices):
    """The sections of a delivery plan, in the order of its task list (scheme.md 8, 9)."""

    ACTIONS = "actions", "Actions"
    BARRIERS = "barriers", "Barriers"
    MEASURES = "measures", "Measures and quality standards"
    PARTNERS = "partners", "Partners"
    LEVELS = "levels", "Who you involve"
    POLICIES = "policies", "The city’s plans"


class ActionPart(models.TextChoices):
    """The pages of one action, each saved on its own, in the order in which one answers them."""

    WHAT = "what", "What you will do, and why"
    WHO = "who", "Who takes part"
    LADDER = "ladder", "Principles and ladder"
    WHEN = "when", "When"
    # A list with pages of its own for each milestone.
    MILESTONES = "milestones", "Milestones"
    RESOURCES = "resources", "Budget and resources"
    REVIEW = "review", "Measures and review"


def action_section(action: UUID | str, part: ActionPart) -> str:
    """Under which name the changes of one part of an action are counted (`SectionEdit.section`)."""
    return f"action:{action}:{part.value}"


def order_of(section: PlanSection) -> str:
    """The same for the order of a list, which is no answer: putting it in order opens no page."""
    return f"{section.value}:order"


class InPlace(models.TextChoices):
    """Whether budget, resources and incentives are confirmed (scheme.md 9)."""

    YES = "yes", "Yes, all of it is confirmed"
    NOT_YET = "not_yet", "Not yet"


class MeasureKind(models.TextChoices):
    MEASURE = "measure", "An impact measure of our own"
    STANDARD = "standard", "A quality standard"


class MilestoneState(models.TextChoices):
    """How a milestone of an approved plan goes on (scheme.md 13)."""

    PLANNED = "planned", "Planned"
    DONE = "done", "Done"
    LATE = "late", "Late"
    CHANGED = "changed", "Changed"
    DROPPED = "dropped", "Dropped"


def field_of(name: str, code: str) -> str:
    """The name of a question asked of each level or policy: letters, digits and _ only, fit for an id."""
    return f"{name}_{re.sub(r'[^a-z0-9]+', '_', code)}"
