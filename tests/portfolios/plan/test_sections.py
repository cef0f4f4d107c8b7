"""Levels of engagement and the city's policies: one page each for the whole plan (scheme.md 2, 19)."""

import pytest

from awards.scheme import edition
from foundation.models import AuditEvent, Draft
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.choices import PlanSection
from portfolios.models import EngagementLevel, PolicyFit
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.services import plan as services
from tests.portfolios.plan.acts import asked_back, keep_draft, send_as_it_is
from tests.support.portfolios import version_of

LEVELS, POLICIES = PlanSection.LEVELS, PlanSection.POLICIES
PLANS = edition("birmingham-2026").policies
BOARD, PARENTS = "level.board", "level.parents_carers"


def save_levels(plan, actor, at, answers, *, version=None):
    services.save_levels(
        application=plan,
        answers=answers,
        expected_version=version_of(plan, LEVELS) if version is None else version,
        actor=actor,
        at=at,
    )


def save_policies(plan, actor, at, answers, *, version=None):
    services.save_policies(
        application=plan,
        answers=answers,
        expected_version=version_of(plan, POLICIES) if version is None else version,
        actor=actor,
        at=at,
    )


def test_levels_are_kept_in_the_editions_order(draft, lead, colleague, now):
    save_levels(draft, lead, now, {PARENTS: ("now", "A vote."), BOARD: ("planned", "In May.")})
    save_levels(draft, colleague, now, {BOARD: ("now", "Two governors.")})
    levels = whole_plan(draft).record.levels
    assert [(each.code, each.engagement, each.text) for each in levels] == [
        (BOARD, "now", "Two governors."),
        (PARENTS, "now", "A vote."),
    ]
    assert version_of(draft, LEVELS) == 2
    assert AuditEvent.objects.filter(event="silver.saved", actor=colleague).count() == 1


def test_policies_are_kept_in_the_editions_order(draft, lead, now):
    first, second = PLANS[0].code, PLANS[1].code
    save_policies(draft, lead, now, {second: "Second.", first: "First."})
    policies = whole_plan(draft).record.policies
    assert [(each.code, each.text) for each in policies] == [
        (first, "First."),
        (second, "Second."),
    ]
    save_policies(draft, lead, now, {first: ""})
    assert [each.code for each in whole_plan(draft).record.policies] == [second]
    assert PolicyFit.objects.count() == 2


def test_codes_that_no_page_offers_are_ignored(draft, lead, now):
    """T-26."""
    save_levels(draft, lead, now, {"level.moon": ("now", "X"), "": ("now", "X")})
    save_policies(draft, lead, now, {"policy.moon": "X", "": "X"})
    assert not EngagementLevel.objects.filter(application=draft).exists()
    assert not PolicyFit.objects.exists()


def test_clash_over_levels_shows_both_and_keeps_theirs(draft, lead, colleague, now):
    """T-44."""
    save_levels(draft, colleague, now, {BOARD: ("now", "Theirs"), PARENTS: ("now", "Alike")})
    with pytest.raises(Clash) as clash:
        save_levels(
            draft, lead, now, {BOARD: ("planned", "Mine"), PARENTS: ("now", "Alike")}, version=0
        )
    (field,) = clash.value.fields
    assert field.label == edition(draft.edition).engagement_levels[0].name
    assert field.mine == "Not yet\nMine"
    assert field.theirs == "Yes, we involve them now\nTheirs"
    assert whole_plan(draft).record.level(BOARD).text == "Theirs"
    assert version_of(draft, LEVELS) == 1


def test_clash_over_policies_shows_both_and_keeps_theirs(draft, lead, colleague, now):
    """T-44."""
    code = PLANS[0].code
    save_policies(draft, lead, now, {code: "As it was"})
    save_policies(draft, colleague, now, {code: "Theirs"})
    with pytest.raises(Clash) as clash:
        save_policies(draft, lead, now, {code: "Mine"}, version=1)
    (field,) = clash.value.fields
    assert (field.label, field.mine, field.theirs) == (PLANS[0].name, "Mine", "Theirs")
    assert whole_plan(draft).record.policy(code).text == "Theirs"
    assert version_of(draft, POLICIES) == 2


@pytest.mark.parametrize("version", [1, 7])
def test_version_that_never_was_is_a_clash(draft, lead, now, version):
    """T-26: a number made up in the address bar saves nothing."""
    with pytest.raises(Clash):
        save_policies(draft, lead, now, {PLANS[0].code: "Mine"}, version=version)
    assert not PolicyFit.objects.exists()


def test_text_without_an_answer_is_shown_all_the_same(draft, lead, now):
    """Saved for later is not lost, and its writer can read it."""
    save_levels(draft, lead, now, {BOARD: ("", "We will ask the governors.")})
    section = next(s for s in sections_of(whole_plan(draft).record) if s["code"] == LEVELS)
    assert section["rows"][0]["value"] == "We will ask the governors."


def test_nothing_changes_after_it_was_sent(draft, lead, now):
    save_policies(draft, lead, now, {PLANS[0].code: "First."})
    send_as_it_is(draft, lead, now)
    with pytest.raises(Refused, match="can’t be changed"):
        save_policies(draft, lead, now, {PLANS[0].code: "Late."})
    with pytest.raises(Refused, match="can’t be changed"):
        save_levels(draft, lead, now, {BOARD: ("now", "Late.")})
    assert PolicyFit.objects.get().text == "First."


def test_only_what_was_challenged_is_open(whole, lead, officer, now):
    send_as_it_is(whole, lead, now)
    asked_back(whole, officer, now, "check.alignment")
    save_policies(whole, lead, now, {PLANS[0].code: "New."})
    with pytest.raises(Refused, match="did not ask"):
        save_levels(whole, lead, now, {BOARD: ("now", "New.")})
    assert whole_plan(whole).record.level(BOARD).text != "New."


def test_policies_stay_closed_when_something_else_was_challenged(challenged, lead, now):
    before = whole_plan(challenged).record
    with pytest.raises(Refused, match="did not ask"):
        save_policies(challenged, lead, now, {PLANS[0].code: "New."})
    assert whole_plan(challenged).record == before


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_others_do_not_write(draft, now, request, who):
    """T-24, T-31."""
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        save_levels(draft, person, now, {BOARD: ("now", "X")})
    with pytest.raises(NotAllowed):
        save_policies(draft, person, now, {PLANS[0].code: "X"})


def test_drafts_are_forgotten(draft, lead, now):
    for section in (LEVELS, POLICIES):
        keep_draft(lead, services.draft_key(draft, section), now)
    save_levels(draft, lead, now, {})
    save_policies(draft, lead, now, {})
    assert not Draft.objects.exists()
