"""Three years of the demo city, one day after the other: each award as its dates say, each reminder once.

Weeks are missed, days run twice, the clock is set back, and the story goes through a 29 February and six
changes of the clock (T-88 to T-90, F-13 to F-16). The second time the worker is killed 200 times (F-10).
"""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.db.models import Max
from django.test import override_settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from awards.choices import ApplicationKind, AwardCondition, MembershipRole
from awards.models import Application, Award, User
from certificates.models import Certificate
from config.demo.load import load
from config.duties import DUTIES
from config.invariants import histories, renewals
from foundation import jobs
from foundation.clock import run_duties
from foundation.files.fsck import fsck_files
from foundation.models import DeadLetter, OutboxMessage
from tests.support.awards import hold, holder
from tests.support.champions import ensure_signatory
from tests.support.jobs import run_waiting_jobs
from tests.support.mortal_worker import in_folder, mortal_worker
from tests.support.processes import wait_until
from tests.support.smtp import sink
from tests.support.tally import Remember, say
from tests.support.three_years import DAY, Life, morning

START, END = date(2027, 1, 4), date(2030, 1, 4)
LEAP = date(2028, 2, 29)
# Beside those of the demo.
NEWCOMERS = 24
KINDS = ("renewal_due", "renewal_overdue", "award_lapsed")
# These run every day; all of the clock's duties every fourth week, as each takes its time. Files and the
# trail have tests of their own.
DAILY = {
    "start lost jobs again",
    "send waiting mail",
    "remind of dates that are coming",
    "remind of awards to renew",
}
# What a dead worker leaves behind is seen on the worker's own clock, which no story can set. A mail in its
# hands waits for an hour of that clock, in which the story's goes on for years and would end its keeping.
MACHINERY = {"start lost jobs again", "send waiting mail", "retention: mail"}
APART = {
    "check waiting files",
    "take away files without a row",
    "look at kept files",
    "seal the audit trail",
    "write the heads of the audit trail outside",
}
KILLS = 200
# The longest that a job takes here; after that its worker is dead.
LEASE = timedelta(seconds=10)
SEED = 27


class City:
    """The demo's own Gold and Platinum, and newcomers whose years begin on other days."""

    def __init__(self, *, papers: bool) -> None:
        self.chance = Random(SEED)
        self.papers = papers
        self.tally: Counter[str] = Counter()
        self.lives: list[Life] = []
        # What the story says must have been told, and what was: by organisation, day and reminder.
        self.wanted: Counter[tuple[str, date, str]] = Counter()
        self.seen: set[int] = set()

    def begin(self) -> None:
        load(now=morning(START), say=lambda line: None)
        officer = User.objects.filter(is_officer=True).order_by("pk").first()
        ensure_signatory(officer, at=morning(START))
        # Those of the demo that are in the middle of a renewal go on as they are.
        busy = Application.objects.open().filter(kind=ApplicationKind.REVALIDATION)
        standing = (
            Award.objects.standing()
            .filter(due_on__gt=START + 60 * DAY)
            .exclude(organisation__in=busy.values("organisation"))
            .order_by("pk")
        )
        for gold in standing.filter(stage="gold"):
            platinum = standing.filter(organisation=gold.organisation, stage="platinum").first()
            self._life(platinum or gold, officer, below=gold if platinum else None)
        for number in range(NEWCOMERS):
            day = START - self.chance.randrange(0, 300) * DAY
            self._newcomer(f"Newcomer {number:02}", officer, day)
        OutboxMessage.objects.filter(message__in=KINDS).delete()
        # What the city did before is over: its jobs are done, and its mail has been sent.
        if self.papers:
            run_waiting_jobs()
        DBTaskResult.objects.all().delete()
        OutboxMessage.objects.filter(status=OutboxMessage.Status.QUEUED).update(
            status=OutboxMessage.Status.SENT, sent_at=morning(START), next_try_at=None
        )

    def _newcomer(self, name: str, officer: User, day: date) -> None:
        award = holder(name, officer=officer, at=morning(day))
        lead = award.organisation.memberships.get(role=MembershipRole.LEAD).user
        for stage in ("silver", "gold"):
            award = hold(award.organisation, stage, lead=lead, officer=officer, at=morning(day))
        life = self._life(award, officer)
        if self.chance.random() < 0.4:
            life.acts[START + self.chance.randrange(30, 700) * DAY].append(life.rise)

    def _life(self, award: Award, officer: User, *, below: Award | None = None) -> Life:
        leads = award.organisation.memberships.filter(role=MembershipRole.LEAD)
        life = Life(
            award.organisation, leads.first().user, officer, self.chance, self.tally, self.papers
        )
        life.adopt(award, below, START)
        self.lives.append(life)
        return life

    def go_through(self, deliver=lambda: None) -> None:
        day, missed = START, 0
        while day < END:
            for life in self.lives:
                life.live(day)
            if missed:
                missed -= 1
            elif self.chance.random() < 0.01:
                missed = 6
                self.tally["weeks without a clock"] += 1
            else:
                self.run(day)
                deliver()
            self.look(day)
            day += DAY
            self.tally["days"] += 1

    def run(self, day: date) -> None:
        """Mostly once; sometimes twice, or again as if it were earlier. Each run is reckoned once."""
        self.expect(day)
        moments = [morning(day) + timedelta(hours=3)]
        if day in (date(2027, 10, 31), date(2028, 10, 29), date(2029, 10, 28)):
            # The hour that comes twice.
            moments = [datetime(day.year, 10, day.day, hour, 30, tzinfo=UTC) for hour in (0, 1)]
        if self.chance.random() < 0.05:
            moments.append(moments[0] - self.chance.choice((timedelta(hours=2), DAY, 8 * DAY)))
            self.tally["clock set back"] += 1
        if self.chance.random() < 0.05:
            moments.append(moments[0])
            self.tally["days run twice"] += 1
        duties = [each for each in DUTIES if each.name in DAILY]
        if (day - START).days % 28 == 0:
            duties = [each for each in DUTIES if each.name not in APART]
        if self.papers:
            duties = [each for each in duties if each.name not in MACHINERY]
        for moment in moments:
            for result in run_duties(duties, now=moment, dry_run=False):
                assert not result.error, (day, result)
            self.tally["runs of the clock"] += 1

    def expect(self, day: date) -> None:
        for life in self.lives:
            name = life.told(day)
            if name is not None:
                self.wanted[life.organisation.name, day, name] += 1

    def look(self, day: date) -> None:
        """Every award, every day."""
        awards = {award.pk: award for award in Award.objects.filter(stage__in=["gold", "platinum"])}
        for life in self.lives:
            for year in life.years():
                found = awards[year.award.pk].condition(day)
                assert found.value == year.condition(day), (life.organisation, day, year, found)
                self.tally[f"award-days {found.value}"] += 1
        self.check_mail(day)

    def check_mail(self, day: date) -> None:
        """What was written since the last look is exactly what the story wants, one row for each lead."""
        names = {life.organisation.name for life in self.lives}
        rows = OutboxMessage.objects.filter(message__in=KINDS).exclude(pk__in=self.seen)
        told: Counter[tuple[str, str]] = Counter()
        for row in rows.only("pk", "subject", "message", "to"):
            self.seen.add(row.pk)
            if row.subject.partition(":")[0] not in names:
                self.tally["mail to others of the demo"] += 1
                continue
            told[row.subject.partition(":")[0], row.message] += 1
            self.tally[f"mail {row.message}"] += 1
        wanted: Counter[tuple[str, str]] = Counter()
        for life in self.lives:
            for (name, on, reminder), count in self.wanted.items():
                if on == day and name == life.organisation.name:
                    leads = life.organisation.memberships.filter(role=MembershipRole.LEAD).count()
                    wanted[name, message_of(reminder)] += count * leads
        assert told == wanted, (day, told - wanted, wanted - told)


class Mender:
    """As clock and officers do: lost jobs and mail are started again, a dead letter is tried again."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.last = time.monotonic()

    def now_and_then(self) -> None:
        if time.monotonic() - self.last >= LEASE.total_seconds():
            self.mend()

    def mend(self) -> None:
        self.last = time.monotonic()
        self._run("start lost jobs again", at=timezone.now())
        officer = User.objects.filter(is_officer=True).order_by("pk").first()
        for letter in DeadLetter.objects.unanswered():
            assert letter.error_class == "WorkerLost", letter
            jobs.retry_dead_letter(letter, at=timezone.now(), actor=officer)
            self.city.tally["jobs that an officer tried again"] += 1

    def unfinished(self) -> bool:
        """A mail whose job found it in a dead worker's hands waits for an hour; nobody waits here."""
        self.mend()
        mails = OutboxMessage.objects.filter(status=OutboxMessage.Status.QUEUED)
        ended = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
        busy = DBTaskResult.objects.exclude(status__in=ended).exists()
        if not busy and mails.exists():
            self._run("send waiting mail", at=mails.aggregate(last=Max("next_try_at"))["last"])
        return busy or mails.exists() or Certificate.objects.filter(file=None).exists()

    def _run(self, name: str, *, at: datetime) -> None:
        (result,) = run_duties(
            [duty for duty in DUTIES if duty.name == name], now=at, dry_run=False
        )
        assert not result.error, result
        self.city.tally[f"mended: {name}"] += result.count


def what_was_sent() -> set[tuple[str, str]]:
    """Mail that was sent by itself, and to whom."""
    sent = OutboxMessage.objects.filter(status=OutboxMessage.Status.SENT, digest=None)
    return {(str(uuid), to) for uuid, to in sent.values_list("uuid", "to")}


def message_of(reminder: str) -> str:
    if reminder.startswith("lapsed"):
        return "award_lapsed"
    return "renewal_due" if reminder.endswith("before") else "renewal_overdue"


@pytest.fixture
def stores(tmp_path):
    """A folder of their own: files of rows that are rolled back lie in the common ones."""
    with override_settings(STORAGES=in_folder(configured.STORAGES, tmp_path)):
        yield tmp_path


def tell(record: Remember, city: City, title: str, began: float, *more: str) -> None:
    lines = [f"{name:34} {count:>7}" for name, count in sorted(city.tally.items())]
    say(record, "\n".join([f"{title}: {time.monotonic() - began:.0f} s", *lines, *more]))


@pytest.mark.sqlite
@pytest.mark.django_db
def test_every_award_is_what_its_dates_say_and_every_reminder_goes_once(
    stores, mailoutbox, record_property
):
    began = time.monotonic()
    city = City(papers=False)
    with transaction.atomic():
        city.begin()
        city.go_through(deliver=run_waiting_jobs)
        assert list(renewals()) == []
        assert list(histories()) == []
        transaction.set_rollback(True)
    assert len(mailoutbox) == len({mail.extra_headers["Message-ID"] for mail in mailoutbox})
    conditions = {year.condition(END - DAY) for life in city.lives for year in life.years()}
    assert {each.value for each in AwardCondition} - conditions == {"revoked"}
    tell(record_property, city, f"three years of {len(city.lives)} awards", began)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_with_a_worker_that_is_killed_two_hundred_times(
    stores, monkeypatch, record_property
):
    """F-10: certificates and mail are made by a worker that dies at any moment, and none is lost or doubled.

    Between the server's yes and ours there is one moment in which a mail can go twice; then both copies
    have one Message-ID, so that a mailbox knows them for the same (F-07).
    """
    began = time.monotonic()
    monkeypatch.setattr(jobs, "LEASE", LEASE)
    city = City(papers=True)
    city.begin()
    before = what_was_sent()
    mender = Mender(city)
    with (
        sink() as server,
        mortal_worker(seed=SEED, kills=KILLS, port=server.port, folder=stores) as says,
    ):
        city.go_through(deliver=mender.now_and_then)
        assert says.readline().strip() == b"killed"
        wait_until(lambda: not mender.unfinished(), seconds=300, every=3)
    failed = OutboxMessage.objects.filter(status=OutboxMessage.Status.FAILED)
    assert not failed.filter(created_at__gt=morning(START)).exists()
    got = Counter(
        (message["Message-ID"].strip("<>").partition("@")[0], to)
        for message, to in zip(server.received, server.recipients, strict=True)
    )
    assert set(got) == what_was_sent() - before
    assert not DeadLetter.objects.unanswered().exists()
    rules = (fsck_files, histories, renewals)
    assert [problem for rule in rules for problem in rule()] == []
    tell(
        record_property,
        city,
        f"three years with a worker that was killed {KILLS} times",
        began,
        f"{'mails sent':32} {len(got):>7}",
        f"{'copies under the same Message-ID':32} {sum(got.values()) - len(got):>7}",
        f"{'certificates':32} {Certificate.objects.count():>7}",
    )
