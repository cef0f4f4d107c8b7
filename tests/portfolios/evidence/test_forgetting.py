"""Consent that is gone leaves no copy behind: bytes, texts, drafts, prints, what was sent."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.db import transaction

from awards.models import Challenge, StatusChange
from config.invariants import evidence as evidence_problems
from config.invariants import portfolios as portfolio_problems
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.files import store_generated
from foundation.models import AuditEvent, Draft, LedgerEntry, OutboxMessage, PrivateFile
from foundation.refusals import Refused
from portfolios.models import Consent, EvidenceFile, EvidenceItem, EvidenceTag, Printout
from portfolios.records import portfolio_from
from portfolios.selectors.evidence.ending import forgotten_on
from portfolios.services import evidence as services
from portfolios.services.evidence.forgetting import (
    forget_evidence,
    remind_of_consent_ending,
    remove_prints_of_what_is_gone,
)
from tests.support.evidence import (
    CHILDREN,
    clean_file,
    evidence,
    hold_silver,
    portfolio_for,
    send_portfolio,
)

pytestmark = pytest.mark.django_db
CANARY = "Heron"
AGREED = CHILDREN | {"given_on": date(2026, 11, 2)}
TEXTS = {
    "about": f"What the {CANARY} group asked for.",
    "who": f"Six {CANARY}s.",
    "changed": f"24 of 31 {CANARY}s feel calm.",
    "url": f"https://video.example/{CANARY}",
    "ladder_said": f"The {CANARY}s told us.",
}


@pytest.fixture
def item(organisation, lead, now):
    """With a photo, a thumbnail, a draft and words that may be found nowhere afterwards."""
    found = evidence(
        organisation,
        "gold.voice",
        "principle.3",
        lead=lead,
        at=now,
        file=False,
        consent=AGREED | {"holder": f"{CANARY} office", "form_reference": CANARY},
        **TEXTS,
    )
    row = clean_file(found, lead=lead, at=now, name=f"{CANARY}.jpg", caption=f"Two {CANARY}s")
    small = storages["default"].save(f"{CANARY}-small", row.file.store.open(row.file.storage_key))
    PrivateFile.objects.filter(pk=row.file_id).update(
        thumbnail_key=small, thumbnail_size=1, thumbnail_sha256="0" * 64
    )
    Draft.objects.create(
        owner=lead,
        key=services.draft_key(organisation, found.uuid, "item"),
        data={"about": [CANARY]},
        saved_at=now,
    )
    return found


def run(duty, at):
    with transaction.atomic():
        return duty(DutyContext(now=at, today=london_date(at), dry_run=False))


def keys_of(item):
    files = PrivateFile.objects.filter(evidence__item=item)
    return [key for file in files for key in (file.storage_key, file.thumbnail_key)]


def withdraw(item, actor, at, note=""):
    services.withdraw_consent(item=item, note=note, actor=actor, at=at)


def days(count):
    return timedelta(days=count)


def test_after_28_days_only_the_title_is_left(item, lead, now, django_capture_on_commit_callbacks):
    keys = keys_of(item)
    assert len(keys) == 2
    withdraw(item, lead, now, note=f"A {CANARY} asked us")
    with django_capture_on_commit_callbacks(execute=True):
        assert run(forget_evidence, now + days(28)) == 1
    assert not any(storages["default"].exists(key) for key in keys)
    assert not PrivateFile.objects.exists()
    fresh = EvidenceItem.objects.get(pk=item.pk)
    assert fresh.title == "Minutes of the autumn forum"
    for model in (EvidenceItem, EvidenceFile, Consent, EvidenceTag, Draft):
        assert CANARY not in json.dumps(list(model.objects.values()), default=str)
    row = EvidenceFile.objects.get(item=item)
    assert (row.file, row.caption) == (None, "")
    assert fresh.consent.forgotten_at == now + days(28)
    event = AuditEvent.objects.get(event="evidence.forgotten")
    assert event.details == {"files": 1, "sent": 0}


def test_nothing_goes_a_day_too_early(item, lead, now):
    withdraw(item, lead, now)
    assert run(forget_evidence, now + days(27)) == 0
    assert EvidenceFile.objects.get(item=item).file is not None
    assert forgotten_on(Consent.objects.get(item=item)) == london_date(now) + days(28)


def test_running_twice_changes_nothing_more(item, lead, now):
    withdraw(item, lead, now)
    assert run(forget_evidence, now + days(28)) == 1
    before = list(EvidenceItem.objects.values()) + list(Consent.objects.values())
    assert run(forget_evidence, now + days(29)) == 0
    assert list(EvidenceItem.objects.values()) + list(Consent.objects.values()) == before
    assert AuditEvent.objects.filter(event="evidence.forgotten").count() == 1


def test_consent_that_ran_out_is_forgotten_28_days_after_its_last_day(item, lead, now):
    until = london_date(now) + days(10)
    Consent.objects.filter(item=item).update(expires_on=until)
    assert run(forget_evidence, now + days(37)) == 0
    assert run(forget_evidence, now + days(38)) == 1
    assert EvidenceItem.objects.get(pk=item.pk).about == ""


def test_consent_given_again_stops_it(item, lead, now):
    """Within the 28 days it is hidden, not gone."""
    withdraw(item, lead, now)
    services.record_consent(
        item=item, values=AGREED, expected_version=3, actor=lead, at=now + days(27)
    )
    assert run(forget_evidence, now + days(400)) == 0
    assert EvidenceItem.objects.get(pk=item.pk).about == TEXTS["about"]
    assert EvidenceFile.objects.get(item=item).file is not None


def test_what_is_forgotten_cannot_be_shown_again(item, lead, now):
    withdraw(item, lead, now)
    run(forget_evidence, now + days(28))
    with pytest.raises(Refused, match="gone for good"):
        services.record_consent(
            item=item, values=AGREED, expected_version=4, actor=lead, at=now + days(29)
        )


def test_a_batch_at_a_time(organisation, lead, now, monkeypatch):
    monkeypatch.setattr("portfolios.services.evidence.forgetting.AT_A_TIME", 2)
    for _ in range(3):
        withdraw(evidence(organisation, lead=lead, at=now, file=False), lead, now)
    assert [run(forget_evidence, now + days(28)) for _ in range(3)] == [2, 1, 0]


@pytest.fixture
def silver(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return hold_silver(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def change(silver, item, lead, now):
    return send_portfolio(portfolio_for(silver.organisation, lead=lead, at=now), lead=lead, at=now)


def test_what_was_sent_keeps_id_title_and_digests(change, item, lead, now):
    before = portfolio_from(change.snapshot["portfolio"])
    kept = {key: value for key, value in change.snapshot.items() if key != "portfolio"}
    assert CANARY in json.dumps(change.snapshot)
    withdraw(item, lead, now + days(1))
    run(forget_evidence, now + days(29))
    snapshot = StatusChange.objects.get(pk=change.pk).snapshot
    assert CANARY not in json.dumps(snapshot)
    after = portfolio_from(snapshot["portfolio"])
    old, new = before.item(str(item.uuid)), after.item(str(item.uuid))
    assert (new.title, new.hidden, new.shows) == (old.title, True, ())
    assert [file.sha256 for file in new.files] == [file.sha256 for file in old.files]
    assert [file.name for file in new.files] == [""]
    others = [each for each in before.items if each.id != old.id]
    assert [each for each in after.items if each.id != old.id] == others
    assert {key: value for key, value in snapshot.items() if key != "portfolio"} == kept


def test_no_other_snapshot_is_touched(change, item, lead, now):
    others = StatusChange.objects.exclude(pk=change.pk).exclude(snapshot=None)
    before = list(others.values_list("pk", "snapshot"))
    assert before
    withdraw(item, lead, now)
    run(forget_evidence, now + days(28))
    assert list(others.values_list("pk", "snapshot")) == before


def test_what_was_removed_after_it_was_sent_is_forgotten_too(change, item, lead, now):
    services.remove_item(item=item, actor=lead, at=now)
    withdraw(item, lead, now)
    assert run(forget_evidence, now + days(28)) == 1
    assert EvidenceFile.objects.get(item=item).file is None
    assert CANARY not in json.dumps(StatusChange.objects.get(pk=change.pk).snapshot)


def printed(application, actor, at, *shown):
    file = store_generated(name="a.pdf", content=b"%PDF", content_type="application/pdf", at=at)
    return Printout.objects.create(
        application=application,
        fingerprint=str(file.uuid),
        format="pdf",
        record={"portfolio": {}, "shown": [str(item.uuid) for item in shown]},
        file=file,
        asked_by=actor,
        asked_at=at,
    )


def test_prints_with_it_go_at_once(
    change, item, silver, lead, now, django_capture_on_commit_callbacks
):
    file = printed(change.application, lead, now, item).file
    without = printed(change.application, lead, now)
    plan = printed(silver.application, lead, now, item)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(item, lead, now + days(1))
    assert list(Printout.objects.all()) == [without, plan]
    assert not storages["default"].exists(file.storage_key)


def test_prints_go_when_consent_runs_out(change, item, lead, now):
    Consent.objects.filter(item=item).update(expires_on=london_date(now) + days(3))
    printed(change.application, lead, now, item)
    assert run(remove_prints_of_what_is_gone, now + days(3)) == 0
    assert run(remove_prints_of_what_is_gone, now + days(4)) == 1
    assert not Printout.objects.exists()
    assert run(remove_prints_of_what_is_gone, now + days(4)) == 0


def mails(kind):
    return list(
        OutboxMessage.objects.filter(message=kind).order_by("pk").values_list("to", "body_text")
    )


def test_leads_hear_once_before_consent_runs_out(item, organisation, colleague, lead, now):
    """T-90: members do not; two pieces that run out together are one mail."""
    until = london_date(now) + days(40)
    second = evidence(organisation, lead=lead, at=now, title="Garden photos", file=False)
    Consent.objects.filter(item__in=[item, second]).update(expires_on=until)
    assert run(remind_of_consent_ending, now + days(9)) == 0
    assert run(remind_of_consent_ending, now + days(10)) == 1
    assert run(remind_of_consent_ending, now + days(11)) == 0
    ((to, text),) = mails("consent_ends_soon")
    assert to == lead.email
    assert "2 January 2027" in text
    assert "- Minutes of the autumn forum\n- Garden photos" in text
    assert CANARY not in text
    # A later day is told of again.
    Consent.objects.filter(item=item).update(expires_on=until + days(5))
    assert run(remind_of_consent_ending, now + days(15)) == 1
    assert run(remind_of_consent_ending, now + days(60)) == 0


def test_leads_hear_that_an_officer_hid_it_and_of_no_withdrawal_of_their_own(
    item, lead, officer, now
):
    withdraw(item, lead, now)
    assert mails("consent_withdrawn") == []
    services.record_consent(item=item, values=AGREED, expected_version=3, actor=lead, at=now)
    withdraw(item, officer, now)
    withdraw(item, officer, now + days(1))
    ((to, text),) = mails("consent_withdrawn")
    assert to == lead.email
    assert "Minutes of the autumn forum" in text
    assert "21 December 2026" in text
    assert CANARY not in text


def forget(item, now, **kwargs):
    services.forget(item, at=now, why="It was taken down.", **kwargs)


def test_forgetting_at_once_leaves_the_title_and_a_line_in_the_ledger(item, now):
    """Whatever consent says: its time is over, or somebody asked and an officer decided."""
    EvidenceItem.objects.filter(pk=item.pk).update(
        restricted_at=now, restricted_by=item.created_by, restricted_why=f"{CANARY} is in it"
    )
    forget(item, now)
    fresh = EvidenceItem.objects.select_related("consent").get(pk=item.pk)
    assert fresh.title == item.title
    assert fresh.consent.is_hidden(london_date(now))
    assert not PrivateFile.objects.exists()
    for model in (EvidenceItem, EvidenceFile, Consent, Draft):
        assert CANARY not in json.dumps(list(model.objects.values()), default=str)
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.subject) == ("evidence.forgotten", item.uuid)
    assert entry.details == {"with_title": False}


def test_forgetting_twice_keeps_the_first_moment(item, now):
    forget(item, now)
    forget(item, now + days(1))
    assert Consent.objects.get(item=item).forgotten_at == now
    assert LedgerEntry.objects.count() == 1


def test_forgetting_with_the_title_also_renames_it_where_it_was_sent(
    organisation, lead, officer, now
):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    portfolio = portfolio_for(organisation, lead=lead, at=now)
    change = send_portfolio(portfolio, lead=lead, at=now)
    item = EvidenceItem.objects.get()
    EvidenceItem.objects.filter(pk=item.pk).update(title=f"{CANARY} as a bird")
    snapshot = change.snapshot
    snapshot["portfolio"]["items"][0]["title"] = f"{CANARY} as a bird"
    StatusChange.objects.filter(pk=change.pk).update(snapshot=snapshot)
    Challenge.objects.create(
        application=portfolio,
        subject=f"evidence:{item.uuid}",
        subject_name=f"Evidence: {CANARY} as a bird",
        text="Who is it?",
        raised_by=officer,
        raised_as="officer",
        raised_at=now,
    )
    forget(item, now)
    assert EvidenceItem.objects.get().title == f"{CANARY} as a bird"
    forget(item, now + days(1), with_title=True)
    assert EvidenceItem.objects.get().title == "Deleted evidence"
    for model in (EvidenceItem, StatusChange, Challenge):
        assert CANARY not in json.dumps(list(model.objects.values()), default=str)
    assert [*evidence_problems(), *portfolio_problems()] == []
    assert Consent.objects.get(item=item).forgotten_at == now


def test_forgetting_that_is_undone_keeps_every_byte(item, now, django_capture_on_commit_callbacks):
    keys = keys_of(item)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        forget(item, now)
        transaction.set_rollback(True)
    assert all(storages["default"].exists(key) for key in keys)
    assert LedgerEntry.objects.count() == 0
