"""Evidence that goes while it is being sent or printed. SQLite lets one writer in and cannot show it."""

import threading
from uuid import uuid4

import pytest
from django.db import transaction

from awards.choices import Role
from awards.models import StatusChange
from foundation.dates import london_date
from foundation.files import store_generated
from foundation.models import PrivateFile
from foundation.refusals import Refused
from portfolios.models import EvidenceItem, Printout
from portfolios.services import evidence as evidence_services
from portfolios.services import portfolio as services
from portfolios.services.evidence.forgetting import remove_prints
from portfolios.services.portfolio.printing import ask_for_portfolio
from tests.support.at_once import at_once, somebody_waits
from tests.support.evidence import CHILDREN, evidence, hold_silver, portfolio_for

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portfolio(organisation, lead, officer, now):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    return portfolio_for(organisation, lead=lead, at=now)


@pytest.fixture
def item(portfolio, lead, now):
    return evidence(
        portfolio.organisation,
        "gold.voice",
        lead=lead,
        at=now,
        consent=CHILDREN | {"given_on": london_date(now)},
    )


def test_what_is_removed_while_it_is_sent_is_in_no_snapshot(portfolio, item, lead, now):
    """Nobody could take consent for it back any more."""
    removed = threading.Event()

    def remove():
        with transaction.atomic():
            evidence_services.remove_item(item=item, actor=lead, at=now)
            removed.set()
            somebody_waits()

    def send():
        removed.wait(10)
        try:
            return services.submit_portfolio(
                application=portfolio, actor=lead, role=Role.LEAD, at=now, key=uuid4()
            )
        except Refused as refusal:
            return refusal.sentence

    _, answer = at_once(remove, send)
    assert answer == "A colleague removed evidence while you were sending it."
    assert not EvidenceItem.objects.filter(pk=item.pk).exists()
    assert not StatusChange.objects.filter(application=portfolio, snapshot__isnull=False).exists()


def test_a_print_that_is_finished_while_consent_goes_leaves_no_file(portfolio, item, lead, now):
    printout = ask_for_portfolio(application=portfolio, actor=lead, at=now)
    evidence_services.withdraw_consent(item=item, note="", actor=lead, at=now)
    assert not Printout.objects.exists()
    printout.pk = None
    printout.save()
    before = PrivateFile.objects.count()
    finished = threading.Event()

    def finish():
        """As the job does it, at its slowest."""
        with transaction.atomic():
            file = store_generated(
                name="p.pdf", content=b"%PDF", content_type="application/pdf", at=now
            )
            Printout.objects.filter(pk=printout.pk, file=None).update(file=file)
            finished.set()
            somebody_waits()

    def take_away():
        finished.wait(10)
        return remove_prints(portfolio.organisation, on=london_date(now))

    assert at_once(finish, take_away)[1] == 1
    assert not Printout.objects.exists()
    assert PrivateFile.objects.count() == before
