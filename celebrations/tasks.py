"""Jobs: the pictures of a spotlight as the web gets them. Safe to run twice, also at once (F-10)."""

import uuid

from django.db import transaction
from django.utils import timezone

from celebrations.models import Spotlight, SpotlightPicture
from celebrations.rendering.pictures import TYPE, for_the_web
from foundation.dates import london_date
from foundation.files import open_clean, remove, store_generated
from foundation.jobs import job
from portfolios.selectors.evidence.public import public_pictures


@job(priority=10)
def make_copies(spotlight_uuid: str) -> None:
    """Of each picture that may be shown and has none. What was dropped meanwhile is left alone."""
    spotlight = Spotlight.objects.filter(uuid=uuid.UUID(spotlight_uuid)).first()
    if spotlight is None:
        return
    for picture in spotlight.pictures.filter(copy=None).select_related("file__file"):
        _make_copy(picture)


def _make_copy(picture: SpotlightPicture) -> None:
    now = timezone.now()
    fine = public_pictures(london_date(now)).select_related("file")
    source = fine.filter(pk=picture.file_id).first() if picture.file_id else None
    if source is None or source.file is None:
        return
    with open_clean(source.file) as opened:
        content = for_the_web(opened.read())
    with transaction.atomic():
        copy = store_generated(
            name=f"spotlight-{picture.uuid}.jpg", content=content, content_type=TYPE, at=now
        )
        mine = SpotlightPicture.objects.filter(
            pk=picture.pk, copy=None, file__in=public_pictures(london_date(now))
        )
        if not mine.update(copy=copy):
            remove(copy)
