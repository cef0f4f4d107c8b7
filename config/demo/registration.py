"""An organisation begins, writes its registration, signs and sends it."""

from datetime import datetime, timedelta
from uuid import uuid4

from awards.choices import MembershipRole, Role
from awards.models import User
from awards.scheme import edition
from awards.selectors import scheme_in_force
from awards.services.organisations import accept_invitation, invite
from config.demo.tale import Tale
from foundation.dates import london_date
from portfolios.choices import Engagement, SectionCode, Source
from portfolios.selectors.registration.reading import whole_registration
from portfolios.services.registration import (
    add_item,
    begin_registration,
    change_item,
    enter_registration,
    save_levels,
    save_section,
    sign_commitment,
    submit_registration,
)

# A level's code, and where a sketch has the text about it.
LEVELS = {
    "level.board": "board",
    "level.senior_leadership": "leaders",
    "level.operational_team": "team",
    "level.community_groups": "community",
    "level.parents_carers": "parents",
    "level.children_young_people": "children",
}


def begin(tale: Tale) -> None:
    at, sketch = tale.days.at(0, 10), tale.sketch
    tale.lead = tale.people.person(sketch.lead[0], at=at, email=sketch.lead_email)
    tale.application = begin_registration(
        name=sketch.name,
        sector=_sector(sketch.kind, at),
        kind=sketch.kind,
        postcode=sketch.postcode,
        actor=tale.lead,
        at=tale.days.at(0, 11),
    )


def begin_on_paper(tale: Tale) -> None:
    """Its lead has been invited, and has not come yet."""
    at, sketch, officer = tale.days.at(1, 9), tale.sketch, tale.cast.officer
    tale.application = enter_registration(
        name=sketch.name,
        sector=_sector(sketch.kind, at),
        kind=sketch.kind,
        postcode=sketch.postcode,
        source=Source.PAPER,
        received_on=london_date(tale.days.slot(0, 9)),
        lead_email=f"reception@{sketch.site}.example",
        actor=officer,
        at=at,
    )
    tale.lead = tale.member = officer


def invite_colleague(tale: Tale) -> None:
    invitation = invite(
        organisation=tale.organisation,
        email=_member(tale, tale.days.at(1, 9)).email,
        role=MembershipRole.MEMBER,
        actor=tale.lead,
        at=tale.days.at(1, 9),
    )
    accept_invitation(invitation=invitation, actor=tale.member, at=tale.days.at(2, 13))


def _member(tale: Tale, at: datetime) -> User:
    tale.member = tale.people.person(tale.sketch.member[0], at=at, email=tale.sketch.member_email)
    return tale.member


def write_details(tale: Tale) -> None:
    """The organisation, how to reach it, and its leads: all by the lead."""
    sketch, scheme = tale.sketch, edition(tale.application.edition)
    _save(
        tale,
        SectionCode.ORGANISATION,
        {
            "organisation_name": sketch.name,
            "sector": scheme.organisation_kind(sketch.kind).sector,
            "kind": sketch.kind,
            "address_line_1": sketch.address[0],
            "address_line_2": sketch.address[1],
            "town": scheme.authority.name,
            "postcode": sketch.postcode,
        },
        tale.lead,
        tale.days.at(3, 9),
    )
    _save(
        tale,
        SectionCode.CONTACT,
        {
            "email": f"office@{sketch.site}.example",
            # Numbers that the regulator keeps for stories.
            "telephone": f"+44121496{100 + 7 * tale.number:04}",
            "website": f"https://www.{sketch.site}.example",
        },
        tale.lead,
        tale.days.at(3, 9),
    )
    on_paper = tale.application.entered_by_officer
    add_item(
        application=tale.application,
        section=SectionCode.LEADS,
        key=uuid4(),
        values={
            "name": sketch.lead[0],
            "job_title": sketch.lead[1],
            "email": f"reception@{sketch.site}.example" if on_paper else tale.lead.email,
            "telephone": f"+447700900{100 + 11 * tale.number:03}",
        },
        actor=tale.lead,
        at=tale.days.at(3, 10),
    )


def write_about(tale: Tale) -> None:
    _save(
        tale,
        SectionCode.ABOUT,
        {
            "description": tale.sketch.description,
            "commitment_statement": tale.sketch.promise,
        },
        tale.member,
        tale.days.at(4, 14),
    )


def write_levels(tale: Tale) -> None:
    """Those that the sketch has a text for; the others stay without an answer."""
    texts = {code: getattr(tale.sketch, name) for code, name in LEVELS.items()}
    _save_levels(tale, texts, tale.days.at(4, 15))


def write_rest(tale: Tale) -> None:
    """Partners, and the name for the certificate."""
    for partner in tale.sketch.partners:
        add_item(
            application=tale.application,
            section=SectionCode.PARTNERS,
            key=uuid4(),
            values=partner,
            actor=tale.member,
            at=tale.days.at(5, 10),
        )
    printed = tale.sketch.printed or tale.sketch.name
    _save(tale, SectionCode.CERTIFICATE, {"printed_name": printed}, tale.lead, tale.days.at(6, 9))


def write_all(tale: Tale) -> None:
    write_details(tale)
    write_about(tale)
    write_levels(tale)
    write_rest(tale)


def sign_and_send(tale: Tale, day: int = 7) -> None:
    """By the lead; what came on paper was signed on paper, the day before it came."""
    on_paper = tale.application.entered_by_officer
    sign_commitment(
        application=tale.application,
        signed_name=tale.sketch.lead[0],
        signed_role=tale.sketch.lead[1],
        levels=list(LEVELS),
        actor=tale.lead,
        at=tale.days.at(day, 11),
        signed_on=london_date(tale.days.slot(0, 9) - timedelta(days=1)) if on_paper else None,
    )
    send(tale, day)


def send(tale: Tale, day: int) -> None:
    submit_registration(
        application=tale.application,
        actor=tale.lead,
        role=Role.OFFICER if tale.application.entered_by_officer else Role.LEAD,
        at=tale.days.at(day, 11),
        key=uuid4(),
    )


def write_again(tale: Tale, day: int) -> None:
    """What they say differently the second time."""
    again, at = tale.sketch.again, tale.days.at(day, 10)
    about = {"description": "description", "commitment_statement": "promise"}
    _save(
        tale,
        SectionCode.ABOUT,
        {field: again[name] for field, name in about.items() if name in again},
        tale.lead,
        at,
    )
    texts = {code: again.get(name, "") for code, name in LEVELS.items()}
    _save_levels(tale, texts, tale.days.after(at))
    if "partner" in again:
        partner = whole_registration(tale.application).partners[0]
        change_item(
            application=tale.application,
            section=SectionCode.PARTNERS,
            item=partner,
            values={"how": again["partner"]},
            expected_version=partner.version,
            actor=tale.member,
            at=tale.days.after(at),
        )


def _save_levels(tale: Tale, texts: dict[str, str], at: datetime) -> None:
    planned = tale.sketch.planned if tale.application.submitted_at is None else []
    save_levels(
        application=tale.application,
        answers={
            code: (Engagement.PLANNED if LEVELS[code] in planned else Engagement.NOW, text)
            for code, text in texts.items()
            if text
        },
        expected_version=_version(tale, SectionCode.LEVELS),
        actor=tale.member,
        at=at,
    )


def _save(
    tale: Tale, section: SectionCode, values: dict[str, str], actor: User, at: datetime
) -> None:
    save_section(
        application=tale.application,
        section=section,
        values=values,
        expected_version=_version(tale, section),
        actor=actor,
        at=at,
    )


def _version(tale: Tale, section: SectionCode) -> int:
    return whole_registration(tale.application).version(section)


def _sector(kind: str, at: datetime) -> str:
    return scheme_in_force(on=london_date(at)).organisation_kind(kind).sector
