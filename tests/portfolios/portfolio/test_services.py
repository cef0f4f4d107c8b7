"""A portfolio from its beginning to what was sent (scheme.md 12 to 16, T-25, T-43, T-44)."""

from uuid import uuid4

import pytest

from awards.choices import Role, Status
from awards.models import Application
from foundation.dates import london_date
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.models import EvidenceItem, Narrative, SentItem
from portfolios.records import as_json, portfolio_from
from portfolios.selectors.current import sent_sections
from portfolios.selectors.portfolio.gaps import gaps_of
from portfolios.selectors.portfolio.questions import question
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.services import evidence as evidence_services
from portfolios.services import portfolio as services
from tests.support.awards import holder
from tests.support.evidence import (
    clean_file,
    evidence,
    hold_gold,
    hold_silver,
    portfolio_for,
    send_portfolio,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def silver(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return hold_silver(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def gold(silver, organisation, lead, now):
    """A whole portfolio, not sent yet."""
    return portfolio_for(organisation, lead=lead, at=now)


def record_of(application, now):
    return whole_portfolio(application, on=london_date(now)).record


def missing(application, now):
    gaps = gaps_of(record_of(application, now), on=london_date(now))
    return [gap.full for gap in gaps if gap.is_missing]


def test_portfolio_written_in_full_can_be_sent(gold, now):
    assert missing(gold, now) == []


def test_portfolio_sent_is_frozen_with_every_digest(gold, lead, now):
    record = record_of(gold, now)
    change = send_portfolio(gold, lead=lead, at=now)
    assert gold.status == Status.SUBMITTED
    assert portfolio_from(change.snapshot["portfolio"]) == record
    assert change.snapshot["portfolio"] == as_json(record)
    assert [len(f.sha256) for item in record.items for f in item.files] == [64]
    assert (change.sent_items.count(), change.sent_files.count()) == (1, 1)


def test_what_was_sent_stays_as_it_was(gold, lead, now):
    change = send_portfolio(gold, lead=lead, at=now)
    item = EvidenceItem.objects.get()
    evidence_services.change_item(
        item=item,
        values={"title": "Another name"},
        expected_version=item.version,
        actor=lead,
        at=now,
    )
    clean_file(item, lead=lead, at=now, name="later.jpg")
    change.refresh_from_db()
    (sent,) = portfolio_from(change.snapshot["portfolio"]).items
    assert (sent.title, [file.name for file in sent.files]) == (
        "Minutes of the autumn forum",
        ["forum.jpg"],
    )


def test_sent_twice_is_sent_once(gold, lead, now):
    """T-43"""
    key = uuid4()
    first = send_portfolio(gold, lead=lead, at=now, key=key)
    assert send_portfolio(gold, lead=lead, at=now, key=key) == first
    assert SentItem.objects.count() == 1


def test_only_a_lead_sends(gold, colleague, officer, now):
    for person, role in ((colleague, Role.MEMBER), (officer, Role.OFFICER)):
        with pytest.raises(NotAllowed):
            services.submit_portfolio(
                application=gold, actor=person, role=role, at=now, key=uuid4()
            )
    assert gold.status == Status.DRAFT


def test_what_is_missing_is_not_sent(silver, organisation, lead, now):
    application = services.begin_portfolio(
        organisation=organisation, stage="gold", actor=lead, at=now
    )
    with pytest.raises(Refused, match="Add your evidence"):
        send_portfolio(application, lead=lead, at=now)
    assert not SentItem.objects.exists()


def test_what_a_colleague_changed_since_is_checked_again(gold, lead, colleague, now):
    version = gold.portfolio.version
    evidence(gold.organisation, "gold.voice", lead=colleague, at=now)
    with pytest.raises(Refused, match="while you were checking"):
        services.submit_portfolio(
            application=gold,
            actor=lead,
            role=Role.LEAD,
            at=now,
            key=uuid4(),
            checked_version=version,
        )


def test_hidden_and_unchecked_stay_behind(gold, lead, now):
    gone = evidence(gold.organisation, "gold.voice", lead=lead, at=now, title="Gone")
    evidence_services.withdraw_consent(item=gone, note="", actor=lead, at=now)
    waits = evidence(gold.organisation, "gold.voice", lead=lead, at=now, title="Waits")
    waits.files.get().file.__class__.objects.filter(evidence__item=waits).update(
        state="quarantined", made_by_us=False
    )
    evidence_services.leave_out(
        item=evidence(gold.organisation, "gold.voice", lead=lead, at=now, title="Left out"),
        out=True,
        actor=lead,
        at=now,
    )
    evidence(gold.organisation, lead=lead, at=now, title="In the tray")
    # Without its only file there is nothing to look at, so it needs a link.
    evidence_services.change_item(
        item=waits,
        values={"url": "https://video.example/forum"},
        expected_version=waits.version,
        actor=lead,
        at=now,
    )
    change = send_portfolio(gold, lead=lead, at=now)
    items = portfolio_from(change.snapshot["portfolio"]).items
    assert {item.title: len(item.files) for item in items} == {
        "Minutes of the autumn forum": 1,
        "Waits": 0,
    }


def test_consent_withdrawn_after_it_was_sent_leaves_title_and_digest(gold, lead, now):
    change = send_portfolio(gold, lead=lead, at=now)
    today = london_date(now)
    item = EvidenceItem.objects.get()
    before = sent_sections(change, on=today)[0]["entries"][0]
    assert any("forum.jpg" in row["value"] for row in before["rows"])
    evidence_services.withdraw_consent(item=item, note="", actor=lead, at=now)
    (entry,) = sent_sections(change, on=today)[0]["entries"]
    assert entry["title"] == "Minutes of the autumn forum"
    assert [row["code"] for row in entry["rows"]] == ["hidden"]


def test_begun_twice_is_begun_once(silver, organisation, lead, colleague, now):
    first = services.begin_portfolio(organisation=organisation, stage="gold", actor=lead, at=now)
    again = services.begin_portfolio(
        organisation=organisation, stage="gold", actor=colleague, at=now
    )
    assert first == again


def test_stages_are_taken_in_order(silver, organisation, lead, now):
    """scheme.md 21, T-42"""
    with pytest.raises(Refused, match="in order"):
        services.begin_portfolio(organisation=organisation, stage="platinum", actor=lead, at=now)


def test_stranger_and_officer_begin_nothing(silver, organisation, stranger, officer, now):
    for person in (stranger, officer):
        with pytest.raises(NotAllowed):
            services.begin_portfolio(organisation=organisation, stage="gold", actor=person, at=now)


def test_begun_again_after_not_yet_has_everything(gold, lead, now):
    Application.objects.filter(pk=gold.pk).update(status=Status.DECLINED)
    again = services.begin_portfolio(
        organisation=gold.organisation, stage="gold", actor=lead, at=now
    )
    assert again != gold
    assert missing(again, now) == []


def test_platinum_goes_on_with_gold(organisation, lead, officer, now, time_machine):
    """scheme.md 16: nothing is typed twice."""
    time_machine.move_to(now)
    hold_gold(organisation, lead=lead, officer=officer, at=now)
    application = services.begin_portfolio(
        organisation=organisation, stage="platinum", actor=lead, at=now
    )
    told = dict(Narrative.objects.filter(application=application).values_list("code", "text"))
    assert told["platinum.training"] == "What we tell about training."
    assert told["principle.1"].startswith("What we tell")
    assert told["with.power"].startswith("What we tell")
    assert "platinum.promotion" not in told
    tags = set(EvidenceItem.objects.get().tags.values_list("code", flat=True))
    assert {"gold.training", "platinum.training", "platinum.impact"} <= tags
    assert "platinum.promotion" not in tags
    assert application.engagement_levels.count() == 6


def test_platinum_written_in_full_can_be_sent(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    hold_gold(organisation, lead=lead, officer=officer, at=now)
    application = portfolio_for(organisation, stage="platinum", lead=lead, at=now)
    send_portfolio(application, lead=lead, at=now)
    assert application.status == Status.SUBMITTED


def test_answer_of_a_colleague_meanwhile_shows_both(gold, lead, colleague, now):
    """T-44"""
    asked = question(gold.edition, "gold", "gold.voice")
    common = {"application": gold, "question": asked, "expected_version": 1, "at": now}
    services.save_answer(values={"text": "Theirs"}, actor=colleague, **common)
    with pytest.raises(Clash) as clash:
        services.save_answer(values={"text": "Mine"}, actor=lead, **common)
    assert [(f.mine, f.theirs) for f in clash.value.fields] == [("Mine", "Theirs")]


def test_report_is_on_the_own_plan_alone(gold, lead, officer, now):
    """T-25"""
    award = holder("Beech School", officer=officer, at=now)
    other = award.organisation
    their_lead = other.memberships.get().user
    theirs = hold_silver(other, lead=their_lead, officer=officer, at=now, second=True).application
    with pytest.raises(Refused, match="out of date"):
        services.report_action(
            application=gold,
            action=theirs.actions.first(),
            values={"state": "done"},
            expected_version=0,
            actor=lead,
            at=now,
        )
    with pytest.raises(Refused, match="out of date"):
        services.report_measure(
            application=gold,
            measure=theirs.measures.first(),
            values={"state": "reached"},
            expected_version=0,
            actor=lead,
            at=now,
        )


def test_nothing_is_written_once_it_was_sent(gold, lead, now):
    send_portfolio(gold, lead=lead, at=now)
    asked = question(gold.edition, "gold", "gold.voice")
    with pytest.raises(Refused, match="can’t be changed"):
        services.save_answer(
            application=gold,
            question=asked,
            values={"text": "Late"},
            expected_version=1,
            actor=lead,
            at=now,
        )


def test_portfolio_is_read_with_the_same_queries_however_much_there_is(
    gold, lead, now, django_assert_num_queries
):
    with django_assert_num_queries(15):
        record_of(gold, now)
    for _ in range(2):
        evidence(gold.organisation, "gold.voice", lead=lead, at=now)
    with django_assert_num_queries(15):
        record_of(gold, now)
