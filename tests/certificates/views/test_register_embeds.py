"""What other websites show of the register: true today, and harmless (T-19, T-20, T-78, T-82)."""

from datetime import date

import pytest
import time_machine
from lxml import etree, html

from certificates.rendering.award_picture import AwardPicture, Look, Size, award_picture_svg

pytestmark = pytest.mark.django_db
NOON = "2026-11-25T12:00:00Z"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _some_day():
    with time_machine.travel(NOON, tick=False):
        yield


def label(answer) -> str:
    return etree.fromstring(answer.content).get("aria-label")


class TestPicture:
    def test_says_what_is_held_today(self, client, make_award, organisation):
        address = f"/register/{organisation.slug}/award.svg"
        seen = [label(client.get(address))]
        make_award("bronze", awarded_on=date(2026, 1, 1))
        seen.append(label(client.get(address)))
        make_award("gold", awarded_on=date(2026, 2, 1), valid_until=date(2027, 2, 1))
        seen.append(label(client.get(address)))
        with time_machine.travel("2027-03-02T12:00:00Z", tick=False):
            seen.append(label(client.get(address)))
        assert seen == [
            "No current Co-production Award",
            "Bronze Co-production Award",
            "Gold Co-production Award 2026",
            "Bronze Co-production Award",
        ]

    def test_is_the_same_for_no_longer_never_and_nobody(self, client, make_award, organisation):
        """So that addresses tell nothing of who takes part. 200: an error would show as a broken picture."""
        address = f"/register/{organisation.slug}/award.svg"
        never = client.get(address)
        make_award("gold", awarded_on=date(2025, 5, 1), valid_until=date(2026, 5, 1))
        lapsed, nobody = client.get(address), client.get("/register/nobody/award.svg")
        assert [each.status_code for each in (never, lapsed, nobody)] == [200] * 3
        assert never.content == lapsed.content == nobody.content

    def test_comes_in_two_looks_and_two_sizes(self, client, award):
        address = f"/register/{award.organisation.slug}/award.svg"
        seen = {
            (look, size): client.get(address, {"look": look, "size": size}).content
            for look in ("light", "dark")
            for size in ("large", "small")
        }
        assert len(set(seen.values())) == 4
        assert client.get(address, {"look": "x", "size": "<"}).content == seen["light", "large"]
        widths = {etree.fromstring(seen["light", size]).get("width") for size in Size}
        assert widths == {"400", "240"}

    def test_headers_let_everybody_show_it_and_nothing_run(self, client, award):
        answer = client.get(f"/register/{award.organisation.slug}/award.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer["Content-Security-Policy"] == (
            "sandbox; default-src 'none'; frame-ancestors 'none'"
        )
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"

    @pytest.mark.parametrize("stage", ["", "bronze", "platinum"])
    def test_is_outlines_alone(self, stage):
        """No text, no link, no script, nothing loaded, and nobody's name: paths and a title."""
        for look in Look:
            picture = AwardPicture(stage, 2026 if stage == "platinum" else None, look)
            tree = etree.fromstring(award_picture_svg(picture).encode())
            assert {each.tag for each in tree} == {f"{SVG}title", f"{SVG}path"}
            used = {name for each in tree for name in each.attrib}
            assert used == {"d", "fill", "stroke", "stroke-width"}


class TestFrames:
    @pytest.fixture
    def pages(self, client, award):
        slug = award.organisation.slug
        return [client.get(f"/register/{each}embed/") for each in ("", f"{slug}/")]

    def test_may_be_framed_by_anybody(self, pages):
        for page in pages:
            assert page.status_code == 200
            assert "X-Frame-Options" not in page
            policy = page["Content-Security-Policy"]
            assert "frame-ancestors *" in policy
            for refused in ("script-src", "connect-src", "form-action", "default-src"):
                assert f"{refused} 'none'" in policy
            assert page["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert page["X-Robots-Tag"] == "noindex"

    def test_take_nothing_in(self, pages):
        for page in pages:
            tree = html.fromstring(page.content)
            assert tree.xpath("//form | //script | //button | //input") == []
            outside = [each for each in tree.xpath("//a") if not each.get("href").startswith("?")]
            assert outside
            assert {(each.get("target"), each.get("rel")) for each in outside} == {
                ("_top", "noopener")
            }

    def test_read_no_session(self, sign_in, officer, award, django_assert_num_queries):
        """Not even where there is one: the award alone is asked for."""
        client = sign_in(officer)
        for below in ("award.svg", "embed/"):
            with django_assert_num_queries(1):
                page = client.get(f"/register/{award.organisation.slug}/{below}")
            assert not page.wsgi_request.session.accessed
            assert officer.name not in page.text
        with django_assert_num_queries(1):
            client.get("/register/embed/")

    def test_every_other_page_refuses(self, client, award):
        slug = award.organisation.slug
        for address in ("/", "/register/", f"/register/{slug}/", f"/register/{slug}/widget/"):
            page = client.get(address)
            assert page["X-Frame-Options"] == "DENY"
            assert "frame-ancestors 'none'" in page["Content-Security-Policy"]

    def test_say_when_there_is_no_award(self, client, organisation):
        for slug in (organisation.slug, "nobody"):
            page = client.get(f"/register/{slug}/embed/")
            assert page.status_code == 200
            assert "No current Co-production Award" in page.text
            assert organisation.name not in page.text

    def test_list_can_be_of_one_stage(self, client, make_award):
        make_award("silver", awarded_on=date(2026, 2, 1))
        assert "Acorn Lane School" in client.get("/register/embed/?stage=silver").text
        assert "Nobody is listed here today" in client.get("/register/embed/?stage=gold").text


class TestWidgetPage:
    def test_lines_to_copy_are_whole_and_safe(self, client, award):
        award.organisation.printed_name = 'O"Brien & <b>Sons'
        award.organisation.save()
        slug = award.organisation.slug
        page = client.get(f"/register/{slug}/widget/")
        lines = html.fromstring(page.content).xpath("//textarea/text()")
        assert len(lines) == 5
        for each in lines[:4]:
            (link,) = html.fragments_fromstring(each.strip())
            assert link.get("href").endswith(f"/register/{slug}/")
            (picture,) = link
            assert picture.get("alt") == (
                'The Co-production Award of O"Brien & <b>Sons: see what is held today'
            )
            address = picture.get("src")
            assert address.startswith("http")
            shown = client.get(address[address.index("/register/") :])
            assert label(shown) == "Bronze Co-production Award"
        (frame,) = html.fragments_fromstring(lines[4].strip())
        assert frame.get("title") == 'The Co-production Award of O"Brien & <b>Sons'
        assert frame.get("src").endswith(f"/register/{slug}/embed/")

    def test_page_for_the_whole_list(self, client):
        page = client.get("/register/share/")
        (lines,) = html.fromstring(page.content).xpath("//textarea/text()")
        (frame,) = html.fragments_fromstring(lines.strip())
        assert frame.get("src").endswith("/register/embed/")
        assert "frame-src 'self'" in page["Content-Security-Policy"]
