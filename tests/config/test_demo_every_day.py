"""The stories of the demo move from weekends to Mondays, and must stay in the past on every day."""

from datetime import UTC, datetime, time, timedelta

import pytest

from config.demo.load import load
from tests.support.demo import own_stores

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# In the first minutes of a day the least of it has passed.
JUST_AFTER_MIDNIGHT = time(0, 5, tzinfo=UTC)


@pytest.mark.parametrize("back", range(7))
def test_city_can_be_told_on_every_day_of_the_week(back, tmp_path):
    day = datetime.now(UTC).date() - timedelta(days=back)
    with own_stores(tmp_path):
        assert load(now=datetime.combine(day, JUST_AFTER_MIDNIGHT), say=lambda line: None)
