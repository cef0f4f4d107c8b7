"""What every change of a portfolio does first: lock it, and see that this page of it is open."""

from datetime import datetime

from awards.models import Application, User
from foundation.dates import london_date
from foundation.drafts import discard_draft
from portfolios.models import Portfolio
from portfolios.selectors.evidence.access import eyes_in
from portfolios.selectors.portfolio.gaps import Place, missing_of
from portfolios.selectors.portfolio.opened import opened_of
from portfolios.selectors.portfolio.reading import portfolio_of, whole_portfolio
from portfolios.services.editing import not_challenged, open_for_writing


def draft_key(application: Application, *names: object) -> str:
    """Under which key a page keeps what is typed and not saved yet."""
    return ":".join(["portfolio", str(application.uuid), *(str(name) for name in names)])


def forget_draft(actor: User, application: Application, *names: object) -> None:
    discard_draft(actor, draft_key(application, *names))


def open_portfolio(
    *, application: Application, place: Place, actor: User, at: datetime
) -> Portfolio:
    """The portfolio with its application locked for the rest of the transaction.

    After a request for changes only what was challenged is open, and wherever something is missing.
    """
    locked = open_for_writing(application=application, actor=actor)

    def missing() -> list[Place]:
        today = london_date(at)
        eyes = eyes_in(actor, locked.organisation)
        record = whole_portfolio(locked, on=today, eyes=eyes).record
        return [gap.about for gap in missing_of(record, on=today)]

    if not opened_of(locked).page(place, missing):
        raise not_challenged(locked)
    return portfolio_of(locked)
