"""Applications as their organisation may open them, and what was sent."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from awards.choices import ApplicationKind
from awards.models import Application, StatusChange, User


def application_of(user: User | AnonymousUser, uuid: UUID, *, stage: str = "") -> Application:
    """The application, if this person may see it; raises `Application.DoesNotExist` (404) otherwise."""
    rows = Application.objects.visible_to(user).select_related("organisation")
    if stage:
        rows = rows.filter(stage=stage)
    return rows.get(uuid=uuid, kind=ApplicationKind.STAGE)


def last_sent(application: Application) -> StatusChange | None:
    """The step that carries what was sent last."""
    return (
        StatusChange.objects.filter(application=application, snapshot__isnull=False)
        .order_by("-at", "-pk")
        .first()
    )


def sent_versions(application: Application) -> list[StatusChange]:
    """Every step that carries what was sent, oldest first."""
    return list(
        StatusChange.objects.filter(application=application, snapshot__isnull=False).order_by(
            "at", "pk"
        )
    )
