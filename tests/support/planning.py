"""Writes a delivery plan through the services, as people would, from a record of plain values.

application = plan_for(organisation, lead=lead, at=now)          # a whole plan, ready to send
change = send_plan(application, lead=lead, at=now)               # and sent
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from awards.choices import Role
from awards.models import Application, Organisation, StatusChange, User
from portfolios.choices import ActionPart, PlanSection, action_section
from portfolios.models import Action
from portfolios.records import ActionRecord, PlanRecord
from portfolios.services import plan as services
from portfolios.services.plan.actions import COLUMNS, TICKED
from tests.support.plans import good_record
from tests.support.portfolios import version_of


def plan_for(
    organisation: Organisation, *, lead: User, at: datetime, record: PlanRecord | None = None
) -> Application:
    application = services.begin_plan(organisation=organisation, actor=lead, at=at)
    return write_plan(application, lead=lead, at=at, record=record)


def write_plan(
    application: Application, *, lead: User, at: datetime, record: PlanRecord | None = None
) -> Application:
    """Everything in the record, into a plan that nobody has written in yet."""
    record = record or good_record()
    # What came from the registration goes, so that the plan is what the record says.
    application.partners.all().delete()
    ids: dict[str, UUID] = {}
    for section, rows in (
        (PlanSection.PARTNERS, record.partners),
        (PlanSection.MEASURES, record.measures),
    ):
        for row in rows:
            ids[row.id] = _item(application, section, asdict(row), lead, at)
    for action in record.actions:
        ids[action.id] = write_action(application, action, ids=ids, lead=lead, at=at).uuid
    for barrier in record.barriers:
        values = asdict(barrier)
        values["action"] = str(ids.get(barrier.action, ""))
        _item(application, PlanSection.BARRIERS, values, lead, at)
    services.save_levels(
        application=application,
        answers={level.code: (level.engagement, level.text) for level in record.levels},
        expected_version=version_of(application, PlanSection.LEVELS),
        actor=lead,
        at=at,
    )
    services.save_policies(
        application=application,
        answers={policy.code: policy.text for policy in record.policies},
        expected_version=version_of(application, PlanSection.POLICIES),
        actor=lead,
        at=at,
    )
    return application


def _item(
    application: Application,
    section: PlanSection,
    values: dict[str, object],
    lead: User,
    at: datetime,
) -> UUID:
    return services.add_item(
        application=application, section=section, key=uuid4(), values=values, actor=lead, at=at
    ).uuid


def write_action(
    application: Application,
    action: ActionRecord,
    *,
    ids: dict[str, UUID],
    lead: User,
    at: datetime,
) -> Action:
    """`ids`: of the record's partners and measures, those of the rows."""
    values = asdict(action)
    row = services.add_action(
        application=application, key=uuid4(), values=values, actor=lead, at=at
    )
    for part in COLUMNS:
        names = [name for name in (*COLUMNS[part], TICKED.get(part, "")) if name]
        mine = {name: values[name] for name in names}
        for name in ("partners", "measures"):
            if name in mine:
                mine[name] = [str(ids[each]) for each in mine[name] if each in ids]
        services.save_part(
            application=application,
            action=row,
            part=part,
            values=mine,
            expected_version=version_of(application, action_section(row.uuid, part)),
            actor=lead,
            at=at,
        )
    for milestone in action.milestones:
        services.add_milestone(
            application=application,
            action=row,
            key=uuid4(),
            values={"name": milestone.name, "due_on": milestone.due_on},
            actor=lead,
            at=at,
        )
    return row


def send_plan(
    application: Application, *, lead: User, at: datetime, key: UUID | None = None
) -> StatusChange:
    return services.submit_plan(
        application=application, actor=lead, role=Role.LEAD, at=at, key=key or uuid4()
    )


def part_version(application: Application, action: Action, part: ActionPart) -> int:
    return version_of(application, action_section(action.uuid, part))
