"""Signs of life of the worker and the clock, so that somebody notices when one has stopped."""

from datetime import datetime, timedelta

from django.conf import settings

from foundation.models import Beat


def beat(name: str, *, at: datetime) -> None:
    """One statement, whoever comes first."""
    Beat.objects.bulk_create(
        [Beat(name=name, at=at)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def late_beats(*, at: datetime) -> list[str]:
    """The processes that should have shown life by now and have not."""
    last = last_beats()
    return [name for name in settings.BEAT_LIMIT if is_late(name, last.get(name), at=at)]


def last_beats() -> dict[str, datetime]:
    return dict(Beat.objects.filter(name__in=settings.BEAT_LIMIT).values_list("name", "at"))


def is_late(name: str, beat_at: datetime | None, *, at: datetime) -> bool:
    """A beat from the future is none: the clock was set back since, and the process may be dead (F-15)."""
    limit = timedelta(seconds=settings.BEAT_LIMIT[name])
    return beat_at is None or abs(at - beat_at) > limit
