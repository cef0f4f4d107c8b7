"""Who is due which emblem, and who stands on the list of an event (scheme.md 27)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from awards.models import Award, Organisation
from celebrations.models import EventInvitation, Presentation
from celebrations.selectors.events.due import awards_due, due_of, seen_of, usual_counts_from
from celebrations.services.events.due import set_due
from celebrations.services.events.planning import call_off_event
from foundation.dates import london_date
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.at_once import refusals_at_once
from tests.support.awards import dated, hold, holder
from tests.support.events import fresh, invite, list_all, planned

DAY = timedelta(days=1)
# Of who is due, however many they are.
QUERIES = 4


@pytest.fixture
def event(officer, now):
    return planned(officer=officer, at=now, counts_from=date(2026, 3, 1))


@pytest.fixture
def bronze(organisation, lead, officer, now):
    return hold(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def choose(event, officer, now):
    def choose(*awards, of=event, **values):
        return set_due(
            event=of,
            awards=[award.uuid for award in awards],
            actor=officer,
            at=now,
            **values,
        )

    return choose


def due(event, on):
    return set(awards_due(event, on=on))


def given(award, on, **values):
    Award.objects.filter(pk=award.pk).update(**(dated(on) | values))
    award.refresh_from_db()
    return award


def listed(event):
    return set(Award.objects.filter(presentations__invitation__event=event))


class TestWhoIsDue:
    @pytest.fixture(autouse=True)
    def _today(self, now):
        self.on = london_date(now)

    @pytest.mark.parametrize(
        ("day", "is_due"), [(date(2026, 2, 28), False), (date(2026, 3, 1), True)]
    )
    def test_from_the_day_on(self, event, bronze, day, is_due):
        given(bronze, day)
        assert due(event, self.on) == ({bronze} if is_due else set())

    def test_not_what_was_taken_back(self, event, bronze, officer):
        Award.objects.update(revoked_on=self.on, revoked_by=officer, revocation_reason="Closed")
        assert due(event, self.on) == set()

    def test_not_what_has_lapsed(self, event, bronze):
        given(bronze, on=date(2026, 3, 2))
        until = date(2026, 9, 1)
        Award.objects.update(valid_until=until, due_on=until, grace_until=date(2026, 10, 1))
        assert due(event, date(2026, 10, 1)) == {bronze}
        assert due(event, date(2026, 10, 2)) == set()

    def test_a_renewed_award_is_due_with_its_new_year_and_not_with_the_old(
        self, event, bronze, choose
    ):
        """The old row is replaced by the new one."""
        old = given(bronze, date(2026, 3, 1))
        choose(old)
        Presentation.objects.update(handed_over_at=event.created_at)
        application = old.application
        application.pk, application.uuid, application.reference = None, uuid4(), "SCA-NEW"
        application.save()
        Award.objects.filter(pk=old.pk).update(superseded_on=date(2026, 10, 1))
        new = Award.objects.create(
            organisation=old.organisation,
            application=application,
            stage=old.stage,
            edition=old.edition,
            **dated(date(2026, 10, 1)),
        )
        assert due(event, self.on) == {new}

    def test_not_of_an_organisation_that_was_deleted(self, event, bronze, now):
        Organisation.objects.update(erased_at=now)
        assert due(event, self.on) == set()

    def test_not_what_was_handed_over_at_another_event(self, event, bronze, choose, officer, now):
        choose(bronze)
        Presentation.objects.update(handed_over_at=event.starts_at)
        type(event).objects.update(closed_at=event.starts_at + DAY, closed_by=officer)
        later = planned(officer=officer, at=now, name="The next one")
        assert due(later, self.on) == set()
        assert due(event, self.on) == {bronze}

    @pytest.mark.parametrize("ends", ["closed", "called off"])
    def test_what_is_left_over_from_an_earlier_one_is_due_whatever_its_day(
        self, event, bronze, choose, officer, now, ends
    ):
        choose(bronze)
        given(bronze, date(2020, 1, 1))
        if ends == "closed":
            type(event).objects.update(closed_at=event.starts_at + DAY, closed_by=officer)
        else:
            call_off_event(event=event, why="Rain", actor=officer, at=now)
        later = planned(officer=officer, at=now, name="The next one", counts_from=self.on)
        assert due(later, self.on) == {bronze}

    def test_not_what_is_on_the_list_of_another_until_that_is_called_off(
        self, event, bronze, choose, officer, now
    ):
        choose(bronze)
        other = planned(officer=officer, at=now, name="Another one")
        assert due(other, self.on) == set()
        call_off_event(event=event, why="Rain", actor=officer, at=now)
        assert due(other, self.on) == {bronze}

    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_as_much_for_three_as_for_one(
        self, event, choose, officer, now, count, django_assert_num_queries
    ):
        for number in range(count):
            choose(*listed(event), holder(f"School {number}", officer=officer, at=now))
            holder(f"Club {number}", officer=officer, at=now)
        with django_assert_num_queries(QUERIES):
            found = due_of(event, on=self.on)
            assert len([each.words for each in found.emblems]) == 2 * count

    def test_is_grouped_by_organisation(self, event, bronze, organisation, lead, officer, now):
        silver = hold(organisation, "silver", lead=lead, officer=officer, at=now)
        holder("Abbey School", officer=officer, at=now)
        found = due_of(event, on=self.on)
        assert [line.organisation.name for line in found.lines] == [
            "Abbey School",
            "Acorn Lane School",
        ]
        assert [each.award for each in found.lines[1].emblems] == [bronze, silver]
        assert found.lines[1].emblems[1].words == "Silver Award, given on 23 November 2026"

    def test_everything_is_ticked_until_somebody_has_chosen(
        self, event, bronze, choose, officer, now
    ):
        other = holder("Beech School", officer=officer, at=now)
        assert due_of(event, on=self.on).ticked == {str(bronze.uuid), str(other.uuid)}
        choose(bronze)
        found = due_of(event, on=self.on)
        assert found.ticked == {str(bronze.uuid)}
        assert [line.is_new for line in found.lines] == [False, True]

    def test_what_is_listed_and_was_taken_back_says_so(self, event, bronze, choose, officer):
        choose(bronze)
        Award.objects.update(revoked_on=self.on, revoked_by=officer, revocation_reason="Closed")
        (emblem,) = due_of(event, on=self.on).emblems
        assert emblem.is_gone
        assert emblem.is_listed


class TestSince:
    def test_before_the_first_event_it_is_the_day_of_the_earliest_award(self, bronze):
        given(bronze, date(2024, 5, 6))
        assert usual_counts_from(on=date(2026, 11, 23)) == date(2024, 5, 6)

    def test_without_any_award_it_is_today(self, db):
        assert usual_counts_from(on=date(2026, 11, 23)) == date(2026, 11, 23)

    def test_then_the_day_of_the_last_one_that_is_closed(self, event, bronze, officer, now):
        type(event).objects.update(closed_at=event.starts_at, closed_by=officer)
        planned(officer=officer, at=now, name="The next one")
        assert usual_counts_from(on=date(2026, 11, 23)) == event.day


class TestChoosing:
    def test_makes_the_list(self, event, bronze, choose, organisation, officer, now):
        other = holder("Beech School", officer=officer, at=now)
        assert choose(bronze, other) == 2
        assert listed(event) == {bronze, other}
        assert EventInvitation.objects.filter(event=event, asked_at=None).count() == 2

    def test_one_organisation_can_have_several(
        self, event, bronze, choose, organisation, lead, officer, now
    ):
        silver = hold(organisation, "silver", lead=lead, officer=officer, at=now)
        choose(bronze, silver)
        assert EventInvitation.objects.get().presentations.count() == 2

    def test_twice_is_the_same(self, event, bronze, choose):
        choose(bronze)
        before = EventInvitation.objects.get()
        choose(bronze)
        assert EventInvitation.objects.get() == before

    def test_takes_away_what_was_not_invited(self, event, bronze, choose, officer, now):
        other = holder("Beech School", officer=officer, at=now)
        choose(bronze, other)
        choose(other)
        assert listed(event) == {other}
        assert EventInvitation.objects.get().organisation == other.organisation

    def test_is_for_officers(self, event, bronze, lead, now):
        with pytest.raises(NotAllowed):
            set_due(event=event, awards=[bronze.uuid], actor=lead, at=now)

    def test_what_is_not_due_is_refused(self, event, bronze, choose):
        given(bronze, date(2020, 1, 1))
        with pytest.raises(Refused, match="not due any more"):
            choose(bronze)
        assert not EventInvitation.objects.exists()

    def test_what_nobody_ever_had_is_refused(self, event, officer, now):
        with pytest.raises(Refused, match="not due any more"):
            set_due(event=event, awards=[uuid4()], actor=officer, at=now)

    def test_what_is_listed_may_stay_when_it_is_due_no_more(self, event, bronze, choose):
        choose(bronze)
        given(bronze, date(2020, 1, 1))
        assert choose(bronze) == 1

    def test_of_an_invited_one_emblems_come_and_go(
        self, event, bronze, choose, organisation, lead, officer, now
    ):
        choose(bronze)
        invite(event, officer=officer, at=now)
        silver = hold(organisation, "silver", lead=lead, officer=officer, at=now)
        choose(silver)
        assert listed(event) == {silver}
        assert EventInvitation.objects.get().invited_at is not None

    def test_an_invited_one_is_not_left_out(self, event, bronze, choose, officer, now):
        choose(bronze)
        invite(event, officer=officer, at=now)
        with pytest.raises(Refused, match="Acorn Lane School was invited, so it stays"):
            choose()
        assert listed(event) == {bronze}

    def test_nor_one_that_has_answered_by_telephone(self, event, bronze, choose, now):
        choose(bronze)
        EventInvitation.objects.update(answer="coming", answered_at=now)
        with pytest.raises(Refused, match="stays on the list"):
            choose()

    def test_what_is_handed_over_stays(
        self, event, bronze, choose, organisation, lead, officer, now
    ):
        silver = hold(organisation, "silver", lead=lead, officer=officer, at=now)
        choose(bronze, silver)
        Presentation.objects.filter(award=bronze).update(handed_over_at=now)
        with pytest.raises(Refused, match="handed over already"):
            choose(silver)

    def test_a_list_that_a_colleague_changed_is_not_overwritten(
        self, event, bronze, choose, officer, now
    ):
        seen = seen_of(event)
        other = holder("Beech School", officer=officer, at=now)
        choose(other, seen=seen)
        with pytest.raises(Refused, match="A colleague has changed the list"):
            choose(bronze, seen=seen)
        assert listed(event) == {other}

    def test_of_an_event_that_is_called_off_nothing_is_chosen(
        self, event, bronze, choose, officer, now
    ):
        call_off_event(event=event, why="Rain", actor=officer, at=now)
        with pytest.raises(Refused, match="called off"):
            choose(bronze, of=fresh(event))

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_two_events_at_once_do_not_both_get_it(self, event, bronze, officer, now):
        other = planned(officer=officer, at=now, name="Another one")
        second = make_user("Otto Officer", is_officer=True)
        refusals = refusals_at_once(
            lambda: set_due(event=event, awards=[bronze.uuid], actor=officer, at=now),
            lambda: set_due(event=other, awards=[bronze.uuid], actor=second, at=now),
        )
        assert refusals == ["One of these emblems is not due any more. Choose again."]
        assert Presentation.objects.count() == 1

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_two_officers_at_once_do_not_overwrite_each_other(self, event, bronze, officer, now):
        other = holder("Beech School", officer=officer, at=now)
        second = make_user("Otto Officer", is_officer=True)
        seen = seen_of(event)
        refusals = refusals_at_once(
            *(
                lambda who=who, award=award: set_due(
                    event=event, awards=[award.uuid], seen=seen, actor=who, at=now
                )
                for who, award in ((officer, bronze), (second, other))
            )
        )
        assert refusals == ["A colleague has changed the list since you opened it."]
        assert len(listed(event)) == 1


def test_a_whole_city_fits_on_the_list(officer, now):
    """The helper of the other tests lists everything at once."""
    event = planned(officer=officer, at=now)
    for number in range(3):
        holder(f"School {number}", officer=officer, at=now)
    list_all(event, officer=officer, at=now)
    assert len(listed(event)) == 3
