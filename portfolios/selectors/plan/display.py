"""A plan in words: parts, entries and rows, for the check, the copy, the print and the comparison.

The shape is that of `portfolios.selectors.registration.snapshots`: a list of sections `{code, title, rows,
entries}`. An entry is `{id, title, rows}`, a row `{code, label, value, part, contact}`. The entries of the
4Cs are actions, and their rows say on which page of the action they stand (`part`).
"""

from collections.abc import Iterable
from typing import Any

from awards.models import Application
from awards.scheme import Scheme, UnknownCodeError, edition
from foundation.forms import show_date
from portfolios.choices import (
    LOOSE,
    UNNAMED,
    ActionPart,
    InPlace,
    MeasureKind,
    PartnerKind,
    PlanSection,
    said,
)
from portfolios.records import (
    ActionRecord,
    BarrierRecord,
    MeasureRecord,
    PartnerRecord,
    PlanRecord,
    as_json,
)
from portfolios.selectors.plan.wording import ask

Row = dict[str, Any]
Section = dict[str, Any]


def snapshot_of_plan(application: Application, record: PlanRecord) -> dict[str, Any]:
    """What is sent, whole and for good, with the labels of its day; format 1."""
    scheme = edition(record.edition)
    return {
        "format": 1,
        "kind": "plan",
        "reference": record.reference,
        "edition": record.edition,
        "scheme": scheme.title,
        "stage": application.stage,
        "organisation_name": record.organisation_name,
        "sections": sections_of(record),
        "actions": [
            {"id": action.id, "title": action.title or UNNAMED, "four_c": action.four_c}
            for action in record.actions
        ],
        "plan": as_json(record),
    }


def sections_of(record: PlanRecord) -> list[Section]:
    """The whole plan: the actions under each of the 4Cs, then what holds for all of it."""
    scheme = edition(record.edition)
    parts = [
        _section(four_c.code, four_c.name, entries=_entries(record, record.actions_of(four_c.code)))
        for four_c in scheme.four_cs
    ]
    known = {four_c.code for four_c in scheme.four_cs}
    loose = [action for action in record.actions if action.four_c not in known]
    if loose:
        parts.append(_section("", LOOSE, entries=_entries(record, loose)))
    return [
        *parts,
        _section(
            PlanSection.BARRIERS,
            PlanSection.BARRIERS.label,
            entries=[_barrier(record, scheme, barrier) for barrier in record.barriers],
        ),
        _section(
            PlanSection.MEASURES,
            PlanSection.MEASURES.label,
            entries=[_measure(scheme, measure) for measure in record.measures],
        ),
        _section(
            PlanSection.PARTNERS,
            PlanSection.PARTNERS.label,
            entries=[_partner(scheme, partner) for partner in record.partners],
        ),
        _section(PlanSection.LEVELS, PlanSection.LEVELS.label, _levels(record, scheme)),
        _section(PlanSection.POLICIES, PlanSection.POLICIES.label, _policies(record, scheme)),
    ]


def _section(
    code: str, title: str, rows: Iterable[Row] = (), entries: Iterable[dict[str, Any]] = ()
) -> Section:
    return {"code": str(code), "title": title, "rows": list(rows), "entries": list(entries)}


def _row(code: str, label: str, value: str, part: str = "") -> Row:
    return {"code": code, "label": label, "value": value, "part": part, "contact": False}


def _entries(record: PlanRecord, actions: Iterable[ActionRecord]) -> list[dict[str, Any]]:
    scheme = edition(record.edition)
    return [
        {
            "id": action.id,
            "title": action.title or UNNAMED,
            "rows": action_rows(record, scheme, action),
        }
        for action in actions
    ]


def action_rows(record: PlanRecord, scheme: Scheme, action: ActionRecord) -> list[Row]:
    """Every answer about one action, in the order of its pages."""
    what, who, ladder, when, milestones, resources, review = ActionPart
    partners = [p.name or UNNAMED for id in action.partners if (p := record.partner(id))]
    measures = [m.name or UNNAMED for id in action.measures if (m := record.measure(id))]
    principles = [name_in_edition(scheme.principle, code) for code in action.principles]
    values: list[tuple[ActionPart, str, str]] = [
        (what, "description", action.description),
        (what, "improvement", action.improvement),
        (what, "needs", action.needs),
        (who, "agencies", action.agencies),
        (who, "citizens", action.citizens),
        (who, "partners", "\n".join(partners)),
        (who, "owner", action.owner),
        (ladder, "principles", "\n".join(principles)),
        (ladder, "ladder", name_in_edition(scheme.ladder_level, action.ladder)),
        (ladder, "agreed_with", action.agreed_with),
        (ladder, "agreed_on", show_date(action.agreed_on) if action.agreed_on else ""),
    ]
    if action.ladder and action.ladder != scheme.default_ladder_level.code:
        values.append((ladder, "ladder_why", action.ladder_why))
    values += [
        (when, "starts_on", show_date(action.starts_on) if action.starts_on else ""),
        (when, "ends_on", show_date(action.ends_on) if action.ends_on else ""),
        (when, "timescale", action.timescale),
        (resources, "budget", action.budget),
        (resources, "resources", action.resources),
        (resources, "incentives", action.incentives),
        (resources, "in_place", InPlace(action.in_place).label if action.in_place else ""),
        (resources, "in_place_note", action.in_place_note),
        (review, "measures", "\n".join(measures)),
        (review, "review", action.review),
    ]
    rows = [_row(code, ask(scheme, code).label, value, part) for part, code, value in values]
    rows += [
        _row(
            f"milestone:{each.id}",
            "Milestone",
            # Its name is an answer, so that another name is a difference (`selectors.comparing`).
            f"{each.name or UNNAMED}\n{f'Due {show_date(each.due_on)}' if each.due_on else ''}".strip(),
            milestones,
        )
        for each in action.milestones
    ]
    order = [part.value for part in ActionPart]
    return sorted(rows, key=lambda row: order.index(row["part"]))


def _barrier(record: PlanRecord, scheme: Scheme, barrier: BarrierRecord) -> dict[str, Any]:
    action = record.action(barrier.action)
    return {
        "id": barrier.id,
        "title": barrier.name or UNNAMED,
        "rows": [
            _row("people", ask(scheme, "barrier_people").label, barrier.people),
            _row(
                "action",
                ask(scheme, "barrier_action").label,
                (action.title or UNNAMED) if action else "",
            ),
            _row("how", ask(scheme, "barrier_how").label, barrier.how),
        ],
    }


def _measure(scheme: Scheme, measure: MeasureRecord) -> dict[str, Any]:
    return {
        "id": measure.id,
        "title": measure.name or UNNAMED,
        "rows": [
            _row(
                "kind",
                ask(scheme, "measure_kind").label,
                MeasureKind(measure.kind).label if measure.kind else "",
            ),
            _row("baseline", ask(scheme, "baseline").label, measure.baseline),
            _row("target", ask(scheme, "target").label, measure.target),
            _row("how", ask(scheme, "measure_how").label, measure.how),
        ],
    }


def _partner(scheme: Scheme, partner: PartnerRecord) -> dict[str, Any]:
    return {
        "id": partner.id,
        "title": partner.name or UNNAMED,
        "rows": [
            _row(
                "kind",
                ask(scheme, "partner_kind").label,
                PartnerKind(partner.kind).label if partner.kind else "",
            ),
            _row("how", ask(scheme, "partner_how").label, partner.how),
        ],
    }


def _levels(record: PlanRecord, scheme: Scheme) -> Iterable[Row]:
    for level in scheme.engagement_levels:
        answer = record.level(level.code)
        words = said(answer.engagement, answer.text) if answer else ""
        yield _row(level.code, level.name, words)


def _policies(record: PlanRecord, scheme: Scheme) -> Iterable[Row]:
    for policy in scheme.policies:
        answer = record.policy(policy.code)
        yield _row(policy.code, policy.name, answer.text if answer else "")


def name_in_edition(find: Any, code: str) -> str:
    """What the edition calls it; the code itself when this edition no longer knows it."""
    if not code:
        return ""
    try:
        return str(find(code).name)
    except UnknownCodeError:
        return code
