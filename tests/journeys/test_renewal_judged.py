"""A re-validation as its panel reads it, on a desk and on a phone; an officer says otherwise than the rule."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.choices import ConcernAbout
from awards.models import Concern
from champions.choices import Perspective
from portfolios.choices import Affirmed
from tests.journeys.people import sign_in
from tests.support.renewing import gold_given, panel_for, renewal_sent, three

pytestmark = pytest.mark.journey


@pytest.fixture
def panel(organisation, lead, officer):
    now = timezone.now()
    award = gold_given(organisation, lead=lead, officer=officer, at=now - timedelta(days=350))
    states = {"gold.voice": Affirmed.CHANGED, "gold.training": Affirmed.STRONGER}
    application = renewal_sent(award, lead=lead, at=now - timedelta(days=5), states=states)
    concern = Concern(about=ConcernAbout.OTHER, what="They shouted.", reported_at=now)
    concern.organisation = organisation
    concern.save()
    at = now - timedelta(days=4)
    return panel_for(application, three(officer, at), officer, at=at)


@pytest.mark.parametrize(
    ("way", "options"),
    [
        ("desk", {}),
        ("phone", {"phone": True}),
        ("plain", {"phone": True, "scripts": False}),
    ],
)
def test_champion_reads_a_year_on_beside_last_time(walker, panel, way, options):
    case = panel.application.uuid
    seats = {seat.champion.perspective: seat.champion.user for seat in panel.assignments.active()}
    reader = walker(way, **options)
    sign_in(reader, seats[Perspective.PROFESSIONAL].email)
    reader.go(reverse("case", args=[case]) + "?open=sent")
    for words in (
        "Gold re-validation",
        "Why a visit",
        "What they said last time",
        "A reason to visit",
    ):
        reader.sees(words)
    reader.shot("case")
    reader.go(reverse("assessment-question", args=[case, "gold.voice"]))
    reader.sees("What they say about this now, and what they said last time")
    reader.shot("question")
    young = walker(f"{way}-young", **options)
    sign_in(young, seats[Perspective.YOUNG_PERSON].email)
    young.go(reverse("assessment-plain-step", args=[case, 1]))
    young.open("See what they sent for this")
    young.sees("We do this in another way now.")
    young.shot("plain")


def test_officer_says_that_no_visit_is_needed(walker, panel, officer):
    hand = walker("officer", phone=True)
    sign_in(hand, officer.email)
    hand.go(reverse("case", args=[panel.application.uuid]))
    hand.follow("Say that no visit is needed")
    hand.shot("rule")
    hand.type("Why?", "We were there in May.")
    hand.press("No visit is needed")
    hand.sees("The panel need not visit.")
    hand.sees("Why no visit")
    hand.shot("ruled")
    hand.go(reverse("concern-detail", args=[Concern.objects.get().uuid]))
    hand.shot("concern")
