"""How long something takes, as people are told before they begin."""

from champions.choices import StepCode
from champions.selectors import facts_of
from champions.selectors.asked import minutes_asked
from tests.support.judging import judging


def test_plans_of_the_city_that_were_answered_take_no_time(organisation, lead, officer, now):
    judged = judging(organisation, lead=lead, officer=officer, at=now)
    facts = facts_of(judged.application)
    left = len(facts.asked) - 3
    assert minutes_asked(StepCode.ASSESS, facts, answered=left) == 15
    assert minutes_asked(StepCode.ASSESS, facts, answered=left, strategies=5) == 10
    assert minutes_asked(StepCode.ASSESS, facts, answered=left, strategies=99) == 10
