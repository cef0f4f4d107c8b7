"""What a decision sends back, and that nothing of it shows before its letter (scheme.md 17; T-25)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.template import Context, Template
from lxml import html

from awards.choices import Audience
from awards.models import Challenge
from awards.selectors.challenges import challenges_asked, unanswered_challenges
from champions.choices import Outcome
from champions.forms.decisions import DecisionForm
from champions.models import Decision, DecisionPoint
from champions.selectors import (
    facts_of,
    open_challenges,
    subjects_judged,
    thread_for_organisation,
)
from champions.services.challenges import close_challenge
from champions.services.decisions import Agreed, Point, cancel_decision, record_decision
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Refused
from tests.support.champions import (
    answer,
    answer_all,
    ask,
    assess_all,
    bring_to_assessment,
    decide,
    release,
    send,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def ready(assessing, later):
    """Everything is in; the chair can decide."""
    assess_all(assessing, at=later)
    return assessing


def record(panel, chair, at, points, outcome=Outcome.CHANGES):
    return record_decision(
        panel=panel,
        outcome=outcome,
        feedback="Nearly there.",
        agreed=[
            Agreed(each.code, met=False, note="We miss how.")
            for each in facts_of(panel.application).asked
        ],
        points=points,
        actor=chair.user,
        at=at,
    )


def test_nothing_goes_back_before_the_release(ready, chair, later):
    challenge = ask(ready, chair, at=later)
    record(ready, chair, later, [Point.of(challenge), Point("Ask parents.", "check.signed_up")])
    assert thread_for_organisation(ready.application).challenges == ()
    assert Challenge.objects.count() == 1
    assert not OutboxMessage.objects.filter(message="challenge_raised").exists()


def test_release_shows_what_goes_back(ready, chair, young, officer, later):
    challenge = ask(ready, young, at=later, subject="bronze.commitment", text="Who signs?")
    points = [Point.of(challenge), Point("Ask parents.", "check.signed_up"), Point("Say when.")]
    decision = record(ready, chair, later, points)
    release(decision, officer, at=later + HOUR)
    ready.application.refresh_from_db()
    asked = list(challenges_asked(ready.application))
    assert [(each.subject, each.subject_name, each.text) for each in asked] == [
        ("bronze.commitment", "Commitment", "Who signs?"),
        ("check.signed_up", "Signed up", "Ask parents."),
        ("", "The whole application", "Say when."),
    ]
    change = ready.application.changes.get(name="request_changes")
    assert {each.sent_back_in for each in asked} == {change}
    assert {each.audience for each in asked} == {Audience.ORGANISATION}
    assert [each.raised_by for each in asked] == [young.user, chair.user, chair.user]
    assert list(DecisionPoint.objects.values_list("challenge", flat=True)) == [
        each.pk for each in asked
    ]
    # The letter is the mail that tells of them.
    assert not OutboxMessage.objects.filter(message="challenge_raised").exists()
    assert AuditEvent.objects.get(event="challenges.sent_back").details == {"count": 3}


def test_letter_names_what_each_point_is_about(ready, chair, officer, later):
    challenge = ask(ready, chair, at=later, subject="bronze.commitment", text="Who signs?")
    points = [Point.of(challenge), Point("Ask parents.", "check.signed_up"), Point("Say when.")]
    decision = record(ready, chair, later, points)
    lines = "1. Commitment: Who signs?\n2. Signed up: Ask parents.\n3. Say when."
    assert f"What to change\n\n{lines}" in decision.letter
    release(decision, officer, at=later)
    assert ready.application.changes.get(name="request_changes").note == lines


def test_decision_taken_back_leaves_challenges_as_they_were(ready, chair, officer, later):
    challenge = ask(ready, chair, at=later)
    decision = record(ready, chair, later, [Point.of(challenge), Point("Say when.")])
    cancel_decision(decision=decision, reason="Too short.", actor=officer, at=later)
    challenge.refresh_from_db()
    assert (challenge.audience, challenge.sent_back_in) == (Audience.PANEL, None)
    assert Challenge.objects.count() == 1
    close_challenge(panel=ready, challenge=challenge, note="", actor=chair.user, at=later)


def test_only_open_challenges_of_this_case_go_back(ready, chair, three_cases, later):
    """T-25."""
    closed = ask(ready, chair, at=later)
    close_challenge(panel=ready, challenge=closed, note="", actor=chair.user, at=later)
    foreign = ask(three_cases[0].panel, chair, at=later)
    for challenge in (closed, foreign):
        with pytest.raises(Refused, match="was closed while you wrote"):
            record(ready, chair, later, [Point.of(challenge)])
    assert not Decision.objects.filter(panel=ready).exists()


@pytest.mark.parametrize("code", ["silver.milestones", "fourc.co_design", "nonsense"])
def test_points_are_about_this_application(ready, chair, later, code):
    with pytest.raises(Refused, match="what each point is about"):
        record(ready, chair, later, [Point("Ask parents.", code)])


def test_challenges_go_back_with_changes_only(ready, chair, later):
    challenge = ask(ready, chair, at=later)
    with pytest.raises(Refused, match="when you ask for changes"):
        record(ready, chair, later, [Point.of(challenge)], Outcome.NOT_YET)


def test_letter_that_nobody_could_read_is_refused(ready, chair, later):
    with pytest.raises(Refused, match="too long to read"):
        record(ready, chair, later, [Point("x" * 1000)] * 13)
    assert not Decision.objects.exists()


def test_second_round_asks_again_what_stands(ready, sent, chair, lead, officer, later):
    release(decide(ready, at=later, outcome=Outcome.CHANGES), officer, at=later)
    sent.refresh_from_db()
    (challenge,) = challenges_asked(sent)
    answer(challenge, lead, at=later + HOUR)
    assert not unanswered_challenges(sent).exists()
    send(sent, lead, at=later + 2 * HOUR)
    assess_all(ready, at=later + 3 * HOUR)
    (standing,) = open_challenges(sent)
    assert standing.is_answered
    decision = record(ready, chair, later + 4 * HOUR, [Point.of(standing.challenge)])
    release(decision, officer, at=later + 5 * HOUR)
    sent.refresh_from_db()
    assert list(unanswered_challenges(sent)) == [challenge]
    answer_all(sent, lead, at=later + 6 * HOUR)
    assert not unanswered_challenges(sent).exists()


def test_what_was_said_before_the_letter_does_not_answer_it(
    ready, sent, chair, lead, officer, later
):
    """Their moments are taken before the lock: the answer's may be the later one."""
    challenge = ask(ready, chair, at=later, audience=Audience.ORGANISATION)
    decision = record(ready, chair, later, [Point.of(challenge)])
    answer(challenge, lead, at=later + HOUR + timedelta(milliseconds=5))
    release(decision, officer, at=later + HOUR)
    sent.refresh_from_db()
    assert list(unanswered_challenges(sent)) == [challenge]
    answer_all(sent, lead, at=later + 2 * HOUR)
    assert not unanswered_challenges(sent).exists()


def test_closing_what_went_back_needs_no_answer(ready, sent, chair, officer, later):
    release(decide(ready, at=later, outcome=Outcome.CHANGES), officer, at=later)
    sent.refresh_from_db()
    (challenge,) = unanswered_challenges(sent)
    close_challenge(panel=ready, challenge=challenge, note="Found it.", actor=chair.user, at=later)
    assert not unanswered_challenges(sent).exists()


# The form


@pytest.fixture
def asked_form(assessing, chair, later):
    challenges = [
        ask(assessing, chair, at=later, subject="check.signed_up", text="Who signed?"),
        ask(assessing, chair, at=later, audience=Audience.ORGANISATION),
    ]

    def form(**data):
        facts = facts_of(assessing.application)
        base = {"outcome": "changes_requested", "feedback": "Nearly there.", "points": ""}
        for each in facts.asked:
            code = each.code.replace(".", "_")
            base |= {f"met_{code}": "no", f"note_{code}": "We miss how."}
        return DecisionForm(
            base | data,
            asked=facts.asked,
            subjects=subjects_judged(assessing.application),
            challenges=open_challenges(assessing.application),
        )

    return form, challenges


def test_form_gathers_ticks_rows_and_lines(asked_form):
    form, (first, _) = asked_form
    filled = form(
        go_back=[str(first.uuid)],
        point_1_subject="bronze.commitment",
        point_1_text="Say who leads.",
        point_3_text="Say when.",
        points="And read it once more.\n",
    )
    assert filled.is_valid(), filled.errors
    assert filled.agreed_points == [
        Point("Who signed?", "check.signed_up", first),
        Point("Say who leads.", "bronze.commitment"),
        Point("Say when."),
        Point("And read it once more."),
    ]


def test_form_shows_subject_text_and_who_sees_it(asked_form):
    form, (first, second) = asked_form
    choices = dict(form().fields["go_back"].choices)
    assert choices == {
        str(first.uuid): "Signed up: Who signed?",
        str(second.uuid): "The whole application: How do parents take part?",
    }
    hints = form()._going_back()[0].hints
    assert hints == {
        str(first.uuid): "Only the panel and SEND officers see this.",
        str(second.uuid): "The organisation sees this.",
    }


def test_form_shows_the_latest_answer(assessing, asked_form, lead, later):
    form, (_, second) = asked_form
    answer(second, lead, at=later, text="They sit on the board.")
    hints = form()._going_back()[0].hints
    assert hints[str(second.uuid)] == "They answered (we changed it): They sit on the board."


def test_form_needs_a_point_for_changes(asked_form):
    form, _ = asked_form
    assert form().errors == {"points": ["Name at least one point to change."]}
    assert form(point_2_text="Say when.").is_valid()


@pytest.mark.parametrize("outcome", ["award", "declined"])
def test_form_says_what_goes_with_changes_only(asked_form, outcome):
    form, (first, _) = asked_form
    wrong = form(
        outcome=outcome, go_back=[str(first.uuid)], point_2_text="Say when.", points="One."
    )
    # At the outcome: with another one chosen, the boxes themselves are folded away.
    assert wrong.errors.keys() - {"met_bronze_commitment", "met_check_signed_up"} == {"outcome"}
    assert "It goes with that answer only" in wrong.errors["outcome"][0]
    assert wrong.data["point_2_text"] == "Say when."


def test_form_hides_no_error_in_what_is_folded_away(asked_form):
    form, _ = asked_form
    wrong = form(outcome="declined", points="One.", point_1_text="x" * 1001, go_back=["nonsense"])
    assert wrong.errors.keys() == {"outcome"}


def test_form_folds_what_goes_with_changes_only_below_that_outcome(asked_form):
    form, _ = asked_form
    tree = html.fromstring(Template("{% load crispy_forms_tags %}{% crispy form %}").render(
        Context({"form": form()})
    ))  # fmt: skip
    (folded,) = tree.xpath("//*[contains(@class, 'govuk-radios__conditional')]")
    names = set(folded.xpath(".//@name"))
    rows = {f"point_{number}_{part}" for number in (1, 2, 3) for part in ("subject", "text")}
    assert names == {"go_back", *rows}
    assert folded.xpath(".//legend")[0].text_content().strip() == "Only if you ask for changes"
    (shown,) = tree.xpath(f"//input[@data-aria-controls='{folded.get('id')}']")
    assert shown.get("value") == "changes_requested"


def test_form_refuses_what_it_did_not_offer(asked_form, three_cases, chair, later):
    """T-25."""
    form, _ = asked_form
    foreign = ask(three_cases[0].panel, chair, at=later)
    for choice in (str(foreign.uuid), str(uuid4()), "nonsense"):
        assert "go_back" in form(go_back=[choice]).errors
    assert "point_1_subject" in form(point_1_subject="silver.plan", point_1_text="x").errors


def test_form_limits_all_points_together(asked_form):
    form, (first, _) = asked_form
    wrong = form(go_back=[str(first.uuid)], points="\n".join(["One."] * 20))
    assert "Send back 20 points at most" in wrong.errors["points"][0]


def test_page_records_and_sends_back(
    sent, chair, young, lead, officer, now, later, sign_in, time_machine
):
    panel = bring_to_assessment(sent, lead=lead, champions=[chair, young], officer=officer, at=now)
    assess_all(panel, at=later)
    challenge = ask(panel, young, at=later, text="Who signed?")
    time_machine.move_to(later + HOUR)
    client = sign_in(chair.user)
    page = f"/cases/{sent.uuid}/decision/"
    assert "Who signed?" in client.get(page).text
    typed = {
        "outcome": "changes_requested",
        "feedback": "Nearly there.",
        "met_bronze_commitment": "no",
        "note_bronze_commitment": "We miss who decides.",
        "met_check_signed_up": "yes",
        "go_back": [str(challenge.uuid)],
        "point_1_subject": "check.signed_up",
        "point_1_text": "Ask parents.",
    }
    answered = client.post(page, typed)
    assert answered.status_code == 302
    read = re.search(r'name="read_token" value="(\w+)"', client.get(answered.url).text).group(1)
    sure = {"read_token": read, "sure": "on"}
    assert client.post(answered.url, sure).status_code == 302
    decision = Decision.objects.get(panel=panel)
    assert list(decision.points.values_list("challenge", "code", "sentence")) == [
        (challenge.pk, "", "Who signed?"),
        (None, "check.signed_up", "Ask parents."),
    ]
    challenge.refresh_from_db()
    assert challenge.audience == Audience.PANEL
