"""Asking for a plan as a file, making it, fetching it, tidying it away."""

import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from awards.choices import Status
from awards.models import Application
from config.duties import DUTIES
from foundation.clock import DutyContext
from foundation.files import fsck_files
from foundation.jobs import retry_dead_letter
from foundation.models import AuditEvent, DeadLetter, PrivateFile
from foundation.refusals import Refused
from portfolios import tasks
from portfolios.models import Action, Printout
from portfolios.services.plan.printing import (
    KEEP,
    ask_for_plan,
    ask_for_sent_plan,
    has_failed,
    remove_old_printouts,
)
from tests.portfolios.plan.acts import send_as_it_is
from tests.portfolios.plan.pages import page
from tests.support.jobs import commit_effects, run_waiting_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stores_of_its_own(settings, tmp_path):
    kept = {
        name: settings.STORAGES[name]
        | {"OPTIONS": settings.STORAGES[name]["OPTIONS"] | {"location": str(tmp_path / name)}}
        for name in ("default", "quarantine")
    }
    settings.STORAGES = settings.STORAGES | kept


def jobs():
    return DBTaskResult.objects.filter(task_path=tasks.make_printout.module_path)


def files():
    """Of plans; the fixtures' certificate has one, too."""
    return PrivateFile.objects.filter(display_name__startswith="delivery-plan-")


def late(now, days) -> DutyContext:
    at = now + timedelta(days=days)
    return DutyContext(now=at, today=at.date(), dry_run=False)


def ask(plan, actor, at, *, format="pdf"):
    return ask_for_plan(application=plan, format=format, actor=actor, at=at)


def made(printout) -> PrivateFile:
    run_waiting_jobs()
    printout.refresh_from_db()
    assert printout.file is not None
    return printout.file


def bytes_of(file) -> bytes:
    with file.store.open(file.storage_key) as stored:
        return stored.read()


def text_of(file) -> str:
    pages = PdfReader(BytesIO(bytes_of(file))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def die(printout, at) -> DeadLetter:
    """As when the job was tried as often as is sensible."""
    jobs().filter(args_kwargs__args=[str(printout.uuid)]).delete()
    return DeadLetter.objects.create(
        job_id=printout.uuid,
        task_path=tasks.make_printout.module_path,
        args=[str(printout.uuid)],
        error_class="RenderingFailed",
        attempts=6,
        died_at=at,
    )


class TestAsking:
    def test_same_words_are_made_once(self, whole, lead, colleague, now):
        """T-43"""
        first = ask(whole, lead, now)
        assert ask(whole, colleague, now + timedelta(minutes=1)) == first
        assert jobs().count() == 1
        assert AuditEvent.objects.filter(event="plan.printed").count() == 1

    def test_another_format_or_word_or_day_is_another_file(self, whole, lead, now):
        first = ask(whole, lead, now)
        assert ask(whole, lead, now, format="docx") != first
        assert ask(whole, lead, now + timedelta(days=1)) != first
        Action.objects.filter(application=whole).update(owner="Somebody else")
        assert ask(whole, lead, now) != first
        assert Printout.objects.count() == 4

    def test_draft_is_what_stands_now(self, whole, lead, now):
        text = text_of(made(ask(whole, lead, now)))
        assert "Draft, printed on 23 November 2026" in text
        assert "A quiet room that pupils have drawn" in text

    def test_sent_plan_is_what_was_sent(self, whole, lead, now):
        send_as_it_is(whole, lead, now)
        whole.refresh_from_db()
        Action.objects.filter(application=whole).update(title="Changed behind its back")
        asked = ask(whole, lead, now + timedelta(days=3))
        assert ask(whole, lead, now + timedelta(days=4)) == asked
        text = text_of(made(asked))
        assert "As sent on 23 November 2026" in text
        assert "A quiet room that pupils have drawn" in text
        assert "Changed behind" not in text

    def test_plan_with_the_award_says_how_its_milestones_stand(self, whole, lead, now):
        """For the organisation's board; champions go on reading what was sent."""
        send_as_it_is(whole, lead, now)
        Application.objects.filter(pk=whole.pk).update(status="approved")
        whole.refresh_from_db()
        text = text_of(made(ask(whole, lead, now)))
        assert "As sent on 23 November 2026, with its milestones on 23 November 2026" in text
        assert "Where it stands" in text
        sent = ask_for_sent_plan(application=whole, format="pdf", actor=lead, at=now)
        assert "states" not in sent.record

    def test_plan_that_came_back_is_a_draft_again(self, challenged, lead, now):
        assert ask(challenged, lead, now).record["status_line"].startswith("Draft")

    def test_champions_get_the_version_they_judge(self, challenged, officer, now):
        Action.objects.filter(application=challenged).update(title="Being rewritten")
        asked = ask_for_sent_plan(application=challenged, format="pdf", actor=officer, at=now)
        assert "Being rewritten" not in text_of(made(asked))

    def test_plan_that_was_never_sent_has_no_sent_version(self, whole, officer, now):
        with pytest.raises(Refused):
            ask_for_sent_plan(application=whole, format="pdf", actor=officer, at=now)

    def test_withdrawn_draft_is_printed_as_a_draft(self, whole, lead, now):
        Application.objects.filter(pk=whole.pk).update(status=Status.WITHDRAWN)
        whole.refresh_from_db()
        assert ask(whole, lead, now).record["status_line"].startswith("Draft")


class TestMaking:
    @pytest.mark.parametrize(
        ("format", "head", "kind"),
        [("pdf", b"%PDF-", "pdf"), ("docx", b"PK", "wordprocessingml.document")],
    )
    def test_file_is_kept(self, whole, lead, now, format, head, kind):
        file = made(ask(whole, lead, now, format=format))
        assert bytes_of(file).startswith(head)
        assert file.content_type.endswith(kind)
        assert file.display_name == f"delivery-plan-{whole.reference}.{format}"
        assert list(fsck_files()) == []

    def test_job_run_twice_makes_one_file(self, whole, lead, now):
        """F-13"""
        printout = ask(whole, lead, now, format="docx")
        file = made(printout)
        tasks.make_printout.func(str(printout.uuid))
        assert files().get() == file
        assert list(fsck_files()) == []

    def test_late_worker_throws_its_bytes_away(self, whole, lead, now, monkeypatch):
        printout = ask(whole, lead, now, format="docx")
        make, kind = tasks.MAKERS["docx"]

        def slow(facts):
            content = make(facts)
            monkeypatch.setitem(tasks.MAKERS, "docx", (make, kind))
            tasks.make_printout.func(str(printout.uuid))
            return content

        monkeypatch.setitem(tasks.MAKERS, "docx", (slow, kind))
        tasks.make_printout.func(str(printout.uuid))
        commit_effects()
        assert files().count() == 1
        assert list(fsck_files()) == []

    def test_what_was_tidied_away_is_no_failure(self, whole, lead, now):
        printout = ask(whole, lead, now)
        printout.delete()
        run_waiting_jobs()
        assert not jobs().failed().exists()
        assert not files().exists()

    def test_same_plan_gives_the_same_file(self, whole, lead, now):
        printout = ask(whole, lead, now)
        first = bytes_of(made(printout))
        Printout.objects.update(file=None)
        tasks.make_printout.func(str(printout.uuid))
        assert bytes_of(made(printout)) == first


class TestFailing:
    def test_failure_is_known_and_asking_again_tries_again(self, whole, lead, now):
        printout = ask(whole, lead, now, format="docx")
        assert not has_failed(printout, at=now)
        die(printout, now + timedelta(hours=6))
        assert has_failed(printout, at=now)
        again = ask_for_plan(
            application=whole, format="docx", actor=lead, at=now + timedelta(hours=7)
        )
        assert again == printout
        assert jobs().count() == 1
        again.refresh_from_db()
        assert not has_failed(again, at=now)
        ask(whole, lead, now + timedelta(hours=8), format="docx")
        assert jobs().count() == 1
        made(again)

    def test_officer_who_retries_takes_the_failure_away(self, whole, lead, officer, now):
        printout = ask(whole, lead, now, format="docx")
        letter = die(printout, now)
        retry_dead_letter(letter, at=now, actor=officer)
        assert not has_failed(printout, at=now)
        made(printout)

    def test_other_dead_jobs_do_not_count(self, whole, lead, now):
        printout = ask(whole, lead, now)
        die(ask(whole, lead, now, format="docx"), now)
        assert not has_failed(printout, at=now)


class TestTidying:
    def test_old_files_go_with_their_bytes(self, whole, lead, now):
        old, young = ask(whole, lead, now), ask(whole, lead, now + timedelta(days=2))
        made(old)
        assert remove_old_printouts(late(now, KEEP.days + 1)) == 1
        commit_effects()
        assert list(Printout.objects.all()) == [young]
        assert files().count() == 1
        assert list(fsck_files()) == []
        assert remove_old_printouts(late(now, KEEP.days + 1)) == 0

    def test_what_never_got_a_file_goes_too(self, whole, lead, now):
        ask(whole, lead, now)
        assert remove_old_printouts(late(now, KEEP.days + 1)) == 1
        run_waiting_jobs()
        assert not jobs().failed().exists()

    def test_asking_again_keeps_a_file_for_another_month(self, whole, lead, now):
        send_as_it_is(whole, lead, now)
        whole.refresh_from_db()
        asked = ask(whole, lead, now)
        made(asked)
        assert ask(whole, lead, now + timedelta(days=20)) == asked
        assert remove_old_printouts(late(now, 40)) == 0

    def test_clock_does_it(self):
        assert remove_old_printouts in [duty.run for duty in DUTIES]


class TestPages:
    @pytest.mark.parametrize("who", ["lead", "colleague", "officer"])
    def test_asked_for_made_and_fetched(self, request, whole, who, sign_in):
        client = sign_in(request.getfixturevalue(who))
        assert "Make a PDF" in client.get(page("plan-print", whole)).text
        response = client.post(page("plan-print", whole), {"format": "pdf"})
        printout = Printout.objects.get()
        assert response.url == page("plan-printout", whole, printout.uuid)
        assert "It waits for its turn." in client.get(response.url).text
        file = page("plan-printout-file", whole, printout.uuid)
        assert client.get(file).status_code == 409
        run_waiting_jobs()
        ready = client.get(response.url).text
        assert file in ready
        fetched = client.get(file)
        assert fetched["Content-Type"] == "application/pdf"
        assert fetched["Cache-Control"] == "private, no-store"
        assert fetched["Content-Disposition"].startswith("attachment")
        assert b"".join(fetched.streaming_content).startswith(b"%PDF-")
        event = AuditEvent.objects.get(event="plan.print-opened")
        assert (event.role, event.stream) == (who.replace("colleague", "member"), "looks")

    def test_nothing_is_made_within_the_request(self, whole, lead, sign_in, monkeypatch):
        monkeypatch.setattr(tasks, "MAKERS", {})
        response = sign_in(lead).post(page("plan-print", whole), {"format": "docx"})
        assert response.status_code == 302

    def test_stranger_finds_nothing(self, whole, lead, stranger, sign_in, now):
        """T-24"""
        printout = ask(whole, lead, now, format="docx")
        made(printout)
        client = sign_in(stranger)
        for address in (
            page("plan-print", whole),
            page("plan-printout", whole, printout.uuid),
            page("plan-printout-file", whole, printout.uuid),
        ):
            assert client.get(address).status_code == 404
        assert client.post(page("plan-print", whole), {"format": "pdf"}).status_code == 404
        assert Printout.objects.count() == 1

    def test_file_of_another_plan_is_not_there(self, whole, foreign, lead, officer, sign_in, now):
        """T-25"""
        printout = ask(foreign.application, officer, now)
        for person in (lead, officer):
            response = sign_in(person).get(page("plan-printout", whole, printout.uuid))
            assert response.status_code == 404

    def test_signed_out_people_are_asked_to_sign_in(self, whole):
        response = Client().get(page("plan-print", whole))
        assert response.status_code == 302
        assert "login" in response.url

    @pytest.mark.parametrize("data", [{}, {"format": "exe"}])
    def test_unknown_format_is_told(self, whole, lead, sign_in, data):
        response = sign_in(lead).post(page("plan-print", whole), data)
        assert response.status_code == 422
        assert "Choose PDF or Word." in response.text
        assert not Printout.objects.exists()

    def test_failure_is_told_and_can_be_tried_again(self, whole, lead, sign_in, now, time_machine):
        time_machine.move_to(now)
        printout = ask(whole, lead, now, format="docx")
        die(printout, now)
        client = sign_in(lead)
        text = client.get(page("plan-printout", whole, printout.uuid)).text
        assert "could not make it" in text
        assert "Try again" in text
        time_machine.move_to(now + timedelta(minutes=1))
        client.post(page("plan-print", whole), {"format": "docx"})
        assert (
            "It waits for its turn." in client.get(page("plan-printout", whole, printout.uuid)).text
        )

    def test_sent_plan_says_which_version_it_is(self, whole, lead, sign_in, now):
        send_as_it_is(whole, lead, now)
        text = sign_in(lead).get(page("plan-print", whole)).text
        assert "as it was sent on 23 November 2026" in text

    def test_presses_are_counted(self, whole, lead, sign_in):
        client = sign_in(lead)
        codes = [
            client.post(page("plan-print", whole), {"format": "pdf"}).status_code for _ in range(31)
        ]
        assert codes == [302] * 30 + [429]

    def test_queries_stay_the_same(self, whole, lead, sign_in, now, django_assert_num_queries):
        printout = ask(whole, lead, now)
        client = sign_in(lead)
        client.get(page("plan-print", whole))
        for name, args, count in (
            ("plan-print", (), 3),
            ("plan-printout", (printout.uuid,), 8),
        ):
            with django_assert_num_queries(count):
                client.get(page(name, whole, *args))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_who_press_at_once_get_one_file(whole, lead, now):
    """T-43"""
    found, ready = [], threading.Barrier(8)

    def press():
        try:
            ready.wait()
            found.append(ask(whole, lead, now).uuid)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert jobs().count() == 1
