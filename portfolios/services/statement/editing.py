"""What every change of a statement does first and last: lock it, see that this page is open, take back
the signature."""

from datetime import datetime

from awards.models import Application, User
from foundation.dates import london_date
from foundation.drafts import discard_draft
from portfolios.models import Commitment, Statement
from portfolios.selectors.evidence.access import eyes_in
from portfolios.selectors.statement.gaps import Place, missing_of
from portfolios.selectors.statement.opened import opened_of
from portfolios.selectors.statement.reading import statement_of, whole_statement
from portfolios.services.editing import not_challenged, open_for_writing


def draft_key(application: Application, *names: object) -> str:
    """Under which key a page keeps what is typed and not saved yet."""
    return ":".join(["statement", str(application.uuid), *(str(name) for name in names)])


def forget_draft(actor: User, application: Application, *names: object) -> None:
    discard_draft(actor, draft_key(application, *names))


def open_statement(
    *, application: Application, place: Place, actor: User, at: datetime
) -> Statement:
    """The statement with its application locked for the rest of the transaction.

    After a request for changes only what was challenged is open, and wherever something is missing.
    """
    locked = open_for_writing(application=application, actor=actor)

    def missing() -> list[Place]:
        today = london_date(at)
        eyes = eyes_in(actor, locked.organisation)
        whole = whole_statement(locked, on=today, eyes=eyes)
        gaps = missing_of(whole.record, on=today, signed=whole.is_signed)
        return [gap.about for gap in gaps]

    if not opened_of(locked).page(place, missing):
        raise not_challenged(locked)
    return statement_of(locked)


def take_back_signature(application: Application, *, at: datetime) -> None:
    """Whoever signed has not seen what was changed: the signature stays, superseded."""
    Commitment.objects.filter(application=application).current().supersede(at)
