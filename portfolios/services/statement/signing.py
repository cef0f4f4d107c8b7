"""Signing a statement: last of all, because every change takes the signature back (scheme.md 22)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from awards.models import Application, User
from awards.permissions import need_sender
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Link, Refused
from portfolios.choices import StatementSection
from portfolios.models import Commitment, Statement
from portfolios.records import ALL_EYES
from portfolios.selectors.statement.gaps import missing_of
from portfolios.selectors.statement.reading import whole_statement
from portfolios.selectors.statement.wording import declaration_wording
from portfolios.services.editing import note_edit, open_for_writing
from portfolios.services.statement.editing import forget_draft

FINISH_FIRST = "Finish the other parts first. Then you sign what you send."


@transaction.atomic
def sign_statement(
    *,
    application: Application,
    signed_name: str,
    signed_role: str,
    checked_version: int,
    actor: User,
    at: datetime,
) -> Commitment:
    """Sign for the organisation; an earlier signature stays, superseded.

    `checked_version` is the version that the page showed: nobody signs what a colleague changed
    while they were reading.
    """
    role = need_sender(actor, application)
    locked = open_for_writing(application=application, actor=actor)
    # A piece of evidence that is changed at this moment waits here, or is seen below (T-46).
    Statement.objects.select_for_update(no_key=True).get(application=locked)
    today = london_date(at)
    whole = whole_statement(locked, on=today, eyes=ALL_EYES)
    if whole.statement.version != checked_version:
        raise Refused(
            "A colleague changed the statement while you were reading it.",
            link=Link("Read it again", reverse("statement-sign", args=[locked.uuid])),
        )
    if missing_of(whole.record, on=today, signed=True):
        raise Refused(
            FINISH_FIRST,
            link=Link("Go to your task list", reverse("statement", args=[locked.uuid])),
        )
    wording = declaration_wording(whole.scheme)
    Commitment.objects.filter(application=locked).current().supersede(at)
    signed = Commitment.objects.create(
        application=locked,
        organisation_name=locked.organisation.name,
        edition=locked.edition,
        wording=wording.code,
        wording_text=wording.text,
        wording_sha256=wording.sha256,
        signed_name=signed_name,
        signed_role=signed_role,
        signed_on=today,
        signed_at=at,
        signed_by=actor,
    )
    note_edit(whole.statement, section=StatementSection.SIGN, actor=actor, at=at)
    forget_draft(actor, locked, StatementSection.SIGN)
    audit.record(
        "commitment.signed",
        actor=actor,
        target=signed,
        at=at,
        role=role,
        acting_for=locked.organisation.uuid,
        details={"wording": wording.code, "on_paper": False},
    )
    return signed
