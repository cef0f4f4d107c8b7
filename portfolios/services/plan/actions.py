"""The actions of a plan: add one, save one page of it, put it in order, remove it (scheme.md 8, 9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from awards.models import Application, User
from awards.scheme import Scheme, edition
from foundation.forms import show_date
from foundation.refusals import Refused
from foundation.versions import Stale
from portfolios.choices import ActionPart, InPlace, PlanSection, action_section, order_of
from portfolios.models import Action, ActionPrinciple, Measure, Partner
from portfolios.selectors.plan.display import name_in_edition
from portfolios.selectors.plan.wording import ask
from portfolios.services import lists
from portfolios.services.editing import both_texts, claim_edit, note_edit
from portfolios.services.plan.editing import (
    action_of,
    forget_draft,
    need_adding,
    need_part,
    need_whole_action,
    open_plan,
)

# The columns that each page may write, and no others (T-26).
COLUMNS: dict[ActionPart, tuple[str, ...]] = {
    ActionPart.WHAT: Action.TYPED,
    ActionPart.WHO: ("agencies", "citizens", "owner"),
    ActionPart.LADDER: ("ladder", "agreed_with", "agreed_on", "ladder_why"),
    ActionPart.WHEN: ("starts_on", "ends_on", "timescale"),
    ActionPart.RESOURCES: ("budget", "resources", "incentives", "in_place", "in_place_note"),
    ActionPart.REVIEW: ("review",),
}
# What a page ticks from a list: the ids of the plan's own rows, or codes of the edition.
TICKED: dict[ActionPart, str] = {
    ActionPart.WHO: "partners",
    ActionPart.LADDER: "principles",
    ActionPart.REVIEW: "measures",
}


@transaction.atomic
def add_action(
    *, application: Application, key: UUID, values: Mapping[str, Any], actor: User, at: datetime
) -> Action:
    """One more action, with what its first page asks. A second click finds the first row (T-43)."""
    plan, opened = open_plan(application=application, actor=actor)
    first = action_section(key, ActionPart.WHAT)
    done = lists.added(
        Action,
        plan.application,
        key=key,
        values=values,
        unchanged=not plan.application.edits.filter(section=first, version__gt=1).exists(),
    )
    if done is not None:
        return done
    need_adding(plan, opened, at)
    _check_codes(edition(application.edition), values)
    action, _ = lists.add(Action, plan.application, key=key, values=values)
    note_edit(plan, section=first, actor=actor, at=at)
    note_edit(plan, section=PlanSection.ACTIONS, actor=actor, at=at)
    forget_draft(actor, plan.application, "new")
    return action


@transaction.atomic
def save_part(
    *,
    application: Application,
    action: Action,
    part: ActionPart,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Action:
    """Keep one page of one action; what is not given stays as it is.

    `Clash` shows both texts when a colleague saved this page meanwhile (T-44).
    """
    plan, opened = open_plan(application=application, actor=actor)
    current = action_of(plan.application, action.pk)
    need_part(plan, opened, current, part, at)
    scheme = edition(application.edition)
    _check_codes(scheme, values)
    names = [name for name in COLUMNS[part] if name in values]
    ticked = TICKED.get(part, "")
    try:
        claim_edit(
            plan,
            section=action_section(current.uuid, part),
            expected_version=expected_version,
            actor=actor,
            at=at,
        )
    except Stale:
        chosen = [ticked] if ticked in values else []
        raise both_texts(
            {name: ask(scheme, name).label for name in (*names, *chosen)},
            {name: _shown(scheme, plan.application, name, values[name]) for name in values},
            {name: _shown(scheme, plan.application, name, getattr(current, name)) for name in names}
            | {
                name: _shown(scheme, plan.application, name, _ticks(current, name))
                for name in chosen
            },
        ) from None
    for name in names:
        setattr(current, name, values[name])
    current.save(update_fields=names)
    if ticked in values:
        _tick(current, ticked, values[ticked])
    forget_draft(actor, plan.application, current.uuid, part)
    return current


@transaction.atomic
def move_action(
    *, application: Application, action: Action, up: bool, actor: User, at: datetime
) -> None:
    """One place up or down among the actions of the same C. Order is no answer: always open."""
    plan, _ = open_plan(application=application, actor=actor)
    current = action_of(plan.application, action.pk)
    among = Action.objects.filter(application=plan.application, four_c=current.four_c)
    if lists.move(current, plan.application, up=up, among=among):
        note_edit(plan, section=order_of(PlanSection.ACTIONS), actor=actor, at=at)


@transaction.atomic
def remove_action(*, application: Application, action: Action, actor: User, at: datetime) -> None:
    """With its milestones. Barriers that it answered stay, and say that an action is missing."""
    plan, opened = open_plan(application=application, actor=actor)
    current = Action.objects.filter(pk=action.pk, application=plan.application).first()
    if current is None:
        return
    need_whole_action(plan, opened, current)
    plan.application.edits.filter(section__startswith=f"action:{current.uuid}:").delete()
    lists.remove(current, plan.application)
    note_edit(plan, section=PlanSection.ACTIONS, actor=actor, at=at)


def _check_codes(scheme: Scheme, values: Mapping[str, Any]) -> None:
    """Pages offer only what the edition has; so anything else is somebody trying doors (T-25)."""
    known = {
        "four_c": {"", *(four_c.code for four_c in scheme.four_cs)},
        "ladder": {"", *(level.code for level in scheme.ladder)},
        "in_place": {"", *InPlace.values},
    }
    for name, codes in known.items():
        if values.get(name, "") not in codes:
            raise Refused("Choose one of the answers on the page.")
    principles = {principle.code for principle in scheme.principles}
    if not principles.issuperset(values.get("principles", ())):
        raise Refused("Choose from the principles on the page.")


def _tick(action: Action, name: str, chosen: Sequence[str]) -> None:
    """Only rows of the same plan count: another one's are not there (T-25)."""
    if name == "principles":
        action.principles.exclude(code__in=chosen).delete()
        there = set(action.principles.values_list("code", flat=True))
        ActionPrinciple.objects.bulk_create(
            ActionPrinciple(action=action, code=code)
            for code in dict.fromkeys(chosen)
            if code not in there
        )
    elif name == "partners":
        action.partners.set(
            Partner.objects.filter(application=action.application_id, uuid__in=chosen)
        )
    else:
        action.measures.set(
            Measure.objects.filter(application=action.application_id, uuid__in=chosen)
        )


def _ticks(action: Action, name: str) -> list[str]:
    if name == "principles":
        return list(action.principles.values_list("code", flat=True))
    rows = action.partners if name == "partners" else action.measures
    return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]


def _shown(scheme: Scheme, application: Application, name: str, value: Any) -> str:
    """An answer as the page that shows both texts says it."""
    if name == "four_c":
        return name_in_edition(scheme.four_c, value)
    if name == "ladder":
        return name_in_edition(scheme.ladder_level, value)
    if name == "in_place":
        return InPlace(value).label if value else ""
    if name == "principles":
        return "\n".join(p.name for p in scheme.principles if p.code in value)
    if name in ("partners", "measures"):
        model = Partner if name == "partners" else Measure
        rows = model._default_manager.filter(application=application, uuid__in=list(value))
        return "\n".join(str(row) for row in rows)
    if name.endswith("_on"):
        return show_date(value) if value else ""
    return str(value)
