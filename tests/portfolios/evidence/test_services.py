"""Evidence through its services: scheme.md 12, T-25, T-31, T-43, T-44, T-60."""

from uuid import uuid4

import pytest
from django.core.files.storage import storages

from foundation.dates import london_date
from foundation.files import FileNotAccepted
from foundation.models import AuditEvent, PrivateFile
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.models import EvidenceFile, EvidenceItem, Portfolio
from portfolios.services import evidence as services
from tests.support.awards import holder
from tests.support.evidence import (
    CHILDREN,
    clean_file,
    evidence,
    hold_silver,
    portfolio_for,
    send_portfolio,
)
from tests.support.pictures import picture, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(officer, now):
    """Another organisation, with its lead."""
    award = holder("Beech School", officer=officer, at=now)
    return award.organisation, award.organisation.memberships.get().user


def fresh(item):
    return EvidenceItem.objects.select_related("organisation", "consent").get(pk=item.pk)


def capture(organisation, lead, now, key=None, name="forum.jpg"):
    return services.capture_file(
        organisation=organisation,
        upload=sent(name, picture("JPEG")),
        key=key or uuid4(),
        actor=lead,
        at=now,
    )


def test_captured_file_lies_in_the_tray_with_the_narrowest_consent(organisation, lead, now):
    row = capture(organisation, lead, now, name="Forum in autumn.jpg")
    item = fresh(row.item)
    assert (item.title, item.kind) == ("Forum in autumn", "photo")
    assert (item.consent.shows_people, item.consent.scope) == ("", "assessors")
    assert list(EvidenceItem.objects.placed(False)) == [item]
    assert list(EvidenceItem.objects.in_portfolio()) == []
    assert row.file.state == "quarantined"


def test_captured_twice_with_one_key_is_kept_once(organisation, lead, now):
    """T-43: the answer to the first was lost on the way."""
    key = uuid4()
    first = capture(organisation, lead, now, key)
    assert capture(organisation, lead, now, key) == first
    assert (EvidenceItem.objects.count(), PrivateFile.objects.count()) == (1, 1)


def test_key_of_another_organisation_is_refused(organisation, lead, theirs, now):
    """T-25"""
    other, their_lead = theirs
    key = capture(other, their_lead, now).uuid
    with pytest.raises(Refused, match="out of date"):
        capture(organisation, lead, now, key)
    with pytest.raises(Refused, match="out of date"):
        services.add_item(organisation=organisation, key=key, values={}, actor=lead, at=now)


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_evidence_is_written_by_its_organisation_alone(
    organisation, lead, officer, theirs, now, who
):
    """T-31"""
    item = evidence(organisation, "gold.voice", lead=lead, at=now)
    file = item.files.get()
    person = officer if who == "officer" else theirs[1]
    common = {"actor": person, "at": now}
    acts = [
        lambda: services.add_item(organisation=organisation, key=uuid4(), values={}, **common),
        lambda: capture(organisation, person, now),
        lambda: services.change_item(item=item, values={}, expected_version=1, **common),
        lambda: services.place_item(item=item, shows=[], values={}, expected_version=1, **common),
        lambda: services.leave_out(item=item, out=True, **common),
        lambda: services.remove_item(item=item, **common),
        lambda: services.add_file(
            item=item, upload=sent("a.jpg", picture("JPEG")), key=uuid4(), **common
        ),
        lambda: services.describe_file(file=file, caption="x", **common),
        lambda: services.remove_file(file=file, **common),
        lambda: services.record_consent(item=item, values=CHILDREN, expected_version=2, **common),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert fresh(item).version == item.version


def test_change_of_what_a_colleague_changed_shows_both(organisation, lead, colleague, now):
    """T-44"""
    item = evidence(organisation, lead=lead, at=now)
    services.change_item(
        item=item,
        values={"title": "The forum"},
        expected_version=item.version,
        actor=colleague,
        at=now,
    )
    with pytest.raises(Clash) as clash:
        services.change_item(
            item=item,
            values={"title": "Our forum"},
            expected_version=item.version,
            actor=lead,
            at=now,
        )
    assert [(f.mine, f.theirs) for f in clash.value.fields] == [("Our forum", "The forum")]
    assert fresh(item).title == "The forum"


def test_place_changes_exactly_the_tags_that_differ(organisation, lead, now):
    item = evidence(organisation, "gold.voice", "principle.1", lead=lead, at=now)
    kept = item.tags.get(code="gold.voice").pk
    services.place_item(
        item=item,
        shows=["gold.voice", "fourc.co_design"],
        values={"ladder_ours": "ladder.co_production"},
        expected_version=item.version,
        actor=lead,
        at=now,
    )
    codes = dict(item.tags.values_list("code", "pk"))
    assert set(codes) == {"gold.voice", "fourc.co_design"}
    assert codes["gold.voice"] == kept
    assert fresh(item).ladder_ours == "ladder.co_production"


def test_removed_item_goes_with_its_bytes(
    organisation, lead, now, django_capture_on_commit_callbacks
):
    item = evidence(organisation, "gold.voice", lead=lead, at=now)
    key = item.files.get().file.storage_key
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_item(item=item, actor=lead, at=now)
        services.remove_item(item=item, actor=lead, at=now)
    assert not EvidenceItem.objects.exists()
    assert not PrivateFile.objects.exists()
    assert not storages["default"].exists(key)
    assert AuditEvent.objects.filter(event="evidence.removed").count() == 1


def test_removed_item_that_was_sent_stays_with_what_was_sent(organisation, lead, officer, now):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    application = portfolio_for(organisation, lead=lead, at=now)
    change = send_portfolio(application, lead=lead, at=now)
    item = change.sent_items.get().item
    file = item.files.get()
    services.remove_file(file=file, actor=lead, at=now)
    services.remove_item(item=item, actor=lead, at=now)
    file.refresh_from_db()
    assert (file.removed_at, fresh(item).removed_at) == (now, now)
    assert storages["default"].exists(file.file.storage_key)
    assert not EvidenceItem.objects.kept().exists()


def test_left_out_is_kept_and_not_sent(organisation, lead, now):
    item = evidence(organisation, "gold.voice", lead=lead, at=now)
    services.leave_out(item=item, out=True, actor=lead, at=now)
    assert list(EvidenceItem.objects.kept()) == [item]
    assert list(EvidenceItem.objects.in_portfolio()) == []
    services.leave_out(item=item, out=False, actor=lead, at=now)
    assert list(EvidenceItem.objects.in_portfolio()) == [item]


def test_file_beyond_the_quota_is_refused_and_nothing_is_kept(organisation, lead, now, settings):
    """T-60"""
    capture(organisation, lead, now)
    settings.EVIDENCE_QUOTA = services.bytes_kept(organisation) + 10
    with pytest.raises(FileNotAccepted, match="used its"):
        capture(organisation, lead, now)
    assert PrivateFile.objects.count() == EvidenceItem.objects.count() == 1


def test_item_has_room_for_so_many_files(organisation, lead, now):
    item = evidence(organisation, lead=lead, at=now, file=False)
    for _ in range(EvidenceFile.MOST):
        clean_file(item, lead=lead, at=now)
    with pytest.raises(Refused, match="room for 12 files"):
        services.add_file(
            item=item, upload=sent("a.jpg", picture("JPEG")), key=uuid4(), actor=lead, at=now
        )


def test_consent_of_nobody_keeps_nothing_about_anybody(organisation, lead, now):
    item = evidence(
        organisation,
        lead=lead,
        at=now,
        consent=CHILDREN | {"given_on": london_date(now), "scope": "web"},
    )
    assert (item.consent.holder, item.consent.scope) == ("The school office", "web")
    consent = services.record_consent(
        item=item,
        values={"shows_people": "nobody"},
        expected_version=item.consent.version,
        actor=lead,
        at=now,
    )
    assert (consent.holder, consent.children, consent.scope) == ("", False, "assessors")
    assert consent.given_on is None


@pytest.mark.parametrize("who", ["lead", "officer"])
def test_withdrawn_consent_hides_at_once(organisation, lead, officer, now, who):
    item = evidence(organisation, "gold.voice", lead=lead, at=now)
    person = {"lead": lead, "officer": officer}[who]
    services.withdraw_consent(item=item, note="By telephone", actor=person, at=now)
    services.withdraw_consent(item=item, note="Again", actor=person, at=now)
    assert list(EvidenceItem.objects.hidden(london_date(now))) == [item]
    assert fresh(item).consent.withdrawn_note == "By telephone"
    assert AuditEvent.objects.filter(event="consent.withdrawn").count() == 1


def test_stranger_withdraws_nothing(organisation, lead, theirs, now):
    item = evidence(organisation, lead=lead, at=now)
    with pytest.raises(NotAllowed):
        services.withdraw_consent(item=item, note="", actor=theirs[1], at=now)
    assert not fresh(item).consent.is_hidden(london_date(now))


def test_page_opened_before_the_withdrawal_does_not_undo_it(organisation, lead, now):
    item = evidence(organisation, lead=lead, at=now)
    before = item.consent.version
    services.withdraw_consent(item=item, note="", actor=lead, at=now)
    with pytest.raises(Clash):
        services.record_consent(
            item=item,
            values={"shows_people": "nobody"},
            expected_version=before,
            actor=lead,
            at=now,
        )
    assert fresh(item).consent.is_hidden(london_date(now))


def test_new_consent_shows_it_again(organisation, lead, now):
    item = evidence(organisation, lead=lead, at=now)
    services.withdraw_consent(item=item, note="x", actor=lead, at=now)
    services.record_consent(
        item=item,
        values={"shows_people": "nobody"},
        expected_version=fresh(item).consent.version,
        actor=lead,
        at=now,
    )
    assert list(EvidenceItem.objects.shown(london_date(now))) == [item]
    assert AuditEvent.objects.filter(event="consent.given-again").exists()


def test_evidence_counts_as_a_change_of_the_portfolio_being_written(
    organisation, lead, officer, now
):
    """A lead sends what they have checked."""
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    portfolio_for(organisation, lead=lead, at=now)
    before = Portfolio.objects.get().version
    evidence(organisation, "gold.voice", lead=lead, at=now, file=False)
    assert Portfolio.objects.get().version == before + 2


def test_nothing_is_written_about_what_nobody_may_see(organisation, lead, now):
    item = evidence(organisation, "gold.voice", lead=lead, at=now)
    services.withdraw_consent(item=item, note="", actor=lead, at=now)
    common = {"actor": lead, "at": now}
    acts = [
        lambda: services.change_item(
            item=item, values={"about": "x"}, expected_version=1, **common
        ),
        lambda: services.place_item(item=item, shows=[], values={}, expected_version=1, **common),
        lambda: services.describe_file(file=item.files.get(), caption="x", **common),
        lambda: services.add_file(
            item=item, upload=sent("a.jpg", picture("JPEG")), key=uuid4(), **common
        ),
    ]
    for act in acts:
        with pytest.raises(Refused, match="consent for it is gone"):
            act()
    assert item.tags.count() == 1


def test_nobody_is_no_answer_to_a_person_who_asked_an_officer(organisation, lead, officer, now):
    """Whoever is in it turned to an officer; the organisation cannot say that nobody is."""
    item = evidence(organisation, lead=lead, at=now)
    services.withdraw_consent(item=item, note="", actor=officer, at=now)
    version = fresh(item).consent.version
    with pytest.raises(Refused, match="A SEND officer hid this"):
        services.record_consent(
            item=item,
            values={"shows_people": "nobody"},
            expected_version=version,
            actor=lead,
            at=now,
        )
    assert fresh(item).consent.is_hidden(london_date(now))
    services.record_consent(
        item=item,
        values=CHILDREN | {"given_on": london_date(now)},
        expected_version=version,
        actor=lead,
        at=now,
    )
    assert not fresh(item).consent.is_hidden(london_date(now))


@pytest.mark.parametrize(
    ("name", "title"), [("Amira Khan.jpg", ""), ("Forum in autumn.jpg", "Forum in autumn")]
)
def test_title_is_no_persons_name(organisation, lead, now, name, title):
    """A title stays when consent has gone (T-94)."""
    assert capture(organisation, lead, now, name=name).item.title == title
