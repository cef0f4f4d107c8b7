"""The copies for the web: made when a story is sent, gone as soon as a picture may not be shown."""

from collections.abc import Iterable

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from celebrations.choices import SpotlightState
from celebrations.models import Spotlight, SpotlightPicture
from celebrations.tasks import make_copies
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.files import remove
from foundation.jobs import enqueue
from foundation.models import DeadLetter
from portfolios.selectors.evidence.public import public_pictures

AT_A_TIME = 100


def ask_for_copies(spotlight: Spotlight) -> None:
    """A job makes those that are not there."""
    if spotlight.pictures.filter(copy=None).exists():
        enqueue(make_copies, spotlight.uuid)


def drop_copies(pictures: Iterable[SpotlightPicture]) -> int:
    """Row and bytes; the picture in the library stays as it is."""
    count = 0
    for picture in pictures:
        copy = picture.copy
        if copy is not None:
            SpotlightPicture.objects.filter(pk=picture.pk).update(copy=None)
            remove(copy)
            count += 1
    return count


def keep_copies(context: DutyContext) -> int:
    """Take away the copies of what may not be shown any more, and make those that came back.

    The pages ask for consent themselves, at each look; this is for the bytes.
    """
    fine = public_pictures(london_date(context.now))
    rows = SpotlightPicture.objects.filter(copy__isnull=False).select_related("copy")
    gone = drop_copies(rows.exclude(file__in=fine)[:AT_A_TIME])
    lacking = Spotlight.objects.filter(
        state__in=[SpotlightState.SENT, SpotlightState.SHOWN],
        pictures__in=SpotlightPicture.objects.filter(copy=None, file__in=fine),
    ).distinct()
    asked = 0
    for spotlight in lacking[:AT_A_TIME]:
        if not _is_asked_for(spotlight):
            enqueue(make_copies, spotlight.uuid)
            asked += 1
    return gone + asked


def _is_asked_for(spotlight: Spotlight) -> bool:
    """Somebody is at it, or it failed and waits for an officer."""
    path, args = make_copies.module_path, [str(spotlight.uuid)]
    ended = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    jobs = DBTaskResult.objects.filter(task_path=path, args_kwargs__args=args)
    letters = DeadLetter.objects.unanswered().filter(task_path=path, args=args)
    return jobs.exclude(status__in=ended).exists() or letters.exists()
