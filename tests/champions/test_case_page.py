"""The page of a case: what is needed now comes first, the rest is folded, and no way on is lost."""

import re

import pytest
from django.urls import reverse

from champions.selectors import facts_of, step_of
from champions.selectors.case_page import LATEST, parts_of, then_of
from champions.selectors.history import history_of
from portfolios.selectors.registration.snapshots import snapshot_of
from tests.support.champions import (
    agree_to_meet,
    assess,
    assess_all,
    clear_all,
    release,
    send,
    settle,
)
from tests.support.judging import judging
from tests.support.portfolios import fill_registration


def parts(application, at):
    facts = facts_of(application)
    return parts_of(facts, step_of(facts, at=at), None)


def ids(application, at):
    return [part.id for part in parts(application, at)]


def unfolded(application, at):
    return {part.id for part in parts(application, at) if part.unfolded}


def then(application, at):
    facts = facts_of(application)
    return then_of(facts, step_of(facts, at=at))


def section(text, part):
    start = text.index(f'aria-labelledby="{part}"')
    return text[start : text.index("</section>", start)]


@pytest.fixture
def written(application, chair, young, lead, officer, now):
    """A registration of whole answers, whose panel has no link."""
    fill_registration(application, lead=lead, at=now)
    send(application, lead, at=now, snapshot=snapshot_of(application))
    clear_all(settle(application, [chair, young], officer, at=now), at=now)
    return application


@pytest.fixture
def page(sign_in):
    def get(application, user, query=""):
        answer = sign_in(user).get(reverse("case", args=[application.uuid]) + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


class TestOrder:
    def test_panel_comes_first_while_it_is_chosen_and_declares(
        self, sent, chair, young, officer, now
    ):
        assert ids(sent, now)[:2] == ["panel", "sent"]
        assert "panel" in unfolded(sent, now)
        assert then(sent, now).startswith("the champions say if they have a link")
        panel = settle(sent, [chair, young], officer, at=now)
        sent.refresh_from_db()
        assert ids(sent, now)[0] == "panel"
        assert then(sent, now) == "the champions offer the organisation times to meet"
        clear_all(panel, at=now)
        assert ids(sent, now)[0] == "meeting"
        assert "panel" not in unfolded(sent, now)

    def test_meeting_comes_first_until_it_is_written_up(self, panel, lead, chair, officer, now):
        agree_to_meet(panel.application, lead, at=now)
        assert ids(panel.application, now)[0] == "meeting"
        assert then(panel.application, now) == "the champions write up the meeting"

    def test_what_they_sent_comes_before_the_panel_while_assessing(self, assessing, later):
        found = ids(assessing.application, later)
        assert found[0] == "sent"
        assert found[-1] == "panel"
        assert "panel" not in unfolded(assessing.application, later)

    def test_decision_comes_first_once_all_have_assessed(self, assessing, later):
        assess_all(assessing, at=later)
        assert ids(assessing.application, later)[0] == "assessments"

    def test_challenges_come_first_while_they_make_changes(self, decided_changes, later):
        assert ids(decided_changes, later)[0] == "challenges"
        assert then(decided_changes, later) == "the panel looks at what they changed"

    def test_nothing_comes_after_the_end(self, decided, officer, later):
        release(decided, officer, at=later)
        application = decided.panel.application
        application.refresh_from_db()
        assert ids(application, later)[0] == "assessments"
        assert then(application, later) == ""


class TestPage:
    def test_head_says_whose_turn_and_what_follows(self, assessing, chair, young, page, later):
        text = page(assessing.application, chair.user)
        assert "Your turn</strong>" in text
        assert "After that the chair records what the panel agreed." in text
        assess(assessing, chair, at=later)
        text = page(assessing.application, chair.user)
        assert "Waiting for the panel</strong>" in text

    def test_everything_sent_is_there_and_folded(self, written, chair, page):
        sent = section(page(written, chair.user), "sent")
        assert sent.count("<details") >= 7
        assert " open>" not in sent
        assert "40 of them with SEND" in sent
        assert "12 Canal Street" in sent
        assert 'id="part-commitment"' in sent

    def test_all_parts_open_with_one_link(self, written, chair, page):
        assert 'href="?open=sent#sent"' in page(written, chair.user)
        sent = section(page(written, chair.user, "?open=sent"), "sent")
        assert sent.count("<details") == sent.count(" open>")
        assert "Fold all parts" in sent

    def test_contacts_stay_hidden_from_the_young_in_folded_parts(self, written, young, page):
        """T-30."""
        sent = section(page(written, young.user), "sent")
        assert "40 of them with SEND" in sent
        for contact in ("office@acorn.example", "lena@acorn.example", "12 Canal Street", "0121"):
            assert contact not in sent

    def test_no_way_on_is_lost(self, assessing, chair, officer, page, later):
        uuid = assessing.application.uuid
        text = page(assessing.application, chair.user)
        for name in ("case-step-back", "case-challenges", "assessment", "case-meeting"):
            assert reverse(name, args=[uuid]) in text
        assert reverse("case-interest", args=[uuid, chair.uuid]) in text
        text = page(assessing.application, officer)
        for name in ("case-panel", "case-challenges", "case-meeting"):
            assert reverse(name, args=[uuid]) in text
        for name in ("case-recuse", "case-interest"):
            assert reverse(name, args=[uuid, chair.uuid]) in text

    def test_portfolio_folds_each_answer(self, organisation, lead, officer, now, page):
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        text = page(scene.application, scene.chair)
        sent = section(text, "sent")
        assert "What we tell about voice." in sent
        assert re.search(r'<details[^>]* id="entry-', sent)
        assert text.index('id="sent"') < text.index('id="panel"')


class TestTimeline:
    def test_latest_five_stand_open_and_the_rest_is_folded(self, assessing, officer, page):
        text = page(assessing.application, officer)
        history = text[text.index('id="history"') :]
        events = history_of(facts_of(assessing.application), sees_interests=True)
        assert len(events) > LATEST + 1
        latest, folded = history.split("<details", 1)
        assert latest.count("Who can see it: ") == LATEST
        assert folded.count("Who can see it: ") == len(events) - LATEST
        assert f"Show what happened before ({len(events) - LATEST})" in folded

    def test_short_one_is_not_folded(self, sent, officer, page):
        text = page(sent, officer)
        assert "<details" not in text[text.index('id="history"') :]


def test_queries_stay_the_same_as_more_happens(
    sent, chair, young, parent, spare, officer, lead, now, later, sign_in, django_assert_num_queries
):
    panel = settle(sent, [chair, young], officer, at=now)
    clear_all(panel, at=now)
    client, address = sign_in(officer), reverse("case", args=[sent.uuid])
    with django_assert_num_queries(22):
        client.get(address)
    for _ in range(4):
        settle(sent, [chair, young, spare, parent], officer, at=later)
        settle(sent, [chair, young], officer, at=later)
    with django_assert_num_queries(22):
        client.get(address)
