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
    last = dict(Beat.objects.values_list("name", "at"))
    return [
        name
        for name, limit in settings.BEAT_LIMIT.items()
        if name not in last or last[name] < at - timedelta(seconds=limit)
    ]
