"""From a criterion to where evidence is added, and back from every page on the way."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.choices import Status
from awards.models import Application
from portfolios.models import EvidenceItem
from tests.portfolios.evidence import pages
from tests.portfolios.evidence.pages import told
from tests.portfolios.statement.pages import CODE, criterion
from tests.support.evidence import evidence
from tests.support.statements import send_statement

pytestmark = pytest.mark.django_db

BACK = "go back to “Voice”"
PAGES = ("evidence-item-change", "evidence-files", "evidence-shows", "evidence-consent")


@pytest.fixture
def way(draft):
    return urlencode({"shows": CODE, "statement": draft.uuid})


@pytest.fixture
def item(draft, organisation, lead, later):
    return evidence(organisation, CODE, lead=lead, at=later, title="Picnic")


def test_criterion_leads_there_and_a_new_piece_leads_back(draft, client, way):
    """Saved, told who is in it, and back: the piece is there to be chosen."""
    start = client.post(criterion(draft), {"version": 0, "action": "words"}).url
    assert start.endswith(way)
    assert BACK in client.get(start).text
    typed = told(title="Picnic", key=str(uuid4()), version=0, url="https://example.org/picnic")
    answer = client.post(start, typed | {"captioned": "no"})
    item = EvidenceItem.objects.get(title="Picnic")
    assert answer.url == f"{reverse('evidence-consent', args=[item.uuid])}?{way}"
    assert BACK in client.get(answer.url).text
    answer = client.post(answer.url, {"version": 1, "shows_people": "nobody"})
    assert answer.url == f"{pages.page(item)}?{way}"
    text = client.get(answer.url).text
    assert f'href="{criterion(draft)}#shown-title"' in text
    assert "Go back to “Voice”" in text
    assert "Picnic" in client.get(criterion(draft)).text


def test_each_page_of_a_piece_carries_it_on(draft, client, item, way):
    escaped = way.replace("&", "&amp;")
    text = client.get(f"{pages.page(item)}?{way}").text
    for name in PAGES:
        address = reverse(name, args=[item.uuid])
        assert f'href="{address}?{escaped}"' in text, name
        assert f'href="{pages.page(item)}?{escaped}"' in client.get(f"{address}?{way}").text, name


def test_files_carry_it_on(draft, client, item, way):
    file = item.files.get()
    for name in ("evidence-file-describe", "evidence-file-remove"):
        address = reverse(name, args=[item.uuid, file.uuid])
        listed = f"{reverse('evidence-files', args=[item.uuid])}?{way}"
        assert address in client.get(listed).text
        typed = {"caption": "A picnic"} if name.endswith("describe") else {}
        assert client.post(f"{address}?{way}", typed).url == listed


@pytest.mark.parametrize("name", ["evidence-item-change", "evidence-shows", "evidence-consent"])
def test_saving_for_later_leads_back_to_the_criterion(draft, client, item, way, name):
    address = f"{reverse(name, args=[item.uuid])}?{way}"
    version = {"evidence-consent": item.consent.version}.get(name, item.version)
    typed = told(title="Picnic", version=version, action="later", shows_people="nobody")
    assert client.post(address, typed).url == f"{criterion(draft)}#shown-title"


def test_from_the_check_it_leads_back_there_in_the_end(draft, client, item, way):
    text = client.get(f"{pages.page(item)}?{way}&from=check").text
    assert f"{criterion(draft)}?from=check#shown-title" in text


def test_without_it_nothing_is_said(client, item):
    text = client.get(pages.page(item)).text
    assert "Go back to" not in text
    assert "statement=" not in text


class TestLeadsNowhere:
    """T-24, T-25: no address, and no statement, that is not this person's to write."""

    def shown(self, client, item, query: str) -> bool:
        return "Go back to" in client.get(f"{pages.page(item)}?{query}").text

    @pytest.mark.parametrize(
        "query",
        [
            "statement=https://evil.example/",
            "statement=//evil.example&shows=gold.voice",
            "statement=773c0719-8476-45a6-8d02-ba87f4677808&shows=gold.voice",
        ],
    )
    def test_what_is_no_statement(self, client, item, query):
        assert not self.shown(client, item, query)

    def test_what_is_no_criterion(self, draft, client, item):
        assert self.shown(client, item, f"statement={draft.uuid}&shows={CODE}")
        for code in ("", "gold.nothing", "//evil.example"):
            assert not self.shown(client, item, f"statement={draft.uuid}&shows={code}")

    def test_statement_of_another_organisation(self, draft, client, item, stranger):
        theirs = stranger.memberships.get().organisation
        Application.objects.filter(pk=draft.pk).update(organisation=theirs)
        assert not self.shown(client, item, f"statement={draft.uuid}&shows={CODE}")

    def test_statement_that_was_sent_or_is_over(self, whole, client, lead, later):
        item = EvidenceItem.objects.get(title="This year’s survey")
        query = f"statement={whole.uuid}&shows={CODE}"
        assert self.shown(client, item, query)
        send_statement(whole, lead=lead, at=later)
        assert not self.shown(client, item, query)
        Application.objects.filter(pk=whole.pk).update(status=Status.WITHDRAWN)
        assert not self.shown(client, item, query)

    def test_officer_who_only_looks(self, draft, item, officer, sign_in):
        query = f"statement={draft.uuid}&shows={CODE}"
        assert not self.shown(sign_in(officer), item, query)
