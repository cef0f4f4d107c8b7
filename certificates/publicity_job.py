"""The job that makes a publicity pack. Safe to run twice, also at once (F-10, F-13)."""

import uuid

from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate, PublicityPack
from certificates.rendering.publicity.facts import Shown
from certificates.rendering.publicity.pack import (
    count_of_files,
    publicity_pack,
    publicity_pack_name,
)
from certificates.wordings import card_words, texts_for
from foundation.files import remove, store_generated
from foundation.jobs import job
from foundation.progress import telling


@job(priority=10)
def make_publicity_pack(pack_uuid: str) -> None:
    """Draw and keep the zip. A pack that was deleted meanwhile leaves nothing behind."""
    rows = PublicityPack.objects.select_related("certificate")
    pack = rows.filter(uuid=uuid.UUID(pack_uuid), file=None).first()
    if pack is None:
        return
    certificate = pack.certificate
    with telling(make_publicity_pack, pack.uuid, total=count_of_files(), unit="files") as told:
        content = publicity_pack(shown_by(certificate), step=told.step)
    with transaction.atomic():
        file = store_generated(
            name=f"{publicity_pack_name(certificate.stage, certificate.logo_year)}.zip",
            content=content,
            content_type="application/zip",
            at=timezone.now(),
        )
        if not PublicityPack.objects.filter(pk=pack.pk, file=None).update(file=file):
            remove(file)


def shown_by(certificate: Certificate) -> Shown:
    """What the pack says of it."""
    return Shown(
        name=certificate.printed_name,
        stage=certificate.stage,
        year=certificate.logo_year,
        sentence=card_words(certificate),
        verify_url=certificate.verify_url,
        texts=tuple((text.title, text.text) for text in texts_for(certificate)),
        issued_at=certificate.issued_at,
    )
