"""The lists of a registration: its leads and its partners, one page each."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from awards.models import Application, User
from foundation.refusals import Refused
from foundation.versions import Stale, clash_over, save_versioned
from portfolios.choices import SectionCode
from portfolios.models import Partner, RegistrationForm, RegistrationLead
from portfolios.selectors.problems import MOST_LEADS, MOST_PARTNERS
from portfolios.services.editing import forget_draft, form_of, note_edit, open_for_writing

Item = RegistrationLead | Partner
MODELS: dict[SectionCode, type[RegistrationLead] | type[Partner]] = {
    SectionCode.LEADS: RegistrationLead,
    SectionCode.PARTNERS: Partner,
}
FIELDS = {
    SectionCode.LEADS: ("name", "job_title", "email", "telephone"),
    SectionCode.PARTNERS: ("name", "kind", "how"),
}
MOST = {SectionCode.LEADS: MOST_LEADS, SectionCode.PARTNERS: MOST_PARTNERS}


@transaction.atomic
def add_item(
    *,
    application: Application,
    section: SectionCode,
    key: UUID,
    values: Mapping[str, str],
    actor: User,
    at: datetime,
) -> Item:
    """One more lead or partner. `key` comes with the page: a second click finds the first one's row (T-43)."""
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    model = MODELS[section]
    rows = model._default_manager.filter(form=form)
    done = rows.filter(uuid=key).first()
    if done is not None:
        return done
    if rows.count() >= MOST[section]:
        raise Refused(f"There is room for {MOST[section]}. Remove one before you add another.")
    last = rows.aggregate(last=Max("position"))["last"] or 0
    kept = {name: values[name] for name in FIELDS[section] if name in values}
    try:
        with transaction.atomic():
            item = model._default_manager.create(form=form, uuid=key, position=last + 1, **kept)
    except IntegrityError as foreign:
        # The key is somebody else's row (T-25).
        raise Refused("This page is out of date. Open it again and add it there.") from foreign
    if section is SectionCode.PARTNERS:
        RegistrationForm.objects.filter(pk=form.pk).update(no_partners_yet=False)
    note_edit(form, section=section, actor=actor, at=at)
    forget_draft(actor, locked, section, "new")
    return item


@transaction.atomic
def change_item(
    *,
    application: Application,
    section: SectionCode,
    item: Item,
    values: Mapping[str, str],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Item:
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    names = [name for name in FIELDS[section] if name in values]
    for name in names:
        setattr(item, name, values[name])
    try:
        save_versioned(item, expected_version=expected_version, fields=names)
    except Stale:
        if not type(item)._default_manager.filter(pk=item.pk).exists():
            raise Refused("A colleague has removed this meanwhile.") from None
        raise clash_over(
            item, fields=names, sentence="A colleague saved this after you opened it."
        ) from None
    note_edit(form, section=section, actor=actor, at=at)
    forget_draft(actor, locked, section, str(item.uuid))
    return item


@transaction.atomic
def remove_item(
    *, application: Application, section: SectionCode, item: Item, actor: User, at: datetime
) -> None:
    """Removing what is gone already is no mistake."""
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    count, _ = MODELS[section]._default_manager.filter(form=form, pk=item.pk).delete()
    if count:
        note_edit(form, section=section, actor=actor, at=at)


@transaction.atomic
def say_no_partners(*, application: Application, actor: User, at: datetime) -> None:
    """ "None yet" is an answer of its own (scheme.md 2)."""
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    if form.partners.exists():
        raise Refused("There is a partner in your list. Remove it first if you have none.")
    form.no_partners_yet = True
    form.save(update_fields=["no_partners_yet"])
    note_edit(form, section=SectionCode.PARTNERS, actor=actor, at=at)
