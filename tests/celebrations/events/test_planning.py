"""Planning the yearly event, changing it, calling it off: each act, and each refusal."""

from datetime import timedelta

import pytest

from celebrations.models import EventInvitation, RecognitionEvent
from celebrations.services.events.planning import call_off_event, change_event, plan_event
from celebrations.services.events.telling import tell_of_calling_off, tell_of_change
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Clash, NotAllowed, Refused
from tests.conftest import make_user
from tests.support.at_once import refusals_at_once
from tests.support.awards import hold, holder
from tests.support.events import details, fresh, invite, list_all, planned
from tests.support.jobs import run_waiting_jobs

DAY = timedelta(days=1)


@pytest.fixture
def event(officer, now):
    return planned(officer=officer, at=now)


@pytest.fixture
def invited(event, organisation, lead, officer, now):
    """Acorn Lane School is, and its lead was written to."""
    hold(organisation, lead=lead, officer=officer, at=now)
    list_all(event, officer=officer, at=now)
    invite(event, officer=officer, at=now)
    return event


def mails(message):
    rows = OutboxMessage.objects.filter(message=message)
    return sorted(rows.values_list("to", flat=True))


class TestPlanning:
    def test_what_is_said_is_kept(self, event, officer, now):
        assert event.created_by == officer
        assert event.is_planned
        assert event.version == 1
        assert AuditEvent.objects.filter(event="event.planned").count() == 1

    @pytest.mark.parametrize("who", ["lead", "stranger"])
    def test_is_for_officers(self, now, who, request):
        with pytest.raises(NotAllowed):
            planned(officer=request.getfixturevalue(who), at=now)

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"starts_at": -DAY}, "This time has passed"),
            ({"reply_by": 41 * DAY}, "must not be after the event"),
            ({"reply_by": -DAY}, "The day to answer by has passed"),
            ({"counts_from": DAY}, "there are none yet"),
            ({"most_guests": 0}, "1 to 20 guests"),
            ({"most_guests": 21}, "1 to 20 guests"),
        ],
    )
    def test_what_cannot_be_is_refused(self, officer, now, values, sentence):
        def moved(name, by):
            if not isinstance(by, timedelta):
                return by
            return now + by if name == "starts_at" else london_date(now + by)

        said = {name: moved(name, by) for name, by in values.items()}
        with pytest.raises(Refused, match=sentence):
            planned(officer=officer, at=now, **said)
        assert not RecognitionEvent.objects.exists()

    def test_the_same_twice_is_refused_with_the_first(self, event, officer, now):
        with pytest.raises(Refused, match="planned for that time already") as refused:
            planned(officer=officer, at=now)
        assert str(event.uuid) in refused.value.link.url

    def test_another_may_take_its_place_once_it_is_called_off(self, event, officer, now):
        call_off_event(event=event, why="Rain", actor=officer, at=now)
        assert planned(officer=officer, at=now) != event

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_two_clicks_at_once_make_one(self, officer, now):
        said = details(now)
        acts = [lambda: plan_event(details=said, actor=officer, at=now)] * 2
        refusals = refusals_at_once(*acts)
        assert len(refusals) == 1
        assert RecognitionEvent.objects.count() == 1


class TestChanging:
    def change(self, event, officer, now, *, version=None, **values):
        return change_event(
            event=event,
            details=details(event.created_at, **values),
            expected_version=version or fresh(event).version,
            actor=officer,
            at=now,
        )

    def test_moves_it_to_the_next_version(self, event, officer, now):
        self.change(event, officer, now, presenter="the Leader of the Council")
        assert (fresh(event).presenter, fresh(event).version) == ("the Leader of the Council", 2)

    def test_a_colleagues_change_is_not_overwritten(self, event, officer, now):
        moved = event.starts_at + DAY
        self.change(event, officer, now, venue="Town Hall", starts_at=moved)
        with pytest.raises(Clash) as clash:
            self.change(event, officer, now, version=1, venue="Library")
        rows = {row.label: (row.mine, row.theirs) for row in clash.value.fields}
        assert rows == {
            "When it starts": ("2 January 2027 at 10:00", "3 January 2027 at 10:00"),
            "Place": ("Library", "Town Hall"),
        }

    def test_is_for_officers(self, event, lead, now):
        with pytest.raises(NotAllowed):
            self.change(event, lead, now)

    def test_after_it_is_over_or_called_off_is_refused(self, event, officer, now):
        over = event.starts_at + DAY
        RecognitionEvent.objects.update(closed_at=over, closed_by=officer)
        with pytest.raises(Refused, match="This event is closed"):
            self.change(event, officer, over)
        RecognitionEvent.objects.update(
            closed_at=None, closed_by=None, cancelled_at=now, cancelled_by=officer
        )
        with pytest.raises(Refused, match="This event was called off"):
            self.change(event, officer, now)

    def test_to_a_time_that_has_passed_is_refused(self, event, officer, now):
        with pytest.raises(Refused, match="This time has passed"):
            self.change(event, officer, now, starts_at=now - DAY)

    def test_what_has_passed_by_itself_may_stay(self, event, officer, now):
        """The day after, the presenter's name can still be put right."""
        self.change(event, officer, event.starts_at + DAY, presenter="the Deputy Mayor")
        assert fresh(event).presenter == "the Deputy Mayor"

    @pytest.mark.parametrize(
        ("values", "told"),
        [
            ({"venue": "Town Hall"}, True),
            ({"address": "Broad Street"}, True),
            ({"presenter": "the Deputy Mayor"}, False),
            ({"practical": "Ring the bell."}, False),
        ],
    )
    def test_who_was_invited_hears_of_another_place_alone(
        self, invited, officer, lead, now, values, told
    ):
        self.change(invited, officer, now, **values)
        run_waiting_jobs()
        assert mails("event_changed") == ([lead.email] if told else [])

    def test_who_was_invited_hears_of_another_time_once(
        self, invited, organisation, officer, lead, now, time_machine
    ):
        time_machine.move_to(now)
        changed = self.change(invited, officer, now, starts_at=invited.starts_at + 9 * DAY)
        run_waiting_jobs()
        sent = " ".join(str(row.pk) for row in changed.invitations.all())
        tell_of_change.call(str(changed.uuid), changed.version, sent)
        assert mails("event_changed") == [lead.email]
        mail = OutboxMessage.objects.get(message="event_changed")
        assert "Monday 11 January 2027 at 10am" in mail.subject
        assert "Council House, Victoria Square" in mail.body_text
        assert "please change it by 23 December 2026" in mail.body_text
        assert "/recognition/" in mail.body_text

    def test_each_change_is_told(self, invited, officer, lead, now):
        self.change(invited, officer, now, venue="Town Hall")
        run_waiting_jobs()
        self.change(invited, officer, now, venue="Library")
        run_waiting_jobs()
        assert mails("event_changed") == [lead.email] * 2

    def test_who_only_stands_on_the_list_hears_nothing(
        self, event, organisation, lead, officer, now
    ):
        hold(organisation, lead=lead, officer=officer, at=now)
        list_all(event, officer=officer, at=now)
        self.change(event, officer, now, venue="Town Hall")
        run_waiting_jobs()
        assert mails("event_changed") == []

    def test_a_change_before_it_was_called_off_is_told_no_more(self, invited, officer, lead, now):
        self.change(invited, officer, now, venue="Town Hall")
        call_off_event(event=invited, why="The roof leaks.", actor=officer, at=now)
        run_waiting_jobs()
        assert mails("event_changed") == []
        assert mails("event_called_off") == [lead.email]


class TestCallingOff:
    def test_needs_a_reason(self, event, officer, now):
        with pytest.raises(Refused, match="Say why"):
            call_off_event(event=event, why="  ", actor=officer, at=now)
        assert fresh(event).is_planned

    def test_is_for_officers(self, event, lead, now):
        with pytest.raises(NotAllowed):
            call_off_event(event=event, why="Rain", actor=lead, at=now)

    def test_is_told_to_who_was_invited_and_to_nobody_else(
        self, invited, officer, lead, colleague, now
    ):
        award = holder("Beech School", officer=officer, at=now)
        list_all(invited, officer=officer, at=now)
        call_off_event(event=invited, why="The roof leaks.", actor=officer, at=now)
        run_waiting_jobs()
        tell_of_calling_off.call(str(invited.uuid))
        assert mails("event_called_off") == [lead.email]
        mail = OutboxMessage.objects.get(message="event_called_off")
        assert "The roof leaks." in mail.body_text
        assert EventInvitation.objects.filter(organisation=award.organisation).exists()

    def test_happens_once(self, event, officer, now):
        call_off_event(event=event, why="Rain", actor=officer, at=now)
        with pytest.raises(Refused, match="This event was called off"):
            call_off_event(event=event, why="Snow", actor=officer, at=now)
        assert fresh(event).cancelled_why == "Rain"

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_two_officers_at_once(self, invited, officer, lead, now):
        other = make_user("Otto Officer", is_officer=True)
        refusals = refusals_at_once(
            lambda: call_off_event(event=invited, why="Rain", actor=officer, at=now),
            lambda: call_off_event(event=invited, why="Snow", actor=other, at=now),
        )
        assert refusals == ["This event was called off."]
        run_waiting_jobs()
        assert mails("event_called_off") == [lead.email]
