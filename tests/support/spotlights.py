"""Spotlights, written through the services as people would.

spotlight = story(organisation, lead=lead, at=now, files=[picture])   # whole, and not sent yet
send(spotlight, lead=lead, at=now); approve(spotlight, officer=officer, at=now)
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from awards.models import Organisation, User
from celebrations import services
from celebrations.models import OwnEvent, Spotlight
from portfolios.models import EvidenceFile
from tests.support.evidence import CHILDREN, evidence

WORDS = {
    "title": "A garden planned by pupils",
    "summary": "Pupils and parents planned a quiet garden, and built it with us.",
    "story": "It began with a question in the forum.\n\nTwelve pupils drew what they wanted.",
    "changed": "24 of 31 pupils now say that they feel calm after lunch.",
}
FOR_ALL = CHILDREN | {"scope": "web", "given_on": date(2026, 9, 1)}


def photo(
    organisation: Organisation, *, lead: User, at: datetime, consent: Any = None, **values: Any
) -> EvidenceFile:
    """A picture with children in it that may be on public websites, unless said otherwise."""
    item = evidence(organisation, lead=lead, at=at, consent=consent or FOR_ALL, **values)
    found: EvidenceFile = item.files.select_related("item").get()
    return found


def story(
    organisation: Organisation,
    *,
    lead: User,
    at: datetime,
    files: Sequence[EvidenceFile] = (),
    event: OwnEvent | None = None,
    **words: str,
) -> Spotlight:
    spotlight = services.begin_spotlight(organisation=organisation, event=event, actor=lead, at=at)
    services.save_story(
        spotlight=spotlight,
        values=WORDS | words,
        expected_version=spotlight.version,
        actor=lead,
        at=at,
    )
    services.choose_pictures(
        spotlight=spotlight, files=[file.uuid for file in files], actor=lead, at=at
    )
    return fresh(spotlight)


def send(spotlight: Spotlight, *, lead: User, at: datetime) -> Spotlight:
    seen = fresh(spotlight).updated_at
    return services.send_spotlight(spotlight=spotlight, seen=seen, actor=lead, at=at)


def approve(spotlight: Spotlight, *, officer: User, at: datetime) -> Spotlight:
    sent_at = fresh(spotlight).sent_at
    assert sent_at is not None
    return services.approve_spotlight(spotlight=spotlight, sent_at=sent_at, actor=officer, at=at)


def shown(
    organisation: Organisation,
    *,
    lead: User,
    officer: User,
    at: datetime,
    files: Sequence[EvidenceFile] = (),
    **words: str,
) -> Spotlight:
    """Sent and approved."""
    spotlight = story(organisation, lead=lead, at=at, files=files, **words)
    send(spotlight, lead=lead, at=at)
    return approve(spotlight, officer=officer, at=at)


def fresh(spotlight: Spotlight) -> Spotlight:
    return Spotlight.objects.select_related("organisation", "event").get(pk=spotlight.pk)
