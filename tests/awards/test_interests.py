"""T-36: what an organisation sends, and its evidence, is closed to an officer who is tied to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.choices import Interest, MembershipRole
from awards.models import Application, Membership, StandingInterest
from portfolios.models import EvidenceItem
from tests.conftest import make_user
from tests.support.evidence import evidence
from tests.support.portfolios import registration_of, send_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def tie(officer, organisation, now) -> StandingInterest:
    return StandingInterest.objects.create(
        person=officer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.GOVERNOR,
        declared_at=now,
        declared_by=officer,
    )


@pytest.fixture
def sent(organisation, lead, now) -> Application:
    application = registration_of(organisation.name, lead=lead, at=now)
    send_registration(application, lead=lead, at=now)
    return application


def test_officer_sees_applications_until_they_are_tied(sent, officer, tie):
    assert sent in Application.objects.visible_to(officer)
    StandingInterest.objects.update(organisation=sent.organisation)
    assert sent not in Application.objects.visible_to(officer)


def test_evidence_of_a_tied_officer_is_not_there(organisation, lead, officer, sign_in, tie, now):
    item = evidence(organisation, lead=lead, at=now)
    client = sign_in(officer)
    page = reverse("evidence-item", args=[item.uuid])
    assert client.get(page).status_code == 404
    StandingInterest.objects.all().delete()
    assert client.get(page).status_code == 200
    StandingInterest.objects.bulk_create([tie])
    assert item not in EvidenceItem.objects.visible_to(officer)


def test_case_of_a_tied_officer_is_not_there(sent, officer, sign_in, tie):
    client = sign_in(officer)
    page = reverse("case", args=[sent.uuid])
    assert client.get(page).status_code == 200
    StandingInterest.objects.update(organisation=sent.organisation)
    assert client.get(page).status_code == 404


def test_tie_that_ended_opens_again_what_it_closed(organisation, lead, officer, tie, now):
    item = evidence(organisation, lead=lead, at=now)
    StandingInterest.objects.update(ended_at=now + timedelta(days=1), ended_by=officer)
    assert item in EvidenceItem.objects.visible_to(officer)


def test_officer_who_belongs_to_it_comes_in_as_its_member(organisation, lead, officer, tie, now):
    item = evidence(organisation, lead=lead, at=now)
    Membership.objects.create(
        organisation=organisation,
        user=officer,
        role=MembershipRole.MEMBER,
        joined_at=now,
    )
    assert item in EvidenceItem.objects.visible_to(officer)


def test_tie_of_another_officer_closes_nothing(organisation, lead, officer, tie, now):
    item = evidence(organisation, lead=lead, at=now)
    assert item in EvidenceItem.objects.visible_to(make_user("Una Other", is_officer=True))


@pytest.mark.parametrize(
    "wrong",
    [
        {"nature": Interest.NONE},
        {"nature": Interest.OTHER, "details": ""},
        {"organisation_name": ""},
    ],
)
def test_database_refuses_a_tie_that_says_nothing(tie, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        StandingInterest.objects.filter(pk=tie.pk).update(**wrong)
