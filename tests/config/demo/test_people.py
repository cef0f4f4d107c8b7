"""The people of the demo: they can sign in, and the champions see with all eyes."""

from collections import Counter
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import models

from awards.choices import Interest
from awards.models import Membership, User
from champions.models import Champion, DeclarationOfInterest
from config.demo.people import PASSWORD
from foundation.models import OutboxMessage
from tests.support.demo import story

pytestmark = pytest.mark.django_db


def test_demo_people_can_sign_in(city):
    demo = User.objects.filter(email__endswith="@demo.example")
    assert demo.get(email="lead@demo.example").check_password(PASSWORD)
    for user in demo:
        validate_password(PASSWORD, user)
    confirmed = EmailAddress.objects.filter(user__in=demo, verified=True, primary=True)
    assert confirmed.count() == demo.count()


def test_demo_champions_see_with_all_eyes_and_one_is_under_18(city):
    seen = Counter(Champion.objects.values_list("perspective", flat=True))
    assert seen == {"professional": 4, "parent_carer": 2, "young_person": 2}
    today = date.today()  # noqa: DTZ011
    assert sum(champion.is_under_18(today) for champion in Champion.objects.all()) == 1


def test_demo_has_a_person_with_two_organisations(city):
    counts = Membership.objects.values("user").annotate(of=models.Count("pk"))
    assert sorted(counts.values_list("of", flat=True))[-2:] == [1, 2]


def test_demo_champion_with_an_interest_has_left_the_panel(city):
    declared = DeclarationOfInterest.objects.exclude(nature=Interest.NONE).get()
    assert declared.assignment.panel.application == story("interest")
    assert declared.assignment.ended_at is not None


def test_demo_people_have_only_new_messages_to_read(city):
    waiting = Counter(
        OutboxMessage.objects.unread().exclude(recipient=None).values_list("recipient", flat=True)
    )
    assert 0 < max(waiting.values()) <= 20
    assert OutboxMessage.objects.exclude(read_at=None).exists()
