"""A name put right by an officer: who may, and what is written down."""

import pytest

from awards.services.names import correct_name
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused


def put_right(person, actor, now, name="Lena Leader"):
    return correct_name(person=person, name=name, reason="She showed it.", actor=actor, at=now)


def test_officer_puts_a_name_right(lead, officer, now):
    put_right(lead, officer, now)
    lead.refresh_from_db()
    assert lead.name == "Lena Leader"
    event = AuditEvent.objects.get(event="person.name_corrected")
    assert (event.actor, event.details) == (officer, {"name": "changed"})


def test_the_same_name_again_changes_nothing(lead, officer, now):
    put_right(lead, officer, now, name="Lena Lead")
    assert not AuditEvent.objects.filter(event="person.name_corrected").exists()


def test_nobody_else_may(lead, stranger, now):
    with pytest.raises(NotAllowed):
        put_right(lead, stranger, now)


def test_who_was_deleted_has_no_name_to_put_right(lead, officer, now):
    lead.erased_at = now
    lead.save()
    with pytest.raises(Refused):
        put_right(lead, officer, now)
