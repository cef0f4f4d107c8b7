"""T-43 and T-44 at the same instant. SQLite lets one writer in and cannot show it."""

from collections import Counter
from uuid import uuid4

import pytest

from awards.choices import Role
from awards.models import Application, StatusChange
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Clash, Refused
from portfolios.choices import ActionPart, PlanSection
from portfolios.models import Action, Barrier, DeliveryPlan, Milestone, MilestoneReport, Partner
from portfolios.selectors.plan.reading import whole_plan
from portfolios.services import plan as services
from tests.portfolios.plan.acts import (
    add_action,
    add_item,
    add_milestone,
    change_item,
    change_milestone,
    save,
)
from tests.portfolios.plan.test_progress import approve, report
from tests.support.at_once import at_once
from tests.support.planning import part_version
from tests.support.plans import ROOM
from tests.support.portfolios import version_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def tried(act):
    """What came of it: its result, or the refusal."""

    def run():
        try:
            return act()
        except (Clash, Refused) as refusal:
            return refusal

    return run


def kinds(answers):
    return Counter(type(answer).__name__ for answer in answers)


def test_two_colleagues_save_one_page_and_neither_text_is_lost(draft, action, lead, colleague, now):
    """T-44: the one who was later reads both."""
    acts = [
        tried(
            lambda p=person, n=number: save(
                draft, action, ActionPart.WHO, p, now, version=0, owner=f"Words of {n}"
            )
        )
        for number, person in enumerate([lead, colleague] * 3)
    ]
    answers = at_once(*acts)
    assert kinds(answers) == {"Action": 1, "Clash": 5}
    kept = Action.objects.get().owner
    for number, answer in enumerate(answers):
        if isinstance(answer, Clash):
            (field,) = answer.fields
            assert (field.mine, field.theirs) == (f"Words of {number}", kept)
    assert part_version(draft, action, ActionPart.WHO) == 1


@pytest.mark.parametrize("kind", ["item", "milestone", "policies"])
def test_two_colleagues_save_one_row_or_list(draft, action, lead, colleague, now, kind):
    """T-44: and each tab has read the row for itself."""
    add_item(draft, PlanSection.BARRIERS, lead, now, name="Time")
    add_milestone(draft, action, lead, now)

    def act(person, text):
        if kind == "item":
            barrier = Barrier.objects.get()
            change_item(draft, PlanSection.BARRIERS, barrier, person, now, name=text)
        elif kind == "milestone":
            change_milestone(draft, Milestone.objects.get(), person, now, name=text)
        else:
            services.save_policies(
                application=draft,
                answers={"policy.send_strategy": text},
                expected_version=0,
                actor=person,
                at=now,
            )
        return "saved"

    people = {"Mine": lead, "Theirs": colleague}
    answers = at_once(*(tried(lambda t=t, p=p: act(p, t)) for t, p in people.items()))
    assert kinds(answers) == {"str": 1, "Clash": 1}
    clash = next(each for each in answers if isinstance(each, Clash))
    assert {clash.fields[0].mine, clash.fields[0].theirs} == {"Mine", "Theirs"}


def test_sent_twenty_times_at_once_is_one_receipt(whole, lead, now):
    """T-43: one step, one snapshot, one mail to each."""
    key = uuid4()

    def send():
        return services.submit_plan(
            application=Application.objects.get(pk=whole.pk),
            actor=lead,
            role=Role.LEAD,
            at=now,
            key=key,
        ).pk

    before = OutboxMessage.objects.count()
    answers = at_once(*[send] * 20)
    assert len(set(answers)) == 1
    assert StatusChange.objects.get(application=whole).pk == answers[0]
    assert (
        AuditEvent.objects.filter(event="application.submit", target_id=str(whole.pk)).count() == 1
    )
    mails = OutboxMessage.objects.order_by("pk")[before:]
    assert set(Counter((mail.message, mail.to) for mail in mails).values()) <= {1}


def test_save_and_submit_at_once_leave_what_was_sent(whole, lead, colleague, now):
    """Either the change is in the snapshot, or it was refused."""
    room = Action.objects.get(uuid=ROOM)
    answers = at_once(
        tried(lambda: save(whole, room, ActionPart.WHO, colleague, now, version=0, owner="New")),
        tried(
            lambda: services.submit_plan(
                application=Application.objects.get(pk=whole.pk),
                actor=lead,
                role=Role.LEAD,
                at=now,
                key=uuid4(),
            )
        ),
    )
    sent = answers[1].snapshot["plan"]["actions"]
    owner = next(each["owner"] for each in sent if each["id"] == ROOM)
    assert owner == Action.objects.get(uuid=ROOM).owner
    assert isinstance(answers[0], Refused) is (owner == "SENCo")


def test_begun_twenty_times_at_once_is_one_plan(bronze, lead, colleague, now):
    """T-43."""
    acts = [
        lambda p=person: services.begin_plan(organisation=bronze, actor=p, at=now).pk
        for person in [lead, colleague] * 10
    ]
    assert len(set(at_once(*acts))) == 1
    assert DeliveryPlan.objects.count() == 1


def test_added_twenty_times_at_once_is_one_row(draft, action, lead, now):
    """T-43: an action, an item, a milestone."""
    key = uuid4()
    for add in (
        lambda: add_action(draft, lead, now, key=key).pk,
        lambda: add_item(draft, PlanSection.PARTNERS, lead, now, key=key).pk,
        lambda: add_milestone(draft, action, lead, now, key=key).pk,
    ):
        answers = at_once(*[add] * 20)
        assert len(set(answers)) == 1
        assert None not in answers
    assert (Action.objects.count(), Partner.objects.count(), Milestone.objects.count()) == (2, 1, 1)


def test_added_by_many_at_once_has_a_place_each(draft, lead, colleague, now):
    acts = [
        lambda p=person: add_action(draft, p, now, key=uuid4()).pk
        for person in [lead, colleague] * 5
    ]
    assert None not in at_once(*acts)
    assert len(set(Action.objects.values_list("position", flat=True))) == 10
    assert version_of(draft, PlanSection.ACTIONS) == 10


def test_moved_by_many_at_once_keeps_a_place_each(draft, lead, colleague, now):
    rows = [add_action(draft, lead, now, title=str(number)) for number in range(4)]

    def move(action, up, person):
        services.move_action(application=draft, action=action, up=up, actor=person, at=now)
        return "moved"

    answers = at_once(
        *(
            lambda a=rows[number % 4], u=bool(number % 2), p=person: move(a, u, p)
            for number, person in enumerate([lead, colleague] * 6)
        )
    )
    assert answers == ["moved"] * 12
    assert {action.title for action in whole_plan(draft).record.actions} == set("0123")
    assert sorted(Action.objects.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_reported_twenty_times_at_once_is_one_report(draft, action, lead, now):
    """T-43."""
    milestone = add_milestone(draft, action, lead, now)
    approve(draft)
    key = uuid4()
    answers = at_once(*[lambda: report(milestone, lead, now, key=key).pk] * 20)
    assert set(answers) == {MilestoneReport.objects.get().pk}
