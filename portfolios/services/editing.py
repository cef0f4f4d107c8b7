"""What every change of a registration does first and last: lock, check, and note who did it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from awards.models import Application, User
from awards.permissions import need_writer
from foundation import audit
from foundation.drafts import discard_draft
from foundation.refusals import Clash, ClashField, Link, Refused
from foundation.versions import Stale, save_versioned
from portfolios.choices import SectionCode
from portfolios.models import RegistrationForm, SectionEdit
from portfolios.selectors.registrations import unsaved_form


def draft_key(application: Application, section: str, item: str = "") -> str:
    """Under which key a page keeps what is typed and not saved yet."""
    return f"registration:{application.uuid}:{section}" + (f":{item}" if item else "")


def open_for_writing(*, application: Application, actor: User) -> Application:
    """Lock the application for the rest of the transaction; refuse when its texts are closed.

    A save that meets a submission waits for it and is then refused, so nothing changes after the
    snapshot was taken.
    """
    need_writer(actor, application)
    locked = (
        Application.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=application.pk)
    )
    if not locked.can_be_edited:
        raise Refused(
            f"This registration can’t be changed now: {locked.status_enum.label.lower()}.",
            link=Link("Read what you sent", reverse("registration-copy", args=[locked.uuid]))
            if locked.submitted_at
            else None,
        )
    return locked


def form_of(application: Application, *, actor: User, at: datetime) -> RegistrationForm:
    """The form's row, made on first use; call it with the application locked."""
    form = RegistrationForm.objects.filter(application=application).first()
    if form is None:
        form = unsaved_form(application)
        form.updated_at, form.updated_by = at, actor
        form.save(force_insert=True)
    return form


def note_edit(form: RegistrationForm, *, section: SectionCode, actor: User, at: datetime) -> None:
    """Count a change of one section, whoever else was in it."""
    edit, made = SectionEdit.objects.get_or_create(
        form=form, section=section, defaults={"updated_at": at, "updated_by": actor}
    )
    if not made:
        SectionEdit.objects.filter(pk=edit.pk).update(
            version=F("version") + 1, updated_at=at, updated_by=actor
        )
    touch(form, section=section, actor=actor, at=at)


def claim_edit(
    form: RegistrationForm,
    *,
    section: SectionCode,
    expected_version: int,
    actor: User,
    at: datetime,
) -> None:
    """The same, but only for who has seen the newest version; raises `Stale` otherwise (T-44)."""
    if expected_version == 0:
        try:
            with transaction.atomic():
                SectionEdit.objects.create(
                    form=form, section=section, updated_at=at, updated_by=actor
                )
        except IntegrityError as taken:
            raise Stale from taken
    else:
        edit = SectionEdit.objects.filter(form=form, section=section).first()
        if edit is None:
            raise Stale
        edit.updated_at, edit.updated_by = at, actor
        save_versioned(edit, expected_version=expected_version, fields=["updated_at", "updated_by"])
    touch(form, section=section, actor=actor, at=at)


def touch(form: RegistrationForm, *, section: SectionCode, actor: User, at: datetime) -> None:
    RegistrationForm.objects.filter(pk=form.pk).update(
        version=F("version") + 1, updated_at=at, updated_by=actor
    )
    audit.record(
        "registration.saved",
        actor=actor,
        target=form.application,
        at=at,
        acting_for=form.application.organisation.slug,
        details={"section": section.value},
    )


def forget_draft(actor: User, application: Application, section: str, item: str = "") -> None:
    discard_draft(actor, draft_key(application, section, item))


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
