"""Evidence whose consent is gone leaves no copy behind: bytes, texts, drafts, prints, what was sent."""

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from awards.models import Application, Challenge, Organisation, StatusChange
from foundation import audit, ledger
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.files import remove
from foundation.models import Draft
from portfolios import emails
from portfolios.choices import PORTFOLIO_STAGES
from portfolios.models import Consent, EvidenceFile, EvidenceItem
from portfolios.records import ItemRecord, as_json
from portfolios.records.plain import read
from portfolios.selectors.evidence.ending import ending_soon, to_forget
from portfolios.selectors.evidence.reading import without_contents
from portfolios.services.evidence.editing import draft_key, lock_item
from portfolios.services.portfolio.printing import take_away_outdated, take_away_prints_of

logger = logging.getLogger(__name__)

AT_A_TIME = 100
# For a clock that stood still.
LATEST = timedelta(days=7)
DELETED_TITLE = "Deleted evidence"
DELETED_WHY = "Deleted"
# What stays of a piece: its id, its title, the digests of its files, and that it was hidden.
_BLANK: dict[str, str | None] = {
    name: None if name == "happened_on" else "" for name in EvidenceItem.TYPED if name != "title"
}


def forget_evidence(context: DutyContext) -> int:
    """For the clock: what was hidden for 28 days, a batch at a time. Consent given again stops it."""
    due = to_forget(now=context.now, on=context.today).order_by("pk")
    count = 0
    for pk in list(due.values_list("pk", flat=True)[:AT_A_TIME]):
        try:
            with transaction.atomic():
                count += _forget_hidden(pk, now=context.now, on=context.today)
        except Exception:
            # It stays hidden, and past its date; what is behind it must not wait for it (F-14).
            logger.exception("Past its date and not forgotten: consent %s", pk)
            context.failed.append(f"portfolios.consent {pk} could not be forgotten.")
    return count


def remind_of_consent_ending(context: DutyContext) -> int:
    """For the clock: leads hear 30 days before consent runs out, once for each day on which some does."""
    rows = ending_soon(on=context.today)
    count = 0
    for (organisation, until), group in groupby(rows, key=_organisation_and_end):
        titles = [consent.item.name_for_all for consent in group]
        count += emails.tell_consent_ends(organisation, until=until, titles=titles, at=context.now)
    return count


def remove_prints_of_what_is_gone(context: DutyContext) -> int:
    """For the clock: a print made before consent ran out shows what nobody may see now."""
    ended = EvidenceItem.objects.filter(
        consent__expires_on__lt=context.today, consent__expires_on__gte=context.today - LATEST
    )
    return sum(
        remove_prints(organisation, on=context.today)
        for organisation in Organisation.objects.filter(evidence__in=ended).distinct()
    )


def remove_prints(organisation: Organisation, *, on: date) -> int:
    """Of its portfolios, those in which something is that nobody may look at on that day."""
    return sum(take_away_outdated(each, on=on) for each in _portfolios(organisation))


def remove_prints_of(item: EvidenceItem) -> int:
    """Those in which this piece is: one of its files was removed for good, and was shown in them."""
    return sum(take_away_prints_of(each, item.uuid) for each in _portfolios(item.organisation))


def _portfolios(organisation: Organisation) -> QuerySet[Application]:
    return Application.objects.filter(organisation=organisation, stage__in=PORTFOLIO_STAGES)


@transaction.atomic
def forget(item: EvidenceItem, *, at: datetime, why: str, with_title: bool = False) -> None:
    """Everything in one piece goes now: its time is over, it was taken down, or somebody is erased.

    What stays is its id, its title, the digests of its files, and that it is hidden. `with_title` is
    for an erasure, where the title may name a person. Done again it changes nothing more.
    """
    consent = lock_item(item).consent
    if consent.forgotten_at is None or with_title:
        _forget_contents(consent, at=at, why=why, with_title=with_title)


@transaction.atomic
def _forget_hidden(consent_pk: int, *, now: datetime, on: date) -> int:
    """One piece. Under its lock it is asked again: consent may have been given in the same moment."""
    EvidenceItem.objects.select_for_update(no_key=True).filter(consent=consent_pk).first()
    consent = to_forget(now=now, on=on).filter(pk=consent_pk).first()
    if consent is None:
        return 0
    _forget_contents(consent, at=now, why="Consent has been gone for 28 days.", with_title=False)
    return 1


def _forget_contents(consent: Consent, *, at: datetime, why: str, with_title: bool) -> None:
    """Call it with the piece locked."""
    item = EvidenceItem.objects.select_related("organisation").get(pk=consent.item_id)
    files = _forget_files(item)
    changes = _forget_in_snapshots(item, with_title=with_title)
    rows = EvidenceItem.objects.filter(pk=item.pk)
    rows.update(**_BLANK, version=F("version") + 1)
    rows.exclude(restricted_at=None).update(restricted_why=DELETED_WHY)
    if with_title:
        rows.update(title=DELETED_TITLE)
        # A challenge is named after what it asks about.
        Challenge.objects.filter(subject=f"evidence:{item.uuid}").update(
            subject_name=f"Evidence: {DELETED_TITLE}"
        )
    Draft.objects.filter(key__startswith=draft_key(item.organisation, item.uuid)).delete()
    remove_prints_of(item)
    Consent.objects.filter(pk=consent.pk).update(
        holder="",
        form_reference="",
        withdrawn_note="",
        forgotten_at=consent.forgotten_at or at,
        version=F("version") + 1,
    )
    # By now it is hidden; so a print that shows it cannot be made again.
    remove_prints(item.organisation, on=london_date(at))
    ledger.note("evidence.forgotten", subject=item.uuid, at=at, details={"with_title": with_title})
    audit.record(
        "evidence.forgotten",
        actor=None,
        target=item,
        at=at,
        acting_for=item.organisation.uuid,
        reason=why,
        details={"files": files, "sent": changes},
    )


def _forget_files(item: EvidenceItem) -> int:
    """Rows stay, as what was sent points to them; bytes, small pictures, names and captions go."""
    rows = list(EvidenceFile.objects.filter(item=item).select_related("file"))
    EvidenceFile.objects.filter(item=item).update(file=None, caption="")
    stored = [row.file for row in rows if row.file is not None]
    for file in stored:
        remove(file)
    return len(stored)


def _forget_in_snapshots(item: EvidenceItem, *, with_title: bool) -> int:
    """What was sent is never changed, except here: of this piece only id, title and digests stay.

    Everything else in a snapshot is left as it was, value for value. A child's right to be forgotten
    comes before our wish to keep what was judged, and the digests still prove which files these were.
    """
    changes = StatusChange.objects.filter(sent_items__item=item).select_for_update(
        of=("self",), no_key=True
    )
    count = 0
    for change in changes:
        snapshot = change.snapshot
        if not snapshot or "portfolio" not in snapshot:
            continue
        items = snapshot["portfolio"]["items"]
        snapshot["portfolio"]["items"] = [
            as_json(_left_of(each, with_title=with_title)) if each["id"] == str(item.uuid) else each
            for each in items
        ]
        count += StatusChange.objects.filter(pk=change.pk).update(snapshot=snapshot)
    return count


def _left_of(sent: dict[str, Any], *, with_title: bool) -> ItemRecord:
    left = without_contents(read(ItemRecord, sent))
    return replace(left, title=DELETED_TITLE) if with_title else left


def _organisation_and_end(consent: Consent) -> tuple[Organisation, date]:
    if consent.expires_on is None:
        raise ValueError("It does not run out.")
    return consent.item.organisation, consent.expires_on
