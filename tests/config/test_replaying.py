"""What was deleted after the backup is deleted again, from what the ledger says alone (F-19, T-94)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import storages

from awards.models import Application, Hold, Organisation, User
from awards.services.holds import end_hold, place_hold
from config.backups.settling import settle
from config.replaying import REPLAYERS, replay
from foundation import ledger
from foundation.files.stores import keys_of
from foundation.models import AuditEvent, Beat, LedgerEntry, OutboxMessage
from foundation.outbox import queue_mail
from foundation.refusals import Refused
from portfolios.models import Consent, EvidenceFile, EvidenceItem
from portfolios.services import evidence as services
from portfolios.services.evidence.restricting import end_restriction, restrict
from tests.support.evidence import (
    CHILDREN,
    clean_file,
    evidence,
    hold_silver,
    portfolio_for,
    send_portfolio,
)
from tests.support.jobs import commit_effects
from tests.support.stores import folders as folders
from tests.support.stores import objects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    options = settings.STORAGES["ledger"]["OPTIONS"] | {"location": str(tmp_path / "ledger")}
    kept = {"ledger": settings.STORAGES["ledger"] | {"OPTIONS": options}}
    settings.STORAGES = settings.STORAGES | kept


@pytest.fixture
def item(organisation, lead, now):
    """With a file, and children who agreed."""
    return evidence(
        organisation, "gold.voice", lead=lead, at=now, consent=CHILDREN | {"given_on": now.date()}
    )


def noted():
    """What the store says now, as (kind, details)."""
    commit_effects()
    return [(entry.kind, dict(entry.details)) for entry in ledger.entries()]


def happened(kind, subject, at, **details):
    """After the backup: the store knows it, the restored table does not."""
    ledger.note(kind, subject=subject, at=at, details=details)
    commit_effects()
    LedgerEntry.objects.all().delete()


class TestNoted:
    """The services write down what a restore must not undo, and not a word of it."""

    def test_withdrawal_and_the_agreement_after_it(self, item, lead, now):
        services.withdraw_consent(item=item, note="Her mother rang.", actor=lead, at=now)
        again = CHILDREN | {"given_on": now.date(), "holder": "Mrs Jones"}
        item.consent.refresh_from_db()
        services.record_consent(
            item=item,
            values=again,
            expected_version=item.consent.version,
            actor=lead,
            at=now + timedelta(days=1),
        )
        (first, said), (second, agreed) = noted()
        assert first == second == "evidence.withdrawn"
        assert said == {"withdrawn": True, "by": str(lead.uuid)}
        assert agreed["withdrawn"] is False
        assert (agreed["children"], agreed["scope"]) == (True, "assessors")
        assert agreed["given_on"] == now.date().isoformat()
        assert "Jones" not in str(agreed)
        assert "rang" not in str(said)

    def test_narrower_agreement_but_not_the_first(self, item, lead, now):
        assert noted() == []
        services.record_consent(
            item=item,
            values=CHILDREN | {"given_on": now.date(), "expires_on": now.date()},
            expected_version=item.consent.version,
            actor=lead,
            at=now,
        )
        ((kind, said),) = noted()
        assert (kind, said["expires_on"]) == ("evidence.withdrawn", now.date().isoformat())

    def test_what_is_removed(self, item, lead, now):
        services.remove_file(file=item.files.get(), actor=lead, at=now)
        services.remove_item(item=item, actor=lead, at=now)
        services.remove_item(item=item, actor=lead, at=now)
        assert [kind for kind, _ in noted()].count("evidence.removed") == 1
        assert [kind for kind, _ in noted()].count("evidence.file-removed") == 1

    def test_that_it_is_restricted_and_no_longer(self, item, lead, now):
        restrict(item=item, why="A foster child.", actor=lead, at=now)
        end_restriction(item=item, actor=lead, at=now + timedelta(hours=1))
        by = str(lead.uuid)
        assert noted() == [
            ("evidence.restricted", {"restricted": True, "by": by}),
            ("evidence.restricted", {"restricted": False, "by": by}),
        ]

    def test_nothing_that_nobody_can_do_again(self):
        """Every kind that any code notes has its replayer, and every replayer its kind."""
        found = set()
        for room in (
            "awards",
            "celebrations",
            "certificates",
            "champions",
            "config",
            "foundation",
            "portfolios",
            "reports",
        ):
            for path in (settings.BASE_DIR / room).rglob("*.py"):
                found.update(re.findall(r"ledger\.note\(\s*\"([\w.-]+)\"", path.read_text()))
        assert found == set(REPLAYERS)


class TestEvidence:
    def test_withdrawn(self, item, lead, now):
        later = now + timedelta(hours=1)
        happened("evidence.withdrawn", item.uuid, later, withdrawn=True, by=str(lead.uuid))
        assert replay(at=now) == {"evidence.withdrawn": (1, 0)}
        consent = Consent.objects.get(item=item)
        assert (consent.withdrawn_at, consent.withdrawn_by) == (later, lead)

    def test_by_somebody_who_came_after_the_backup(self, item, lead, officer, now):
        """Then an officer's word stands there, which nobody's tick undoes."""
        happened("evidence.withdrawn", item.uuid, now, withdrawn=True, by=str(uuid4()))
        replay(at=now)
        assert Consent.objects.get(item=item).withdrawn_by == officer

    def test_latest_word_holds(self, item, lead, now):
        day = now.date().isoformat()
        happened("evidence.withdrawn", item.uuid, now, withdrawn=True, by=str(lead.uuid))
        happened(
            "evidence.withdrawn",
            item.uuid,
            now + timedelta(hours=1),
            withdrawn=False,
            shows_people="people",
            children=True,
            scope="assessors",
            expires_on=day,
        )
        assert replay(at=now) == {"evidence.withdrawn": (2, 0)}
        consent = Consent.objects.get(item=item)
        assert (consent.withdrawn_at, consent.withdrawn_by, consent.withdrawn_note) == (
            None,
            None,
            "",
        )
        assert consent.expires_on == now.date()
        assert consent.holder == CHILDREN["holder"]

    def test_disputed_and_shown_again(self, item, officer, now):
        happened("evidence.disputed", item.uuid, now, hidden=True)
        replay(at=now)
        assert Consent.objects.get(item=item).disputed_by == officer
        happened("evidence.disputed", item.uuid, now + timedelta(hours=1), hidden=False)
        replay(at=now)
        assert Consent.objects.get(item=item).disputed_at is None

    def test_restricted_and_open_again(self, item, lead, now):
        happened("evidence.restricted", item.uuid, now, restricted=True, by=str(lead.uuid))
        replay(at=now)
        fresh = EvidenceItem.objects.get(pk=item.pk)
        assert (fresh.restricted_by, bool(fresh.restricted_why)) == (lead, True)
        later = now + timedelta(hours=1)
        happened("evidence.restricted", item.uuid, later, restricted=False)
        replay(at=now)
        assert EvidenceItem.objects.get(pk=item.pk).restricted_at is None

    def test_forgotten(self, item, folders, now):
        happened("evidence.forgotten", item.uuid, now, with_title=False)
        replay(at=now)
        commit_effects()
        assert EvidenceFile.objects.get(item=item).file is None
        assert Consent.objects.get(item=item).forgotten_at == now
        assert objects(folders["default"]) == []

    def test_removed(self, item, folders, lead, now):
        happened("evidence.removed", item.uuid, now, by=str(lead.uuid))
        replay(at=now)
        commit_effects()
        assert not EvidenceItem.objects.filter(pk=item.pk).exists()
        assert objects(folders["default"]) == []

    def test_removed_after_it_was_sent(self, organisation, lead, officer, now, time_machine):
        time_machine.move_to(now)
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        send_portfolio(portfolio_for(organisation, lead=lead, at=now), lead=lead, at=now)
        sent = EvidenceItem.objects.get()
        happened("evidence.removed", sent.uuid, now, by=str(lead.uuid))
        replay(at=now)
        sent.refresh_from_db()
        assert (sent.removed_at, sent.removed_by) == (now, lead)

    def test_file_removed(self, item, folders, lead, now):
        second = clean_file(item, lead=lead, at=now)
        happened("evidence.file-removed", second.uuid, now)
        replay(at=now)
        commit_effects()
        assert [row.pk for row in item.files.all()] != [second.pk]
        assert item.files.count() == len(objects(folders["default"])) == 1


def test_contents_of_an_application(application, now):
    happened("application.contents", application.uuid, now)
    assert replay(at=now) == {"application.contents": (1, 0)}
    assert Application.objects.get(pk=application.pk).contents_deleted_at == now


def test_person(colleague, now):
    happened("person", colleague.uuid, now, terms="", items="")
    assert replay(at=now) == {"person": (1, 0)}
    erased = User.objects.get(pk=colleague.pk)
    assert erased.erased_at is not None
    assert "Colin" not in erased.name


def test_organisation(organisation, now):
    happened("organisation", organisation.uuid, now, with_name=True)
    assert replay(at=now) == {"organisation": (1, 0)}
    assert Organisation.objects.get(pk=organisation.pk).erased_at is not None


@pytest.mark.parametrize("kind", sorted(REPLAYERS))
def test_what_is_not_in_the_backup_needs_nothing(kind, officer, now):
    happened(kind, uuid4(), now)
    assert replay(at=now) == {kind: (0, 1)}


def test_each_entry_is_one_event_and_is_never_replayed_twice(item, lead, now):
    happened("evidence.withdrawn", item.uuid, now, withdrawn=True, by=str(lead.uuid))
    (entry,) = ledger.entries()
    replay(at=now)
    event = AuditEvent.objects.get(event="ledger.replayed")
    assert event.details == {
        "kind": "evidence.withdrawn",
        "subject": str(item.uuid),
        "changed": True,
    }
    row = LedgerEntry.objects.get()
    assert (row.uuid, row.kept_at) == (entry.id, now)
    assert replay(at=now) == {}
    assert len(list(ledger.entries())) == 1


def test_what_the_backup_knows_is_left_alone(item, lead, now):
    services.withdraw_consent(item=item, note="", actor=lead, at=now)
    commit_effects()
    assert replay(at=now) == {}


def test_kind_that_nobody_knows_fails_before_anything_is_done(item, lead, now):
    happened("evidence.withdrawn", item.uuid, now, withdrawn=True, by=str(lead.uuid))
    happened("from.the-future", uuid4(), now)
    with pytest.raises(Refused, match=r"does not know: from\.the-future"):
        replay(at=now)
    assert Consent.objects.get(item=item).withdrawn_at is None
    assert not LedgerEntry.objects.exists()


def test_one_that_fails_stops_no_other_and_is_said(item, lead, now):
    """Details that make no sense; the next one is done all the same."""
    bad = {"withdrawn": False, "expires_on": "never"}
    happened("evidence.withdrawn", item.uuid, now, **bad)
    happened("evidence.removed", item.uuid, now + timedelta(hours=1), by=str(lead.uuid))
    with pytest.raises(Refused, match=r"1 of evidence\.withdrawn.*Do not start the service"):
        replay(at=now)
    assert not EvidenceItem.objects.filter(pk=item.pk).exists()
    assert LedgerEntry.objects.get().kind == "evidence.removed"


class TestSettling:
    def settle(self, now):
        said = []
        settle(taken_at=now, at=now + timedelta(hours=9), say=said.append)
        return said

    def test_everybody_signs_in_again(self, sign_in, lead, now):
        client = sign_in(lead)
        Beat.objects.create(name="worker", at=now)
        self.settle(now)
        assert not Session.objects.exists()
        assert not Beat.objects.exists()
        assert client.get("/dashboard/").status_code == 302

    def test_mail_that_waited_is_held_with_its_reason(self, lead, now):
        def mail(key, at):
            return queue_mail(key=key, message="concern", to=lead.email, context={}, at=at)

        before, after = mail("before", now), mail("after", now + timedelta(hours=1))
        # It may have gone with an e-mail of the day since.
        kept = mail("kept for the e-mail of the day", now)
        OutboxMessage.objects.filter(pk=kept.pk).update(status="held")
        said = self.settle(now)
        assert "Mail that was waiting, and is held for an officer to look at: 2" in said
        assert OutboxMessage.objects.get(pk=kept.pk).status == "failed"
        held = OutboxMessage.objects.get(pk=before.pk)
        assert (held.status, held.uuid, held.next_try_at) == ("failed", before.uuid, None)
        assert held.reason.startswith("The service was set back to 23 November 2026, 10:00.")
        assert OutboxMessage.objects.get(pk=after.pk).status == "queued"

    def test_what_an_e_mail_of_the_day_tells_of_is_held_with_it(self, lead, now):
        def mail(key):
            return queue_mail(key=key, message="concern", to=lead.email, context={}, at=now)

        digest, told_of = mail("digest"), mail("told of")
        OutboxMessage.objects.filter(pk=told_of.pk).update(status="held", digest=digest)
        self.settle(now)
        assert set(OutboxMessage.objects.values_list("status", flat=True)) == {"failed"}

    def test_it_is_on_record(self, now):
        self.settle(now)
        event = AuditEvent.objects.get(event="service.restored")
        assert event.details == {"taken_at": now.isoformat(), "mails_held": 0}

    def test_twice_does_no_harm(self, item, lead, now):
        happened("evidence.withdrawn", item.uuid, now, withdrawn=True, by=str(lead.uuid))
        self.settle(now)
        assert "Ledger: nothing was deleted since" in self.settle(now)


class TestLostLedger:
    def test_an_empty_store_is_not_taken_for_a_quiet_week(self, item, lead, now):
        services.withdraw_consent(item=item, note="", actor=lead, at=now)
        commit_effects()
        for key in list(keys_of(storages["ledger"])):
            storages["ledger"].delete(key)
        with pytest.raises(Refused, match="lacks 1 entries"):
            replay(at=now)

    def test_what_is_there_is_done_all_the_same(self, item, lead, now):
        LedgerEntry.objects.all().delete()
        happened("evidence.withdrawn", item.uuid, now, withdrawn=True, by=str(lead.uuid))
        LedgerEntry.objects.create(kind="person", subject=uuid4(), at=now, kept_at=now)
        with pytest.raises(Refused, match="look at LEDGER_DIR"):
            replay(at=now)
        assert Consent.objects.get(item=item).withdrawn_at == now

    def test_one_that_went_after_six_years_is_not_missed(self, now):
        old = now - timedelta(days=6 * 366)
        LedgerEntry.objects.create(kind="person", subject=uuid4(), at=old, kept_at=old)
        assert replay(at=now) == {}


def test_taken_down_for_good_stays_so(item, lead, officer, now):
    """Also where its own people had withdrawn consent before, which they could give again."""
    services.withdraw_consent(item=item, note="By telephone.", actor=lead, at=now)
    happened(
        "evidence.withdrawn", item.uuid, now, withdrawn=True, for_good=True, by=str(officer.uuid)
    )
    assert replay(at=now) == {"evidence.withdrawn": (1, 1)}
    assert services.is_taken_down(Consent.objects.get(item=item))


def test_a_hold_of_after_the_backup_is_placed_again_and_ended(organisation, officer, now):
    subject = uuid4()
    happened("hold.placed", subject, now, organisation=str(organisation.uuid), by=str(officer.uuid))
    assert replay(at=now) == {"hold.placed": (1, 0)}
    hold = Hold.objects.active().get()
    assert (hold.uuid, hold.organisation, hold.placed_by) == (subject, organisation, officer)
    later = now + timedelta(hours=1)
    happened("hold.ended", subject, later, by=str(officer.uuid))
    assert replay(at=now)["hold.ended"] == (1, 0)
    hold.refresh_from_db()
    assert hold.ended_at == later


def test_holds_are_noted_without_their_reason(organisation, officer, now):
    hold = place_hold(organisation=organisation, reason="The heron", actor=officer, at=now)
    end_hold(hold=hold, actor=officer, at=now)
    kinds = [kind for kind, _ in noted()]
    assert sorted(kinds) == ["hold.ended", "hold.placed"]
    assert "heron" not in str(noted())
