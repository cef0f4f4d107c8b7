"""How long certificates are kept: the file for a time, the row for good (scheme.md 23)."""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import Q, QuerySet

from awards.models import Award
from awards.selectors.ends import last_day
from awards.selectors.holds import by_hold
from certificates.models import (
    Badge,
    Certificate,
    CertificateNumbers,
    LogoPack,
    PrintRun,
    PrintRunPage,
    PrintRunPart,
    PublicityPack,
    Signatory,
    SigningKey,
)
from certificates.print_runs import KEEP, delete_print_run
from certificates.publicity import delete_pack
from certificates.services import delete_file
from foundation import audit
from foundation.clock import DutyContext
from foundation.dates import london_date, started_by
from foundation.retention import Holding

YEARS = 6
# Long enough for whoever takes everything down; then nobody may show it.
PACK_KEPT = timedelta(days=30)


def files(at: datetime, *, held: bool = False) -> "QuerySet[Certificate]":
    """Of awards that ended so long ago. One query for the awards, as their end is of their edition."""
    limit = started_by(london_date(at), months=YEARS * 12)
    dated = Q(revoked_on__lte=limit) | Q(superseded_on__lte=limit) | Q(grace_until__lte=limit)
    kept = Award.objects.filter(dated, certificates__file__isnull=False).distinct()
    over = [award.pk for award in kept if (end := last_day(award)) is not None and end <= limit]
    rows = Certificate.objects.filter(award__in=over, file__isnull=False)
    return by_hold(rows, held=held, organisation=["award__organisation"])


def _delete_file(certificate: Certificate, context: DutyContext) -> None:
    """Number, code and digest stay: a copy that somebody has can still be checked."""
    if not delete_file(certificate, at=context.now):
        return
    audit.record(
        "certificate.file_deleted",
        actor=None,
        target=certificate,
        at=context.now,
        acting_for=certificate.award.organisation.uuid,
        details={"number": certificate.number},
    )


def packs(at: datetime, *, held: bool = False) -> "QuerySet[PublicityPack]":
    """Of awards that ended so long ago, and of certificates that another one replaced."""
    limit = london_date(at) - PACK_KEPT
    dated = Q(revoked_on__lte=limit) | Q(superseded_on__lte=limit) | Q(grace_until__lte=limit)
    shown = Award.objects.filter(dated, certificates__publicity_pack__isnull=False).distinct()
    over = [award.pk for award in shown if (end := last_day(award)) is not None and end <= limit]
    rows = PublicityPack.objects.filter(
        Q(certificate__award__in=over) | Q(certificate__superseded_at__lte=at - PACK_KEPT)
    )
    return by_hold(rows, held=held, organisation=["certificate__award__organisation"])


def _delete_pack(pack: PublicityPack, context: DutyContext) -> None:
    certificate = pack.certificate
    if not delete_pack(pack):
        return
    audit.record(
        "publicity_pack.deleted",
        actor=None,
        target=certificate,
        at=context.now,
        acting_for=certificate.award.organisation.uuid,
        details={"number": certificate.number},
    )


def print_runs(at: datetime) -> "QuerySet[PrintRun]":
    """The same certificates can be printed again at any time, so no hold needs them."""
    return PrintRun.objects.filter(asked_at__lte=at - KEEP)


def _delete_print_run(run: PrintRun, context: DutyContext) -> None:
    delete_print_run(run, at=context.now)


HOLDINGS = [
    Holding(
        code="certificate-files",
        name="The file of a certificate, its picture and its badge",
        kept="As long as the award, and 6 years more.",
        then="They are deleted. Its number, code and fingerprint stay, so a copy can be checked.",
        models=(Certificate, Badge),
        past=files,
        held=partial(files, held=True),
        act=_delete_file,
    ),
    Holding(
        code="publicity-packs",
        name="An organisation’s pack to show its award with",
        kept="As long as the award is held, and 30 days more.",
        then="It is deleted. While the award is held, it can be made again.",
        models=(PublicityPack,),
        past=packs,
        held=partial(packs, held=True),
        act=_delete_pack,
    ),
    Holding(
        code="print-runs",
        name="Print runs of certificates for an award evening",
        kept="30 days after an officer last asked for them.",
        then="Deleted. They can be made again.",
        models=(PrintRun, PrintRunPage, PrintRunPart),
        past=print_runs,
        act=_delete_print_run,
        source="Our own rule",
        public=False,
    ),
    Holding(
        code="signing",
        name="Who signs certificates, the keys and the logos",
        kept="For good: certificates name them.",
        then="Nothing is deleted.",
        models=(Signatory, SigningKey, CertificateNumbers, LogoPack),
        public=False,
    ),
]
