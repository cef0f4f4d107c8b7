"""Brings a case to any of its states, in an attacker's words. Each step at its own hour."""

from datetime import datetime, timedelta

from awards.choices import Interest
from awards.models import Application, Organisation, User
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from champions.choices import Capacity, Fit, Level, MeetingOutcome, Outcome, Perspective
from champions.models import Panel
from champions.selectors import facts_of
from champions.selectors.assessing import asks_strategies
from champions.services import assessments
from champions.services.decisions import Agreed, Point, record_decision, release_decision
from champions.services.meetings import change_place
from champions.services.minutes import Attendee, hold_and_minute
from champions.services.panels import declare_interest, settle_panel
from portfolios.choices import SectionCode
from portfolios.services import registration as forms
from tests.conftest import make_user
from tests.support.champions import agree_to_meet, make_champion
from tests.support.portfolios import fill_registration, send_registration, version_of
from tests.threats.texts import MAILBOX, SITE, evil

DAY = timedelta(days=1)


def named(label: str, **fields: object) -> User:
    person = make_user(label, at="kestrel.example", **fields)
    person.name = evil(f"Kestrel {label} ", 120)
    person.save()
    return person


class Builder:
    """Each step at its own hour, so that what should be later is."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.lead = named("Lead")
        self.officer = named("Officer", is_officer=True)
        self.second_officer = named("Second Officer", is_officer=True)
        self.chair = make_champion(named("Chair"), officer=self.officer, at=now - 60 * DAY)
        self.young = make_champion(
            named("Young"),
            officer=self.officer,
            at=now - 60 * DAY,
            perspective=Perspective.YOUNG_PERSON,
            turns_18_on=(now + 400 * DAY).date(),
        )
        self.parent = make_champion(
            named("Parent"),
            officer=self.officer,
            at=now - 60 * DAY,
            perspective=Perspective.PARENT_CARER,
        )
        self.spare = make_champion(named("Spare"), officer=self.officer, at=now - 60 * DAY)

    def organisation(self, label: str) -> Organisation:
        made = create_organisation(
            name=evil(f"Kestrel {label} ", 160),
            sector="education",
            kind="school",
            postcode="CV1 2AB",
            actor=self.lead,
            at=self.now - 50 * DAY,
        )
        made.slug = f"kestrel-{label.lower().replace(' ', '-')}"
        made.save()
        return made

    def draft(self, label: str) -> Application:
        at = self.now - 50 * DAY
        application = start_application(
            organisation=self.organisation(label), stage="bronze", actor=self.lead, at=at
        )
        fill_registration(application, lead=self.lead, at=at)
        texts = {
            SectionCode.ORGANISATION: {
                "organisation_name": application.organisation.name,
                "address_line_1": evil("Kestrel one ", 120),
                "address_line_2": evil("Kestrel two ", 120),
                "town": evil("Kestrel", 80),
                "outside_area_note": evil("Kestrel outside "),
            },
            SectionCode.CONTACT: {
                "email": MAILBOX,
                "telephone": "+441214960000",
                "website": SITE,
            },
            SectionCode.ABOUT: {
                "description": evil("Kestrel describes "),
                "commitment_statement": evil("Kestrel promises "),
            },
            SectionCode.CERTIFICATE: {"printed_name": evil("Kestrel printed ", 160)},
        }
        for section, values in texts.items():
            forms.save_section(
                application=application,
                section=section,
                values=values,
                expected_version=version_of(application, section),
                actor=self.lead,
                at=at,
            )
        levels = application.engagement_levels.values_list("level", flat=True)
        forms.save_levels(
            application=application,
            answers={code: ("now", evil("Kestrel level ")) for code in levels},
            expected_version=version_of(application, SectionCode.LEVELS),
            actor=self.lead,
            at=at,
        )
        for section, row, values in (
            (
                SectionCode.LEADS,
                application.registrationleads.get(),
                {
                    "name": evil("Kestrel lead ", 120),
                    "job_title": evil("Kestrel job ", 120),
                    "email": MAILBOX,
                },
            ),
            (
                SectionCode.PARTNERS,
                application.partners.get(),
                {"name": evil("Kestrel partner ", 160), "how": evil("Kestrel how ")},
            ),
        ):
            forms.change_item(
                application=application,
                section=section,
                item=row,
                values=values,
                expected_version=row.version,
                actor=self.lead,
                at=at,
            )
        forms.sign_commitment(
            application=application,
            signed_name=evil("Kestrel signs ", 120),
            signed_role=evil("Kestrel head ", 120),
            levels=["level.board"],
            actor=self.lead,
            at=at,
        )
        return application

    def sent(self, label: str) -> Application:
        application = self.draft(label)
        send_registration(application, lead=self.lead, at=self.now - 45 * DAY)
        application.refresh_from_db()
        return application

    def seated(self, label: str, *, cleared: bool = True) -> Panel:
        panel = settle_panel(
            application=self.sent(label),
            champions=[self.chair, self.young],
            chair=self.chair,
            waiver=evil("Kestrel waiver "),
            actor=self.officer,
            at=self.now - 40 * DAY,
        )
        for seat in panel.assignments.active() if cleared else ():
            declare_interest(
                assignment=seat,
                nature=Interest.NONE,
                actor=seat.champion.user,
                at=self.now - 39 * DAY,
            )
        return panel

    def meeting(self, label: str, *, days: int) -> Panel:
        """Agreed, so many days from now (or ago); place and access needs are hostile."""
        panel = self.seated(label)
        appointment = agree_to_meet(
            panel.application,
            self.lead,
            at=self.now - 38 * DAY,
            starts_at=self.now + days * DAY,
        )
        appointment.access_needs = evil("Kestrel needs ")
        appointment.save()
        change_place(
            appointment=appointment,
            place_kind=appointment.place_kind,
            place=SITE,
            actor=self.chair.user,
            at=self.now - 37 * DAY,
        )
        return panel

    def minuted(self, label: str) -> Panel:
        panel = self.meeting(label, days=-20)
        appointment = panel.application.appointments.latest("pk")
        hold_and_minute(
            appointment=appointment,
            held_on=appointment.starts_at.date(),
            attendance=[
                Attendee(str(self.chair), Capacity.CHAMPION, user=self.chair.user),
                Attendee(evil("Kestrel guest ", 120), Capacity.ORGANISATION),
            ],
            summary=evil("Kestrel summary "),
            commitment_assessed=evil("Kestrel assessed "),
            next_steps=evil("Kestrel steps "),
            outcome=MeetingOutcome.READY,
            actor=self.chair.user,
            at=self.now - 19 * DAY,
        )
        return panel

    def assess(self, panel: Panel, champion, *, send: bool = True) -> None:
        acts = {"panel": panel, "actor": champion.user, "at": self.now - 18 * DAY}
        facts = facts_of(panel.application)
        for asked in facts.asked:
            found = assessments.Found(
                Level.MET,
                evil("Kestrel finds "),
                strength=evil("Kestrel strength ", 2000),
                challenge=evil("Kestrel harder ", 2000),
            )
            assessments.save_finding(code=asked.code, found=found, expected_version=0, **acts)
        if asks_strategies(facts):
            fits = {p.code: (Fit.FITS, evil("Kestrel fits ", 1000)) for p in facts.scheme.policies}
            assessments.save_strategies(fits=fits, **acts)
        draft = assessments.describe(supporter=evil("Kestrel helper ", 120), **acts)
        if send:
            acts["at"] = self.now - 17 * DAY
            assessments.send(expected_version=draft.version, minutes=40, **acts)

    def assessed(self, label: str) -> Panel:
        panel = self.minuted(label)
        self.assess(panel, self.chair)
        self.assess(panel, self.young)
        return panel

    def decided(self, label: str, outcome: Outcome = Outcome.AWARD):
        panel = self.assessed(label)
        return record_decision(
            panel=panel,
            outcome=outcome,
            feedback=evil("Kestrel feedback "),
            agreed=[
                Agreed(
                    asked.code,
                    met=outcome is Outcome.AWARD or place > 0,
                    note=evil("Kestrel agreed "),
                    dissent=evil("Kestrel dissent "),
                )
                for place, asked in enumerate(facts_of(panel.application).asked)
            ],
            points=[] if outcome is Outcome.AWARD else [Point(evil("Kestrel point "))],
            actor=self.chair.user,
            at=self.now - 16 * DAY,
        )

    def released(self, label: str, outcome: Outcome) -> Application:
        decision = self.decided(label, outcome)
        release_decision(
            decision=decision,
            expected_version=decision.version,
            actor=self.officer,
            at=self.now - 15 * DAY,
        )
        return decision.panel.application
