"""Mail about places on a panel. Why somebody left, and what ties them, only the page tells."""

from datetime import datetime

from awards.emails import address_of
from awards.models import Application, User
from champions.emails import context_of, officers_for, panel_side, tell
from champions.models import Assignment, DeclarationOfInterest, VisitRuling
from champions.permissions import why_not_settle
from foundation.outbox import queue_mail


def tell_assigned(assignment: Assignment, *, at: datetime) -> None:
    tell(
        [assignment.champion.user],
        "panel_assigned",
        f"panel_assigned:{assignment.pk}",
        assignment.panel.application,
        at=at,
        page="case",
        is_chair=assignment.is_chair,
    )


def tell_interest(declaration: DeclarationOfInterest, *, application: Application) -> None:
    """To officers, who find a new champion; not to the one who has the link."""
    person = declaration.assignment.champion.user
    tell(
        _who_settle(application),
        "interest_declared",
        f"interest_declared:{declaration.pk}",
        application,
        at=declaration.declared_at,
        page="case-panel",
        champion=person,
    )


def tell_stepped_back(seat: Assignment, *, at: datetime) -> None:
    """To officers, who find a new champion; not to the one who stepped back."""
    application = seat.panel.application
    person = seat.champion.user
    tell(
        [officer for officer in _who_settle(application) if officer != person],
        "panel_stepped_back",
        f"panel_stepped_back:{seat.pk}",
        application,
        at=at,
        page="case-panel",
        champion=person,
    )


def tell_left(seat: Assignment, *, at: datetime) -> None:
    """To who no longer sits, in the same words whatever the reason; not to an account that has ended."""
    application, person = seat.panel.application, seat.champion.user
    if not person.is_active:
        return
    queue_mail(
        key=f"panel_left:{seat.pk}",
        message="panel_left",
        to=person.email,
        context=context_of(application, person) | {"url": address_of("champions")},
        at=at,
    )


def _who_settle(application: Application) -> list[User]:
    """Officers who can open the page that these mails lead to (T-36, T-39)."""
    free = officers_for(application)
    return [officer for officer in free if why_not_settle(officer, application) is None]


def tell_ruled(ruling: VisitRuling) -> None:
    """To the panel: whether it visits, and where the reason is."""
    tell(
        panel_side(ruling.application),
        "visit_ruled",
        f"visit_ruled:{ruling.pk}",
        ruling.application,
        at=ruling.ruled_at,
        page="case",
        visit=ruling.visit,
    )
