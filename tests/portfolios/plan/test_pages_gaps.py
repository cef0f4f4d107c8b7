"""Whoever follows a gap stands before the very field that closes it."""

import re
from dataclasses import replace

import pytest

from portfolios.records import (
    ActionRecord,
    BarrierRecord,
    LevelRecord,
    MeasureRecord,
    MilestoneRecord,
    PartnerRecord,
)
from portfolios.selectors.plan.gaps import address, gaps_of
from portfolios.selectors.plan.reading import whole_plan
from tests.portfolios.plan.pages import forms, page, part, section
from tests.support.plans import ACTIONS, TODAY, good_record, id_of
from tests.support.planting import plant

pytestmark = pytest.mark.usefixtures("that_day")

NOTHING = ActionRecord(id_of("nothing"), four_c="")
HALF = good_record(
    actions=(
        replace(
            ACTIONS[0],
            title="",
            ladder="ladder.coercion",
            principles=(),
            partners=(),
            measures=(),
            starts_on=ACTIONS[0].ends_on,
            ends_on=ACTIONS[0].starts_on,
            in_place="not_yet",
            in_place_note="",
            milestones=(
                MilestoneRecord(id_of("no name"), "", None),
                replace(ACTIONS[0].milestones[0], due_on=ACTIONS[0].agreed_on),
            ),
        ),
        replace(ACTIONS[1], milestones=(), partners=(), measures=()),
        NOTHING,
    ),
    barriers=(BarrierRecord(id_of("barrier"), "", "", "", ""),),
    measures=(MeasureRecord(id_of("measure"), "", "", "", "", ""),),
    partners=(PartnerRecord(id_of("partner"), "", "", ""),),
    levels=(LevelRecord("level.board", "now", ""),),
    policies=(),
)
# Nothing to tick yet.
BARE = replace(HALF, actions=(NOTHING,), measures=(), partners=(), barriers=())


def follow(client, links):
    """Each page once; every fragment is an id on it."""
    pages = {}
    for link in links:
        where, _, field = link.partition("#")
        pages.setdefault(where, set()).add(field)
    for where, fields in pages.items():
        response = client.get(where)
        assert response.status_code == 200, where
        ids = set(re.findall(r' id="([^"]+)"', response.text))
        assert fields - {""} <= ids, (where, fields - ids)


@pytest.mark.parametrize(
    ("record", "kinds"), [(None, 5), (BARE, 25), (HALF, 41)], ids=["empty", "bare", "half-written"]
)
def test_every_gap_leads_to_its_field(draft, client, record, kinds):
    if record is not None:
        plant(draft, record)
    gaps = gaps_of(whole_plan(draft).record, on=TODAY)
    assert len({gap.code for gap in gaps}) >= kinds
    follow(client, [address(gap, draft.uuid) for gap in gaps])


def test_every_link_of_the_gap_check_and_of_the_check_page(draft, client):
    plant(draft, HALF)
    links = set()
    for name in ("plan-gaps", "plan-check", "plan-actions"):
        text = client.get(page(name, draft)).text
        main = text[text.index("<main") : text.index("</main>")]
        found = re.findall(r'href="(/applications/[^"]+)"', main)
        assert found, name
        links |= {link.replace("&amp;", "&").replace("?from=check", "") for link in found}
    follow(client, sorted(links))


def test_what_is_needed_comes_first(draft, client):
    plant(draft, HALF)
    response = client.get(part(draft, ACTIONS[0].id, "who"))
    kinds = [gap.missing for gap in response.context["gaps"]]
    assert kinds == sorted(kinds, reverse=True)


def test_a_link_to_a_field_of_this_page_does_not_load_it_again(draft, client):
    """What is being typed would go."""
    plant(draft, HALF)
    for where in (*forms(draft), part(draft, NOTHING.id, "what") + "?from=check"):
        response = client.get(where)
        for gap in response.context.get("gaps") or []:
            ids = set(re.findall(r' id="([^"]+)"', response.text))
            here = where.partition("?")[0]
            assert not gap.url.startswith(f"{here}#"), where
            if gap.url.startswith("#"):
                assert gap.url[1:] in ids


def test_levels_are_named_in_their_gaps(draft, client):
    gaps = client.get(section(draft, "levels")).context["gaps"]
    sentences = [gap.sentence for gap in gaps]
    assert len(sentences) == len(set(sentences)) == 6


def test_milestones_are_named_in_their_gaps(draft, client):
    steps = tuple(MilestoneRecord(id_of(f"step {n}"), "", None) for n in range(3))
    plant(draft, good_record(actions=(replace(ACTIONS[0], milestones=steps),), barriers=()))
    gaps = client.get(part(draft, ACTIONS[0].id, "milestones")).context["gaps"]
    sentences = [gap.sentence for gap in gaps]
    assert len(sentences) == len(set(sentences)) >= 6


def test_the_gap_check_counts_what_it_lists(draft, client):
    plant(draft, HALF)
    response = client.get(page("plan-gaps", draft))
    missing = response.context["missing"]
    assert f"<strong>{missing} still missing</strong>" in response.text
    assert client.get(page("plan-check", draft)).context["problems"].__len__() == missing
    assert f"{missing} still missing." in client.get(page("plan", draft)).text


def test_of_a_whole_plan_says_so(whole, client):
    text = client.get(page("plan-gaps", whole)).text
    assert "Nothing is missing." in text
    assert "Missing" not in text


def test_an_officer_reads_it_without_links_to_write(draft, officer, sign_in):
    plant(draft, HALF)
    text = sign_in(officer).get(page("plan-gaps", draft)).text
    assert f'href="{part(draft, NOTHING.id, "what")}' not in text
    assert "Choose which of the 4Cs this action belongs to" in text
