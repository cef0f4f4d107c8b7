"""Stepping back, being taken off, and a link that came up late (T-32, T-36, T-37, T-40)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.choices import Interest, MembershipRole, Role
from awards.models import Application, Membership, StandingInterest, StatusChange
from awards.services.applications import withdraw
from champions.choices import Outcome, Perspective
from champions.models import Appeal, Assessment, Assignment, Decision
from champions.selectors import (
    cases_visible_to,
    facts_of,
    known_links,
    may_read_findings,
    panel_problems,
    questions_of,
    readiness_problems,
)
from champions.services.panels import declare_interest, settle_panel, step_back, take_off
from champions.services.people import end_service
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.champions import (
    assess,
    assess_all,
    bring_to_release,
    clear_all,
    decide,
    make_champion,
    release,
    send,
    settle,
)


def page(name, application, *more):
    return reverse(name, args=[application.uuid, *more])


@pytest.fixture
def silver(sent, chair, young, parent, officer, now):
    """A Silver case whose panel is just complete without the parent: one more sits than it needs."""
    Application.objects.filter(pk=sent.pk).update(stage="silver")
    sent.refresh_from_db()
    panel = settle(sent, [chair, young], officer, at=now)
    clear_all(panel, at=now)
    return panel


@pytest.fixture
def decided_silver(silver, later):
    assess_all(silver, at=later)
    return decide(silver, at=later)


def seat_of(panel, champion):
    return panel.assignments.get(champion=champion)


# --- stepping back


def test_step_back_ends_the_place_with_its_reason(panel, sent, young, officer, later):
    step_back(panel=panel, reason=" I have exams. ", actor=young.user, at=later)
    seat = seat_of(panel, young)
    assert (seat.ended_at, seat.ended_reason) == (later, "abstained")
    assert (seat.ended_note, seat.ended_by) == ("I have exams.", young.user)
    assert not cases_visible_to(young.user).exists()
    mail = OutboxMessage.objects.get(message="panel_stepped_back")
    assert mail.to == officer.email
    assert "exams" not in mail.subject + mail.body_text + mail.body_html
    assert page("case-panel", sent) in mail.body_text
    assert AuditEvent.objects.filter(event="assignment.ended").get().details == {"why": "abstained"}


def test_step_back_before_the_declaration(sent, chair, young, officer, now):
    panel = settle(sent, [chair, young], officer, at=now)
    step_back(panel=panel, reason="No time", actor=young.user, at=now)
    assert set(panel.assignments.active().values_list("champion", flat=True)) == {chair.pk}


def test_step_back_is_ones_own_act(panel, spare, officer, lead, later):
    for somebody in (spare.user, officer, lead):
        with pytest.raises(NotAllowed, match="champions of this panel"):
            step_back(panel=panel, reason="No", actor=somebody, at=later)


def test_step_back_needs_a_reason_and_happens_once(panel, young, later):
    with pytest.raises(Refused, match="Say why"):
        step_back(panel=panel, reason="  ", actor=young.user, at=later)
    step_back(panel=panel, reason="No time", actor=young.user, at=later)
    with pytest.raises(NotAllowed, match="champions of this panel"):
        step_back(panel=panel, reason="No time", actor=young.user, at=later)


def test_step_back_after_the_end_is_refused(panel, sent, young, lead, later):
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=later)
    with pytest.raises(Refused, match="has ended"):
        step_back(panel=panel, reason="No time", actor=young.user, at=later)


def test_who_stepped_back_may_be_asked_again(panel, sent, chair, young, officer, later):
    step_back(panel=panel, reason="Exams", actor=young.user, at=later)
    settle(sent, [chair, young], officer, at=later + timedelta(days=30))
    assert panel.assignments.active().filter(champion=young).exists()
    assert panel.assignments.filter(champion=young).count() == 2


def test_mail_does_not_go_to_officers_with_a_link(
    panel, young, officer, second_officer, organisation, now, later
):
    """T-36: one belongs to the applicant, one is tied to it, one has no part in it."""
    third = make_user("Third Officer", is_officer=True)
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
    )
    StandingInterest.objects.create(
        person=second_officer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        declared_at=now,
        declared_by=second_officer,
    )
    step_back(panel=panel, reason="Exams", actor=young.user, at=later)
    mails = OutboxMessage.objects.filter(message="panel_stepped_back")
    assert [mail.to for mail in mails] == [third.email]


def test_officer_who_steps_back_gets_no_mail_about_it(sent, chair, officer, now, later):
    sits = make_champion(officer, officer=officer, at=now)
    panel = settle(sent, [chair, sits], officer, at=now)
    step_back(panel=panel, reason="No time", actor=officer, at=later)
    assert not OutboxMessage.objects.filter(message="panel_stepped_back").exists()


# --- taken off


def test_take_off_ends_the_place_for_good(panel, sent, chair, young, officer, later):
    take_off(panel=panel, champion=young, reason="Told a friend.", actor=officer, at=later)
    seat = seat_of(panel, young)
    assert (seat.ended_at, seat.ended_reason) == (later, "recused")
    assert (seat.ended_note, seat.ended_by) == ("Told a friend.", officer)
    assert not cases_visible_to(young.user).exists()
    assert panel_problems(sent, champions=[chair, young], chair=chair) == [
        "Yusuf Young was taken off a case of this organisation, so cannot sit."
    ]
    with pytest.raises(Refused, match="was taken off"):
        settle(sent, [chair, young], officer, at=later)


def test_take_off_tells_the_champion_without_the_reason(panel, young, officer, later):
    take_off(panel=panel, champion=young, reason="Told a friend.", actor=officer, at=later)
    mail = OutboxMessage.objects.get(message="panel_left")
    assert mail.to == young.user.email
    assert "friend" not in mail.subject + mail.body_text + mail.body_html
    assert "You no longer sit on the panel" in mail.subject


def test_take_off_is_for_officers_who_have_no_part(
    panel, sent, chair, young, lead, officer, second_officer, organisation, now, later
):
    def by(somebody, words):
        with pytest.raises(NotAllowed, match=words):
            take_off(panel=panel, champion=young, reason="No", actor=somebody, at=later)

    by(chair.user, "Only SEND officers")
    by(lead, "Only SEND officers")
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
    )
    by(officer, "You belong to this organisation")
    StandingInterest.objects.create(
        person=second_officer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        declared_at=now,
        declared_by=second_officer,
    )
    by(second_officer, "You have a link with this organisation")


def test_officer_who_sits_cannot_shape_the_panel(sent, chair, young, officer, second_officer, now):
    """T-39: neither take others off, nor change who sits."""
    sits = make_champion(second_officer, officer=officer, at=now)
    panel = settle(sent, [chair, young, sits], officer, at=now)
    with pytest.raises(NotAllowed, match="You sit on this panel"):
        take_off(panel=panel, champion=young, reason="No", actor=second_officer, at=now)
    with pytest.raises(NotAllowed, match="You sit on this panel"):
        settle(sent, [chair, sits], second_officer, at=now)


def test_officer_who_was_taken_off_does_not_see_the_case(
    sent, chair, officer, second_officer, now, sign_in
):
    sits = make_champion(second_officer, officer=officer, at=now)
    panel = settle(sent, [chair, sits], officer, at=now)
    take_off(panel=panel, champion=sits, reason="Is a friend", actor=officer, at=now)
    assert sign_in(second_officer).get(page("case", sent)).status_code == 404
    with pytest.raises(NotAllowed, match="You have a link"):
        settle(sent, [chair], second_officer, at=now)


def test_take_off_refuses(panel, sent, spare, young, lead, officer, later):
    with pytest.raises(Refused, match="Say why"):
        take_off(panel=panel, champion=young, reason=" ", actor=officer, at=later)
    with pytest.raises(Refused, match="no longer sits"):
        take_off(panel=panel, champion=spare, reason="No", actor=officer, at=later)
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=later)
    with pytest.raises(Refused, match="has ended"):
        take_off(panel=panel, champion=young, reason="No", actor=officer, at=later)


def test_constraint_taken_off_says_why(panel, young, later):
    with pytest.raises(IntegrityError), transaction.atomic():
        panel.assignments.filter(champion=young).update(ended_at=later, ended_reason="recused")


def test_unticked_champion_is_told(panel, sent, chair, young, officer, later):
    settle(sent, [chair], officer, at=later)
    assert OutboxMessage.objects.get(message="panel_left").to == young.user.email
    assert known_links(sent.organisation, [young]) == {}


def test_nobody_writes_to_an_account_that_has_ended(panel, sent, chair, young, officer, later):
    type(young.user).objects.filter(pk=young.user_id).update(is_active=False)
    settle(sent, [chair], officer, at=later)
    assert seat_of(panel, young).ended_reason == "changed"
    assert not OutboxMessage.objects.filter(message="panel_left").exists()


# --- what was found stays, and no longer counts


@pytest.mark.parametrize("way", ["interest", "step back", "take off"])
def test_findings_stay_for_audit_and_are_excluded(assessing, chair, young, officer, later, way):
    assess_all(assessing, at=later)
    leave(way, assessing, young, officer, later)
    sent_by = seat_of(assessing, young).assessments.get()
    assert sent_by.findings.count() == 2
    assert list(Assessment.objects.counting()) == [seat_of(assessing, chair).assessments.get()]
    facts = facts_of(assessing.application)
    assert facts.assessed_count == 1
    assert not may_read_findings(facts, young.user)
    shown = questions_of(facts)
    assert "Yusuf Young" not in repr(shown)


def leave(way, panel, champion, officer, at):
    if way == "interest":
        seat = panel.assignments.active().get(champion=champion)
        declare_interest(assignment=seat, nature=Interest.CHILD, actor=champion.user, at=at)
    elif way == "step back":
        step_back(panel=panel, reason="No time", actor=champion.user, at=at)
    else:
        take_off(panel=panel, champion=champion, reason="Was rude", actor=officer, at=at)


WHYS = {
    "interest": "A champion declared an interest.",
    "step back": "A champion stepped back.",
    "take off": "A SEND officer took a champion off the panel.",
}


@pytest.mark.parametrize("way", WHYS)
def test_lost_quorum_reopens_the_decision(decided_silver, sent, young, officer, later, way):
    """T-37: without the young person, the mix of Silver is gone, and nothing can be released."""
    panel = decided_silver.panel
    leave(way, panel, young, officer, later)
    decided_silver.refresh_from_db()
    assert decided_silver.cancelled_at == later
    assert decided_silver.cancelled_reason.startswith(WHYS[way])
    assert "a young person or a parent or carer" in decided_silver.cancelled_reason
    for secret in ("No time", "Was rude"):
        assert secret not in decided_silver.cancelled_reason
    with pytest.raises(Refused, match="released or given back"):
        release(decided_silver, officer, at=later)
    assert readiness_problems(facts_of(sent))


@pytest.mark.parametrize("way", WHYS)
def test_quorum_that_holds_keeps_the_decision(
    silver, sent, chair, young, parent, officer, later, way
):
    settle(sent, [chair, young, parent], officer, at=later)
    clear_all(silver, at=later)
    assess_all(silver, at=later)
    decision = decide(silver, at=later)
    leave(way, silver, young, officer, later)
    decision.refresh_from_db()
    assert decision.cancelled_at is None


@pytest.mark.parametrize("way", WHYS)
def test_decision_needs_the_place_filled_and_assessed(
    decided_silver, sent, chair, young, parent, officer, later, way
):
    """T-40: from the loss on, until somebody new has sent theirs."""
    panel = decided_silver.panel
    leave(way, panel, young, officer, later)
    with pytest.raises(Refused, match="The panel needs 1 more champion"):
        decide(panel, at=later)
    settle(sent, [chair, parent], officer, at=later)
    with pytest.raises(Refused, match="Parveen Parent has not said yet"):
        decide(panel, at=later)
    clear_all(panel, at=later)
    with pytest.raises(Refused, match="not in yet: Parveen Parent"):
        decide(panel, at=later)
    assess(panel, parent, at=later)
    assert decide(panel, at=later).cancelled_at is None
    assert Decision.objects.count() == 2


def test_end_of_service_reopens_too(decided_silver, young, officer, later):
    end_service(champion=young, actor=officer, at=later)
    decided_silver.refresh_from_db()
    assert decided_silver.cancelled_reason.startswith("A champion left the panel.")


def test_late_link_outlives_the_case(panel, sent, organisation, young, chair, later):
    """T-36: told once, it stands for every case of theirs to come."""
    leave("interest", panel, young, None, later)
    tie = StandingInterest.objects.get()
    assert (tie.person, tie.organisation, tie.nature) == (young.user, organisation, "child")
    assert young.pk in known_links(organisation, [young, chair])
    assert chair.pk not in known_links(organisation, [young, chair])


def test_officer_with_a_link_records_none_for_others(
    panel, young, chair, officer, second_officer, organisation, now, later
):
    """T-36: they would choose who judges; so would one who sits."""
    StandingInterest.objects.create(
        person=officer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        declared_at=now,
        declared_by=officer,
    )
    seat = seat_of(panel, young)
    with pytest.raises(NotAllowed, match="You have a link"):
        declare_interest(assignment=seat, nature=Interest.CHILD, actor=officer, at=later)
    make_champion(second_officer, officer=officer, at=now)
    Assignment.objects.create(
        panel=panel,
        champion=second_officer.champion,
        assigned_by=officer,
        assigned_at=now,
    )
    with pytest.raises(NotAllowed, match="You sit on this panel yourself"):
        declare_interest(assignment=seat, nature=Interest.CHILD, actor=second_officer, at=later)
    assert seat_of(panel, young).ended_at is None


def test_a_champion_hears_of_a_link_that_an_officer_records(panel, young, chair, officer, later):
    """That they no longer sit, and that a link was written down; not what it is."""
    declare_interest(
        assignment=seat_of(panel, young),
        nature=Interest.OTHER,
        details="A cousin at Heron Choir",
        actor=officer,
        at=later,
    )
    rows = OutboxMessage.objects.filter(to=young.user.email)
    mails = {row.message: row for row in rows}
    assert {"panel_left", "interest_recorded"} <= mails.keys()
    assert not any("Heron" in row.body_text + row.body_html for row in mails.values())
    before = OutboxMessage.objects.count()
    own = seat_of(panel, chair)
    declare_interest(assignment=own, nature=Interest.CHILD, actor=chair.user, at=later)
    new = OutboxMessage.objects.order_by("pk")[before:]
    assert chair.user.email not in {row.to for row in new}


def test_no_link_leaves_nothing_standing(panel):
    assert not StandingInterest.objects.exists()


# --- a panel that was appealed


def test_who_decided_cannot_sit_on_the_appeal(
    sent, chair, young, parent, spare, officer, second_officer, lead, now
):
    decision = bring_to_release(
        sent, lead=lead, champions=[chair, young], officer=officer, at=now, outcome=Outcome.NOT_YET
    )
    appealed = now + timedelta(days=14)
    change = StatusChange.objects.create(
        application=sent,
        name="appeal",
        from_status="declined",
        to_status="submitted",
        actor=second_officer,
        role=Role.OFFICER,
        at=appealed,
        snapshot={"edition": sent.edition},
    )
    Appeal.objects.create(
        decision=decision,
        grounds="Look again.",
        state="heard",
        state_since=appealed,
        made_by=lead,
        made_at=appealed,
        handled_by=second_officer,
        handled_at=appealed,
        change=change,
    )
    Assignment.objects.filter(panel=decision.panel).update(
        ended_at=appealed, ended_reason="appeal", is_chair=False
    )
    Application.objects.filter(pk=sent.pk).update(status="submitted")
    sent.refresh_from_db()
    for old in (chair, young):
        with pytest.raises(Refused, match="was part of the decision that is appealed"):
            settle(sent, [old, spare], second_officer, at=appealed, chair=spare)
    sent.refresh_from_db()
    settle(sent, [spare, parent], second_officer, at=appealed)
    assert sent.status == "in_review"


# --- the pages


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False):
        yield


def test_step_back_page(panel, sent, young, sign_in, clock):
    client = sign_in(young.user)
    assert page("case-step-back", sent) in client.get(page("case", sent)).content.decode()
    assert client.get(page("case-step-back", sent)).status_code == 200
    empty = client.post(page("case-step-back", sent), {"reason": " "})
    assert (empty.status_code, "Say why." in empty.content.decode()) == (422, True)
    done = client.post(page("case-step-back", sent), {"reason": "Exams"}, follow=True)
    assert "You have stepped back." in done.content.decode()
    assert client.get(page("case", sent)).status_code == 404
    assert client.get(page("case-step-back", sent)).status_code == 404


def test_step_back_page_before_the_declaration(sent, chair, officer, sign_in, now, clock):
    settle(sent, [chair], officer, at=now)
    client = sign_in(chair.user)
    assert page("case-step-back", sent) in client.get(page("case", sent)).content.decode()
    text = client.get(page("case-step-back", sent)).content.decode()
    assert sent.reference not in text
    client.post(page("case-step-back", sent), {"reason": "No time"})
    assert seat_of(sent.panel, chair).ended_reason == "abstained"


def test_own_late_link_is_thanked_for(panel, sent, chair, officer, sign_in, clock):
    address = page("case-interest", sent, chair.uuid)
    client = sign_in(chair.user)
    text = client.get(address).content.decode()
    assert "Send, and leave this case" in text
    assert "What you wrote stays on the record." in text
    theirs = sign_in(officer).get(address).content.decode()
    assert "Record the link and end the place" in theirs
    assert "What they wrote stays on the record." in theirs
    done = client.post(address, {"nature": "child"}, follow=True).content.decode()
    assert "Thank you for telling us. Somebody else looks at this case." in done


def test_step_back_page_is_for_who_sits(panel, sent, spare, officer, lead, sign_in, clock):
    for somebody in (spare.user, officer, lead):
        assert sign_in(somebody).get(page("case-step-back", sent)).status_code == 404


def test_take_off_page(panel, sent, chair, young, officer, spare, sign_in, clock):
    client = sign_in(officer)
    address = page("case-recuse", sent, young.uuid)
    assert address in client.get(page("case", sent)).content.decode()
    assert "Take Yusuf Young off the panel" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    done = client.post(address, {"reason": "Told a friend"}, follow=True)
    assert "Yusuf Young no longer sits on this panel." in done.content.decode()
    assert "Yusuf Young was taken off a case of this organisation." in done.content.decode()
    assert client.get(address).status_code == 404
    assert client.get(page("case-recuse", sent, spare.uuid)).status_code == 404


def test_take_off_page_is_for_other_officers(
    panel, sent, chair, young, officer, second_officer, lead, sign_in, now, clock
):
    address = page("case-recuse", sent, young.uuid)
    assert sign_in(chair.user).get(address).status_code == 403
    assert sign_in(lead).get(address).status_code == 404
    sits = make_champion(
        second_officer, officer=officer, at=now, perspective=Perspective.PARENT_CARER
    )
    settle(sent, [chair, young, sits], officer, at=now)
    for name, more in (("case-recuse", [young.uuid]), ("case-panel", [])):
        answer = sign_in(second_officer).get(page(name, sent, *more))
        assert answer.status_code == 403
        assert "You sit on this panel." in answer.content.decode()


def test_pages_after_the_end_say_so(panel, sent, young, officer, lead, sign_in, now, clock):
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=now)
    addresses = {
        page("case-step-back", sent): young.user,
        page("case-recuse", sent, young.uuid): officer,
        page("case-panel", sent): officer,
    }
    for address, somebody in addresses.items():
        for method in ("get", "post"):
            answer = getattr(sign_in(somebody), method)(address, {"reason": "No"})
            assert answer.status_code == 409, address
            assert "This application has ended" in answer.content.decode()


def test_decision_page_after_a_loss_says_what_is_missing(
    decided_silver, sent, chair, young, officer, later, sign_in
):
    """T-40: the button is gone, and pressing it anyway is refused."""
    take_off(panel=decided_silver.panel, champion=young, reason="Rude", actor=officer, at=later)
    with time_machine.travel(later, tick=False):
        client = sign_in(chair.user)
        case = client.get(page("case", sent)).content.decode()
        answer = client.post(page("case-decision", sent), {})
    assert "Record the decision" not in case
    assert "The panel needs 1 more champion and a young person or a parent or carer." in case
    assert answer.status_code == 409
    assert "a young person or a parent or carer" in answer.content.decode()


def test_settle_drops_a_waiver_that_is_not_needed(sent, chair, young, parent, officer, now):
    Application.objects.filter(pk=sent.pk).update(stage="gold")
    sent.refresh_from_db()
    panel = settle_panel(
        application=sent,
        champions=[chair, young, parent],
        chair=chair,
        waiver="Nobody could be had.",
        actor=officer,
        at=now,
    )
    panel.refresh_from_db()
    assert panel.waiver == ""


def test_sent_again_keeps_who_left_out(panel, sent, young, lead, officer, later):
    """A new version is judged by who sits then."""
    leave("step back", panel, young, officer, later)
    Application.objects.filter(pk=sent.pk).update(status="changes_requested")
    sent.refresh_from_db()
    send(sent, lead, at=later + timedelta(days=1))
    assert [seat.champion.user.name for seat in facts_of(sent).seats] == ["Paula Professional"]
