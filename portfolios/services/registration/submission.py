"""Signing the commitment, and sending the registration off (scheme.md 6)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from awards.choices import Role, Status
from awards.models import Application, StatusChange, User
from awards.permissions import need_sender
from awards.services.interests import match_names
from awards.workflow import apply_transition, transition_with_key
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Link, Refused
from portfolios.choices import SectionCode
from portfolios.models import Commitment
from portfolios.selectors.points import point_problems
from portfolios.selectors.registration.problems import problems_of
from portfolios.selectors.registration.reading import can_sign, whole_registration
from portfolios.selectors.registration.snapshots import snapshot_of_registration
from portfolios.selectors.registration.wording import commitment_wording
from portfolios.services.editing import lock, note_edit, open_for_writing
from portfolios.services.registration.editing import forget_draft, form_of


@transaction.atomic
def sign_commitment(
    *,
    application: Application,
    signed_name: str,
    signed_role: str,
    levels: Sequence[str],
    actor: User,
    at: datetime,
    signed_on: date | None = None,
) -> Commitment:
    """Sign for the organisation; an earlier signature stays, superseded.

    `signed_on` is the date on the paper, for a registration that an officer types in. Everybody else
    signs today.
    """
    role = need_sender(actor, application)
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    registration = whole_registration(locked)
    missing = {problem.section for problem in problems_of(registration)}
    if not can_sign(missing):
        raise Refused(
            "Finish the organisation’s details and who you involve first. Then you can sign.",
            link=Link("Go to your task list", reverse("registration", args=[locked.uuid])),
        )
    today = london_date(at)
    if signed_on is not None and (role is not Role.OFFICER or signed_on > today):
        raise Refused("A commitment is signed today, or on the day that stands on the paper.")
    known = [level.code for level in registration.scheme.engagement_levels]
    chosen = [code for code in known if code in levels]
    if not chosen or len(chosen) != len(set(levels)):
        raise Refused("Choose at least one level for which your organisation signs.")
    wording = commitment_wording(registration.scheme)
    Commitment.objects.filter(application=locked).current().supersede(at)
    commitment = Commitment.objects.create(
        application=locked,
        organisation_name=form.organisation_name,
        edition=locked.edition,
        wording=wording.code,
        wording_text=wording.text,
        wording_sha256=wording.sha256,
        levels=chosen,
        signed_name=signed_name,
        signed_role=signed_role,
        signed_on=signed_on or today,
        signed_at=at,
        signed_by=actor,
    )
    note_edit(form, section=SectionCode.SIGN, actor=actor, at=at)
    forget_draft(actor, locked, SectionCode.SIGN)
    audit.record(
        "commitment.signed",
        actor=actor,
        target=commitment,
        at=at,
        role=role,
        acting_for=locked.organisation.uuid,
        details={"wording": wording.code, "on_paper": signed_on is not None},
    )
    return commitment


@transaction.atomic
def submit_registration(
    *,
    application: Application,
    actor: User,
    role: Role,
    at: datetime,
    key: UUID,
    checked_version: int | None = None,
) -> StatusChange:
    """Send it, once: the same `key` gives the same receipt, however often and from how many tabs (T-43).

    `checked_version` is the form's version that the check page showed; a change by a colleague since
    then is refused, so that a lead sends what they have read.
    """
    need_sender(actor, application)
    # Waits for whoever is saving or sending; from here on nothing changes.
    locked = lock(application)
    done = transition_with_key(locked, key)
    if done is not None:
        application.refresh_from_db()
        return done
    registration = whole_registration(locked)
    form = registration.form
    if locked.can_be_edited:
        if checked_version is not None and form.version != checked_version:
            raise Refused(
                "A colleague changed the registration while you were checking it.",
                link=Link("Check it again", reverse("registration-check", args=[locked.uuid])),
            )
        form.registration_date = form.registration_date or london_date(at)
    again = locked.status == Status.CHANGES_REQUESTED
    change = apply_transition(
        application,
        "resubmit" if again else "submit",
        actor=actor,
        role=role,
        at=at,
        problems=[problem.sentence for problem in problems_of(registration)]
        + point_problems(locked),
        snapshot=snapshot_of_registration(registration),
        key=key,
    )
    form.save(update_fields=["registration_date"])
    organisation = locked.organisation
    organisation.name = form.organisation_name
    organisation.printed_name = form.printed_name
    organisation.sector = form.sector
    organisation.kind = form.kind
    organisation.postcode = form.postcode
    organisation.save(update_fields=["name", "printed_name", "sector", "kind", "postcode"])
    match_names(organisation, at=at)
    return change
