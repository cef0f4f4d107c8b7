"""Delivery plans in an attacker's words, in the states that a plan can be in."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from awards.models import Application
from champions.choices import Outcome
from champions.models import Panel
from champions.services.decisions import release_decision
from champions.services.versions import tell_of_new_versions
from foundation.clock import DutyContext
from portfolios.choices import ActionPart, MilestoneState
from portfolios.models import Action, Milestone
from portfolios.records import PlanRecord
from portfolios.services.plan import report_milestone, save_part
from portfolios.services.plan.printing import ask_for_plan
from portfolios.tasks import make_printout
from tests.support.awards import hold
from tests.support.champions import answer_all, ask, clear_all, decide, settle
from tests.support.planning import part_version, plan_for, send_plan
from tests.support.plans import good_record
from tests.threats.builder import DAY, Builder
from tests.threats.texts import evil

TEXTS = {
    "title": 120,
    "description": 3000,
    "improvement": 2000,
    "needs": 3000,
    "agencies": 2000,
    "citizens": 2000,
    "owner": 160,
    "agreed_with": 2000,
    "ladder_why": 2000,
    "timescale": 2000,
    "budget": 2000,
    "resources": 2000,
    "incentives": 2000,
    "in_place_note": 1000,
    "review": 3000,
}


def hostile_record() -> PlanRecord:
    """A whole plan whose every text is markup."""
    good = good_record()
    action = {name: evil(f"Kestrel {name} ", room) for name, room in TEXTS.items()}
    return replace(
        good,
        actions=tuple(
            replace(
                each,
                **action,
                ladder="ladder.engagement",
                milestones=tuple(
                    replace(step, name=evil("Kestrel step ", 200)) for step in each.milestones
                ),
            )
            for each in good.actions
        ),
        barriers=tuple(
            replace(
                each,
                name=evil("Kestrel barrier ", 200),
                people=evil("Kestrel stopped ", 1000),
                how=evil("Kestrel away ", 2000),
            )
            for each in good.barriers
        ),
        measures=tuple(
            replace(
                each,
                name=evil("Kestrel measure ", 200),
                baseline=evil("Kestrel now ", 1000),
                target=evil("Kestrel target ", 1000),
                how=evil("Kestrel counts ", 1000),
            )
            for each in good.measures
        ),
        partners=tuple(
            replace(each, name=evil("Kestrel partner ", 160), how=evil("Kestrel with ", 2000))
            for each in good.partners
        ),
        levels=tuple(replace(each, text=evil("Kestrel level ", 2000)) for each in good.levels),
        policies=tuple(replace(each, text=evil("Kestrel fits ", 2000)) for each in good.policies),
    )


class Planner:
    def __init__(self, build: Builder) -> None:
        self.build = build
        self.now: datetime = build.now

    def draft(self, label: str) -> Application:
        build = self.build
        organisation = build.organisation(label)
        hold(organisation, lead=build.lead, officer=build.officer, at=self.now - 49 * DAY)
        return plan_for(
            organisation, lead=build.lead, at=self.now - 48 * DAY, record=hostile_record()
        )

    def seated(self, label: str) -> Panel:
        application = self.draft(label)
        send_plan(application, lead=self.build.lead, at=self.now - 45 * DAY)
        panel = settle(
            application,
            [self.build.chair, self.build.young],
            self.build.officer,
            at=self.now - 40 * DAY,
        )
        clear_all(panel, at=self.now - 39 * DAY)
        return panel

    def released(self, label: str, outcome: Outcome) -> Application:
        build, panel = self.build, self.seated(label)
        if outcome is Outcome.CHANGES:
            action = panel.application.actions.first()
            ask(
                panel,
                build.chair,
                at=self.now - 38 * DAY,
                subject=f"action:{action.uuid}",
                text=evil("Kestrel doubts ", 2000),
            )
        for champion in (build.chair, build.young):
            build.assess(panel, champion)
        decision = decide(panel, at=self.now - 16 * DAY, outcome=outcome)
        release_decision(
            decision=decision,
            expected_version=decision.version,
            actor=build.officer,
            at=self.now - 15 * DAY,
        )
        panel.application.refresh_from_db()
        return panel.application

    def again(self, label: str) -> Application:
        """Sent back, changed, answered and sent again; the panel has heard of it."""
        application = self.released(label, Outcome.CHANGES)
        answer_all(application, self.build.lead, at=self.now - 2 * DAY)
        action = Action.objects.filter(application=application).first()
        save_part(
            application=application,
            action=action,
            part=ActionPart.RESOURCES,
            values={"budget": evil("Kestrel pays ", 2000)},
            expected_version=part_version(application, action, ActionPart.RESOURCES),
            actor=self.build.lead,
            at=self.now - 2 * DAY,
        )
        send_plan(application, lead=self.build.lead, at=self.now - DAY)
        tell_of_new_versions(DutyContext(now=self.now, today=self.now.date(), dry_run=False))
        return application

    def won(self, label: str) -> Application:
        """Awarded, with a report on a milestone and a print that is waiting to be made."""
        application = self.released(label, Outcome.AWARD)
        milestone = Milestone.objects.filter(action__application=application).first()
        report_milestone(
            application=application,
            milestone=milestone,
            state=MilestoneState.LATE,
            new_due_on=(self.now + 30 * DAY).date(),
            why=evil("Kestrel late ", 2000),
            key=uuid4(),
            actor=self.build.lead,
            at=self.now,
        )
        for format in ("pdf", "docx"):
            asked = ask_for_plan(
                application=application, format=format, actor=self.build.lead, at=self.now
            )
        make_printout.call(str(asked.uuid))
        return application
