"""Photos of a visit, through the services; checked as the check would have found them."""

from datetime import datetime
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.models import User
from champions.models import Appointment, AppointmentPhoto
from champions.services.photos import add_photo
from champions.services.visits import show
from foundation.dates import london_date
from foundation.files import remove, store_generated
from portfolios.models import EvidenceFile
from tests.support.judging import small_picture
from tests.support.pictures import picture


def upload(name: str = "IMG_1.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture("JPEG"), content_type="image/jpeg")


def with_children(at: datetime) -> dict[str, object]:
    return {
        "shows_people": "people",
        "children": True,
        "holder": "The school office",
        "form_reference": "Blue folder",
        "given_on": london_date(at),
    }


def photo_of(
    appointment: Appointment, actor: User, *, at: datetime, clean: bool = True, **changes: object
) -> AppointmentPhoto:
    asked: dict[str, object] = {
        "upload": upload(),
        "caption": "Beans in the new beds",
        "consent": {"shows_people": "nobody"},
        "key": uuid4(),
    } | changes
    photo = add_photo(appointment=appointment, actor=actor, at=at, **asked)
    if clean:
        check(photo)
    return photo


def check(photo: AppointmentPhoto) -> EvidenceFile:
    """As the check leaves it: found clean, with a small picture."""
    row = EvidenceFile.objects.select_related("file").get(item=photo.item)
    waiting, at = row.file, row.added_at
    row.file = store_generated(
        name="photo.jpg", content=picture("JPEG"), content_type="image/jpeg", at=at
    )
    row.save()
    remove(waiting)
    small_picture(row)
    return row


def show_all(appointment: Appointment, actor: User, *, at: datetime) -> Appointment:
    """By a chair who has seen every photo."""
    seen = list(appointment.photos.values_list("item__uuid", flat=True))
    return show(appointment=appointment, seen=seen, actor=actor, at=at)
