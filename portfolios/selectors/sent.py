"""Applications as their organisation may open them, and what was sent."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from awards.models import Application, StatusChange, User
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.refusals import Link, Refused


def application_of(user: User | AnonymousUser, uuid: UUID, *, stage: str = "") -> Application:
    """The application, if this person may see it; raises `Application.DoesNotExist` (404) otherwise."""
    rows = Application.objects.visible_to(user).select_related("organisation")
    if stage:
        rows = rows.filter(stage=stage)
    return rows.get(uuid=uuid)


def need_contents(application: Application) -> None:
    """Refuses with a plain sentence once its time was over, instead of a page with holes."""
    gone_at = application.contents_deleted_at
    if gone_at is not None:
        raise Refused(
            f"What was sent here was deleted on {show_date(london_date(gone_at))}. "
            "Our retention rules say why.",
            link=Link("How long we keep things", reverse("privacy")),
        )


def last_sent(application: Application) -> StatusChange | None:
    """The step that carries what was sent last."""
    return (
        StatusChange.objects.filter(application=application, snapshot__isnull=False)
        .order_by("-at", "-pk")
        .first()
    )


def sent_versions(application: Application) -> list[StatusChange]:
    """Every step that carries what was sent, oldest first. An appeal brings nothing new in."""
    steps = StatusChange.objects.filter(application=application, snapshot__isnull=False)
    return list(steps.exclude(name="appeal").order_by("at", "pk"))
