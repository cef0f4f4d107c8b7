"""Accounts that nobody uses, and that nothing needs."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest

from awards.models import Membership, User
from champions.models import Assignment, Decision, Panel
from foundation.dates import end_of, london_date, months_later, started_by
from foundation.notices import Due
from reports.models import PrivacyRequest


def unused_accounts(*, by: date) -> list[Due]:
    """12 months after they last signed in; told a month before. One query.

    Whoever belongs to an organisation, is an officer or a champion, is named in a panel's work that
    still has its names, or asks us something about their data, is kept.
    """
    limit = end_of(started_by(by, months=11))
    person = OuterRef("pk")
    names = Q(panel__anonymised_at=None)
    sits = Assignment.objects.filter(names, champion__user=person)
    settled = Panel.objects.filter(settled_by=person, anonymised_at=None)
    decided = Decision.objects.filter(
        names, Q(recorded_by=person) | Q(released_by=person) | Q(cancelled_by=person)
    )
    asks = PrivacyRequest.objects.open().filter(Q(person=person) | Q(entered_by=person))
    rows = (
        User.objects.filter(
            ~Exists(Membership.objects.filter(user=person)),
            ~Exists(sits),
            ~Exists(settled),
            ~Exists(decided),
            ~Exists(asks),
            erased_at=None,
            is_officer=False,
            is_champion=False,
            is_staff=False,
            is_superuser=False,
        )
        .annotate(seen=Greatest("date_joined", Coalesce("last_login", "date_joined")))
        .filter(seen__lt=limit)
        .order_by("pk")
        .values_list("pk", "seen")
    )
    found = []
    for pk, seen in rows:
        day = london_date(seen)
        on = months_later(day, 12)
        found.append(Due(f"account_ends:{pk}:{on}", pk, (pk,), months_later(day, 11), on))
    return found
