"""Evidence and portfolios in an attacker's words, in the states that they can be in."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from awards.choices import Audience, Status
from awards.models import Application, Award, Organisation
from awards.services.applications import grant_award
from champions.choices import Outcome
from champions.models import Panel
from champions.services.consents import tell_of_consent_gone
from champions.services.decisions import release_decision
from champions.services.versions import tell_of_new_versions
from foundation.clock import DutyContext
from foundation.models import PrivateFile
from portfolios.models import (
    ActionOutcome,
    EvidenceFile,
    EvidenceItem,
    MeasureOutcome,
    Statement,
)
from portfolios.selectors.plan.display import snapshot_of_plan
from portfolios.selectors.plan.reading import whole_plan
from portfolios.services.evidence import leave_out, remove_item, withdraw_consent
from portfolios.services.evidence.forgetting import remind_of_consent_ending
from portfolios.services.portfolio import begin_portfolio
from portfolios.services.portfolio.printing import ask_for_portfolio, ask_for_sent_portfolio
from portfolios.services.statement import save_together, sign_statement
from portfolios.tasks import make_printout
from tests.support.awards import hold
from tests.support.champions import answer_all, ask, clear_all, decide, send, settle
from tests.support.evidence import (
    CHILDREN,
    clean_file,
    evidence,
    report_all,
    send_portfolio,
    tell_all,
)
from tests.support.judging import small_picture
from tests.support.planning import plan_for
from tests.support.statements import affirm, begin, send_statement
from tests.threats.builder import DAY, Builder
from tests.threats.planner import hostile_record
from tests.threats.texts import FILE_NAME, SITE, TITLE, evil

PIECE: dict[str, Any] = {
    "title": TITLE,
    "kind": "photo",
    "about": evil("Kestrel tells ", 3000),
    "who": evil("Kestrel people ", 2000),
    "changed": evil("Kestrel changed 12 of 20 ", 3000),
    "url": SITE,
    "captioned": "yes",
    "ladder_ours": "ladder.co_production",
    "ladder_theirs": "ladder.co_design",
    "ladder_said": evil("Kestrel ladder ", 1000),
}
AGREED: dict[str, Any] = CHILDREN | {
    "holder": evil("Kestrel holder ", 200),
    "form_reference": evil("Kestrel form ", 200),
}


class Gatherer:
    def __init__(self, build: Builder) -> None:
        self.build = build
        self.now: datetime = build.now

    def half(self, label: str) -> Application:
        """Begun: answers without a report, and evidence in every state that a library knows."""
        application = self._begun(label)
        organisation = application.organisation
        tell_all(application, lead=self.build.lead, at=self.now - 20 * DAY)
        attack(application)
        self.piece(organisation, "gold.voice", "principle.2")
        self.piece(organisation)
        self.piece(organisation, "gold.voice", expires_on=(self.now + 9 * DAY).date())
        self._left_by_consent(self.piece(organisation, "gold.voice"))
        self._left_by_consent(self.piece(organisation, "gold.voice"), officer=True)
        aside = self.piece(organisation, "gold.voice")
        leave_out(item=aside, out=True, actor=self.build.lead, at=self.now - DAY)
        for state, more in (
            ("quarantined", {}),
            ("refused", {"storage_key": "", "reason": evil("Kestrel refused ", 300)}),
        ):
            _files_of(self.piece(organisation, "gold.voice")).update(
                state=state, made_by_us=False, thumbnail_key="", thumbnail_size=None,
                thumbnail_sha256="", **more,
            )  # fmt: skip
        self._clock(remind_of_consent_ending)
        made = ask_for_portfolio(application=application, actor=self.build.lead, at=self.now)
        make_printout.call(str(made.uuid))
        return application

    def ready(self, label: str) -> Application:
        """Written and sent: one piece shows everything that is asked, others a little."""
        application, lead = self._begun(label), self.build.lead
        at = self.now - 46 * DAY
        codes = tell_all(application, lead=lead, at=at)
        codes += report_all(application, lead=lead, at=at)
        attack(application)
        for shows in (codes, ["gold.voice"], ["gold.voice", "principle.2"]):
            self.piece(application.organisation, *shows)
        send_portfolio(application, lead=lead, at=self.now - 45 * DAY)
        return application

    def seated(self, label: str) -> Panel:
        """The panel asks about a piece; afterwards one is removed, and one loses its consent."""
        panel = self._panel(self.ready(label))
        last, gone, _ = panel.application.organisation.evidence.order_by("-pk")
        self._ask_about(panel, gone)
        self._left_by_consent(gone)
        remove_item(item=last, actor=self.build.lead, at=self.now - DAY)
        self._clock(tell_of_consent_gone)
        made = ask_for_sent_portfolio(
            application=panel.application, actor=self.build.chair.user, at=self.now
        )
        make_printout.call(str(made.uuid))
        return panel

    def back(self, label: str) -> Application:
        """Sent back, because of a piece of evidence."""
        panel = self._panel(self.ready(label))
        self._ask_about(panel, panel.application.organisation.evidence.latest("pk"))
        return self._released(panel, Outcome.CHANGES)

    def again(self, label: str) -> Application:
        """Sent back, answered, and sent again with more; the panel has heard of it."""
        application = self.back(label)
        answer_all(application, self.build.lead, at=self.now - 2 * DAY)
        self.piece(application.organisation, "gold.voice")
        send_portfolio(application, lead=self.build.lead, at=self.now - DAY)
        self._clock(tell_of_new_versions)
        return application

    def declined(self, label: str) -> Application:
        return self._released(self._panel(self.ready(label)), Outcome.NOT_YET)

    def forgotten(self, label: str) -> Application:
        """Begun and never sent, with a piece of evidence that nothing needs."""
        draft = self.build.draft(label)
        self.piece(draft.organisation)
        return draft

    def won(self, label: str) -> tuple[Application, Application]:
        """Gold, and the Platinum portfolio that goes on with it."""
        gold, lead = self._released(self._panel(self.ready(label)), Outcome.AWARD), self.build.lead
        platinum = begin_portfolio(
            organisation=gold.organisation, stage="platinum", actor=lead, at=self.now - 5 * DAY
        )
        tell_all(platinum, lead=lead, at=self.now - 4 * DAY)
        attack(platinum)
        self.piece(gold.organisation, "platinum.sustained", "law.cfa")
        return gold, platinum

    def renewing(self, gold: Application) -> Application:
        """A statement in an attacker's words, signed and not sent; its award is due within the month."""
        lead, at = self.build.lead, self.now - 4 * DAY
        due = (self.now + 20 * DAY).date()
        Award.objects.filter(application=gold).update(
            valid_until=due, due_on=due, grace_until=due + 28 * DAY
        )
        application = begin(gold.award, lead=lead, at=at)
        for row in application.affirmations.all():
            affirm(
                application,
                row.code,
                lead=lead,
                at=at,
                state="changed",
                text=evil("Kestrel a year on ", 4000),
            )
        save_together(
            application=application,
            values={
                "who": evil("Kestrel together ", 2000),
                "how": evil("Kestrel heard of them ", 3000),
            },
            expected_version=0,
            actor=lead,
            at=at,
        )
        sign_statement(
            application=application,
            signed_name=evil("Kestrel signs ", 120),
            signed_role=evil("Kestrel role ", 120),
            checked_version=Statement.objects.get(application=application).version,
            actor=lead,
            at=at,
        )
        made = ask_for_portfolio(application=application, actor=lead, at=self.now)
        make_printout.call(str(made.uuid))
        return application

    def renewed(self, label: str) -> Application:
        """Sent, and with a panel."""
        gold = self._released(self._panel(self.ready(label)), Outcome.AWARD)
        statement = self.renewing(gold)
        send_statement(statement, lead=self.build.lead, at=self.now - 3 * DAY)
        build, at = self.build, self.now - 2 * DAY
        clear_all(settle(statement, [build.chair, build.parent], build.officer, at=at), at=at)
        return statement

    def piece(self, organisation: Organisation, *shows: str, **consent: Any) -> EvidenceItem:
        """With a picture and its small one; every text, and the name of the file, is an attack."""
        at = self.now - 46 * DAY
        lead = self.build.lead
        item = evidence(
            organisation,
            *shows,
            lead=lead,
            at=at,
            file=False,
            consent=AGREED | {"given_on": at.date()} | consent,
            **PIECE,
        )
        file = clean_file(
            item, lead=lead, at=at, name=FILE_NAME, caption=evil("Kestrel caption ", 300)
        )
        small_picture(file)
        return item

    def _begun(self, label: str) -> Application:
        build, at = self.build, self.now - 48 * DAY
        organisation = build.organisation(label)
        hold(organisation, lead=build.lead, officer=build.officer, at=self.now - 49 * DAY)
        whole = hostile_record()
        plan = plan_for(
            organisation,
            lead=build.lead,
            at=at,
            record=replace(whole, actions=whole.actions[:1], barriers=(), policies=()),
        )
        send(plan, build.lead, at=at, snapshot=snapshot_of_plan(plan, whole_plan(plan).record))
        Application.objects.filter(pk=plan.pk).update(status=Status.APPROVED)
        plan.refresh_from_db()
        grant_award(application=plan, actor=build.officer, at=at)
        return begin_portfolio(
            organisation=organisation, stage="gold", actor=build.lead, at=self.now - 47 * DAY
        )

    def _panel(self, application: Application) -> Panel:
        build = self.build
        panel = settle(
            application,
            [build.chair, build.young, build.parent],
            build.officer,
            at=self.now - 40 * DAY,
        )
        clear_all(panel, at=self.now - 39 * DAY)
        return panel

    def _ask_about(self, panel: Panel, item: EvidenceItem) -> None:
        ask(
            panel,
            self.build.chair,
            at=self.now - 38 * DAY,
            subject=f"evidence:{item.uuid}",
            text=evil("Kestrel asks of it ", 2000),
            audience=Audience.ORGANISATION,
        )

    def _released(self, panel: Panel, outcome: Outcome) -> Application:
        build = self.build
        for champion in (build.chair, build.young, build.parent):
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

    def _left_by_consent(self, item: EvidenceItem, *, officer: bool = False) -> None:
        withdraw_consent(
            item=item,
            note=evil("Kestrel heard ", 500),
            actor=self.build.officer if officer else self.build.lead,
            at=self.now - DAY,
        )

    def _clock(self, duty: Any) -> None:
        duty(DutyContext(now=self.now, today=self.now.date(), dry_run=False))


def attack(application: Application) -> None:
    """Whatever was told becomes markup."""
    application.narratives.update(
        text=evil("Kestrel answers ", 4000),
        before=evil("Kestrel 3 before ", 1000),
        after=evil("Kestrel 9 after ", 1000),
    )
    application.engagement_levels.update(text=evil("Kestrel level ", 2000))
    ActionOutcome.objects.filter(application=application).update(
        state="late", text=evil("Kestrel did ", 3000), why=evil("Kestrel was late ", 2000)
    )
    MeasureOutcome.objects.filter(application=application).update(
        state="partly", result=evil("Kestrel 9 of 20 ", 2000), why=evil("Kestrel partly ", 2000)
    )


def _files_of(item: EvidenceItem) -> Any:
    rows = EvidenceFile.objects.filter(item=item)
    return PrivateFile.objects.filter(pk__in=rows.values("file"))
