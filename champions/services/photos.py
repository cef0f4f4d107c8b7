"""Photos that a panel takes at a visit (scheme.md 20): evidence of the panel, under the rules of evidence.

None at interviews, where nobody is named, and so nobody is shown.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from awards.models import User
from champions.choices import AppointmentState, Purpose
from champions.models import Appointment, AppointmentPhoto
from champions.services.locks import locked
from champions.services.meetings.rounds import need_arranger, record, refuse_when_closed
from champions.services.nameless import refuse_names
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.refusals import Refused
from portfolios.services.evidence import drop_photo, gather_photo


@transaction.atomic
def add_photo(
    *,
    appointment: Appointment,
    upload: "UploadedFile[bytes]",
    caption: str,
    consent: Mapping[str, Any],
    key: UUID,
    actor: User,
    at: datetime,
) -> AppointmentPhoto:
    """From the hour of the visit until it is shown: the organisation reads what the chair has read."""
    current = locked(appointment.application)
    role = need_arranger(actor, current)
    fresh = Appointment.objects.get(pk=appointment.pk)
    fresh.application = current
    why_not = refuses_photos(fresh, at=at)
    if why_not:
        raise Refused(why_not)
    refuse_when_closed(current)
    done = AppointmentPhoto.objects.filter(appointment=fresh, item__uuid=key).first()
    if done is not None:
        return done
    if fresh.photos.filter(item__removed_at=None).count() >= AppointmentPhoto.MOST:
        raise Refused(f"A visit has room for {AppointmentPhoto.MOST} photos. Remove one first.")
    refuse_names([caption], current)
    day = fresh.held_on or london_date(fresh.starts_at or at)
    file = gather_photo(
        organisation=current.organisation,
        title=f"Photo of the monitoring visit on {show_date(day)}",
        taken_on=day,
        upload=upload,
        caption=caption,
        consent=consent,
        key=key,
        actor=actor,
        role=role,
        at=at,
    )
    photo = AppointmentPhoto.objects.create(appointment=fresh, item=file.item)
    record("photo-added", fresh, actor, role, at)
    return photo


@transaction.atomic
def remove_photo(*, photo: AppointmentPhoto, actor: User, at: datetime) -> None:
    """By anybody of the panel's side, whoever took it: that somebody does not want it is never argued.

    Once the case is closed it is what was judged: then somebody hides it, which ends with its deletion.
    """
    current = locked(photo.appointment.application)
    role = need_arranger(actor, current)
    refuse_when_closed(current)
    fresh = AppointmentPhoto.objects.select_related("appointment", "item").filter(pk=photo.pk)
    row = fresh.first()
    if row is None:
        # Removing what is gone already is no mistake.
        return
    row.appointment.application = current
    drop_photo(item=row.item, actor=actor, role=role, at=at)
    record("photo-removed", row.appointment, actor, role, at)


def refuses_photos(appointment: Appointment, *, at: datetime) -> str:
    """Why no photo can be added now; empty when one can."""
    if appointment.purpose != Purpose.VISIT:
        return "Photos are for visits only. At an interview nobody is shown."
    if appointment.shown_at is not None:
        return "The organisation can read this visit already. No photo can be added now."
    begun = appointment.starts_at is not None and appointment.starts_at <= at
    if appointment.state == AppointmentState.HELD or (
        appointment.state == AppointmentState.AGREED and begun
    ):
        return ""
    return "The visit has not begun yet."
