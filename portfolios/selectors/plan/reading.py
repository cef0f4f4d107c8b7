"""A delivery plan with everything that belongs to it, in a constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from awards.models import Application
from awards.scheme import Scheme, edition
from portfolios.models import (
    Action,
    ActionPrinciple,
    Barrier,
    DeliveryPlan,
    Measure,
    Milestone,
    Partner,
    PolicyFit,
    SectionEdit,
)
from portfolios.records import (
    ActionRecord,
    BarrierRecord,
    LevelRecord,
    MeasureRecord,
    MilestoneRecord,
    PartnerRecord,
    PlanRecord,
    PolicyRecord,
)

__all__ = ["Plan", "action_or_none", "plan_of", "whole_plan"]


@dataclass(frozen=True)
class Plan:
    """The rows for the pages that write, and the record for everything that judges or shows."""

    application: Application
    scheme: Scheme
    plan: DeliveryPlan
    record: PlanRecord
    edits: dict[str, SectionEdit]

    def version(self, section: str) -> int:
        """The version a section's page is opened with; 0 before anybody saved it."""
        edit = self.edits.get(section)
        return edit.version if edit else 0


def plan_of(application: Application) -> DeliveryPlan:
    """The plan's row. It is made with the application, so it is always there."""
    plan = DeliveryPlan.objects.get(application=application)
    plan.application = application
    return plan


def whole_plan(application: Application) -> Plan:
    """Twelve queries, however many actions and milestones there are."""
    plan = plan_of(application)
    scheme = edition(application.edition)
    # Versions first: a save between two reads then shows an old version, and clashes (T-44).
    edits = {
        edit.section: edit
        for edit in SectionEdit.objects.filter(application=application).select_related("updated_by")
    }
    return Plan(
        application=application,
        scheme=scheme,
        plan=plan,
        record=PlanRecord(
            organisation_name=application.organisation.name,
            reference=application.reference,
            edition=application.edition,
            actions=_actions(application),
            barriers=_barriers(application),
            measures=tuple(
                MeasureRecord(str(m.uuid), m.kind, m.name, m.baseline, m.target, m.how)
                for m in Measure.objects.filter(application=application)
            ),
            partners=tuple(
                PartnerRecord(str(p.uuid), p.name, p.kind, p.how)
                for p in Partner.objects.filter(application=application)
            ),
            levels=_levels(application, scheme),
            policies=_policies(application, scheme),
        ),
        edits=edits,
    )


def _actions(application: Application) -> tuple[ActionRecord, ...]:
    rows = list(Action.objects.filter(application=application))
    milestones: dict[int, list[MilestoneRecord]] = defaultdict(list)
    for milestone in Milestone.objects.filter(action__in=rows):
        milestones[milestone.action_id].append(
            MilestoneRecord(str(milestone.uuid), milestone.name, milestone.due_on)
        )
    principles: dict[int, list[str]] = defaultdict(list)
    codes = ActionPrinciple.objects.filter(action__in=rows).values_list("action", "code")
    for action, code in codes:
        principles[action].append(code)
    partners = _links(Action.partners.through.objects.filter(action__in=rows), "partner")
    measures = _links(Action.measures.through.objects.filter(action__in=rows), "measure")
    return tuple(
        ActionRecord(
            id=str(row.uuid),
            four_c=row.four_c,
            title=row.title,
            description=row.description,
            improvement=row.improvement,
            needs=row.needs,
            agencies=row.agencies,
            citizens=row.citizens,
            partners=tuple(partners[row.pk]),
            owner=row.owner,
            principles=tuple(principles[row.pk]),
            ladder=row.ladder,
            agreed_with=row.agreed_with,
            agreed_on=row.agreed_on,
            ladder_why=row.ladder_why,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            timescale=row.timescale,
            budget=row.budget,
            resources=row.resources,
            incentives=row.incentives,
            in_place=row.in_place,
            in_place_note=row.in_place_note,
            measures=tuple(measures[row.pk]),
            review=row.review,
            milestones=tuple(milestones[row.pk]),
        )
        for row in rows
    )


def _links(rows: QuerySet[Any], name: str) -> dict[int, list[str]]:
    """By the action's key, the ids of what it is linked with, in the order of their list."""
    found: dict[int, list[str]] = defaultdict(list)
    pairs = rows.order_by(f"{name}__position").values_list("action", f"{name}__uuid")
    for action, uuid in pairs:
        found[action].append(str(uuid))
    return found


def _barriers(application: Application) -> tuple[BarrierRecord, ...]:
    rows = Barrier.objects.filter(application=application).select_related("action")
    return tuple(
        BarrierRecord(
            str(row.uuid),
            row.name,
            row.people,
            str(row.action.uuid) if row.action else "",
            row.how,
        )
        for row in rows
    )


def _levels(application: Application, scheme: Scheme) -> tuple[LevelRecord, ...]:
    rows = {row.level: row for row in application.engagement_levels.all()}
    return tuple(
        LevelRecord(level.code, rows[level.code].engagement, rows[level.code].text)
        for level in scheme.engagement_levels
        if level.code in rows
    )


def _policies(application: Application, scheme: Scheme) -> tuple[PolicyRecord, ...]:
    rows = {row.policy: row.text for row in PolicyFit.objects.filter(application=application)}
    return tuple(
        PolicyRecord(policy.code, rows[policy.code])
        for policy in scheme.policies
        if rows.get(policy.code)
    )


def action_or_none(application: Application, uuid: UUID) -> Action | None:
    """Only from this very plan: another one's action is not there (T-25)."""
    return Action.objects.filter(application=application, uuid=uuid).first()
