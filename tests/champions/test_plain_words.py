"""Every page of the plain way is easy to read at every stage: grade 6 at most, short sentences.

What the organisation wrote is theirs, and the city's plans have the names they have; all else counts,
questions, labels and hints too.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from awards.scheme import edition
from awards.services.applications import start_application
from champions.models import Assessment
from foundation.forms import show_telephone
from portfolios.models import RegistrationForm
from tests.support.awards import hold
from tests.support.champions import bring_to_assessment, clear_all, settle
from tests.support.evidence import hold_gold, portfolio_for, send_portfolio
from tests.support.judging import judging
from tests.support.plain import answer_all, plain_for
from tests.support.planning import plan_for, send_plan
from tests.support.portfolios import fill_registration, send_registration
from tests.support.reading import reading

pytestmark = pytest.mark.django_db
GRADE, MEAN, LONGEST = 6.0, 12, 20


def bronze(organisation, people, at):
    application = start_application(
        organisation=organisation, stage="bronze", actor=people["lead"], at=at
    )
    fill_registration(application, lead=people["lead"], at=at)
    send_registration(application, lead=people["lead"], at=at)
    bring_to_assessment(application, at=at, **people)
    return application


def silver(organisation, people, at):
    hold(organisation, "bronze", lead=people["lead"], officer=people["officer"], at=at)
    plan = plan_for(organisation, lead=people["lead"], at=at)
    send_plan(plan, lead=people["lead"], at=at)
    return _with_champions(plan, people, at)


def gold(organisation, people, at):
    return judging(organisation, at=at, **people).application


def platinum(organisation, people, at):
    hold_gold(organisation, lead=people["lead"], officer=people["officer"], at=at)
    portfolio = portfolio_for(organisation, stage="platinum", lead=people["lead"], at=at)
    send_portfolio(portfolio, lead=people["lead"], at=at)
    return _with_champions(portfolio, people, at)


def _with_champions(case, people, at):
    clear_all(settle(case, people["champions"], people["officer"], at=at), at=at)
    case.refresh_from_db()
    return case


@pytest.fixture
def people(chair, parent, young, lead, officer):
    return {"lead": lead, "officer": officer, "champions": [chair, parent, young]}


def own_words(page: str) -> str:
    """The page's own words as paragraphs, headings and hints among them."""
    tree = html.fromstring(page)
    for theirs in tree.xpath("//*[@data-theirs] | //*[contains(@class, 'award-name')]"):
        theirs.drop_tree()
    for heading in tree.xpath("//main//*[self::h1 or self::h2]"):
        heading.tag = "p"
    for hint in tree.xpath("//main//*[contains(@class, 'govuk-hint')]"):
        hint.tag = "p"
    text = html.tostring(tree, encoding="unicode")
    for policy in edition("birmingham-2026").policies:
        text = text.replace(policy.name, "plan")
    return re.sub(r"[“”]", "", text)


@pytest.mark.parametrize("stage", [bronze, silver, gold, platinum], ids=lambda each: each.__name__)
def test_every_page_is_easy_to_read(stage, organisation, people, young, sign_in, now, time_machine):
    time_machine.move_to(now)
    case = stage(organisation, people, now)
    time_machine.move_to(now + timedelta(days=12))
    browser = sign_in(young.user)
    start = reverse("assessment-plain", args=[case.uuid])
    check = reverse("assessment-plain-check", args=[case.uuid])
    pages = {"start": browser.get(start).text, "check, begun": browser.get(check).text}
    for step in plain_for(case, young).steps:
        answer = browser.get(reverse("assessment-plain-step", args=[case.uuid, step.number]))
        assert answer.status_code == 200
        pages[f"{step.question.code} {step.part}"] = answer.text
    answer_all(browser, case, young)
    pages["start, answered"], pages["check"] = browser.get(start).text, browser.get(check).text
    version = Assessment.objects.get().version
    assert browser.post(check, {"version": version}).status_code == 302
    pages["sent"] = browser.get(start).text
    hard = {}
    for name, page in pages.items():
        found = reading(own_words(page))
        if found.grade > GRADE or found.mean > MEAN or found.longest_words > LONGEST:
            hard[name] = found
    assert hard == {}


def test_titles_tell_pages_apart(organisation, people, young, sign_in, now, time_machine):
    time_machine.move_to(now)
    case = gold(organisation, people, now)
    browser = sign_in(young.user)
    titles = [
        html.fromstring(
            browser.get(reverse("assessment-plain-step", args=[case.uuid, step.number])).text
        ).findtext(".//title")
        for step in plain_for(case, young).steps
    ]
    assert len(set(titles)) == len(titles)


def test_no_page_has_contact_details_for_the_young(
    organisation, people, young, chair, sign_in, now, time_machine
):
    """T-30: what they sent stands beside each question; how to reach anybody is left out of it."""
    time_machine.move_to(now)
    case = bronze(organisation, people, now)
    time_machine.move_to(now + timedelta(days=12))
    form = RegistrationForm.objects.get(application=case)
    contacts = [form.email, show_telephone(form.telephone), form.address_line_1, form.postcode]
    assert all(contacts)

    def found(champion):
        browser = sign_in(champion.user)
        start = reverse("assessment-plain", args=[case.uuid])
        steps = [
            reverse("assessment-plain-step", args=[case.uuid, step.number])
            for step in plain_for(case, champion).steps
        ]
        text = "".join(browser.get(address).text for address in (start, *steps))
        return [contact for contact in contacts if contact in text]

    assert found(young) == []
    assert found(chair) == contacts
