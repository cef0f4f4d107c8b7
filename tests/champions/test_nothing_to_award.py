"""A case whose award below was taken back says so to everybody who works on it, and brings no award."""

import pytest
import time_machine
from django.urls import reverse

from awards.models import Award
from awards.services.revocations import confirm_revocation, propose_revocation
from champions.choices import Perspective
from champions.services.decisions import release_decision
from foundation.refusals import Refused
from tests.conftest import make_user
from tests.support.champions import assess, decide, ensure_signatory, make_champion
from tests.support.judging import judging

pytestmark = pytest.mark.django_db
SENTENCE = "The Silver Award was taken back on 23 November 2026."


@pytest.fixture
def judged(organisation, lead, officer, now):
    """A Gold portfolio with its panel, every assessment in."""
    ensure_signatory(officer, at=now)
    champions = [
        make_champion(make_user(name), officer=officer, at=now, perspective=perspective)
        for name, perspective in (
            ("Cherry Chair", Perspective.PROFESSIONAL),
            ("Pari Parent", Perspective.PARENT_CARER),
            ("Yusuf Young", Perspective.YOUNG_PERSON),
        )
    ]
    case = judging(organisation, lead=lead, officer=officer, at=now, champions=champions)
    for champion in champions:
        assess(case.panel, champion, at=now)
    return case


def take_back_silver(organisation, officer, second, at) -> None:
    silver = Award.objects.standing().get(organisation=organisation, stage="silver")
    made = propose_revocation(
        award=silver, reason="It does not go on.", public_reason="", actor=officer, at=at
    )
    confirm_revocation(revocation=made, actor=second, at=at)


def test_nothing_is_said_while_it_is_held(sign_in, judged, now):
    with time_machine.travel(now, tick=False):
        client = sign_in(judged.chair)
        case = client.get(reverse("case", args=[judged.application.uuid])).content.decode()
    assert "data-nothing-to-award" not in case


def test_the_panel_reads_it_and_records_no_award(sign_in, organisation, judged, officer, now):
    second = make_user("Una Second", is_officer=True)
    take_back_silver(organisation, officer, second, now)
    with time_machine.travel(now, tick=False):
        client = sign_in(judged.chair)
        for name in ("case", "case-decision"):
            text = client.get(reverse(name, args=[judged.application.uuid])).content.decode()
            assert SENTENCE in text, name
    with pytest.raises(Refused, match="Silver Award was taken back"):
        decide(judged.panel, at=now)


def test_a_decision_that_waits_is_not_released(sign_in, organisation, judged, officer, now):
    second = make_user("Una Second", is_officer=True)
    decision = decide(judged.panel, at=now)
    take_back_silver(organisation, officer, second, now)
    with time_machine.travel(now, tick=False):
        text = (
            sign_in(second)
            .get(reverse("case-release", args=[judged.application.uuid]))
            .content.decode()
        )
    assert SENTENCE in text
    assert "It cannot be released now" in text
    with pytest.raises(Refused, match="Silver Award"):
        release_decision(decision=decision, expected_version=decision.version, actor=second, at=now)
    assert not Award.objects.filter(stage="gold").exists()
