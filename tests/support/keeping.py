"""One record of each kind that is kept for a time, at the moment from which its time is counted.

kept = BUILDERS["concerns"](House(), at)     # closed at that moment
kept.due                                     # the day on which it goes
kept.is_there()                              # until then
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from awards.choices import Role
from awards.models import Application, Award, Concern, Hold, Invitation, User
from awards.services.applications import start_application, withdraw
from certificates.models import PrintRun, PublicityPack
from champions.choices import Outcome
from foundation import ledger
from foundation.dates import london_date
from foundation.models import DeadLetter, Draft, MailWording, OutboxMessage
from portfolios.models import Consent, EvidenceItem
from reports.models import AccessPackage, Erasure, PrivacyRequest
from tests.conftest import make_user
from tests.support.awards import hold
from tests.support.champions import bring_to_release, send
from tests.support.evidence import (
    CHILDREN,
    evidence,
    hold_gold,
    hold_silver,
    portfolio_for,
    send_portfolio,
)
from tests.support.keeping_champions import CHAMPIONS
from tests.support.keeping_events import EVENTS
from tests.support.keeping_house import DAY, SNAPSHOT, House, Kept, exists, later
from tests.support.own_events import own_event

__all__ = ["BUILDERS", "DAY", "SNAPSHOT", "House", "Kept", "exists", "later"]

AGREED = CHILDREN | {"given_on": date(2016, 1, 4)}


def has_contents(application: Application) -> Callable[[], bool]:
    return lambda: Application.objects.get(pk=application.pk).contents_deleted_at is None


def is_remembered(item: EvidenceItem) -> Callable[[], bool]:
    return lambda: Consent.objects.get(item=item).forgotten_at is None


def draft(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at)
    made = start_application(organisation=organisation, stage="bronze", actor=lead, at=at)
    return Kept(
        "drafts", later(at, 12), exists(made), organisation, notice=f"draft_ends:{made.pk}:"
    )


def ended_award(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at)
    award = hold(organisation, lead=lead, officer=house.officer, at=at - 200 * DAY)
    house.tell_history(organisation)
    Award.objects.filter(pk=award.pk).update(revoked_on=london_date(at))
    return Kept("applications", later(at, 24), has_contents(award.application), organisation)


def unsuccessful(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at - 30 * DAY)
    made = start_application(organisation=organisation, stage="bronze", actor=lead, at=at - 9 * DAY)
    send(made, lead, at=at - 8 * DAY, snapshot=SNAPSHOT)
    withdraw(application=made, actor=lead, role=Role.LEAD, note="We moved.", at=at)
    return Kept("unsuccessful", later(at, 24), has_contents(made), organisation)


def ended_gold(house: House, at: datetime) -> Kept:
    """Revoked, so that its end is one day; that an award lapses has a test of its own."""
    organisation, lead = house.organisation(at - 300 * DAY)
    award = hold_gold(
        organisation, lead=lead, officer=house.officer, at=at - 200 * DAY, second=True
    )
    house.tell_history(organisation)
    Award.objects.filter(pk=award.pk).update(revoked_on=london_date(at))
    item = EvidenceItem.objects.get(organisation=organisation)
    return Kept("evidence", later(at, 12), is_remembered(item), organisation)


def picture(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at - 300 * DAY)
    hold_silver(organisation, lead=lead, officer=house.officer, at=at - 200 * DAY, second=True)
    house.tell_history(organisation)
    portfolio = portfolio_for(organisation, lead=lead, at=at - 100 * DAY)
    item = evidence(organisation, "gold.voice", lead=lead, at=at - 90 * DAY, consent=AGREED)
    send_portfolio(portfolio, lead=lead, at=at - 80 * DAY)
    withdraw(application=portfolio, actor=lead, role=Role.LEAD, note="We moved.", at=at)
    return Kept(
        "pictures",
        later(at, 12),
        is_remembered(item),
        organisation,
        notice=f"pictures_end:{organisation.pk}:",
    )


def unused(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at - DAY)
    item = evidence(organisation, "gold.voice", lead=lead, at=at)
    return Kept(
        "unused",
        later(at, 12),
        is_remembered(item),
        organisation,
        notice=f"evidence_ends:{organisation.pk}:",
    )


def withdrawn_consent(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at - DAY)
    item = evidence(organisation, "gold.voice", lead=lead, at=at - DAY, consent=AGREED)
    Consent.objects.filter(item=item).update(withdrawn_at=at, withdrawn_by=lead)
    return Kept("hidden", london_date(at + 28 * DAY), is_remembered(item), organisation)


def panel(house: House, at: datetime) -> Kept:
    """Released twelve days after the panel was settled."""
    begun = at - 12 * DAY
    organisation, lead = house.organisation(begun - DAY)
    made = start_application(organisation=organisation, stage="bronze", actor=lead, at=begun)
    send(made, lead, at=begun, snapshot=SNAPSHOT)
    bring_to_release(
        made,
        lead=lead,
        champions=house.panel,
        officer=make_user(f"Olga Number{house.made}", is_officer=True),
        at=begun,
        outcome=Outcome.NOT_YET,
    )
    seats = made.panel.assignments

    def is_there() -> bool:
        return seats.filter(champion__in=house.panel).exists()

    return Kept("panels", later(at, 72), is_there, organisation)


def certificate(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at - 300 * DAY)
    award = hold(organisation, lead=lead, officer=house.officer, at=at - 200 * DAY)
    house.tell_history(organisation)
    Award.objects.filter(pk=award.pk).update(revoked_on=london_date(at))
    made = award.certificates.get()

    def is_there() -> bool:
        made.refresh_from_db()
        return made.file_id is not None

    return Kept("certificate-files", later(at, 72), is_there, organisation)


def publicity_pack(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at - 300 * DAY)
    award = hold(organisation, lead=lead, officer=house.officer, at=at - 200 * DAY)
    house.tell_history(organisation)
    made = PublicityPack.objects.create(
        certificate=award.certificates.get(), asked_by=lead, asked_at=at - 100 * DAY
    )
    Award.objects.filter(pk=award.pk).update(revoked_on=london_date(at))
    return Kept("publicity-packs", london_date(at) + 30 * DAY, exists(made), organisation)


def print_run(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at - 300 * DAY)
    award = hold(organisation, lead=lead, officer=house.officer, at=at - 200 * DAY)
    house.tell_history(organisation)
    run = PrintRun.objects.create(title="Award evening", asked_by=house.officer, asked_at=at)
    run.sheets.create(place=1, certificate=award.certificates.get())
    return Kept("print-runs", london_date(at) + 30 * DAY, exists(run))


def event_of_their_own(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at)
    made = own_event(organisation, by=lead, at=at, held_on=london_date(at))
    return Kept("own-events", later(at, 72), exists(made), organisation)


def account(house: House, at: datetime) -> Kept:
    house.made += 1
    made = make_user(f"Former Number{house.made}")
    User.objects.filter(pk=made.pk).update(date_joined=at - 900 * DAY, last_login=at)
    return Kept(
        "accounts",
        later(at, 12),
        lambda: User.objects.get(pk=made.pk).erased_at is None,
        person=made,
        notice=f"account_ends:{made.pk}:",
    )


def typed(house: House, at: datetime) -> Kept:
    _, lead = house.organisation(at)
    made = Draft.objects.create(owner=lead, key=f"case-{uuid4()}", data={"a": ["b"]}, saved_at=at)
    return Kept("typed", later(at, 12), exists(made), person=lead)


def invitation(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at - 20 * DAY)
    made = Invitation.objects.create(
        organisation=organisation,
        email=f"guest{house.made}@people.example",
        role="member",
        invited_by=lead,
        invited_at=at - 14 * DAY,
        expires_at=at,
    )
    return Kept("invitations", london_date(at + 30 * DAY), exists(made), organisation)


def concern(house: House, at: datetime) -> Kept:
    _, lead = house.organisation(at)
    made = Concern.objects.create(
        about="safety",
        what="Something.",
        reported_at=at - 5 * DAY,
        reported_by=lead,
        handled_at=at,
        handled_by=house.officer,
        outcome="Settled.",
    )
    return Kept("concerns", later(at, 36), exists(made), person=lead)


def mail(house: House, at: datetime) -> Kept:
    _, lead = house.organisation(at)
    made = OutboxMessage.objects.create(
        key=f"old:{house.made}",
        message="concern",
        to=lead.email,
        subject="Old",
        status="sent",
        sent_at=at,
        created_at=at,
    )
    return Kept("mail", later(at, 24), exists(made), person=lead)


def ended_hold(house: House, at: datetime) -> Kept:
    organisation, _ = house.organisation(at - 300 * DAY)
    made = Hold.objects.create(
        organisation=organisation,
        reason="An inspection.",
        placed_by=house.officer,
        placed_at=at - 100 * DAY,
        ended_by=house.officer,
        ended_at=at,
    )
    return Kept("holds", later(at, 72), exists(made), organisation)


def repair(house: House, at: datetime) -> Kept:
    _, lead = house.organisation(at)
    made = LogEntry.objects.create(
        user=lead,
        content_type=ContentType.objects.get_for_model(User),
        action_flag=2,
        action_time=at,
    )
    LogEntry.objects.filter(pk=made.pk).update(action_time=at)
    return Kept("repairs", later(at, 72), exists(made), person=lead)


def privacy_request(house: House, at: datetime) -> Kept:
    organisation, lead = house.organisation(at)
    made = PrivacyRequest.objects.create(
        reference=f"DP-{uuid4().hex[:8]}",
        kind="access",
        asked_as="self",
        what="What do you hold?",
        received_at=at - 20 * DAY,
        person=lead,
        organisation=organisation,
        due_on=london_date(at),
        closed_at=at,
        closed_by=house.officer,
        outcome="done",
        key=uuid4(),
    )
    return Kept("requests", later(at, 36), exists(made), organisation)


def package(house: House, at: datetime) -> Kept:
    _, lead = house.organisation(at)
    made = AccessPackage.objects.create(
        person=lead, asked_by=house.officer, asked_at=at, finished_at=at
    )
    return Kept("packages", later(at, 36), exists(made), person=lead)


def erasure(house: House, at: datetime) -> Kept:
    organisation, _ = house.organisation(at)
    other = make_user(f"Otto Number{house.made}", is_officer=True)
    made = Erasure.objects.create(
        organisation=organisation,
        why="They asked.",
        state="cancelled",
        ordered_by=house.officer,
        ordered_at=at - DAY,
        settled_by=other,
        settled_at=at,
    )
    return Kept("erasures", later(at, 72), exists(made), organisation)


def dead_letter(house: House, at: datetime) -> Kept:
    made = DeadLetter.objects.create(
        job_id=uuid4(), task_path="a.b", error_class="E", attempts=3, died_at=at
    )
    return Kept("dead-letters", later(at, 12), exists(made))


def wording(house: House, at: datetime) -> Kept:
    """Words of a mail that others replaced."""
    first, _ = [
        MailWording.objects.create(
            message=f"kind-{at.isoformat()}",
            version=version,
            subject="Hello",
            body="# Hello",
            changed_by=house.officer,
            changed_at=at,
        )
        for version in (1, 2)
    ]
    return Kept("wordings", later(at, 72), exists(first))


def entry(house: House, at: datetime) -> Kept:
    made = ledger.note("evidence.removed", subject=uuid4(), at=at)
    return Kept("ledger", later(at, 72), exists(made))


BUILDERS: dict[str, Callable[[House, datetime], Kept]] = {
    "drafts": draft,
    "applications": ended_award,
    "unsuccessful": unsuccessful,
    "evidence": ended_gold,
    "pictures": picture,
    "unused": unused,
    "hidden": withdrawn_consent,
    "panels": panel,
    **CHAMPIONS,
    **EVENTS,
    "certificate-files": certificate,
    "publicity-packs": publicity_pack,
    "print-runs": print_run,
    "own-events": event_of_their_own,
    "accounts": account,
    "typed": typed,
    "invitations": invitation,
    "concerns": concern,
    "mail": mail,
    "holds": ended_hold,
    "repairs": repair,
    "requests": privacy_request,
    "packages": package,
    "erasures": erasure,
    "dead-letters": dead_letter,
    "wordings": wording,
    "ledger": entry,
}
