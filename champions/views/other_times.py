"""The organisation answers with times of its own: to a meeting, a visit or an interview alike."""

from datetime import datetime

from django.http import HttpRequest

from awards.models import User
from champions.choices import AppointmentState, Side
from champions.forms.meetings import MoveForm, OtherTimesForm
from champions.models import Appointment
from champions.services import meetings
from foundation.kept_posts import typed


def other_times_form(
    request: HttpRequest, appointment: Appointment, *, noun: str, now: datetime
) -> MoveForm | OtherTimesForm:
    """An agreed time is moved, with a reason; one that was only offered is answered."""
    if appointment.state == AppointmentState.AGREED:
        return MoveForm(typed(request), now=now, noun=noun)
    initial = {"access_needs": appointment.access_needs}
    return OtherTimesForm(typed(request), now=now, initial=initial)


def offer_other_times(
    form: MoveForm | OtherTimesForm, appointment: Appointment, *, actor: User, at: datetime
) -> None:
    """`form` is valid."""
    if isinstance(form, MoveForm):
        meetings.move(
            appointment=appointment,
            side=Side.ORGANISATION,
            times=form.times,
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=at,
        )
    else:
        meetings.propose_other_times(
            appointment=appointment,
            times=form.times,
            access_needs=form.cleaned_data["access_needs"],
            actor=actor,
            at=at,
        )
