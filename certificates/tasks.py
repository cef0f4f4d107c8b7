"""Jobs: the bytes of certificates and logo packs. Safe to run twice, also at once (F-10, F-13)."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from certificates import signing
from certificates.badges import make_badge
from certificates.models import Certificate, LogoPack, SigningKey
from certificates.rendering.certificate import (
    Facts,
    Picture,
    Signature,
    certificate_pdf,
    comparing_pdf,
)
from certificates.rendering.logo_pack import count_of_files, logo_pack, pack_name
from foundation.files import open_clean, remove, store_generated
from foundation.jobs import job
from foundation.models import PrivateFile
from foundation.printing.pictures import page_as_png
from foundation.progress import telling

# Across: twice as many as a page shows, for sharp screens.
PICTURE_WIDTH = 1400


@job(priority=10)
def make_certificate(certificate_uuid: str) -> None:
    """Render, sign and keep the file, with its badge and its picture; whoever comes second throws
    their own bytes away.
    """
    rows = Certificate.objects.select_related("award__organisation")
    certificate = rows.get(uuid=uuid.UUID(certificate_uuid))
    if certificate.file_id is not None or certificate.file_deleted_at is not None:
        return
    key = signing.load_signer()
    facts = facts_of(certificate)
    content = signing.sign(certificate_pdf(facts), key=key)
    seen = page_as_png(comparing_pdf(facts), width=PICTURE_WIDTH)
    now = timezone.now()
    with transaction.atomic():
        used = _key_that_may_sign(key, at=now)
        file = store_generated(
            name=f"certificate-{certificate.number}.pdf",
            content=content,
            content_type="application/pdf",
            at=now,
        )
        picture = store_generated(
            name=f"certificate-{certificate.number}.png",
            content=seen,
            content_type="image/png",
            at=now,
        )
        won = Certificate.objects.filter(pk=certificate.pk, file=None, file_deleted_at=None).update(
            file=file, sha256=file.sha256, picture=picture, key=used
        )
        if won:
            make_badge(certificate, key=key, used=used, at=now)
        else:
            remove(file)
            remove(picture)


@job(priority=10)
def make_logo_pack(pack_uuid: str) -> None:
    """Draw the pack once for everybody with this stage, year and edition."""
    pack = LogoPack.objects.get(uuid=uuid.UUID(pack_uuid))
    if pack.file_id is not None:
        return
    with telling(make_logo_pack, pack.uuid, total=count_of_files(), unit="files") as told:
        content = logo_pack(pack.stage, year=pack.year, step=told.step)
    with transaction.atomic():
        file = store_generated(
            name=f"{pack_name(pack.stage, pack.year)}.zip",
            content=content,
            content_type="application/zip",
            at=timezone.now(),
        )
        if not LogoPack.objects.filter(pk=pack.pk, file=None).update(file=file):
            remove(file)


def _key_that_may_sign(key: signing.LoadedKey, *, at: datetime) -> SigningKey:
    """Its row, held until commit: a key that is called lost meanwhile has signed nothing after that (T-79)."""
    SigningKey.objects.get_or_create(
        key_id=key.key_id,
        defaults={"certificate_pem": key.certificate_pem, "first_used_at": at},
    )
    used = SigningKey.objects.select_for_update(no_key=True).get(key_id=key.key_id)
    if used.compromised_on is not None:
        raise signing.KeyProblem("This worker still signs with a lost key. Start it again.")
    return used


def facts_of(certificate: Certificate) -> Facts:
    """What the row says, with the signature pictures it names."""
    return Facts(
        printed_name=certificate.printed_name,
        stage=certificate.stage,
        awarded_on=certificate.awarded_on,
        valid_until=certificate.valid_until,
        is_renewal=certificate.is_renewal,
        held_since=certificate.held_since,
        number=certificate.number,
        code=certificate.shown_code,
        verify_url=certificate.verify_url,
        signatures=tuple(
            Signature(
                name=signatory["name"],
                role=signatory["role"],
                organisation=signatory["organisation"],
                picture=_picture(signatory["picture"]),
            )
            for signatory in certificate.signatories
        ),
        issued_at=certificate.issued_at,
    )


def _picture(file_uuid: str) -> Picture | None:
    """A picture that was promised and can't be had fails the job (T-65)."""
    if not file_uuid:
        return None
    file = PrivateFile.objects.get(uuid=uuid.UUID(file_uuid))
    with open_clean(file) as opened:
        return Picture(opened.read(), file.content_type)
