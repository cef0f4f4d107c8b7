"""Whoever may not do something on a case is led back to where they may go on."""

import pytest
from django.urls import reverse

from awards.choices import Interest
from champions.choices import Outcome
from champions.services.appeals import make_appeal
from champions.services.standing import tell_of_link
from tests.support.champions import assess_all, decide, release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(later, time_machine):
    time_machine.move_to(later)


def refused(client, name, *args, method="get"):
    answer = getattr(client, method)(reverse(name, args=args))
    assert answer.status_code == 403
    return answer.text


def led_to(text, name, *args):
    return f'<a class="govuk-link" href="{reverse(name, args=args)}">' in text


def test_champion_who_is_not_the_chair_is_led_back_to_the_case(decided, young, sign_in):
    uuid = decided.panel.application.uuid
    client = sign_in(young.user)
    text = refused(client, "case-decision", uuid)
    assert "Only the chair of this panel can do this." in text
    assert led_to(text, "case", uuid)
    assert "ask a SEND officer." in text
    assert client.get(reverse("case", args=[uuid])).status_code == 200


def test_officer_who_sat_is_led_back_to_the_case(decided, chair, sign_in):
    uuid = decided.panel.application.uuid
    chair.user.is_officer = True
    chair.user.save()
    text = refused(sign_in(chair.user), "case-release", uuid)
    assert "You sat on this panel." in text
    assert led_to(text, "case", uuid)
    assert "ask another SEND officer." in text


def test_officer_with_a_link_is_led_to_all_organisations(decided, second_officer, later, sign_in):
    organisation = decided.panel.application.organisation
    tell_of_link(
        person=second_officer,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        actor=second_officer,
        at=later,
    )
    client = sign_in(second_officer)
    text = refused(client, "organisation", organisation.slug)
    assert led_to(text, "officers")
    assert client.get(reverse("officers")).status_code == 200


def test_officer_with_a_part_in_the_letter_is_led_back_to_the_appeal(
    assessing, officer, second_officer, lead, later, sign_in
):
    assess_all(assessing, at=later)
    letter = release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)
    made = make_appeal(decision=letter, grounds="Look again.", actor=lead, at=later)
    text = refused(sign_in(officer), "officers-appeal", made.uuid, method="post")
    assert led_to(text, "officers-appeal", made.uuid)
    assert sign_in(officer).get(reverse("officers-appeal", args=[made.uuid])).status_code == 200


def test_colleague_of_the_organisation_is_led_to_its_page_and_to_their_lead(
    assessing, officer, lead, organisation, colleague, later, sign_in
):
    assess_all(assessing, at=later)
    letter = release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)
    text = refused(sign_in(colleague), "appeal-make", letter.uuid)
    assert led_to(text, "organisation", organisation.slug)
    assert "ask your co-production lead, or contact us." in text


def test_officer_who_may_not_end_their_own_link_is_led_to_their_links(officer, later, sign_in):
    told = tell_of_link(
        person=officer,
        organisation_name="Far Away School",
        nature=Interest.CHILD,
        actor=officer,
        at=later,
    )
    client = sign_in(officer)
    text = refused(client, "interests-end", told.interest.uuid)
    assert led_to(text, "interests")
