"""How a delivery plan begins: with what the organisation has told us already (WCAG 3.3.7)."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from awards.choices import MembershipRole
from awards.models import Application, Organisation, User
from awards.permissions import role_in
from awards.services.applications import start_application
from foundation.refusals import NotAllowed
from portfolios.choices import PLAN_STAGE
from portfolios.models import (
    Action,
    ActionPrinciple,
    Barrier,
    DeliveryPlan,
    ListItem,
    Measure,
    Milestone,
    Partner,
    PolicyFit,
)
from portfolios.services.levels import copy_levels
from portfolios.services.lists import copy_partners

R = TypeVar("R", bound=ListItem)


@transaction.atomic
def begin_plan(*, organisation: Organisation, actor: User, at: datetime) -> Application:
    """A new plan, with the partners and levels of the registration.

    After "not yet" or a withdrawal the whole earlier plan is there again. A second click finds the
    plan that the first one began (T-43).
    """
    role = role_in(actor, organisation)
    if role is None or role.value not in MembershipRole.values:
        raise NotAllowed("Only people of this organisation can begin its delivery plan.")
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    begun = Application.objects.open().filter(organisation=organisation, stage=PLAN_STAGE).first()
    if begun is not None:
        return begun
    earlier = _earlier(organisation)
    application = start_application(organisation=organisation, stage=PLAN_STAGE, actor=actor, at=at)
    DeliveryPlan.objects.create(application=application, updated_at=at, updated_by=actor)
    if earlier is not None:
        copy_partners(earlier, application)
        copy_levels(earlier, application)
        if earlier.stage == PLAN_STAGE:
            _copy(earlier, application)
    return application


def _earlier(organisation: Organisation) -> Application | None:
    """The latest plan, whatever is in it; before there is one, what else named partners or levels."""
    rows = Application.objects.filter(organisation=organisation).order_by("-created_at", "-pk")
    known = rows.filter(Q(partners__isnull=False) | Q(engagement_levels__isnull=False))
    return rows.filter(stage=PLAN_STAGE, plan__isnull=False).first() or known.first()


def _copy(earlier: Application, application: Application) -> None:
    partners = dict(
        zip(
            Partner.objects.filter(application=earlier).values_list("pk", flat=True),
            Partner.objects.filter(application=application),
            strict=True,
        )
    )
    measures: dict[int, Measure] = {}
    for measure in Measure.objects.filter(application=earlier):
        measures[measure.pk] = _again(measure, application)
    actions: dict[int, Action] = {}
    rows = Action.objects.filter(application=earlier).prefetch_related(
        "partners", "measures", "principles", "milestones"
    )
    for action in rows:
        old = action.pk
        links = (list(action.partners.all()), list(action.measures.all()))
        principles, milestones = list(action.principles.all()), list(action.milestones.all())
        actions[old] = new = _again(action, application)
        new.partners.set(partners[partner.pk] for partner in links[0])
        new.measures.set(measures[measure.pk] for measure in links[1])
        ActionPrinciple.objects.bulk_create(
            ActionPrinciple(action=new, code=principle.code) for principle in principles
        )
        Milestone.objects.bulk_create(
            Milestone(action=new, name=each.name, due_on=each.due_on) for each in milestones
        )
    for barrier in Barrier.objects.filter(application=earlier):
        barrier.action = actions.get(barrier.action_id) if barrier.action_id else None
        _again(barrier, application)
    PolicyFit.objects.bulk_create(
        PolicyFit(application=application, policy=fit.policy, text=fit.text)
        for fit in PolicyFit.objects.filter(application=earlier)
    )


def _again(row: R, application: Application) -> R:
    """The same words as a row of its own."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in ("id", "uuid", "application_id", "version")
    }
    return type(row)._default_manager.create(application=application, **kept)
