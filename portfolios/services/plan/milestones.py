"""The milestones of one action. They stand in the order of their dates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from awards.models import Application, User
from foundation.forms import show_date
from foundation.refusals import Refused
from foundation.versions import Stale, save_versioned
from portfolios.choices import ActionPart, action_section
from portfolios.models import Action, DeliveryPlan, Milestone
from portfolios.services import lists
from portfolios.services.editing import both_texts, note_edit
from portfolios.services.plan.editing import action_of, forget_draft, need_part, open_plan

LABELS = {"name": "Milestone", "due_on": "When it is due"}
TYPED = tuple(LABELS)


@transaction.atomic
def add_milestone(
    *,
    application: Application,
    action: Action,
    key: UUID,
    values: Mapping[str, Any],
    actor: User,
    at: datetime,
) -> Milestone:
    """`key` comes with the page: a second click finds the first one's row (T-43)."""
    plan, opened = open_plan(application=application, actor=actor)
    current = action_of(plan.application, action.pk)
    done = current.milestones.filter(uuid=key).first()
    if done is not None:
        typed = {name: values[name] for name in TYPED if name in values}
        lists.refuse_other_words(
            done.version > 1 or all(getattr(done, n) == v for n, v in typed.items())
        )
        return done
    need_part(plan, opened, current, ActionPart.MILESTONES, at)
    if current.milestones.count() >= Milestone.MOST:
        raise Refused(
            f"An action has room for {Milestone.MOST} milestones. Remove one before you add another."
        )
    try:
        with transaction.atomic():
            milestone = Milestone.objects.create(
                action=current, uuid=key, **{name: values[name] for name in TYPED if name in values}
            )
    except IntegrityError as foreign:
        # The key is somebody else's row (T-25).
        raise Refused("This page is out of date. Open it again and add it there.") from foreign
    _note(plan, current, actor, at)
    forget_draft(actor, plan.application, current.uuid, "milestone", "new")
    return milestone


@transaction.atomic
def change_milestone(
    *,
    application: Application,
    milestone: Milestone,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Milestone:
    """`Clash` shows both when a colleague saved it meanwhile (T-44)."""
    plan, current = _open(application, milestone, actor, at)
    names = [name for name in TYPED if name in values]
    for name in names:
        setattr(milestone, name, values[name])
    try:
        save_versioned(milestone, expected_version=expected_version, fields=names)
    except Stale:
        theirs = current.milestones.filter(pk=milestone.pk).first()
        if theirs is None:
            raise Refused("A colleague has removed this milestone meanwhile.") from None
        raise both_texts(LABELS, _shown(milestone), _shown(theirs)) from None
    _note(plan, current, actor, at)
    forget_draft(actor, plan.application, current.uuid, "milestone", milestone.uuid)
    return milestone


@transaction.atomic
def remove_milestone(
    *, application: Application, milestone: Milestone, actor: User, at: datetime
) -> None:
    """Removing what is gone already is no mistake."""
    plan, current = _open(application, milestone, actor, at)
    count, _ = current.milestones.filter(pk=milestone.pk).delete()
    if count:
        _note(plan, current, actor, at)


def _open(
    application: Application, milestone: Milestone, actor: User, at: datetime
) -> tuple[DeliveryPlan, Action]:
    plan, opened = open_plan(application=application, actor=actor)
    # By its key: the row itself may be gone, with the milestone.
    current = action_of(plan.application, milestone.action_id)
    need_part(plan, opened, current, ActionPart.MILESTONES, at)
    return plan, current


def _note(plan: DeliveryPlan, action: Action, actor: User, at: datetime) -> None:
    section = action_section(action.uuid, ActionPart.MILESTONES)
    note_edit(plan, section=section, actor=actor, at=at)


def _shown(milestone: Milestone) -> dict[str, str]:
    due_on = milestone.due_on
    return {"name": milestone.name, "due_on": show_date(due_on) if due_on else ""}
