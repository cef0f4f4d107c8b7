"""Two champions at Gold, one by keyboard, one on a phone: alone first, then side by side (scheme.md 18)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from champions.models import Assessment, Finding
from tests.journeys.assessing import answer_and_send
from tests.journeys.people import sign_in
from tests.support.judging import judging

pytestmark = pytest.mark.journey


@pytest.fixture
def scene(organisation, lead, officer):
    at = timezone.now() - timedelta(days=8)
    return judging(organisation, lead=lead, officer=officer, at=at)


def test_champions_assess_alone_then_see_each_other(walker, scene):
    parent = walker("1-parent", phone=True)
    sign_in(parent, "pat.parent@people.example")
    parent.go(f"/cases/{scene.application.uuid}/assessment/")
    answer_and_send(parent, level="Partly", shots=True)
    parent.go(f"/cases/{scene.application.uuid}/assessment/")
    parent.shot("sent")

    chair = walker("2-chair", keyboard=True)
    sign_in(chair, scene.chair.email)
    chair.go(f"/cases/{scene.application.uuid}/assessment/")
    chair.shot("questions")
    chair.press("Start")
    chair.press("Save and continue")
    chair.sees("Choose what you find on “Voice”")
    chair.shot("nothing-chosen")
    chair.open("What they sent about this")
    chair.choose("Strong", exact=True)
    chair.type("Why?", "Pupils chose the plants, and it is in the minutes.")
    chair.type("What is strong?", "Children lead the garden group.")
    chair.type("A challenge for them", "Ask children who do not speak, too.")
    chair.shot("question")
    chair.press("Save and come back later")
    chair.sees("1 of 11 are done")
    chair.shot("begun")
    chair.go(f"/cases/{scene.application.uuid}/assessment/check/")
    chair.sees("Before you can send it, answer:")
    chair.shot("not-all-answered")
    chair.go(f"/cases/{scene.application.uuid}/assessment/")
    answer_and_send(chair, start="Go on")
    assert Assessment.objects.submitted().count() == 2
    assert Finding.objects.get(code="gold.voice", level="strong").strength

    for champion in (chair, parent):
        champion.go(f"/cases/{scene.application.uuid}/findings/")
        champion.sees("Partly: 1, strong: 1")
        champion.sees("You do not all agree")
        champion.sees("Ask children who do not speak, too.")
        champion.shot("findings")
