"""An interview names nobody, in the asking either (scheme.md 20)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from awards.models import Application
from champions.choices import Purpose
from foundation.refusals import Refused
from tests.support.champions import WEEK
from tests.support.visits import ask_for

ABOUT = "We want to hear from Lena how it began."


@pytest.fixture
def silver(panel):
    """A Silver case with its panel, without the way there."""
    application = panel.application
    Application.objects.filter(pk=application.pk).update(stage="silver")
    application.refresh_from_db()
    return application


def test_asking_for_an_interview_names_nobody(silver, lead, chair, now):
    assert lead.name.startswith("Lena ")
    with pytest.raises(Refused, match="“Lena” is the name of somebody"):
        ask_for(silver, chair.user, at=now, purpose=Purpose.INTERVIEW, about=ABOUT)
    assert not silver.appointments.exists()
    assert ask_for(silver, chair.user, at=now, about=ABOUT).about == ABOUT


@pytest.mark.parametrize(("purpose", "code"), [("interview", 422), ("visit", 302)])
def test_the_form_says_so_and_keeps_what_was_typed(
    silver, lead, chair, now, sign_in, time_machine, purpose, code
):
    time_machine.move_to(now, tick=False)
    client = sign_in(chair.user)
    day = now + WEEK
    data = {
        "about": ABOUT,
        "group": "staff",
        "key": str(uuid4()),
        "place_kind": "video",
        "video": "https://meet.example/a",
        "minutes": "60",
        "day_1_day": str(day.day),
        "day_1_month": str(day.month),
        "day_1_year": str(day.year),
        "time_1": "2:30pm",
    }
    place = f"{reverse('case-visit-offer', args=[silver.uuid])}?purpose={purpose}"
    assert ("Write no names." in client.get(place).content.decode()) == (code == 422)
    answer = client.post(place, data)
    assert answer.status_code == code
    if code == 422:
        text = answer.content.decode()
        assert "“Lena” is the name of somebody in this case. Write it without names." in text
        assert ABOUT in text
    assert silver.appointments.count() == (code == 302)
