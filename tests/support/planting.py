"""A plan put straight into the database: quick, for tests that are not about writing it.

`tests.support.planning` writes the same plan as people would; a test holds the two together.
"""

from datetime import datetime
from uuid import UUID

from awards.models import Application, Organisation, User
from portfolios.models import (
    Action,
    ActionPrinciple,
    Barrier,
    EngagementLevel,
    Measure,
    Milestone,
    Partner,
    PolicyFit,
)
from portfolios.records import ActionRecord, PlanRecord
from portfolios.services.plan import begin_plan
from portfolios.services.plan.actions import COLUMNS
from tests.support.plans import good_record

PLAIN = [name for names in COLUMNS.values() for name in names]


def planted(
    organisation: Organisation, *, lead: User, at: datetime, record: PlanRecord | None = None
) -> Application:
    """Begun as people would, then filled. The rows' ids are those of the record."""
    application = begin_plan(organisation=organisation, actor=lead, at=at)
    plant(application, record or good_record())
    return application


def plant(application: Application, record: PlanRecord) -> None:
    application.partners.all().delete()
    application.engagement_levels.all().delete()
    partners = _rows(Partner, application, record.partners, Partner.TYPED)
    measures = _rows(Measure, application, record.measures, Measure.TYPED)
    actions = _rows(Action, application, record.actions, PLAIN)
    _links(Action.partners.through, "partner", record.actions, actions, partners)
    _links(Action.measures.through, "measure", record.actions, actions, measures)
    ActionPrinciple.objects.bulk_create(
        ActionPrinciple(action_id=actions[action.id], code=code)
        for action in record.actions
        for code in action.principles
    )
    Milestone.objects.bulk_create(
        Milestone(
            uuid=UUID(each.id), action_id=actions[action.id], name=each.name, due_on=each.due_on
        )
        for action in record.actions
        for each in action.milestones
    )
    Barrier.objects.bulk_create(
        Barrier(
            uuid=UUID(barrier.id),
            application=application,
            position=place,
            name=barrier.name,
            people=barrier.people,
            how=barrier.how,
            action_id=actions.get(barrier.action),
        )
        for place, barrier in enumerate(record.barriers, start=1)
    )
    EngagementLevel.objects.bulk_create(
        EngagementLevel(
            application=application,
            level=level.code,
            engagement=level.engagement,
            text=level.text,
        )
        for level in record.levels
    )
    PolicyFit.objects.bulk_create(
        PolicyFit(application=application, policy=policy.code, text=policy.text)
        for policy in record.policies
    )


def _rows(model, application, records, names) -> dict[str, int]:
    """By the record's id, the row's key."""
    model.objects.bulk_create(
        model(
            uuid=UUID(record.id),
            application=application,
            position=place,
            **{name: getattr(record, name) for name in names},
        )
        for place, record in enumerate(records, start=1)
    )
    pairs = model.objects.filter(application=application).values_list("uuid", "pk")
    return {str(uuid): pk for uuid, pk in pairs}


def _links(
    through, name: str, records: tuple[ActionRecord, ...], actions: dict, things: dict
) -> None:
    through.objects.bulk_create(
        through(**{"action_id": actions[record.id], f"{name}_id": things[each]})
        for record in records
        for each in getattr(record, f"{name}s")
    )
