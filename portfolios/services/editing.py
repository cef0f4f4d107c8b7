"""What every change of a stage's form does first and last: lock, check, and note who did it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from awards.models import Application, User
from awards.permissions import need_writer
from foundation import audit
from foundation.refusals import Clash, ClashField, Link, Refused
from foundation.versions import Stale, save_versioned
from portfolios.models import SectionEdit, Work
from portfolios.selectors.forms import form_of


def open_for_writing(*, application: Application, actor: User) -> Application:
    """Lock the application for the rest of the transaction; refuse when its texts are closed.

    A save that meets a submission waits for it and is then refused, so nothing changes after the
    snapshot was taken.
    """
    need_writer(actor, application)
    locked = lock(application)
    if not locked.can_be_edited:
        raise closed(locked)
    return locked


def lock(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=application.pk)
    )


def closed(application: Application) -> Refused:
    """The refusal of whoever writes when it is no longer the organisation's turn."""
    return Refused(
        f"This can’t be changed now. It is “{application.status_enum.label}”.",
        link=Link("Read what you sent", reverse("application-copy", args=[application.uuid]))
        if application.submitted_at
        else None,
    )


def not_challenged(application: Application) -> Refused:
    """The refusal of whoever opens or saves a page that the champions did not ask about."""
    return Refused(
        "The champions did not ask for a change here, so this page stays as you sent it.",
        link=Link("See what they asked", reverse(form_of(application), args=[application.uuid])),
    )


def note_edit(work: Work, *, section: str, actor: User, at: datetime) -> None:
    """Count a change of one section, whoever else was in it."""
    edit, made = SectionEdit.objects.get_or_create(
        application=work.application,
        section=section,
        defaults={"updated_at": at, "updated_by": actor},
    )
    if not made:
        SectionEdit.objects.filter(pk=edit.pk).update(
            version=F("version") + 1, updated_at=at, updated_by=actor
        )
    touch(work, section=section, actor=actor, at=at)


def claim_edit(
    work: Work, *, section: str, expected_version: int, actor: User, at: datetime
) -> None:
    """The same, but only for who has seen the newest version; raises `Stale` otherwise (T-44)."""
    if expected_version == 0:
        try:
            with transaction.atomic():
                SectionEdit.objects.create(
                    application=work.application, section=section, updated_at=at, updated_by=actor
                )
        except IntegrityError as taken:
            raise Stale from taken
    else:
        edit = SectionEdit.objects.filter(application=work.application, section=section).first()
        if edit is None:
            raise Stale
        edit.updated_at, edit.updated_by = at, actor
        save_versioned(edit, expected_version=expected_version, fields=["updated_at", "updated_by"])
    touch(work, section=section, actor=actor, at=at)


def touch(work: Work, *, section: str, actor: User, at: datetime) -> None:
    type(work)._default_manager.filter(pk=work.pk).update(
        version=F("version") + 1, updated_at=at, updated_by=actor
    )
    audit.record(
        f"{work.application.stage}.saved",
        actor=actor,
        target=work.application,
        at=at,
        acting_for=work.application.organisation.uuid,
        details={"section": section},
    )


def both_texts(
    labels: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> Clash:
    """The refusal that shows what differs, side by side."""
    return Clash(
        "A colleague saved this section after you opened it.",
        fields=[
            ClashField(label=label, mine=mine.get(name, ""), theirs=theirs.get(name, ""))
            for name, label in labels.items()
            if mine.get(name, "") != theirs.get(name, "")
        ],
    )
