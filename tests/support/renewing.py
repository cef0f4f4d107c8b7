"""A Gold award that a panel gave, and its re-validation a year on.

award = gold_given(organisation, lead=lead, officer=officer, at=now)
renewal = statement_for(award, lead=lead, at=now + 11 months)           # a draft, with everything
change = send_statement(renewal, lead=lead, at=…)
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from awards.models import Application, Award, Organisation, User
from champions.choices import Level, Perspective
from champions.models import Champion, Panel
from champions.selectors.facts import facts_of
from champions.services.rulings import rule_on_visit
from portfolios.choices import Affirmed
from portfolios.services.statement import save_together
from tests.conftest import make_user
from tests.support.champions import (
    assess,
    assess_all,
    clear_all,
    decide,
    ensure_signatory,
    make_champion,
    release,
    settle,
)
from tests.support.evidence import evidence
from tests.support.judging import Judging, judging
from tests.support.portfolios import version_of
from tests.support.statements import affirm, begin, choose, send_statement, sign

DAY = timedelta(days=1)


def gold_given(
    organisation: Organisation,
    *,
    lead: User,
    officer: User,
    at: datetime,
    champions: Sequence[Champion] = (),
    levels: Mapping[int, Level] | None = None,
    points: Sequence[str] = (),
    second: bool = False,
) -> Award:
    """By a whole portfolio, three champions and a letter; given two days after `at`.

    `levels`: what champions found who did not find it all met, by their place on the panel.
    """
    ensure_signatory(officer, at=at)
    found = judging(
        organisation, lead=lead, officer=officer, at=at, champions=champions, second=second
    )
    return gold_from(found, officer=officer, at=at, levels=levels, points=points)


def three(officer: User, at: datetime, *, name: str = "Other") -> list[Champion]:
    """As many as Gold needs, the first is the chair; other people than those of `judging`."""
    return [
        make_champion(make_user(f"{name} {who}"), officer=officer, at=at, perspective=perspective)
        for who, perspective in (
            ("Professional", Perspective.PROFESSIONAL),
            ("Parent", Perspective.PARENT_CARER),
            ("Young", Perspective.YOUNG_PERSON),
        )
    ]


def gold_from(
    found: Judging,
    *,
    officer: User,
    at: datetime,
    levels: Mapping[int, Level] | None = None,
    points: Sequence[str] = (),
) -> Award:
    ensure_signatory(officer, at=at)
    seats = found.panel.assignments.active().select_related("champion__user")
    for place, seat in enumerate(seats.order_by("pk")):
        level = (levels or {}).get(place, Level.MET)
        assess(found.panel, seat.champion, at=at + DAY, level=level)
    release(decide(found.panel, at=at + DAY, points=list(points)), officer, at=at + 2 * DAY)
    return Award.objects.get(application=found.application)


def statement_for(
    award: Award,
    *,
    lead: User,
    at: datetime,
    states: Mapping[str, Affirmed] | None = None,
    new: bool = True,
) -> Application:
    """Every criterion is said to be still true, with what showed it then and, if `new`, a fresh piece."""
    application = begin(award, lead=lead, at=at)
    fresh = evidence(application.organisation, lead=lead, at=at, title="A year of forums")
    for row in application.affirmations.all():
        if new:
            choose(application, row.code, fresh.uuid, lead=lead, at=at)
        state = (states or {}).get(row.code, Affirmed.TRUE)
        text = f"What is new about {row.code}: the forum meets each month."
        affirm(application, row.code, lead=lead, at=at, state=state, text=text)
    save_together(
        application=application,
        values={"who": "Eight parents of our forum.", "how": "They added the garden."},
        expected_version=version_of(application, "together"),
        actor=lead,
        at=at,
    )
    sign(application, lead=lead, at=at)
    return application


def renewal_sent(
    award: Award,
    *,
    lead: User,
    at: datetime,
    states: Mapping[str, Affirmed] | None = None,
    new: bool = True,
) -> Application:
    application = statement_for(award, lead=lead, at=at, states=states, new=new)
    send_statement(application, lead=lead, at=at)
    return application


def panel_for(
    application: Application, champions: Sequence[Champion], officer: User, *, at: datetime
) -> Panel:
    """Settled, and nobody has a link."""
    panel = settle(application, champions, officer, at=at)
    clear_all(panel, at=at)
    application.refresh_from_db()
    return panel


def judged(award: Award, *, lead: User, officer: User, at: datetime) -> Panel:
    """Its statement, sent, with a panel of three that need not visit."""
    application = renewal_sent(award, lead=lead, at=at)
    panel = panel_for(application, three(officer, at), officer, at=at)
    advice = facts_of(application).visit
    if advice is not None and advice.visits:
        rule_on_visit(
            application=application,
            visit=False,
            reason="We were there in May.",
            actor=officer,
            at=at,
        )
    return panel


def renewed(panel: Panel, officer: User, *, at: datetime) -> Award:
    """Everybody finds it met, the chair records it, and the letter goes out."""
    assess_all(panel, at=at)
    release(decide(panel, at=at), officer, at=at)
    return Award.objects.get(application=panel.application)
