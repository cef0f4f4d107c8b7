"""Issuing certificates, and who signs them (scheme.md 23, 24)."""

from datetime import UTC, date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from awards.choices import ApplicationKind
from awards.models import Award, Organisation, User
from awards.permissions import need_officer
from certificates.codes import new_code
from certificates.models import Badge, Certificate, CertificateNumbers, LogoPack, Signatory
from certificates.publicity import delete_packs_of
from certificates.selectors import signatories_on
from certificates.tasks import make_certificate, make_logo_pack
from foundation import audit
from foundation.dates import london_date
from foundation.files import FileKinds, remove, store_upload
from foundation.files.kinds import JPEG, MEGABYTE, PNG
from foundation.jobs import enqueue
from foundation.printing.scripts import CannotPrint, require_printable
from foundation.progress import HowFar, how_far
from foundation.refusals import Link, Refused

SIGNATURE_PICTURES = FileKinds(
    wanted="PNG or JPEG picture",
    kinds=(PNG, JPEG),
    max_bytes=2 * MEGABYTE,
    max_pixels=8_000_000,
)
# There is room for three on the page.
MOST_SIGNATORIES = 3
NUMBER_PREFIXES = {"bronze": "BRZ", "silver": "SLV", "gold": "GLD", "platinum": "PLT"}


def issue_certificate(*, award: Award, printed_name: str, at: datetime, actor: User) -> Certificate:
    """Number, code and row now, within the caller's transaction; the bytes from a job soon after.

    Refuses a second current certificate for the award (T-46) and a name that can't be printed.
    """
    with transaction.atomic():
        certificate = _create(award=award, printed_name=printed_name, at=at, actor=actor)
        _record("certificate.issued", certificate, actor=actor, at=at)
    return certificate


def file_progress(certificate: Certificate, *, at: datetime) -> HowFar | None:
    """How far its file is; none when it is there, or was deleted."""
    if certificate.file_id is not None or certificate.file_deleted_at is not None:
        return None
    return how_far(make_certificate, certificate.uuid, since=certificate.issued_at, at=at)


def pack_progress(pack: LogoPack | None, *, at: datetime) -> HowFar | None:
    """How far the logos are. They are drawn once for everybody, so any failure of theirs counts."""
    if pack is None or pack.file_id is not None:
        return None
    return how_far(make_logo_pack, pack.uuid, since=datetime.min.replace(tzinfo=UTC), at=at)


def reissue_certificate(
    *, certificate: Certificate, printed_name: str, at: datetime, actor: User, reason: str
) -> Certificate:
    """A new number and code for the same award: a name was wrong, or a key is lost (T-79)."""
    need_officer(actor)
    with transaction.atomic():
        current = Certificate.objects.current().filter(pk=certificate.pk)
        if not current.update(superseded_at=at):
            raise Refused("This certificate has already been replaced by a newer one.")
        award = Award.objects.select_related("organisation").get(pk=certificate.award_id)
        made = _create(award=award, printed_name=printed_name, at=at, actor=actor)
        _record("certificate.reissued", made, actor=actor, at=at, reason=reason)
    return made


def add_signatory(
    *,
    name: str,
    role: str,
    organisation_line: str,
    signs_from: date,
    picture: "UploadedFile[bytes] | None",
    actor: User,
    at: datetime,
    order: int = 1,
) -> Signatory:
    """From `signs_from` on, this person signs. At most three at any time."""
    need_officer(actor)
    for text in (name, role, organisation_line):
        _need_printable(text)
    with transaction.atomic():
        # Two officers at once are put in a row by the lock on those who sign already.
        others = list(Signatory.objects.select_for_update(no_key=True).filter(signs_until=None))
        if len(others) >= MOST_SIGNATORIES:
            raise Refused(
                "Three people sign already, and there is no room for more. End one first.",
                link=Link("Who signs certificates", reverse("signatories")),
            )
        kept = None
        if picture is not None:
            kept = store_upload(upload=picture, kinds=SIGNATURE_PICTURES, actor=actor, at=at)
        signatory = Signatory.objects.create(
            name=name,
            role=role,
            organisation_line=organisation_line,
            signs_from=signs_from,
            order=order,
            picture=kept,
        )
        audit.record("signatory.added", actor=actor, target=signatory, at=at, role="officer")
    return signatory


def end_signatory(*, signatory: Signatory, last_day: date, actor: User, at: datetime) -> None:
    """They sign until that day. Certificates they signed keep their names."""
    need_officer(actor)
    if last_day < signatory.signs_from:
        raise Refused("The last day must not be before the first day.")
    with transaction.atomic():
        signing = Signatory.objects.filter(pk=signatory.pk, signs_until=None)
        if not signing.update(signs_until=last_day):
            raise Refused(f"{signatory.name} has already been given a last day.")
        audit.record("signatory.ended", actor=actor, target=signatory, at=at, role="officer")
    signatory.refresh_from_db()


@transaction.atomic
def delete_file(certificate: Certificate, *, at: datetime) -> bool:
    """The bytes alone, with the picture and what the badge says. Number, code and digest stay, so that
    a copy that somebody has can be checked.
    """
    locked = Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
    file, picture = locked.file, locked.picture
    Certificate.objects.filter(pk=locked.pk).update(file=None, picture=None, file_deleted_at=at)
    Badge.objects.filter(certificate=locked.pk, forgotten_at=None).update(token="", forgotten_at=at)
    for each in (file, picture):
        if each is not None:
            remove(each)
    return file is not None


@transaction.atomic
def delete_name(organisation: Organisation, *, at: datetime) -> int:
    """Its name has been deleted; its certificates say the one it has now, and their files are gone."""
    rows = Certificate.objects.filter(award__organisation=organisation)
    for certificate in rows:
        delete_file(certificate, at=at)
    delete_packs_of(organisation)
    return rows.update(printed_name=organisation.name)


def _create(*, award: Award, printed_name: str, at: datetime, actor: User) -> Certificate:
    _need_printable(printed_name)
    signatories = signatories_on(london_date(at))
    if not signatories:
        raise Refused(
            "Nobody is set to sign certificates. Add a signatory first.",
            link=Link("Add a signatory", reverse("signatory-add")),
        )
    try:
        with transaction.atomic():
            certificate = Certificate.objects.create(
                award=award,
                number=_next_number(award.stage, london_date(at).year),
                code=new_code(),
                printed_name=printed_name,
                stage=award.stage,
                edition=award.edition,
                awarded_on=award.awarded_on,
                runs_from=award.runs_from,
                valid_until=award.valid_until,
                is_renewal=award.application.kind == ApplicationKind.REVALIDATION,
                held_since=award.held_since,
                signatories=[_snapshot(signatory) for signatory in signatories],
                issued_at=at,
                issued_by=actor,
            )
    except IntegrityError as error:
        raise Refused("A certificate has already been issued for this award.") from error
    enqueue(make_certificate, certificate.uuid)
    pack, is_new = LogoPack.objects.get_or_create(
        stage=certificate.stage, edition=certificate.edition, year=certificate.logo_year
    )
    if is_new:
        enqueue(make_logo_pack, pack.uuid)
    return certificate


def _next_number(stage: str, year: int) -> str:
    """Counts up within the year. The UPDATE holds the year's row until commit, so none comes twice.

    A rolled-back transaction gives its number back; a committed one never is given out again.
    """
    CertificateNumbers.objects.get_or_create(year=year)
    row = CertificateNumbers.objects.filter(year=year)
    row.update(last=F("last") + 1)
    return f"{NUMBER_PREFIXES[stage]}-{year}-{row.values_list('last', flat=True).get():05d}"


def _snapshot(signatory: Signatory) -> dict[str, str]:
    """As they sign today. A picture that has not passed the virus check leaves a line for a pen."""
    picture = signatory.picture
    return {
        "name": signatory.name,
        "role": signatory.role,
        "organisation": signatory.organisation_line,
        "picture": str(picture.uuid) if picture is not None and picture.is_clean else "",
    }


def _need_printable(text: str) -> None:
    try:
        require_printable(text)
    except CannotPrint as error:
        raise Refused(str(error)) from error


def _record(
    event: str, certificate: Certificate, *, actor: User, at: datetime, reason: str = ""
) -> None:
    audit.record(
        event,
        actor=actor,
        target=certificate,
        at=at,
        role="officer",
        reason=reason,
        details={"number": certificate.number, "stage": certificate.stage},
    )
