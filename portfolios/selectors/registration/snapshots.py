"""What was sent, whole and for good: a dict of plain values, with the labels of its day.

Shape (format 1): `sections` is a list of `{code, title, rows, entries}`; a row is
`{code, label, value, contact}`, an entry `{title, rows}`. `contact` marks what a young champion never
sees (T-30). `commitment` is None or who signed what and when.
"""

from collections.abc import Iterable
from typing import Any

from awards.models import Application
from foundation.forms import show_date, show_telephone
from portfolios.choices import UNNAMED, PartnerKind, SectionCode, said
from portfolios.models import Partner, RegistrationLead
from portfolios.selectors.registration.reading import Registration, whole_registration
from portfolios.selectors.registration.wording import question

Row = dict[str, Any]


def snapshot_of(application: Application) -> dict[str, Any]:
    return snapshot_of_registration(whole_registration(application))


def snapshot_of_registration(registration: Registration) -> dict[str, Any]:
    form, application = registration.form, registration.application
    return {
        "format": 1,
        "kind": "registration",
        "reference": application.reference,
        "edition": application.edition,
        "scheme": registration.scheme.title,
        "stage": application.stage,
        "organisation_name": form.organisation_name,
        "printed_name": form.printed_name,
        "registration_date": form.registration_date.isoformat() if form.registration_date else "",
        "sections": [
            _section(SectionCode.ORGANISATION, _organisation(registration)),
            _section(SectionCode.CONTACT, _contact(registration)),
            _section(
                SectionCode.LEADS,
                entries=[
                    {"title": lead.name or UNNAMED, "rows": _lead(lead)}
                    for lead in registration.leads
                ],
            ),
            _section(SectionCode.ABOUT, _about(registration)),
            _section(SectionCode.LEVELS, _levels(registration)),
            _section(
                SectionCode.PARTNERS,
                rows=_no_partners(registration),
                entries=[
                    {"title": partner.name or UNNAMED, "rows": _partner(partner)}
                    for partner in registration.partners
                ],
            ),
            _section(
                SectionCode.CERTIFICATE,
                [
                    _row(
                        "printed_name",
                        question(registration.scheme, "registration.printed_name").label,
                        form.printed_name,
                    )
                ],
            ),
        ],
        "commitment": _commitment(registration),
    }


def _section(
    code: SectionCode, rows: Iterable[Row] = (), entries: Iterable[dict[str, Any]] = ()
) -> dict[str, Any]:
    return {
        "code": code.value,
        "title": code.label,
        "rows": list(rows),
        "entries": list(entries),
    }


def _row(code: str, label: str, value: str, *, contact: bool = False) -> Row:
    return {"code": code, "label": label, "value": value, "contact": contact}


def _organisation(registration: Registration) -> list[Row]:
    form, scheme = registration.form, registration.scheme
    sectors = {sector.code: sector.name for sector in scheme.sectors}
    kinds = {kind.code: kind.name for kind in scheme.organisation_kinds}
    lines = (form.address_line_1, form.address_line_2, form.town)
    rows = [
        _row(
            "organisation_name", question(scheme, "registration.name").label, form.organisation_name
        ),
        _row("sector", question(scheme, "registration.sector").label, sectors.get(form.sector, "")),
        _row("kind", question(scheme, "registration.kind").label, kinds.get(form.kind, "")),
        _row(
            "address_line_1",
            question(scheme, "registration.address").label,
            "\n".join(line for line in lines if line),
            contact=True,
        ),
        _row(
            "postcode", question(scheme, "registration.postcode").label, form.postcode, contact=True
        ),
    ]
    if registration.outside_area:
        rows.append(
            _row(
                "outside_area_note",
                f"How you work with {scheme.authority.name} families",
                form.outside_area_note,
            )
        )
    if form.registration_date:
        rows.append(
            _row("registration_date", "Registration date", show_date(form.registration_date))
        )
    return rows


def _contact(registration: Registration) -> list[Row]:
    form, scheme = registration.form, registration.scheme
    return [
        _row("email", question(scheme, "registration.email").label, form.email, contact=True),
        _row(
            "telephone",
            question(scheme, "registration.telephone").label,
            show_telephone(form.telephone),
            contact=True,
        ),
        _row("website", "Website", form.website),
    ]


def _lead(lead: RegistrationLead) -> list[Row]:
    rows = [
        _row("job_title", "Role", lead.job_title),
        _row("email", "E-mail address", lead.email, contact=True),
    ]
    if lead.telephone:
        rows.append(
            _row("telephone", "Telephone number", show_telephone(lead.telephone), contact=True)
        )
    return rows


def _about(registration: Registration) -> list[Row]:
    form, scheme = registration.form, registration.scheme
    return [
        _row("description", question(scheme, "registration.description").label, form.description),
        _row(
            "commitment_statement",
            question(scheme, "registration.commitment").label,
            form.commitment_statement,
        ),
    ]


def _levels(registration: Registration) -> list[Row]:
    rows = []
    for level in registration.scheme.engagement_levels:
        answer = registration.levels.get(level.code)
        value = said(answer.engagement, answer.text) if answer else ""
        rows.append(_row(level.code, level.name, value))
    return rows


def _no_partners(registration: Registration) -> list[Row]:
    if registration.form.no_partners_yet and not registration.partners:
        return [_row("no_partners_yet", "Partners", "None yet")]
    return []


def _partner(partner: Partner) -> list[Row]:
    return [
        _row("kind", "Where", PartnerKind(partner.kind).label if partner.kind else ""),
        _row("how", "How you work together", partner.how),
    ]


def _commitment(registration: Registration) -> dict[str, Any] | None:
    signed = registration.commitment
    if signed is None:
        return None
    names = {level.code: level.name for level in registration.scheme.engagement_levels}
    return {
        "title": registration.scheme.commitment.title,
        "organisation_name": signed.organisation_name,
        "wording": signed.wording,
        "text": signed.wording_text,
        "sha256": signed.wording_sha256,
        "signed_name": signed.signed_name,
        "signed_role": signed.signed_role,
        "signed_on": signed.signed_on.isoformat(),
        "signed_on_text": show_date(signed.signed_on),
        "levels": [{"code": code, "name": names.get(code, code)} for code in signed.levels],
    }
