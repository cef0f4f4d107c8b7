"""Stories that organisations of the demo tell everybody, and events that they held and recorded."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from awards.choices import MembershipRole
from awards.models import Membership, Organisation, User
from celebrations import services
from celebrations.models import OwnEvent, Spotlight
from celebrations.services.own_events import record_event
from config.demo.people import Cast
from foundation.dates import london_date
from portfolios.models import EvidenceFile

FILE = Path(__file__).with_name("spotlights.toml")
Table = dict[str, Any]


def tell_of_spotlights(cast: Cast, *, now: datetime) -> None:
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for table in tables["event"]:
        _record(table, at=now - timedelta(days=table["days"]))
    for table in tables["story"]:
        at = now - timedelta(days=table["days"])
        _answer(_sent(table, at=at), table, cast, at=at + timedelta(days=1))


def _sent(table: Table, *, at: datetime) -> Spotlight:
    organisation, lead = _teller(table)
    event = OwnEvent.objects.get(name=table["event"]) if "event" in table else None
    spotlight = services.begin_spotlight(organisation=organisation, event=event, actor=lead, at=at)
    services.save_story(
        spotlight=spotlight,
        values={name: table[name].strip() for name in Spotlight.TYPED},
        expected_version=spotlight.version,
        actor=lead,
        at=at,
    )
    files = [_picture(organisation, title) for title in table["pictures"]]
    services.choose_pictures(
        spotlight=spotlight, files=[file.uuid for file in files], actor=lead, at=at
    )
    spotlight.refresh_from_db()
    return services.send_spotlight(
        spotlight=spotlight, seen=spotlight.updated_at, actor=lead, at=at
    )


def _record(table: Table, *, at: datetime) -> None:
    """The day before it was written down."""
    organisation, lead = _teller(table)
    record_event(
        organisation=organisation,
        key=uuid4(),
        values={
            "award": organisation.awards.order_by("-awarded_on").first(),
            "held_on": london_date(at) - timedelta(days=1),
            "people": table["people"],
            **{name: table[name].strip() for name in OwnEvent.TYPED},
        },
        actor=lead,
        at=at,
    )


def _teller(table: Table) -> tuple[Organisation, User]:
    organisation = Organisation.objects.get(name=table["organisation"])
    leads = Membership.objects.filter(organisation=organisation, role=MembershipRole.LEAD)
    return organisation, leads.select_related("user").earliest("joined_at").user


def _answer(spotlight: Spotlight, table: Table, cast: Cast, *, at: datetime) -> None:
    sent_at = spotlight.sent_at
    if sent_at is None:
        raise ValueError("It was sent.")
    officer = cast.second_officer
    if table["ends"] == "shown":
        services.approve_spotlight(spotlight=spotlight, sent_at=sent_at, actor=officer, at=at)
    elif table["ends"] == "changes":
        services.ask_for_changes(
            spotlight=spotlight, sent_at=sent_at, note_text=table["note"], actor=officer, at=at
        )


def _picture(organisation: Organisation, title: str) -> EvidenceFile:
    return EvidenceFile.objects.get(
        item__organisation=organisation, item__title=title, file__content_type="image/jpeg"
    )
