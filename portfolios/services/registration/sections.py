"""Saving the sections that are one page of questions each."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from awards.models import Application, User
from foundation.refusals import Clash
from foundation.versions import Stale
from portfolios.choices import SectionCode
from portfolios.models import RegistrationForm
from portfolios.services.editing import both_texts, claim_edit, open_for_writing
from portfolios.services.levels import write_levels
from portfolios.services.registration.editing import forget_draft, form_of

# The columns that each section may write, and no others (T-26).
FIELDS: dict[SectionCode, tuple[str, ...]] = {
    SectionCode.ORGANISATION: (
        "organisation_name",
        "sector",
        "kind",
        "address_line_1",
        "address_line_2",
        "town",
        "postcode",
        "outside_area_note",
    ),
    SectionCode.CONTACT: ("email", "telephone", "website"),
    SectionCode.ABOUT: ("description", "commitment_statement"),
    SectionCode.CERTIFICATE: ("printed_name",),
}


@transaction.atomic
def save_section(
    *,
    application: Application,
    section: SectionCode,
    values: Mapping[str, str],
    expected_version: int,
    actor: User,
    at: datetime,
) -> RegistrationForm:
    """Keep what is written so far; fields that are not given stay as they are.

    `Clash` shows both texts when a colleague saved this section meanwhile (T-44).
    """
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    names = [name for name in FIELDS[section] if name in values]
    try:
        claim_edit(form, section=section, expected_version=expected_version, actor=actor, at=at)
    except Stale:
        raise _clash(form, names, values) from None
    for name in names:
        setattr(form, name, values[name])
    form.save(update_fields=names)
    forget_draft(actor, locked, section)
    return form


def _clash(form: RegistrationForm, names: list[str], values: Mapping[str, str]) -> Clash:
    labels = {name: _label(name) for name in names}
    theirs = {name: str(getattr(form, name)) for name in names}
    return both_texts(labels, values, theirs)


def _label(name: str) -> str:
    words = str(getattr(RegistrationForm._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]


@transaction.atomic
def save_levels(
    *,
    application: Application,
    answers: Mapping[str, tuple[str, str]],
    expected_version: int,
    actor: User,
    at: datetime,
) -> None:
    """`answers` as in `portfolios.services.levels`."""
    locked = open_for_writing(application=application, actor=actor)
    form = form_of(locked, actor=actor, at=at)
    write_levels(
        form, locked, answers=answers, expected_version=expected_version, actor=actor, at=at
    )
    forget_draft(actor, locked, SectionCode.LEVELS)
