"""Mail about appeals. Why somebody appeals, only the page tells; what is decided, only the letter."""

from collections.abc import Iterable
from datetime import datetime

from awards.emails import address_of
from awards.models import User
from champions.emails import context_of, organisation_side, tell
from champions.models import Appeal
from foundation.outbox import queue_mail


def tell_made(appeal: Appeal, *, hearers: Iterable[User]) -> None:
    """To the leads, that it came in; and to the officers who can take it on."""
    _tell_leads(appeal, "appeal_received", at=appeal.made_at)
    tell(
        hearers,
        "appeal_made",
        f"appeal_made:{appeal.pk}",
        appeal.decision.panel.application,
        at=appeal.made_at,
        page="officers-appeal",
        arguments=[appeal.uuid],
    )


def tell_heard(appeal: Appeal, *, sat: Iterable[User], at: datetime) -> None:
    """To the leads; and to the champions who decided, for whom the case is over."""
    _tell_leads(appeal, "appeal_heard", at=at)
    for person in sat:
        queue_mail(
            key=f"appeal_passed_on:{appeal.pk}",
            message="appeal_passed_on",
            to=person.email,
            context=context_of(appeal.decision.panel.application, person)
            | {"url": address_of("champions")},
            at=at,
        )


def tell_refused(appeal: Appeal, *, at: datetime) -> None:
    _tell_leads(appeal, "appeal_refused", at=at, why=appeal.refused_why)


def _tell_leads(appeal: Appeal, message: str, *, at: datetime, **more: object) -> None:
    tell(
        organisation_side(appeal.decision.panel.application),
        message,
        f"{message}:{appeal.pk}",
        appeal.decision.panel.application,
        at=at,
        page="appeal",
        arguments=[appeal.uuid],
        **more,
    )
