"""Settling a panel, and what ties a champion to an applicant (T-29, T-36, T-37; scheme.md 3)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from awards.choices import Interest, MembershipRole, Role
from awards.models import Invitation, Membership
from awards.services.applications import withdraw
from champions.choices import Perspective
from champions.models import Assignment, DeclarationOfInterest, Panel
from champions.selectors import cases_visible_to, known_links, mix_problems, panel_problems
from champions.services.panels import declare_interest, settle_panel
from champions.services.people import end_service
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.support.champions import assess, clear_all, make_champion, settle


def test_settle_starts_the_review_and_writes_to_champions(sent, chair, young, officer, now):
    panel = settle(sent, [chair, young], officer, at=now)
    assert sent.status == "in_review"
    assert panel.settled_by == officer
    seats = panel.assignments.active()
    assert {(s.champion, s.is_chair) for s in seats} == {(chair, True), (young, False)}
    mails = OutboxMessage.objects.filter(message="panel_assigned")
    assert {mail.to for mail in mails} == {chair.user.email, young.user.email}
    assert [e.details for e in AuditEvent.objects.filter(event="panel.settled")] == [
        {"champions": 2, "new": 2, "waived": False}
    ]


def test_settle_is_for_officers(sent, chair, lead, young):
    for somebody in (chair.user, lead):
        with pytest.raises(NotAllowed):
            settle(sent, [chair], somebody, at=sent.status_since)


def test_settle_refuses_an_officer_of_the_organisation(sent, chair, officer, organisation, now):
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
    )
    with pytest.raises(NotAllowed, match="You belong to this organisation"):
        settle(sent, [chair], officer, at=now)


def test_settle_needs_somebody_and_a_chair(sent, chair, young, officer, now):
    with pytest.raises(Refused, match=r"The panel needs 1 more champion\."):
        settle_panel(application=sent, champions=[], chair=chair, actor=officer, at=now)
    with pytest.raises(Refused, match="as its chair"):
        settle(sent, [young], officer, at=now, chair=chair)
    sent.refresh_from_db()
    assert sent.status == "submitted"
    assert not Panel.objects.exists()


def test_settle_refuses_drafts_and_what_has_ended(application, sent, chair, officer, lead, now):
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=now)
    with pytest.raises(Refused, match="has ended"):
        settle(sent, [chair], officer, at=now)


def test_settle_refuses_a_champion_whose_service_ended(sent, chair, officer, now):
    end_service(champion=chair, actor=officer, at=now)
    chair.refresh_from_db()
    with pytest.raises(Refused, match="no longer a champion"):
        settle(sent, [chair], officer, at=now)


def test_panel_changes_keep_those_who_stay(panel, sent, chair, young, parent, officer, later):
    before = panel.assignments.active().get(champion=young)
    settle(sent, [parent, young], officer, at=later)
    seats = {seat.champion: seat for seat in panel.assignments.active()}
    assert set(seats) == {parent, young}
    assert seats[young] == before
    assert seats[parent].is_chair
    left = panel.assignments.get(champion=chair)
    assert (left.ended_at, left.ended_reason, left.is_chair) == (later, "changed", False)


def test_panel_change_moves_the_chair(panel, sent, chair, young, officer, later):
    settle(sent, [chair, young], officer, at=later, chair=young)
    assert panel.assignments.active().get(is_chair=True).champion == young


def test_panel_change_refuses_a_bad_panel(panel, sent, chair, officer, later):
    with pytest.raises(Refused, match="1 more champion"):
        settle_panel(application=sent, champions=[], chair=chair, actor=officer, at=later)
    assert panel.assignments.active().count() == 2


@pytest.mark.parametrize(
    ("stage", "perspectives", "waived", "expected"),
    [
        ("bronze", ["professional"], False, []),
        ("silver", ["professional"], False, ["1 more champion", "a young person or a parent"]),
        ("silver", ["professional", "parent_carer"], False, []),
        ("silver", ["young_person", "parent_carer"], False, ["a professional"]),
        ("gold", ["professional", "parent_carer", "professional"], False, ["a young person"]),
        ("gold", ["professional", "parent_carer", "professional"], True, []),
    ],
)
def test_mix_follows_the_edition(application, chair, stage, perspectives, waived, expected):
    """scheme.md 3, through the stage's own rule."""
    application.stage = stage
    champions = []
    for perspective in perspectives:
        copy = type(chair)(user=chair.user, perspective=Perspective(perspective))
        champions.append(copy)
    said = " ".join(mix_problems(application, champions, waived=waived))
    assert all(part in said for part in expected)
    assert bool(said) == bool(expected)


def test_member_of_the_organisation_cannot_sit(sent, colleague, officer, now):
    insider = make_champion(colleague, officer=officer, at=now)
    with pytest.raises(Refused, match="Colin Colleague belongs to this organisation"):
        settle(sent, [insider], officer, at=now)


def test_past_member_cannot_sit(sent, organisation, lead, spare, chair, officer, now):
    Invitation.objects.create(
        organisation=organisation,
        email=spare.user.email,
        role=MembershipRole.MEMBER,
        invited_by=lead,
        invited_at=now,
        expires_at=now + timedelta(days=14),
        accepted_at=now,
    )
    assert known_links(organisation, [spare, chair]) == {
        spare.pk: "has belonged to this organisation"
    }


def test_past_lead_who_acted_cannot_sit(sent, organisation, lead, officer, now):
    champion = make_champion(lead, officer=officer, at=now)
    Membership.objects.filter(user=lead).delete()
    assert known_links(organisation, [champion]) == {
        champion.pk: "has belonged to this organisation"
    }


def test_declared_interest_lasts(panel, sent, chair, young, officer, later):
    seat = panel.assignments.active().get(champion=young)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=young.user, at=later)
    problems = panel_problems(sent, champions=[chair, young], chair=chair)
    assert problems == ["Yusuf Young has a link with this organisation, so cannot sit."]


def test_interest_ends_the_place_at_once(panel, sent, young, officer, later):
    seat = panel.assignments.active().get(champion=young)
    declare_interest(
        assignment=seat,
        nature=Interest.OTHER,
        details="I sing in their choir.",
        actor=young.user,
        at=later,
    )
    seat.refresh_from_db()
    assert (seat.ended_at, seat.ended_reason) == (later, "interest")
    assert not cases_visible_to(young.user).exists()
    mail = OutboxMessage.objects.get(message="interest_declared")
    assert mail.to == officer.email
    assert "choir" not in mail.body_text + mail.body_html + mail.subject


def test_interest_is_declared_by_the_champion_or_an_officer(panel, chair, young, officer, later):
    seat = panel.assignments.active().get(champion=young)
    with pytest.raises(NotAllowed):
        declare_interest(assignment=seat, nature=Interest.CHILD, actor=chair.user, at=later)
    with pytest.raises(NotAllowed, match="Only the champion"):
        declare_interest(assignment=seat, nature=Interest.NONE, actor=officer, at=later)
    made = declare_interest(assignment=seat, nature=Interest.EMPLOYEE, actor=officer, at=later)
    assert made.declared_by == officer


def test_no_interest_is_said_once(panel, young, later):
    seat = panel.assignments.active().get(champion=young)
    with pytest.raises(Refused, match="already told us"):
        declare_interest(assignment=seat, nature=Interest.NONE, actor=young.user, at=later)


def test_interest_after_the_end_is_refused(panel, sent, young, lead, later):
    seat = panel.assignments.active().get(champion=young)
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=later)
    with pytest.raises(Refused, match="has ended"):
        declare_interest(assignment=seat, nature=Interest.CHILD, actor=young.user, at=later)


def test_interest_after_leaving_is_refused(panel, sent, chair, young, officer, later):
    seat = panel.assignments.active().get(champion=young)
    settle(sent, [chair], officer, at=later)
    with pytest.raises(Refused, match="no longer sits"):
        declare_interest(assignment=seat, nature=Interest.NONE, actor=young.user, at=later)


def test_late_interest_keeps_findings_for_audit(assessing, young, chair, later):
    assess(assessing, young, at=later)
    seat = assessing.assignments.active().get(champion=young)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=young.user, at=later)
    sent_by = seat.assessments.get()
    assert sent_by.findings.count() == 2
    assert not type(sent_by).objects.counting().exists()


def test_end_of_service_ends_open_places(panel, sent, young, officer, later):
    end_service(champion=young, actor=officer, at=later)
    young.user.refresh_from_db()
    assert not young.user.is_champion
    assert panel.assignments.get(champion=young).ended_reason == "service"
    assert not cases_visible_to(young.user).exists()


def test_end_of_service_and_back_again(chair, officer, later):
    end_service(champion=chair, actor=officer, at=later)
    with pytest.raises(Refused, match="no longer a champion"):
        end_service(champion=chair, actor=officer, at=later)
    again = make_champion(chair.user, officer=officer, at=later)
    assert (again.pk, again.served_until) == (chair.pk, None)
    with pytest.raises(Refused, match="already a champion"):
        make_champion(chair.user, officer=officer, at=later)


def test_visible_to_is_the_panel_and_officers(
    panel, sent, chair, spare, officer, lead, stranger, now
):
    assert list(Panel.objects.visible_to(chair.user)) == [panel]
    assert list(Panel.objects.visible_to(officer)) == [panel]
    for somebody in (spare.user, lead, stranger, AnonymousUser()):
        assert not Panel.objects.visible_to(somebody).exists()


def test_visible_to_ends_when_the_champion_joins(panel, sent, chair, organisation, now):
    Membership.objects.create(
        organisation=organisation, user=chair.user, role=MembershipRole.MEMBER, joined_at=now
    )
    assert not cases_visible_to(chair.user).exists()


def test_visible_to_leaves_out_drafts(application, officer):
    assert not cases_visible_to(officer).exists()


def test_constraint_one_chair(panel, young):
    with pytest.raises(IntegrityError), transaction.atomic():
        panel.assignments.filter(champion=young).update(is_chair=True)


def test_constraint_champion_once(panel, chair, officer, later):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            panel=panel, champion=chair, assigned_by=officer, assigned_at=later
        )


def test_constraint_end_has_its_reason(panel, later):
    with pytest.raises(IntegrityError), transaction.atomic():
        panel.assignments.update(ended_at=later, is_chair=False)


def test_constraint_other_says_what(panel, chair, later):
    seat = panel.assignments.get(champion=chair)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclarationOfInterest.objects.create(
            assignment=seat, nature=Interest.OTHER, declared_at=later, declared_by=chair.user
        )


def test_constraint_sector_is_a_professionals(chair):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(chair).objects.filter(pk=chair.pk).update(sector="")


def test_young_champion_is_young_until_the_day(young, chair):
    day = young.turns_18_on
    assert young.is_under_18(day - timedelta(days=1))
    assert not young.is_under_18(day)
    assert not chair.is_under_18(day)


def test_clear_all_opens_the_case(sent, chair, officer, now):
    panel = settle(sent, [chair], officer, at=now)
    assert not Assignment.objects.cleared().exists()
    clear_all(panel, at=now)
    assert Assignment.objects.cleared().get().champion == chair
