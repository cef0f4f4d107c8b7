"""Beginning and withdrawing applications, and granting what was decided."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from awards.choices import ApplicationKind, Role, Status
from awards.models import Application, Award, Organisation, StatusChange, User
from awards.scheme import edition
from awards.selectors import journey_of, scheme_in_force
from awards.workflow import apply_transition
from foundation import audit
from foundation.dates import london_date, months_later
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
    if step.application is not None and step.application.is_open:
        raise Refused(f"There is already an application for {step.stage.name}.")
    if not step.can_start:
        raise Refused(
            "The stages are taken in order. Finish the one before this first.",
            link=Link("See your stages", reverse("organisation", args=[organisation.slug])),
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
def grant_award(*, application: Application, actor: User, at: datetime) -> Award:
    """What an approved application earns, from today's London date.

    Called in the transaction that approved it. A standing award of the same stage is superseded.
    """
    if application.status != Status.APPROVED:
        raise Refused("An award follows from an approved application only.")
    stage = edition(application.edition).stage(application.stage)
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
        valid_until=months_later(today, stage.lasts_months) if stage.lasts_months else None,
    )
    if replaced is not None:
        Award.objects.filter(pk=replaced.pk).update(superseded_by=award)
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
