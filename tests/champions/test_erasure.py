"""What goes when a champion, an officer or an organisation is deleted; and what stays, for others need it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from awards.choices import Interest
from awards.models import StandingInterest, StatusChange
from awards.services.erasure import pseudonym
from awards.services.holds import place_hold
from champions.choices import AppealState, Course, Ended, Outcome, TimeOfWeek
from champions.models import (
    Absence,
    Appeal,
    Assessment,
    Assignment,
    Champion,
    Claim,
    Decision,
    Finding,
    Training,
)
from champions.services.people import end_service
from champions.services.retention import HOLDINGS
from foundation.clock import DutyContext
from foundation.ledger import Entry
from foundation.models import Draft
from foundation.refusals import Refused
from reports.services.erasure import erase_organisation_now, erase_person_now
from reports.services.erasure.replaying import erase_organisation_again
from tests.support.champions import assess_all, bring_to_release

pytestmark = pytest.mark.django_db
NEEDS = {"access_needs": "A quiet room.", "suits": [TimeOfWeek.EVENING], "plain_way": True}


def tie(person, at, organisation=None, **fields):
    values = {
        "person": person,
        "organisation": organisation,
        "organisation_name": organisation.name if organisation else "Oak House",
        "nature": Interest.OTHER,
        "details": "My aunt runs it.",
        "declared_at": at,
        "declared_by": person,
    }
    return StandingInterest.objects.create(**(values | fields))


def clock(at):
    """What the clock does with what champions told of themselves."""
    for each in HOLDINGS:
        if each.code in ("needs", "supporters", "absences"):
            each.run(DutyContext(now=at, today=at.date(), dry_run=False))


@pytest.fixture
def told(assessing, young, officer, later):
    """A champion who has assessed with somebody's help, and has told us of themselves."""
    assess_all(assessing, at=later)
    Champion.objects.filter(pk=young.pk).update(**NEEDS, term_ends_on=date(2027, 1, 1))
    Absence.objects.create(champion=young, from_on=later.date(), until_on=date(2028, 1, 1))
    Training.objects.create(
        champion=young,
        course=Course.WELCOME,
        done_on=later.date(),
        recorded_by=officer,
        recorded_at=later,
    )
    Claim.objects.create(application=assessing.application, champion=young, made_at=later)
    Assessment.objects.update(supporter="Sam Helper")
    young.refresh_from_db()
    return young


def of(champion):
    champion = Champion.objects.get(pk=champion.pk)
    mine = Assessment.objects.filter(assignment__champion=champion)
    return (
        champion.access_needs,
        champion.suits,
        champion.plain_way,
        champion.term_ends_on,
        Absence.objects.filter(champion=champion).count(),
        set(mine.values_list("supporter", flat=True)),
    )


NOTHING = ("", [], False, None, 0, {""})


class TestService:
    def test_needs_and_helpers_go_when_somebody_stops(self, told, chair, officer, later):
        end_service(champion=told, actor=officer, at=later)
        clock(later)
        assert of(told) == NOTHING
        # Of another champion nothing goes.
        others = Assessment.objects.filter(assignment__champion=chair)
        assert set(others.values_list("supporter", flat=True)) == {"Sam Helper"}

    def test_nothing_goes_while_somebody_serves(self, told, later):
        clock(later)
        assert of(told)[:2] == ("A quiet room.", [TimeOfWeek.EVENING])
        assert of(told)[4:] == (1, {"Sam Helper"})

    def test_a_hold_keeps_it_all(self, told, officer, later):
        place_hold(person=told.user, reason="A claim.", actor=officer, at=later)
        end_service(champion=told, actor=officer, at=later)
        clock(later + timedelta(days=400))
        assert of(told)[0] == "A quiet room."
        assert of(told)[4:] == (1, {"Sam Helper"})

    def test_a_hold_on_the_organisation_keeps_who_helped_with_its_case(
        self, told, organisation, officer, later
    ):
        place_hold(organisation=organisation, reason="A claim.", actor=officer, at=later)
        end_service(champion=told, actor=officer, at=later)
        clock(later)
        assert of(told)[0] == ""
        assert of(told)[5] == {"Sam Helper"}


class TestPerson:
    @pytest.fixture
    def stopped(self, told, officer, later):
        end_service(champion=told, actor=officer, at=later)
        return told

    def test_nothing_is_left_of_what_they_told_of_themselves(self, stopped, later):
        erase_person_now(stopped.user, at=later)
        assert of(stopped) == NOTHING
        assert not Training.objects.filter(champion=stopped).exists()
        assert not Claim.objects.filter(champion=stopped).exists()

    def test_what_they_found_stays_for_the_award(self, stopped, later):
        count = Finding.objects.filter(assessment__assignment__champion=stopped).count()
        erase_person_now(stopped.user, at=later)
        assert Finding.objects.filter(assessment__assignment__champion=stopped).count() == count > 0

    @pytest.mark.parametrize(
        ("reason", "left"), [(Ended.RECUSED, "Deleted"), (Ended.ABSTAINED, "")]
    )
    def test_why_they_left_goes(self, stopped, officer, later, reason, left):
        seats = Assignment.objects.filter(champion=stopped)
        seats.update(ended_reason=reason, ended_by=officer, ended_note="He is ill.")
        erase_person_now(stopped.user, at=later)
        assert set(seats.values_list("ended_reason", "ended_note")) == {(str(reason), left)}

    def test_their_links_go_with_them(self, stopped, chair, organisation, now, later):
        tie(stopped.user, now)
        tie(stopped.user, now, organisation, ended_at=now, ended_by=stopped.user)
        kept = tie(chair.user, now, declared_by=stopped.user)
        erase_person_now(stopped.user, at=later)
        assert list(StandingInterest.objects.all()) == [kept]
        kept.refresh_from_db()
        assert str(kept.declared_by) == pseudonym(stopped.user)

    def test_links_of_an_officer_go_as_well(self, second_officer, now):
        tie(second_officer, now)
        type(second_officer).objects.filter(pk=second_officer.pk).update(is_officer=False)
        second_officer.refresh_from_db()
        erase_person_now(second_officer, at=now)
        assert not StandingInterest.objects.exists()


class TestOrganisation:
    @pytest.fixture
    def appealed(self, sent, chair, young, lead, officer, second_officer, now):
        bring_to_release(
            sent,
            lead=lead,
            champions=[chair, young],
            officer=officer,
            at=now,
            outcome=Outcome.NOT_YET,
        )
        sent.refresh_from_db()
        return Appeal.objects.create(
            decision=Decision.objects.get(),
            grounds="You read half.",
            state=AppealState.REFUSED,
            state_since=now,
            made_by=lead,
            made_at=now,
            handled_by=second_officer,
            handled_at=now,
            refused_why="Acorn Lane said nothing new.",
        )

    def test_its_grounds_go_and_what_was_answered_stays(self, appealed, organisation, later):
        erase_organisation_now(organisation, with_name=False, at=later)
        appealed.refresh_from_db()
        assert (appealed.grounds, appealed.state) == ("Deleted", AppealState.REFUSED)
        assert appealed.refused_why == "Acorn Lane said nothing new."

    def test_with_its_name_the_answer_goes_too(self, appealed, organisation, later):
        erase_organisation_now(organisation, with_name=True, at=later)
        appealed.refresh_from_db()
        assert (appealed.grounds, appealed.refused_why) == ("Deleted", "Deleted")

    def test_who_was_tied_stays_tied_without_its_name_and_the_words(
        self, appealed, organisation, chair, young, now, later
    ):
        other = tie(chair.user, now, organisation)
        governor = tie(young.user, now, organisation, nature=Interest.GOVERNOR)
        typed = tie(chair.user, now, organisation_name="the Acorn Lane School, Kings Heath")
        erase_organisation_now(organisation, with_name=True, at=later)
        organisation.refresh_from_db()
        for row in (other, governor, typed):
            row.refresh_from_db()
        assert other.organisation_name == governor.organisation_name == organisation.name
        assert organisation.name.startswith("Deleted organisation ")
        assert (other.details, governor.details) == ("Deleted", "")
        assert other.nature == Interest.OTHER
        assert "Acorn" not in typed.organisation_name
        tied = StandingInterest.objects.organisations_of(chair.user)
        assert list(tied.values_list("organisation", flat=True)) == [organisation.pk]

    def test_without_its_name_links_stay_as_they_are(
        self, appealed, organisation, chair, now, later
    ):
        row = tie(chair.user, now, organisation)
        erase_organisation_now(organisation, with_name=False, at=later)
        row.refresh_from_db()
        assert (row.organisation_name, row.details) == ("Acorn Lane School", "My aunt runs it.")

    def test_what_was_typed_about_its_cases_and_not_sent_goes(
        self, appealed, organisation, chair, later
    ):
        ids = (appealed.decision.uuid, appealed.decision.panel.application.uuid)
        meeting = appealed.decision.panel.application.appointments.get().uuid
        for key in (f"appeal:{ids[0]}", f"assessment:{ids[1]}:check", f"visit:{meeting}"):
            Draft.objects.create(owner=chair.user, key=key, data={}, saved_at=later)
        Draft.objects.create(owner=chair.user, key=f"visit:{uuid4()}", data={}, saved_at=later)
        erase_organisation_now(organisation, with_name=False, at=later)
        assert Draft.objects.count() == 1

    def test_an_appeal_that_waits_is_answered_first(self, appealed, organisation, later):
        Appeal.objects.update(
            state=AppealState.RECEIVED, handled_by=None, handled_at=None, refused_why=""
        )
        reference = appealed.decision.panel.application.reference
        with pytest.raises(Refused, match=f"Its appeal about {reference} is open"):
            erase_organisation_now(organisation, with_name=False, at=later)

    def test_a_restore_does_not_stop_at_an_appeal_of_that_day(self, appealed, organisation, later):
        """F-19: the backup is older than the answer."""
        Appeal.objects.update(
            state=AppealState.RECEIVED, handled_by=None, handled_at=None, refused_why=""
        )
        entry = Entry(
            id=uuid4(),
            kind="organisation",
            subject=organisation.uuid,
            at=later,
            details={"with_name": False},
        )
        assert erase_organisation_again(entry)
        appealed.refresh_from_db()
        assert (appealed.state, appealed.grounds) == (AppealState.WITHDRAWN, "Deleted")

    def test_an_appeal_that_was_decided_keeps_its_outcome(
        self, appealed, organisation, officer, later
    ):
        Appeal.objects.update(
            state=AppealState.DECIDED,
            refused_why="",
            outcome=Outcome.NOT_YET,
            change=StatusChange.objects.latest("pk"),
        )
        erase_organisation_now(organisation, with_name=True, at=later)
        appealed.refresh_from_db()
        assert (appealed.outcome, appealed.refused_why) == (Outcome.NOT_YET, "")
