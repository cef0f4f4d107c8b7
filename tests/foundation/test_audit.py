from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from foundation import audit, request_context
from foundation.beats import beat
from foundation.models import AuditEvent, Beat
from foundation.models.audit import AppendOnlyError
from tests.support.people import somebody

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_record_keeps_who_what_when_and_for_whom():
    officer = somebody()
    context = request_context.RequestContext(request_id="r-1", ip_truncated="198.51.100.0")
    with request_context.use(context):
        event = audit.record(
            "person.appointed",
            actor=officer,
            target=officer,
            at=NOON,
            role="officer",
            acting_for=UUID(int=7),
            reason="Asked for by telephone",
            details={"role": "champion", "count": 2, "first": True, "before": None},
        )
    event.refresh_from_db()
    assert event.actor == officer
    assert event.actor_ref == str(officer.pk)
    assert (event.target_type, event.target_id) == ("awards.user", str(officer.pk))
    assert (event.at, event.role, event.acting_for) == (NOON, "officer", str(UUID(int=7)))
    assert (event.outcome, event.reason) == ("done", "Asked for by telephone")
    assert event.details == {"role": "champion", "count": 2, "first": True, "before": None}
    assert (event.request_id, event.ip_truncated) == ("r-1", "198.51.100.0")
    assert list(AuditEvent.objects.about(officer)) == [event]


def test_record_outside_a_request_names_none():
    event = audit.record("mail.bounced", actor=None, outcome="refused")
    assert (event.actor, event.actor_ref, event.request_id) == (None, "", "")
    assert request_context.current() is None


def test_event_cannot_be_changed():
    event = audit.record("thing.done", actor=None, at=NOON)
    event.reason = "another"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        AuditEvent.objects.update(reason="another")
    with pytest.raises(AppendOnlyError), transaction.atomic():
        AuditEvent.objects.bulk_update([event], ["reason"])
    assert AuditEvent.objects.get().reason == ""


def test_event_cannot_be_removed():
    event = audit.record("thing.done", actor=None, at=NOON)
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        AuditEvent.objects.filter(pk=event.pk).delete()
    assert AuditEvent.objects.count() == 1


def test_event_outlives_its_actor_and_still_tells_them_apart():
    officer = somebody()
    key = str(officer.pk)
    audit.record("thing.done", actor=officer)
    officer.delete()
    event = AuditEvent.objects.get()
    assert event.actor is None
    assert event.actor_ref == key


@pytest.mark.parametrize("name", ["password", "reset_token", "SECRET", "session_id"])
def test_details_refuse_secrets(name):
    with pytest.raises(ValueError, match="may not go into an audit event"):
        audit.record("thing.done", actor=None, details={name: "x"})
    assert not AuditEvent.objects.exists()


def test_details_and_reason_are_cut():
    event = audit.record("thing.done", actor=None, reason="r" * 900, details={"code": "c" * 900})
    event.refresh_from_db()
    assert len(event.reason) == 500
    assert len(event.details["code"]) == 200


def test_act_without_its_event_does_not_happen():
    """F-23: the audit write fails, so the act does too."""

    @transaction.atomic
    def act():
        beat("act", at=NOON)
        audit.record("thing.done", actor=None, outcome="sideways")

    with pytest.raises(IntegrityError):
        act()
    assert not Beat.objects.exists()
