"""Challenges and remarks as rows, and what is owed an answer (scheme.md 17)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from awards.choices import Answer, Audience, Role, Status
from awards.models import Application, Challenge, Remark, StatusChange
from awards.selectors.challenges import challenges_asked, unanswered_challenges

HOUR = timedelta(hours=1)


@pytest.fixture
def champion(officer):
    """Anybody who is no member will do for the rows."""
    return officer


@pytest.fixture
def ask(application, champion, now):
    def make(**fields):
        return Challenge.objects.create(
            **{
                "application": application,
                "subject": "bronze.commitment",
                "subject_name": "Commitment",
                "text": "How do parents take part?",
                "raised_by": champion,
                "raised_as": Role.CHAMPION,
                "raised_at": now,
            }
            | fields
        )

    return make


@pytest.fixture
def say(application, lead, now):
    def make(**fields):
        return Remark.objects.create(
            **{
                "application": application,
                "author": lead,
                "author_as": Role.LEAD,
                "audience": Audience.ORGANISATION,
                "at": now,
                "text": "Thank you.",
                "key": uuid4(),
            }
            | fields
        )

    return make


@pytest.fixture
def request_changes(application, officer):
    def make(at):
        Application.objects.filter(pk=application.pk).update(status=Status.CHANGES_REQUESTED)
        application.refresh_from_db()
        return StatusChange.objects.create(
            application=application,
            name="request_changes",
            from_status=Status.IN_REVIEW,
            to_status=Status.CHANGES_REQUESTED,
            actor=officer,
            role=Role.OFFICER,
            at=at,
        )

    return make


def test_challenge_is_the_panels_unless_it_says_otherwise(ask):
    hidden, shown = ask(), ask(audience=Audience.ORGANISATION)
    assert hidden.audience == Audience.PANEL
    assert list(Challenge.objects.visible_to_organisation()) == [shown]


def test_unanswered_are_shown_open_and_without_an_answer(ask, say, champion, now):
    ask()
    ask(audience=Audience.ORGANISATION, closed_at=now, closed_by=champion)
    waiting = ask(audience=Audience.ORGANISATION)
    answered = ask(audience=Audience.ORGANISATION)
    say(challenge=answered, answer=Answer.CHANGE, at=now + HOUR)
    # A reply that is no answer leaves it waiting.
    say(challenge=waiting, author=champion, author_as=Role.CHAMPION)
    assert list(Challenge.objects.unanswered()) == [waiting]
    told = {row.pk: row.is_answered for row in Challenge.objects.with_answers()}
    assert told[answered.pk] is True
    assert told[waiting.pk] is False


def test_answer_before_it_was_asked_again_does_not_count(ask, say, request_changes, now):
    challenge = ask(audience=Audience.ORGANISATION)
    say(challenge=challenge, answer=Answer.CHANGE, at=now + HOUR)
    assert not Challenge.objects.unanswered().exists()
    challenge.sent_back_in = request_changes(now + 2 * HOUR)
    challenge.save()
    assert Challenge.objects.unanswered().exists()
    say(challenge=challenge, answer=Answer.EXPLANATION, at=now + 3 * HOUR)
    assert not Challenge.objects.unanswered().exists()


def test_asked_is_what_the_last_letter_sent_back(application, ask, say, request_changes, now):
    first = request_changes(now)
    ask(audience=Audience.ORGANISATION, sent_back_in=first)
    second = request_changes(now + HOUR)
    new = ask(audience=Audience.ORGANISATION, sent_back_in=second)
    # Put while they read, and never sent back: it does not keep anybody from sending.
    ask(audience=Audience.ORGANISATION)
    assert list(challenges_asked(application)) == [new]
    assert list(unanswered_challenges(application)) == [new]
    say(challenge=new, answer=Answer.CHANGE, at=now + 2 * HOUR)
    assert list(challenges_asked(application)) == [new]
    assert list(unanswered_challenges(application)) == []


def test_nothing_is_asked_when_it_is_not_their_turn(application, ask, request_changes, now):
    ask(audience=Audience.ORGANISATION, sent_back_in=request_changes(now))
    application.status = Status.IN_REVIEW
    assert list(challenges_asked(application)) == []
    assert list(unanswered_challenges(application)) == []


def test_remark_is_never_shown_wider_than_its_challenge(ask, say):
    about_the_whole = say()
    say(challenge=ask())
    say(audience=Audience.PANEL, author_as=Role.CHAMPION)
    reply = say(challenge=ask(audience=Audience.ORGANISATION))
    assert list(Remark.objects.visible_to_organisation()) == [about_the_whole, reply]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("challenge_says_something", {"text": ""}),
        ("challenge_audience_is_known", {"audience": "everybody"}),
        ("challenge_closed_by_somebody", {"closing_note": "Settled."}),
    ],
)
def test_constraint_keeps_challenges_whole(ask, name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ask(**fields)


def test_constraint_closes_with_a_person_and_a_time(ask, now):
    with pytest.raises(IntegrityError, match="challenge_closed_by_somebody"), transaction.atomic():
        ask(closed_at=now)


def test_constraint_shows_what_was_sent_back(ask, request_changes, now):
    change = request_changes(now)
    with (
        pytest.raises(IntegrityError, match="challenge_sent_back_is_visible"),
        transaction.atomic(),
    ):
        ask(sent_back_in=change)


def test_constraint_takes_one_row_per_key(ask, say):
    key = uuid4()
    for make in (ask, say):
        make(key=key)
        with pytest.raises(IntegrityError), transaction.atomic():
            make(key=key)
    # What a letter asked has no key.
    ask(key=None)
    ask(key=None)


@pytest.mark.parametrize(
    "fields",
    [
        {"challenge": None},
        {"audience": Audience.PANEL},
        {"author_as": Role.CHAMPION},
        {"author_as": Role.CHAIR},
        {"answer": "perhaps"},
    ],
)
def test_constraint_lets_only_the_organisation_answer(ask, say, fields):
    whole = {"challenge": ask(audience=Audience.ORGANISATION), "answer": Answer.CHANGE}
    say(**whole)
    with (
        pytest.raises(IntegrityError, match="remark_answer_is_the_organisations"),
        transaction.atomic(),
    ):
        say(**whole | fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [("remark_says_something", {"text": ""}), ("remark_audience_is_known", {"audience": "all"})],
)
def test_constraint_keeps_remarks_whole(say, name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        say(**fields)
