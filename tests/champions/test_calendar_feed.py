"""Which dates stand in whose calendar, and that any calendar can read them (scheme.md 7, 10, 20, 22)."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from dateutil import tz
from django.conf import settings
from icalendar import Calendar

from awards.choices import ApplicationKind, Interest, MembershipRole, Status
from awards.models import Application, Award, Extension, Membership, Organisation
from awards.selectors import awaited_deadlines
from awards.services.extensions import extend_due_date
from awards.services.interests import match_names
from champions.calendars import feed_file
from champions.choices import Ended, PlaceKind, Purpose, Side
from champions.models import Appointment, Assignment
from champions.selectors.calendar_feed import entries_of
from champions.services import meetings
from champions.services.panels import step_back
from champions.services.people import end_service
from champions.services.standing import tell_of_link
from foundation.dates import LONDON, london_date
from foundation.models import OutboxMessage
from tests.support.awards import dated, hold, holder
from tests.support.champions import HOUR, WEEK, agree_to_meet, send
from tests.support.visits import agreed_visit, ask_for, write

DAY = timedelta(days=1)


@pytest.fixture
def silver(panel):
    """A Silver case with its panel, without the way there."""
    application = panel.application
    Application.objects.filter(pk=application.pk).update(stage="silver")
    application.refresh_from_db()
    return application


@pytest.fixture
def visit(silver, chair, lead, now):
    """Agreed, in a week."""
    return agreed_visit(silver, lead, chair.user, at=now)


def text_for(user, at):
    return feed_file(entries_of(user, at=at)).decode()


def events_for(user, at):
    """As a calendar sees them, by their UID."""
    found = Calendar.from_ical(text_for(user, at)).walk("VEVENT")
    events = {str(event["uid"]).removesuffix("@testserver"): event for event in found}
    assert len(events) == len(found)
    return events


def titles_for(user, at):
    return [str(event["summary"]) for event in events_for(user, at).values()]


class TestWhose:
    def test_both_sides_have_an_agreed_visit_and_nobody_else(
        self, visit, lead, colleague, chair, young, spare, stranger, officer, now
    ):
        for person in (lead, colleague, chair.user, young.user):
            assert list(events_for(person, now)) == [str(visit.uuid)]
        for person in (spare.user, stranger, officer):
            assert events_for(person, now) == {}

    def test_offered_is_in_nobodys_calendar(self, silver, lead, chair, now):
        ask_for(silver, chair.user, at=now)
        assert (entries_of(lead, at=now), entries_of(chair.user, at=now)) == ([], [])

    def test_before_the_declaration_a_champion_has_nothing(self, visit, parent, officer, now):
        """T-29: a case is closed until they say that nothing ties them."""
        seat = Assignment.objects.create(
            panel=visit.application.panel, champion=parent, assigned_by=officer, assigned_at=now
        )
        assert entries_of(parent.user, at=now) == []
        seat.declarations.create(
            nature=Interest.NONE, declared_at=now, declared_by_id=parent.user_id
        )
        assert len(entries_of(parent.user, at=now)) == 1

    def test_gone_with_the_place_on_the_panel(self, visit, young, now):
        step_back(
            panel=visit.application.panel, reason="Too much.", actor=young.user, at=now + HOUR
        )
        assert entries_of(young.user, at=now + HOUR) == []

    @pytest.mark.parametrize("why", [Ended.INTEREST, Ended.RECUSED, Ended.APPEAL])
    def test_gone_for_who_was_taken_off(self, visit, young, officer, now, why):
        """T-36; an officer who is a champion, too, included."""
        Assignment.objects.filter(champion=young).update(
            ended_at=now, ended_reason=why, ended_note="A cousin.", ended_by=officer
        )
        assert entries_of(young.user, at=now) == []
        type(young.user).objects.filter(pk=young.user_id).update(is_officer=True)
        young.user.refresh_from_db()
        assert entries_of(young.user, at=now) == []

    def test_gone_for_who_is_tied_to_the_organisation(self, visit, young, now):
        tell_of_link(
            person=young.user,
            organisation_name=visit.application.organisation.name,
            nature=Interest.RELATIVE,
            actor=young.user,
            at=now + HOUR,
        )
        match_names(visit.application.organisation, at=now + HOUR)
        assert entries_of(young.user, at=now + HOUR) == []

    def test_gone_when_service_ends(self, visit, young, officer, now):
        end_service(champion=young, actor=officer, at=now + HOUR)
        assert entries_of(young.user, at=now + HOUR) == []

    def test_who_joined_the_applicant_has_it_once_from_its_side(self, visit, young, now):
        Membership.objects.create(
            organisation=visit.application.organisation,
            user=young.user,
            role=MembershipRole.MEMBER,
            joined_at=now,
        )
        (event,) = events_for(young.user, now).values()
        assert event["url"] == f"{settings.BASE_URL}/visits/{visit.uuid}/"

    def test_gone_when_somebody_leaves_the_organisation(self, visit, colleague, now):
        colleague.memberships.all().delete()
        assert entries_of(colleague, at=now) == []

    def test_a_deleted_organisation_has_no_dates(self, visit, lead, now):
        Organisation.objects.filter(pk=visit.application.organisation_id).update(erased_at=now)
        assert entries_of(lead, at=now) == []

    def test_what_took_place_stays_for_a_year(self, visit, lead, chair, now):
        write(visit, chair.user)
        after = now + 60 * DAY
        assert list(events_for(lead, after)) == [str(visit.uuid)]
        assert list(events_for(chair.user, after)) == [str(visit.uuid)]
        assert entries_of(lead, at=now + WEEK + 366 * DAY) == []

    def test_visits_of_the_first_panel_are_not_for_the_second(self, visit, chair, young, now):
        """After an appeal they look afresh (T-38)."""
        write(visit, chair.user)
        late = Appointment.objects.get().minuted_at + HOUR
        Assignment.objects.filter(champion=young).update(assigned_at=late)
        assert entries_of(young.user, at=late) == []
        assert len(entries_of(chair.user, at=late)) == 1


class TestAppointments:
    def test_entry_is_that_of_the_mail(self, visit, lead, chair, now):
        event = events_for(lead, now)[str(visit.uuid)]
        mail = OutboxMessage.objects.get(message="visit_agreed", to=lead.email).attachments[0]
        (sent,) = Calendar.from_ical(mail["content"]).walk("VEVENT")
        for name in ("uid", "sequence", "summary", "dtstart", "dtend", "location", "description"):
            assert event[name] == sent[name]
        assert event["dtstart"].params["TZID"] == "Europe/London"
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
        assert "attendee" not in event
        of_panel = events_for(chair.user, now)[str(visit.uuid)]
        assert f"/cases/{visit.application.uuid}/visits/{visit.uuid}/" in of_panel["url"]

    def test_meeting_leads_to_its_page(self, panel, lead, chair, now):
        agree_to_meet(panel.application, lead, at=now)
        (ours,), (theirs,) = (events_for(each, now).values() for each in (lead, chair.user))
        assert ours["url"].endswith(f"/applications/{panel.application.uuid}/meeting/")
        assert theirs["url"].endswith(f"/cases/{panel.application.uuid}/meeting/")

    def test_moved_goes_and_comes_back_as_the_same_entry(self, visit, lead, chair, now):
        before = events_for(lead, now)[str(visit.uuid)]
        moved = meetings.move(
            appointment=visit,
            side=Side.PANEL,
            times=[now + 3 * WEEK],
            reason="Snow.",
            actor=chair.user,
            at=now + 2 * HOUR,
        )
        assert events_for(lead, now) == {}
        meetings.accept_time(offered=moved.offers.open().get(), actor=lead, at=now + 3 * HOUR)
        after = events_for(lead, now)[str(visit.uuid)]
        assert after["sequence"] > before["sequence"]
        assert after.decoded("last-modified") == now + 3 * HOUR > before.decoded("last-modified")
        assert after.decoded("dtstart") == now + 3 * WEEK

    def test_new_place_is_a_newer_version(self, visit, lead, chair, now):
        before = events_for(lead, now)[str(visit.uuid)]
        meetings.change_place(
            appointment=visit,
            place_kind=PlaceKind.IN_PERSON,
            place="2 Beech Road",
            actor=chair.user,
            at=now + 2 * HOUR,
        )
        after = events_for(lead, now)[str(visit.uuid)]
        assert after["location"] == "In person: 2 Beech Road"
        assert after["sequence"] == before["sequence"] + 1
        assert after.decoded("last-modified") == after.decoded("dtstamp") == now + 2 * HOUR

    def test_called_off_disappears(self, visit, lead, chair, now):
        meetings.cancel(appointment=visit, reason="Snow", actor=chair.user, at=now + 2 * HOUR)
        assert (events_for(lead, now), events_for(chair.user, now)) == ({}, {})

    @pytest.mark.parametrize(
        ("kind", "place", "shown"),
        [
            (PlaceKind.VIDEO, "https://meet.example/acorn", "Video call"),
            (PlaceKind.TELEPHONE, "0121 496 0000", "Telephone"),
            (PlaceKind.IN_PERSON, "Hall, or https://meet.example/acorn", "In person"),
            (PlaceKind.IN_PERSON, "1 Acorn Lane", "In person: 1 Acorn Lane"),
        ],
    )
    def test_no_link_and_no_number(self, silver, lead, chair, now, kind, place, shown):
        agreed_visit(silver, lead, chair.user, at=now, place_kind=kind, place=place)
        for person in (lead, chair.user):
            (event,) = events_for(person, now).values()
            assert event["location"] == shown
            assert "meet.example" not in text_for(person, now)

    def test_it_names_no_people(self, silver, visit, lead, colleague, chair, young, now):
        agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
        for reader in (lead, chair.user):
            text = text_for(reader, now)
            for person in (lead, colleague, chair.user, young.user):
                assert person.email not in text
                assert all(word not in text for word in person.name.split() if word != "Lead")

    @pytest.mark.parametrize(
        ("starts", "utc"),
        [
            # The Monday after the clocks went forward, and after they went back (T-89).
            (datetime(2027, 3, 29, 10, tzinfo=LONDON), datetime(2027, 3, 29, 9, tzinfo=UTC)),
            (datetime(2027, 11, 1, 10, tzinfo=LONDON), datetime(2027, 11, 1, 10, tzinfo=UTC)),
        ],
    )
    def test_clock_changes(self, visit, lead, now, starts, utc):
        Appointment.objects.update(starts_at=utc)
        text = text_for(lead, now)
        assert f"DTSTART;TZID=Europe/London:{starts:%Y%m%dT%H%M%S}" in text
        zone = tz.tzical(StringIO(text)).get("Europe/London")
        assert (
            datetime(starts.year, starts.month, starts.day, 10, tzinfo=zone).astimezone(UTC) == utc
        )

    @pytest.mark.parametrize("year", [2026, 2027, 2028, 2040])
    def test_its_time_zone_is_londons_all_year(self, visit, lead, now, year):
        """Read by a library that did not write it, around both changes and through the year."""
        zone = tz.tzical(StringIO(text_for(lead, now))).get("Europe/London")
        moment = datetime(year, 1, 1, tzinfo=UTC)
        while moment.year == year:
            local = moment.astimezone(LONDON)
            if not local.fold:
                as_read = local.replace(tzinfo=zone)
                assert as_read.utcoffset() == local.utcoffset(), local
            moment += HOUR / 2


class TestDays:
    @pytest.fixture
    def bronze(self, organisation, lead, officer, now):
        return hold(organisation, lead=lead, officer=officer, at=now)

    def test_work_is_due_on_a_whole_day(self, bronze, lead, now):
        (deadline,) = awaited_deadlines(on=london_date(now))
        (event,) = events_for(lead, now).values()
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event.decoded("dtstart") == deadline.due_on
        assert event.decoded("dtend") == deadline.due_on + DAY
        assert event["transp"] == "TRANSPARENT"
        assert str(event["summary"]) == "Send your delivery plan: Acorn Lane School"
        assert "You keep Bronze, whatever happens." in event["description"]
        assert event.decoded("dtstamp") == datetime(2026, 11, 23, tzinfo=UTC)

    def test_more_time_moves_it(self, bronze, lead, officer, now):
        (before,) = events_for(lead, now).values()
        (deadline,) = awaited_deadlines(on=london_date(now))
        day = deadline.due_on + 30 * DAY
        extend_due_date(
            organisation=bronze.organisation,
            stage="silver",
            due_on=day,
            reason="Illness.",
            actor=officer,
            at=now + DAY,
        )
        (after,) = events_for(lead, now + DAY).values()
        assert after["uid"] == before["uid"]
        assert (after.decoded("dtstart"), after["sequence"]) == (day, 1)
        assert "More time was agreed." in after["description"]
        assert "Illness" not in text_for(lead, now + DAY)
        assert after.decoded("last-modified") == now + DAY

    @pytest.mark.parametrize("status", [Status.SUBMITTED, Status.CHANGES_REQUESTED])
    def test_sent_disappears_and_taken_back_is_there_again(self, bronze, lead, now, status):
        row = Application.objects.create(
            reference="AC-1",
            organisation=bronze.organisation,
            stage="silver",
            edition=bronze.edition,
            status=status,
            status_since=now,
            submitted_at=now,
            created_at=now,
            created_by=lead,
        )
        assert entries_of(lead, at=now) == []
        Application.objects.filter(pk=row.pk).update(status=Status.WITHDRAWN)
        assert len(entries_of(lead, at=now)) == 1

    def test_awarded_has_nothing_due(self, bronze, lead, officer, now):
        hold(bronze.organisation, "silver", lead=lead, officer=officer, at=now)
        assert titles_for(lead, now) == []

    def test_revoked_has_nothing_due(self, bronze, lead, officer, now):
        Award.objects.update(revoked_on=now.date(), revoked_by=officer, revocation_reason="x")
        assert titles_for(lead, now) == []

    def test_same_as_everybody_is_reminded_of(self, bronze, lead, officer, now):
        """Of three organisations; each lead has their own alone."""
        holders = [holder(name, officer=officer, at=now) for name in ("Beech", "Cedar")]
        told = {each.award.pk: each.due_on for each in awaited_deadlines(on=london_date(now))}
        assert len(told) == 3
        for award in (bronze, *holders):
            person = award.organisation.memberships.get().user
            (entry,) = entries_of(person, at=now)
            assert (entry.day, entry.uid) == (told[award.pk], f"{award.uuid}-silver")


class TestRenewals:
    @pytest.fixture
    def gold(self, organisation, lead, officer, now):
        """Given on 29 February 2028, so it falls due on 28 February (T-88)."""
        made = hold(organisation, lead=lead, officer=officer, at=now)
        hold(organisation, "silver", lead=lead, officer=officer, at=now)
        made = hold(organisation, "gold", lead=lead, officer=officer, at=now)
        Award.objects.filter(pk=made.pk).update(**dated(date(2028, 2, 29), date(2029, 2, 28)))
        made.refresh_from_db()
        return made

    def days(self, lead, at):
        found = events_for(lead, at)
        return {uid.rsplit("-", 1)[1]: event.decoded("dtstart") for uid, event in found.items()}

    def statement(self, gold, lead, at):
        return Application.objects.create(
            reference="AC-2",
            organisation=gold.organisation,
            stage="gold",
            kind=ApplicationKind.REVALIDATION,
            edition=gold.edition,
            status_since=at,
            created_at=at,
            created_by=lead,
        )

    def test_opens_due_and_last_day(self, gold, lead, now):
        at = datetime(2028, 6, 1, 9, tzinfo=UTC)
        found = self.days(lead, at)
        assert {key: found[key] for key in ("opens", "due", "grace")} == {
            "opens": date(2028, 12, 30),
            "due": date(2029, 2, 28),
            "grace": date(2029, 3, 28),
        }
        assert [title for title in titles_for(lead, at) if "Gold" in title] == [
            "You can renew Gold from today: Acorn Lane School",
            "Send your re-validation statement for Gold: Acorn Lane School",
            "Last day to renew Gold: Acorn Lane School",
        ]

    def test_stay_while_the_statement_is_written_and_go_when_it_is_sent(self, gold, lead, now):
        at = datetime(2029, 1, 10, 9, tzinfo=UTC)
        made = self.statement(gold, lead, at)
        assert "due" in self.days(lead, at)
        Application.objects.filter(pk=made.pk).update(status=Status.SUBMITTED, submitted_at=at)
        assert not {"opens", "due", "grace"} & set(self.days(lead, at))

    def test_go_after_the_lapse(self, gold, lead):
        last = datetime(2029, 3, 28, 23, 30, tzinfo=LONDON)
        assert "grace" in self.days(lead, last)
        assert "grace" not in self.days(lead, last + HOUR)

    def test_more_time_moves_the_last_day(self, gold, lead, officer):
        at = datetime(2029, 3, 1, 9, tzinfo=UTC)
        Extension.objects.create(
            organisation=gold.organisation,
            stage="gold",
            award=gold,
            due_on=date(2029, 4, 30),
            reason="Illness.",
            granted_by=officer,
            granted_at=at,
        )
        Award.objects.filter(pk=gold.pk).update(grace_until=date(2029, 4, 30))
        event = events_for(lead, at)[f"{gold.uuid}-grace"]
        assert (event.decoded("dtstart"), event["sequence"]) == (date(2029, 4, 30), 1)
        assert "More time was agreed." in event["description"]


HARD = [
    "Semi; Colon, Comma \\ Back\\nslash “Quotes”",
    "Ünïcødé " * 19,
    "👩‍👧‍👦" * 20,
    "Acorn\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Forged",
    "Acorn\nATTENDEE:mailto:victim@people.example",
]


class TestFormat:
    @pytest.mark.parametrize("name", HARD)
    def test_whatever_an_organisation_is_called(self, visit, lead, now, name):
        """T-71: nothing typed becomes a line of its own, and no line is longer than 75 octets."""
        Organisation.objects.update(name=name[:160])
        text = text_for(lead, now)
        lines = text.encode().split(b"\r\n")
        assert all(len(line) <= 75 for line in lines)
        assert b"\n" not in b"".join(lines)
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        assert "attendee" not in event
        assert name[:160].replace("\r\n", "\n").strip() in str(event["summary"])

    def test_what_a_calendar_needs(self, visit, lead, now):
        calendar = Calendar.from_ical(text_for(lead, now))
        assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
        assert (calendar["calscale"], calendar["x-wr-calname"]) == (
            "GREGORIAN",
            "Co-production Award",
        )
        assert calendar["refresh-interval"].params["VALUE"] == "DURATION"
        assert not calendar.errors
        assert len(calendar.walk("VTIMEZONE")) == 1
        for event in calendar.walk("VEVENT"):
            assert not event.errors
            wanted = {"uid", "dtstamp", "dtstart", "dtend", "summary", "sequence", "organizer"}
            assert wanted <= {name.lower() for name in event}

    def test_same_dates_are_the_same_bytes(self, visit, lead, now):
        assert text_for(lead, now) == text_for(lead, now + 3 * DAY)

    def test_in_the_order_of_their_days(self, silver, visit, lead, officer, chair, now):
        agreed_visit(silver, lead, chair.user, at=now - DAY)
        other = holder("Beech", officer=officer, at=now)
        Membership.objects.create(
            organisation=other.organisation,
            user=lead,
            role=MembershipRole.MEMBER,
            joined_at=now,
        )
        found = [entry.day for entry in entries_of(lead, at=now)]
        assert found == sorted(found)
        assert len(found) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(silver, lead, chair, officer, now, count, django_assert_num_queries):
    """Of organisations, awards, cases and visits."""
    for number in range(count):
        agreed_visit(silver, lead, chair.user, at=now + number * HOUR)
        award = holder(f"Beech {number}", officer=officer, at=now)
        Membership.objects.create(
            organisation=award.organisation,
            user=lead,
            role=MembershipRole.MEMBER,
            joined_at=now,
        )
    # Organisations, their awards, applications and extensions; appointments of either side.
    with django_assert_num_queries(6):
        assert len(entries_of(lead, at=now)) == 2 * count
    with django_assert_num_queries(3):
        assert len(entries_of(chair.user, at=now)) == count


def test_a_case_that_was_sent_again_is_no_second_date(visit, lead, now):
    """Its status alone changes nothing of what is agreed."""
    Application.objects.filter(pk=visit.application_id).update(status=Status.CHANGES_REQUESTED)
    visit.application.refresh_from_db()
    send(visit.application, lead, at=now + 2 * HOUR)
    assert list(events_for(lead, now + 2 * HOUR)) == [str(visit.uuid)]
