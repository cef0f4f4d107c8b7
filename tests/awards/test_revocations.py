"""Taking an award back takes two officers, and everybody who checks reads it at once (scheme.md 23, T-39)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from awards.choices import ApplicationKind, AwardCondition, Interest, MembershipRole, Role, Status
from awards.models import Application, Award, Membership, Revocation, StandingInterest
from awards.selectors import journey_of
from awards.selectors.renewals import renewals_near, renewals_of
from awards.selectors.revocations import (
    revocations,
    taken_back,
    untied_officers,
    why_nothing_to_award,
)
from awards.services.applications import start_application
from awards.services.erasure import DELETED
from awards.services.revocations import (
    cancel_revocation,
    confirm_revocation,
    propose_revocation,
    turn_down_revocation,
)
from awards.workflow import apply_transition
from foundation.ledger import Entry
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from reports.services.erasure.doing import erase_organisation_now, reasons_to_keep
from reports.services.erasure.replaying import erase_organisation_again
from tests.conftest import make_user
from tests.support.awards import hold, holder
from tests.support.champions import send

pytestmark = pytest.mark.django_db
REASON = "The forum has not met since."
PUBLIC = "The forum does not meet any more."


@pytest.fixture
def second(db):
    return make_user("Una Second", is_officer=True)


@pytest.fixture
def bronze(organisation, lead, officer, now) -> Award:
    return hold(organisation, lead=lead, officer=officer, at=now)


def climb(organisation, *stages: str, lead, officer, at) -> dict[str, Award]:
    return {stage: hold(organisation, stage, lead=lead, officer=officer, at=at) for stage in stages}


def propose(award, officer, at, *, public_reason=PUBLIC) -> Revocation:
    return propose_revocation(
        award=award, reason=REASON, public_reason=public_reason, actor=officer, at=at
    )


def take_back(award, officer, second, at) -> Award:
    confirm_revocation(revocation=propose(award, officer, at), actor=second, at=at)
    award.refresh_from_db()
    return award


def mails(message: str) -> list[str]:
    return sorted(OutboxMessage.objects.filter(message=message).values_list("to", flat=True))


class TestTwoOfficers:
    def test_a_proposal_changes_nothing_yet(self, bronze, officer, second, now):
        made = propose(bronze, officer, now)
        bronze.refresh_from_db()
        assert bronze.condition(now.date()) is AwardCondition.IN_FORCE
        assert list(Revocation.objects.open()) == [made]
        assert mails("revocation_proposed") == [second.email]
        assert mails("award_taken_back") == []
        assert AuditEvent.objects.filter(event="revocation.proposed", actor=officer).exists()

    def test_the_second_officer_takes_it_back(self, bronze, lead, officer, second, now):
        made = propose(bronze, officer, now)
        late = datetime(2026, 11, 24, 23, 30, tzinfo=now.tzinfo)
        confirm_revocation(revocation=made, actor=second, at=late)
        bronze.refresh_from_db()
        assert bronze.condition(now.date()) is AwardCondition.REVOKED
        assert (bronze.revoked_on, bronze.revoked_by) == (date(2026, 11, 24), second)
        assert bronze.revocation_reason == REASON
        assert bronze.revocation_public_reason == PUBLIC
        assert mails("award_taken_back") == [lead.email]
        assert mails("revocation_answered") == [officer.email]
        letter = OutboxMessage.objects.get(message="award_taken_back").body_text
        assert REASON in letter
        assert PUBLIC in letter
        assert AuditEvent.objects.filter(event="revocation.confirmed", actor=second).exists()

    def test_day_is_london_s(self, bronze, officer, second):
        evening = datetime(2027, 6, 1, 23, 30, tzinfo=UTC)
        assert take_back(bronze, officer, second, evening).revoked_on == date(2027, 6, 2)

    def test_nothing_public_unless_it_is_said(self, bronze, officer, second, now):
        made = propose(bronze, officer, now, public_reason="")
        confirm_revocation(revocation=made, actor=second, at=now)
        bronze.refresh_from_db()
        assert bronze.revocation_public_reason == ""
        assert "do not read why" in OutboxMessage.objects.get(message="award_taken_back").body_text

    def test_not_by_whoever_proposed_it(self, bronze, officer, now):
        made = propose(bronze, officer, now)
        with pytest.raises(NotAllowed, match="You proposed this"):
            confirm_revocation(revocation=made, actor=officer, at=now)
        with pytest.raises(NotAllowed, match="You can cancel it"):
            turn_down_revocation(revocation=made, note="No.", actor=officer, at=now)

    @pytest.mark.parametrize("answer", ["confirmed", "turned-down"])
    def test_constraint_wants_two_people(self, bronze, officer, now, answer):
        propose(bronze, officer, now)
        with (
            pytest.raises(IntegrityError, match="revocation_takes_two_people"),
            transaction.atomic(),
        ):
            Revocation.objects.update(answer=answer, answered_by=officer, answered_at=now)

    def test_constraint_wants_one_open(self, bronze, officer, second, now):
        propose(bronze, officer, now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Revocation.objects.create(award=bronze, reason="x", proposed_by=second, proposed_at=now)

    def test_constraint_wants_a_reason(self, bronze, officer, now):
        with (
            pytest.raises(IntegrityError, match="revocation_has_a_reason"),
            transaction.atomic(),
        ):
            Revocation.objects.create(award=bronze, reason="", proposed_by=officer, proposed_at=now)

    def test_turned_down_with_a_note(self, bronze, officer, second, now):
        made = propose(bronze, officer, now)
        with pytest.raises(Refused, match="Say why"):
            turn_down_revocation(revocation=made, note=" ", actor=second, at=now)
        turn_down_revocation(revocation=made, note="They met in May.", actor=second, at=now)
        bronze.refresh_from_db()
        assert bronze.revoked_on is None
        assert mails("award_taken_back") == []
        assert (
            "They met in May." in OutboxMessage.objects.get(message="revocation_answered").body_text
        )
        assert AuditEvent.objects.filter(event="revocation.turned_down", actor=second).exists()
        again = propose(bronze, officer, now)
        assert again != made

    def test_cancelled_by_whoever_proposed_it(self, bronze, officer, second, now):
        made = propose(bronze, officer, now)
        with pytest.raises(NotAllowed, match="Only the officer who proposed"):
            cancel_revocation(revocation=made, actor=second, at=now)
        cancel_revocation(revocation=made, actor=officer, at=now)
        assert AuditEvent.objects.filter(event="revocation.cancelled", actor=officer).exists()
        for act in (confirm_revocation, cancel_revocation):
            with pytest.raises(Refused, match="answered already"):
                act(revocation=made, actor=second, at=now)
        with pytest.raises(Refused, match="answered already"):
            turn_down_revocation(revocation=made, note="No.", actor=second, at=now)

    def test_sent_twice_is_one_proposal(self, bronze, officer, second, now):
        assert propose(bronze, officer, now) == propose(bronze, officer, now)
        assert mails("revocation_proposed") == [second.email]
        with pytest.raises(Refused, match="waits for a second officer") as refused:
            propose(bronze, second, now)
        assert refused.value.link is not None

    def test_needs_a_reason(self, bronze, officer, now):
        with pytest.raises(Refused, match="Say why"):
            propose_revocation(award=bronze, reason=" ", public_reason="", actor=officer, at=now)


class TestUntied:
    def acts(self, bronze, officer, made, now):
        return [
            lambda: propose(bronze, officer, now),
            lambda: confirm_revocation(revocation=made, actor=officer, at=now),
            lambda: turn_down_revocation(revocation=made, note="No.", actor=officer, at=now),
            lambda: cancel_revocation(revocation=made, actor=officer, at=now),
        ]

    def test_not_by_leads(self, bronze, lead, officer, now):
        made = propose(bronze, officer, now)
        for act in self.acts(bronze, lead, made, now):
            with pytest.raises(NotAllowed, match="Only SEND officers"):
                act()

    def test_not_by_officers_who_belong(self, bronze, organisation, officer, second, now):
        made = propose(bronze, officer, now)
        Membership.objects.create(
            organisation=organisation, user=second, role=MembershipRole.MEMBER, joined_at=now
        )
        for act in self.acts(bronze, second, made, now):
            with pytest.raises(NotAllowed, match="belong to this organisation"):
                act()

    def test_not_by_officers_with_a_link(self, bronze, organisation, officer, second, now):
        """T-36."""
        made = propose(bronze, officer, now)
        StandingInterest.objects.create(
            person=second,
            organisation=organisation,
            organisation_name=organisation.name,
            nature=Interest.GOVERNOR,
            declared_at=now,
            declared_by=second,
        )
        for act in self.acts(bronze, second, made, now):
            with pytest.raises(NotAllowed, match="have a link"):
                act()
        assert list(untied_officers(organisation, apart_from=officer)) == []
        StandingInterest.objects.update(ended_at=now, ended_by=second)
        assert list(untied_officers(organisation, apart_from=officer)) == [second]


class TestHighestFirst:
    def test_what_others_build_on_stays(self, organisation, lead, officer, second, now):
        held = climb(organisation, "bronze", "silver", "gold", lead=lead, officer=officer, at=now)
        with pytest.raises(Refused, match="They hold the Gold Award, which builds on this one"):
            propose(held["bronze"], officer, now)
        take_back(held["gold"], officer, second, now)
        take_back(held["silver"], officer, second, now)
        take_back(held["bronze"], officer, second, now)
        assert journey_of(organisation, on=now.date()).held == 0

    def test_asked_again_on_confirming(self, organisation, bronze, lead, officer, second, now):
        made = propose(bronze, officer, now)
        hold(organisation, "silver", lead=lead, officer=officer, at=now)
        with pytest.raises(Refused, match="Take that one back first"):
            confirm_revocation(revocation=made, actor=second, at=now)

    def test_not_what_was_taken_back(self, bronze, officer, second, now):
        take_back(bronze, officer, second, now)
        with pytest.raises(Refused, match="has been taken back already"):
            propose(bronze, officer, now)

    def test_not_what_was_replaced(self, bronze, officer, now):
        Award.objects.update(superseded_on=now.date())
        with pytest.raises(Refused, match="was replaced by a newer one"):
            propose(bronze, officer, now)

    def test_not_what_has_lapsed(self, organisation, lead, officer, second, now):
        held = climb(organisation, "bronze", "silver", "gold", lead=lead, officer=officer, at=now)
        made = propose(held["gold"], officer, now)
        late = now + timedelta(days=900)
        with pytest.raises(Refused, match="has lapsed already"):
            confirm_revocation(revocation=made, actor=second, at=late)
        cancel_revocation(revocation=made, actor=officer, at=late)
        with pytest.raises(Refused, match="has lapsed already"):
            propose(held["gold"], officer, late)
        # Nothing is held that builds on it.
        take_back(held["silver"], officer, second, late)


class TestWhatBuildsOnIt:
    def test_an_open_application_cannot_be_approved(
        self, organisation, bronze, lead, officer, second, now
    ):
        """It stays, and waits for the stage below to be held again."""
        silver = start_application(organisation=organisation, stage="silver", actor=lead, at=now)
        send(silver, lead, at=now)
        step(silver, "start_review", officer, now)
        take_back(bronze, officer, second, now)
        silver.refresh_from_db()
        assert silver.status == Status.IN_REVIEW
        assert "Bronze Award was taken back on 23 November 2026" in why_nothing_to_award(silver)
        with pytest.raises(Refused, match="Bronze Award comes first"):
            step(silver, "approve", officer, now)
        # Earned again, it can be.
        hold(organisation, lead=lead, officer=officer, at=now)
        assert why_nothing_to_award(silver) is None
        step(silver, "approve", officer, now)

    def test_a_statement_does_not_renew_it(self, organisation, lead, officer, second, now):
        held = climb(organisation, "bronze", "silver", "gold", lead=lead, officer=officer, at=now)
        late = now + timedelta(days=340)
        statement = statement_in_review(organisation, "gold", lead, officer, late)
        take_back(held["gold"], officer, second, late)
        assert "nothing that this can renew" in why_nothing_to_award(statement)
        with pytest.raises(Refused, match="no Gold Award to renew"):
            step(statement, "approve", officer, late)
        # Nor one that was earned anew since.
        hold(organisation, "gold", lead=lead, officer=officer, at=late)
        assert "nothing that this can renew" in why_nothing_to_award(statement)
        with pytest.raises(Refused, match="no Gold Award to renew"):
            step(statement, "approve", officer, late)
        step(statement, "decline", officer, late)

    def test_no_reminders_of_its_renewal(self, organisation, lead, officer, second, now):
        held = climb(organisation, "bronze", "silver", "gold", lead=lead, officer=officer, at=now)
        late = now + timedelta(days=340)
        assert [each.award for each in renewals_near(on=late.date())] == [held["gold"]]
        take_back(held["gold"], officer, second, late)
        assert renewals_near(on=late.date()) == []
        assert renewals_of(organisation, on=late.date()) == ()

    def test_it_can_be_earned_again(self, organisation, bronze, lead, officer, second, now):
        take_back(bronze, officer, second, now)
        first = journey_of(organisation, on=now.date()).stages[0]
        assert first.is_taken_back
        assert first.can_start
        assert taken_back(organisation.awards.all()) == [bronze]
        again = hold(organisation, lead=lead, officer=officer, at=now)
        assert again.held_since == now.date()
        assert not journey_of(organisation, on=now.date()).stages[0].is_taken_back
        assert taken_back(organisation.awards.all()) == []


class TestDatesBelow:
    """Platinum kept Gold; without it, Gold has its own year (scheme.md 22)."""

    def test_its_own_year_goes_on(self, organisation, lead, officer, second, now):
        held = climb(organisation, "bronze", "silver", "gold", lead=lead, officer=officer, at=now)
        later = now + timedelta(days=100)
        platinum = hold(organisation, "platinum", lead=lead, officer=officer, at=later)
        gold = held["gold"]
        gold.refresh_from_db()
        assert gold.is_kept_by_higher
        take_back(platinum, officer, second, later)
        gold.refresh_from_db()
        assert gold.due_on == gold.valid_until == date(2027, 11, 23)
        assert gold.grace_until == date(2027, 12, 21)

    def test_a_year_that_is_over_has_days_of_grace(self, organisation, lead, officer, second, now):
        held = climb(organisation, "bronze", "silver", "gold", lead=lead, officer=officer, at=now)
        platinum = hold(
            organisation, "platinum", lead=lead, officer=officer, at=now + timedelta(days=100)
        )
        late = now + timedelta(days=430)
        take_back(platinum, officer, second, late)
        gold = held["gold"]
        gold.refresh_from_db()
        assert gold.due_on == gold.valid_until < late.date()
        assert gold.grace_until == late.date() + timedelta(days=28)
        assert gold.condition(late.date()) is AwardCondition.GRACE


class TestErasing:
    def test_an_open_proposal_comes_first(self, organisation, bronze, officer, now):
        made = propose(bronze, officer, now)
        assert "proposed to take back" in " ".join(reasons_to_keep(organisation))
        cancel_revocation(revocation=made, actor=officer, at=now)
        assert reasons_to_keep(organisation) == []

    def test_the_words_go_with_the_name(self, organisation, bronze, officer, second, now):
        first = propose(bronze, officer, now)
        turn_down_revocation(revocation=first, note="They met.", actor=second, at=now)
        take_back(bronze, officer, second, now)
        erase_organisation_now(organisation, with_name=True, at=now)
        bronze.refresh_from_db()
        assert (bronze.revocation_reason, bronze.revocation_public_reason) == (DELETED, "")
        words = Revocation.objects.order_by("pk").values_list("reason", "public_reason", "note")
        assert list(words) == [(DELETED, "", DELETED), (DELETED, "", "")]

    def test_a_backup_that_brings_it_back_loses_it_again(self, organisation, bronze, officer, now):
        """F-19: it was answered before the deletion; the backup is older."""
        propose(bronze, officer, now)
        entry = Entry(
            id=organisation.uuid,
            kind="organisation",
            subject=organisation.uuid,
            at=now,
            details={"with_name": True},
        )
        assert erase_organisation_again(entry)
        made = Revocation.objects.get()
        assert made.answer == Revocation.Answer.CANCELLED
        assert made.reason == DELETED


def test_those_that_wait_come_first(organisation, bronze, officer, second, now):
    done = propose(bronze, officer, now)
    turn_down_revocation(revocation=done, note="No.", actor=second, at=now)
    waits = propose(bronze, officer, now + timedelta(days=1))
    other = holder("Beech House", officer=officer, at=now)
    later = propose(other, officer, now + timedelta(days=2))
    assert list(revocations()) == [waits, later, done]


def step(application, name, officer, at) -> None:
    apply_transition(application, name, actor=officer, role=Role.OFFICER, at=at, problems=[])


def statement_in_review(organisation, stage, lead, officer, at) -> Application:
    statement = Application.objects.create(
        reference="SCA-TEST-0001",
        organisation=organisation,
        stage=stage,
        kind=ApplicationKind.REVALIDATION,
        edition="birmingham-2026",
        status=Status.DRAFT,
        status_since=at,
        created_at=at,
        created_by=lead,
    )
    send(statement, lead, at=at)
    step(statement, "start_review", officer, at)
    return statement
