"""F-07 and F-21: a mail server that does everything wrong, over real sockets.

Nothing is lost, and nobody is written to twice. There is one window in which a second copy can leave: the
server took the mail and never said so. It bears the same Message-ID, so a mailbox can tell.
"""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from foundation import outbox
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.outbox import deliver
from tests.foundation.mail import queued
from tests.foundation.mail import smtp as smtp
from tests.support.jobs import run_waiting_jobs
from tests.support.processes import start
from tests.support.rough_smtp import (
    BEFORE_TAKEN,
    POINTS,
    Trouble,
    free_port,
    rough_server,
    wait_for,
)
from tests.support.tally import say

Status, Fault = OutboxMessage.Status, OutboxMessage.Fault
ACTS = ("451 later", "554 never", "drop", "stall", "drip", "babble")
# The server's own "no" to this address, or to this mail, is final.
FINAL = {("RCPT", "554 never"), ("DATA", "554 never"), ("text", "554 never")}


def let_time_pass(pauses: int) -> None:
    """The worker and the clock at work, through so many pauses."""
    with time_machine.travel(timezone.now(), tick=False) as now:
        run_waiting_jobs()
        for pause in outbox.PAUSES[:pauses]:
            now.shift(max(pause, outbox.CLAIM) + timedelta(seconds=1))
            at = timezone.now()
            outbox.send_due_mail(DutyContext(now=at, today=london_date(at), dry_run=False))
            run_waiting_jobs()


@pytest.mark.django_db
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("act", ACTS)
def test_trouble_at_any_word_loses_nothing_and_doubles_nothing(smtp, record_property, point, act):
    """Twice the same trouble, then a server that behaves."""
    trouble = Trouble(point, act)
    with rough_server(trouble, trouble) as server:
        smtp(server)
        row = queued("lead@school.example")
        let_time_pass(3)
    row.refresh_from_db()
    assert server.met
    assert len(set(server.ids())) <= 1
    if (point, act) in FINAL:
        assert (row.status, row.attempts, server.taken) == (Status.FAILED, 1, [])
        assert "554" in row.reason
        assert row.fault in (Fault.ADDRESS, Fault.MAIL)
    elif (point, act) == ("taken", "554 never"):
        # It says that it refused what it took: it has the one copy, and we believe what it says.
        assert (row.status, len(server.taken)) == (Status.FAILED, 1)
    else:
        assert row.status == Status.SENT
        assert (row.reason, row.fault) == ("", "")
        copies = 3 if point == "taken" else 1
        assert server.ids() == [f"<{row.uuid}@testserver>"] * copies
        assert AuditEvent.objects.filter(event="mail.sent").count() == 1
    say(
        record_property,
        f"mail: {act} at {point}: {row.get_status_display()} after {row.attempts}"
        f" tries, {len(server.taken)} copies of {len(set(server.ids()))} mail",
    )


@pytest.mark.django_db
def test_batch_through_a_server_gone_mad_arrives_whole(smtp, record_property):
    """120 mails; every third connection or so meets some trouble that passes."""
    chance = random.Random(7)
    passing = [
        Trouble(chance.choice(POINTS), chance.choice(["451 later", "421 closing", "drop", "stall"]))
        for _ in range(70)
    ]
    quiet = [Trouble("never", "drop")] * 110
    script = passing + quiet
    chance.shuffle(script)
    with rough_server(*script) as server:
        smtp(server)
        rows = [queued(f"lead{number}@school.example") for number in range(120)]
        let_time_pass(len(outbox.PAUSES))
    assert set(OutboxMessage.objects.values_list("status", flat=True)) == {Status.SENT}
    copies = Counter(server.recipients())
    assert set(copies) == {row.to for row in rows}
    # Whoever got two got the same one: the server hid that it had taken the first.
    hidden = sum(each.at == "taken" for each in server.met)
    assert len(set(server.ids())) == len(rows)
    assert sum(copies.values()) - len(rows) == hidden
    say(
        record_property,
        f"mail: batch of {len(rows)}: {server.connections} connections, {len(server.met)} troubles,"
        f" 0 lost, 0 written to twice but for {hidden} that the server hid (same Message-ID)",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["451 later", "421 closing", "drop", "stall", "drip"])
def test_server_that_never_recovers_ends_in_a_reason(smtp, act):
    with rough_server(*[Trouble("RCPT", act)] * 20) as server:
        smtp(server)
        row = queued("lead@school.example")
        let_time_pass(len(outbox.PAUSES))
        row.refresh_from_db()
        assert (row.status, row.attempts) == (Status.FAILED, len(outbox.PAUSES) + 1)
        assert row.fault == (Fault.ADDRESS if act == "451 later" else Fault.AWAY)
        assert server.taken == []


@pytest.mark.django_db
@pytest.mark.parametrize("point", BEFORE_TAKEN)
def test_dripping_server_is_hung_up_on_long_before_the_claim_is_over(smtp, point):
    """Each letter comes within the timeout, so only the mail's own deadline ends it."""
    with rough_server(Trouble(point, "drip")) as server:
        smtp(server)
        row = queued("lead@school.example")
        began = time.monotonic()
        assert deliver(row.uuid, at=timezone.now()) is False
        assert time.monotonic() - began < 20
    row.refresh_from_db()
    assert (row.status, row.fault) == (Status.QUEUED, Fault.AWAY)


@pytest.mark.parametrize("trouble", ["down", "stall", "554 never"])
def test_what_people_do_succeeds_while_the_server_is_away(
    smtp, lead, sign_in, organisation, trouble
):
    """F-07: the page asks the mail server nothing; the mail waits in the outbox."""
    run_waiting_jobs()
    script = [] if trouble == "down" else [Trouble("greeting", trouble)] * 3
    with rough_server(*script) as server:
        smtp(free_port() if trouble == "down" else server)
        address = reverse("people-invite", args=[organisation.slug])
        typed = {"email": "new@people.example", "role": "member"}
        began = time.monotonic()
        answer = sign_in(lead).post(address, typed, follow=True)
        assert time.monotonic() - began < 5
        assert "We have sent an invitation to new@people.example." in answer.content.decode()
        assert server.connections == 0
        row = OutboxMessage.objects.get(message="invitation")
        run_waiting_jobs()
        row.refresh_from_db()
        assert (row.status, row.attempts) == (Status.QUEUED, 1)
        assert row.reason
        smtp(server)
        with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
            let_time_pass(3)
    row.refresh_from_db()
    assert (row.status, len(server.taken)) == (Status.SENT, 1)


@pytest.mark.django_db
def test_server_is_down_and_comes_back(smtp):
    smtp(free_port())
    rows = [queued(f"lead{number}@school.example") for number in range(5)]
    let_time_pass(2)
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.attempts, row.fault) == (Status.QUEUED, 3, Fault.AWAY)
    with rough_server() as server:
        smtp(server)
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            let_time_pass(1)
    assert sorted(server.recipients()) == [row.to for row in rows]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", ["greeting", "RCPT", "text", "taken", "QUIT"])
def test_worker_killed_in_the_middle_of_a_mail_loses_nothing(smtp, record_property, point):
    """F-07, F-10: SIGKILL while a real worker talks. Only what the server took can leave twice."""
    with rough_server(Trouble(point, "stall")) as server:
        smtp(server)
        row = queued("lead@school.example")
        worker = start(
            "worker",
            "--interval",
            "0.1",
            DJANGO_SETTINGS_MODULE="tests.support.mail_settings",
            SMTP_PORT=str(server.port),
        )
        try:
            wait_for(server.stalling)
        finally:
            worker.kill()
            worker.wait()
        row.refresh_from_db()
        assert (row.status, row.attempts) == (Status.QUEUED, 1)
        # Nobody else touches it while the dead worker's claim holds.
        assert deliver(row.uuid, at=timezone.now()) is False
        with time_machine.travel(timezone.now() + outbox.SAFETY_NET, tick=False):
            let_time_pass(1)
        row.refresh_from_db()
        copies = 2 if point in ("taken", "QUIT") else 1
        assert row.status == Status.SENT
        assert server.ids() == [f"<{row.uuid}@testserver>"] * copies
    say(record_property, f"mail: worker killed at {point}: {copies} copies of 1 mail, sent")


@pytest.mark.django_db
def test_bad_goodbye_after_a_refusal_hides_no_refusal(smtp):
    """The reason is the server's word about the address, not how it parted."""
    with rough_server(Trouble("RCPT", "550 no such person")) as server:
        smtp(server)
        row = queued("lead@school.example")
        deliver(row.uuid, at=timezone.now())
    row.refresh_from_db()
    assert row.reason == "The mail server refused this address (550: no such person)."
