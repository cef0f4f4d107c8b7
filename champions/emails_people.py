"""Mail about champions themselves, and about links. What a link is, only a page tells."""

from datetime import datetime

from awards.emails import address_of, officers
from awards.models import StandingInterest, User
from champions.models import Champion
from foundation.outbox import queue_mail


def tell_link_recorded(interest: StandingInterest, *, at: datetime) -> None:
    """To the person it is about, when somebody else wrote it down."""
    queue_mail(
        key=f"interest_recorded:{interest.pk}",
        message="interest_recorded",
        to=interest.person.email,
        context={
            "person": interest.person,
            "by": interest.declared_by,
            "url": address_of("interests"),
        },
        at=at,
    )


def tell_link_ended(interest: StandingInterest, *, by: User, at: datetime) -> None:
    """To the other officers, and to the person when it was not they who ended it."""
    told = [officer for officer in officers() if officer not in (by, interest.person)]
    if by != interest.person:
        told.append(interest.person)
    for person in told:
        own = person == interest.person
        queue_mail(
            key=f"interest_ended:{interest.pk}",
            message="interest_ended",
            to=person.email,
            context={
                "person": person,
                "whose": interest.person,
                "by": by,
                "own": own,
                "url": address_of("interests" if own else "officers-interests"),
            },
            at=at,
        )


def ask_about_term(champion: Champion, *, key: str, at: datetime) -> None:
    queue_mail(
        key=key,
        message="champion_term_ends",
        to=champion.user.email,
        context={
            "person": champion.user,
            "ends_on": champion.term_ends_on,
            "url": address_of("champion-profile"),
        },
        at=at,
    )
