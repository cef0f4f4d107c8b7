"""Beginning and withdrawing applications, and granting what was decided."""

import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.choices import ApplicationKind, AwardCondition, Role, Status
from awards.models import Application, Award, Organisation, StatusChange, User
from awards.scheme import edition
from awards.selectors import journey_of, scheme_in_force
from awards.selectors.renewals import dated_above, dated_up_to, first_sent, renewals_of
from awards.workflow import apply_transition, keep_awards
from foundation import audit
from foundation.dates import london_date, months_later
from foundation.forms import show_date
from foundation.refusals import Link, Refused

# No I, L, O, U: read over the telephone without a mistake (Crockford's alphabet).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """`SCA-` and eight random letters: unique in the database, and telling nothing."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"SCA-{letters[:4]}-{letters[4:]}"


@transaction.atomic
def start_application(
    *,
    organisation: Organisation,
    stage: str,
    actor: User,
    at: datetime,
    entered_by_officer: bool = False,
) -> Application:
    """Begin a stage. Refused while another attempt is open, or when an earlier stage is not held."""
    today = london_date(at)
    step = next(s for s in journey_of(organisation, on=today).stages if s.stage.code == stage)
    if step.held:
        raise Refused(f"{organisation} already holds the {step.stage.name} Award.")
    if step.condition is AwardCondition.LAPSED:
        raise Refused(
            f"The {step.stage.name} Award has lapsed. Bring it back with a statement.",
            link=_stages_of(organisation),
        )
    if step.application is not None and step.application.is_open:
        raise Refused(f"There is already an application for {step.stage.name}.")
    if not step.can_start:
        raise Refused(
            "The stages are taken in order. Finish the one before this first.",
            link=_stages_of(organisation),
        )
    try:
        with transaction.atomic():
            application = Application.objects.create(
                reference=new_reference(),
                organisation=organisation,
                stage=stage,
                kind=ApplicationKind.STAGE,
                edition=scheme_in_force(on=today).code,
                status=Status.DRAFT,
                status_since=at,
                created_at=at,
                created_by=actor,
                entered_by_officer=entered_by_officer,
            )
    except IntegrityError as clash:
        raise Refused(f"There is already an application for {step.stage.name}.") from clash
    audit.record(
        "application.started",
        actor=actor,
        target=application,
        at=at,
        acting_for=organisation.uuid,
        details={"stage": stage, "entered_by_officer": entered_by_officer},
    )
    return application


def withdraw(
    *, application: Application, actor: User, role: Role, note: str, at: datetime
) -> StatusChange:
    return apply_transition(application, "withdraw", actor=actor, role=role, at=at, note=note)


@transaction.atomic
def start_renewal(*, award: Award, actor: User, at: datetime) -> Application:
    """Begin the statement that renews an award. A second click finds the one that the first began (T-43)."""
    today = london_date(at)
    organisation = award.organisation
    asked = {each.award.pk: each for each in renewals_of(organisation, on=today)}
    renewal = asked.get(award.pk)
    if renewal is None:
        raise Refused("This award is not the one to renew.", link=_stages_of(organisation))
    if renewal.application is not None and renewal.is_written:
        return renewal.application
    if today < renewal.opens_on:
        raise Refused(f"You can renew it from {show_date(renewal.opens_on)}.")
    if not renewal.can_start:
        raise Refused(
            "Another statement is open. Finish or withdraw it first.",
            link=_stages_of(organisation),
        )
    try:
        with transaction.atomic():
            application = Application.objects.create(
                reference=new_reference(),
                organisation=organisation,
                stage=award.stage,
                kind=ApplicationKind.REVALIDATION,
                edition=scheme_in_force(on=today).code,
                status=Status.DRAFT,
                status_since=at,
                created_at=at,
                created_by=actor,
            )
    except IntegrityError as clash:
        raise Refused("Somebody began this statement at the same moment. Open it again.") from clash
    audit.record(
        "application.started",
        actor=actor,
        target=application,
        at=at,
        acting_for=organisation.uuid,
        details={"stage": award.stage, "kind": application.kind},
    )
    return application


def _stages_of(organisation: Organisation) -> Link:
    return Link("See your stages", reverse("organisation", args=[organisation.slug]))


@transaction.atomic
def grant_award(*, application: Application, actor: User, at: datetime) -> Award:
    """What an approved application earns, from today's London date.

    Called in the transaction that approved it. A standing award of the same stage is superseded.
    """
    if application.status != Status.APPROVED:
        raise Refused("An award follows from an approved application only.")
    today = london_date(at)
    before = Award.objects.filter(
        organisation=application.organisation_id, stage=application.stage
    ).standing()
    replaced = before.select_for_update(no_key=True).first()
    if replaced is not None:
        Award.objects.filter(pk=replaced.pk).update(superseded_on=today)
    award = Award.objects.create(
        organisation=application.organisation,
        application=application,
        stage=application.stage,
        edition=application.edition,
        awarded_on=today,
        **award_dates(application, replaced, today=today),
    )
    if replaced is not None:
        Award.objects.filter(pk=replaced.pk).update(superseded_by=award)
    _carry_on_below(award)
    # A higher stage that is still undecided keeps the new one, too.
    keep_awards(application, today)
    audit.record(
        "award.granted",
        actor=actor,
        target=award,
        at=at,
        role=Role.OFFICER,
        acting_for=application.organisation.uuid,
        details={"stage": award.stage},
    )
    return award


def award_dates(
    application: Application, replaced: Award | None, *, today: date
) -> dict[str, date | None]:
    """The year of an award that ends (scheme.md 22); no dates for one that does not.

    A stage's year, and a return after a lapse, are counted from the day of the decision. What was sent
    by the end of grace renews from the anniversary, so nobody loses or gains days by the time it took.
    Of Platinum the year is its own, and not that of the Gold before it; it keeps a Gold that was renewed
    while both were decided, too.
    """
    scheme = edition(application.edition)
    months = scheme.stage(application.stage).lasts_months
    anniversary = _anniversary(application, replaced, today=today)
    held_since = replaced.held_since if replaced is not None and anniversary else today
    if months is None:
        return {"held_since": held_since, "runs_from": today}
    runs_from = anniversary or today
    until = months_later(runs_from, months)
    due, last = until, until + timedelta(days=scheme.windows.grace_days)
    for above in Award.objects.standing().filter(
        organisation=application.organisation_id, stage__in=dated_above(scheme, application.stage)
    ):
        if above.due_on is not None and above.grace_until is not None:
            due, last = max(due, above.due_on), max(last, above.grace_until)
    return {
        "held_since": held_since,
        "runs_from": runs_from,
        "valid_until": until,
        "due_on": due,
        "grace_until": last,
    }


def _anniversary(application: Application, replaced: Award | None, *, today: date) -> date | None:
    """From which a renewal runs that was sent in time; none for a stage, and for a return after a lapse.

    An answer that took longer than a whole year is counted from the last anniversary before it. What was
    sent before a higher award moved the day is for the year that it had then.
    """
    if application.kind != ApplicationKind.REVALIDATION or replaced is None:
        return None
    sent, due, last = first_sent(application), replaced.due_on, replaced.grace_until
    if sent is None or due is None or last is None or sent > last:
        return None
    if replaced.opens_on is not None and sent < replaced.opens_on:
        due = replaced.valid_until or due
    while (following := months_later(due, 12)) <= today:
        due = following
    return due


def _carry_on_below(award: Award) -> None:
    """Whoever holds a higher award keeps those below it for as long: one statement a year is enough."""
    lower = dated_up_to(edition(award.edition), award.stage)[:-1]
    rows = Award.objects.standing().filter(organisation=award.organisation_id, stage__in=lower)
    for row in rows.select_for_update(no_key=True).order_by("pk"):
        if award.due_on is None or award.grace_until is None or row.due_on is None:
            continue
        row.due_on = max(row.due_on, award.due_on)
        row.grace_until = max(row.grace_until or row.due_on, award.grace_until)
        row.save(update_fields=["due_on", "grace_until"])
