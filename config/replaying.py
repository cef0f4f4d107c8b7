"""Doing again what was deleted after a backup was taken: the ledger knows it, the restored rows do not.

Without this a restore would bring back what a person asked us to forget (F-19, UK GDPR article 17).
"""

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from awards.models import Application
from awards.services.holds import end_again, place_again
from celebrations.services.events import links
from champions.services.calendars import stop_again
from foundation import audit, ledger
from foundation.ledger import Entry, Replayer
from foundation.models import LedgerEntry
from foundation.refusals import Refused
from portfolios.services.evidence import replaying as evidence
from portfolios.services.shedding import shed
from reports.services.erasure.replaying import erase_organisation_again, erase_person_again

logger = logging.getLogger(__name__)

AT_A_TIME = 500
# Entries go after six years; a younger one is there, or it was lost.
YOUNG = timedelta(days=6 * 365)


def _shed_again(entry: Entry) -> bool:
    application = Application.objects.filter(uuid=entry.subject, contents_deleted_at=None).first()
    if application is None:
        return False
    shed(application, at=entry.at, why="Deleted before the restore.")
    return True


# One for each kind that anybody notes: what does it again, and whether there was anything left to do.
REPLAYERS: Mapping[str, Replayer] = {
    "application.contents": _shed_again,
    "calendar.stopped": stop_again,
    "event-link.stopped": links.stop_again,
    "evidence.disputed": evidence.dispute_again,
    "evidence.file-removed": evidence.remove_file_again,
    "evidence.forgotten": evidence.forget_again,
    "evidence.removed": evidence.remove_again,
    "evidence.restricted": evidence.restrict_again,
    "evidence.withdrawn": evidence.agree_again,
    "hold.ended": end_again,
    "hold.placed": place_again,
    "organisation": erase_organisation_again,
    "person": erase_person_again,
}


def refuse_what_nobody_can_replay() -> None:
    """Asked before anything is restored, so that nobody ends with half of it."""
    unknown = {entry.kind for entry in ledger.entries()} - set(REPLAYERS)
    if unknown:
        raise Refused(
            f"The ledger of deletions holds what this version does not know: {', '.join(sorted(unknown))}. "
            "Install the version that wrote it, or a later one, then try again."
        )


def replay(*, at: datetime) -> dict[str, tuple[int, int]]:
    """All that the table does not hold, oldest first: by kind, what was done and what was done already.

    One that fails stops no other, and the whole fails at its end: nobody may start the service then.
    """
    refuse_what_nobody_can_replay()
    lost = _lost(at=at)
    done: Counter[str] = Counter()
    nothing: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for entry in _unknown(list(ledger.entries())):
        try:
            changed = _replay(entry, at=at)
        except Exception:
            logger.exception("Entry %s of the ledger could not be done again", entry.id)
            failed[entry.kind] += 1
        else:
            (done if changed else nothing)[entry.kind] += 1
    if failed:
        kinds = ", ".join(f"{count} of {kind}" for kind, count in sorted(failed.items()))
        raise Refused(
            f"Some deletions could not be done again ({kinds}). Do not start the service: it would show "
            "what was deleted. The log says why; put it right and run “manage.py after_restore” again."
        )
    if lost:
        raise Refused(
            f"The ledger of deletions lacks {lost} entries that this database knows were written there. "
            "It is another one, or was damaged: look at LEDGER_DIR. Do not start the service: it may show "
            "what was deleted. Bring the ledger back, then run “manage.py after_restore” again."
        )
    return {kind: (done[kind], nothing[kind]) for kind in sorted({*done, *nothing})}


def _lost(*, at: datetime) -> int:
    """An empty folder would look as if nothing had been deleted since."""
    rows = LedgerEntry.objects.exclude(kept_at=None).filter(at__gt=at - YOUNG)
    known = {entry.id for entry in ledger.entries()}
    return sum(uuid not in known for uuid in rows.values_list("uuid", flat=True).iterator())


def _unknown(entries: list[Entry]) -> list[Entry]:
    """Those that came after the backup."""
    found: set[UUID] = set()
    for start in range(0, len(entries), AT_A_TIME):
        ids = [entry.id for entry in entries[start : start + AT_A_TIME]]
        rows = LedgerEntry.objects.filter(uuid__in=ids)
        found.update(rows.values_list("uuid", flat=True))
    return [entry for entry in entries if entry.id not in found]


@transaction.atomic
def _replay(entry: Entry, *, at: datetime) -> bool:
    """The act, its row and its event: all or nothing."""
    with ledger.replaying(entry, at=at):
        changed = REPLAYERS[entry.kind](entry)
    audit.record(
        "ledger.replayed",
        actor=None,
        at=at,
        details={"kind": entry.kind, "subject": str(entry.subject), "changed": changed},
    )
    return changed
