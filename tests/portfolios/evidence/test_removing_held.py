"""Under a legal hold its own people cannot destroy evidence either: it goes out of sight and stays."""

import pytest
from django.urls import reverse

from awards.services.holds import end_hold, place_hold
from portfolios.models import EvidenceFile, EvidenceItem, Printout
from portfolios.services import evidence as services
from portfolios.services.portfolio.printing import ask_for_portfolio
from tests.support.evidence import clean_file, evidence, hold_silver, portfolio_for
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(organisation, lead, now):
    item = evidence(organisation, "gold.voice", lead=lead, at=now, title="Heron day", file=False)
    clean_file(item, lead=lead, at=now)
    return item


@pytest.fixture
def hold(organisation, officer, now):
    return place_hold(organisation=organisation, reason="A claim", actor=officer, at=now)


def test_a_removed_piece_stays_with_its_bytes_and_is_found_nowhere(
    piece, hold, lead, sign_in, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_item(item=piece, actor=lead, at=now)
    row = EvidenceItem.objects.get(pk=piece.pk)
    assert (row.removed_at, row.removed_by) == (now, lead)
    stored = row.files.get().file
    assert stored is not None
    assert stored.storage_key
    browser = sign_in(lead)
    assert browser.get(reverse("evidence-item", args=[piece.uuid])).status_code == 404
    assert "Heron day" not in browser.get(reverse("evidence", args=[piece.organisation.slug])).text


def test_a_removed_file_stays_too(piece, hold, lead, now):
    file = piece.files.get()
    services.remove_file(file=file, actor=lead, at=now)
    row = EvidenceFile.objects.get(pk=file.pk)
    assert row.removed_at == now
    assert row.file is not None


def test_prints_of_it_go_all_the_same(organisation, piece, hold, lead, officer, now):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    application = portfolio_for(organisation, lead=lead, at=now)
    ask_for_portfolio(application=application, actor=lead, at=now)
    run_waiting_jobs()
    assert Printout.objects.filter(application=application).count() == 1
    services.remove_item(item=piece, actor=lead, at=now)
    assert not Printout.objects.filter(application=application).exists()


def test_once_the_hold_has_ended_it_goes_for_good(piece, hold, lead, officer, now):
    end_hold(hold=hold, actor=officer, at=now)
    services.remove_item(item=piece, actor=lead, at=now)
    assert not EvidenceItem.objects.filter(pk=piece.pk).exists()
