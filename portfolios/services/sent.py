"""What every sending of evidence does: leave out what nobody can look at, and note what went along."""

from dataclasses import replace

from awards.models import StatusChange
from foundation.refusals import Link, Refused
from portfolios.models import EvidenceFile, EvidenceItem, SentFile, SentItem, Work
from portfolios.records import PortfolioRecord


def as_sent(record: PortfolioRecord) -> PortfolioRecord:
    """Only what can be looked at: evidence with consent, and files that were found clean."""
    return replace(
        record,
        items=tuple(
            replace(
                item,
                files=tuple(file for file in item.files if file.state == "clean"),
                restricted=False,
            )
            for item in record.items
            if not item.hidden
        ),
    )


def note_what_was_sent(
    change: StatusChange, record: PortfolioRecord, *, work: Work, check_page: str
) -> None:
    """Rows beside the snapshot: they hold the files, and say who relies on whose consent.

    Under the locks of its pieces: what a colleague removes at this moment would stay in the snapshot
    for good, out of reach of whoever takes consent back. `work` is as it was read before the pieces: one
    that was changed since then may have been read anew, under a signature that is older.
    """
    rows = EvidenceItem.objects.filter(uuid__in=[item.id for item in record.items])
    items = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    wanted = [file.id for item in record.items for file in item.files]
    files = list(EvidenceFile.objects.filter(uuid__in=wanted))
    if (len(items), len(files)) != (len(record.items), len(wanted)):
        raise Refused(
            "A colleague removed evidence while you were sending it.",
            link=Link("Check it again", check_page),
        )
    if not type(work)._default_manager.filter(pk=work.pk, version=work.version).exists():
        raise Refused(
            "A colleague changed evidence while you were sending it.",
            link=Link("Check it again", check_page),
        )
    SentItem.objects.bulk_create(SentItem(change=change, item=item) for item in items)
    SentFile.objects.bulk_create(SentFile(change=change, file=file) for file in files)
