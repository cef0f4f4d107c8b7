"""A portfolio from its beginning to what was sent (scheme.md 12 to 16)."""

import pytest

from awards.choices import Status
from foundation.dates import london_date
from portfolios.records import as_json, portfolio_from
from portfolios.selectors.portfolio.gaps import gaps_of
from portfolios.selectors.portfolio.reading import whole_portfolio
from tests.support.evidence import hold_gold, hold_silver, portfolio_for, send_portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def silver(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return hold_silver(organisation, lead=lead, officer=officer, at=now)


def test_portfolio_written_in_full_lacks_nothing(silver, lead, now):
    application = portfolio_for(silver.organisation, lead=lead, at=now)
    record = whole_portfolio(application, on=london_date(now)).record
    assert [gap.full for gap in gaps_of(record, on=london_date(now))] == []


def test_portfolio_sent_is_frozen_with_every_digest(silver, lead, now):
    application = portfolio_for(silver.organisation, lead=lead, at=now)
    record = whole_portfolio(application, on=london_date(now)).record
    change = send_portfolio(application, lead=lead, at=now)
    assert application.status == Status.SUBMITTED
    assert portfolio_from(change.snapshot["portfolio"]) == record
    file = record.items[0].files[0]
    assert change.snapshot["portfolio"] == as_json(record)
    assert len(file.sha256) == 64
    assert change.sent_items.count() == len(record.items)
    assert change.sent_files.count() == 1


def test_platinum_goes_on_with_gold(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    hold_gold(organisation, lead=lead, officer=officer, at=now)
    application = portfolio_for(organisation, stage="platinum", lead=lead, at=now)
    record = whole_portfolio(application, on=london_date(now)).record
    assert [gap.full for gap in gaps_of(record, on=london_date(now))] == []
    send_portfolio(application, lead=lead, at=now)
    assert application.status == Status.SUBMITTED
