"""How a registration begins: by its organisation, by an officer from paper, or once more."""

from datetime import date, datetime

from django.db import transaction

from awards.choices import MembershipRole
from awards.models import Application, Organisation, User
from awards.permissions import role_in
from awards.services.applications import start_application
from awards.services.organisations import create_organisation, invite
from foundation import audit
from foundation.refusals import NotAllowed
from portfolios.choices import Source
from portfolios.models import RegistrationForm, RegistrationLead
from portfolios.selectors.registration.reading import (
    STAGE,
    begun_before,
    entered_before,
    unsaved_form,
)
from portfolios.services.levels import copy_levels
from portfolios.services.lists import copy_partners


@transaction.atomic
def begin_registration(
    *, name: str, sector: str, kind: str, postcode: str, actor: User, at: datetime
) -> Application:
    """A new organisation with its Bronze application; whoever begins it is its first lead.

    The same person making the same organisation again (a second click) gets the first one (T-43).
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    first = begun_before(name=name, postcode=postcode, actor=actor)
    if first is not None:
        return first
    organisation = create_organisation(
        name=name, sector=sector, kind=kind, postcode=postcode, actor=actor, at=at
    )
    application = start_application(organisation=organisation, stage=STAGE, actor=actor, at=at)
    _new_form(application, actor=actor, at=at)
    return application


@transaction.atomic
def enter_registration(
    *,
    name: str,
    sector: str,
    kind: str,
    postcode: str,
    source: Source,
    received_on: date,
    lead_email: str,
    actor: User,
    at: datetime,
) -> Application:
    """An officer types in what came on paper or by telephone, for an organisation that is not here yet.

    The officer does not join it. A lead whose address is known is invited, and takes over from there.
    A second click gets what the first one made (T-43).
    """
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can enter a registration for an organisation.")
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    first = entered_before(name=name, postcode=postcode, actor=actor)
    if first is not None:
        return first
    organisation = create_organisation(
        name=name, sector=sector, kind=kind, postcode=postcode, actor=actor, at=at, lead=False
    )
    application = start_application(
        organisation=organisation, stage=STAGE, actor=actor, at=at, entered_by_officer=True
    )
    _new_form(application, actor=actor, at=at, registration_date=received_on)
    audit.record(
        "registration.entered",
        actor=actor,
        target=application,
        at=at,
        role="officer",
        acting_for=organisation.uuid,
        details={"source": source.value, "received_on": received_on.isoformat()},
    )
    if lead_email:
        invite(
            organisation=organisation,
            email=lead_email,
            role=MembershipRole.LEAD,
            actor=actor,
            at=at,
        )
    return application


@transaction.atomic
def begin_again(*, organisation: Organisation, actor: User, at: datetime) -> Application:
    """Another try after "not yet" or a withdrawal. What was written before is there again (WCAG 3.3.7).

    The commitment is not: a new application is a new promise.
    """
    role = role_in(actor, organisation)
    if role is None or role.value not in MembershipRole.values:
        raise NotAllowed("Only people of this organisation can begin its registration.")
    earlier = (
        RegistrationForm.objects.filter(application__organisation=organisation)
        .select_related("application")
        .order_by("-application__created_at", "-pk")
        .first()
    )
    application = start_application(organisation=organisation, stage=STAGE, actor=actor, at=at)
    form = _new_form(application, actor=actor, at=at)
    if earlier is not None:
        _copy(earlier, form)
    return application


def _new_form(
    application: Application, *, actor: User, at: datetime, registration_date: date | None = None
) -> RegistrationForm:
    form = unsaved_form(application)
    form.updated_at, form.updated_by = at, actor
    form.registration_date = registration_date
    form.save(force_insert=True)
    return form


COPIED = (
    "organisation_name",
    "sector",
    "kind",
    "address_line_1",
    "address_line_2",
    "town",
    "postcode",
    "outside_area_note",
    "email",
    "telephone",
    "website",
    "description",
    "commitment_statement",
    "printed_name",
    "no_partners_yet",
)


def _copy(earlier: RegistrationForm, form: RegistrationForm) -> None:
    for name in COPIED:
        setattr(form, name, getattr(earlier, name))
    form.save(update_fields=COPIED)
    RegistrationLead.objects.bulk_create(
        RegistrationLead(
            application=form.application,
            position=lead.position,
            name=lead.name,
            job_title=lead.job_title,
            email=lead.email,
            telephone=lead.telephone,
        )
        for lead in earlier.application.registrationleads.all()
    )
    copy_partners(earlier.application, form.application)
    copy_levels(earlier.application, form.application)
