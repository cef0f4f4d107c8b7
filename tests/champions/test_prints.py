"""Champions read the plan on paper: what was sent, never what is being written."""

import pytest
from django.urls import reverse

from champions.choices import Perspective
from champions.models import Panel
from portfolios.models import Printout
from portfolios.services.plan.printing import ask_for_plan
from tests.conftest import make_user
from tests.support.awards import hold
from tests.support.champions import clear_all, make_champion, settle
from tests.support.jobs import run_waiting_jobs
from tests.support.planning import plan_for, send_plan
from tests.support.plans import good_record


@pytest.fixture
def judged(organisation, lead, officer, now) -> Panel:
    """A small plan that has been sent, and its panel."""
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
    parent = make_champion(
        make_user("Pat Parent"), officer=officer, at=now, perspective=Perspective.PARENT_CARER
    )
    hold(organisation, lead=lead, officer=officer, at=now)
    plan = plan_for(organisation, lead=lead, at=now, record=good_record())
    send_plan(plan, lead=lead, at=now)
    panel = settle(plan, [chair, parent], officer, at=now)
    clear_all(panel, at=now)
    return panel


def pages(panel):
    uuid = panel.application.uuid
    return reverse("case-print", args=[uuid]), reverse("case-print-file", args=[uuid])


def test_plan_is_made_once_and_read_by_the_panel_and_officers(judged, officer, sign_in):
    page, file = pages(judged)
    chair = sign_in(judged.assignments.first().champion.user)
    assert "Make a PDF" in chair.get(page).text
    assert chair.get(file).status_code == 409
    for _ in range(2):
        assert chair.post(page).status_code == 302
    assert "Being made" in chair.get(page).text
    run_waiting_jobs()
    assert Printout.objects.count() == 1
    assert "Ready" in chair.get(page).text
    for reader in (chair, sign_in(officer)):
        answer = reader.get(file)
        assert answer["Content-Type"] == "application/pdf"
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_a_print_of_a_draft_is_not_theirs(judged, lead, now, sign_in):
    """The organisation's own prints lie beside it, and the champions' page never finds them."""
    plan = judged.application
    plan.status = "changes_requested"
    plan.save()
    ask_for_plan(application=plan, format="pdf", actor=lead, at=now)
    run_waiting_jobs()
    page, file = pages(judged)
    chair = sign_in(judged.assignments.first().champion.user)
    assert "Make a PDF" in chair.get(page).text
    assert chair.get(file).status_code == 409


def test_everybody_else_gets_nothing(judged, lead, stranger, now, officer, sign_in):
    outsider = make_champion(make_user("Otto Other"), officer=officer, at=now).user
    for somebody in (lead, stranger, outsider):
        for page in pages(judged):
            assert sign_in(somebody).get(page).status_code == 404
            assert sign_in(somebody).post(page).status_code in (404, 405)
