"""The same answer for many pieces: forty photographs of one afternoon are told about once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from awards.models import Organisation, User
from awards.permissions import need_member
from foundation.dates import london_date
from portfolios.choices import ShowsPeople
from portfolios.models import Consent, EvidenceItem
from portfolios.services.evidence.editing import note_change

# What may be alike for many; what a piece tells and what changed is its own.
ALIKE = ("kind", "happened_on", "who")


@transaction.atomic
def tell_several(
    *,
    organisation: Organisation,
    items: Iterable[UUID],
    values: Mapping[str, Any],
    nobody: bool,
    actor: User,
    at: datetime,
) -> int:
    """How many pieces were changed. Only what is still empty is filled in: nobody's words are lost.

    `nobody`: nobody is pictured or quoted in any of them. That there are people is said of each piece
    alone, as each has its own consent.
    """
    need_member(actor, organisation)
    rows = (
        EvidenceItem.objects.visible_to(actor)
        .kept()
        .shown(london_date(at))
        .filter(organisation=organisation, uuid__in=list(items))
        .select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "consent")
        .order_by("pk")
    )
    return sum(_tell(row, values, nobody=nobody, actor=actor, at=at) for row in rows)


def _tell(
    item: EvidenceItem, values: Mapping[str, Any], *, nobody: bool, actor: User, at: datetime
) -> bool:
    new = {name: values[name] for name in ALIKE if values.get(name) and not getattr(item, name)}
    if new:
        EvidenceItem.objects.filter(pk=item.pk).update(**new, version=F("version") + 1)
        note_change(item, event="evidence.changed", actor=actor, at=at)
    open_question = Consent.objects.filter(item=item, shows_people="", withdrawn_at=None)
    said = nobody and bool(
        open_question.update(shows_people=ShowsPeople.NOBODY, version=F("version") + 1)
    )
    if said:
        note_change(item, event="consent.recorded", actor=actor, at=at, details={"nobody": True})
    return bool(new) or said
