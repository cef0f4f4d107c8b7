"""The one door: every transition × status × role, its guards, and two people at once (T-41, T-43, T-45)."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import close_old_connections

from awards.choices import Role, Status
from awards.models import Application, Award, StatusChange
from awards.services.applications import grant_award, start_application, withdraw
from awards.workflow import TRANSITIONS, apply_transition, open_transitions
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Refused

# The table once more, written by hand from the house plan: the oracle for the code's own table.
ALLOWED = {
    ("submit", "draft", "lead"): "submitted",
    ("submit", "draft", "officer"): "submitted",
    ("start_review", "submitted", "officer"): "in_review",
    ("request_changes", "in_review", "officer"): "changes_requested",
    ("resubmit", "changes_requested", "lead"): "in_review",
    ("resubmit", "changes_requested", "officer"): "in_review",
    ("approve", "in_review", "officer"): "approved",
    ("decline", "in_review", "officer"): "declined",
    ("appeal", "declined", "officer"): "submitted",
    ("withdraw", "draft", "lead"): "withdrawn",
    ("withdraw", "submitted", "lead"): "withdrawn",
    ("withdraw", "in_review", "lead"): "withdrawn",
    ("withdraw", "changes_requested", "lead"): "withdrawn",
}
GOOD = {"note": "Because.", "problems": [], "snapshot": {"name": "Acorn Lane School"}}


def put(application, status):
    """Set the scene; only the door itself changes a status in the product."""
    Application.objects.filter(pk=application.pk).update(status=status)
    application.refresh_from_db()


def test_every_transition_status_and_role_is_decided_by_the_table(application, lead, now):
    tried = 0
    for name in TRANSITIONS:
        for status in Status:
            for role in Role:
                put(application, status)
                before = StatusChange.objects.count()
                target = ALLOWED.get((name, status.value, role.value))
                if target is None:
                    with pytest.raises(Refused):
                        apply_transition(application, name, actor=lead, role=role, at=now, **GOOD)
                    application.refresh_from_db()
                    assert application.status == status
                    assert StatusChange.objects.count() == before
                else:
                    change = apply_transition(
                        application, name, actor=lead, role=role, at=now, **GOOD
                    )
                    assert application.status == target
                    assert (change.from_status, change.to_status) == (status, target)
                    assert StatusChange.objects.count() == before + 1
                tried += 1
    assert tried == 8 * 7 * 5
    assert len(TRANSITIONS) == 8


def test_buttons_and_the_check_read_the_same_table():
    for status in Status:
        for role in Role:
            offered = {row.name for row in open_transitions(status, role)}
            expected = {n for (n, s, r) in ALLOWED if (s, r) == (status.value, role.value)}
            assert offered == expected


@pytest.mark.parametrize(
    "name", ["submit", "start_review", "request_changes", "approve", "decline"]
)
def test_transition_refuses_when_nobody_checked(application, lead, officer, now, name):
    """A forgotten check fails closed."""
    source = next(s for (n, s, r) in ALLOWED if n == name)
    put(application, source)
    with pytest.raises(Refused, match="could not check"):
        apply_transition(
            application, name, actor=officer, role=Role.OFFICER, at=now, snapshot={"a": 1}
        )


def test_transition_refuses_with_the_problems_as_sentences(application, lead, now):
    with pytest.raises(Refused, match=r"Enter the address\. Sign the commitment\."):
        apply_transition(
            application,
            "submit",
            actor=lead,
            role=Role.LEAD,
            at=now,
            snapshot={"a": 1},
            problems=["Enter the address.", "Sign the commitment."],
        )


def test_submit_without_a_snapshot_is_refused(application, lead, now):
    with pytest.raises(Refused, match="nothing to send"):
        apply_transition(application, "submit", actor=lead, role=Role.LEAD, at=now, problems=[])


def test_withdraw_without_a_reason_is_refused(application, lead, now):
    with pytest.raises(Refused, match="Say why"):
        withdraw(application=application, actor=lead, role=Role.LEAD, note="  ", at=now)


def test_submit_keeps_what_was_sent_and_tells_those_who_act_next(application, lead, officer, now):
    change = apply_transition(application, "submit", actor=lead, role=Role.LEAD, at=now, **GOOD)
    assert change.snapshot == {"name": "Acorn Lane School"}
    assert application.submitted_at == now
    mails = OutboxMessage.objects.order_by("message").values_list("message", "to")
    assert list(mails) == [
        ("application_received", lead.email),
        ("application_waiting", officer.email),
    ]
    assert AuditEvent.objects.filter(event="application.submit").count() == 1


def test_second_click_of_the_same_form_gives_the_same_receipt(application, lead, now):
    key = uuid.uuid4()
    act = {"actor": lead, "role": Role.LEAD, "at": now, "key": key, **GOOD}
    first = apply_transition(application, "submit", **act)
    second = apply_transition(application, "submit", **act)
    assert second.pk == first.pk
    assert StatusChange.objects.count() == 1
    assert OutboxMessage.objects.filter(message="application_received").count() == 1


def test_second_act_after_the_first_is_refused_by_name(application, lead, now):
    withdraw(application=application, actor=lead, role=Role.LEAD, note="Too early.", at=now)
    with pytest.raises(Refused, match="already been dealt with: withdrawn"):
        withdraw(application=application, actor=lead, role=Role.LEAD, note="Again.", at=now)


def test_silver_before_bronze_is_refused(organisation, lead, now):
    with pytest.raises(Refused, match="taken in order"):
        start_application(organisation=organisation, stage="silver", actor=lead, at=now)


def test_silver_guard_holds_even_when_the_row_exists(application, lead, now):
    """T-42: a row that came about some other way still cannot be sent."""
    Application.objects.filter(pk=application.pk).update(stage="silver")
    with pytest.raises(Refused, match="Bronze Award comes first"):
        apply_transition(application, "submit", actor=lead, role=Role.LEAD, at=now, **GOOD)


def test_silver_opens_once_bronze_is_held(application, organisation, lead, officer, now):
    put(application, Status.APPROVED)
    award = grant_award(application=application, actor=officer, at=now)
    assert award.valid_until is None
    silver = start_application(organisation=organisation, stage="silver", actor=lead, at=now)
    assert silver.stage == "silver"


def test_second_open_application_for_a_stage_is_refused(application, organisation, lead, now):
    with pytest.raises(Refused, match="already an application"):
        start_application(organisation=organisation, stage="bronze", actor=lead, at=now)


def test_award_without_approval_is_refused(application, officer, now):
    with pytest.raises(Refused):
        grant_award(application=application, actor=officer, at=now)
    assert not Award.objects.exists()


def test_renewed_award_supersedes_the_standing_one(application, organisation, lead, officer, now):
    put(application, Status.APPROVED)
    first = grant_award(application=application, actor=officer, at=now)
    again = Application.objects.create(
        reference="SCA-TEST-0002",
        organisation=organisation,
        stage="bronze",
        kind="revalidation",
        edition=application.edition,
        status=Status.APPROVED,
        status_since=now,
        created_at=now,
        created_by=lead,
    )
    later = now + timedelta(days=1)
    second = grant_award(application=again, actor=officer, at=later)
    first.refresh_from_db()
    assert first.superseded_by == second
    assert list(organisation.awards.standing()) == [second]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_leave_one_act(application, lead, officer, now):
    """Approve and withdraw in the same instant: one wins, the other reads why (T-45)."""
    put(application, Status.IN_REVIEW)
    start = threading.Barrier(2)
    outcomes = []

    def act(name, actor, role):
        try:
            mine = Application.objects.get(pk=application.pk)
            start.wait(timeout=10)
            apply_transition(mine, name, actor=actor, role=role, at=now, **GOOD)
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            close_old_connections()

    threads = [
        threading.Thread(target=act, args=("approve", officer, Role.OFFICER)),
        threading.Thread(target=act, args=("withdraw", lead, Role.LEAD)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["done", "refused"]
    assert StatusChange.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_posts_of_one_form_make_one_submission(application, lead, now):
    key = uuid.uuid4()
    start = threading.Barrier(20)
    receipts = []

    def act():
        try:
            mine = Application.objects.get(pk=application.pk)
            start.wait(timeout=10)
            change = apply_transition(
                mine, "submit", actor=lead, role=Role.LEAD, at=now, key=key, **GOOD
            )
            receipts.append(change.pk)
        finally:
            close_old_connections()

    threads = [threading.Thread(target=act) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(receipts) == 20
    assert len(set(receipts)) == 1
    assert StatusChange.objects.count() == 1
