"""Recording and releasing (T-37, T-39, T-40, T-43, T-45, T-46; scheme.md 18)."""

import pytest
from django.db import IntegrityError, transaction

from awards.choices import Interest, MembershipRole, Role
from awards.models import Award, Membership
from awards.services.applications import withdraw
from certificates.models import Certificate
from champions.choices import Outcome
from champions.models import AgreedFinding, Decision
from champions.selectors import facts_of, history_of
from champions.services.decisions import (
    Agreed,
    Point,
    cancel_decision,
    edit_letter,
    record_decision,
    release_decision,
)
from champions.services.panels import declare_interest, settle_panel
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Clash, NotAllowed, Refused
from tests.support.champions import (
    assess,
    assess_all,
    decide,
    make_champion,
    release,
    send,
    settle,
)

AGREED = [Agreed("bronze.commitment", met=True), Agreed("check.signed_up", met=True)]


def record(panel, actor, at, **changes):
    asked = {
        "outcome": Outcome.AWARD,
        "feedback": "Well done.",
        "agreed": AGREED,
        "points": [],
    } | changes
    return record_decision(panel=panel, actor=actor, at=at, **asked)


def test_release_awards_with_certificate_and_letter(decided, officer, organisation, later):
    decision = release(decided, officer, at=later)
    application = decision.panel.application
    assert application.status == "approved"
    award = Award.objects.get(organisation=organisation)
    assert Certificate.objects.get().award == award
    letters = OutboxMessage.objects.filter(message="decision_letter")
    assert [mail.to for mail in letters] == ["lena.lead@people.example"]
    assert letters[0].key == f"decision:{decision.pk}"
    assert "Well done. Acorn Lane School has the Bronze Award." in letters[0].body_text
    assert (decision.released_by, decision.released_at) == (officer, later)


def test_release_twice_leaves_one_certificate(decided, officer, second_officer, later):
    release(decided, officer, at=later)
    with pytest.raises(Refused, match="already been released"):
        release(decided, second_officer, at=later)
    assert Certificate.objects.count() == 1
    assert OutboxMessage.objects.filter(message="decision_letter").count() == 1


def test_release_of_changes_tells_the_points(assessing, officer, later):
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later, outcome=Outcome.CHANGES, points=["First", "Second"])
    release(decision, officer, at=later)
    application = assessing.application
    application.refresh_from_db()
    assert application.status == "changes_requested"
    assert application.changes.last().note == "1. First\n2. Second"
    assert not Award.objects.exists()


def test_release_of_not_yet_says_what_is_still_needed(assessing, officer, later):
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later, outcome=Outcome.NOT_YET)
    assert "What is still needed\n\n1. Say how parents take part" in decision.letter
    release(decision, officer, at=later)
    assessing.application.refresh_from_db()
    assert assessing.application.status == "declined"


def test_decision_needs_the_meeting(panel, chair, later):
    with pytest.raises(Refused, match="meeting has not been held"):
        record(panel, chair.user, later)


def test_decision_needs_every_assessment(assessing, chair, young, later):
    assess(assessing, chair, at=later)
    with pytest.raises(Refused, match=r"not in yet: Yusuf Young"):
        record(assessing, chair.user, later)
    assert not Decision.objects.exists()


def test_decision_is_the_chairs(assessing, young, officer, later):
    assess_all(assessing, at=later)
    for somebody in (young.user, officer):
        with pytest.raises(NotAllowed):
            record(assessing, somebody, later)


def test_award_needs_every_criterion_met(assessing, chair, later):
    assess_all(assessing, at=later)
    unmet = [AGREED[0], Agreed("check.signed_up", met=False)]
    with pytest.raises(Refused, match="“Signed up” is not met"):
        record(assessing, chair.user, later, agreed=unmet)
    with pytest.raises(Refused, match="Say what the panel agreed on “Commitment”"):
        record(assessing, chair.user, later, agreed=AGREED[1:])


def test_changes_and_not_yet_need_a_point(assessing, chair, later):
    assess_all(assessing, at=later)
    for outcome in (Outcome.CHANGES, Outcome.NOT_YET):
        with pytest.raises(Refused, match="at least one"):
            record(assessing, chair.user, later, outcome=outcome)


def test_what_is_not_met_is_explained(assessing, chair, later):
    """A letter that only says "not met yet" tells nobody what to do (scheme.md 18)."""
    assess_all(assessing, at=later)
    for outcome in (Outcome.CHANGES, Outcome.NOT_YET):
        for words in ("", " \n"):
            silent = [Agreed("bronze.commitment", met=False, note=words), AGREED[1]]
            with pytest.raises(Refused, match="Say why “Commitment” is not met yet"):
                record(
                    assessing, chair.user, later, outcome=outcome, agreed=silent,
                    points=[Point("Meet the parents.")],
                )  # fmt: skip
    assert not Decision.objects.exists()


def test_decision_is_recorded_once(decided, chair, later):
    with pytest.raises(Refused, match="already been recorded"):
        record(decided.panel, chair.user, later)


def test_decision_keeps_dissent_out_of_the_letter(assessing, chair, later):
    assess_all(assessing, at=later)
    agreed = [Agreed("bronze.commitment", True, dissent="Yusuf was not sure."), AGREED[1]]
    decision = record(assessing, chair.user, later, agreed=agreed)
    assert AgreedFinding.objects.filter(dissent="Yusuf was not sure.").exists()
    assert "Yusuf" not in decision.letter


def test_release_refuses_whoever_sat(decided, chair, young, later):
    for champion in (chair, young):
        champion.user.is_officer = True
        champion.user.save()
        with pytest.raises(NotAllowed, match="You sat on this panel"):
            release(decided, champion.user, at=later)


def test_release_refuses_an_officer_who_once_sat(
    sent, chair, young, lead, officer, second_officer, decided, later
):
    insider = make_champion(second_officer, officer=officer, at=later)
    settle(sent, [chair, young, insider], officer, at=later)
    settle(sent, [chair, young], officer, at=later)
    with pytest.raises(NotAllowed, match="You sat on this panel"):
        release(decided, second_officer, at=later)


def test_release_refuses_members_of_the_organisation(decided, second_officer, organisation, later):
    Membership.objects.create(
        organisation=organisation,
        user=second_officer,
        role=MembershipRole.MEMBER,
        joined_at=later,
    )
    with pytest.raises(NotAllowed, match="You belong to this organisation"):
        release(decided, second_officer, at=later)


def test_release_is_for_officers(decided, lead, stranger, later):
    for somebody in (lead, stranger):
        with pytest.raises(NotAllowed):
            release(decided, somebody, at=later)


def test_release_after_withdrawal_gives_no_certificate(decided, sent, lead, officer, later):
    withdraw(application=sent, actor=lead, role=Role.LEAD, note="We stop.", at=later)
    with pytest.raises(Refused, match="Withdrawn"):
        release(decided, officer, at=later)
    assert not Certificate.objects.exists()
    decided.refresh_from_db()
    assert decided.released_at is None


def test_release_without_signatory_changes_nothing(assessing, sent, officer, later):
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later)
    with pytest.raises(Refused, match="Nobody is set to sign"):
        release(decision, officer, at=later)
    sent.refresh_from_db()
    assert sent.status == "in_review"
    assert not Award.objects.exists()
    assert not OutboxMessage.objects.filter(message="decision_letter").exists()


def test_late_interest_reopens_a_decision_that_lost_its_chair(decided, chair, officer, later):
    seat = decided.panel.assignments.active().get(champion=chair)
    declare_interest(assignment=seat, nature=Interest.CHILD, details="", actor=chair.user, at=later)
    decided.refresh_from_db()
    assert decided.cancelled_at == later
    assert decided.cancelled_reason.startswith("A champion declared an interest.")
    assert seat.assessments.get().findings.count() == 2
    with pytest.raises(Refused, match="released or given back"):
        release(decided, officer, at=later)


def test_late_interest_keeps_a_decision_that_others_carry(decided, young, officer, later):
    seat = decided.panel.assignments.active().get(champion=young)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=young.user, at=later)
    decided.refresh_from_db()
    assert decided.cancelled_at is None
    assert release(decided, officer, at=later).released_at == later


def test_new_champion_reopens_the_decision(decided, sent, chair, young, spare, officer, later):
    settle_panel(
        application=sent, champions=[chair, young, spare], chair=chair, actor=officer, at=later
    )
    decided.refresh_from_db()
    assert decided.cancelled_reason.startswith("The panel was changed.")


def test_decision_goes_back_with_a_reason(decided, chair, officer, later):
    with pytest.raises(Refused, match="Say why"):
        cancel_decision(decision=decided, reason=" ", actor=officer, at=later)
    with pytest.raises(NotAllowed):
        cancel_decision(decision=decided, reason="No", actor=chair.user, at=later)
    cancel_decision(decision=decided, reason="The letter names a child.", actor=officer, at=later)
    mail = OutboxMessage.objects.filter(message="decision_taken_back", to=chair.user.email).get()
    assert "The letter names a child." not in mail.subject + mail.body_text + mail.body_html
    facts = facts_of(decided.panel.application)
    assert "The letter names a child." in {
        event.text for event in history_of(facts, sees_interests=True)
    }
    assert record(decided.panel, chair.user, later).pk != decided.pk


def test_letter_is_edited_before_release_only(decided, officer, later):
    edit_letter(decision=decided, letter="New words.", expected_version=0, actor=officer, at=later)
    with pytest.raises(Refused, match="changed after you opened"):
        release_decision(decision=decided, expected_version=0, actor=officer, at=later)
    release(decided, officer, at=later)
    assert OutboxMessage.objects.get(message="decision_letter").body_text.count("New words.") == 1
    with pytest.raises(Refused, match="already been released"):
        edit_letter(decision=decided, letter="Late", expected_version=1, actor=officer, at=later)


def test_letter_shows_both_texts_to_the_second_officer(decided, officer, second_officer, later):
    mine = Decision.objects.get(pk=decided.pk)
    edit_letter(decision=decided, letter="One", expected_version=0, actor=officer, at=later)
    with pytest.raises(Clash) as clash:
        edit_letter(decision=mine, letter="Two", expected_version=0, actor=second_officer, at=later)
    assert (clash.value.fields[0].mine, clash.value.fields[0].theirs) == ("Two", "One")


def test_second_round_judges_the_new_version(assessing, sent, lead, chair, officer, later):
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later, outcome=Outcome.CHANGES)
    release(decision, officer, at=later)
    sent.refresh_from_db()
    send(sent, lead, at=later)
    with pytest.raises(Refused, match="not in yet"):
        record(assessing, chair.user, later)
    assess_all(assessing, at=later)
    second = decide(assessing, at=later)
    assert second.change != decision.change
    assert sent.changes.filter(pk=second.change_id, name="resubmit").exists()


def test_audit_holds_no_words_of_a_decision(decided):
    events = AuditEvent.objects.filter(event="decision.recorded")
    assert [event.details for event in events] == [{}]


def test_constraint_takes_two_people(decided, chair, later):
    with pytest.raises(IntegrityError, match="decision_takes_two_people"), transaction.atomic():
        Decision.objects.filter(pk=decided.pk).update(released_by=chair.user, released_at=later)


def test_constraint_allows_one_waiting_decision(decided, chair, later):
    decided.pk = None
    decided.uuid = "0b0b0b0b-0000-4000-8000-000000000001"
    with pytest.raises(IntegrityError), transaction.atomic():
        decided.save(force_insert=True)


def test_point_with_code_is_kept(assessing, chair, later):
    assess_all(assessing, at=later)
    decision = record(
        assessing,
        chair.user,
        later,
        outcome=Outcome.CHANGES,
        points=[Point("Ask parents.", "check.signed_up"), Point("Say when.")],
    )
    assert list(decision.points.values_list("position", "code", "sentence")) == [
        (1, "check.signed_up", "Ask parents."),
        (2, "", "Say when."),
    ]


def test_nobody_who_joined_the_applicant_hears_why_a_decision_went_back(
    assessing, young, chair, officer, later
):
    """It is not released, and they are of the organisation now (T-36)."""
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later)
    Membership.objects.create(
        organisation=assessing.application.organisation,
        user=young.user,
        role=MembershipRole.MEMBER,
        joined_at=later,
    )
    cancel_decision(decision=decision, reason="Too kind.", actor=officer, at=later)
    mails = OutboxMessage.objects.filter(message="decision_taken_back")
    assert set(mails.values_list("to", flat=True)) == {chair.user.email}
