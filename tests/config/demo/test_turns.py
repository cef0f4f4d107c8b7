"""The officers' list and each case agree on whose turn it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.choices import MembershipRole
from awards.models import Application, Membership, User
from champions.models import Champion
from champions.selectors import case_steps
from champions.services.panels import settle_panel
from reports.selectors import with_waiting
from tests.support.demo import story

pytestmark = pytest.mark.django_db
TURNS = {"panel": "champions", "chair": "champions", "both": "champions"}


def disagreements(at):
    """Cases of which the officers' list and the case itself say that different people have them."""
    waiting = with_waiting(Application.objects.all(), at=at)
    steps = case_steps(waiting, at=at)
    for application in waiting:
        turn = steps[application.pk].reviewers.turn
        if application.waiting_on != TURNS.get(turn, turn):
            yield application, turn, application.waiting_on


def test_waiting_on_agrees_with_the_step_of_every_case(city):
    now = timezone.now()
    for ahead in 0, 6, 40:
        assert list(disagreements(now + timedelta(days=ahead))) == []


def test_waiting_on_agrees_when_a_panel_grows_after_times_were_offered(city):
    application = story("offered")
    sitting = [seat.champion for seat in application.panel.assignments.active()]
    new = Champion.objects.exclude(pk__in=[champion.pk for champion in sitting]).first()
    now = timezone.now()
    settle_panel(
        application=application,
        champions=[*sitting, new],
        chair=sitting[0],
        actor=User.objects.get(email="officer@demo.example"),
        at=now,
    )
    assert case_steps([application], at=now)[application.pk].reviewers.turn == "panel"
    assert list(disagreements(now)) == []


def test_waiting_on_agrees_when_a_champion_has_joined_the_applicant(city):
    application, now = story("to_decide"), timezone.now()
    seat = application.panel.assignments.active().first()
    Membership.objects.create(
        organisation=application.organisation,
        user=seat.champion.user,
        role=MembershipRole.MEMBER,
        joined_at=now,
    )
    assert case_steps([application], at=now)[application.pk].reviewers.turn == "officer"
    assert list(disagreements(now)) == []
