"""Links and ends of service pressed at the same instant leave one of each, and no ring (T-43, T-45)."""

import pytest

from awards.choices import Interest
from awards.models import StandingInterest
from champions.choices import Perspective
from champions.models import DeclarationOfInterest
from champions.services.people import change_champion, end_service
from champions.services.standing import tell_of_link
from tests.support.at_once import refusals_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def telling(person, at, name):
    return lambda: tell_of_link(
        person=person, organisation_name=name, nature=Interest.CHILD, actor=person, at=at
    )


def test_a_name_is_told_once(chair, later):
    refusals = refusals_at_once(*[telling(chair.user, later, "Oak Club")] * 4)
    assert len(refusals) == 3
    assert StandingInterest.objects.count() == 1


def test_a_place_ends_once(panel, young, later):
    refusals = refusals_at_once(*[telling(young.user, later, "Acorn Lane School")] * 3)
    assert len(refusals) <= 2
    assert StandingInterest.objects.count() == 1
    assert DeclarationOfInterest.objects.exclude(nature="none").count() == 1


def test_acts_on_one_champion_wait_in_line(panel, young, officer, later):
    refusals_at_once(
        telling(young.user, later, "Acorn Lane School"),
        lambda: end_service(champion=young, actor=officer, at=later),
        lambda: change_champion(
            champion=young, perspective=Perspective.PARENT_CARER, actor=officer, at=later
        ),
    )
    seat = panel.assignments.get(champion=young)
    assert seat.ended_reason in ("interest", "service")
