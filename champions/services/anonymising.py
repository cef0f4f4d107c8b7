"""Who sat on a panel is nobody's business for ever: six years after, its champions lose their names."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from awards.models import Challenge, Remark, StatusChange, User
from champions.models import (
    Appeal,
    Appointment,
    Assignment,
    Attendance,
    Champion,
    Decision,
    DeclarationOfInterest,
    OfferedTime,
    Panel,
    VisitRuling,
)
from champions.services.erasure import empty_case
from foundation import audit
from foundation.dates import london_date
from portfolios.models import Consent, EvidenceFile, EvidenceItem

# Where a person stands in the rows of one case: the model, the path to its application, the columns.
_NAMED: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (Panel, "application", ("settled_by",)),
    (Assignment, "panel__application", ("assigned_by", "ended_by")),
    (DeclarationOfInterest, "assignment__panel__application", ("declared_by",)),
    (Appointment, "application", ("created_by", "minuted_by", "shown_by")),
    (OfferedTime, "appointment__application", ("offered_by",)),
    (Attendance, "appointment__application", ("user",)),
    # Of photos of visits the rows stay.
    (EvidenceItem, "photo__appointment__application", ("created_by", "updated_by", "removed_by")),
    (EvidenceFile, "item__photo__appointment__application", ("added_by",)),
    (Consent, "item__photo__appointment__application", ("withdrawn_by", "disputed_by")),
    (Decision, "panel__application", ("recorded_by", "released_by", "cancelled_by")),
    (Appeal, "decision__panel__application", ("made_by", "handled_by")),
    (VisitRuling, "application", ("ruled_by",)),
    (Challenge, "application", ("raised_by", "closed_by")),
    (Remark, "application", ("author",)),
    (StatusChange, "application", ("actor",)),
)


@transaction.atomic
def anonymise_panel(panel: Panel, *, at: datetime) -> None:
    """Each champion becomes a person of this case alone, who never was anybody.

    So two acts of one champion are still of one person, and rules that need two people still hold;
    but nothing leads from one case to another, or to a name. What was written in words goes. Levels,
    outcomes, dates and perspectives stay. Done again it changes nothing.
    """
    locked = (
        Panel.objects.select_for_update(of=("self",), no_key=True)
        .select_related("application__organisation")
        .get(pk=panel.pk)
    )
    if locked.anonymised_at is not None:
        return
    seats = Assignment.objects.filter(panel=locked).select_related("champion")
    champions = {seat.champion_id: seat.champion for seat in seats.order_by("assigned_at", "pk")}
    for number, champion in enumerate(champions.values(), start=1):
        nobody = _nobody(champion, number, locked, at=at)
        Assignment.objects.filter(panel=locked, champion=champion).update(champion=nobody)
        _rename(locked, before=champion.user_id, after=nobody.user_id)
    empty_case(locked.application)
    Panel.objects.filter(pk=locked.pk).update(anonymised_at=at)
    panel.anonymised_at = at
    audit.record(
        "panel.anonymised",
        actor=None,
        target=locked,
        at=at,
        acting_for=locked.application.organisation.uuid,
        details={"champions": len(champions)},
    )


def _nobody(champion: Champion, number: int, panel: Panel, *, at: datetime) -> Champion:
    """A champion who cannot sign in, and who has nothing but the perspective."""
    user = User.objects.create_user(
        f"former-{uuid.uuid4().hex}@removed.invalid",
        name=f"Champion {number} of this panel",
        is_active=False,
        date_joined=at,
        erased_at=at,
    )
    served = london_date(panel.settled_at)
    return Champion.objects.create(
        user=user,
        perspective=champion.perspective,
        sector=champion.sector,
        serves_from=served,
        served_until=served,
    )


def _rename(panel: Panel, *, before: int, after: int) -> None:
    for model, case, columns in _NAMED:
        rows = model._default_manager.filter(**{case: panel.application_id})
        for column in _known(model, columns):
            rows.filter(**{column: before}).update(**{column: after})


def _known(model: type[Model], columns: Iterable[str]) -> list[str]:
    known = {field.name: field.attname for field in model._meta.concrete_fields}
    return [known[column] for column in columns]
