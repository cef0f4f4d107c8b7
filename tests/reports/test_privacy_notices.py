"""What the notices say is what the code does: each statement beside the fact that it must agree with."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from awards.scheme import edition
from config.backups import keeping
from config.settings import base
from portfolios.choices import ConsentScope
from portfolios.models import Consent
from portfolios.selectors.evidence.ending import KEPT
from reports.choices import RequestKind
from reports.records.clock import CLOCKS, MORE_MONTHS
from reports.services.retention import HOLDINGS, public_rows

pytestmark = pytest.mark.django_db
NOTICES = ("privacy", "privacy-children", "cookies")


def page(name):
    answer = Client().get(reverse(name))
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def words(name):
    return " ".join(page(name).xpath("//main")[0].text_content().split())


def test_periods_are_those_that_the_clock_acts_on():
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page("privacy").xpath("//main//table/tbody/tr")
    ]
    assert rows == [[each.name, each.kept, each.then] for each in public_rows()]
    assert {each.code for each in public_rows()} <= {each.code for each in HOLDINGS}


def test_backups_go_when_the_notice_says():
    (backups,) = (each for each in public_rows() if each.code == "backups")
    assert backups.kept == f"{keeping.KEPT.days} days."


def test_hidden_pictures_are_gone_within_the_month_that_is_promised():
    assert timedelta(days=30) > KEPT
    assert "Within a month its files are deleted" in words("privacy")
    assert "It is gone a month later." in words("privacy-children")


def test_narrowest_scope_is_what_nobody_has_to_choose():
    assert Consent._meta.get_field("scope").default == ConsentScope.ASSESSORS
    assert "seen by assessors only, unless the people in it agreed to more" in words("privacy")


def test_second_step_is_asked_of_whom_the_notice_names():
    assert base.SECOND_FACTOR_ROLES == ["officer", "champion"]
    assert "Officers and champions sign in with a second step." in words("privacy")


def test_controller_and_mailbox_are_those_of_the_scheme_and_the_settings(settings):
    settings.SUPPORT_EMAIL = "mailbox@council.example"
    text = words("privacy")
    assert f"{edition('birmingham-2026').authority.council} runs the award." in text
    assert "mailbox@council.example" in text
    assert "mailbox@council.example" in words("privacy-children")


def test_requests_and_complaints_have_the_clocks_that_are_promised():
    text = words("privacy")
    assert "we answer within one month" in text
    rights = set(RequestKind) - {RequestKind.COMPLAINT}
    assert {CLOCKS[kind].words for kind in rights} == {"within one month"}
    assert MORE_MONTHS == 2
    assert "If it is complex we may need two months more" in text
    assert CLOCKS[RequestKind.COMPLAINT].words == "within 30 days"
    assert "We tell you within 30 days that we have it" in text


@pytest.mark.parametrize("name", ["your-data", "take-down"])
@pytest.mark.parametrize("notice", ["privacy", "privacy-children"])
def test_notices_lead_to_where_one_asks(notice, name):
    links = page(notice).xpath("//main//a/@href")
    assert reverse(name) in links
    assert Client().get(reverse(name)).status_code == 200
    assert "" not in links


def test_children_find_the_way_to_have_a_picture_gone_first():
    first = page("privacy-children").xpath("//main//a/@href")[0]
    assert first == reverse("take-down")
    headings = page("privacy-children").xpath("//main//h2")
    assert len(headings) >= 6
    assert all(each.text_content().strip().endswith("?") for each in headings)


def test_notices_lead_to_each_other_and_every_page_leads_to_them():
    links = {name: page(name).xpath("//main//a/@href") for name in NOTICES}
    assert {reverse("privacy-children"), reverse("cookies")} <= set(links["privacy"])
    assert reverse("privacy") in links["privacy-children"]
    assert reverse("privacy") in links["cookies"]
    assert reverse("privacy") in page("home").xpath("//footer//a/@href")


def test_complaint_may_go_to_the_commissioner():
    links = page("privacy").xpath("//main//a/@href")
    assert "https://ico.org.uk/make-a-complaint/" in links


@pytest.mark.parametrize("name", NOTICES)
def test_notice_is_for_everybody_and_loads_nothing_from_elsewhere(name):
    tree = page(name)
    loaded = tree.xpath("//@src | //link/@href")
    assert loaded
    assert all(each.startswith("/") for each in loaded)
    assert Client().post(reverse(name)).status_code == 405
