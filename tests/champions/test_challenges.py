"""Asking, answering, showing and closing (scheme.md 17; T-25, T-29, T-32, T-36, T-43)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from awards.choices import Answer, Audience, Interest, MembershipRole, Role
from awards.models import Challenge, Membership, Remark, StatusChange
from awards.services.applications import withdraw
from champions.choices import Outcome
from champions.selectors import (
    count_challenges,
    facts_of,
    subjects_judged,
    thread_for_organisation,
)
from champions.selectors.subjects import subjects_of
from champions.services.challenges import (
    close_challenge,
    raise_challenge,
    remark,
    show_to_organisation,
)
from champions.services.decisions import Agreed, Point, record_decision
from champions.services.panels import declare_interest
from champions.services.remarks import answer_challenge, say
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.support.champions import answer, ask, assess_all, make_champion, settle

HOUR = timedelta(hours=1)
SHOWN, HIDDEN = Audience.ORGANISATION, Audience.PANEL
ACTION = "action:0b0b0b0b-0000-4000-8000-000000000001"
PLAN = {
    "kind": "plan",
    "actions": [
        {
            "id": "0b0b0b0b-0000-4000-8000-000000000001",
            "title": "A parents' board",
            "four_c": "fourc.co_design",
        }
    ],
}


def mails(message):
    return sorted(OutboxMessage.objects.filter(message=message).values_list("to", flat=True))


def talk(panel, actor, at, *, challenge=None, text="Well said.", audience=HIDDEN, key=None):
    return remark(
        panel=panel,
        challenge=challenge,
        text=text,
        audience=audience,
        key=key or uuid4(),
        actor=actor,
        at=at,
    )


@pytest.fixture
def shown(panel, young, now):
    return ask(panel, young, at=now, audience=SHOWN)


@pytest.fixture
def hidden(panel, young, now):
    return ask(panel, young, at=now)


def member_of(organisation, user, now):
    return Membership.objects.create(
        organisation=organisation, user=user, role=MembershipRole.MEMBER, joined_at=now
    )


# Asking


def test_raise_is_for_the_panel_first_and_mails_nobody(hidden, young):
    assert (hidden.audience, hidden.raised_as) == (HIDDEN, Role.CHAMPION)
    assert hidden.subject_name == "The whole application"
    assert mails("challenge_raised") == []
    event = AuditEvent.objects.get(event="challenge.raised")
    assert event.details == {"subject": "", "audience": "panel"}
    assert "parents" not in str(event.details)


def test_raise_for_the_organisation_writes_to_its_leads(panel, chair, lead, colleague, now):
    challenge = ask(panel, chair, at=now, subject="check.signed_up", audience=SHOWN)
    assert (challenge.subject_name, challenge.raised_as) == ("Signed up", Role.CHAIR)
    mail = OutboxMessage.objects.get(message="challenge_raised")
    assert mail.to == lead.email
    assert f"/challenges/{challenge.uuid}/" in mail.body_text
    for text in (mail.subject, mail.body_text, mail.body_html):
        assert "How do parents" not in text
        assert "Paula" not in text


def test_raise_twice_with_one_key_is_one_challenge(panel, chair, now):
    key = uuid4()
    asked = {
        "panel": panel,
        "subject": "",
        "text": "Why?",
        "audience": SHOWN,
        "key": key,
        "actor": chair.user,
        "at": now,
    }
    assert raise_challenge(**asked) == raise_challenge(**asked)
    assert mails("challenge_raised") == ["lena.lead@people.example"]
    with pytest.raises(Refused, match="sent this form before"):
        raise_challenge(**asked | {"text": "Why, and how?"})


def test_raise_with_somebody_elses_key_is_refused(panel, chair, young, hidden, now):
    Challenge.objects.filter(pk=hidden.pk).update(key=uuid4())
    hidden.refresh_from_db()
    with pytest.raises(Refused, match="sent this form before"):
        raise_challenge(
            panel=panel,
            subject="",
            text=hidden.text,
            audience=HIDDEN,
            key=hidden.key,
            actor=chair.user,
            at=now,
        )


@pytest.mark.parametrize("subject", ["silver.milestones", ACTION, "nonsense", "fourc.co_design"])
def test_raise_refuses_what_is_no_subject_here(panel, chair, now, subject):
    with pytest.raises(Refused, match="Choose what this is about"):
        ask(panel, chair, at=now, subject=subject)
    assert not Challenge.objects.exists()


def test_raise_is_for_cleared_champions_of_the_panel(panel, spare, officer, lead, now):
    for actor in (spare, officer, lead):
        user = getattr(actor, "user", actor)
        with pytest.raises(NotAllowed):
            raise_challenge(
                panel=panel,
                subject="",
                text="Why?",
                audience=SHOWN,
                key=uuid4(),
                actor=user,
                at=now,
            )


def test_raise_waits_for_the_declaration(sent, chair, young, officer, now):
    panel = settle(sent, [chair, young], officer, at=now)
    with pytest.raises(NotAllowed, match="after their declaration"):
        ask(panel, chair, at=now)


def test_raise_is_refused_to_a_champion_who_joined_them(panel, young, organisation, now):
    """T-36."""
    member_of(organisation, young.user, now)
    with pytest.raises(NotAllowed, match="You belong"):
        ask(panel, young, at=now)


def test_raise_ends_with_the_application(panel, sent, chair, lead, now):
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=now)
    with pytest.raises(Refused, match="not with the champions"):
        ask(panel, chair, at=now)


def test_raise_needs_words(panel, chair, now):
    with pytest.raises(Refused, match="Write what you ask"):
        ask(panel, chair, at=now, text="  \n ")


def test_subjects_of_a_registration_are_the_whole_and_its_questions(sent):
    assert [each.code for each in subjects_judged(sent)] == [
        "",
        "bronze.commitment",
        "check.signed_up",
    ]


def test_subjects_of_a_plan_are_its_4cs_and_actions_too(sent, chair, panel, now):
    StatusChange.objects.filter(application=sent, name="submit").update(snapshot=PLAN)
    subjects = {each.code: each.name for each in subjects_judged(sent)}
    assert subjects["fourc.co_design"] == "Co-design"
    assert subjects[ACTION] == "Action: A parents' board"
    challenge = ask(panel, chair, at=now, subject=ACTION)
    assert (challenge.subject, challenge.subject_name) == (ACTION, "Action: A parents' board")


def test_subject_name_of_a_long_or_missing_title_fits(sent):
    actions = [{"id": "1", "title": "x" * 500}, {"id": "2", "title": " "}]
    subjects = subjects_of(sent, {"kind": "plan", "actions": actions})
    assert [len(subjects[-2].name), subjects[-1].name] == [200, "Action: no title yet"]


# Answering


def test_answer_is_told_to_who_asked_and_the_chair(shown, lead, chair, young, parent, sent, now):
    said = answer(shown, lead, at=now + HOUR, kind=Answer.EXPLANATION, text="It is in part 4.")
    assert (said.author_as, said.audience) == (Role.LEAD, SHOWN)
    assert mails("challenge_answered") == [chair.user.email, young.user.email]
    mail = OutboxMessage.objects.filter(message="challenge_answered").first()
    assert "part 4" not in mail.subject + mail.body_text
    assert f"/cases/{sent.uuid}/challenges/{shown.uuid}/" in mail.body_text
    assert AuditEvent.objects.get(event="challenge.answered").details == {
        "audience": "organisation",
        "answer": "explanation",
    }


def test_answer_is_not_told_to_who_left_the_panel(panel, shown, lead, chair, young, now):
    seat = panel.assignments.active().get(champion=young)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=young.user, at=now)
    answer(shown, lead, at=now)
    assert mails("challenge_answered") == [chair.user.email]


def test_answer_can_be_any_members(shown, colleague, now):
    assert answer(shown, colleague, at=now).author_as == Role.MEMBER


def test_answer_is_the_organisations_alone(shown, stranger, officer, chair, now):
    for somebody in (stranger, officer, chair.user):
        with pytest.raises(NotAllowed):
            answer(shown, somebody, at=now)
    assert not Remark.objects.exists()


def test_answer_of_what_the_panel_keeps_is_refused(hidden, lead, now):
    with pytest.raises(Refused, match="nothing to answer"):
        answer(hidden, lead, at=now)


def test_answer_twice_with_one_key_is_one_answer(shown, lead, now):
    key = uuid4()
    said = {"challenge": shown, "answer": Answer.CHANGE, "text": "Done.", "key": key}
    first = answer_challenge(**said, actor=lead, at=now)
    assert answer_challenge(**said, actor=lead, at=now) == first
    assert len(mails("challenge_answered")) == 2
    with pytest.raises(Refused, match="sent this form before"):
        answer_challenge(**said | {"text": "Done, and more."}, actor=lead, at=now)


def test_answer_with_a_colleagues_key_is_refused(shown, lead, colleague, now):
    """T-25."""
    first = answer(shown, lead, at=now)
    with pytest.raises(Refused, match="sent this form before"):
        answer_challenge(
            challenge=shown,
            answer=Answer.CHANGE,
            text=first.text,
            key=first.key,
            actor=colleague,
            at=now,
        )


def test_answer_after_it_was_closed_is_refused(panel, shown, young, lead, now):
    close_challenge(panel=panel, challenge=shown, note="", actor=young.user, at=now)
    with pytest.raises(Refused, match="has been closed"):
        answer(shown, lead, at=now)


def test_answer_after_withdrawing_is_refused(sent, shown, lead, now):
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=now)
    with pytest.raises(Refused, match="while the application"):
        answer(shown, lead, at=now)


# Messages


def test_organisation_writes_to_the_panel(panel, sent, lead, chair, young, now):
    said = say(application=sent, text="Thank you for coming.", key=uuid4(), actor=lead, at=now)
    assert (said.audience, said.challenge, said.answer) == (SHOWN, None, "")
    assert mails("remark_made") == [chair.user.email, young.user.email]
    mail = OutboxMessage.objects.filter(message="remark_made").first()
    assert "Thank you for coming" not in mail.subject + mail.body_text


def test_organisation_writes_once_per_key(panel, sent, lead, now):
    key = uuid4()
    said = {"application": sent, "text": "Thank you.", "key": key, "actor": lead, "at": now}
    assert say(**said) == say(**said)
    assert len(mails("remark_made")) == 2


def test_organisation_cannot_write_in_a_draft(application, lead, stranger, now):
    with pytest.raises(Refused, match="while the application"):
        say(application=application, text="Hello", key=uuid4(), actor=lead, at=now)
    with pytest.raises(NotAllowed):
        say(application=application, text="Hello", key=uuid4(), actor=stranger, at=now)


def test_organisation_needs_words(sent, lead, now):
    with pytest.raises(Refused, match="Write your message"):
        say(application=sent, text=" ", key=uuid4(), actor=lead, at=now)


def test_panel_talks_among_itself_without_mail(panel, shown, chair, now):
    talk(panel, chair.user, now, challenge=shown)
    talk(panel, chair.user, now)
    assert mails("remark_made") == []
    assert thread_for_organisation(panel.application).remarks == ()


def test_panel_supports_in_the_open(panel, chair, lead, now):
    said = talk(panel, chair.user, now, audience=SHOWN, text="This is a good start.")
    assert said.author_as == Role.CHAIR
    assert mails("remark_made") == [lead.email]
    (entry,) = thread_for_organisation(panel.application).remarks
    assert (entry.by, entry.text) == ("The Champions Group", "This is a good start.")


def test_reply_is_never_wider_than_its_challenge(panel, hidden, chair, now):
    with pytest.raises(Refused, match="Show the challenge"):
        talk(panel, chair.user, now, challenge=hidden, audience=SHOWN)
    talk(panel, chair.user, now, challenge=hidden)
    show_to_organisation(panel=panel, challenge=hidden, actor=chair.user, at=now)
    (each,) = thread_for_organisation(panel.application).challenges
    assert each.replies == ()


def test_officer_takes_part_when_no_part_of_it(panel, officer, second_officer, organisation, now):
    assert talk(panel, officer, now).author_as == Role.OFFICER
    member_of(organisation, second_officer, now)
    with pytest.raises(NotAllowed, match="You belong"):
        talk(panel, second_officer, now)


def test_officer_who_sits_declares_first(sent, panel, chair, young, second_officer, officer, now):
    insider = make_champion(second_officer, officer=officer, at=now)
    settle(sent, [chair, young, insider], officer, at=now)
    with pytest.raises(NotAllowed, match="after their declaration"):
        talk(panel, second_officer, now)


def test_talk_is_refused_to_everybody_else(panel, lead, stranger, spare, now):
    for somebody in (lead, stranger, spare.user):
        with pytest.raises(NotAllowed):
            talk(panel, somebody, now)


# Showing and closing


def test_show_tells_the_leads_once(panel, hidden, young, lead, now):
    show_to_organisation(panel=panel, challenge=hidden, actor=young.user, at=now)
    assert mails("challenge_raised") == [lead.email]
    with pytest.raises(Refused, match="already sees"):
        show_to_organisation(panel=panel, challenge=hidden, actor=young.user, at=now)


def test_show_and_close_are_for_the_chair_and_who_asked(panel, chair, young, officer, lead, now):
    asked = ask(panel, chair, at=now)
    for somebody in (young.user, officer, lead):
        with pytest.raises(NotAllowed):
            show_to_organisation(panel=panel, challenge=asked, actor=somebody, at=now)
        with pytest.raises(NotAllowed):
            close_challenge(panel=panel, challenge=asked, note="", actor=somebody, at=now)
    other = ask(panel, young, at=now)
    assert show_to_organisation(panel=panel, challenge=other, actor=chair.user, at=now).is_shown


def test_close_is_seen_with_its_note(panel, shown, chair, lead, now):
    closed = close_challenge(
        panel=panel, challenge=shown, note=" Settled. ", actor=chair.user, at=now + HOUR
    )
    assert (closed.closed_by, closed.closing_note) == (chair.user, "Settled.")
    (each,) = thread_for_organisation(panel.application).challenges
    assert (each.state, each.closed_by) == ("Closed", "The Champions Group")
    with pytest.raises(Refused, match="already been closed"):
        close_challenge(panel=panel, challenge=shown, note="", actor=chair.user, at=now)
    with pytest.raises(Refused, match="already been closed"):
        show_to_organisation(panel=panel, challenge=shown, actor=chair.user, at=now)
    with pytest.raises(Refused, match="has been closed"):
        talk(panel, chair.user, now, challenge=shown)


def test_close_waits_while_the_decision_asks_for_it(assessing, chair, later):
    assess_all(assessing, at=later)
    challenge = ask(assessing, chair, at=later)
    decide_changes(assessing, chair, [Point.of(challenge)], later)
    with pytest.raises(Refused, match="decided to send this back"):
        close_challenge(panel=assessing, challenge=challenge, note="", actor=chair.user, at=later)


def test_role_that_ends_ends_steering_too(panel, shown, young, now):
    """T-32: who asked and left the panel closes nothing."""
    seat = panel.assignments.active().get(champion=young)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=young.user, at=now)
    with pytest.raises(NotAllowed):
        close_challenge(panel=panel, challenge=shown, note="", actor=young.user, at=now)


def test_counts_tell_how_things_stand(panel, chair, shown, hidden, lead, now):
    answered = ask(panel, chair, at=now, audience=SHOWN)
    answer(answered, lead, at=now)
    closed = ask(panel, chair, at=now)
    close_challenge(panel=panel, challenge=closed, note="", actor=chair.user, at=now)
    count = count_challenges(facts_of(panel.application), chair.user)
    assert (count.open, count.waiting, count.answered, count.panel_only, count.closed) == (
        3,
        1,
        1,
        1,
        1,
    )


def decide_changes(panel, chair, points, at):
    asked = facts_of(panel.application).asked
    return record_decision(
        panel=panel,
        outcome=Outcome.CHANGES,
        feedback="Nearly there.",
        agreed=[Agreed(each.code, met=False, note="We miss how.") for each in asked],
        points=points,
        actor=chair.user,
        at=at,
    )
