"""An organisation's home through the year of an award: what holds, whose turn, what is next (scheme.md 22)."""

from datetime import timedelta
from typing import NamedTuple

import pytest
import time_machine
from django.urls import reverse

from awards.choices import Role, Status
from awards.models import Application
from awards.services.applications import start_application, start_renewal
from champions.choices import Outcome
from champions.selectors.home import home_of
from champions.services.appeals import make_appeal
from tests.support.awards import hold
from tests.support.champions import assess_all, decide, release
from tests.support.renewal_steps import noon, up_to
from tests.support.renewing import gold_given, judged, renewal_sent, renewed

DAY = timedelta(days=1)
KEEPS = "You keep Bronze and Silver."


class Shown(NamedTuple):
    """What the picture says, and the line of Gold below it."""

    next: str
    who: str
    action: str
    word: str
    dates: str


def home(award, day, role=Role.LEAD):
    return home_of(award.organisation, role=role, at=noon(day), on=day)


def shown(award, day, role=Role.LEAD):
    picture = home(award, day, role).picture
    action, gold = picture.action, picture.steps[2]
    return Shown(picture.next, picture.who, action.text if action else "", gold.text, gold.detail)


def say(day):
    return f"{day.day} {day:%B %Y}"


@pytest.fixture
def gold(organisation, lead, officer, now):
    """It has no portfolio behind it."""
    return up_to(organisation, "gold", lead=lead, officer=officer, at=now)


@pytest.fixture
def judged_gold(organisation, lead, officer, now):
    """By a panel, so that its statement can be judged."""
    return gold_given(organisation, lead=lead, officer=officer, at=now)


def answered(status):
    """Where the last statement ended, without walking there."""
    Application.objects.filter(kind="revalidation").update(status=status)


class TestBeforeItIsSent:
    def test_time_to_renew(self, gold):
        opened = gold.opens_on
        told = shown(gold, opened)
        assert told.next.startswith(
            "It is time to renew Gold. Send your re-validation statement by"
        )
        assert told.who == f"It is your turn, since {say(opened)}."
        assert told.action == "Renew Gold"
        assert shown(gold, opened, Role.OFFICER).action == ""

    def test_being_written(self, gold, lead):
        start_renewal(award=gold, actor=lead, at=noon(gold.opens_on))
        told = shown(gold, gold.opens_on + DAY)
        due = say(gold.due_on)
        assert told.next == f"You are writing your re-validation statement. Send it by {due}."
        assert told.action == "Go on with your re-validation statement"

    def test_in_grace_says_since_when_till_when_and_what_then(self, gold, lead):
        told = shown(gold, gold.due_on + DAY)
        ended = f"The year of Gold ended on {say(gold.due_on)}. Your award is still in force. "
        last = f"by {say(gold.grace_until)}, or Gold lapses."
        assert told.next == f"{ended}Send your re-validation statement {last}"
        start_renewal(award=gold, actor=lead, at=noon(gold.due_on + DAY))
        told = shown(gold, gold.due_on + 2 * DAY)
        writing = "You are writing your re-validation statement. Send it "
        assert told.next == f"{ended}{writing}{last}"

    @pytest.mark.parametrize(
        ("status", "before"),
        [
            (Status.DECLINED, "The answer to your last statement was “not yet”. "),
            (Status.WITHDRAWN, "Your last statement was withdrawn. "),
        ],
    )
    def test_after_one_that_renewed_nothing(self, gold, lead, status, before):
        start_renewal(award=gold, actor=lead, at=noon(gold.opens_on))
        answered(status)
        told = shown(gold, gold.opens_on + DAY)
        assert told.next.startswith(before)
        assert told.next.endswith(f"Send a new one by {say(gold.due_on)}.")
        assert told.action == "Renew Gold"

    def test_lapsed_says_what_stays_and_that_there_is_no_last_day(self, gold):
        day = gold.grace_until + DAY
        told = shown(gold, day)
        assert told.next.startswith(f"Gold lapsed on {say(day)}. {KEEPS} ")
        assert "when you are ready: there is no last day." in told.next
        assert (told.action, told.word) == ("Bring back Gold", "Lapsed")
        assert told.who == ""
        assert home(gold, day).stage is None, "nobody is asked the questions of Gold again"


class TestUndecided:
    def test_in_time_then_in_grace_then_long_after(self, judged_gold, lead):
        award = judged_gold
        renewal_sent(award, lead=lead, at=noon(award.due_on - DAY))
        for day in (award.due_on, award.due_on + DAY, award.grace_until + 90 * DAY):
            told = shown(award, day)
            stays = (
                "Your re-validation statement is sent. Gold stays in force until it is decided. "
            )
            assert told.next.startswith(stays)
            assert told.who.startswith("The SEND officers have it now")
            assert told.word == "In force while it is decided"
            assert told.action == ""
            assert not home(award, day).renewals[0].presses

    def test_changes_are_asked_for(self, judged_gold, lead, officer):
        award, at = judged_gold, noon(judged_gold.due_on - DAY)
        panel = judged(award, lead=lead, officer=officer, at=at)
        assess_all(panel, at=at)
        asked = decide(panel, at=at, outcome=Outcome.CHANGES)
        release(asked, officer, at=at)
        told = shown(award, award.due_on)
        assert told.next.endswith("Gold stays in force until it is decided.")
        assert "is sent" not in told.next
        assert (told.action, told.who[:17]) == ("Make the changes", "It is your turn, ")

    def test_sent_after_the_lapse_counts_again_when_it_is_renewed(self, judged_gold, lead):
        day = judged_gold.grace_until + 5 * DAY
        renewal_sent(judged_gold, lead=lead, at=noon(day))
        told = shown(judged_gold, day)
        assert f"is sent. Gold counts again when it is renewed. {KEEPS} " in told.next
        assert "in force" not in told.next
        assert told.word == "Lapsed"


class TestAfterTheAnswer:
    @pytest.mark.parametrize(("days", "word"), [(-5, "Renewed"), (33, "Awarded again")])
    def test_line_says_renewed_or_awarded_again(self, judged_gold, lead, officer, days, word):
        assert shown(judged_gold, judged_gold.awarded_on).dates.startswith("Awarded on ")
        day = judged_gold.due_on + days * DAY
        panel = judged(judged_gold, lead=lead, officer=officer, at=noon(day))
        found = renewed(panel, officer, at=noon(day))
        assert shown(found, day).dates == f"{word} on {say(day)}, until {say(found.due_on)}"

    def test_not_yet_says_that_a_new_one_ends_the_time_for_an_appeal(
        self, judged_gold, lead, officer
    ):
        day = judged_gold.due_on - 5 * DAY
        panel = judged(judged_gold, lead=lead, officer=officer, at=noon(day))
        assess_all(panel, at=noon(day))
        refused = decide(panel, at=noon(day), outcome=Outcome.NOT_YET)
        release(refused, officer, at=noon(day))
        line = home(judged_gold, day).renewals[0]
        assert line.before.startswith("Do you want other champions to look again?")
        assert home(judged_gold, day, Role.OFFICER).renewals[0].before == ""
        make_appeal(decision=refused, grounds="Read it again.", actor=lead, at=noon(day))
        line = home(judged_gold, day + DAY).renewals[0]
        assert line.before.startswith("Your appeal waits for a SEND officer.")


class TestBesidePlatinum:
    """While they write or have sent the application for the next stage."""

    @pytest.fixture
    def platinum(self, gold, organisation, lead):
        return start_application(
            organisation=organisation, stage="platinum", actor=lead, at=noon(gold.due_on - DAY)
        )

    def test_in_grace_the_renewal_comes_before_the_picture(self, gold, platinum, lead, sign_in):
        client, address = sign_in(lead), reverse("organisation", args=[gold.organisation.slug])
        with time_machine.travel(noon(gold.due_on), tick=False):
            text = sign_in(lead).get(address).text
            assert text.index("award-journey__top") < text.index("Renewing Gold")
        with time_machine.travel(noon(gold.due_on + DAY), tick=False):
            client = sign_in(lead)
            text = client.get(address).text
        assert text.index("Renewing Gold") < text.index("award-journey__top")
        assert text.count("Renewing Gold") == 1
        assert "or Gold lapses." in text

    def test_sent_in_time_it_keeps_gold_and_nobody_is_told_to_hurry(self, gold, platinum):
        Application.objects.filter(pk=platinum.pk).update(status=Status.SUBMITTED)
        gold.pending_since = gold.due_on
        gold.save(update_fields=["pending_since"])
        line = home(gold, gold.due_on + DAY).renewals[0]
        assert line.sentence == (
            "Your application for Platinum is sent. It keeps Gold in force until it is decided. "
            "Do you want to be sure of Gold, whatever the answer is? "
            f"Send your re-validation statement by {say(gold.grace_until)}."
        )
        assert (line.action, line.presses) == ("Renew Gold", False)
        late = home(gold, gold.grace_until + DAY)
        assert late.renewals[0].sentence.endswith("in force until it is decided.")
        assert late.renewals[0].action == ""
        assert late.picture.steps[2].text == "In force while it is decided"


class TestBoth:
    @pytest.fixture
    def platinum(self, gold, organisation, lead, officer, now):
        later = now + 90 * DAY
        found = hold(organisation, "platinum", lead=lead, officer=officer, at=later)
        gold.refresh_from_db()
        return found

    def test_platinum_keeps_gold_and_nothing_is_to_do(self, gold, platinum):
        told = home(gold, platinum.awarded_on)
        assert told.picture.next == "You hold every stage."
        assert told.picture.steps[2].detail.endswith(f"until {say(platinum.due_on)} with Platinum")
        (line,) = told.renewals
        assert line.sentence.endswith("We write to your leads then.")

    def test_both_lapse_and_either_comes_back(self, gold, platinum, lead):
        day = platinum.grace_until + DAY
        higher, lower = home(gold, day).renewals
        assert higher.sentence.startswith(f"Platinum and Gold lapsed on {say(day)}. {KEEPS}")
        assert lower.sentence.startswith("You can also bring back Gold alone,")
        assert (higher.action, lower.action) == ("Bring back Platinum", "Bring back Gold")
        start_renewal(award=platinum, actor=lead, at=noon(day))
        (line,) = home(gold, day).renewals
        assert line.heading == "Bringing back Platinum and Gold"
