"""What champions read of others' work never says "your" (ours)."""

import pytest
from django.urls import reverse

from portfolios.selectors.registration.snapshots import snapshot_of
from tests.support.champions import clear_all, send, settle
from tests.support.judging import judging
from tests.support.plain import plain_for
from tests.support.portfolios import fill_registration

pytestmark = pytest.mark.django_db

NEVER = ("What became of your plan", "How you work with people", "Your impact", "Who you involve")


@pytest.fixture
def scene(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return judging(organisation, lead=lead, officer=officer, at=now)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    said = [words for words in (*NEVER, "About you and your commitment") if words in answer.text]
    assert said == [], address
    return answer.text


def test_case_of_gold_speaks_of_the_organisation(scene, sign_in, officer):
    uuid = scene.application.uuid
    for user in (scene.chair, officer):
        text = read(sign_in(user), reverse("case", args=[uuid]))
        for title in ("What became of the plan", "Working with people", "The impact"):
            assert title in text, title


def test_what_stands_beside_a_question_speaks_of_the_organisation(scene, sign_in):
    client, uuid = sign_in(scene.chair), scene.application.uuid
    page = reverse("assessment-question", args=[uuid, "check.impact"])
    assert "The impact" in read(client, page)
    seat = scene.panel.assignments.get(champion__user=scene.chair)
    for step in plain_for(scene.application, seat.champion).steps:
        read(client, reverse("assessment-plain-step", args=[uuid, step.number]))


def test_registration_speaks_of_the_organisation(
    application, chair, young, lead, officer, now, time_machine, sign_in
):
    time_machine.move_to(now)
    fill_registration(application, lead=lead, at=now)
    send(application, lead, at=now, snapshot=snapshot_of(application))
    clear_all(settle(application, [chair, young], officer, at=now), at=now)
    text = read(sign_in(chair.user), reverse("case", args=[application.uuid]))
    assert "About the organisation and its commitment" in text
    assert "Who is involved" in text
