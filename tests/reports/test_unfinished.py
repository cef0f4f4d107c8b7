"""Dead letters as officers read them: what it is, for whom, why; tried again, or given up (F-14)."""

import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse

from certificates.models import LogoPack
from foundation.jobs import WORDS, Job, give_up_dead_letter, in_words, retry_dead_letter
from foundation.models import AuditEvent, DeadLetter, OutboxMessage
from foundation.refusals import Refused
from reports.selectors.jobs import KINDS, UNKNOWN, kind_of, lines_of

ROOMS = (
    "config",
    "reports",
    "celebrations",
    "champions",
    "portfolios",
    "certificates",
    "awards",
    "foundation",
)


@pytest.fixture
def bury(now):
    def make(path="foundation.outbox.deliver_mail", given=None, number=0, **fields):
        return DeadLetter.objects.create(
            job_id=uuid4(),
            task_path=path,
            args=[str(given or uuid4())],
            error_class=fields.pop("error_class", "OSError"),
            error_message=f"disk {number} is full",
            attempts=6,
            died_at=now + timedelta(minutes=number),
            **fields,
        )

    return make


def address(letter):
    return reverse("officers-job-give-up", args=[letter.uuid])


def test_every_job_has_words():
    """And no words are left of a job that is gone."""
    get_resolver().url_patterns  # noqa: B018  loads every view, and with them every job
    import config.duties  # noqa: F401

    found = {
        value.module_path
        for name, module in list(sys.modules.items())
        if name.split(".")[0] in ROOMS
        for value in vars(module).values()
        if isinstance(value, Job)
    }
    assert found == set(KINDS)
    assert kind_of("gone.tasks.any") is UNKNOWN


@pytest.mark.django_db
def test_line_says_what_for_whom_and_why(bury, now):
    pack = LogoPack.objects.create(stage="gold", year=2026, edition="birmingham-2026")
    mail = OutboxMessage.objects.create(
        key="k", message="m", to="sam@school.example", subject="News", body_text="t", created_at=now
    )
    letters = [
        bury("certificates.tasks.make_logo_pack", pack.uuid, error_class="RenderingFailed"),
        bury(given=mail.uuid, error_class="KeyError"),
        bury(given=uuid4()),
    ]
    pack_line, mail_line, gone = lines_of(letters)
    assert pack_line.kind.title == "Draw a logo pack"
    assert pack_line.about == "Gold 2026"
    assert pack_line.reason == "The pages did not come out as they must."
    assert mail_line.about == "“News” to sam@school.example"
    assert mail_line.reason == in_words("KeyError") == "Something in the software went wrong."
    assert gone.about == ""


@pytest.mark.parametrize("args", [[], ["not an id"], [7], [None]])
@pytest.mark.django_db
def test_line_of_odd_arguments_names_nobody(bury, args):
    letter = bury()
    letter.args = args
    assert lines_of([letter])[0].about == ""


def test_words_for_errors_are_sentences():
    assert all(words[0].isupper() and words.endswith(".") for words in WORDS.values())


def test_given_up_with_a_reason_leaves_the_list_and_the_count(bury, officer, sign_in):
    letter, client = bury(), sign_in(officer)
    text = client.get(address(letter)).content.decode()
    assert "Send an e-mail" in text
    assert "Somebody has not got a message." in text
    answer = client.post(address(letter), {"why": "She was told by telephone."}, follow=True)
    text = answer.content.decode()
    assert "It is given up." in text
    assert "She was told by telephone." in text
    assert officer.name in text
    assert ">Try again<" not in text
    letter.refresh_from_db()
    assert letter.given_up_by == officer
    assert not DeadLetter.objects.unanswered().exists()
    event = AuditEvent.objects.get(event="job.given_up")
    assert (event.actor, event.note.text) == (officer, "She was told by telephone.")


@pytest.mark.parametrize("why", ["", "   ", "\t\n", "x" * 301])
def test_without_a_reason_nothing_is_given_up(bury, officer, sign_in, why):
    letter = bury()
    assert sign_in(officer).post(address(letter), {"why": why}).status_code == 422
    assert DeadLetter.objects.unanswered().count() == 1


@pytest.mark.django_db
def test_service_refuses_an_empty_reason(bury, officer, now):
    with pytest.raises(Refused, match="Say why"):
        give_up_dead_letter(bury(), why="  ", at=now, actor=officer)


def test_one_answer_for_each_job(bury, officer, sign_in, now):
    """Tried again and given up at once: the first one counts."""
    letter, client = bury(), sign_in(officer)
    give_up_dead_letter(letter, why="Done by hand.", at=now, actor=officer)
    assert client.post(reverse("officers-job-retry", args=[letter.uuid])).status_code == 409
    assert client.get(address(letter)).status_code == 409
    assert client.post(address(letter), {"why": "Again."}).status_code == 409
    other = bury(number=1)
    retry_dead_letter(other, at=now, actor=officer)
    with pytest.raises(Refused, match="given it up"):
        give_up_dead_letter(other, why="Too late.", at=now, actor=officer)
    assert DeadLetter.objects.get(pk=letter.pk).given_up_why == "Done by hand."


def test_order_is_open_then_tried_then_given_up(bury, officer, sign_in, now):
    bury(number=1, given_up_at=now, given_up_by=officer, given_up_why="Done.")
    bury(number=2, retried_at=now, retried_by=officer)
    bury(number=3)
    text = sign_in(officer).get(reverse("officers-jobs")).content.decode()
    places = [text.index(f"disk {number} is full") for number in (3, 2, 1)]
    assert places == sorted(places)


def test_nobody_else_gives_up(bury, lead, stranger, sign_in, client):
    letter = bury()
    for user in (lead, stranger):
        someone = sign_in(user)
        assert someone.get(address(letter)).status_code == 403
        assert someone.post(address(letter), {"why": "I say so."}).status_code == 403
    assert client.get(address(letter)).status_code == 302
    assert DeadLetter.objects.unanswered().count() == 1


def test_unknown_one_is_not_found(officer, sign_in):
    assert sign_in(officer).get(reverse("officers-job-give-up", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_three(
    bury, officer, sign_in, count, django_assert_num_queries
):
    for number in range(count):
        for path in KINDS:
            bury(path, number=number)
    client = sign_in(officer)
    names = sum(kind.names is not None for kind in KINDS.values())
    # Session and person, count, page, and one for each kind that names somebody.
    with django_assert_num_queries(4 + names):
        client.get(reverse("officers-jobs"))
