"""Recognition events in an attacker's words: planned, answered by the private link, moved and called off."""

from dataclasses import asdict
from datetime import datetime, timedelta

from awards.models import Award
from celebrations.choices import Answer, PrintKind
from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.services.events import inviting, telling
from celebrations.services.events.closing import close_event
from celebrations.services.events.links import renew_link
from celebrations.services.events.planning import Details, call_off_event, change_event
from celebrations.services.events.prints import ask_for_print
from celebrations.services.events.reminding import send_reminder
from celebrations.services.events.replying import answer
from foundation.dates import london_date
from tests.support.events import details, planned
from tests.support.replies import brings, evening, fresh, invited, says_yes
from tests.threats.builder import DAY, Builder
from tests.threats.texts import MARKUP, evil

WORDS = {
    # As much as a name takes.
    "name": f"=Kestrel night {MARKUP}",
    "venue": evil("Kestrel house ", 120),
    "address": evil("Kestrel road ", 250),
    "presenter": evil("Kestrel mayor ", 160),
    "practical": evil("Kestrel lift ", 1500),
}
NEEDS = {
    "access_needs": evil("Kestrel ramp ", 500),
    "dietary_needs": evil("Kestrel nuts ", 300),
}


class Inviter:
    def __init__(self, build: Builder) -> None:
        self.build = build
        self.at: datetime = build.now - 2 * DAY

    def invite_all(self, comes: Award, not_after_all: Award, waits: Award) -> None:
        """One comes with a guest, one said yes and then no, one is reminded; and it is moved."""
        event = self.planned()
        for award in (comes, not_after_all, waits):
            row = invited(event, award.organisation, award, officer=self.build.officer, at=self.at)
            row.invited_at = None
            row.save()
        inviting.send_invitations.call(str(event.uuid))
        first, second, third = (
            event.invitations.get(organisation=award.organisation)
            for award in (comes, not_after_all, waits)
        )
        for row in (first, second):
            self.says(row, Answer.COMING)
        brings(first, f"=Kestrel guest {MARKUP}", at=self.at, **NEEDS)
        self.says(second, Answer.NOT_COMING, at=self.build.now)
        send_reminder(invitation=fresh(third), actor=self.build.officer, at=self.at)
        renew_link(invitation=fresh(first), actor=self.build.officer, at=self.at)
        self.moved(event)
        self.called_off(waits)
        self.held(comes)

    def planned(self, *, later: timedelta = timedelta()) -> RecognitionEvent:
        """So near that officers are told of whoever does not come after all."""
        return planned(
            officer=self.build.officer,
            at=self.at,
            starts_at=self.at + 9 * DAY + later,
            reply_by=london_date(self.at + 4 * DAY),
            **WORDS,
        )

    def says(self, row: EventInvitation, said: Answer, *, at: datetime | None = None) -> None:
        found = fresh(row)
        answer(
            invitation=found,
            answer=said,
            message=evil("Kestrel says ", 500),
            seen=found.answered_at,
            actor=None,
            at=at or self.at,
        )

    def moved(self, event: RecognitionEvent) -> None:
        event.refresh_from_db()
        said = {name: getattr(event, name) for name in asdict(details(self.at))}
        said["venue"] = evil("Kestrel hall again ", 120)
        change_event(
            event=event,
            details=Details(**said),
            expected_version=event.version,
            actor=self.build.officer,
            at=self.at,
        )
        event.refresh_from_db()
        sent = " ".join(str(row.pk) for row in event.invitations.sent())
        telling.tell_of_change.call(str(event.uuid), event.version, sent)

    def called_off(self, award: Award) -> None:
        event = self.planned(later=timedelta(hours=1))
        invited(event, award.organisation, award, officer=self.build.officer, at=self.at)
        call_off_event(
            event=event,
            why=evil("Kestrel flood ", 500),
            actor=self.build.officer,
            at=self.at,
        )
        telling.tell_of_calling_off.call(str(event.uuid))

    def held(self, award: Award) -> None:
        """One that has begun, with a list that is being made; and one that is over and closed."""
        officer, now = self.build.officer, self.build.now
        for ago in (timedelta(hours=1), 20 * DAY):
            event = evening(officer=officer, at=now - 40 * DAY, starts_at=now - ago, **WORDS)
            row = invited(event, award.organisation, award, officer=officer, at=now - 30 * DAY)
            says_yes(row, at=now - ago, actor=officer)
            guest = f"=Kestrel visitor {MARKUP}"
            brings(row, guest, at=now - ago, actor=officer, **NEEDS)
            if ago < DAY:
                ask_for_print(event=event, kind=PrintKind.DOOR, actor=officer, at=now)
            else:
                close_event(event=event, actor=officer, at=now - DAY)
