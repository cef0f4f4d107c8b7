"""Spotlights and own events in an attacker's words: written, answered, shown, and down again."""

from datetime import date, datetime
from typing import Any

from awards.models import Organisation
from celebrations import services
from celebrations.models import OwnEvent, Spotlight
from celebrations.services.telling import tell_of_spotlights_gone
from celebrations.tasks import make_copies
from foundation.clock import DutyContext
from foundation.dates import london_date
from portfolios.models import EvidenceFile
from portfolios.services.evidence import withdraw_consent
from tests.support import spotlights
from tests.support.own_events import own_event
from tests.threats.builder import DAY, Builder
from tests.threats.gatherer import Gatherer
from tests.threats.texts import MARKUP, evil

WORDS = {
    # As much as a headline takes.
    "title": f"=Kestrel story {MARKUP}",
    "summary": evil("Kestrel summary ", 250),
    "story": evil("Kestrel tells all ", 5000),
    "changed": evil("Kestrel is different ", 1500),
}
EVENT: dict[str, Any] = {
    "name": f"=Kestrel event {MARKUP}",
    "place": evil("Kestrel hall ", 120),
    "what_happened": evil("Kestrel sang ", 3000),
    "who_came": evil("Kestrel guests ", 300),
}


class Teller:
    def __init__(self, build: Builder, gatherer: Gatherer) -> None:
        self.build, self.gatherer = build, gatherer
        self.at: datetime = build.now - 2 * DAY

    def tell_all(self, told: Organisation, down: Organisation, gone: Organisation) -> None:
        self.shown(told)
        self.changes(told)
        services.take_down(
            spotlight=self.shown(down),
            why=evil("Kestrel goes ", 1000),
            actor=self.build.officer,
            at=self.at,
        )
        self.without_consent(gone)
        spotlights.story(down, lead=self.build.lead, at=self.at, **WORDS)
        self.celebrated(told)

    def celebrated(self, organisation: Organisation) -> None:
        """One event that everybody reads of, and one that is recorded alone."""
        told, _ = (
            own_event(
                organisation,
                by=self.build.lead,
                at=self.at,
                held_on=london_date(self.at),
                **EVENT,
            )
            for _ in range(2)
        )
        made = self.story(organisation, self.picture(organisation), event=told)
        spotlights.approve(made, officer=self.build.officer, at=self.at)

    def story(
        self, organisation: Organisation, *files: EvidenceFile, event: OwnEvent | None = None
    ) -> Spotlight:
        made = spotlights.story(
            organisation, event=event, lead=self.build.lead, at=self.at, files=files, **WORDS
        )
        make_copies.call(str(made.uuid))
        spotlights.send(made, lead=self.build.lead, at=self.at)
        return made

    def shown(self, organisation: Organisation) -> Spotlight:
        made = self.story(organisation, self.picture(organisation))
        return spotlights.approve(made, officer=self.build.officer, at=self.at)

    def changes(self, organisation: Organisation) -> Spotlight:
        """A new version beside what is shown."""
        made = self.story(organisation, self.picture(organisation))
        made.refresh_from_db()
        assert made.sent_at is not None
        return services.ask_for_changes(
            spotlight=made,
            sent_at=made.sent_at,
            note_text=evil("Kestrel asks for changes ", 1000),
            actor=self.build.officer,
            at=self.at,
        )

    def without_consent(self, organisation: Organisation) -> None:
        picture = self.picture(organisation)
        made = self.story(organisation, picture)
        spotlights.approve(made, officer=self.build.officer, at=self.at)
        withdraw_consent(item=picture.item, note="", actor=self.build.lead, at=self.build.now - DAY)
        now = self.build.now
        tell_of_spotlights_gone(DutyContext(now=now, today=london_date(now), dry_run=False))

    def picture(self, organisation: Organisation) -> EvidenceFile:
        agreed: dict[str, Any] = {"scope": "web", "expires_on": date(2030, 1, 1)}
        item = self.gatherer.piece(organisation, **agreed)
        found: EvidenceFile = item.files.select_related("item").get()
        return found
