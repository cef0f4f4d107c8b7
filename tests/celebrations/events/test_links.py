"""The private link: nobody guesses it, it can be replaced, and nothing writes it down."""

import logging
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.test import Client

from celebrations.models import EventInvitation
from celebrations.services.events.links import invitation_by, renew_link, reply_address, token_of
from config.replaying import replay
from foundation import ledger
from foundation.logs import JSONFormatter
from foundation.models import AuditEvent, LedgerEntry, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.support.jobs import commit_effects
from tests.support.replies import STARTS, evening, fresh, invited, path_to
from tests.support.replies import event as event
from tests.support.replies import invitation as invitation
from tests.support.stores import folders as folders


@pytest.fixture(autouse=True)
def _now(now, time_machine):
    time_machine.move_to(now, tick=False)


def wrong_tokens(row):
    version = row.version_of_link.hex
    right = token_of(row)
    salt = "celebrations.event-invitation"
    return {
        "the table alone": version,
        "its id": str(row.uuid),
        "an empty signature": f"{version}.",
        "another signature": right[:-1] + ("A" if right[-1] != "A" else "B"),
        "another purpose": Signer(salt="champions.calendar", sep=".").sign(version),
        "no purpose": Signer(sep=".").sign(version),
        "another version": Signer(salt=salt, sep=".").sign(uuid4().hex),
        "its id, signed": Signer(salt=salt, sep=".").sign(row.uuid.hex),
        "no version": Signer(salt=salt, sep=".").sign("nothing"),
        "nothing": ".",
        "long": "a" * 5000,
        "not ASCII": "é" * 40,
    }


class TestGuessing:
    def test_right_one_finds_it(self, invitation):
        assert invitation_by(token_of(invitation)) == invitation
        assert reply_address(invitation) == f"http://testserver/recognition/{token_of(invitation)}/"
        assert Client().get(path_to(invitation)).status_code == 200

    def test_signature_is_of_256_bits(self, invitation):
        assert len(token_of(invitation).rsplit(".", 1)[1]) == 43

    def test_wrong_ones_find_nobody(self, invitation):
        for name, token in wrong_tokens(invitation).items():
            assert invitation_by(token) is None, name
            assert Client().get(f"/recognition/{token}/").status_code == 404, name
            assert Client().post(f"/recognition/{token}/answer/").status_code == 404, name

    def test_wrong_ones_all_take_the_same_one_query(self, invitation, django_assert_num_queries):
        for token in [*wrong_tokens(invitation).values(), token_of(invitation)]:
            with django_assert_num_queries(1):
                invitation_by(token)

    def test_guessing_is_stopped_and_right_links_go_on(self, invitation):
        client = Client()
        codes = [client.get("/recognition/nonsense/").status_code for _ in range(31)]
        assert codes == [404] * 30 + [429]
        assert client.get(path_to(invitation)).status_code == 200

    def test_not_before_it_was_sent(self, event, organisation, officer, now):
        row = invited(event, organisation, officer=officer, at=now, invited_at=None)
        assert invitation_by(token_of(row)) is None

    def test_not_of_an_organisation_that_was_deleted(self, invitation, organisation, now):
        organisation.erased_at = now
        organisation.save()
        assert invitation_by(token_of(invitation)) is None

    def test_link_of_the_key_before_still_works(self, invitation, settings):
        path = path_to(invitation)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-key-that-is-long-enough-to-be-one"
        assert Client().get(path).status_code == 200
        settings.SECRET_KEY_FALLBACKS = []
        assert Client().get(path).status_code == 404

    def test_neither_trail_nor_log_has_it(self, invitation, officer, sign_in, now, caplog):
        with caplog.at_level(logging.INFO):
            Client().get(path_to(invitation))
            Client().post(path_to(invitation, "answer/"), {"answer": "coming"})
            # Refused, once by the form's own page and once without a right to it.
            Client().get(path_to(invitation, f"guests/{uuid4()}/"))
            Client().post(path_to(invitation))
            sign_in(officer).get("/recognition/nonsense/")
        token = token_of(invitation)
        assert caplog.records
        for record in caplog.records:
            line = JSONFormatter().format(record)
            assert not any(part in line for part in token.split("."))
        for row in AuditEvent.objects.all():
            assert token.split(".")[0] not in str(row.details).replace("-", "")
            assert token.split(".")[1] not in str(row.details)


class TestRenewing:
    def test_old_one_stops_at_once_and_leads_get_the_new_one(self, invitation, lead, officer, now):
        before = path_to(invitation)
        renew_link(invitation=invitation, actor=officer, at=now)
        assert Client().get(before).status_code == 404
        assert Client().get(path_to(invitation)).status_code == 200
        mail = OutboxMessage.objects.get(message="event_link")
        assert mail.to == lead.email
        assert reply_address(fresh(invitation)) in mail.body_text
        assert before not in mail.body_text

    def test_only_officers(self, invitation, lead, now):
        with pytest.raises(NotAllowed):
            renew_link(invitation=invitation, actor=lead, at=now)

    def test_not_before_it_was_sent(self, event, organisation, officer, now):
        row = invited(event, organisation, officer=officer, at=now, invited_at=None)
        with pytest.raises(Refused, match="not invited yet"):
            renew_link(invitation=row, actor=officer, at=now)

    def test_not_of_an_event_that_is_over_or_called_off(self, invitation, event, officer, now):
        event.closed_at, event.closed_by = now + STARTS, officer
        event.save()
        with pytest.raises(Refused, match="closed"):
            renew_link(invitation=invitation, actor=officer, at=now + STARTS)
        event.closed_at = event.closed_by = None
        event.cancelled_at, event.cancelled_by = now, officer
        event.save()
        with pytest.raises(Refused, match="called off"):
            renew_link(invitation=invitation, actor=officer, at=now)

    def test_it_is_written_down(self, invitation, officer, now):
        renew_link(invitation=invitation, actor=officer, at=now)
        found = AuditEvent.objects.get(event="event_link.renewed")
        assert (found.actor_id, found.role, found.details) == (officer.pk, "officer", {})

    def test_another_invitation_is_not_touched(self, invitation, organisation, officer, now):
        other = invited(evening(officer=officer, at=now), organisation, officer=officer, at=now)
        before = path_to(other)
        renew_link(invitation=invitation, actor=officer, at=now)
        assert path_to(other) == before

    def test_a_restored_backup_brings_no_stopped_link_back(
        self, invitation, officer, now, folders, settings, tmp_path
    ):
        """F-19: it may have been stopped because somebody else had it."""
        options = settings.STORAGES["ledger"]["OPTIONS"] | {"location": str(tmp_path / "ledger")}
        kept = {"ledger": settings.STORAGES["ledger"] | {"OPTIONS": options}}
        settings.STORAGES = settings.STORAGES | kept
        old, path = invitation.version_of_link, path_to(invitation)
        renew_link(invitation=invitation, actor=officer, at=now)
        commit_effects()
        assert [(each.kind, each.subject) for each in ledger.entries()] == [
            ("event-link.stopped", old)
        ]
        # As the backup had it.
        LedgerEntry.objects.all().delete()
        EventInvitation.objects.update(version_of_link=old)
        assert Client().get(path).status_code == 200
        assert replay(at=now) == {"event-link.stopped": (1, 0)}
        assert Client().get(path).status_code == 404
