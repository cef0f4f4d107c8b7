"""“Show your award”: the page, the pack, and who gets neither (T-24, T-80)."""

import io
import zipfile
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from lxml import html

from certificates.models import Certificate, PublicityPack
from certificates.services import issue_certificate, reissue_certificate
from foundation.models import AuditEvent
from tests.support.jobs import run_waiting_jobs
from tests.support.reading import reading

pytestmark = pytest.mark.django_db
PAGES = ("publicity/", "publicity/pack.zip")


@pytest.fixture(autouse=True)
def _some_day():
    with time_machine.travel("2026-11-25T12:00:00Z"):
        yield


@pytest.fixture
def gold(make_award, signatory, officer, now) -> Certificate:
    award = make_award("gold", valid_until=date(2027, 11, 20))
    name = "Gold <b>School</b>"
    made = issue_certificate(award=award, printed_name=name, at=now, actor=officer)
    run_waiting_jobs()
    return made


def address(certificate: Certificate, page: str = "publicity/") -> str:
    return f"/certificates/{certificate.uuid}/{page}"


@pytest.mark.parametrize("page", ["", "publicity/"])
def test_leads_to_the_lines_for_a_website_and_to_the_spotlight(
    page, gold, sign_in, lead, officer
) -> None:
    slug = gold.award.organisation.slug
    widget, spotlight = f"/register/{slug}/widget/", f"/organisations/{slug}/spotlight/"
    client = sign_in(lead)
    links = html.fromstring(client.get(address(gold, page)).content).xpath("//main//a/@href")
    assert {widget, spotlight} <= set(links)
    assert [client.get(link).status_code for link in (widget, spotlight)] == [200, 200]
    # An officer may not open what is for its people alone.
    text = sign_in(officer).get(address(gold, page)).text
    assert widget in text
    assert spotlight not in text


@pytest.mark.parametrize("who", ["lead", "colleague", "officer"])
def test_those_it_belongs_to_read_ask_and_take(who, request, gold, sign_in) -> None:
    user = request.getfixturevalue(who)
    client = sign_in(user)
    page = html.fromstring(client.get(address(gold)).content.decode())
    words = {box.get("id"): box.text for box in page.xpath("//textarea")}
    assert list(words) == [
        *("text-website", "text-newsletter", "text-short", "text-long", "text-press"),
    ]
    assert "Gold <b>School</b> makes its services together" in words["text-website"]
    assert all(gold.verify_url in text for text in words.values())
    assert client.get(address(gold, "publicity/pack.zip")).status_code == 409
    asked = client.post(address(gold, "publicity/ask/"))
    assert (asked.status_code, asked["Location"]) == (302, address(gold))
    assert "It waits for its turn." in client.get(address(gold)).content.decode()
    run_waiting_jobs()
    assert "Download your pack (zip)" in client.get(address(gold)).content.decode()
    pack = client.get(address(gold, "publicity/pack.zip"))
    assert 'filename="co-production-award-gold-2026-publicity.zip"' in pack["Content-Disposition"]
    assert "no-store" in pack["Cache-Control"]
    names = zipfile.ZipFile(io.BytesIO(b"".join(pack.streaming_content))).namelist()
    assert len(names) == 16
    [event] = AuditEvent.objects.filter(event="publicity_pack.downloaded")
    role = "officer" if who == "officer" else ""
    assert (event.actor, event.role, event.stream) == (user, role, "looks")
    assert event.acting_for == str(gold.award.organisation.uuid)


def test_nobody_else_learns_that_it_is_there(gold, stranger, sign_in, client) -> None:
    for page in PAGES:
        assert sign_in(stranger).get(address(gold, page)).status_code == 404
        assert client.get(address(gold, page)).status_code == 302
    assert sign_in(stranger).post(address(gold, "publicity/ask/")).status_code == 404
    assert not PublicityPack.objects.exists()


def test_page_names_letters_and_limits(gold, lead, sign_in) -> None:
    page = html.fromstring(sign_in(lead).get(address(gold)).content.decode())
    for box in page.xpath("//textarea"):
        group = box.getparent()
        assert group.xpath("./h3/label/@for") == [box.get("id")]
        for counted in group.xpath(".//*[@data-copy-letters]"):
            assert int(counted.text) == len(box.text)
        for limit in group.xpath(".//*[@data-copy-limit]"):
            fits = len(box.text) <= int(limit.get("data-copy-limit"))
            assert limit.xpath("./*[@data-copy-fits]/text()") == ["fits" if fits else "too long"]
    assert len(page.xpath("//*[@data-copy-limit]")) == 10


def test_page_is_plain(gold, lead, sign_in) -> None:
    found = reading(sign_in(lead).get(address(gold)).content.decode())
    assert found.grade <= 8
    assert found.longest_words <= 30


@pytest.mark.parametrize(
    ("day", "status"), [("2027-11-20", 200), ("2027-12-10", 200), ("2028-02-01", 410)]
)
def test_closed_with_the_award(gold, lead, officer, sign_in, now, day: str, status: int) -> None:
    member = sign_in(lead)
    member.post(address(gold, "publicity/ask/"))
    run_waiting_jobs()
    with time_machine.travel(f"{day}T12:00:00Z"):
        for client in (sign_in(lead), sign_in(officer)):
            for page in PAGES:
                answer = client.get(address(gold, page))
                assert answer.status_code == status
        asked = sign_in(lead).post(address(gold, "publicity/ask/"))
        assert asked.status_code == (302 if status == 200 else 409)
        if status == 410:
            text = answer.content.decode()
            assert "was not renewed" in text
            assert "You keep your Bronze and Silver awards." in text


def test_taken_back_says_so(gold, lead, sign_in) -> None:
    gold.award.revoked_on = date(2026, 11, 24)
    gold.award.save()
    answer = sign_in(lead).get(address(gold))
    assert answer.status_code == 410
    assert "was taken back" in answer.content.decode()


def test_replaced_one_leads_to_the_newer(gold, lead, officer, sign_in, now) -> None:
    newer = reissue_certificate(
        certificate=gold, printed_name="Gold School", at=now, actor=officer, reason="Name"
    )
    answer = sign_in(lead).get(address(gold))
    assert answer.status_code == 410
    assert f'href="{address(newer)}"' in answer.content.decode()


def test_certificate_and_home_lead_here_while_it_is_held(gold, lead, sign_in) -> None:
    client = sign_in(lead)
    home = f"/organisations/{gold.award.organisation.slug}/"
    for page in (gold.get_absolute_url(), home):
        assert f'href="{address(gold)}"' in client.get(page).content.decode()
    gold.award.revoked_on = date(2026, 11, 24)
    gold.award.save()
    for page in (gold.get_absolute_url(), home):
        assert f'href="{address(gold)}"' not in client.get(page).content.decode()


def test_page_asks_the_database_so_often(gold, lead, sign_in, django_assert_num_queries) -> None:
    client = sign_in(lead)
    client.get(address(gold))
    cache.clear()
    with django_assert_num_queries(5):
        client.get(address(gold))
