"""A scene with one of everything, so that every address leads somewhere."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.urls import get_resolver

from awards.choices import Audience, ConcernAbout, Interest, MembershipRole, Status
from awards.models import (
    Application,
    Hold,
    Membership,
    Organisation,
    StandingInterest,
    User,
)
from awards.services.applications import grant_award, start_application
from awards.services.concerns import report_concern
from awards.services.holds import place_hold
from awards.services.organisations import create_organisation, invite
from awards.services.revocations import propose_revocation
from celebrations.services.events.links import token_of
from certificates.models import Certificate, PrintRun, Signatory, SigningKey
from certificates.signing import load_signer
from champions.choices import Outcome, Perspective
from champions.models import Absence, Champion, Decision
from champions.selectors.calendar_feed import address_of_feed
from champions.services.appeals import make_appeal
from champions.services.calendars import renew_link
from champions.services.profile import add_absence
from champions.services.standing import tell_of_link
from foundation.dates import london_date
from foundation.models import DeadLetter, OutboxMessage
from portfolios.models import Action, Barrier, EvidenceItem, Milestone
from portfolios.selectors.plan.display import snapshot_of_plan
from portfolios.selectors.plan.reading import whole_plan
from portfolios.selectors.portfolio.reading import approved_plan
from portfolios.services.plan.printing import ask_for_plan
from portfolios.services.portfolio.printing import ask_for_portfolio
from reports.models import AccessPackage, Erasure
from reports.services import take_down
from reports.services.erasure import order_erasure
from tests.conftest import make_user
from tests.support.awards import hold, holder
from tests.support.champions import (
    agree_to_meet,
    ask,
    bring_to_release,
    clear_all,
    make_champion,
    send,
    settle,
)
from tests.support.evenings import of_evenings
from tests.support.events import of_events
from tests.support.evidence import evidence, hold_gold, hold_silver, portfolio_for
from tests.support.judging import Judging, judging
from tests.support.own_events import own_event
from tests.support.photos import photo_of
from tests.support.planning import plan_for
from tests.support.plans import ACTIONS, good_record
from tests.support.portfolios import fill_registration, send_registration
from tests.support.renewing import panel_for, renewal_sent
from tests.support.replies import brings, evening, invited, says_yes
from tests.support.requests import asked
from tests.support.spotlights import photo, story
from tests.support.statements import statement_for
from tests.support.visits import agreed_visit, write

# allauth's pages; their behaviour is tested in tests/awards/accounts.
LIBRARY = ("account_", "mfa_", "usersessions_")


def names() -> list[str]:
    found: list[str] = []

    def walk(patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            else:
                found.append(pattern.name)

    walk(get_resolver().url_patterns)
    return sorted({name for name in found if not name.startswith(LIBRARY)})


def build_scene(
    application: Application,
    *,
    lead: User,
    colleague: User,
    stranger: User,
    officer: User,
    now: datetime,
) -> tuple[dict[str, User], dict[str, dict[str, object]]]:
    """One Bronze case with its panel, whose meeting is agreed; another organisation with its award; one
    that writes its plan; one whose plan was sent twice and has the award; one with Silver that has its
    portfolio for Gold ready to send; and one whose portfolio is with the champions."""
    at = now - timedelta(days=40)
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=at)
    spare = make_champion(make_user("Sam Spare"), officer=officer, at=at)
    fill_registration(application, lead=lead, at=now)
    send_registration(application, lead=lead, at=now)
    item = application.registrationleads.get()
    panel = settle(application, [chair], officer, at=now)
    clear_all(panel, at=now)
    agree_to_meet(application, lead, at=now)
    shown = ask(panel, chair, at=now, audience=Audience.ORGANISATION)
    hidden = ask(panel, chair, at=now)
    beacon = create_organisation(
        name="Beacon House",
        sector="voluntary",
        kind="charity",
        postcode="B1 1BB",
        actor=lead,
        at=at,
    )
    won = start_application(organisation=beacon, stage="bronze", actor=lead, at=at)
    fill_registration(won, lead=lead, at=at)
    send_registration(won, lead=lead, at=at)
    bring_to_release(won, lead=lead, champions=[chair], officer=officer, at=at)
    invitation = invite(
        organisation=application.organisation,
        email="nobody@people.example",
        role=MembershipRole.MEMBER,
        actor=lead,
        at=now,
    )
    concern = report_concern(
        about=ConcernAbout.OTHER,
        what="Something.",
        where="",
        name="",
        contact="",
        reported_by=None,
        at=now,
    )
    OutboxMessage.objects.filter(message="concern").update(status="failed", reason="Refused.")
    letter = DeadLetter.objects.create(
        job_id=uuid4(),
        task_path="certificates.tasks.make_certificate",
        args=[str(uuid4())],
        error_class="OSError",
        attempts=6,
        died_at=now,
    )
    package = AccessPackage.objects.create(person=colleague, asked_by=officer, asked_at=now)
    # Written with ids of its own: the plan behind Silver below has those of the record.
    written = plan_for(_member_of("Cedar Clinic", lead, colleague, officer, at), lead=lead, at=at)
    parent = _parent(officer, at)
    won = _sent_twice(
        _member_of("Dove Dance Group", lead, colleague, officer, at),
        lead=lead,
        champions=[chair, parent],
        officer=officer,
        at=at,
    )
    elm = _member_of("Elm Early Years", lead, colleague, officer, at)
    hold_silver(elm, lead=lead, officer=officer, at=at)
    gathered = portfolio_for(elm, lead=lead, at=at)
    judged = judging(
        _member_of("Fern Family Centre", lead, colleague, officer, at),
        lead=lead,
        officer=officer,
        at=at,
        champions=[chair, parent, _young(officer, at)],
        second=True,
    )
    slug = {"slug": application.organisation.slug}
    case = {"uuid": application.uuid}
    form = {"application": application.uuid}
    certificate = {"uuid": Certificate.objects.get().uuid}
    signatory = {"uuid": Signatory.objects.get().uuid}
    print_run = {"uuid": _print_run(officer, at=now).uuid}
    arguments = {
        "autosave": {"signed": "nonsense"},
        "discard-draft": {"signed": "nonsense"},
        "stage": {"stage": "bronze"},
        "stage-questions": {"stage": "bronze"},
        "stage-questions-docx": {"stage": "bronze"},
        "start-question": {"slug": "place"},
        "calendar-feed": {"token": _calendar(lead, now)},
        "verify-code": {"code": Certificate.objects.get().shown_code},
        "verify-code-json": {"code": Certificate.objects.get().shown_code},
        "verify-picture": {"code": Certificate.objects.get().shown_code},
        "badge": {"code": Certificate.objects.get().shown_code},
        "badge-picture": {"code": Certificate.objects.get().shown_code},
        "badge-key": {"key_id": load_signer().key_id},
        "badge-status": {"number": 1},
        "badge-achievement": {"edition_code": "birmingham-2026", "stage": "gold"},
        "badge-image": {"edition_code": "birmingham-2026", "stage": "gold"},
        "register-holder": {"slug": beacon.slug},
        "register-holder-embed": {"slug": beacon.slug},
        "register-award": {"slug": beacon.slug},
        "register-widget": {"slug": beacon.slug},
        "invitation": {"invitation": invitation.uuid},
        "invitation-cancel": {**slug, "invitation": invitation.uuid},
        "people-role": {**slug, "member": colleague.uuid},
        "people-remove": {**slug, "member": colleague.uuid},
        "reset-second-factor": {"member": colleague.uuid},
        "officers-end": {"member": officer.uuid},
        "officers-erase-organisation": {"slug": beacon.slug},
        "officers-erase-person": {"member": colleague.uuid},
        "officers-erasure": {"erasure": _ordered(officer, now).uuid},
        "officers-hold-end": {"hold": _held(spare.user, officer, now).uuid},
        "officers-access-ask": {"member": colleague.uuid},
        "officers-access-package": {"package": package.uuid},
        "officers-access-file": {"package": package.uuid},
        "officers-extend": {"slug": beacon.slug, "stage": "silver"},
        # Its Bronze has no year.
        "officers-extend-renewal": {
            "slug": beacon.slug,
            "award": beacon.awards.get(stage="bronze").uuid,
        },
        "officers-take-back": {
            "slug": beacon.slug,
            "award": beacon.awards.get(stage="bronze").uuid,
        },
        **_of_revocations(officer, now),
        "signing-key": {"key": _signing_key(now).uuid},
        "signing-key-lost": {"key": _signing_key(now).uuid},
        "concern-detail": {"concern": concern.uuid},
        "concern-organisation": {"concern": concern.uuid},
        "case-interest": {**case, "champion": chair.uuid},
        "case-recuse": {**case, "champion": chair.uuid},
        "champions-offer": {"application": _without_panel(lead, now).uuid},
        "officers-champions-end": {"champion": spare.uuid},
        "officers-champion": {"champion": spare.uuid},
        "officers-champion-change": {"champion": spare.uuid},
        "officers-champion-interest": {"champion": spare.uuid},
        "officers-champion-training": {"champion": spare.uuid},
        "champion-away-remove": {"uuid": _away(spare, now).uuid},
        "interests-end": {"uuid": _linked(spare.user, now).uuid},
        "officers-champion-record": {"champion": chair.uuid},
        "officers-remind": {"champion": spare.uuid},
        "inbox-message": {"message": _letter_to(lead).uuid},
        "officers-mail-retry": {"message": OutboxMessage.objects.get(status="failed").uuid},
        "officers-job-give-up": {"letter": letter.uuid},
        "officers-job-retry": {"letter": letter.uuid},
        "officers-wording": {"kind": "work_reminder"},
        "officers-wording-history": {"kind": "work_reminder"},
        "officers-wording-restore": {"kind": "work_reminder"},
        "registration-section": {**form, "section": "contact"},
        "registration-item-add": {**form, "section": "leads"},
        "registration-item": {**form, "section": "leads", "item": item.uuid},
        "registration-item-remove": {**form, "section": "leads", "item": item.uuid},
        "withdraw": form,
        "meeting": case,
        "challenges": case,
        "challenge": {"uuid": shown.uuid},
        "case-challenge": {**case, "challenge": shown.uuid},
        "case-challenge-close": {**case, "challenge": shown.uuid},
        "case-challenge-show": {**case, "challenge": hidden.uuid},
        "meeting-other": case,
        "assessment": case,
        "assessment-question": {**case, "code": "bronze.commitment"},
        "assessment-check": case,
        "assessment-plain": case,
        "assessment-plain-check": case,
        "assessment-plain-step": {**case, "step": 1},
        "case-changes": {"uuid": won.uuid},
        "case-print": {"uuid": won.uuid},
        "case-print-file": {"uuid": won.uuid},
        **_of_plans(written, won, lead=lead, at=now),
        **_of_portfolios(gathered, lead=lead, at=now),
        **_of_judged(judged),
        **_of_visits(judged, lead=lead, at=now),
        "case-visit-rule": {"uuid": _renewing(lead, colleague, [chair, parent], officer, now).uuid},
        **_of_statements(lead, colleague, officer, now),
        **_of_spotlights(_member_of("Jay Juniors", lead, colleague, officer, at), lead, at),
        **_of_replies(application.organisation, officer, now),
        **of_evenings(beacon, officer=officer, at=now),
        **of_events(officer=officer, at=now),
        **_of_requests(beacon, lead=lead, officer=officer, at=now),
        **_of_appeals(_not_yet(lead, colleague, chair, officer, at), lead=lead, at=now),
    }
    for name in names():
        if name in arguments:
            continue
        if name.startswith("case"):
            arguments[name] = case
        elif name.startswith(("registration", "application")) and name != "registration-begin":
            arguments[name] = form
        elif name.startswith(("certificate", "logo-pack", "publicity")):
            arguments[name] = certificate
        elif name in ("signatory-end", "signatory-picture"):
            arguments[name] = signatory
        elif name in ("print-run", "print-run-book", "print-run-zip"):
            arguments[name] = print_run
    for name in (
        "people",
        "people-invite",
        "people-leave",
        "organisation",
        "registration-begin",
        "officers-organisation",
        "officers-printed-name",
        "officers-hand-over",
        "consent-register",
    ):
        arguments[name] = slug
    people = {
        "stranger": stranger,
        "member": colleague,
        "lead": lead,
        "champion": spare.user,
        "panel": chair.user,
        "officer": officer,
    }
    return people, arguments


def _of_revocations(officer: User, now: datetime) -> dict[str, dict[str, object]]:
    """What an officer proposed who is none any more, of an award that nobody else here has to do with."""
    award = holder("Juniper Junior", officer=officer, at=now)
    other = make_user("Odile Officer", is_officer=True)
    made = propose_revocation(
        award=award,
        reason="The forum has not met since.",
        public_reason="",
        actor=other,
        at=now,
    )
    User.objects.filter(pk=other.pk).update(is_officer=False)
    return {
        name: {"revocation": made.uuid}
        for name in ("officers-revocation", "officers-revocation-turn-down")
    }


def _signing_key(now: datetime) -> SigningKey:
    """One that signed before the key that signs now."""
    return SigningKey.objects.get_or_create(
        key_id="0123456789abcdef",
        defaults={"certificate_pem": load_signer().certificate_pem, "first_used_at": now},
    )[0]


def _renewing(
    lead: User, colleague: User, champions: list[Champion], officer: User, now: datetime
) -> Application:
    """A re-validation of Gold that is with its panel."""
    given = now - timedelta(days=340)
    organisation = _member_of("Hazel House", lead, colleague, officer, given)
    award = hold_gold(organisation, lead=lead, officer=officer, at=given, second=True)
    sent = renewal_sent(award, lead=lead, at=now)
    return panel_for(sent, champions, officer, at=now).application


def _of_statements(
    lead: User, colleague: User, officer: User, now: datetime
) -> dict[str, dict[str, object]]:
    """A statement that is signed and not sent."""
    given = now - timedelta(days=340)
    organisation = _member_of("Ivy Infants", lead, colleague, officer, given)
    award = hold_gold(organisation, lead=lead, officer=officer, at=given, second=True)
    written = statement_for(award, lead=lead, at=now)
    form = {"application": written.uuid}
    one = {**form, "code": "gold.voice"}
    asked = ask_for_portfolio(application=written, actor=lead, at=now)
    printed = {**form, "printout": asked.uuid}
    return {
        "renewal-begin": {"slug": organisation.slug, "award": award.uuid},
        "statement": form,
        "statement-criterion": one,
        "statement-evidence": one,
        "statement-together": form,
        "statement-sign": form,
        "statement-check": form,
        "statement-print": form,
        "statement-printout": printed,
        "statement-printout-file": printed,
        "statement-zip": form,
    }


def _of_spotlights(
    organisation: Organisation, lead: User, at: datetime
) -> dict[str, dict[str, object]]:
    """A story that is being written, and an event; nobody outside sees them."""
    files = [photo(organisation, lead=lead, at=at)]
    written = story(organisation, lead=lead, at=at, files=files)
    one = {"uuid": written.uuid}
    picture = {"uuid": written.pictures.get().uuid}
    slug, event = (
        {"slug": organisation.slug},
        own_event(organisation, by=lead, at=at, held_on=at.date()),
    )
    return {
        "own-events": slug,
        "own-event-new": slug,
        "own-event": {"uuid": event.uuid},
        "own-event-change": {"uuid": event.uuid},
        "own-event-delete": {"uuid": event.uuid},
        "event-spotlight": {"uuid": event.uuid},
        "spotlight-home": {"slug": organisation.slug},
        "spotlight": one,
        "spotlight-story": one,
        "spotlight-pictures": one,
        "spotlight-check": one,
        "spotlight-preview": one,
        "spotlight-take-back": one,
        "spotlight-delete": one,
        "spotlight-take-down": one,
        "spotlight-review": one,
        "spotlight-picture": picture,
        "spotlight-picture-words": picture,
    }


def _of_replies(
    organisation: Organisation, officer: User, now: datetime
) -> dict[str, dict[str, object]]:
    """An invitation that was answered, with a guest."""
    row = invited(evening(officer=officer, at=now), organisation, officer=officer, at=now)
    guest = {"guest": brings(says_yes(row, at=now), at=now).uuid}
    link = {"token": token_of(row)}
    ours = {"event": row.event.uuid, "invitation": row.uuid}
    return {
        "event-invitations": {"slug": organisation.slug},
        **{
            f"{way}{name}": {**of, **(guest if name in ("-guest", "-guest-remove") else {})}
            for way, of in (("event-reply", link), ("event-invitation", ours))
            for name in ("", "-answer", "-guest-add", "-guest", "-guest-remove")
        },
        "event-invitation-link": ours,
        "event-invitation-remind": ours,
    }


def _calendar(person: User, now: datetime) -> str:
    address = address_of_feed(renew_link(actor=person, at=now))
    return address.rsplit("/", 1)[1].removesuffix(".ics")


def _letter_to(reader: User) -> OutboxMessage:
    return OutboxMessage.objects.filter(recipient=reader).latest("pk")


def _away(champion: Champion, now: datetime) -> Absence:
    day = london_date(now)
    return add_absence(champion=champion, from_on=day, until_on=day, actor=champion.user, at=now)


def _linked(person: User, now: datetime) -> StandingInterest:
    """With an organisation that is none of the scene's."""
    told = tell_of_link(
        person=person,
        organisation_name="Yew Youth Club",
        nature=Interest.RELATIVE,
        actor=person,
        at=now,
    )
    return told.interest


def _print_run(officer: User, *, at: datetime) -> PrintRun:
    """Of a certificate whose file is not made yet, so it has no book either."""
    run = PrintRun.objects.create(title="Award evening", asked_by=officer, asked_at=at)
    run.sheets.create(place=1, certificate=Certificate.objects.get())
    return run


def _member_of(name: str, lead: User, colleague: User, officer: User, at: datetime) -> Organisation:
    """An organisation of the same lead and member, with its Bronze Award."""
    organisation = create_organisation(
        name=name, sector="health", kind="clinic", postcode="B1 1BB", actor=lead, at=at
    )
    Membership.objects.create(
        organisation=organisation, user=colleague, role=MembershipRole.MEMBER, joined_at=at
    )
    hold(organisation, lead=lead, officer=officer, at=at)
    return organisation


def _without_panel(lead: User, at: datetime) -> Application:
    """A case that needs champions."""
    organisation = create_organisation(
        name="Gorse Group", sector="voluntary", kind="charity", postcode="B1 1BB", actor=lead, at=at
    )
    case = start_application(organisation=organisation, stage="bronze", actor=lead, at=at)
    send(case, lead, at=at)
    return case


def _parent(officer: User, at: datetime) -> Champion:
    return make_champion(
        make_user("Paula Parent"), officer=officer, at=at, perspective=Perspective.PARENT_CARER
    )


def _young(officer: User, at: datetime) -> Champion:
    return make_champion(
        make_user("Yusuf Young"), officer=officer, at=at, perspective=Perspective.YOUNG_PERSON
    )


def _sent_twice(
    organisation: Organisation,
    *,
    lead: User,
    champions: list[Champion],
    officer: User,
    at: datetime,
) -> Application:
    """A short plan: sent, sent back, sent again, and awarded without the way there."""
    record = good_record(actions=ACTIONS[:1], barriers=(), policies=())
    plan = plan_for(organisation, lead=lead, at=at, record=record)
    snapshot = snapshot_of_plan(plan, whole_plan(plan).record)
    send(plan, lead, at=at, snapshot=snapshot)
    clear_all(settle(plan, champions, officer, at=at), at=at)
    Application.objects.filter(pk=plan.pk).update(status=Status.CHANGES_REQUESTED)
    plan.refresh_from_db()
    send(plan, lead, at=at + timedelta(days=1), snapshot=snapshot)
    Application.objects.filter(pk=plan.pk).update(status=Status.APPROVED)
    plan.refresh_from_db()
    grant_award(application=plan, actor=officer, at=at + timedelta(days=2))
    return plan


def _not_yet(lead: User, colleague: User, chair: Champion, officer: User, at: datetime) -> Decision:
    """An organisation of the same lead and member, whose registration had a "not yet" twelve days later."""
    organisation = create_organisation(
        name="Gorse Grove", sector="health", kind="clinic", postcode="B1 1BB", actor=lead, at=at
    )
    Membership.objects.create(
        organisation=organisation, user=colleague, role=MembershipRole.MEMBER, joined_at=at
    )
    application = start_application(organisation=organisation, stage="bronze", actor=lead, at=at)
    send(application, lead, at=at)
    at += timedelta(days=10)
    return bring_to_release(
        application,
        lead=lead,
        champions=[chair],
        officer=officer,
        at=at,
        outcome=Outcome.NOT_YET,
    )


def _of_appeals(decision: Decision, *, lead: User, at: datetime) -> dict[str, dict[str, object]]:
    appeal = make_appeal(decision=decision, grounds="Page 3 shows it.", actor=lead, at=at)
    return {
        "appeal-make": {"decision": decision.uuid},
        "appeal": {"uuid": appeal.uuid},
        "officers-appeal": {"uuid": appeal.uuid},
    }


def _held(person: User, officer: User, at: datetime) -> Hold:
    return place_hold(person=person, reason="A claim.", actor=officer, at=at)


def _ordered(officer: User, at: datetime) -> Erasure:
    return order_erasure(terms=["Maya Okonkwo"], why="Her mother asked.", actor=officer, at=at)


def _of_requests(
    organisation: Organisation, *, lead: User, officer: User, at: datetime
) -> dict[str, dict[str, object]]:
    """A correction that a lead asked for, and a picture to take down: one piece is hidden, one is not."""
    mine = {"privacy_request": asked("correction", at=at, by=lead).uuid}
    request = asked("take_down", at=at)
    hidden, shown = (
        evidence(organisation, lead=lead, at=at, file=False, title=title)
        for title in ("Hidden garden", "Open garden")
    )
    take_down.hide(request=request, item=hidden, actor=officer, at=at)
    found = {
        "officers-request-pieces": {"privacy_request": request.uuid},
        "officers-request-hide": {"privacy_request": request.uuid, "item": shown.uuid},
        "officers-request-decide": {"privacy_request": request.uuid, "item": hidden.uuid},
    }
    left = ("officers-request", "acknowledge", "note", "extend", "link", "name", "close")
    for name in left:
        found[name if name == left[0] else f"officers-request-{name}"] = mine
    return found


def _of_plans(
    written: Application, won: Application, *, lead: User, at: datetime
) -> dict[str, dict[str, object]]:
    """The addresses of the plan that is being written, and of the one that has the award."""
    form = {"application": written.uuid}
    action = Action.objects.filter(application=written).first()
    of_action = {**form, "action": action.uuid}
    of_milestone = {**of_action, "milestone": action.milestones.first().uuid}
    of_list = {**form, "section": "barriers"}
    of_item = {**of_list, "item": Barrier.objects.filter(application=written).first().uuid}
    asked = ask_for_plan(application=written, format="pdf", actor=lead, at=at)
    reported = Milestone.objects.filter(action__application=won).first()
    found = {
        "plan-begin": {"slug": won.organisation.slug},
        "plan-action": of_action,
        "plan-action-move": of_action,
        "plan-action-remove": of_action,
        "plan-action-part": {**of_action, "part": "what"},
        "plan-milestone-add": of_action,
        "plan-milestone": of_milestone,
        "plan-milestone-remove": of_milestone,
        "plan-section": of_list,
        "plan-item-add": of_list,
        "plan-item": of_item,
        "plan-item-move": of_item,
        "plan-item-remove": of_item,
        "plan-printout": {**form, "printout": asked.uuid},
        "plan-printout-file": {**form, "printout": asked.uuid},
        "plan-progress": {"application": won.uuid},
        "plan-progress-report": {"application": won.uuid, "milestone": reported.uuid},
        "application-changes": {"application": won.uuid},
    }
    return found | {name: form for name in names() if name.startswith("plan") and name not in found}


def _of_portfolios(
    gathered: Application, *, lead: User, at: datetime
) -> dict[str, dict[str, object]]:
    """The addresses of the portfolio that is being written, and of its only piece of evidence."""
    form = {"application": gathered.uuid}
    slug = {"slug": gathered.organisation.slug}
    piece = EvidenceItem.objects.get(organisation=gathered.organisation)
    plan = approved_plan(gathered.organisation)
    asked = ask_for_portfolio(application=gathered, actor=lead, at=at)
    of_item = {"item": piece.uuid}
    of_file = {**of_item, "file": piece.files.get().uuid}
    found = {
        "gold-begin": slug,
        "platinum-begin": slug,
        "portfolio-section": {**form, "section": "criteria"},
        "portfolio-answer": {**form, "code": "gold.voice"},
        "portfolio-answer-evidence": {**form, "code": "gold.voice"},
        "portfolio-action": {**form, "action": plan.actions.first().uuid},
        "portfolio-measure": {**form, "measure": plan.measures.first().uuid},
        "portfolio-rules": {"stage": "gold"},
        "portfolio-printout": {**form, "printout": asked.uuid},
        "portfolio-printout-file": {**form, "printout": asked.uuid},
    }
    for name in (
        "evidence",
        "evidence-capture",
        "evidence-upload",
        "evidence-add",
        "evidence-several",
    ):
        found[name] = slug
    for name in names():
        if name not in found and name.startswith("portfolio"):
            found[name] = form
        elif name not in found and name.startswith(
            ("evidence-file-", "evidence-picture", "evidence-thumbnail")
        ):
            found[name] = of_item if name == "evidence-file-upload" else of_file
        elif name not in found and name.startswith("evidence"):
            found[name] = of_file if name == "evidence-file" else of_item
    return found


def _of_visits(judged: Judging, *, lead: User, at: datetime) -> dict[str, dict[str, object]]:
    """A visit that is agreed, in a week; another one was written up."""
    made = agreed_visit(judged.application, lead, judged.chair, at=at)
    held = agreed_visit(judged.application, lead, judged.chair, at=at - timedelta(days=20))
    case = {"uuid": judged.application.uuid}
    one = {"appointment": made.uuid}
    begun = agreed_visit(judged.application, lead, judged.chair, at=at - timedelta(days=15))
    photo = photo_of(begun, judged.chair, at=at)
    acts = ("move", "place", "cancel", "checklist", "write-up")
    return {
        "visits": case,
        "case-visits": case,
        "case-visit-offer": case,
        "case-visit": {**case, **one},
        **{f"case-visit-{act}": {**case, **one} for act in acts},
        "case-visit-show": {**case, "appointment": write(held, judged.chair).uuid},
        "case-visit-photo-add": {**case, "appointment": begun.uuid},
        **{
            f"case-visit-photo{act}": {
                **case,
                "appointment": begun.uuid,
                "photo": photo.item.uuid,
            }
            for act in ("", "-thumbnail", "-remove")
        },
        "visit": one,
        "visit-other": one,
    }


def _of_judged(judged: Judging) -> dict[str, dict[str, object]]:
    """The pages of the panel for the evidence that was sent to it."""
    case = {"uuid": judged.application.uuid}
    of_item = {**case, "item": judged.item.uuid}
    of_file = {**of_item, "file": judged.file.uuid}
    files = ("case-evidence-file", "case-evidence-picture", "case-evidence-thumbnail")
    return {
        "case-evidence": case,
        "case-coverage": case,
        "case-zip": case,
        "assessment-strategies": case,
        "case-evidence-item": of_item,
        **dict.fromkeys(files, of_file),
    }
