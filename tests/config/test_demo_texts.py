"""What the demo is made of, before anything is loaded: its calendar, its pen, and its plans as texts."""

import re
from collections import Counter
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from awards.scheme import edition
from config.demo.city import read_city
from config.demo.days import Days, working_day
from config.demo.pen import Pen
from config.demo.plans import read_plans
from config.demo.portfolio import read_portfolios
from portfolios.choices import EvidenceKind
from portfolios.selectors.portfolio.questions import questions_of

UNFINISHED = {"begun", "writing", "two_writers", "late"}
FULL = {site: plan for site, plan in read_plans().items() if plan.story not in UNFINISHED}
PORTFOLIOS = read_portfolios()
KINDS = {sketch.site: sketch.kind for sketch in read_city()}
# All that a plan may ask of an action, but for why another level than co-production was chosen.
ASKED = {
    *("key", "four_c", "title", "description", "improvement", "needs", "agencies", "citizens"),
    *("partners", "owner", "principles", "ladder", "agreed_with", "agreed", "starts", "ends"),
    *("timescale", "budget", "resources", "incentives", "in_place_note", "measures", "review"),
    "milestones",
}
TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Cllr|Councillor|Lord|Lady)\b")
CAPITALS = re.compile(r"[A-Z][\w’-]+(?: [A-Z][\w’-]+)+")
# Bodies and places; and words that begin a sentence before a word with a capital of its own.
KNOWN = {
    *("Birmingham SENDIASS", "Parent Carer Forum", "Rights Respecting Schools Award"),
    *("Local Offer", "West Midlands", "Acorn Council", "Bench Press"),
}
FIRST_WORDS = re.compile(
    r"^(?:The|One|Three|Five|Eight|Ten|Their|Our|On|Every|Area|After|With) "
    r"(?=(?:SEND|SENCOs?|(?:Sun|Tues|Thurs|Fri|Satur)days?|Acorn|Parent|Gold)\b)"
)


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def test_plans_are_full_ones_of_every_kind_of_service():
    kinds = Counter(KINDS[site] for site in FULL)
    assert kinds == {
        "school": 2,
        "special_school": 1,
        "nursery": 1,
        "college": 1,
        "gp_practice": 1,
        "health_centre": 1,
        "other_health": 1,
        "parent_group": 1,
        "youth_group": 1,
        "short_breaks": 1,
    }
    scheme = edition("birmingham-2026")
    assert {scheme.organisation_kind(kind).sector for kind in kinds} == {
        sector.code for sector in scheme.sectors
    }
    assert len(read_plans()) - len(FULL) == 4


@pytest.mark.parametrize("site", FULL)
def test_full_plan_has_everything_that_is_asked(site):
    plan = FULL[site]
    assert 4 <= len(plan.actions) <= 7
    assert len({action["four_c"] for action in plan.actions}) == 4
    assert 3 <= len(plan.barriers) <= 5
    assert 3 <= len(plan.measures) <= 5
    assert len(plan.levels) == 6
    assert 1 <= len(plan.policies) <= 3
    for action in plan.actions:
        assert set(action) - {"ladder_why", "in_place"} == ASKED
        assert (action["ladder"] == "co_production") == ("ladder_why" not in action)
        assert 2 <= len(action["milestones"]) <= 5


def test_plans_use_several_levels_of_the_ladder():
    used = Counter(action["ladder"] for plan in FULL.values() for action in plan.actions)
    assert used.most_common(1)[0][0] == "co_production"
    assert set(used) == {"co_production", "co_design", "engagement", "consultation", "informing"}


@pytest.mark.parametrize("site", read_plans())
def test_plan_names_nobody(site):
    """Roles and groups only: two words with capitals are a body or a place that is known here."""
    plan = read_plans()[site]
    known = KNOWN | {partner["name"] for partner in plan.partners}
    for text in texts(asdict(plan)):
        assert not re.search(r"@|https?:|\d{6}", text), text
        names_nobody(text, known)


def names_nobody(text, known):
    assert not TITLES.search(text), text
    for found in CAPITALS.findall(text):
        rest = FIRST_WORDS.sub("", found)
        assert " " not in rest or any(rest in name for name in known), found


def sketch_id(sketch):
    return f"{sketch.site} {sketch.stage}"


@pytest.mark.parametrize("sketch", PORTFOLIOS, ids=sketch_id)
def test_portfolio_names_nobody(sketch):
    for item in sketch.evidence:
        assert re.match(r"https://\w+\.[\w-]+\.example/", item.get("url", "https://a.b.example/"))
    for text in texts(asdict(sketch)):
        if not text.startswith("https://"):
            assert "@" not in text
            names_nobody(text, KNOWN)


@pytest.mark.parametrize("sketch", PORTFOLIOS, ids=sketch_id)
def test_portfolio_uses_words_that_are_known(sketch):
    plan, scheme = read_plans()[sketch.site], edition("birmingham-2026")
    known = {f"action:{action['key']}" for action in plan.actions}
    known |= {f"measure:{measure['key']}" for measure in plan.measures}
    known |= {criterion.code for criterion in scheme.criteria_for(sketch.stage)}
    for items in (
        *(scheme.principles, scheme.four_cs, scheme.articles, scheme.engagement_levels),
        *(scheme.legislation, scheme.policies, scheme.standards),
    ):
        known |= {item.code for item in items}
    rungs = {rung.code for rung in scheme.ladder}
    keys = [item["key"] for item in sketch.evidence]
    assert len(keys) == len(set(keys))
    for item in sketch.evidence:
        assert set(item.get("shows", "").split()) <= known, item["key"]
        assert item["kind"] in EvidenceKind.values
        assert {f"ladder.{level}" for level in item.get("ladder", [])[:2]} <= rungs


@pytest.mark.parametrize(
    "sketch", [each for each in PORTFOLIOS if each.sent and each.stage == "gold"], ids=sketch_id
)
def test_full_portfolio_has_everything_that_is_asked(sketch):
    plan, scheme = read_plans()[sketch.site], edition("birmingham-2026")
    assert set(sketch.actions) == {action["key"] for action in plan.actions}
    assert set(sketch.measures) == {measure["key"] for measure in plan.measures}
    told = {f"gold.{name}" for name in sketch.criteria}
    told |= {f"with.{name}" for name in sketch.working}
    told |= {f"principle.{number}" for number in sketch.impact}
    assert told == {question.code for question in questions_of(scheme.code, "gold")}
    assert all(len(texts) == 3 and all(texts) for texts in sketch.impact.values())
    sent = [item for item in sketch.evidence if item["day"] < sketch.sent]
    assert 12 <= len(sent) <= 20
    assert len({item["kind"] for item in sent}) >= 7


@pytest.mark.parametrize("day", range(16, 23))
def test_days_are_weekdays_one_after_the_other(day):
    days = Days(now=datetime(2026, 11, day, 12, tzinfo=UTC), ago=10, chance=Random(1))
    moments = [days.at(number, 10) for number in range(8)]
    assert moments == sorted(set(moments))
    assert {moment.weekday() for moment in moments} <= {0, 1, 2, 3, 4}


def test_days_refuse_the_future():
    days = Days(now=datetime(2026, 11, 18, 12, tzinfo=UTC), ago=2, chance=Random(1))
    with pytest.raises(ValueError, match="future"):
        days.at(2, 15)
    assert days.slot(9, 15) > datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize("school", [True, False])
def test_working_days_are_in_no_break_and_in_order(school, back):
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(730)]
    moved = [working_day(day, school=school, back=back) for day in days]
    assert moved == sorted(moved)
    assert {day.weekday() for day in moved} == {0, 1, 2, 3, 4}
    assert date(2026, 12, 24) not in moved
    assert (date(2026, 8, 11) in moved) != school
    assert all(
        (after <= day) if back else (after >= day) for day, after in zip(days, moved, strict=True)
    )


def test_pen_never_writes_a_text_twice():
    pen = Pen({"note": ["So {did}.", "Always the same."]}, Random(1))
    wrote = [pen.write("note", {"did": did}) for did in ("a", "b", "c")]
    assert sorted(wrote) == sorted({*wrote})
    with pytest.raises(ValueError, match="used up"):
        pen.write("note", {"did": "a"})
