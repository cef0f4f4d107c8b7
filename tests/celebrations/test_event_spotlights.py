"""The story of an event: a spotlight of its own, beside that of the organisation's work (scheme.md 25, 27)."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from celebrations import services
from celebrations.models import OwnEvent, Spotlight
from celebrations.rendering.feeds import json_feed, rss
from celebrations.selectors.public import entries
from celebrations.selectors.spotlights import standing_of
from celebrations.services.copies import keep_copies
from celebrations.services.own_events import delete_event
from celebrations.services.telling import tell_of_spotlights_gone
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import OutboxMessage
from foundation.refusals import NotAllowed, Refused
from portfolios.models import Consent
from portfolios.services.evidence import withdraw_consent
from tests.support.jobs import run_waiting_jobs
from tests.support.own_events import EVENT, change, own_event
from tests.support.spotlights import WORDS, approve, fresh, send

MINUTE = timedelta(minutes=1)


def is_public(spotlight, now):
    return Spotlight.objects.public(london_date(now)).filter(pk=spotlight.pk).exists()


def told(spotlight):
    return (spotlight.event_name, spotlight.event_day, spotlight.event_place)


class TestBeginning:
    def test_begins_with_what_was_recorded(self, bronze, organisation, event, lead, now):
        made = services.begin_spotlight(organisation=organisation, event=event, actor=lead, at=now)
        assert (made.event, made.title, made.story) == (
            event,
            EVENT["name"],
            EVENT["what_happened"],
        )
        assert told(made) == (EVENT["name"], EVENT["held_on"], EVENT["place"])
        # Who came, and how many, is for its people and officers.
        assert (made.summary, made.changed) == ("", "")

    def test_a_new_version_begins_with_what_is_shown(
        self, event_shown, organisation, event, photo, lead, now
    ):
        before = event_shown(photo())
        made = services.begin_spotlight(organisation=organisation, event=event, actor=lead, at=now)
        assert {name: getattr(made, name) for name in WORDS} == WORDS
        assert made.pictures.get().file == before.pictures.get().file

    def test_each_story_has_its_own(self, story, event_story, organisation, lead, now):
        of_work, of_event = story(), event_story()
        other = own_event(organisation, by=lead, at=now, name="A picnic")
        of_other = event_story(of=other)
        assert len({of_work.pk, of_event.pk, of_other.pk}) == 3
        again = services.begin_spotlight(organisation=organisation, event=other, actor=lead, at=now)
        assert again == of_other

    def test_needs_an_award(self, organisation, event, lead, now):
        with pytest.raises(Refused, match="once you hold Bronze"):
            services.begin_spotlight(organisation=organisation, event=event, actor=lead, at=now)

    def test_not_of_an_event_that_was_deleted(self, bronze, organisation, event, lead, now):
        delete_event(event=event, actor=lead, at=now)
        with pytest.raises(Refused, match="deleted this event"):
            services.begin_spotlight(organisation=organisation, event=event, actor=lead, at=now)

    def test_nor_of_an_event_of_others(self, another, organisation, bronze, event, lead, now):
        theirs = another(1, now=now)
        OwnEvent.objects.filter(pk=event.pk).update(organisation=theirs.organisation)
        with pytest.raises(Refused, match="deleted this event"):
            services.begin_spotlight(organisation=organisation, event=event, actor=lead, at=now)

    @pytest.mark.parametrize("who", ["stranger", "officer"])
    def test_is_for_its_people_alone(self, bronze, organisation, event, now, who, request):
        with pytest.raises(NotAllowed):
            services.begin_spotlight(
                organisation=organisation,
                event=event,
                actor=request.getfixturevalue(who),
                at=now,
            )


class TestWhatItSaysOfTheEvent:
    """Nobody reads what no officer has read."""

    def test_follows_it_while_it_is_written(self, event, event_story, lead, now):
        spotlight = event_story()
        change(event, by=lead, at=now + MINUTE, name="The blue door", place="")
        assert told(fresh(spotlight)) == ("The blue door", EVENT["held_on"], "")

    def test_so_that_a_lead_checks_it_again(self, event, event_story, lead, now):
        spotlight = event_story()
        change(event, by=lead, at=now + MINUTE, name="The blue door")
        with pytest.raises(Refused, match="Check it again"):
            services.send_spotlight(
                spotlight=spotlight, seen=spotlight.updated_at, actor=lead, at=now + MINUTE
            )

    def test_another_change_of_the_event_leaves_it_alone(self, event, event_story, lead, now):
        spotlight = event_story()
        change(event, by=lead, at=now + MINUTE, people=99)
        assert fresh(spotlight).updated_at == spotlight.updated_at

    def test_what_was_sent_stays(self, event, event_story, lead, officer, now):
        spotlight = send(event_story(), lead=lead, at=now)
        change(event, by=lead, at=now + MINUTE, name="The blue door")
        shown = approve(spotlight, officer=officer, at=now + MINUTE)
        change(event, by=lead, at=now + MINUTE, held_on=date(2026, 1, 1))
        assert told(fresh(shown)) == (EVENT["name"], EVENT["held_on"], EVENT["place"])

    @pytest.mark.parametrize("back", ["taken back", "changes asked for"])
    def test_and_follows_again_once_it_is_back(self, event, event_story, lead, officer, now, back):
        spotlight = send(event_story(), lead=lead, at=now)
        change(event, by=lead, at=now + MINUTE, name="The blue door")
        if back == "taken back":
            services.take_back(spotlight=spotlight, actor=lead, at=now + MINUTE)
        else:
            services.ask_for_changes(
                spotlight=spotlight,
                sent_at=spotlight.sent_at,
                note_text="Leave out the street.",
                actor=officer,
                at=now + MINUTE,
            )
        assert fresh(spotlight).event_name == "The blue door"


class TestAnswering:
    def test_a_new_version_ends_that_of_its_own_story_alone(
        self, shown, event_shown, organisation, lead, now
    ):
        other = own_event(organisation, by=lead, at=now, name="A picnic")
        of_work, of_event, of_other = shown(), event_shown(), event_shown(of=other)
        again = event_shown(at=now + MINUTE)
        states = [fresh(each).state for each in (of_work, of_event, of_other, again)]
        assert states == ["shown", "replaced", "shown", "shown"]
        shown(at=now + MINUTE)
        assert (fresh(of_work).state, fresh(again).state) == ("replaced", "shown")

    def test_each_stands_by_itself(self, shown, event_story, organisation, event, now):
        of_work, of_event = shown(), event_story()
        on = london_date(now)
        work, its = (standing_of(organisation, each, on=on) for each in (None, event))
        assert (work.shown, work.open, work.is_public) == (of_work, None, True)
        assert (its.shown, its.open, its.is_public) == (None, of_event, False)

    def test_mails_lead_to_the_page_of_the_event(self, event_shown, event):
        event_shown()
        (mail,) = OutboxMessage.objects.filter(message="spotlight_shown")
        assert f"http://testserver/own-events/{event.uuid}/spotlight/" in mail.body_text


class TestPublic:
    def test_consent_taken_back_takes_that_story_down_and_no_other(
        self, shown, event_shown, photo, lead, now
    ):
        file = photo()
        of_work, of_event = shown(), event_shown(file)
        run_waiting_jobs()
        assert is_public(of_event, now)
        withdraw_consent(item=file.item, note="", actor=lead, at=now)
        assert not is_public(of_event, now)
        assert is_public(of_work, now)
        context = DutyContext(now=now, today=london_date(now), dry_run=False)
        assert tell_of_spotlights_gone(context) == 1
        (mail,) = OutboxMessage.objects.filter(message="spotlight_gone")
        assert f"/own-events/{of_event.event.uuid}/spotlight/" in mail.body_text
        assert keep_copies(context) == 1
        assert of_event.pictures.get().copy is None

    def test_without_an_award_it_is_not_shown(self, event_shown, bronze, now):
        spotlight = event_shown()
        bronze.revoked_on = london_date(now)
        bronze.save()
        assert not is_public(spotlight, now)

    def test_nor_with_a_picture_without_consent(self, event_story, photo, lead, officer, now):
        spotlight = send(event_story(photo()), lead=lead, at=now)
        Consent.objects.update(scope="assessors")
        with pytest.raises(Refused, match="may not be shown"):
            approve(spotlight, officer=officer, at=now)

    def test_feeds_say_which_event(self, shown, event_shown, now):
        shown(title="Our work")
        event_shown(at=now + MINUTE)
        found = entries(on=london_date(now))
        of_event, of_work = json_feed(found)["items"]
        sentence = "About an event: The day of the green door, 19 November 2026, School hall."
        assert of_event["_event"] == {
            "name": "The day of the green door",
            "day": "2026-11-19",
            "place": "School hall",
        }
        assert of_event["content_text"].startswith(f"{sentence}\n\n")
        assert json.dumps(of_event)
        assert "_event" not in of_work
        assert f"{sentence} {WORDS['summary']}" in rss(found)

    def test_without_a_place_no_comma_is_left(self, event, event_shown, lead, now):
        change(event, by=lead, at=now, place="")
        event_shown()
        (entry,) = entries(on=london_date(now))
        assert (
            entry.event.sentence == "About an event: The day of the green door, 19 November 2026."
        )


class TestTheDatabase:
    def test_has_one_open_version_of_an_event(self, event_story, now):
        spotlight = event_story()
        spotlight.pk, spotlight.uuid = None, "00000000-0000-4000-8000-000000000001"
        with pytest.raises(IntegrityError, match=r"one_open|event_id"), transaction.atomic():
            spotlight.save(force_insert=True)

    def test_and_one_that_is_shown(self, event_shown):
        spotlight = event_shown()
        spotlight.pk, spotlight.uuid = None, "00000000-0000-4000-8000-000000000001"
        with pytest.raises(IntegrityError, match=r"one_shown|event_id"), transaction.atomic():
            spotlight.save(force_insert=True)

    @pytest.mark.parametrize("values", [{"event_day": None}, {"event_name": ""}, {"event": None}])
    def test_says_which_event(self, event_story, values):
        spotlight = event_story()
        with pytest.raises(IntegrityError, match="says_which"), transaction.atomic():
            Spotlight.objects.filter(pk=spotlight.pk).update(**values)
