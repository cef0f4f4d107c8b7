"""What every change of a plan does first: lock it, and see that this page of it is open."""

from datetime import datetime

from django.urls import reverse

from awards.models import Application, User
from foundation.dates import london_date
from foundation.drafts import discard_draft
from foundation.refusals import Link, Refused
from portfolios.choices import ActionPart, PlanSection
from portfolios.models import Action, DeliveryPlan
from portfolios.selectors.plan.gaps import Place, missing_of
from portfolios.selectors.plan.opened import Missing, Opened, opened_of
from portfolios.selectors.plan.reading import plan_of, whole_plan
from portfolios.services.editing import not_challenged, open_for_writing


def draft_key(application: Application, *names: object) -> str:
    """Under which key a page keeps what is typed and not saved yet."""
    return ":".join(["plan", str(application.uuid), *(str(name) for name in names)])


def forget_draft(actor: User, application: Application, *names: object) -> None:
    discard_draft(actor, draft_key(application, *names))


def open_plan(*, application: Application, actor: User) -> tuple[DeliveryPlan, Opened]:
    """The plan with its application locked for the rest of the transaction, and what is open in it."""
    locked = open_for_writing(application=application, actor=actor)
    return plan_of(locked), opened_of(locked)


def need_section(plan: DeliveryPlan, opened: Opened, section: PlanSection, at: datetime) -> None:
    if not opened.section(section, _missing(plan, at)):
        raise not_challenged(plan.application)


def need_part(
    plan: DeliveryPlan, opened: Opened, action: Action, part: ActionPart, at: datetime
) -> None:
    if not opened.part(part, action=str(action.uuid), missing=_missing(plan, at)):
        raise not_challenged(plan.application)


def need_whole_action(plan: DeliveryPlan, opened: Opened, action: Action) -> None:
    """For removing it."""
    if not opened.action(str(action.uuid)):
        raise not_challenged(plan.application)


def need_adding(plan: DeliveryPlan, opened: Opened, at: datetime) -> None:
    if not opened.adding(_missing(plan, at)):
        raise not_challenged(plan.application)


def action_of(application: Application, pk: int) -> Action:
    """The row as it is now, or the refusal when a colleague has removed it."""
    fresh = Action.objects.filter(pk=pk, application=application).first()
    if fresh is None:
        raise Refused(
            "A colleague has removed this action meanwhile.",
            link=Link("See all actions", reverse("plan-actions", args=[application.uuid])),
        )
    return fresh


def _missing(plan: DeliveryPlan, at: datetime) -> Missing:
    """Where something is missing: that can be filled in whatever was challenged."""

    def places() -> list[Place]:
        record = whole_plan(plan.application).record
        return [gap.about for gap in missing_of(record, on=london_date(at))]

    return places
