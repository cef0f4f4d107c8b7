"""A small city in which every text that anybody could type was typed by an attacker.

Kestrel's things are one lead's and must never show to Osprey's; both names end in markup.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from awards.choices import Audience, ConcernAbout, Interest, MembershipRole, Role
from awards.models import Application, Award, Challenge, Membership, User
from awards.services.applications import start_application, withdraw
from awards.services.concerns import close_concern, report_concern
from awards.services.extensions import extend_due_date
from awards.services.inbox import choose_mail_rhythm
from awards.services.organisations import create_organisation, hand_over, invite
from awards.services.reminders import remind_of_due_dates
from awards.services.renewals import give_time_to_renew, remind_of_renewals
from certificates.models import Certificate, PrintRun
from certificates.services import add_signatory, end_signatory, reissue_certificate
from certificates.tasks import make_certificate
from champions.choices import Outcome, Side
from champions.models import Panel
from champions.services.calendars import renew_link
from champions.services.challenges import close_challenge, remark
from champions.services.meetings import cancel, move, propose_other_times
from champions.services.panels import declare_interest
from champions.services.people import end_service
from champions.services.remarks import say
from champions.services.rulings import rule_on_visit
from foundation.clock import DutyContext
from foundation.dates import london_date, months_later
from foundation.digests import send_daily
from foundation.drafts import save_draft
from foundation.mail_kinds import kind as mail_kind
from foundation.models import DeadLetter, DutyRun, DutyState, OutboxMessage
from foundation.wordings import Wording
from portfolios.services.registration.editing import draft_key
from reports.services.wordings import change_wording
from tests.conftest import make_user
from tests.support.champions import answer, ask, make_champion
from tests.support.portfolios import fill_registration
from tests.threats.asker import Asker
from tests.threats.builder import DAY, Builder, named
from tests.threats.gatherer import Gatherer
from tests.threats.inviter import Inviter
from tests.threats.planner import Planner
from tests.threats.sitter import Sitter
from tests.threats.teller import Teller
from tests.threats.texts import evil


@dataclass
class City:
    people: dict[str, User]
    cases: dict[str, Application]
    certificate: Certificate


def _reword(build: Builder, *, at: datetime) -> None:
    """An officer's words of a mail, which many get; and words that others took back."""
    kind = mail_kind("application_received")
    for version, part in enumerate(("first ", "second ")):
        change_wording(
            kind=kind,
            wording=Wording(
                evil(f"Kestrel {part}((organisation)) ", 300),
                f"# {evil('Kestrel ')}\n\n^ {evil('Kestrel ')}\n\n[{evil('Kestrel ')}]((link))",
            ),
            expected_version=version,
            actor=build.officer,
            at=at,
        )


def _end_a_year(build: Builder, award: Award, statement: Application, now: datetime) -> None:
    """Every mail about the year of an award, and an officer's word on the visit before its renewal.

    Another officer has chosen one e-mail a day, and gets it.
    """
    choose_mail_rhythm(rhythm=User.MailRhythm.DAILY, actor=build.second_officer, at=now)
    rule_on_visit(
        application=statement,
        visit=False,
        reason=evil("Kestrel visits ", 900),
        actor=build.officer,
        at=now - DAY,
    )
    award.refresh_from_db()
    assert award.due_on is not None
    assert award.grace_until is not None
    until = award.grace_until + 10 * DAY
    for on in (london_date(now), award.due_on + DAY, until + DAY):
        if on > award.grace_until:
            give_time_to_renew(
                award=award,
                until=until,
                reason=evil("Kestrel has more time ", 900),
                actor=build.officer,
                at=now,
            )
        remind_of_renewals(DutyContext(now=now, today=on, dry_run=False))
    send_daily(DutyContext(now=now + DAY, today=london_date(now + DAY), dry_run=False))


def build_city(now: datetime) -> City:
    """Every state of a case; a certificate with its file, and one issued anew."""
    build = Builder(now)
    signatory = add_signatory(
        name=evil("Kestrel", 80),
        role=evil("Kestrel role ", 100),
        organisation_line=evil("Kestrel line ", 100),
        signs_from=(now - 90 * DAY).date(),
        picture=None,
        actor=build.officer,
        at=now - 90 * DAY,
    )
    _reword(build, at=now - 90 * DAY)
    draft = build.draft("Draft")
    colleague = named("Colleague")
    Membership.objects.create(
        organisation=draft.organisation, user=colleague, role=MembershipRole.MEMBER, joined_at=now
    )
    invited = named("Invited")
    invite(
        organisation=draft.organisation,
        email=invited.email,
        role=MembershipRole.MEMBER,
        actor=build.lead,
        at=now,
    )
    hand_over(
        organisation=draft.organisation,
        email="kestrel.new@kestrel.example",
        reason=evil("Kestrel reason "),
        actor=build.officer,
        at=now,
    )
    save_draft(
        owner=build.lead,
        key=draft_key(draft, "about"),
        data=_typed(version="1", description=evil("Kestrel half ")),
        at=now,
    )
    offered = build.meeting("Moved", days=9)
    move(
        appointment=offered.application.appointments.latest("pk"),
        side=Side.ORGANISATION,
        times=[now + 12 * DAY],
        reason=evil("Kestrel moves "),
        actor=build.lead,
        at=now - DAY,
    )
    proposed = build.meeting("Proposed", days=9)
    move(
        appointment=proposed.application.appointments.latest("pk"),
        side=Side.PANEL,
        times=[now + 12 * DAY],
        reason=evil("Kestrel moves "),
        actor=build.chair.user,
        at=now - 2 * DAY,
    )
    propose_other_times(
        appointment=proposed.application.appointments.latest("pk"),
        times=[now + 13 * DAY],
        access_needs=evil("Kestrel needs "),
        actor=build.lead,
        at=now - DAY,
    )
    cancelled = build.meeting("Cancelled", days=9)
    cancel(
        appointment=cancelled.application.appointments.latest("pk"),
        reason=evil("Kestrel cancels "),
        actor=build.chair.user,
        at=now - DAY,
    )
    half = build.minuted("Half")
    build.assess(half, build.young)
    build.assess(half, build.chair, send=False)
    linked = build.minuted("Linked")
    declare_interest(
        assignment=linked.assignments.active().get(champion=build.young),
        nature=Interest.OTHER,
        details=evil("Kestrel link "),
        actor=build.young.user,
        at=now - DAY,
    )
    gone = build.sent("Withdrawn")
    withdraw(
        application=gone, actor=build.lead, role=Role.LEAD, note=evil("Kestrel leaves "), at=now
    )
    won = build.released("Won", Outcome.AWARD)
    certificate = Certificate.objects.get()
    make_certificate.call(str(certificate.uuid))
    _due_dates(build, won, now)
    for person in (build.lead, build.chair.user):
        renew_link(actor=person, at=now)
    plans, portfolios, sitter = Planner(build), Gatherer(build), Sitter(build)
    gold_won, platinum = portfolios.won("Gold won")
    cases = {
        "draft": draft,
        "sent": build.sent("Sent"),
        "undeclared": build.seated("Undeclared", cleared=False).application,
        "seated": build.seated("Seated").application,
        "moved": offered.application,
        "proposed": proposed.application,
        "cancelled": cancelled.application,
        "agreed": build.meeting("Agreed", days=5).application,
        "past": build.meeting("Past", days=-1).application,
        "half": half.application,
        "linked": linked.application,
        "assessed": build.assessed("Assessed").application,
        "decided": build.decided("Decided").panel.application,
        "won": won,
        "changes": build.released("Changes", Outcome.CHANGES),
        "declined": build.released("Declined", Outcome.NOT_YET),
        "withdrawn": gone,
        "plan": plans.draft("Plan"),
        "plan-judged": plans.seated("Plan judged").application,
        "plan-changes": plans.released("Plan changes", Outcome.CHANGES),
        "plan-again": plans.again("Plan again"),
        "plan-won": plans.won("Plan won"),
        "gold": portfolios.half("Gold"),
        "gold-sent": portfolios.ready("Gold sent"),
        "gold-judged": portfolios.seated("Gold judged").application,
        "gold-changes": portfolios.back("Gold changes"),
        "gold-again": portfolios.again("Gold again"),
        "gold-won": gold_won,
        "platinum": platinum,
        "statement": portfolios.renewing(gold_won),
        "statement-judged": portfolios.renewed("Gold renewed"),
        **sitter.cases(),
    }
    sitter.work(cases["gold-judged"].panel, cases["sent"])
    Teller(build, portfolios).tell_all(
        *(cases[name].organisation for name in ("gold-won", "gold-changes", "gold-sent"))
    )
    Inviter(build).invite_all(cases["won"].award, gold_won.award, cases["plan-won"].award)
    _end_a_year(build, gold_won.award, cases["statement-judged"], now)
    certificate.refresh_from_db()
    reissue_certificate(
        certificate=certificate,
        printed_name=evil("Kestrel again ", 160),
        at=now,
        actor=build.officer,
        reason=evil("Kestrel misspelt "),
    )
    _talk(build, half, now)
    _machinery(build, now)
    asker = Asker(build)
    asker.told_of_ends(portfolios.forgotten("Forgotten"), portfolios.declined("Gold declined"))
    asker.ask_all(cases)
    end_service(
        champion=make_champion(named("Former"), officer=build.officer, at=now - DAY),
        actor=build.officer,
        at=now,
    )
    run = PrintRun.objects.create(
        title=evil("Kestrel evening ", 100), asked_by=build.officer, asked_at=now
    )
    for place, certificate in enumerate(Certificate.objects.current(), start=1):
        run.sheets.create(place=place, certificate=certificate)
    end_signatory(signatory=signatory, last_day=(now + DAY).date(), actor=build.officer, at=now)
    people = {
        "lead": build.lead,
        "colleague": colleague,
        "invited": invited,
        "chair": build.chair.user,
        "young": build.young.user,
        "spare": build.spare.user,
        "officer": build.second_officer,
        "stranger": _stranger(now),
    }
    return City(people, cases, certificate)


def _due_dates(build: Builder, won: Application, now: datetime) -> None:
    """Reminded before and after the day, then given more time."""
    due_on = months_later(won.award.awarded_on, 12)
    for day in (due_on - 7 * DAY, due_on + DAY):
        remind_of_due_dates(DutyContext(now=now, today=day, dry_run=False))
    extend_due_date(
        organisation=won.organisation,
        stage="silver",
        due_on=due_on + 30 * DAY,
        reason=evil("Kestrel late "),
        actor=build.officer,
        at=now,
    )


def _talk(build: Builder, panel: Panel, now: datetime) -> None:
    """One challenge is closed, one answered, one within the panel; and a word from each side."""
    chair, at = build.chair, now - DAY
    closed, answered, hidden = (
        ask(panel, chair, at=at, text=evil(f"Kestrel asks {number} ", 2000), audience=audience)
        for number, audience in enumerate([Audience.ORGANISATION] * 2 + [Audience.PANEL])
    )
    # As an action of a plan is called.
    Challenge.objects.update(subject_name=evil("Kestrel action ", 200))
    close_challenge(
        panel=panel,
        challenge=closed,
        note=evil("Kestrel settled ", 1000),
        actor=chair.user,
        at=now,
    )
    answer(answered, build.lead, at=now, text=evil("Kestrel answers ", 2000))
    for challenge, audience in ((hidden, Audience.PANEL), (None, Audience.ORGANISATION)):
        remark(
            panel=panel,
            challenge=challenge,
            text=evil("Kestrel remarks ", 2000),
            audience=audience,
            key=uuid4(),
            actor=chair.user,
            at=now,
        )
    say(
        application=panel.application,
        text=evil("Kestrel thanks ", 2000),
        key=uuid4(),
        actor=build.lead,
        at=now,
    )


def _machinery(build: Builder, now: datetime) -> None:
    for outcome in ("", evil("Kestrel outcome ")):
        concern = report_concern(
            about=ConcernAbout.OTHER,
            what=evil("Kestrel worry "),
            where=evil("Kestrel place ", 500),
            name=evil("Kestrel child ", 120),
            contact=evil("kestrel@", 254),
            reported_by=None,
            at=now,
        )
        if outcome:
            close_concern(concern=concern, outcome=outcome, actor=build.officer, at=now)
    OutboxMessage.objects.filter(message="concern").update(
        status="failed", fault="away", reason=evil("Kestrel refuses ", 300)
    )
    DeadLetter.objects.create(
        job_id=uuid4(),
        task_path="certificates.tasks.make_certificate",
        args=[evil("Kestrel argument ")],
        error_class="OSError",
        error_message=evil("Kestrel error ", 300),
        attempts=6,
        died_at=now,
    )
    DeadLetter.objects.create(
        job_id=uuid4(),
        task_path="portfolios.tasks.make_printout",
        args=[],
        error_class=evil("Kestrel class ", 200),
        attempts=6,
        died_at=now,
        given_up_at=now,
        given_up_by=build.officer,
        given_up_why=evil("Kestrel reason ", 300),
    )
    DutyState.objects.create(
        duty="tidy closed cases",
        failures=1,
        failing_since=now,
        error=evil("Kestrel state ", 300),
    )
    DutyRun.objects.create(
        duty="tidy closed cases",
        started_at=now,
        finished_at=now,
        error=evil("Kestrel run ", 300),
    )


def _stranger(now: datetime) -> User:
    """Leads an organisation of their own, with a registration of its own."""
    stranger = make_user("Stella Stranger", at="osprey.example")
    osprey = create_organisation(
        name="Osprey Street School",
        sector="education",
        kind="school",
        postcode="B2 4QA",
        actor=stranger,
        at=now,
    )
    application = start_application(organisation=osprey, stage="bronze", actor=stranger, at=now)
    fill_registration(application, lead=stranger, at=now)
    return stranger


def _typed(**fields: str):
    from django.http import QueryDict  # needs the settings

    data = QueryDict(mutable=True)
    data.update(fields)
    return data
