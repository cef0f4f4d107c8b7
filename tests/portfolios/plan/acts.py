"""The services with what every test of them would say again."""

from uuid import uuid4

from awards.choices import Audience, Role, Status
from awards.models import Application, Challenge, StatusChange
from foundation.models import Draft
from portfolios.choices import ActionPart
from portfolios.selectors.plan.display import snapshot_of_plan
from portfolios.selectors.plan.reading import whole_plan
from portfolios.services import plan as services
from tests.support.champions import send
from tests.support.planning import part_version


def add_action(plan, actor, at, *, key=None, **values):
    values = {"title": "A quiet room", "four_c": "fourc.co_design"} | values
    return services.add_action(
        application=plan, key=key or uuid4(), values=values, actor=actor, at=at
    )


def save(plan, action, part, actor, at, *, version=None, **values):
    """With the newest version unless the test says otherwise."""
    return services.save_part(
        application=plan,
        action=action,
        part=part,
        values=values,
        expected_version=part_version(plan, action, part) if version is None else version,
        actor=actor,
        at=at,
    )


def add_item(plan, section, actor, at, *, key=None, **values):
    return services.add_item(
        application=plan, section=section, key=key or uuid4(), values=values, actor=actor, at=at
    )


def change_item(plan, section, item, actor, at, *, version=1, **values):
    return services.change_item(
        application=plan,
        section=section,
        item=item,
        values=values,
        expected_version=version,
        actor=actor,
        at=at,
    )


def add_milestone(plan, action, actor, at, *, key=None, **values):
    values = {"name": "Ten families have met"} | values
    return services.add_milestone(
        application=plan, action=action, key=key or uuid4(), values=values, actor=actor, at=at
    )


def change_milestone(plan, milestone, actor, at, *, version=1, **values):
    return services.change_milestone(
        application=plan,
        milestone=milestone,
        values=values,
        expected_version=version,
        actor=actor,
        at=at,
    )


def write_every_page(plan, action, actor, at):
    """Something small on each page of one action."""
    for part, name in (
        (ActionPart.WHO, "owner"),
        (ActionPart.LADDER, "agreed_with"),
        (ActionPart.WHEN, "timescale"),
        (ActionPart.RESOURCES, "budget"),
        (ActionPart.REVIEW, "review"),
    ):
        save(plan, action, part, actor, at, **{name: "As agreed."})


def send_as_it_is(plan, lead, at):
    """With its true snapshot, whatever the gap check says."""
    return send(plan, lead, at=at, snapshot=snapshot_of_plan(plan, whole_plan(plan).record))


def asked_back(plan, officer, at, *subjects):
    """As when the panel's letter asked for changes about these; without a panel."""
    Application.objects.filter(pk=plan.pk).update(status=Status.CHANGES_REQUESTED)
    plan.refresh_from_db()
    change = StatusChange.objects.create(
        application=plan,
        name="request_changes",
        from_status=Status.IN_REVIEW,
        to_status=Status.CHANGES_REQUESTED,
        actor=officer,
        role=Role.OFFICER,
        at=at,
    )
    return [
        Challenge.objects.create(
            application=plan,
            subject=subject,
            subject_name=subject or "The whole application",
            text="Say more.",
            audience=Audience.ORGANISATION,
            raised_by=officer,
            raised_as=Role.CHAIR,
            raised_at=at,
            sent_back_in=change,
        )
        for subject in subjects
    ]


def keep_draft(person, key, at, **data):
    """What was typed on one page and not saved yet."""
    return Draft.objects.create(owner=person, key=key, data=data, saved_at=at)
