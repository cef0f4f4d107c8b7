"""An answer that is saved reads the version judged, and not the whole case: literal numbers of queries."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Organisation, User
from champions.choices import Level
from champions.models import Champion, Panel
from champions.selectors import facts_of
from champions.services.assessments import Found, begin, describe, save_finding
from tests.support.renewing import gold_given, panel_for, renewal_sent, three

pytestmark = pytest.mark.django_db
# The case is locked, one's own place, one's membership; the version, its decision and the draft; the
# answer is looked for, saved, and the draft has moved on.
AGAIN = 9


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as found:
        act()
    return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE")) for each in found)


def costs(panel: Panel, champion: Champion, at: datetime) -> tuple[int, int]:
    """Of an answer that is changed, and of the name of a helper."""
    actor = champion.user
    code = facts_of(panel.application).asked[0].code
    begin(panel=panel, actor=actor, at=at)

    def save(note: str, version: int) -> None:
        save_finding(
            panel=panel,
            code=code,
            found=Found(Level.MET, note),
            expected_version=version,
            actor=actor,
            at=at,
        )

    save("They told us.", 0)
    return (
        queries(lambda: save("They told us more.", 1)),
        queries(lambda: describe(panel=panel, supporter="Ada", actor=actor, at=at)),
    )


def test_an_answer_on_a_form_costs_nine(assessing: Panel, chair: Champion, later: datetime) -> None:
    assert costs(assessing, chair, later) == (AGAIN, 7)


def test_an_answer_on_a_re_validation_costs_the_same(
    organisation: Organisation, lead: User, officer: User, now: datetime
) -> None:
    """With its rule for visits it was 26; on a form 14."""
    award = gold_given(organisation, lead=lead, officer=officer, at=now)
    later = now + timedelta(days=360)
    application = renewal_sent(award, lead=lead, at=later)
    champions = three(officer, later)
    panel = panel_for(application, champions, officer, at=later)
    assert costs(panel, champions[0], later) == (AGAIN, 7)
