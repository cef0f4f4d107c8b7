"""Mail about places on a panel. Why somebody left, and what ties them, only the page tells."""

from datetime import datetime

from awards.emails import address_of, officers
from awards.models import Application, StandingInterest, User
from champions.emails import context_of, tell
from champions.models import Assignment
from foundation.outbox import queue_mail


def officers_for(application: Application) -> list[User]:
    """Officers who are no part of the applicant and have no link with it (T-36)."""
    organisation = application.organisation
    apart = set(organisation.memberships.values_list("user", flat=True))
    tied = StandingInterest.objects.active().filter(organisation=organisation)
    apart |= set(tied.values_list("person", flat=True))
    return [officer for officer in officers() if officer.pk not in apart]


def tell_stepped_back(seat: Assignment, *, at: datetime) -> None:
    """To officers, who find a new champion; not to the one who stepped back."""
    application = seat.panel.application
    person = seat.champion.user
    tell(
        [officer for officer in officers_for(application) if officer != person],
        "panel_stepped_back",
        f"panel_stepped_back:{seat.pk}",
        application,
        at=at,
        page="case-panel",
        champion=person,
    )


def tell_left(seat: Assignment, *, at: datetime) -> None:
    """To who no longer sits. The same words whoever asked for it, and why."""
    application, person = seat.panel.application, seat.champion.user
    queue_mail(
        key=f"panel_left:{seat.pk}",
        message="panel_left",
        to=person.email,
        context=context_of(application, person) | {"url": address_of("champions")},
        at=at,
    )
