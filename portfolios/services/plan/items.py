"""The lists of the whole plan: barriers, measures and partners."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from awards.models import Application, User
from portfolios.choices import PlanSection, order_of
from portfolios.models import Action, Barrier, DeliveryPlan, Measure, Partner
from portfolios.services import lists
from portfolios.services.editing import note_edit
from portfolios.services.plan.editing import forget_draft, need_section, open_plan

Item = Barrier | Measure | Partner
MODELS: dict[PlanSection, type[Barrier] | type[Measure] | type[Partner]] = {
    PlanSection.BARRIERS: Barrier,
    PlanSection.MEASURES: Measure,
    PlanSection.PARTNERS: Partner,
}


@transaction.atomic
def add_item(
    *,
    application: Application,
    section: PlanSection,
    key: UUID,
    values: Mapping[str, Any],
    actor: User,
    at: datetime,
) -> Item:
    """One more of a list. `key` comes with the page: a second click finds the first one's row (T-43)."""
    plan, opened = open_plan(application=application, actor=actor)
    own = _own(plan, values)
    done = lists.added(MODELS[section], plan.application, key=key, values=own)
    if done is not None:
        return done
    need_section(plan, opened, section, at)
    item: Item
    item, _ = lists.add(MODELS[section], plan.application, key=key, values=own)
    note_edit(plan, section=section, actor=actor, at=at)
    forget_draft(actor, plan.application, section, "new")
    return item


@transaction.atomic
def change_item(
    *,
    application: Application,
    section: PlanSection,
    item: Item,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Item:
    plan = _open(application, section, item, actor, at)
    lists.change(item, values=_own(plan, values), expected_version=expected_version)
    note_edit(plan, section=section, actor=actor, at=at)
    forget_draft(actor, plan.application, section, item.uuid)
    return item


@transaction.atomic
def move_item(
    *,
    application: Application,
    section: PlanSection,
    item: Item,
    up: bool,
    actor: User,
    at: datetime,
) -> None:
    """One place up or down. Order is no answer: always open."""
    plan, _ = open_plan(application=application, actor=actor)
    lists.need_own(item, MODELS[section], plan.application)
    among = MODELS[section]._default_manager.filter(application=plan.application)
    if lists.move(item, plan.application, up=up, among=among):
        note_edit(plan, section=order_of(section), actor=actor, at=at)


@transaction.atomic
def remove_item(
    *, application: Application, section: PlanSection, item: Item, actor: User, at: datetime
) -> None:
    """Actions that named it go on without it, and the gap check says what is missing then."""
    plan = _open(application, section, item, actor, at)
    if lists.remove(item, plan.application):
        note_edit(plan, section=section, actor=actor, at=at)


def _open(
    application: Application, section: PlanSection, item: Item, actor: User, at: datetime
) -> DeliveryPlan:
    plan, opened = open_plan(application=application, actor=actor)
    lists.need_own(item, MODELS[section], plan.application)
    need_section(plan, opened, section, at)
    return plan


def _own(plan: DeliveryPlan, values: Mapping[str, Any]) -> dict[str, Any]:
    """A barrier's action comes as an id, and only the plan's own actions count (T-25)."""
    own = dict(values)
    if "action" in own:
        own["action"] = (
            Action.objects.filter(application=plan.application, uuid=own["action"]).first()
            if own["action"]
            else None
        )
    return own
