"""What its organisation takes out for good is in no print either, and leaves nothing typed behind."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from foundation.models import Draft, PrivateFile
from portfolios.models import EvidenceFile, EvidenceItem, Printout
from portfolios.services import evidence as services
from portfolios.services.portfolio import begin_portfolio
from portfolios.services.portfolio.printing import ask_for_portfolio
from tests.support.evidence import evidence, hold_silver
from tests.support.jobs import run_waiting_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


@pytest.fixture
def portfolio(organisation, lead, officer, now):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    return begin_portfolio(organisation=organisation, stage="gold", actor=lead, at=now)


@pytest.fixture
def item(organisation, portfolio, lead, now):
    return evidence(organisation, "gold.voice", lead=lead, at=now, about="Robin Heron sang.")


def opened(client, portfolio, printout):
    return client.get(reverse("portfolio-printout-file", args=[portfolio.uuid, printout.uuid]))


def test_a_print_goes_with_a_piece_that_is_in_it(client, portfolio, item, lead, now):
    printout = ask_for_portfolio(application=portfolio, actor=lead, at=now)
    run_waiting_jobs()
    content = b"".join(opened(client, portfolio, printout).streaming_content)
    pages = PdfReader(io.BytesIO(content)).pages
    assert "Robin Heron" in "".join(page.extract_text() for page in pages)
    services.remove_item(item=item, actor=lead, at=now)
    assert not EvidenceItem.objects.exists()
    assert opened(client, portfolio, printout).status_code == 409
    assert not Printout.objects.exists()
    assert not PrivateFile.objects.exists()


def test_a_print_that_is_being_made_does_not_show_what_was_removed(
    client, portfolio, item, lead, now
):
    ask_for_portfolio(application=portfolio, actor=lead, at=now)
    services.remove_item(item=item, actor=lead, at=now)
    run_waiting_jobs()
    assert not Printout.objects.exclude(file=None).exists()


def test_a_print_goes_with_a_file_that_is_in_it(client, portfolio, item, lead, now):
    printout = ask_for_portfolio(application=portfolio, actor=lead, at=now)
    run_waiting_jobs()
    services.remove_file(file=EvidenceFile.objects.get(), actor=lead, at=now)
    assert opened(client, portfolio, printout).status_code == 409
    assert not PrivateFile.objects.exists()


def test_what_was_typed_about_it_goes_too(portfolio, item, lead, now):
    Draft.objects.create(
        owner=lead,
        key=services.draft_key(item.organisation, item.uuid, "item"),
        data={"about": ["Robin Heron sang."]},
        saved_at=now,
    )
    services.remove_item(item=item, actor=lead, at=now)
    assert not Draft.objects.exists()
