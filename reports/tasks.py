"""Jobs: packages of subject access. Safe to run twice, also at once (F-10, F-13)."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from awards.models import User
from foundation.files import remove, store_generated
from foundation.jobs import job
from foundation.progress import telling
from foundation.zips import ZipEntry, zip_pieces
from reports.models import AccessPackage
from reports.rendering.access import data_json, index_html
from reports.selectors.access.telling import STEPS, gather

# Whose it is stands inside: the name lies in folders and histories of browsers.
FILENAME = "subject-access.zip"


# Behind mail: a sign-in code does not wait for it.
@job(priority=-5)
def make_access_package(package_uuid: str) -> None:
    """From the start each time. Whoever comes second throws their own bytes away."""
    package = (
        AccessPackage.objects.select_related("person")
        .filter(uuid=uuid.UUID(package_uuid), finished_at=None)
        .first()
    )
    if package is None:
        return
    mine = AccessPackage.objects.filter(pk=package.pk, finished_at=None)
    at = timezone.now()
    with_names = bool(package.unmasked_why)
    with telling(make_access_package, package.uuid, total=STEPS, unit="steps") as told:
        pieces = package_of(package.person, with_names=with_names, at=at, step=told.step)
        content = b"".join(pieces)
    with transaction.atomic():
        file = store_generated(
            name=FILENAME, content=content, content_type="application/zip", at=at
        )
        if not mine.update(file=file, finished_at=timezone.now()):
            remove(file)


def package_of(
    person: User, *, with_names: bool, at: datetime, step: Callable[[], None]
) -> Iterator[bytes]:
    """The zip, piece by piece. Files come last: each is looked at as a whole before it goes in."""
    gathered = gather(person, with_names=with_names, at=at, step=step)

    def entries() -> Iterator[ZipEntry]:
        yield ZipEntry("index.html", [index_html(gathered.told).encode()], at)
        yield ZipEntry("data.json", [data_json(gathered.told).encode()], at)
        for copy in gathered.copies:
            if copy.is_in and copy.row.file is not None:
                yield ZipEntry(copy.name, copy.row.file, copy.row.added_at)

    yield from zip_pieces(entries())
    step()
