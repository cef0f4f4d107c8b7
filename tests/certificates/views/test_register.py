"""The public register's pages and feeds (T-78, T-82, T-87, T-91)."""

import csv
import io
import json
from datetime import date
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from lxml import html

from awards.models import Award
from awards.services.organisations import create_organisation
from certificates.services import issue_certificate

pytestmark = pytest.mark.django_db
NOON = "2026-11-25T12:00:00Z"
HOSTILE = "<script>alert(1)</script>\"'&= \u202e" + "W" * 60


@pytest.fixture(autouse=True)
def _some_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def named(lead, now, make_award):
    def make(name: str, stage: str = "bronze", **fields: object) -> Award:
        made = create_organisation(
            name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=now
        )
        return make_award(stage, organisation=made, **fields)

    return make


def names_on(answer) -> list[str]:
    return html.fromstring(answer.content).xpath("//tbody//th/a/bdi/text()")


class TestList:
    def test_nobody_yet(self, client):
        page = client.get("/register/")
        assert page.status_code == 200
        assert "Nobody holds an award yet" in page.text
        assert "<form" not in page.text

    def test_says_who_holds_what(self, client, award, named):
        named("Gold House", "gold", awarded_on=date(2025, 11, 10), valid_until=date(2026, 11, 10))
        page = client.get("/register/")
        assert names_on(page) == ["Acorn Lane School", "Gold House"]
        cells = html.fromstring(page.content).xpath("//tbody/tr")
        assert [" ".join(row.text_content().split()) for row in cells] == [
            "Acorn Lane School Bronze 20 Nov 2026 20 Nov 2026 No end date In force",
            "Gold House Gold 10 Nov 2025 10 Nov 2025 10 Nov 2026 In force, renewal due",
        ]

    def test_tells_no_more_than_it_should(self, client, award, lead):
        """T-78: no person, address, postcode or sector."""
        for address in ("/register/", f"/register/{award.organisation.slug}/", "/register.json"):
            answer = client.get(address)
            text = b"".join(answer).decode() if answer.streaming else answer.text
            for word in (lead.name, lead.email, "B1 1BB", "education", award.application.reference):
                assert word not in text

    def test_narrows_and_sorts(self, client, award, named):
        named("Élan Nursery", "silver", awarded_on=date(2026, 11, 24))
        for asked, found in (
            ({"q": "ELAN"}, ["Élan Nursery"]),
            ({"stage": "bronze"}, ["Acorn Lane School"]),
            ({"order": "newest"}, ["Élan Nursery", "Acorn Lane School"]),
            ({"stage": "tin", "order": "x", "page": "x"}, ["Acorn Lane School", "Élan Nursery"]),
            ({"q": "x" * 5000}, []),
        ):
            assert names_on(client.get("/register/", asked)) == found

    def test_plain_words_when_nobody_is_found(self, client, award):
        page = client.get("/register/", {"q": "<b>%", "stage": "gold"})
        assert "We found nobody called" in page.text
        assert "&lt;b&gt;%" in page.text
        page = client.get("/register/", {"stage": "gold"})
        assert "Nobody has Gold as their highest award today" in page.text

    def test_pages(self, client, named):
        for number in range(51):
            named(f"School {number:02}")
        page = client.get("/register/", {"page": 2, "q": "school"})
        assert names_on(page) == ["School 50"]
        assert "51 to 51 of 51" in page.text
        assert "?q=school&amp;page=1" in page.text

    def test_hostile_name_stays_a_name(self, client, named, signatory, officer, now):
        """T-69."""
        award = named("Plain")
        award.organisation.printed_name = HOSTILE
        award.organisation.save()
        slug = award.organisation.slug
        for address in ("", f"{slug}/", f"{slug}/widget/", f"{slug}/embed/", "embed/"):
            page = client.get(f"/register/{address}")
            assert "<script>alert" not in page.text, address
            assert html.fromstring(page.content).xpath("//bdi[contains(., 'alert(1)')]"), address

    def test_two_queries_at_most(self, client, named, django_assert_num_queries):
        """The list itself is one; the page asks for nothing else."""
        for count in (1, 3):
            while (there := Award.objects.count()) < count:
                named(f"School {there}")
            cache.clear()
            with django_assert_num_queries(1):
                client.get("/register/")


class TestHolder:
    def test_shows_each_award_and_its_certificate(
        self, client, make_award, organisation, signatory, officer, now
    ):
        bronze = make_award("bronze", awarded_on=date(2026, 2, 1))
        paper = issue_certificate(award=bronze, printed_name="Acorn", at=now, actor=officer)
        make_award("silver", awarded_on=date(2026, 11, 1))
        page = client.get(f"/register/{organisation.slug}/")
        body = " ".join(html.fromstring(page.content).find(".//main").text_content().split())
        assert "holds the Silver Co-production Award" in body
        assert body.index("They have a plan") < body.index("They promised to work as equals")
        assert paper.number in body
        assert 'href="/verify/"' in page.text
        # T-74: codes are read from paper, and can't be gathered here.
        assert paper.shown_code not in page.text
        assert f'href="/register/{organisation.slug}/widget/"' in page.text

    def test_renewed_award_says_since_when_it_is_held(self, client, make_award, organisation):
        make_award("gold", awarded_on=date(2026, 11, 2), held_since=date(2024, 11, 2))
        page = client.get(f"/register/{organisation.slug}/")
        assert "2 November 2024" in page.text
        assert "Renewed on" in page.text

    @pytest.mark.parametrize("below", ["", "widget/"])
    def test_who_holds_nothing_has_no_page(self, client, make_award, organisation, below):
        """Never an award, no longer one, and nobody at all give the same answer."""
        address = f"/register/{organisation.slug}/{below}"
        never = client.get(address)
        make_award("gold", awarded_on=date(2025, 5, 1), valid_until=date(2026, 5, 1))
        lapsed = client.get(address)
        nobody = client.get(f"/register/nobody-of-this-name/{below}")
        assert [each.status_code for each in (never, lapsed, nobody)] == [404, 404, 404]
        assert never.content == lapsed.content == nobody.content
        assert "There is no current award here" in nobody.text

    def test_four_queries_however_many_awards(
        self, client, make_award, organisation, django_assert_num_queries
    ):
        for stages in (["bronze"], ["silver", "gold"]):
            for stage in stages:
                make_award(stage, awarded_on=date(2026, 11, 1))
            with django_assert_num_queries(4):
                client.get(f"/register/{organisation.slug}/")


class TestFeeds:
    @pytest.mark.parametrize(
        "asked", [{}, {"q": "elan"}, {"stage": "bronze"}, {"order": "newest"}, {"q": "nobody"}]
    )
    def test_hold_exactly_what_the_list_shows(self, client, award, named, asked):
        named("Élan Nursery", "silver", awarded_on=date(2026, 11, 24))
        named("Beech", awarded_on=date(2026, 11, 22))
        query = f"?{urlencode(asked)}"
        shown = names_on(client.get(f"/register/{query}"))
        data = json.loads(b"".join(client.get(f"/register.json{query}")))
        text = b"".join(client.get(f"/register.csv{query}")).decode("utf-8-sig")
        assert [each["organisation"] for each in data["holders"]] == shown
        assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == shown
        assert data["as_of"] == "2026-11-25"

    def test_headers(self, client, award):
        table, data = client.get("/register.csv"), client.get("/register.json")
        assert "Access-Control-Allow-Origin" not in table
        assert data["Access-Control-Allow-Origin"] == "*"
        assert data["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert data["Content-Type"] == "application/json"
        name = "co-production-awards-2026-11-25"
        assert table["Content-Disposition"] == f'attachment; filename="{name}.csv"'
        assert data["Content-Disposition"] == f'attachment; filename="{name}.json"'

    def test_are_throttled_together(self, client, award):
        codes = [
            client.get(f"/register.{kind}").status_code
            for _ in range(16)
            for kind in ("csv", "json")
        ]
        assert codes == [200] * 30 + [429] * 2
        assert client.get("/register/").status_code == 200


class TestKeeping:
    @pytest.mark.parametrize(
        "address",
        [
            "/register/",
            "/register/{}/widget/",
            "/register/share/",
            "/register.csv",
            "/register.json",
            "/register/embed/",
            "/register/{}/embed/",
            "/register/{}/award.svg",
        ],
    )
    def test_for_a_minute_and_for_nobody_in_particular(
        self, client, sign_in, officer, award, address
    ):
        """T-82, T-21: no cookie is set; what somebody gets who is signed in is never kept."""
        address = address.format(award.organisation.slug)
        answer = client.get(address)
        assert answer["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies
        assert sign_in(officer).get(address)["Cache-Control"] == "private, no-store"

    def test_award_that_is_taken_back_is_gone(self, client, award, officer):
        slug = award.organisation.slug
        award.revoked_on, award.revoked_by = date(2026, 11, 25), officer
        award.save()
        assert "Acorn" not in client.get("/register/").text
        assert client.get(f"/register/{slug}/").status_code == 404
        assert "Acorn" not in client.get("/register/embed/").text
        assert b"Acorn" not in b"".join(client.get("/register.json"))

    def test_officer_without_a_second_step_sees_it_too(self, sign_in, officer, award, settings):
        settings.SECOND_FACTOR_ROLES = ["officer"]
        client = sign_in(officer)
        assert client.get("/dashboard/").status_code == 302
        assert client.get("/register/").status_code == 200


def test_organisation_may_not_be_called_like_a_page(lead, now):
    """`/register/embed/` is a page of ours."""
    made = [
        create_organisation(
            name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=now
        )
        for name in ("Embed", "Share")
    ]
    assert not {each.slug for each in made} & {"embed", "share"}


def test_certificate_and_home_lead_there(client, sign_in, lead, certificate):
    slug = certificate.award.organisation.slug
    checked = client.get(f"/verify/{certificate.shown_code}/")
    assert f'href="/register/{slug}/"' in checked.text
    home = sign_in(lead).get(f"/organisations/{slug}/")
    assert f'href="/register/{slug}/widget/"' in home.text
    for address in ("/", "/how-it-works/", "/stages/gold/"):
        assert (
            'href="/register/'
            in html.tostring(html.fromstring(client.get(address).content).find(".//main")).decode()
        )
    assert settings.BASE_URL in client.get(f"/register/{slug}/widget/").text
