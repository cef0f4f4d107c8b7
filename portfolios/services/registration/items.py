"""The lists of a registration: its leads and its partners, one page each."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from awards.models import Application, User
from foundation.refusals import Refused
from portfolios.choices import SectionCode
from portfolios.models import Partner, RegistrationForm, RegistrationLead
from portfolios.services import lists
from portfolios.services.editing import note_edit, open_for_writing
from portfolios.services.registration.editing import forget_draft, form_of

Item = RegistrationLead | Partner
MODELS: dict[SectionCode, type[RegistrationLead] | type[Partner]] = {
    SectionCode.LEADS: RegistrationLead,
    SectionCode.PARTNERS: Partner,
}


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
    item: Item
    item, new = lists.add(MODELS[section], locked, key=key, values=values)
    if not new:
        return item
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
    lists.need_own(item, MODELS[section], locked)
    lists.change(item, values=values, expected_version=expected_version)
    note_edit(form, section=section, actor=actor, at=at)
    forget_draft(actor, locked, section, str(item.uuid))
    return item


@transaction.atomic
def remove_item(
    *, application: Application, section: SectionCode, item: Item, actor: User, at: datetime
) -> None:
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    if lists.remove(item, locked):
        note_edit(form, section=section, actor=actor, at=at)


@transaction.atomic
def say_no_partners(*, application: Application, actor: User, at: datetime) -> None:
    """ "None yet" is an answer of its own (scheme.md 2)."""
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    if locked.partners.exists():
        raise Refused("There is a partner in your list. Remove it first if you have none.")
    form.no_partners_yet = True
    form.save(update_fields=["no_partners_yet"])
    note_edit(form, section=SectionCode.PARTNERS, actor=actor, at=at)
