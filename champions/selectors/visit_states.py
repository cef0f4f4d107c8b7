"""Where a visit or an interview stands, in one sentence for each side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from awards.models import Application, User
from champions.calendars import name_of
from champions.choices import OPEN_APPOINTMENTS, AppointmentState, Side
from champions.models import Appointment, OfferedTime
from champions.selectors.visits import takes_visits, visits_for_panel
from champions.times import spoken
from foundation.forms import show_date


@dataclass(frozen=True)
class Standing:
    # As `_status.html` has it.
    kind: str
    word: str
    sentence: str


@dataclass(frozen=True)
class Listed:
    appointment: Appointment
    # The times on offer that are still to come.
    coming: tuple[OfferedTime, ...]
    at: datetime

    @property
    def name(self) -> str:
        return name_of(self.appointment)

    @property
    def noun(self) -> str:
        return "interview" if self.appointment.group else "visit"

    @property
    def is_open(self) -> bool:
        return self.appointment.state in OPEN_APPOINTMENTS

    @property
    def has_begun(self) -> bool:
        starts = self.appointment.starts_at
        return starts is not None and starts <= self.at

    @property
    def offered_by_panel(self) -> list[OfferedTime]:
        return [offer for offer in self.coming if offer.side == Side.PANEL]

    @property
    def offered_by_organisation(self) -> list[OfferedTime]:
        return [offer for offer in self.coming if offer.side == Side.ORGANISATION]

    @property
    def for_panel(self) -> Standing:
        state = self.appointment.state
        if state == AppointmentState.OFFERED:
            if self.offered_by_panel:
                return Standing("waiting", "They choose", "The organisation has to choose a time.")
            if self.offered_by_organisation:
                return Standing(
                    "now", "Choose a time", "The organisation offered other times. Choose one."
                )
            return Standing(
                "now", "Offer times", "The times that were offered have passed. Offer new ones."
            )
        if state == AppointmentState.AGREED:
            if self.has_begun:
                return Standing("now", "Write it up", "Write down what you saw and heard.")
            return self._agreed
        if state == AppointmentState.CANCELLED:
            return self._off
        if self.appointment.shown_at is None:
            return Standing("done", "Written up", "Only the panel and SEND officers can read it.")
        return Standing("done", "Shown", "The organisation can read it, too.")

    @property
    def for_organisation(self) -> Standing:
        """It says nothing of what was found until the chair shows it."""
        state = self.appointment.state
        if state == AppointmentState.OFFERED:
            if self.offered_by_panel:
                return Standing("now", "Choose a time", "Choose a time, or offer other times.")
            if self.offered_by_organisation:
                return Standing(
                    "waiting",
                    "The champions choose",
                    "You offered times. The champions choose one.",
                )
            return Standing(
                "waiting",
                "The champions offer times",
                "The times that were offered have passed. The champions will offer new ones.",
            )
        if state == AppointmentState.AGREED:
            if self.has_begun:
                return Standing(
                    "waiting", "The champions write", "The champions write down what they saw."
                )
            return self._agreed
        if state == AppointmentState.CANCELLED:
            return self._off
        held_on = self.appointment.held_on
        took = f"It took place on {show_date(held_on)}." if held_on else "It took place."
        if self.appointment.shown_at is None:
            return Standing("done", "Took place", took)
        return Standing("done", "Read it", f"{took} You can read what the champions wrote.")

    @property
    def _agreed(self) -> Standing:
        starts = self.appointment.starts_at
        return Standing("waiting", "Agreed", f"It is on {spoken(starts)}." if starts else "")

    @property
    def _off(self) -> Standing:
        return Standing("stopped", "Called off", self.appointment.cancelled_reason)


def listed(rows: Iterable[Appointment], *, at: datetime) -> list[Listed]:
    """What is open first, then the newest. One query more for the times, however many."""
    appointments = sorted(rows, key=lambda row: (row.created_at, row.pk), reverse=True)
    offers: dict[int, list[OfferedTime]] = defaultdict(list)
    coming = OfferedTime.objects.open().filter(appointment__in=appointments, starts_at__gt=at)
    for offer in coming:
        offers[offer.appointment_id].append(offer)
    every = [Listed(each, tuple(offers[each.pk]), at) for each in appointments]
    return sorted(every, key=lambda each: not each.is_open)


def visits_on_case(application: Application, reader: User, *, at: datetime) -> list[Listed]:
    """For the page of a case: three queries from Silver on, none at Bronze."""
    if not takes_visits(application):
        return []
    return listed(visits_for_panel(application, reader), at=at)
