"""Whom the system proposes for a panel, why, and the mix that it makes (scheme.md 3; T-36, T-40)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Interest, MembershipRole
from awards.models import Membership, StandingInterest
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from champions.choices import Course, Perspective, TimeOfWeek
from champions.models import Absence, Assignment, Champion, Panel, Training
from champions.selectors.mix import mix_of
from champions.selectors.proposal import propose
from champions.services.panels import declare_interest, make_offer, step_back, take_off
from foundation.dates import london_date
from tests.conftest import make_user
from tests.support.champions import clear_all, make_champion, send, settle
from tests.support.crowd import crowd


@pytest.fixture
def today(now):
    return london_date(now)


@pytest.fixture
def group(officer, now):
    """Two of each perspective, without training, without a case."""
    found = {}
    for perspective in Perspective:
        for number in (1, 2):
            name = f"{perspective.value} {number}"
            found[name] = make_champion(
                make_user(name.replace("_", " ").title()),
                officer=officer,
                at=now,
                perspective=perspective,
            )
    return found


def of_stage(application, stage):
    application.stage = stage
    application.save(update_fields=["stage"])
    return application


def names(proposal):
    return [str(each.champion.user) for each in proposal.champions]


def train(champion, officer, now, *courses):
    for course in courses or Course:
        Training.objects.create(
            champion=champion,
            course=course,
            done_on=london_date(now),
            recorded_by=officer,
            recorded_at=now,
        )


def busy(champion, number, *, lead, officer, now):
    """So many other open cases."""
    for each in range(number):
        organisation = create_organisation(
            name=f"Busy {champion.pk} {each}",
            sector="health",
            kind="clinic",
            postcode="B1 1BB",
            actor=lead,
            at=now,
        )
        case = start_application(organisation=organisation, stage="bronze", actor=lead, at=now)
        send(case, lead, at=now)
        settle(case, [champion], officer, at=now)


@pytest.mark.parametrize(
    ("stage", "perspectives"),
    [
        ("bronze", 2),
        ("silver", 2),
        ("gold", 3),
        ("platinum", 3),
    ],
)
def test_proposal_keeps_the_rule_of_each_stage(sent, group, today, stage, perspectives):
    """scheme.md 3; several assess, also where the edition would take one (scheme.md 18)."""
    found = propose(of_stage(sent, stage), on=today)
    assert found.gaps == ()
    assert len({each.champion.perspective for each in found.champions}) == perspectives
    assert len(found.champions) == perspectives
    assert found.chair in found.champions
    assert len(found.others) == 6 - perspectives


def test_proposal_names_who_is_missing(sent, chair, parent, young, today):
    young.user.is_active = False
    young.user.save()
    found = propose(of_stage(sent, "gold"), on=today)
    assert found.gaps == ("1 more champion", "a young person")
    assert names(found) == ["Parveen Parent", "Paula Professional"]


def test_proposal_of_nobody_names_all_gaps(sent, today):
    found = propose(sent, on=today)
    assert (found.champions, found.chair, found.barred) == ((), None, ())
    assert found.gaps == ("1 more champion",)


def test_proposal_prefers_who_has_learnt(sent, group, officer, now, today):
    train(group["parent_carer 2"], officer, now)
    train(group["parent_carer 1"], officer, now, Course.WELCOME)
    found = propose(of_stage(sent, "gold"), on=today)
    assert "Parent Carer 2" in names(found)
    other = next(each for each in found.others if str(each.champion.user) == "Parent Carer 1")
    assert any(words.startswith("still to learn: keeping people safe") for words in other.reasons)


def test_proposal_prefers_who_offers(sent, group, now, today):
    make_offer(application=sent, actor=group["young_person 2"].user, at=now)
    found = propose(of_stage(sent, "gold"), on=today)
    chosen = {str(each.champion.user): each for each in found.champions}
    assert "Young Person 2" in chosen
    assert "offers to sit on this case" in chosen["Young Person 2"].reasons


def test_proposal_prefers_who_has_more_room(sent, group, lead, officer, now, today):
    busy(group["professional 1"], 1, lead=lead, officer=officer, now=now)
    found = propose(of_stage(sent, "silver"), on=today)
    assert "Professional 2" in names(found)
    Champion.objects.filter(pk=group["professional 2"].pk).update(most_cases=1)
    busy(group["professional 2"], 1, lead=lead, officer=officer, now=now)
    found = propose(of_stage(sent, "silver"), on=today)
    assert "Professional 1" in names(found)
    full = next(each for each in found.others if str(each.champion.user) == "Professional 2")
    assert "has no room for more" in full.reasons
    assert "has 1 case, takes up to 1" in full.reasons


def test_proposal_prefers_the_sector_of_the_applicant(sent, group, today):
    Champion.objects.filter(pk=group["professional 1"].pk).update(sector="health")
    found = propose(of_stage(sent, "silver"), on=today)
    chosen = {str(each.champion.user): each for each in found.champions}
    assert "Professional 2" in chosen
    assert "comes from education, as they do" in chosen["Professional 2"].reasons


def test_proposal_leaves_out_who_is_away_and_says_until_when(sent, chair, parent, today):
    for first, last in ((-5, 2), (-1, 9), (20, 30)):
        Absence.objects.create(
            champion=chair,
            from_on=today + timedelta(days=first),
            until_on=today + timedelta(days=last),
        )
    found = propose(of_stage(sent, "silver"), on=today)
    assert found.gaps == ("1 more champion", "a professional")
    (away,) = found.others
    assert not away.is_free
    assert "away until 2 December 2026" in away.reasons


def test_proposal_puts_who_ends_soon_last(sent, group, today):
    Champion.objects.filter(pk=group["young_person 1"].pk).update(
        term_ends_on=today + timedelta(days=30)
    )
    found = propose(of_stage(sent, "gold"), on=today)
    assert "Young Person 2" in names(found)
    other = next(each for each in found.others if str(each.champion.user) == "Young Person 1")
    assert other.is_free
    assert "service ends on 23 December 2026" in other.reasons


def test_proposal_keeps_out_and_says_why(
    sent, organisation, chair, parent, young, spare, officer, lead, now, today
):
    """T-36: belonging, a link that stands, and what was declared on another case."""
    Membership.objects.create(
        organisation=organisation, user=chair.user, role=MembershipRole.MEMBER, joined_at=now
    )
    StandingInterest.objects.create(
        person=parent.user,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        declared_at=now,
        declared_by=parent.user,
    )
    StandingInterest.objects.create(
        person=spare.user,
        organisation_name="the acorn lane SCHOOL",
        nature=Interest.EMPLOYEE,
        declared_at=now,
        declared_by=spare.user,
    )
    found = propose(sent, on=today)
    assert names(found) == ["Yusuf Young"]
    assert {str(who.user): why for who, why in found.barred} == {
        "Paula Professional": "belongs to this organisation",
        "Parveen Parent": "has told us of a link with this organisation",
        "Sam Spare": "has told us of a link with “the acorn lane SCHOOL”",
    }


def test_proposal_for_a_panel_keeps_who_sits(panel, sent, chair, young, parent, today):
    found = propose(of_stage(sent, "gold"), on=today)
    assert {str(each.champion.user) for each in found.champions} == {
        "Paula Professional",
        "Yusuf Young",
        "Parveen Parent",
    }
    assert found.chair.champion == chair
    assert found.sitting == {chair, young}
    sits = next(each for each in found.champions if each.champion == chair)
    assert sits.load == 0
    assert "sits on this panel" in sits.reasons


def test_proposal_after_leaving(panel, sent, chair, young, spare, officer, later, today):
    """Who stepped back is not asked again by us; who was taken off never is (T-36)."""
    step_back(panel=panel, reason="Exams", actor=young.user, at=later)
    take_off(panel=panel, champion=chair, reason="Spoke to the head", actor=officer, at=later)
    found = propose(sent, on=today)
    assert names(found) == ["Sam Spare"]
    (back,) = found.others
    assert back.champion == young
    assert "stepped back from this case" in back.reasons
    assert [(who, why) for who, why in found.barred] == [
        (chair, "was taken off a case of this organisation")
    ]


def test_chair_is_an_adult_who_chairs_least(sent, chair, young, officer, lead, now, today):
    """Of any perspective; under 18 only if there is nobody else (T-30)."""
    assert propose(sent, on=today).chair.champion == chair
    grown = make_champion(
        make_user("Greta Grown"),
        officer=officer,
        at=now,
        perspective=Perspective.YOUNG_PERSON,
    )
    busy(chair, 1, lead=lead, officer=officer, now=now)
    make_offer(application=sent, actor=grown.user, at=now)
    assert propose(sent, on=today).chair.champion == grown
    Champion.objects.filter(pk__in=[chair.pk, grown.pk]).update(served_until=today)
    assert propose(sent, on=today).chair.champion == young


@pytest.mark.parametrize(("champions", "cases"), [(3, 1), (30, 300)])
def test_proposal_has_constant_queries(
    sent, officer, lead, stranger, now, today, champions, cases, django_assert_num_queries
):
    """The champions and what they do; a decision that is appealed; seven of links; absences, training,
    offers, seats; and the waiver."""
    crowd(officer=officer, lead=stranger, at=now, champions=champions, cases=cases)
    sent.stage = "gold"
    with django_assert_num_queries(14):
        found = propose(sent, on=today)
    assert len(found.candidates) == champions


@pytest.mark.parametrize(("champions", "cases"), [(3, 1), (30, 300)])
def test_panel_page_has_constant_queries(
    sent, officer, stranger, now, sign_in, champions, cases, django_assert_num_queries
):
    crowd(officer=officer, lead=stranger, at=now, champions=champions, cases=cases)
    client = sign_in(officer)
    # Session, person, the case, five for the facts of one without a panel, three for whether this officer
    # may, and the proposal.
    with django_assert_num_queries(26):
        answer = client.get(reverse("case-panel", args=[sent.uuid]))
    assert answer.status_code == 200


def test_mix_shows_groups_needs_and_times(sent, chair, parent, young):
    of_stage(sent, "gold")
    chair.suits = [TimeOfWeek.EVENING, TimeOfWeek.WEEKEND]
    young.suits = [TimeOfWeek.WEEKEND]
    mix = mix_of(sent, [chair, young], chair=chair)
    assert [(each.name, each.people) for each in mix.groups] == [
        ("Young people", ("Yusuf Young",)),
        ("Parents or carers", ()),
        ("Professionals", ("Paula Professional (Education)",)),
    ]
    assert [(each.text, each.kind) for each in mix.needs] == [
        ("At least 3 champions", "attention"),
        ("A professional", "done"),
        ("A young person", "done"),
        ("A parent or carer", "attention"),
    ]
    assert (mix.chair, mix.times, mix.asked) == ("Paula Professional", ("Weekends",), 2)
    assert mix.sentence == "1 young person, 1 professional"
    assert not mix.is_complete


def test_mix_says_what_the_waiver_sets_aside(sent, chair, parent, spare):
    """Only what the edition lets an officer waive (scheme.md 3)."""
    of_stage(sent, "gold")
    mix = mix_of(sent, [chair, parent, spare], chair=chair, waived=True)
    assert [each.kind for each in mix.needs] == ["done", "done", "waiting", "done"]
    assert mix.is_complete
    assert mix.sentence == "1 parent or carer, 2 professionals"
    alone = mix_of(sent, [chair, spare], chair=None, waived=True)
    assert [each.kind for each in alone.needs] == [
        "attention",
        "attention",
        "done",
        "waiting",
        "waiting",
    ]
    assert (alone.chair, alone.is_complete) == ("", False)


def test_panel_of_the_proposal_can_be_settled_as_it_is(sent, group, officer, now, today):
    found = propose(of_stage(sent, "gold"), on=today)
    panel = settle(
        sent,
        [each.champion for each in found.champions],
        officer,
        at=now,
        chair=found.chair.champion,
    )
    clear_all(panel, at=now)
    assert Panel.objects.get() == panel
    assert Assignment.objects.cleared().count() == 3


def test_conflict_of_another_case_bars_here(
    panel, sent, young, organisation, lead, now, later, today
):
    seat = panel.assignments.get(champion=young)
    declare_interest(assignment=seat, nature=Interest.RELATIVE, actor=young.user, at=later)
    found = propose(sent, on=today)
    assert [who for who, _ in found.barred] == [young]
