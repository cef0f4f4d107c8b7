"""Links that stand: told once, closing doors at once, ended with a reason (T-36, T-37, T-39)."""

from datetime import timedelta

import pytest

from awards.choices import Interest, MembershipRole
from awards.models import Application, Membership, StandingInterest
from awards.names import may_be_same, normal_name, same_name
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from champions.choices import Ended
from champions.models import Assessment, Claim, DeclarationOfInterest, Panel
from champions.selectors import cases_visible_to, known_links, panel_problems
from champions.services.interests import end_tie, remember_tie
from champions.services.panels import declare_interest, end_seat
from champions.services.standing import match_typed_names, tell_of_link
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, AuditNote, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.champions import assess_all, make_champion, settle

pytestmark = pytest.mark.django_db


def tell(person, at, name="Acorn Lane School", nature=Interest.GOVERNOR, **more):
    return tell_of_link(
        person=person,
        organisation_name=name,
        nature=nature,
        actor=more.pop("actor", person),
        at=at,
        **more,
    )


def clock(at):
    return DutyContext(now=at, today=london_date(at), dry_run=False)


def test_officer_of_the_organisation_ends_nobodys_link_with_it(
    organisation, chair, second_officer, now
):
    """Whoever is judged does not choose who judges (T-36)."""
    tie = remember_tie(
        person=chair.user,
        organisation=organisation,
        nature=Interest.GOVERNOR,
        actor=chair.user,
        at=now,
    )
    Membership.objects.create(
        organisation=organisation,
        user=second_officer,
        role=MembershipRole.MEMBER,
        joined_at=now,
    )
    with pytest.raises(NotAllowed):
        end_tie(interest=tie, reason="Long ago.", actor=second_officer, at=now)
    tie.refresh_from_db()
    assert tie.ended_at is None


def test_a_name_that_is_nearly_right_binds_an_officer(organisation, second_officer, now):
    """Every case lies open to an officer, so that the one who is meant is closed at once (T-36)."""
    told = tell_of_link(
        person=second_officer,
        organisation_name="Acorn Lane",
        nature=Interest.RELATIVE,
        actor=second_officer,
        at=now,
    )
    assert told.interest.organisation == organisation


def test_a_name_of_its_own_is_not_taken_for_the_one_they_sit_for(assessing, officer, now, later):
    """The link is with whom it names; the place on the other case goes on (T-36)."""
    application = assessing.application
    name = f"{application.organisation.name} Nursery"
    assert may_be_same(name, application.organisation.name)
    nursery = create_organisation(
        name=name,
        kind="school",
        sector="education",
        postcode="B1 1BB",
        actor=make_user("Nora Nursery"),
        at=now,
    )
    sits = assessing.assignments.first().champion
    told = tell(sits.user, later, name=name)
    assert (told.interest.organisation, told.left) == (nursery, [])
    assert sits.pk in known_links(nursery, [sits])
    assert assessing.assignments.active().filter(champion=sits).exists()


@pytest.mark.parametrize(
    ("one", "other", "same", "may_be"),
    [
        ("Acorn Lane School", "acorn  lane school", True, True),
        ("The Acorn-Lane School", "Acorn Lane School", True, True),
        ("St Mary’s", "St Marys", True, True),
        ("Café & Co. Ltd", "Cafe and Co", True, True),
        ("Acorn Lane", "Acorn Lane Primary School", False, True),
        ("St Anne’s", "Saint Anne’s Primary School", False, True),
        ("Acorn Lane", "Beech Lane", False, False),
        ("School", "Primary School", False, False),
        ("The", "the", True, True),
        ("", "", False, False),
        ("!!!", "???", False, False),
        ("مدرسة", "مدرسة", True, True),
    ],
)
def test_names_are_the_same_or_may_be(one, other, same, may_be):
    assert (same_name(one, other), may_be_same(one, other)) == (same, may_be)


def test_normal_name_keeps_small_words_that_are_all_there_is():
    assert normal_name("The And") == "the and"


def test_link_is_kept_and_keeps_off_panels(sent, organisation, chair, spare, now):
    told = tell(chair.user, now, details="Since 2020")
    assert told.left == []
    interest = told.interest
    assert (interest.organisation, interest.nature, interest.details) == (
        organisation,
        "governor",
        "Since 2020",
    )
    assert known_links(organisation, [chair, spare]) == {
        chair.pk: "has told us of a link with this organisation"
    }
    assert panel_problems(sent, champions=[chair], chair=chair) == [
        f"{chair.user} has told us of a link with this organisation, so cannot sit."
    ]
    event = AuditEvent.objects.get(event="interest.remembered")
    assert event.details == {"nature": "governor", "own": True}
    assert not OutboxMessage.objects.filter(message="interest_recorded").exists()


def test_link_by_a_name_that_may_be_theirs_keeps_off_panels(organisation, chair, parent, now):
    tell(chair.user, now, name="Acorn Lane")
    tell(parent.user, now, name="Beech Lane School")
    assert known_links(organisation, [chair, parent]) == {
        chair.pk: "has told us of a link with “Acorn Lane”"
    }


def test_certain_link_is_said_before_one_that_may_be(organisation, chair, now):
    tell(chair.user, now)
    tell(chair.user, now, name="Acorn Lane")
    assert known_links(organisation, [chair])[chair.pk].endswith("with this organisation")


def test_ended_link_keeps_off_no_panel(organisation, chair, now):
    told = tell(chair.user, now)
    end_tie(interest=told.interest, reason="I left.", actor=chair.user, at=now)
    assert known_links(organisation, [chair]) == {}


def test_taken_off_keeps_off_every_case(panel, organisation, young, officer, later):
    seat = panel.assignments.get(champion=young)
    end_seat(seat, why=Ended.RECUSED, note="A cousin.", actor=officer, at=later)
    assert known_links(organisation, [young]) == {
        young.pk: "was taken off a case of this organisation"
    }


@pytest.mark.parametrize("count", [1, 3])
def test_known_links_ask_seven_times(
    organisation, chair, young, parent, count, now, django_assert_num_queries
):
    for each in (chair, young, parent):
        tell(each.user, now)
        tell(each.user, now, name="Elsewhere")
    with django_assert_num_queries(7):
        known_links(organisation, [chair, young, parent][:count])


def test_link_ends_the_place_at_once(panel, sent, young, officer, later):
    told = tell(young.user, later, nature=Interest.CHILD)
    assert told.left == [sent]
    seat = panel.assignments.get(champion=young)
    assert (seat.ended_at, seat.ended_reason) == (later, "interest")
    assert not cases_visible_to(young.user).exists()
    declared = DeclarationOfInterest.objects.exclude(nature="none").get()
    assert (declared.assignment, declared.nature) == (seat, "child")
    assert StandingInterest.objects.get() == told.interest
    mail = OutboxMessage.objects.get(message="interest_declared")
    assert mail.to == officer.email


def test_link_by_part_of_the_name_ends_the_place(panel, organisation, young, later):
    told = tell(young.user, later, name="acorn lane")
    assert (told.interest.organisation, len(told.left)) == (organisation, 1)


def test_link_with_another_ends_no_place(panel, young, stranger, later):
    told = tell(young.user, later, name="Stranger Street School")
    assert (told.left, told.interest.organisation.name) == ([], "Stranger Street School")
    assert cases_visible_to(young.user).exists()


def test_late_link_reopens_a_decision(decided, young, later):
    """T-37: the findings stay for audit, and the decision goes back."""
    tell(young.user, later, nature=Interest.EMPLOYEE)
    decided.refresh_from_db()
    # The chair alone still is a panel for Bronze.
    assert decided.cancelled_at is None
    tell(decided.panel.assignments.active().get().champion.user, later)
    decided.refresh_from_db()
    assert decided.cancelled_at == later
    assert Assessment.objects.submitted().count() == 2
    assert not Assessment.objects.counting().exists()


def test_link_takes_offers_back(sent, young, chair, now, later):
    mine = Claim.objects.create(application=sent, champion=young, made_at=now)
    other = Claim.objects.create(application=sent, champion=chair, made_at=now)
    tell(young.user, later)
    mine.refresh_from_db()
    assert mine.withdrawn_at == later
    assert list(Claim.objects.standing()) == [other]


def test_link_is_told_once(organisation, chair, now):
    tell(chair.user, now)
    with pytest.raises(Refused, match="already"):
        tell(chair.user, now, name="ACORN LANE SCHOOL")
    tell(chair.user, now, name="Elsewhere")
    with pytest.raises(Refused, match="already"):
        tell(chair.user, now, name="The elsewhere")
    assert StandingInterest.objects.count() == 2


def test_link_is_for_champions_and_officers(chair, lead, officer, young, organisation, now):
    with pytest.raises(NotAllowed):
        tell(lead, now)
    with pytest.raises(NotAllowed):
        tell(chair.user, now, actor=young.user)
    with pytest.raises(NotAllowed):
        tell(lead, now, actor=officer)
    with pytest.raises(Refused, match="no link"):
        tell(chair.user, now, nature=Interest.NONE)
    assert not StandingInterest.objects.exists()


def test_officer_records_a_link_and_the_champion_is_told(sent, chair, officer, now):
    told = tell(chair.user, now, actor=officer, details="Heron Choir", nature=Interest.OTHER)
    assert told.interest.declared_by == officer
    mail = OutboxMessage.objects.get(message="interest_recorded")
    assert mail.to == chair.user.email
    everything = mail.subject + mail.body_text + mail.body_html
    assert "Heron" not in everything
    assert "Acorn" not in everything


def test_officer_who_belongs_to_it_records_no_link_for_others(sent, chair, officer, now):
    """T-36: they would choose who judges their own organisation."""
    Membership.objects.create(
        organisation=sent.organisation, user=officer, role=MembershipRole.LEAD, joined_at=now
    )
    with pytest.raises(NotAllowed, match="Another SEND officer"):
        tell(chair.user, now, name=sent.organisation.name, actor=officer)
    assert not StandingInterest.objects.exists()
    assert tell(officer, now, name=sent.organisation.name).interest.person == officer


def test_officers_link_closes_the_organisation_to_them(sent, officer, second_officer, now):
    tell(officer, now)
    assert not Application.objects.visible_to(officer).exists()
    assert Application.objects.visible_to(second_officer).exists()
    assert not cases_visible_to(officer).exists()


def test_two_organisations_of_one_name_stay_apart(organisation, chair, stranger, now):
    for name in ("Oak Club", "The Oak Club"):
        create_organisation(
            name=name, sector="voluntary", kind="charity", postcode="B1 1BB", actor=stranger, at=now
        )
    told = tell(chair.user, now, name="oak club")
    assert told.interest.organisation is None
    twins = type(organisation).objects.filter(name__endswith="Oak Club")
    assert [bool(known_links(each, [chair])) for each in twins] == [True, True]


def test_typed_name_is_matched_when_it_signs_up(officer, stranger, now, later):
    told = tell(officer, now, name="Oak Club")
    assert match_typed_names(clock(now)) == 0
    oak = create_organisation(
        name="The Oak Club",
        sector="voluntary",
        kind="charity",
        postcode="B1 1BB",
        actor=stranger,
        at=later,
    )
    start_application(organisation=oak, stage="bronze", actor=stranger, at=later)
    # At once: nobody waits for the clock.
    told.interest.refresh_from_db()
    assert told.interest.organisation == oak
    assert not Application.objects.visible_to(officer).filter(organisation=oak).exists()
    assert match_typed_names(clock(later)) == 0


def test_typed_name_is_not_matched_twice(organisation, chair, now):
    typed = StandingInterest.objects.create(
        person=chair.user,
        organisation_name="Acorn Lane School",
        nature="child",
        declared_at=now,
        declared_by=chair.user,
    )
    StandingInterest.objects.create(
        person=chair.user,
        organisation=organisation,
        organisation_name="Acorn Lane School",
        nature="child",
        declared_at=now,
        declared_by=chair.user,
    )
    assert match_typed_names(clock(now)) == 0
    typed.refresh_from_db()
    assert typed.organisation is None


def test_what_is_told_on_a_case_stands(panel, organisation, young, later):
    seat = panel.assignments.active().get(champion=young)
    declare_interest(
        assignment=seat, nature=Interest.RELATIVE, details="Aunt", actor=young.user, at=later
    )
    made = StandingInterest.objects.get()
    assert (made.person, made.organisation, made.nature, made.details) == (
        young.user,
        organisation,
        "relative",
        "Aunt",
    )


def test_remembering_again_keeps_what_was_told_first(organisation, chair, officer, now, later):
    first = tell(chair.user, now, details="Since 2020").interest
    again = remember_tie(
        person=chair.user,
        organisation=organisation,
        nature=Interest.CHILD,
        actor=officer,
        at=later,
    )
    assert (again, again.nature) == (first, "governor")


def test_remembering_finds_what_was_typed(organisation, chair, now, later):
    typed = StandingInterest.objects.create(
        person=chair.user,
        organisation_name="ACORN LANE School",
        nature="child",
        declared_at=now,
        declared_by=chair.user,
    )
    found = remember_tie(
        person=chair.user,
        organisation=organisation,
        nature=Interest.EMPLOYEE,
        actor=chair.user,
        at=later,
    )
    assert (found.pk, found.organisation, found.nature) == (typed.pk, organisation, "child")


def test_end_is_written_down_with_its_reason(organisation, chair, officer, now, later):
    interest = tell(chair.user, now).interest
    ended = end_tie(interest=interest, reason="My term is over.", actor=chair.user, at=later)
    assert (ended.ended_at, ended.ended_by) == (later, chair.user)
    event = AuditEvent.objects.get(event="interest.ended")
    assert AuditNote.objects.get(event=event).text == "My term is over."
    mail = OutboxMessage.objects.get(message="interest_ended")
    assert mail.to == officer.email
    assert "Acorn" not in mail.subject + mail.body_text
    with pytest.raises(Refused, match="ended already"):
        end_tie(interest=interest, reason="Again.", actor=chair.user, at=later)
    # It can be told again.
    assert tell(chair.user, later).interest != interest


def test_end_of_what_was_said_on_a_case_opens_nothing(panel, organisation, young, officer, later):
    interest = tell(young.user, later).interest
    end_tie(interest=interest, reason="A mistake.", actor=young.user, at=later)
    assert known_links(organisation, [young]) == {young.pk: "has a link with this organisation"}
    assert not Panel.objects.visible_to(young.user).exists()


def test_end_is_for_who_told_it_and_for_other_officers(
    organisation, chair, young, lead, officer, second_officer, now
):
    """T-39: nobody opens a door to themselves."""
    own = tell(officer, now).interest
    recorded = tell(chair.user, now, actor=officer).interest
    for interest, actor in (
        (own, officer),
        (own, young.user),
        (recorded, chair.user),
        (recorded, young.user),
        (recorded, lead),
    ):
        with pytest.raises(NotAllowed):
            end_tie(interest=interest, reason="No.", actor=actor, at=now)
    for interest in (own, recorded):
        end_tie(interest=interest, reason="It ended.", actor=second_officer, at=now)
    told = OutboxMessage.objects.filter(message="interest_ended")
    assert {mail.to for mail in told} == {officer.email, chair.user.email}


def test_champion_of_the_panel_reads_their_case_after_an_unrelated_link(panel, young, later):
    tell(young.user, later, name="Elsewhere")
    assert cases_visible_to(young.user).exists()


def test_member_stays_a_member_of_what_they_are_tied_to(organisation, officer, lead, now):
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
    )
    start_application(organisation=organisation, stage="bronze", actor=lead, at=now)
    tell(officer, now)
    assert Application.objects.visible_to(officer).exists()


def test_link_ends_a_place_before_anything_was_said(chair, officer, now, later):
    lead = make_user("Lou Lead")
    organisation = create_organisation(
        name="Beech School",
        sector="education",
        kind="school",
        postcode="B1 1BB",
        actor=lead,
        at=now,
    )
    case = start_application(organisation=organisation, stage="bronze", actor=lead, at=now)
    Application.objects.filter(pk=case.pk).update(status="submitted", submitted_at=now)
    case.refresh_from_db()
    settle(case, [chair], officer, at=now)
    assert tell(chair.user, later + timedelta(days=1), name="Beech School").left == [case]


def test_appointed_again_the_link_still_stands(organisation, chair, officer, later):
    tell(chair.user, later)
    chair.served_until = london_date(later)
    chair.save()
    again = make_champion(chair.user, officer=officer, at=later)
    assert known_links(organisation, [again])


def test_assessments_of_those_who_stay_still_count(assessing, young, later):
    assess_all(assessing, at=later)
    tell(young.user, later)
    assert Assessment.objects.counting().count() == 1
