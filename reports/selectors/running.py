"""Whether the machinery runs: processes, duties of the clock, jobs (F-13, F-14, F-16)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from foundation.beats import is_late, last_beats
from foundation.clock import Standing, standings
from foundation.health import JOB_LIMIT
from foundation.jobs import overdue
from foundation.mail_server import silent_since
from foundation.models import DutyRun

# What stands still while a process does not run.
DOES = {
    "worker": "E-mails, certificates, prints, checks of files and copies of data wait for it.",
    "clock": "Reminders, openings, ends of awards and deletions wait for it.",
}
LATEST_FAILURES = 20


@dataclass(frozen=True)
class Process:
    name: str
    does: str
    beat_at: datetime | None
    is_late: bool
    # How long it may be silent, in minutes.
    limit: int


@dataclass(frozen=True)
class Running:
    processes: list[Process]
    # In the order in which they run.
    duties: list[Standing]
    jobs_are_late: bool
    # Since when the mail server answers nothing; none while mail goes to it.
    mail_waits_since: datetime | None

    @property
    def late_processes(self) -> list[Process]:
        return [each for each in self.processes if each.is_late]

    @property
    def need_a_look(self) -> list[Standing]:
        late = self.late_duties
        return [each for each in self.duties if each.failures or each in late]

    @property
    def calm(self) -> list[Standing]:
        needed = self.need_a_look
        return [each for each in self.duties if each not in needed]

    @property
    def failing(self) -> list[Standing]:
        return [each for each in self.duties if each.failures]

    @property
    def late_duties(self) -> list[Standing]:
        """While the clock itself is silent, every duty is late, and that is said of the clock."""
        if any(each.name == "clock" for each in self.late_processes):
            return []
        return [each for each in self.duties if each.is_late]

    @property
    def trouble(self) -> int:
        return (
            len(self.late_processes)
            + len(self.failing)
            + len([each for each in self.late_duties if not each.failures])
            + self.jobs_are_late
            + (self.mail_waits_since is not None)
        )


def running(*, at: datetime) -> Running:
    """Four queries."""
    beats = last_beats()
    return Running(
        processes=[
            Process(
                name=name,
                does=DOES[name],
                beat_at=beats.get(name),
                is_late=is_late(name, beats.get(name), at=at),
                limit=limit // 60,
            )
            for name, limit in settings.BEAT_LIMIT.items()
        ],
        duties=standings(at=at),
        jobs_are_late=overdue(at=at, limit=JOB_LIMIT).exists(),
        mail_waits_since=silent_since(),
    )


def latest_failures() -> list[DutyRun]:
    return list(DutyRun.objects.exclude(error="")[:LATEST_FAILURES])
