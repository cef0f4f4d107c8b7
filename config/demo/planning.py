"""An organisation writes its delivery plan, by two people over weeks, and sends it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import uuid4

from awards.choices import Role
from awards.models import User
from config.demo.days import working_day
from config.demo.judged import Table
from config.demo.tale import Tale
from portfolios.choices import (
    ActionPart,
    Engagement,
    InPlace,
    MeasureKind,
    MilestoneState,
    PlanSection,
)
from portfolios.models import Action, Milestone, Partner
from portfolios.services.plan import (
    add_action,
    add_item,
    add_milestone,
    begin_plan,
    change_item,
    report_milestone,
    save_levels,
    save_part,
    save_policies,
    submit_plan,
)

# Which page of an action asks what, as the files name it.
PAGES: dict[ActionPart, tuple[str, ...]] = {
    ActionPart.WHO: ("agencies", "citizens", "partners", "owner"),
    ActionPart.LADDER: ("principles", "ladder", "agreed_with", "agreed", "ladder_why"),
    ActionPart.WHEN: ("starts", "ends", "timescale"),
    ActionPart.RESOURCES: ("budget", "resources", "incentives", "in_place", "in_place_note"),
    ActionPart.REVIEW: ("measures", "review"),
}
WHAT = ("title", "description", "improvement", "needs")
DATES = {"agreed": "agreed_on", "starts": "starts_on", "ends": "ends_on"}
LEVELS = {
    "board": "level.board",
    "leaders": "level.senior_leadership",
    "team": "level.operational_team",
    "community": "level.community_groups",
    "parents": "level.parents_carers",
    "children": "level.children_young_people",
}


def write(tale: Tale) -> None:
    """As much of it as the file holds, in the order in which people think of it."""
    plan = tale.plan
    tale.application = begin_plan(
        organisation=tale.organisation, actor=tale.lead, at=tale.days.at(plan.begun, 15)
    )
    _write_partners(tale)
    _write_measures(tale)
    end = max(plan.begun + 5, min(plan.sent, tale.days.today - 9) - 2)
    pace = (end - plan.begun - 4) / max(1, len(plan.actions))
    steps: list[tuple[int, Callable[[int], None]]] = []
    for number, table in enumerate(plan.actions):
        day, writer = plan.begun + 4 + round(number * pace), writer_of(tale, number)
        steps.append((day, partial(_write_action, tale, table, writer)))
        # The ladder’s page can’t be written before they have agreed.
        agreed = max(day, plan.sent + table["agreed"] + 1 if "agreed" in table else day)
        steps.append((agreed, partial(_write_pages, tale, table, writer, (ActionPart.LADDER,))))
    for day, step in sorted(steps, key=itemgetter(0)):
        step(day)
    _write_rest(tale, end)


def send(tale: Tale) -> None:
    submit_plan(
        application=tale.application,
        actor=tale.lead,
        role=Role.LEAD,
        at=tale.days.at(tale.plan.sent, 11),
        key=uuid4(),
    )


def write_again(tale: Tale, day: int) -> None:
    """More steps for what the panel found too coarse."""
    for table in tale.plan.again:
        action = Action.objects.get(uuid=tale.keys[table["action"]])
        for each in table["milestones"]:
            _add_milestone(tale, action, each, tale.member, day)


def report(tale: Tale) -> None:
    """What became of the milestones since, as it came in."""
    came = [
        (each["day"], key, each)
        for action in tale.plan.actions
        for place, milestone in enumerate(action.get("milestones", []))
        for key in [f"{action['key']} {place}"]
        for each in milestone.get("report", [])
    ]
    for number, (day, key, each) in enumerate(sorted(came, key=itemgetter(0))):
        report_milestone(
            application=tale.application,
            milestone=Milestone.objects.get(uuid=tale.keys[key]),
            state=MilestoneState(each["state"]),
            done_on=date_of(tale, each.get("done"), back=True),
            new_due_on=date_of(tale, each.get("new")),
            why=each.get("why", ""),
            key=uuid4(),
            actor=writer_of(tale, number),
            at=tale.days.at(tale.plan.sent + day, 14),
        )


def writer_of(tale: Tale, number: int) -> User:
    return tale.member if number % 2 else tale.lead


def date_of(tale: Tale, offset: int | None, *, back: bool = False) -> date | None:
    """Off weekends and breaks: back for a beginning and for what has happened, on for what is to come."""
    if offset is None:
        return None
    school = tale.organisation.sector == "education"
    return working_day(tale.days.date(tale.plan.sent + offset), school=school, back=back)


def _write_partners(tale: Tale) -> None:
    """Those of the registration are there already, and what is said about them is brought up to date."""
    there = {
        partner.name: partner for partner in Partner.objects.filter(application=tale.application)
    }
    for table in tale.plan.partners:
        values = {name: table[name] for name in ("name", "kind", "how")}
        at = tale.days.at(tale.plan.begun + 1, 10)
        known = there.get(table["name"])
        if known is None:
            partner = add_item(
                application=tale.application,
                section=PlanSection.PARTNERS,
                key=uuid4(),
                values=values,
                actor=tale.lead,
                at=at,
            )
        else:
            partner = change_item(
                application=tale.application,
                section=PlanSection.PARTNERS,
                item=known,
                values=values,
                expected_version=known.version,
                actor=tale.lead,
                at=at,
            )
        tale.keys[f"partner {table['key']}"] = str(partner.uuid)


def _write_measures(tale: Tale) -> None:
    for table in tale.plan.measures:
        measure = add_item(
            application=tale.application,
            section=PlanSection.MEASURES,
            key=uuid4(),
            values={name: value for name, value in table.items() if name != "key"}
            | {"kind": MeasureKind(table["kind"])},
            actor=tale.member,
            at=tale.days.at(tale.plan.begun + 2, 14),
        )
        tale.keys[f"measure {table['key']}"] = str(measure.uuid)


def _write_action(tale: Tale, table: Table, writer: User, day: int) -> None:
    action = add_action(
        application=tale.application,
        key=uuid4(),
        values={
            "four_c": f"fourc.{table['four_c']}",
            **{name: table[name] for name in WHAT if name in table},
        },
        actor=writer,
        at=tale.days.at(day, 10),
    )
    tale.keys[table["key"]] = str(action.uuid)
    _write_pages(
        tale, table, writer, [part for part in PAGES if part is not ActionPart.LADDER], day
    )
    for place, each in enumerate(table.get("milestones", [])):
        milestone = _add_milestone(tale, action, each, writer, day)
        tale.keys[f"{table['key']} {place}"] = str(milestone.uuid)


def _write_pages(
    tale: Tale, table: Table, writer: User, parts: Sequence[ActionPart], day: int
) -> None:
    """Those that the file has something for."""
    action = Action.objects.get(uuid=tale.keys[table["key"]])
    for part in parts:
        values = dict(_value(tale, name, table[name]) for name in PAGES[part] if name in table)
        if "in_place_note" in values:
            values.setdefault("in_place", InPlace.YES)
        if values:
            save_part(
                application=tale.application,
                action=action,
                part=part,
                values=values,
                expected_version=0,
                actor=writer,
                at=tale.days.at(day, 11),
            )


def _value(tale: Tale, name: str, value: Any) -> tuple[str, Any]:
    """What a page gives to the service, from what the file says."""
    if name in DATES:
        return DATES[name], date_of(tale, value, back=name != "ends")
    if name in ("partners", "measures"):
        return name, [tale.keys[f"{name[:-1]} {key}"] for key in value]
    if name == "principles":
        return name, [f"principle.{number}" for number in value]
    if name == "ladder":
        return name, f"ladder.{value}"
    return name, value


def _add_milestone(tale: Tale, action: Action, table: Table, writer: User, day: int) -> Milestone:
    return add_milestone(
        application=tale.application,
        action=action,
        key=uuid4(),
        values={"name": table["name"], "due_on": date_of(tale, table["due"])},
        actor=writer,
        at=tale.days.at(day, 12),
    )


def _write_rest(tale: Tale, day: int) -> None:
    """Barriers with their actions, who is involved by now, and how it fits the city's plans."""
    plan = tale.plan
    for table in plan.barriers:
        add_item(
            application=tale.application,
            section=PlanSection.BARRIERS,
            key=uuid4(),
            values=table | {"action": tale.keys.get(table.get("action", ""), "")},
            actor=tale.member,
            at=tale.days.at(day, 10),
        )
    if plan.levels:
        save_levels(
            application=tale.application,
            answers={LEVELS[name]: (Engagement.NOW, text) for name, text in plan.levels.items()},
            expected_version=0,
            actor=tale.lead,
            at=tale.days.at(day, 12),
        )
    if plan.policies:
        save_policies(
            application=tale.application,
            answers={f"policy.{name}": text for name, text in plan.policies.items()},
            expected_version=0,
            actor=tale.lead,
            at=tale.days.at(day, 13),
        )
