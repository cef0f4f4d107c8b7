"""Champions under 18 learn if the rule asks for a visit, and nothing of what people told us (T-30)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from awards.choices import ConcernAbout
from awards.models import Concern, Organisation, User
from champions.models import Champion, Panel
from champions.selectors import facts_of
from tests.support.renewing import gold_given, panel_for, renewal_sent, three
from tests.threats.crawler import Page, walk

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
# How often, and that at all.
TOLD = ("7 since", "told us of a concern")
KEPT = "We do not tell champions under 18 why"


@pytest.fixture
def panel(
    organisation: Organisation,
    chair: Champion,
    young: Champion,
    lead: User,
    officer: User,
    now: datetime,
    time_machine: TimeMachineFixture,
) -> Panel:
    award = gold_given(
        organisation, lead=lead, officer=officer, at=now, champions=three(officer, now)
    )
    later = now + timedelta(days=360)
    Concern.objects.bulk_create(
        Concern(
            about=ConcernAbout.SAFETY,
            what="I am worried.",
            organisation=organisation,
            reported_at=later,
        )
        for _ in range(7)
    )
    application = renewal_sent(award, lead=lead, at=later)
    made = panel_for(application, [chair, young], officer, at=later)
    time_machine.move_to(later + timedelta(days=1))
    return made


def pages_for(browser: Client, panel: Panel) -> list[Page]:
    case = panel.application.uuid
    starts = [
        reverse(name, args=[case])
        for name in ("case", "case-visits", "assessment", "assessment-plain")
    ]
    starts += [reverse("assessment-plain-step", args=[case, step]) for step in (1, 2, 3)]
    return list(walk(browser, "panel", ["/champions/", *starts], most={}))


def telling(pages: list[Page]) -> set[str]:
    return {page.route for page in pages for words in TOLD if words.encode() in page.content}


def test_no_page_tells_them_of_concerns_and_the_same_walk_finds_them_for_others(
    panel: Panel, chair: Champion, young: Champion, sign_in: SignIn
) -> None:
    pages = pages_for(sign_in(young.user), panel)
    assert {page.route for page in pages} >= {
        "case", "case-visits", "assessment", "assessment-question",
        "assessment-plain", "assessment-plain-step",
    }  # fmt: skip
    assert telling(pages) == set()
    assert "case" in telling(pages_for(sign_in(chair.user), panel))


def test_they_read_whether_the_rule_asks_for_a_visit_and_nothing_that_tells_why(
    panel: Panel, chair: Champion, young: Champion, sign_in: SignIn
) -> None:
    """Six other inputs that are no reason to go would leave the one that is."""
    address = reverse("case", args=[panel.application.uuid])
    theirs = sign_in(young.user).get(address).content.decode()
    assert f"The rule asks for a visit before the panel decides. {KEPT}." in theirs
    advice = facts_of(panel.application).visit
    assert advice is not None
    assert len(advice.reached) == 1
    for each in advice.inputs:
        assert each.name not in theirs
    assert "eason to visit" not in theirs
    others = sign_in(chair.user).get(address).content.decode()
    assert (
        "The rule asks for a visit before the panel decides, because people told us of a concern"
        in others
    )
    assert all(each.name in others for each in advice.inputs)
    assert "No reason to visit" in others
    assert KEPT not in others


def test_on_the_day_they_turn_18_they_read_it_all(
    panel: Panel, young: Champion, sign_in: SignIn, time_machine: TimeMachineFixture
) -> None:
    address = reverse("case", args=[panel.application.uuid])
    Champion.objects.filter(pk=young.pk).update(turns_18_on=datetime(2027, 11, 20).date())  # noqa: DTZ001
    time_machine.move_to("2027-11-19T23:59:00+00:00")
    assert KEPT in sign_in(young.user).get(address).content.decode()
    time_machine.move_to("2027-11-20T00:00:00+00:00")
    assert "7 since" in sign_in(young.user).get(address).content.decode()
