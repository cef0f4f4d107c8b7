"""What champions say of themselves, why they leave, visits, interviews and appeals, in an attacker's words."""

from datetime import datetime, timedelta
from uuid import uuid4

from awards.choices import Interest
from awards.models import Application
from champions.choices import Capacity, Course, Group, Outcome, PlaceKind, Purpose, Side, TimeOfWeek
from champions.models import Appointment, Champion, Decision, Panel
from champions.selectors import facts_of
from champions.services.appeals import hear_appeal, make_appeal, refuse_appeal
from champions.services.interests import end_tie
from champions.services.meetings import (
    accept_time,
    cancel,
    move,
    offer_visit,
    propose_other_times,
)
from champions.services.minutes import Attendee
from champions.services.panels import make_offer, step_back, take_off
from champions.services.profile import add_absence, ask_about_terms, save_availability
from champions.services.reminders import remind_champion, remind_of_what_waits
from champions.services.standing import tell_of_link
from champions.services.training import record_training
from champions.services.visits import write_up
from foundation.clock import DutyContext
from tests.support.photos import photo_of, show_all, with_children
from tests.threats.builder import DAY, Builder
from tests.threats.texts import SITE, evil


class Sitter:
    def __init__(self, build: Builder) -> None:
        self.build = build
        self.now: datetime = build.now

    def cases(self) -> dict[str, Application]:
        """One that everybody left; and a letter that was appealed against, in each state of that."""
        return {"left": self.left("Left")} | {
            state: self.appealed(state.capitalize(), state)
            for state in ("appealed", "refused", "heard")
        }

    def work(self, judged: Panel, sent: Application) -> None:
        for champion in (self.build.chair, self.build.young, self.build.parent, self.build.spare):
            self.tells(champion)
        self.ties()
        # Past the service: it keeps none where the mix is whole.
        Panel.objects.filter(pk=judged.pk).update(waiver=evil("Kestrel waives ", 500))
        make_offer(application=sent, actor=self.build.spare.user, at=self.now)
        visit = self.held(judged, Purpose.VISIT)
        self.photographed(visit)
        show_all(visit, self.build.chair.user, at=self.now - 17 * DAY)
        # Not shown yet, so that photos can still be added.
        self.held(judged, Purpose.VISIT)
        self.held(judged, Purpose.INTERVIEW)
        self.offered(judged, Purpose.INTERVIEW, at=self.now - DAY)
        self.arranged(judged)
        self.reminds()

    def arranged(self, panel: Panel) -> None:
        """To come; moved by the organisation; answered with other times; and called off."""
        for act in ("agreed", "moved", "answered", "cancelled"):
            visit = self.offered(panel, Purpose.VISIT, at=self.now - DAY)
            lead = {"actor": self.build.lead, "at": self.now - timedelta(hours=20)}
            if act == "answered":
                propose_other_times(appointment=visit, times=[self.now + 12 * DAY], **lead)
                continue
            accept_time(offered=visit.offers.first(), **lead)
            visit.refresh_from_db()
            if act == "moved":
                move(
                    appointment=visit,
                    side=Side.ORGANISATION,
                    times=[self.now + 13 * DAY],
                    reason=evil("Kestrel shifts "),
                    **lead,
                )
            elif act == "cancelled":
                cancel(
                    appointment=visit,
                    reason=evil("Kestrel stops "),
                    actor=self.build.chair.user,
                    at=self.now,
                )

    def reminds(self) -> None:
        """By an officer, and by the clock of days to come."""
        remind_champion(champion=self.build.chair, actor=self.build.officer, at=self.now)
        for days in (9, 65):
            moment = self.now + days * DAY
            context = DutyContext(now=moment, today=moment.date(), dry_run=False)
            remind_of_what_waits(context)
            ask_about_terms(context)

    def tells(self, champion: Champion) -> None:
        save_availability(
            champion=champion,
            most_cases=20,
            suits=[TimeOfWeek.EVENING],
            access_needs=evil("Kestrel needs ", 1000),
            plain_way=champion == self.build.parent,
            term_ends_on=(self.now + 90 * DAY).date(),
            actor=champion.user,
            at=self.now,
        )
        add_absence(
            champion=champion,
            from_on=(self.now + 9 * DAY).date(),
            until_on=(self.now + 12 * DAY).date(),
            actor=champion.user,
            at=self.now,
        )
        record_training(
            champion=champion,
            done={Course.WELCOME: (self.now - 30 * DAY).date()},
            actor=self.build.officer,
            at=self.now,
        )

    def ties(self) -> None:
        """To what has not signed up: told by oneself and ended; noted by an officer."""
        parent, spare = self.build.parent.user, self.build.spare.user
        link = {"nature": Interest.OTHER, "details": evil("Kestrel tie ", 500)}
        told = tell_of_link(
            person=parent,
            organisation_name=evil("Kestrel elsewhere ", 160),
            actor=parent,
            at=self.now - 2 * DAY,
            **link,
        )
        end_tie(
            interest=told.interest,
            reason=evil("Kestrel over ", 500),
            actor=self.build.officer,
            at=self.now - DAY,
        )
        tell_of_link(
            person=spare,
            organisation_name=evil("Kestrel noted ", 160),
            actor=self.build.officer,
            at=self.now - DAY,
            **link,
        )

    def left(self, label: str) -> Application:
        panel, build = self.build.seated(label), self.build
        step_back(
            panel=panel,
            reason=evil("Kestrel tires ", 500),
            actor=build.young.user,
            at=self.now - 2 * DAY,
        )
        take_off(
            panel=panel,
            champion=build.chair,
            reason=evil("Kestrel recuses ", 500),
            actor=build.officer,
            at=self.now - DAY,
        )
        return panel.application

    def appealed(self, label: str, state: str) -> Application:
        application, build = self.build.released(label, Outcome.NOT_YET), self.build
        appeal = make_appeal(
            decision=Decision.objects.get(panel__application=application),
            grounds=evil("Kestrel objects ", 5000),
            actor=build.lead,
            at=self.now - 3 * DAY,
        )
        handled = {"actor": build.second_officer, "at": self.now - 2 * DAY}
        if state == "refused":
            refuse_appeal(appeal=appeal, why=evil("Kestrel declines ", 2000), **handled)
        elif state == "heard":
            hear_appeal(appeal=appeal, **handled)
        application.refresh_from_db()
        return application

    def offered(self, panel: Panel, purpose: Purpose, *, at: datetime) -> Appointment:
        asked = offer_visit(
            application=panel.application,
            purpose=purpose,
            group=Group.STAFF if purpose is Purpose.INTERVIEW else None,
            about="What is it like?",
            times=[at + 9 * DAY, at + 10 * DAY],
            place_kind=PlaceKind.VIDEO,
            place=SITE,
            minutes=60,
            key=uuid4(),
            actor=self.build.chair.user,
            at=at,
        )
        # Past the service: people of this city are called as an attacker writes, and an interview names none.
        Appointment.objects.filter(pk=asked.pk).update(about=evil("Kestrel wants to see ", 1000))
        asked.refresh_from_db()
        return asked

    def photographed(self, visit: Appointment) -> None:
        """One with a child in it."""
        photo = photo_of(
            visit,
            self.build.chair.user,
            at=self.now - 19 * DAY,
            consent=with_children(self.now - 20 * DAY)
            | {
                "holder": evil("Kestrel keeps ", 200),
                "form_reference": evil("Kestrel shelf ", 200),
            },
        )
        # Past the service, which finds the names of this city in it.
        photo.item.files.update(caption=evil("Kestrel poses ", 300))

    def held(self, panel: Panel, purpose: Purpose) -> Appointment:
        begun, build = self.now - 30 * DAY, self.build
        visit = self.offered(panel, purpose, at=begun)
        accept_time(
            offered=visit.offers.first(),
            access_needs=evil("Kestrel lift ", 1000),
            actor=build.lead,
            at=begun + timedelta(hours=1),
        )
        visit.refresh_from_db()
        attendance = [Attendee(str(build.chair.user), Capacity.CHAMPION, user=build.chair.user)]
        if purpose is Purpose.VISIT:
            attendance.append(Attendee(evil("Kestrel host ", 120), Capacity.ORGANISATION))
        asked = facts_of(panel.application).asked
        visit = write_up(
            appointment=visit,
            held_on=visit.starts_at.date(),
            attendance=attendance,
            people_count=3 if purpose is Purpose.INTERVIEW else None,
            summary="What we saw.",
            findings={each.code: "What we found." for each in asked[:2]},
            actor=build.chair.user,
            at=self.now - 18 * DAY,
        )
        # Past the service, for the same reason.
        Appointment.objects.filter(pk=visit.pk).update(summary=evil("Kestrel saw ", 5000))
        visit.findings.update(text=evil("Kestrel found ", 2000))
        return visit
