"""How many queries the officers' pages ask, and how many pages there are (T-91)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.models import Application, Organisation
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from champions.choices import Outcome
from tests.conftest import make_user
from tests.support.awards import holder
from tests.support.champions import bring_to_decision, bring_to_release, make_champion, send

MANY = 10_000


@pytest.fixture
def get(sign_in, officer, now):
    def fetch(address, **asked):
        with time_machine.travel(now + timedelta(days=20), tick=False):
            return sign_in(officer).get(address, asked)

    return fetch


@pytest.fixture
def counted(sign_in, officer, now, django_assert_num_queries):
    """One page, in exactly so many queries."""

    def fetch(number, address, **asked):
        with time_machine.travel(now + timedelta(days=20), tick=False):
            client = sign_in(officer)
            with django_assert_num_queries(number):
                return client.get(address, asked)

    return fetch


def make_cases(count, *, officer, now, decided=True):
    """As many cases that have been decided and not released: all there is to read; or drafts."""
    chair = make_champion(make_user("Paula Chair"), officer=officer, at=now)
    for number in range(count):
        lead = make_user(f"Lead Number {number}")
        organisation = create_organisation(
            name=f"House {number}",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            actor=lead,
            at=now,
        )
        case = start_application(organisation=organisation, stage="bronze", actor=lead, at=now)
        if decided:
            send(case, lead, at=now)
            bring_to_decision(case, lead=lead, champions=[chair], officer=officer, at=now)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_three(officer, now, counted, count):
    make_cases(count, officer=officer, now=now)
    # Session and person, edition, count, page, applications, seven for the cases in review, plans
    # that are awaited, figures, the mail server, awards to renew.
    answer = counted(20, reverse("officers"))
    assert len(answer.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_list_without_a_case_in_review_asks_less(officer, now, counted, count):
    make_cases(count, officer=officer, now=now, decided=False)
    answer = counted(13, reverse("officers"))
    assert len(answer.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_filters_ask_nothing_more(officer, now, counted, count):
    make_cases(count, officer=officer, now=now)
    asked = {"q": "house", "sector": "education", "status": "in_review", "waiting": "officer",
             "missing": "release", "stage": "bronze", "order": "longest"}  # fmt: skip
    answer = counted(20, reverse("officers"), **asked)
    assert len(answer.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("asked", [{}, {"missing": "plan"}, {"waiting": "organisation"}])
def test_late_plans_ask_nothing_more(officer, now, counted, count, asked):
    for number in range(count):
        holder(f"House {number}", officer=officer, at=now - timedelta(days=400))
    answer = counted(13, reverse("officers"), **asked)
    told = [row.told.sentence for row in answer.context["rows"]]
    assert told == ["Silver not begun. Plan was due on 19 October 2026 (55 days late)."] * count


def make_many(lead, now):
    organisations = Organisation.objects.bulk_create(
        Organisation(
            slug=f"house-{number}",
            name=f"House {number:05}",
            printed_name=f"House {number:05}",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            created_at=now,
        )
        for number in range(MANY)
    )
    Application.objects.bulk_create(
        Application(
            reference=f"MANY-{number}",
            organisation=organisation,
            stage="bronze",
            edition="birmingham-2026",
            status="draft" if number % 2 else "in_review",
            status_since=now,
            created_at=now,
            created_by=lead,
        )
        for number, organisation in enumerate(organisations)
    )


def test_list_pages_at_ten_thousand(lead, now, counted):
    make_many(lead, now)
    # No case has a panel here, so four of the seven are not asked.
    first = counted(16, reverse("officers"))
    assert first.context["page_obj"].paginator.num_pages == 200
    assert "1 to 50 of 10000" in first.content.decode()
    assert [figure.number for figure in first.context["figures"]][1:4] == [5000, 0, 5000]
    last = counted(16, reverse("officers"), page="999999")
    assert "9951 to 10000 of 10000" in last.content.decode()
    drafts = counted(13, reverse("officers"), waiting="organisation", q="house", order="longest")
    assert drafts.context["page_obj"].paginator.num_pages == 100


def test_pages_keep_their_filter(lead, now, get):
    make_many(lead, now)
    text = get(reverse("officers"), status="draft", page="2").content.decode()
    assert 'href="?status=draft&amp;page=3"' in text


@pytest.mark.parametrize("count", [1, 3])
def test_organisation_asks_the_same_for_one_and_three(
    organisation, lead, officer, now, counted, count
):
    chair = make_champion(make_user("Paula Chair"), officer=officer, at=now)
    for number in range(count):
        case = start_application(organisation=organisation, stage="bronze", actor=lead, at=now)
        send(case, lead, at=now)
        outcome = Outcome.AWARD if number == count - 1 else Outcome.NOT_YET
        bring_to_release(
            case, lead=lead, champions=[chair], officer=officer, at=now, outcome=outcome
        )
        make_user(f"Colleague {number}").memberships.create(
            organisation=organisation, joined_at=now
        )
    # Session and person, organisation, edition (twice), applications, people, extensions, awards,
    # certificates, history, what was taken back or is proposed, and two for the viewer's own links.
    answer = counted(14, reverse("officers-organisation", args=[organisation.slug]))
    assert len(answer.context["applications"]) == count
    assert len(answer.context["memberships"]) == count + 1
