"""Asking for a publicity pack, and letting go of it (scheme.md 26)."""

from datetime import datetime

from django.db import transaction

from awards.models import Organisation, User
from awards.permissions import role_in
from certificates.models import Certificate, PublicityPack
from certificates.permissions import may_use_logo
from certificates.publicity_job import make_publicity_pack
from foundation import audit
from foundation.dates import london_date
from foundation.files import remove
from foundation.jobs import enqueue
from foundation.progress import HowFar, how_far
from foundation.refusals import Link, NotAllowed, Refused


def ask_for_pack(*, certificate: Certificate, actor: User, at: datetime) -> PublicityPack:
    """The pack of this certificate: made once, for everybody of the organisation.

    Asking again changes nothing, unless it could not be made: then it is tried again.
    """
    role = role_in(actor, certificate.award.organisation)
    if role is None:
        raise NotAllowed("Only people of this organisation and officers can ask for this.")
    if not may_use_logo(certificate, on=london_date(at)):
        raise Refused(
            "This award is no longer held, so there is nothing to show it with.",
            link=Link("About this certificate", certificate.get_absolute_url()),
        )
    with transaction.atomic():
        # Two at once are put in a row, also with whoever deletes the name.
        Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
        pack, is_new = PublicityPack.objects.get_or_create(
            certificate=certificate, defaults={"asked_by": actor, "asked_at": at}
        )
        far = None if is_new else pack_progress(pack, at=at)
        if is_new or (far is not None and far.has_failed):
            PublicityPack.objects.filter(pk=pack.pk).update(asked_by=actor, asked_at=at)
            enqueue(make_publicity_pack, pack.uuid)
            audit.record(
                "publicity_pack.asked",
                actor=actor,
                target=certificate,
                at=at,
                role=role,
                acting_for=certificate.award.organisation.uuid,
                details={"number": certificate.number},
            )
    pack.refresh_from_db()
    return pack


def publicity_pack_of(certificate: Certificate) -> PublicityPack | None:
    return PublicityPack.objects.select_related("file").filter(certificate=certificate).first()


def pack_progress(pack: PublicityPack, *, at: datetime) -> HowFar | None:
    """How far it is; none when it is there."""
    if pack.file_id is not None:
        return None
    return how_far(make_publicity_pack, pack.uuid, since=pack.asked_at, at=at)


@transaction.atomic
def delete_pack(pack: PublicityPack) -> bool:
    """The row and its file. A job that is at it finds nothing to put its file to."""
    locked = PublicityPack.objects.select_for_update().filter(pk=pack.pk).first()
    if locked is None:
        return False
    file = locked.file
    locked.delete()
    if file is not None:
        remove(file)
    return True


def delete_packs_of(organisation: Organisation) -> int:
    """Each has its name on every page, and it was deleted or is another one now."""
    rows = PublicityPack.objects.filter(certificate__award__organisation=organisation)
    return sum(delete_pack(pack) for pack in rows)
