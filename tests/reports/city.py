"""One organisation at every step of the way, as officers meet them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from awards.choices import Interest, MembershipRole, Role, Status
from awards.models import Application, Award, Extension, Membership, Organisation, User
from awards.services.applications import start_application, withdraw
from awards.services.organisations import create_organisation
from champions.choices import Ended, MeetingOutcome, Outcome, Perspective
from champions.models import Assignment, Champion, Panel
from champions.services import meetings
from tests.conftest import make_user
from tests.support.awards import dated
from tests.support.champions import (
    HOUR,
    agree_to_meet,
    assess,
    assess_all,
    bring_to_assessment,
    bring_to_decision,
    bring_to_release,
    clear_all,
    hold,
    make_champion,
    send,
    settle,
)

DAY = timedelta(days=1)
EDITION = "birmingham-2026"


@dataclass
class City:
    """Everything happens before `at`; what is to come lies after it."""

    at: datetime
    officer: User = None
    chair: Champion = None
    young: Champion = None
    cases: dict[str, Application] = field(default_factory=dict)
    leads: dict[str, User] = field(default_factory=dict)

    @property
    def panel(self) -> list[Champion]:
        return [self.chair, self.young]

    def people(self) -> None:
        long_ago = self.at - 90 * DAY
        self.officer = make_user("Olive Officer", is_officer=True)
        self.chair = make_champion(make_user("Paula Chair"), officer=self.officer, at=long_ago)
        self.young = make_champion(
            make_user("Yusuf Young"),
            officer=self.officer,
            at=long_ago,
            perspective=Perspective.YOUNG_PERSON,
        )

    def organisation(self, name: str, *, before: int, sector: str = "education") -> Organisation:
        self.leads[name] = make_user(f"Lead {name}")
        return create_organisation(
            name=f"{name.capitalize()} House",
            sector=sector,
            kind="school",
            postcode="B1 1BB",
            actor=self.leads[name],
            at=self.at - before * DAY,
        )

    def draft(self, name: str, *, before: int = 30, sector: str = "education") -> Application:
        lead_of = self.organisation(name, before=before, sector=sector)
        self.cases[name] = start_application(
            organisation=lead_of, stage="bronze", actor=self.leads[name], at=self.at - before * DAY
        )
        return self.cases[name]

    def sent(self, name: str, *, before: int = 20, **fields: str) -> Application:
        case = self.draft(name, before=before + 10, **fields)
        send(case, self.leads[name], at=self.at - before * DAY)
        return case

    def settled(self, name: str, *, before: int = 20, cleared: bool = True) -> Panel:
        panel = settle(
            self.sent(name, before=before), self.panel, self.officer, at=self.at - before * DAY
        )
        if cleared:
            clear_all(panel, at=self.at - before * DAY)
        return panel

    def assessing(self, name: str) -> Panel:
        return bring_to_assessment(
            self.sent(name),
            lead=self.leads[name],
            champions=self.panel,
            officer=self.officer,
            at=self.at - 20 * DAY,
        )

    def brought(self, name: str, outcome: Outcome) -> Application:
        case = self.sent(name)
        bring_to_release(
            case,
            lead=self.leads[name],
            champions=self.panel,
            officer=self.officer,
            at=self.at - 20 * DAY,
            outcome=outcome,
        )
        case.refresh_from_db()
        return case

    def meeting(self, name: str, *, before: int, starts: int):
        """Offered `before` days ago for `starts` days from now."""
        panel = self.settled(name)
        return meetings.offer_times(
            application=panel.application,
            times=[self.at + starts * DAY],
            place_kind="video",
            place="https://meet.example/a",
            minutes=60,
            actor=self.chair.user,
            at=self.at - before * DAY,
        )

    def agreed(self, name: str, *, before: int, starts: int):
        panel = self.settled(name)
        return agree_to_meet(
            panel.application,
            self.leads[name],
            at=self.at - before * DAY,
            starts_at=self.at + starts * DAY,
        )

    def silver(self, name: str, champions: list[Champion]) -> None:
        """By hand: nobody can write a Silver application yet, and this list must know it already."""
        organisation = self.organisation(name, before=60)
        held, case = (
            Application.objects.create(
                reference=f"{name}-{stage}",
                organisation=organisation,
                stage=stage,
                edition=EDITION,
                status=status,
                status_since=self.at - 10 * DAY,
                submitted_at=self.at - before * DAY,
                created_at=self.at - before * DAY,
                created_by=self.leads[name],
            )
            for stage, status, before in (
                ("bronze", Status.APPROVED, 60),
                ("silver", Status.IN_REVIEW, 30),
            )
        )
        Award.objects.create(
            organisation=organisation,
            application=held,
            stage="bronze",
            edition=EDITION,
            **dated(date(2026, 6, 1)),
        )
        panel = Panel.objects.create(
            application=case, settled_by=self.officer, settled_at=self.at - 10 * DAY
        )
        for champion in champions:
            seat = Assignment.objects.create(
                panel=panel,
                champion=champion,
                is_chair=champion == self.chair,
                assigned_by=self.officer,
                assigned_at=self.at - 10 * DAY,
            )
            seat.declarations.create(
                nature=Interest.NONE, declared_by=champion.user, declared_at=self.at - 9 * DAY
            )
        self.cases[name] = case

    def holder(
        self,
        name: str,
        awarded_on: date,
        silver: Status | None = None,
        *,
        more: tuple[date, ...] = (),
        **award: date,
    ) -> Organisation:
        """By hand, because no more than what the list reads matters: Bronze, and perhaps Silver."""
        organisation = self.organisation(name, before=500)
        bronze = self._row(name, organisation, "bronze", Status.APPROVED)
        Award.objects.create(
            organisation=organisation,
            application=bronze,
            stage="bronze",
            edition=EDITION,
            **dated(awarded_on),
            **award,
        )
        if silver is not None:
            self.cases[name] = self._row(name, organisation, "silver", silver)
        for due_on in more:
            Extension.objects.create(
                organisation=organisation,
                stage="silver",
                due_on=due_on,
                reason="Their lead is new.",
                granted_by=self.officer,
                granted_at=self.at - 30 * DAY,
            )
        return organisation

    def _row(
        self, name: str, organisation: Organisation, stage: str, status: Status
    ) -> Application:
        before = 400 if stage == "bronze" else 40
        return Application.objects.create(
            reference=f"{name}-{stage}",
            organisation=organisation,
            stage=stage,
            edition=EDITION,
            status=status,
            status_since=self.at - before * DAY,
            submitted_at=None if status == Status.DRAFT else self.at - before * DAY,
            created_at=self.at - before * DAY,
            created_by=self.leads[name],
        )

    def holders(self) -> None:
        """Today is 23 December 2026, and Silver is due a year after Bronze."""
        self.holder("idle", date(2025, 11, 7))
        self.holder("tardy", date(2025, 12, 22), Status.DRAFT)
        self.holder("punctual", date(2025, 12, 23), Status.DRAFT)
        self.holder("extended", date(2025, 11, 7), Status.DRAFT, more=(date(2027, 3, 31),))
        # The latest counts, even where somebody put an earlier one right.
        self.holder("overrun", date(2025, 6, 1), more=(date(2027, 1, 31), date(2026, 12, 1)))
        # Given for an award before this one: it says nothing now.
        self.holder("regained", date(2026, 6, 1), more=(date(2026, 1, 1),))
        self.holder("recalled", date(2025, 11, 7), Status.WITHDRAWN)
        self.holder("delivered", date(2025, 11, 7), Status.SUBMITTED)
        self.holder("refused", date(2025, 11, 7), Status.DECLINED)
        self.holder("revoked", date(2025, 11, 7), revoked_on=date(2026, 1, 1))
        gilded = self.holder("gilded", date(2025, 11, 7), Status.APPROVED)
        Award.objects.create(
            organisation=gilded,
            application=self.cases["gilded"],
            stage="silver",
            edition=EDITION,
            **dated(date(2026, 11, 13)),
        )

    def build(self) -> "City":
        self.people()
        self.organisation("empty", before=5)
        self.draft("draft")
        self.sent("submitted", sector="health")
        self.settled("undeclared", cleared=False)
        self.settled("settled")
        self.meeting("offered", before=3, starts=5)
        self.meeting("expired", before=9, starts=-2)
        meetings.propose_other_times(
            appointment=self.meeting("counter", before=3, starts=5),
            times=[self.at + 8 * DAY],
            actor=self.leads["counter"],
            at=self.at - DAY,
        )
        self.agreed("agreed", before=3, starts=5)
        self.agreed("over", before=9, starts=-2)
        held = self.agreed("again", before=9, starts=-2)
        hold(held, self.leads["again"], outcome=MeetingOutcome.AGAIN)
        assess(self.assessing("assessing"), self.chair, at=self.at - 5 * DAY)
        assess_all(self.assessing("ready"), at=self.at - 5 * DAY)
        bring_to_decision(
            self.sent("decided"),
            lead=self.leads["decided"],
            champions=self.panel,
            officer=self.officer,
            at=self.at - 20 * DAY,
        )
        headless = self.settled("headless").assignments.filter(is_chair=True)
        headless.update(ended_at=self.at - DAY, ended_reason=Ended.SERVICE, is_chair=False)
        joined = self.settled("joined").application.organisation
        Membership.objects.create(
            organisation=joined,
            user=self.young.user,
            role=MembershipRole.MEMBER,
            joined_at=self.at - DAY,
        )
        self.brought("changes", Outcome.CHANGES)
        again = self.brought("resubmitted", Outcome.CHANGES)
        send(again, self.leads["resubmitted"], at=self.at - 3 * DAY)
        self.brought("declined", Outcome.NOT_YET)
        withdraw(
            application=self.sent("withdrawn"),
            actor=self.leads["withdrawn"],
            role=Role.LEAD,
            note="Not now.",
            at=self.at - HOUR,
        )
        self.brought("awarded", Outcome.AWARD)
        self.silver("short", [self.chair])
        self.silver("silver", self.panel)
        self.holders()
        for case in self.cases.values():
            case.refresh_from_db()
        return self
