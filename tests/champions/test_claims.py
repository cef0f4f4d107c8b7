"""Champions offer to sit on cases that need a panel (scheme.md 3; T-29, T-36, T-43)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.choices import Interest, MembershipRole, Role
from awards.models import Application, Invitation, Membership, Organisation, StandingInterest
from awards.services.applications import start_application, withdraw
from awards.services.organisations import create_organisation
from champions.models import Champion, Claim
from champions.selectors.offers import cases_to_offer_for
from champions.services.panels import declare_interest, make_offer, take_off, take_offer_back
from champions.services.people import end_service
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.champions import clear_all, send, settle
from tests.support.crowd import crowd


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


def may_offer(champion):
    return list(cases_to_offer_for(champion))


def tie(person, name, at, organisation=None, **more):
    return StandingInterest.objects.create(
        person=person,
        organisation=organisation,
        organisation_name=name,
        nature=Interest.CHILD,
        declared_at=at,
        declared_by=person,
        **more,
    )


def second_case(at):
    lead = make_user("Lead Beech")
    organisation = create_organisation(
        name="Beech School",
        sector="education",
        kind="school",
        postcode="B1 1BB",
        actor=lead,
        at=at,
    )
    case = start_application(organisation=organisation, stage="bronze", actor=lead, at=at)
    send(case, lead, at=at)
    return case


def test_offer_stands_once(sent, spare, now, later):
    first = make_offer(application=sent, actor=spare.user, at=now)
    assert make_offer(application=sent, actor=spare.user, at=later) == first
    assert (first.made_at, first.withdrawn_at) == (now, None)
    assert [e.role for e in AuditEvent.objects.filter(event="claim.made")] == ["champion"]


def test_offer_is_taken_back_and_made_again(sent, spare, now, later):
    make_offer(application=sent, actor=spare.user, at=now)
    take_offer_back(application=sent, actor=spare.user, at=later)
    take_offer_back(application=sent, actor=spare.user, at=later)
    assert [claim.withdrawn_at for claim in Claim.objects.all()] == [later]
    assert AuditEvent.objects.filter(event="claim.taken_back").count() == 1
    make_offer(application=sent, actor=spare.user, at=later)
    assert Claim.objects.count() == 2
    assert Claim.objects.standing().count() == 1


def test_constraint_offer_once(sent, spare, now):
    make_offer(application=sent, actor=spare.user, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(application=sent, champion=spare, made_at=now)


def test_offer_is_for_champions_who_serve(sent, spare, officer, lead, now):
    for somebody in (officer, lead):
        with pytest.raises(NotAllowed, match="for champions"):
            make_offer(application=sent, actor=somebody, at=now)
    end_service(champion=spare, actor=officer, at=now)
    for act in (make_offer, take_offer_back):
        with pytest.raises(NotAllowed, match="for champions"):
            act(application=sent, actor=spare.user, at=now)


def test_offer_needs_a_case_that_needs_a_panel(application, panel, spare, lead, now):
    """The panel of Bronze is complete."""
    with pytest.raises(Refused, match="cannot offer for this case"):
        make_offer(application=application, actor=spare.user, at=now)


def test_drafts_and_closed_cases_are_not_on_offer(application, spare):
    assert may_offer(spare) == []


def test_withdrawn_cases_are_not_on_offer(sent, spare, lead, now):
    assert may_offer(spare) == [sent]
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=now)
    assert may_offer(spare) == []


def test_case_that_lost_its_chair_is_on_offer(panel, sent, chair, spare, officer, later):
    assert may_offer(spare) == []
    take_off(panel=panel, champion=chair, reason="Was rude", actor=officer, at=later)
    assert may_offer(spare) == [sent]
    assert may_offer(chair) == []


def test_who_sits_cannot_offer(panel, sent, chair, young, later):
    seat = panel.assignments.get(champion=chair)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=chair.user, at=later)
    assert may_offer(young) == []


@pytest.mark.parametrize(
    "link",
    ["member", "tied", "named", "invited", "began", "acted", "declared"],
)
def test_who_has_a_link_sees_no_case_of_theirs(
    sent, organisation, spare, chair, officer, lead, now, later, link
):
    """T-36, for every link that we know of."""
    if link == "member":
        Membership.objects.create(
            organisation=organisation, user=spare.user, role=MembershipRole.MEMBER, joined_at=now
        )
    elif link == "tied":
        tie(spare.user, organisation.name, now, organisation)
    elif link == "named":
        tie(spare.user, "Acorn Lane", now)
    elif link == "invited":
        Invitation.objects.create(
            organisation=organisation,
            email=spare.user.email,
            role=MembershipRole.MEMBER,
            invited_by=lead,
            invited_at=now,
            expires_at=now + timedelta(days=14),
            accepted_at=now,
        )
    elif link == "began":
        Application.objects.filter(pk=sent.pk).update(created_by=spare.user)
    elif link == "acted":
        sent.changes.update(actor=spare.user)
    else:
        panel = settle(sent, [chair, spare], officer, at=now)
        seat = panel.assignments.get(champion=spare)
        declare_interest(assignment=seat, nature=Interest.RELATIVE, actor=spare.user, at=later)
        settle(sent, [chair], officer, at=later)
        Application.objects.filter(pk=sent.pk).update(status="submitted")
    assert may_offer(spare) == []
    with pytest.raises(Refused, match="cannot offer"):
        make_offer(application=sent, actor=spare.user, at=later)


def test_other_names_and_links_that_ended_are_no_bar(sent, organisation, spare, officer, now):
    tie(spare.user, "Beech Hill Clinic", now)
    ended = tie(spare.user, organisation.name, now, organisation)
    StandingInterest.objects.filter(pk=ended.pk).update(ended_at=now, ended_by=officer)
    assert may_offer(spare) == [sent]


def test_offer_ends_with_the_seat(sent, spare, young, officer, now, later):
    """It would ask for them again."""
    make_offer(application=sent, actor=spare.user, at=now)
    panel = settle(sent, [spare, young], officer, at=now)
    clear_all(panel, at=now)
    assert Claim.objects.standing().exists()
    take_off(panel=panel, champion=spare, reason="Was rude", actor=officer, at=later)
    assert Claim.objects.get().withdrawn_at == later


def test_offers_page_shows_name_stage_sector_and_since_when(sent, spare, sign_in, now):
    Organisation.objects.filter(pk=sent.organisation_id).update(postcode="B99 9ZZ")
    answer = sign_in(spare.user).get(reverse("champions-offers"))
    text = answer.content.decode()
    assert "Acorn Lane School" in text
    assert "Bronze, education. It has needed champions since 23 November 2026." in text
    assert "Offer to sit" in text
    assert sent.reference not in text
    assert "B99" not in text


def test_offers_page_makes_and_takes_back(sent, spare, sign_in):
    client = sign_in(spare.user)
    address = reverse("champions-offer", args=[sent.uuid])
    made = client.post(address, {"offer": "yes"}, follow=True).content.decode()
    assert "A SEND officer sees that you offer for Acorn Lane School." in made
    assert "Take my offer back" in made
    back = client.post(address, {"offer": "no"}, follow=True).content.decode()
    assert "You no longer offer for Acorn Lane School." in back
    assert "Take my offer back" not in back
    assert client.get(address).status_code == 405


def test_offer_address_of_a_case_that_is_not_theirs_is_not_there(
    sent, spare, chair, organisation, sign_in, now, officer, lead
):
    address = reverse("champions-offer", args=[sent.uuid])
    tie(chair.user, organisation.name, now, organisation)
    assert sign_in(chair.user).post(address, {"offer": "yes"}).status_code == 404
    assert sign_in(spare.user).post(address, {"offer": "no"}).status_code == 404
    assert not Claim.objects.exists()
    for somebody in (officer, lead):
        assert sign_in(somebody).post(address).status_code == 403
        assert sign_in(somebody).get(reverse("champions-offers")).status_code == 403


def test_offers_page_without_a_case(spare, sign_in):
    text = sign_in(spare.user).get(reverse("champions-offers")).content.decode()
    assert "No case needs champions now." in text


def test_who_has_as_many_cases_as_suit_them_is_not_pushed(
    sent, chair, young, officer, now, sign_in
):
    """The cases are one link further; to offer stays possible."""
    other = second_case(now)
    settle(sent, [chair, young], officer, at=now)
    client, address = sign_in(chair.user), reverse("champions-offers")
    assert "Beech School" in client.get(address).text
    Champion.objects.filter(pk=chair.pk).update(most_cases=1)
    text = client.get(address).text
    assert "You have as many cases as you said suit you: 1." in text
    assert "Beech School" not in text
    assert "Offer to sit" not in text
    assert 'href="?show=all"' in text
    work = client.get(reverse("champions")).text
    assert "You have as many cases as you said suit you." in work
    assert "that you can offer for" not in work
    assert "Beech School" in client.get(address, {"show": "all"}).text
    made = client.post(reverse("champions-offer", args=[other.uuid]), {"offer": "yes"})
    assert made.status_code == 302
    text = client.get(address).text
    assert "What you have offered for" in text
    assert "Beech School" in text
    assert "Take my offer back" in text


def test_who_has_more_cases_than_suit_them_is_told_so(sent, chair, young, officer, now, sign_in):
    settle(sent, [chair, young], officer, at=now)
    other = second_case(now)
    settle(other, [chair, young], officer, at=now)
    Champion.objects.filter(pk=chair.pk).update(most_cases=1)
    text = sign_in(chair.user).get(reverse("champions-offers")).text
    assert "You have more cases than you said suit you: 2." in text


def test_officer_sees_the_offer_on_the_panel_page(sent, spare, chair, officer, sign_in, now):
    make_offer(application=sent, actor=spare.user, at=now)
    text = sign_in(officer).get(reverse("case-panel", args=[sent.uuid])).content.decode()
    assert "offers to sit on this case" in text


@pytest.mark.parametrize("cases", [1, 300])
def test_offers_page_has_constant_queries(
    spare, officer, stranger, now, sign_in, cases, django_assert_num_queries
):
    crowd(officer=officer, lead=stranger, at=now, champions=30, cases=cases)
    client = sign_in(spare.user)
    # Session, person, champion, their own cases, links by name, the count and the page.
    with django_assert_num_queries(7):
        answer = client.get(reverse("champions-offers"))
    assert answer.content.decode().count("Offer to sit") == min(25, cases - cases * 4 // 5)


@pytest.mark.parametrize("cases", [6, 300])
def test_offers_page_of_who_typed_a_name_has_one_query_more(
    spare, officer, stranger, now, sign_in, cases, django_assert_num_queries
):
    crowd(officer=officer, lead=stranger, at=now, champions=30, cases=cases)
    tie(spare.user, "School 000", now)
    client = sign_in(spare.user)
    with django_assert_num_queries(8):
        text = client.get(reverse("champions-offers")).content.decode()
    assert "School 000" not in text


def test_new_stage_of_an_organisation_is_on_offer_to_past_champions(
    decided, sent, spare, chair, officer, lead, later
):
    """Who sat once may sit again: only the decision that is appealed bars."""
    Application.objects.filter(pk=sent.pk).update(status="declined")
    again = start_application(organisation=sent.organisation, stage="bronze", actor=lead, at=later)
    Application.objects.filter(pk=again.pk).update(status="submitted")
    assert may_offer(chair) == [again]
