"""What an officer finds on the privacy pages: requests with their clocks, a hold, a deletion to confirm."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid5

from awards.choices import MembershipRole
from awards.models import Membership, Organisation, User
from awards.services.holds import place_hold
from config.demo.people import Cast
from foundation.dates import london_date
from portfolios.models import EvidenceItem
from portfolios.services.evidence.restricting import restrict
from reports.choices import CameBy, RequestOutcome
from reports.models import PrivacyRequest
from reports.services import requests, take_down
from reports.services.erasure import order_erasure

FILE = Path(__file__).with_name("privacy.toml")
Table = dict[str, Any]


def tell_of_privacy(cast: Cast, *, now: datetime) -> None:
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for table in told["request"]:
        _ask(table, cast, now=now)
    piece = EvidenceItem.objects.get(title=told["restricted"]["title"])
    lead = Membership.objects.filter(
        organisation=piece.organisation, role=MembershipRole.LEAD
    ).earliest("joined_at")
    restrict(
        item=piece,
        why=told["restricted"]["why"],
        actor=lead.user,
        at=now - timedelta(days=30),
    )
    place_hold(
        organisation=Organisation.objects.get(name=told["hold"]["organisation"]),
        reason=told["hold"]["reason"],
        actor=cast.second_officer,
        at=now - timedelta(days=60),
    )
    # By the other officer, so that whoever tries the demo can confirm it.
    order_erasure(
        terms=told["erasure"]["terms"],
        why=told["erasure"]["why"],
        actor=cast.second_officer,
        at=now - timedelta(days=1),
    )


def _ask(table: Table, cast: Cast, *, now: datetime) -> None:
    at = now - timedelta(days=table["days"])
    request = _received(table, cast, at=at)
    if "hides" in table:
        item = EvidenceItem.objects.get(title=table["hides"])
        requests.link_to(
            request=request,
            person=None,
            organisation=item.organisation,
            actor=cast.officer,
            at=at + timedelta(hours=3),
        )
        take_down.hide(request=request, item=item, actor=cast.officer, at=at + timedelta(hours=4))
    if "answer" in table:
        fresh = PrivacyRequest.objects.get(pk=request.pk)
        requests.close_request(
            request=fresh,
            outcome=RequestOutcome.DONE,
            answer=table["answer"],
            expected_version=fresh.version,
            actor=cast.officer,
            at=at + timedelta(days=3),
        )


def _received(table: Table, cast: Cast, *, at: datetime) -> PrivacyRequest:
    asker = User.objects.filter(email=table.get("contact_of", "")).first()
    values = {
        "kind": table["kind"],
        "asked_as": table["asked_as"],
        "what": table["what"],
        "where": table.get("where", ""),
        "name": asker.name if asker else table["name"],
        "contact": asker.email if asker else table["contact"],
    }
    # The same each time, as all of the demo is.
    key = uuid5(cast.officer.uuid, table["what"])
    if "came_by" in table:
        return requests.enter_request(
            values=values,
            key=key,
            came_by=CameBy(table["came_by"]),
            received_on=london_date(at),
            actor=cast.officer,
            at=at,
        )
    return requests.receive_request(values=values, key=key, asked_by=asker, may_write=True, at=at)
