"""The words that rows of this room hold, each with the name people read."""

import re
from uuid import UUID

from django.db import models

# The stage whose form is the delivery plan.
PLAN_STAGE = "silver"
# The stages whose form is an evidence portfolio, in their order.
PORTFOLIO_STAGES = ("gold", "platinum")
# What stands where a name, or the C of an action, is still to come.
UNNAMED = "No name yet"
LOOSE = "Not under one of the 4Cs yet"


class Gatherer(models.TextChoices):
    """Whose piece of evidence it is. What a panel gathers at a visit is no part of any portfolio."""

    ORGANISATION = "organisation", "The organisation"
    PANEL = "panel", "The panel, at a visit"


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


class EvidenceKind(models.TextChoices):
    """What a piece of evidence is (scheme.md 12)."""

    PHOTO = "photo", "Photograph"
    CASE_STUDY = "case_study", "Case study"
    MINUTES = "minutes", "Minutes of a meeting"
    SURVEY = "survey", "Survey"
    EVALUATION = "evaluation", "Evaluation form"
    PUBLICITY = "publicity", "Publicity"
    EVENT = "event", "Event or meeting"
    POLICY = "policy", "Policy"
    TRAINING = "training", "Training record"
    RECORDING = "recording", "Link to video or sound"
    OTHER = "other", "Something else"


class ShowsPeople(models.TextChoices):
    """Whether a piece of evidence pictures or quotes anybody."""

    NOBODY = "nobody", "No, nobody"
    PEOPLE = "people", "Yes"


class Pictured(models.TextChoices):
    """Who is pictured or quoted."""

    CHILDREN = "children", "Children"
    YOUNG_PEOPLE = "young_people", "Young people"
    ADULTS = "adults", "Adults"


class ConsentScope(models.TextChoices):
    """Who may see it, from the narrowest to the widest. The narrowest is what nobody has to choose."""

    ASSESSORS = "assessors", "Assessors only: champions and SEND officers"
    PUBLICITY = "publicity", "The scheme’s publicity as well, such as leaflets and events"
    WEB = "web", "Everybody, on public websites"


class Captioned(models.TextChoices):
    """Whether a video or a recording can be read."""

    YES = "yes", "Yes, it has captions or a transcript"
    NO = "no", "Not yet"


class PortfolioSection(models.TextChoices):
    """The parts of an evidence portfolio, in the order of its task list (scheme.md 12 to 16)."""

    EVIDENCE = "evidence", "Your evidence"
    REPORT = "report", "What became of your plan"
    CRITERIA = "criteria", "What you need to show"
    WITH = "with", "How you work with people"
    IMPACT = "impact", "Your impact"
    LEVELS = "levels", "Who you involve"
    LAW = "law", "The law and the city’s plans"
    SUSTAIN = "sustain", "Keeping it going"


# Forms speak to those who write them. These are the same parts for everybody who reads: champions,
# officers, and whoever holds a print.
TITLES_FOR_OTHERS: dict[str, str] = {
    SectionCode.ABOUT: "About the organisation and its commitment",
    SectionCode.LEVELS: "Who is involved",
    ActionPart.WHAT: "What will be done, and why",
    PortfolioSection.EVIDENCE: "The evidence",
    PortfolioSection.REPORT: "What became of the plan",
    PortfolioSection.CRITERIA: "What has to be shown",
    PortfolioSection.WITH: "Working with people",
    PortfolioSection.IMPACT: "The impact",
    "renewal.together": "Who made this statement with them",
}


class ActionState(models.TextChoices):
    """What became of an action of the approved plan (scheme.md 13)."""

    DONE = "done", "Done on time"
    LATE = "late", "Done, but late"
    CHANGED = "changed", "Changed"
    DROPPED = "dropped", "Dropped"


class MeasureState(models.TextChoices):
    """What a measure or a quality standard of the approved plan showed."""

    REACHED = "reached", "We reached it"
    PARTLY = "partly", "We came part of the way"
    NOT_REACHED = "not_reached", "We did not reach it"


class Affirmed(models.TextChoices):
    """How a criterion stands a year on (scheme.md 22)."""

    TRUE = "true", "Still true"
    STRONGER = "stronger", "Stronger"
    CHANGED = "changed", "Changed: we do it another way"
    STOPPED = "stopped", "Stopped"

    @property
    def departs(self) -> bool:
        """It is no longer what the award was given for."""
        return self in (Affirmed.CHANGED, Affirmed.STOPPED)


class StatementSection(models.TextChoices):
    """The parts of a re-validation statement, in the order of its task list (scheme.md 22)."""

    CRITERIA = "criteria", "Each criterion, a year on"
    TOGETHER = "together", "Who made this statement with you"
    SIGN = "sign", "Sign the statement"


class Strength(models.TextChoices):
    """How well something is covered, from the weakest to the strongest."""

    NOTHING = "nothing", "Nothing yet"
    TOLD = "told", "Told"
    SHOWN = "shown", "Shown"
    IMPACT = "impact", "Shown with impact"


def action_code(action: UUID | str) -> str:
    """How a piece of evidence names an action of the plan, beside the codes of the edition."""
    return f"action:{action}"


def measure_code(measure: UUID | str) -> str:
    return f"measure:{measure}"


def field_of(name: str, code: str) -> str:
    """The name of a question asked of each level or policy: letters, digits and _ only, fit for an id."""
    return f"{name}_{re.sub(r'[^a-z0-9]+', '_', code)}"
