"""Mail about applications and people. One message, one key, one recipient: nobody is written to twice."""

from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from awards.choices import ApplicationKind, MembershipRole
from awards.models import (
    Application,
    Concern,
    Extension,
    Invitation,
    Organisation,
    StandingInterest,
    StatusChange,
    User,
)
from awards.scheme import Stage, edition
from foundation.outbox import queue_mail


def address_of(name: str, *args: object) -> str:
    """A full link, from the configured address and never from a request's Host (T-17)."""
    return f"{settings.BASE_URL}{reverse(name, args=args)}"


def leads_of(organisation: Organisation) -> list[User]:
    return list(
        User.objects.filter(
            memberships__organisation=organisation,
            memberships__role=MembershipRole.LEAD,
            is_active=True,
        ).order_by("pk")
    )


def officers() -> list[User]:
    return list(User.objects.filter(is_officer=True, is_active=True).order_by("pk"))


def officers_apart_from(organisation: Organisation) -> list[User]:
    """Those who neither belong nor are tied to it: others may not open what it sends (T-36)."""
    tied = StandingInterest.objects.active().filter(organisation=organisation)
    apart = {
        *organisation.memberships.values_list("user", flat=True),
        *tied.values_list("person", flat=True),
    }
    return [officer for officer in officers() if officer.pk not in apart]


def announce(application: Application, change: StatusChange) -> None:
    """Tell those who act next. Decisions are told by their letter, not here."""
    if change.name in ("submit", "resubmit"):
        _tell_leads(application, change, "application_received")
        _tell_officers(application, change, "application_waiting")
    elif change.name == "withdraw":
        _tell_leads(application, change, "application_withdrawn")
        _tell_officers(application, change, "application_withdrawn_officer")


def _context(application: Application) -> dict[str, object]:
    return {
        "organisation": application.organisation,
        "application": application,
        "stage": stage_in_mail(application),
        "called": _called(application),
        "renews": application.kind == ApplicationKind.REVALIDATION,
        "home_url": address_of("organisation", application.organisation.slug),
    }


def _called(application: Application) -> str:
    """ "Silver application", "re-validation statement to renew Gold"."""
    scheme = edition(application.edition)
    name = scheme.stage(application.stage).name
    if application.kind != ApplicationKind.REVALIDATION:
        return f"{name} application"
    return f"{scheme.renewal.work} to renew {name}"


def stage_in_mail(application: Application) -> Stage:
    """The stage, as mail calls it; a re-validation has its own name, and its own word for what is sent."""
    scheme = edition(application.edition)
    stage = scheme.stage(application.stage)
    if application.kind != ApplicationKind.REVALIDATION:
        return stage
    name = f"{stage.name} {scheme.renewal.name.lower()}"
    return replace(stage, name=name, work=scheme.renewal.work)


def _tell_leads(application: Application, change: StatusChange, message: str) -> None:
    for lead in leads_of(application.organisation):
        queue_mail(
            key=f"{message}:{change.pk}",
            message=message,
            to=lead.email,
            context=_context(application) | {"person": lead, "again": change.name == "resubmit"},
            at=change.at,
        )


def _tell_officers(application: Application, change: StatusChange, message: str) -> None:
    for officer in officers_apart_from(application.organisation):
        queue_mail(
            key=f"{message}:{change.pk}",
            message=message,
            to=officer.email,
            context=_context(application)
            | {
                "person": officer,
                "again": change.name == "resubmit",
                "case_url": address_of("officers-organisation", application.organisation.slug),
            },
            at=change.at,
        )


def send_invitation(invitation: Invitation, *, at: datetime) -> None:
    queue_mail(
        key=f"invitation:{invitation.pk}:{invitation.expires_at.isoformat()}",
        message="invitation",
        to=invitation.email,
        context={
            "invitation": invitation,
            "organisation": invitation.organisation,
            "join_url": address_of("invitation", invitation.uuid),
        },
        at=at,
    )


def tell_officers_of_concern(concern: Concern) -> None:
    """At once, to every officer; the mail names no one and quotes nothing."""
    for officer in officers():
        queue_mail(
            key=f"concern:{concern.pk}",
            message="concern",
            to=officer.email,
            context={"person": officer, "concern": concern, "url": address_of("concerns")},
            at=concern.reported_at,
        )


def tell_of_extension(extension: Extension, *, stage: Stage, keeps: str) -> None:
    """The leads learn of the new date; why it was agreed stays with the officers."""
    for lead in leads_of(extension.organisation):
        queue_mail(
            key=f"due_date_extended:{extension.pk}",
            message="due_date_extended",
            to=lead.email,
            context=_due(extension.organisation, stage, keeps, extension.due_on) | {"person": lead},
            at=extension.granted_at,
        )


def remind_of_due_date(
    *,
    key: str,
    organisation: Organisation,
    stage: Stage,
    keeps: str,
    due_on: date,
    late: bool,
    lead: User,
    at: datetime,
) -> None:
    queue_mail(
        key=key,
        message="stage_overdue" if late else "stage_due",
        to=lead.email,
        context=_due(organisation, stage, keeps, due_on) | {"person": lead},
        at=at,
    )


def _due(organisation: Organisation, stage: Stage, keeps: str, due_on: date) -> dict[str, object]:
    return {
        "organisation": organisation,
        "stage": stage,
        # The stage that being late takes from nobody.
        "keeps": keeps,
        "due_on": due_on,
        "home_url": address_of("organisation", organisation.slug),
        "stage_url": address_of("stage", stage.code),
    }
