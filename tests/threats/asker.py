"""What people ask about their data, and what officers do about it, in an attacker's words.

No organisation that tests/threats/test_canary.py deletes is held, hidden or asked about here.
"""

from datetime import datetime

from awards.models import Application, User
from awards.services.holds import end_hold, place_hold
from awards.services.revocations import (
    confirm_revocation,
    propose_revocation,
    turn_down_revocation,
)
from certificates.emails import tell_of_reissue
from certificates.models import Certificate, SigningKey
from certificates.services import reissue_certificate
from foundation.clock import DutyContext
from portfolios.models import EvidenceItem
from portfolios.services.evidence.restricting import restrict
from reports.choices import CameBy, RequestKind, RequestOutcome
from reports.models import PrivacyRequest
from reports.services import take_down
from reports.services.access import ask_for_package
from reports.services.erasure import confirm_erasure, order_erasure
from reports.services.requests import (
    acknowledge,
    add_note,
    close_request,
    enter_request,
    give_more_time,
    link_to,
    remind_officers,
)
from reports.services.retention import HOLDINGS
from reports.tasks import make_access_package
from tests.support.awards import holder
from tests.support.requests import asked
from tests.threats.builder import DAY, Builder, named
from tests.threats.texts import MAILBOX, evil

WORDS = {
    "what": evil("Kestrel wishes ", 4000),
    "where": evil("Kestrel corner ", 500),
    "name": evil("Kestrel asker ", 120),
    "contact": MAILBOX,
}
# What cannot be mailed to.
CALL = {"contact": evil("Kestrel rings ", 254)}


class Asker:
    def __init__(self, build: Builder) -> None:
        self.build = build
        self.now: datetime = build.now
        self.officer: User = build.officer

    def ask_all(self, cases: dict[str, Application]) -> None:
        self.restrict(cases["gold"], cases["gold-again"])
        self.take_down(cases["gold-again"], cases["gold-sent"])
        self.requests(cases["changes"])
        self.holds(cases["changes"], cases["declined"])
        self.packages()
        self.erasures(cases["withdrawn"], cases["gold"])
        self.revocations(cases["won"])
        self.lost_key(cases["won"])

    def restrict(self, written: Application, judged: Application) -> None:
        """By a lead in what is being written; by an officer, who writes to the leads, in what was sent."""
        pieces = (written.organisation.evidence.in_portfolio().first(), self.build.lead)
        sent = (judged.organisation.evidence.order_by("pk")[1], self.officer)
        for item, actor in (pieces, sent):
            restrict(item=item, why=evil("Kestrel restricts ", 500), actor=actor, at=self.now)

    def take_down(self, judged: Application, sent: Application) -> None:
        """One piece is hidden and waits; one was taken down for good, and one is shown again."""
        waiting = self.asked(RequestKind.TAKE_DOWN)
        self.hide(waiting, judged.organisation.evidence.order_by("pk")[2])
        decided = self.asked(RequestKind.TAKE_DOWN)
        for upheld, item in enumerate(sent.organisation.evidence.order_by("pk")[1:3]):
            self.hide(decided, item)
            take_down.decide(
                request=decided,
                item=item,
                upheld=bool(upheld),
                reason=evil("Kestrel decides ", 2000),
                actor=self.officer,
                at=self.now - DAY,
            )

    def requests(self, about: Application) -> None:
        """One of each kind: new, late, with more time, linked, entered by an officer, and answered."""
        self.asked(RequestKind.COMPLAINT, **CALL)
        self.asked(RequestKind.OBJECTION, at=self.now - 40 * DAY)
        self.clock(remind_officers)
        longer = self.asked(RequestKind.ACCESS)
        give_more_time(
            request=longer, reason=evil("Kestrel waits ", 2000), actor=self.officer, at=self.now
        )
        link_to(
            request=self.asked(RequestKind.CORRECTION),
            person=self.build.lead,
            organisation=about.organisation,
            actor=self.officer,
            at=self.now,
        )
        entered = enter_request(
            values=WORDS | CALL | {"kind": str(RequestKind.RESTRICTION), "asked_as": "parent"},
            key=self.build.lead.uuid,
            came_by=CameBy.LETTER,
            received_on=(self.now - DAY).date(),
            actor=self.officer,
            at=self.now,
        )
        add_note(
            request=entered, text=evil("Kestrel notes ", 4000), actor=self.officer, at=self.now
        )
        answered = self.asked(RequestKind.ERASURE)
        acknowledge(request=answered, actor=self.officer, at=self.now - DAY)
        answered.refresh_from_db()
        close_request(
            request=answered,
            outcome=RequestOutcome.PARTLY,
            answer=evil("Kestrel is told ", 4000),
            expected_version=answered.version,
            actor=self.officer,
            at=self.now,
        )

    def holds(self, held: Application, free: Application) -> None:
        """On an organisation and on a person; and one that has ended."""
        place = {"reason": evil("Kestrel appeals ", 500), "actor": self.officer, "at": self.now}
        place_hold(organisation=held.organisation, **place)
        place_hold(person=self.build.spare.user, **place)
        over = place_hold(organisation=free.organisation, **place)
        end_hold(hold=over, actor=self.build.second_officer, at=self.now)

    def packages(self) -> None:
        """Of a lead: one is made, with the names of others; one waits."""
        lead, request = self.build.lead, self.asked(RequestKind.ACCESS, by=self.build.lead)
        for why in (evil("Kestrel agrees ", 500), ""):
            made = ask_for_package(
                person=lead,
                request=request,
                unmasked_why=why,
                actor=self.officer,
                at=self.now,
            )
            if why:
                make_access_package.call(str(made.uuid))

    def erasures(self, left: Application, written: Application) -> None:
        """Of a name and of an organisation, ordered; of a person, confirmed and waiting for its job."""
        order = {"why": evil("Kestrel deletes ", 500), "actor": self.officer, "at": self.now}
        order_erasure(
            terms=[evil("Kestrel child ", 120), evil("Kestrel kid ", 120)],
            items=list(written.organisation.evidence.order_by("pk")[1:2]),
            **order,
        )
        order_erasure(organisation=left.organisation, with_name=True, **order)
        leaver = order_erasure(
            person=named("Leaver"), terms=[evil("Kestrel nickname ", 120)], **order
        )
        confirm_erasure(erasure=leaver, actor=self.build.second_officer, at=self.now)

    def revocations(self, won: Application) -> None:
        """One was turned down and is proposed again; another organisation's award was taken back."""
        second = self.build.second_officer
        words = {
            "reason": evil("Kestrel takes back ", 1000),
            "public_reason": evil("Kestrel publishes ", 300),
            "at": self.now,
        }
        first = propose_revocation(award=won.award, actor=self.officer, **words)
        turn_down_revocation(
            revocation=first, note=evil("Kestrel turns down ", 500), actor=second, at=self.now
        )
        propose_revocation(award=won.award, actor=self.officer, **words)
        gone = holder("Kestrel Gone House", officer=self.officer, at=self.now)
        taken = propose_revocation(award=gone, actor=self.officer, **words)
        confirm_revocation(revocation=taken, actor=second, at=self.now)

    def lost_key(self, won: Application) -> None:
        """A key that signed before; a certificate was issued again for it."""
        SigningKey.objects.create(
            key_id="0123456789abcdef", certificate_pem="x", first_used_at=self.now
        )
        before = Certificate.objects.current().get(award=won.award)
        made = reissue_certificate(
            certificate=before,
            printed_name=before.printed_name,
            reason=evil("Kestrel issues again ", 300),
            actor=self.officer,
            at=self.now,
        )
        tell_of_reissue(made, before=before, lost_on=self.now.date())

    def told_of_ends(self, draft: Application, closed: Application) -> None:
        """Eleven months pass over a draft, a piece of evidence, a decision and an account."""
        then = self.now - 340 * DAY
        items = draft.organisation.evidence
        items.update(created_at=then, updated_at=then)
        draft.edits.update(updated_at=then)
        type(draft.registration).objects.filter(application=draft).update(updated_at=then)
        Application.objects.filter(pk=draft.pk).update(created_at=then, status_since=then)
        Application.objects.filter(pk=closed.pk).update(status_since=then)
        unused = named("Unused")
        User.objects.filter(pk=unused.pk).update(date_joined=then)
        for holding in HOLDINGS:
            if holding.warn is not None:
                self.clock(holding.warn)

    def asked(
        self, kind: RequestKind, *, at: datetime | None = None, by: User | None = None, **more: str
    ) -> PrivacyRequest:
        return asked(kind, at=at or self.now - 2 * DAY, by=by, **(WORDS | more))

    def hide(self, request: PrivacyRequest, item: EvidenceItem) -> None:
        take_down.hide(request=request, item=item, actor=self.officer, at=self.now - DAY)

    def clock(self, duty) -> None:
        duty(DutyContext(now=self.now, today=self.now.date(), dry_run=False))
