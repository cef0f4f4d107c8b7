"""The panel's side of a meeting: offering, agreeing, moving, writing up."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.models import User
from champions.choices import AppointmentState, MeetingOutcome, PlaceKind, Side
from champions.forms.meetings import CancelForm, ChooseTimeForm, MoveForm, OfferForm, PlaceForm
from champions.forms.minutes import MinutesForm
from champions.forms.times import initial_times
from champions.models import Appointment
from champions.services import meetings
from champions.services.minutes import hold_and_minute
from champions.views.loading import Case, load_open
from champions.views.ways import way_back
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Refused


def _appointment(case: Case, *states: AppointmentState) -> Appointment:
    found = case.facts.meeting
    if found is None or found.state not in states:
        raise Refused("The meeting is no longer at this point.", link=case.link)
    found.application = case.application
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where the meeting stands; and, when the organisation offered times, the choice."""
    case = load_open(request, uuid)
    coming = [
        offer
        for offer in case.facts.offers
        if offer.side == Side.ORGANISATION and offer.starts_at > case.now
    ]
    form = ChooseTimeForm(typed(request), offers=coming, asks_access=False) if coming else None
    if request.method == "POST":
        if form is None:
            raise Refused("There is no time to choose now.", link=case.link)
        if form.is_valid():
            meetings.agree(offered=form.offered, actor=case.user, at=timezone.now())
            messages.success(request, "The meeting is agreed. We have written to everybody.")
            return redirect("case-meeting", uuid)
    context = {
        "case": case,
        "meeting": case.facts.meeting,
        "form": form,
        "topics": case.facts.scheme.meeting.topics,
        "begun": _has_begun(case),
        "way": way_back(request, case),
        "attendances": case.facts.meeting.attendances.all() if case.facts.meeting else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/meeting_case.html", context, status=status)


def _has_begun(case: Case) -> bool:
    found = case.facts.meeting
    return found is not None and found.starts_at is not None and found.starts_at <= case.now


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def offer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case = load_open(request, uuid)
    before = case.facts.meeting
    if case.facts.meeting_done or not case.facts.needs_meeting:
        raise Refused("There is no meeting to offer.", link=case.link)
    if before is not None and before.state == AppointmentState.AGREED:
        raise Refused("A time has already been agreed.", link=case.link)
    initial: dict[str, object] = {"minutes": case.facts.scheme.meeting.minutes}
    if before is not None and before.state == AppointmentState.OFFERED:
        coming = [o for o in case.facts.offers if o.starts_at > case.now]
        initial |= initial_times([o.starts_at for o in coming if o.side == Side.PANEL])
        initial |= {"place_kind": before.place_kind, before.place_kind: before.place}
    form = OfferForm(typed(request), now=case.now, initial=initial)
    if request.method == "POST" and form.is_valid():
        meetings.offer_times(
            application=case.application,
            times=form.times,
            place_kind=PlaceKind(form.cleaned_data["place_kind"]),
            place=form.place,
            minutes=form.cleaned_data["minutes"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The times are offered. The organisation chooses one.")
        return redirect("case-meeting", uuid)
    return _form_page(request, case, form, "Offer times to meet")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case = load_open(request, uuid)
    appointment = _appointment(case, AppointmentState.AGREED)
    form = MoveForm(typed(request), now=case.now)
    if request.method == "POST" and form.is_valid():
        meetings.move(
            appointment=appointment,
            side=Side.PANEL,
            times=form.times,
            reason=form.cleaned_data["reason"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The meeting moves. The organisation chooses a new time.")
        return redirect("case-meeting", uuid)
    return _form_page(request, case, form, "Move the meeting")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def place(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case = load_open(request, uuid)
    appointment = _appointment(case, AppointmentState.AGREED)
    initial = {"place_kind": appointment.place_kind, appointment.place_kind: appointment.place}
    form = PlaceForm(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        meetings.change_place(
            appointment=appointment,
            place_kind=PlaceKind(form.cleaned_data["place_kind"]),
            place=form.place,
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The place is changed. We have written to everybody.")
        return redirect("case-meeting", uuid)
    return _form_page(request, case, form, "Change the place or link")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case = load_open(request, uuid)
    appointment = _appointment(case, AppointmentState.OFFERED, AppointmentState.AGREED)
    form = CancelForm(typed(request))
    if request.method == "POST" and form.is_valid():
        meetings.cancel(
            appointment=appointment,
            reason=form.cleaned_data["reason"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The meeting is called off. We have written to everybody.")
        return redirect("case-meeting", uuid)
    return _form_page(request, case, form, "Call the meeting off")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def minutes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The notes; what is typed is kept as a draft until they are saved."""
    case = load_open(request, uuid)
    appointment = _appointment(case, AppointmentState.AGREED)
    if appointment.starts_at is None or appointment.starts_at > case.now:
        raise Refused("The meeting has not begun yet. Write it up afterwards.", link=case.link)
    opening = opening_for(request, key=f"minutes:{appointment.uuid}")
    day = london_date(appointment.starts_at)
    form = MinutesForm(
        opening.data,
        earliest=day,
        latest=london_date(case.now),
        champions=[seat.champion.user for seat in case.facts.seats if seat.counts],
        people=list(User.objects.filter(memberships__organisation=case.application.organisation)),
        initial={"held_on": day},
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        hold_and_minute(
            appointment=appointment,
            held_on=form.cleaned_data["held_on"],
            attendance=form.attendance,
            summary=form.cleaned_data["summary"],
            commitment_assessed=form.cleaned_data["commitment_assessed"],
            next_steps=form.cleaned_data["next_steps"],
            outcome=MeetingOutcome(form.cleaned_data["outcome"]),
            actor=case.user,
            at=timezone.now(),
        )
        opening.done()
        messages.success(request, "The notes of the meeting are saved.")
        return redirect("case", uuid)
    return _form_page(request, case, form, "Write up the meeting", opening=opening)


def _form_page(
    request: HttpRequest, case: Case, form: object, title: str, **more: object
) -> HttpResponse:
    context = {"case": case, "form": form, "title": title, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/meeting_form.html", context, status=status)
