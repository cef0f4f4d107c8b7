"""The delivery plan, how it goes on, and prints."""

from portfolios.models import (
    Action,
    ActionPrinciple,
    Barrier,
    DeliveryPlan,
    Measure,
    Milestone,
    MilestoneReport,
    PolicyFit,
    Printout,
)
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import WORK
from reports.selectors.access.tables.reasons import CODES, OF_ORGANISATION

PLANS = (
    Record(
        model=DeliveryPlan,
        noun="Delivery plan",
        parts=(
            Part(
                code="plans",
                group=WORK,
                title="Delivery plans that you changed last",
                about="Which plan, and when.",
                yours=("updated_by",),
                columns={"application": "Application", "updated_at": "Changed"},
            ),
        ),
        never=("updated_by",),
    ),
    Record(
        model=Measure,
        noun="Measure of a plan",
        nothing=OF_ORGANISATION,
        quiet=("name", "baseline", "target", "how"),
        never=("application", "kind"),
    ),
    Record(
        model=Action,
        noun="Action of a plan",
        nothing=OF_ORGANISATION,
        quiet=(
            "title",
            "description",
            "improvement",
            "needs",
            "agencies",
            "citizens",
            "owner",
            "agreed_with",
            "ladder_why",
            "timescale",
            "budget",
            "resources",
            "incentives",
            "in_place_note",
            "review",
        ),
        never=("application", "four_c", "ladder", "agreed_on", "starts_on", "ends_on", "in_place"),
    ),
    Record(model=ActionPrinciple, noun="Principle", nothing=CODES, never=("action", "code")),
    Record(
        model=Milestone,
        noun="Milestone",
        nothing=OF_ORGANISATION,
        quiet=("name",),
        never=("action", "due_on"),
    ),
    Record(
        model=Barrier,
        noun="Barrier",
        nothing=OF_ORGANISATION,
        quiet=("name", "people", "how"),
        never=("application", "action"),
    ),
    Record(
        model=PolicyFit,
        noun="Fit with a policy",
        nothing=OF_ORGANISATION,
        quiet=("text",),
        never=("application", "policy"),
    ),
    Record(
        model=MilestoneReport,
        noun="Report on a milestone",
        parts=(
            Part(
                code="milestones",
                group=WORK,
                title="Reports on milestones that you made",
                about="How a milestone stands, and why.",
                yours=("reported_by",),
                columns={
                    "milestone__action__application": "Application",
                    "milestone__name": "Milestone",
                    "state": "State",
                    "done_on": "Done on",
                    "new_due_on": "New date",
                    "why": "Why",
                    "reported_at": "When",
                },
            ),
        ),
        never=("milestone", "reported_by"),
    ),
    Record(
        model=Printout,
        noun="Print",
        parts=(
            Part(
                code="prints",
                group=WORK,
                title="Prints that you asked for",
                about="Plans and portfolios as files.",
                yours=("asked_by",),
                columns={
                    "application": "Application",
                    "format": "Format",
                    "asked_at": "When",
                },
            ),
        ),
        # The same words as in the form itself, and gone after a month.
        never=("fingerprint", "record", "file", "asked_by"),
    ),
)
