"""Events that an organisation holds itself: recorded, changed, deleted; each refusal (scheme.md 27)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict

from awards.models import Hold
from awards.services.organisations import create_organisation
from celebrations import services as stories
from celebrations.models import OwnEvent, Spotlight
from celebrations.selectors.own_events import awards_to_choose, rows_of
from celebrations.services.erasure import forget_own_events, forget_spotlights
from celebrations.services.own_events import (
    change_event,
    delete_event,
    event_draft_key,
    new_draft_key,
    record_event,
)
from celebrations.services.retention import own_events as past
from foundation.drafts import draft_for, save_draft
from foundation.models import AuditEvent
from foundation.refusals import Clash, NotAllowed, Refused
from tests.conftest import make_user
from tests.support.awards import hold
from tests.support.own_events import EVENT, change, own_event
from tests.support.spotlights import send

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def events_of(name):
    return AuditEvent.objects.filter(event=name).count()


def typed(person, key, now):
    return save_draft(owner=person, key=key, data=QueryDict("name=x"), at=now)


def place_hold(organisation, officer, now):
    return Hold.objects.create(
        organisation=organisation, reason="A claim.", placed_by=officer, placed_at=now
    )


class TestRecording:
    def test_needs_no_award(self, organisation, colleague, now):
        made = own_event(organisation, by=colleague, at=now)
        assert {name: getattr(made, name) for name in EVENT} == EVENT
        assert (made.created_by, made.updated_at) == (colleague, now)
        assert events_of("own_event.recorded") == 1

    def test_twice_makes_one(self, organisation, lead, now):
        """T-43."""
        key = uuid4()
        first, again = (
            record_event(organisation=organisation, key=key, values=EVENT, actor=lead, at=now)
            for _ in range(2)
        )
        assert first == again
        assert OwnEvent.objects.count() == 1

    def test_a_key_of_others_is_refused(self, event, stranger, now):
        theirs = create_organisation(
            name="Other",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            actor=stranger,
            at=now,
        )
        with pytest.raises(Refused, match="out of date"):
            record_event(organisation=theirs, key=event.uuid, values=EVENT, actor=stranger, at=now)

    def test_ends_the_draft(self, organisation, lead, now):
        typed(lead, new_draft_key(organisation), now)
        own_event(organisation, by=lead, at=now)
        assert draft_for(lead, new_draft_key(organisation)) is None

    @pytest.mark.parametrize("who", ["stranger", "officer"])
    def test_is_for_its_people_alone(self, organisation, event, now, who, request):
        actor = request.getfixturevalue(who)
        with pytest.raises(NotAllowed):
            own_event(organisation, by=actor, at=now)
        with pytest.raises(NotAllowed):
            change(event, by=actor, at=now)
        with pytest.raises(NotAllowed):
            delete_event(event=event, actor=actor, at=now)

    @pytest.mark.parametrize(
        ("values", "said"),
        [({"name": " "}, "called"), ({"held_on": date(2026, 11, 24)}, "today or earlier")],
        ids=["no-name", "tomorrow"],
    )
    def test_has_a_name_and_a_day_that_was(self, organisation, event, lead, now, values, said):
        with pytest.raises(Refused, match=said):
            own_event(organisation, by=lead, at=now, **values)
        with pytest.raises(Refused, match=said):
            change(event, by=lead, at=now, **values)

    def test_today_is_early_enough(self, organisation, lead, now):
        assert own_event(organisation, by=lead, at=now, held_on=date(2026, 11, 23))

    def test_of_their_own_awards(self, organisation, lead, officer, stranger, bronze, now):
        assert own_event(organisation, by=lead, at=now, award=bronze).award == bronze
        theirs = create_organisation(
            name="Other",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            actor=stranger,
            at=now,
        )
        award = hold(theirs, "bronze", lead=stranger, officer=officer, at=now)
        with pytest.raises(Refused, match="your own awards"):
            own_event(organisation, by=lead, at=now, award=award)

    def test_an_award_that_was_taken_back_is_offered_where_it_stands_alone(
        self, organisation, bronze, now
    ):
        assert awards_to_choose(organisation) == [bronze]
        bronze.revoked_on = date(2026, 11, 23)
        bronze.save()
        assert awards_to_choose(organisation) == []
        assert awards_to_choose(organisation, chosen=bronze) == [bronze]


class TestChanging:
    def test_anybody_of_it_may(self, event, colleague, now):
        event = change(event, by=colleague, at=now + MINUTE, name="The green door", people=None)
        assert (event.name, event.people, event.version) == ("The green door", None, 2)
        assert (event.updated_by, event.updated_at) == (colleague, now + MINUTE)
        assert events_of("own_event.changed") == 1

    def test_a_colleagues_change_is_not_overwritten(self, event, lead, colleague, now):
        """T-44."""
        change(event, by=colleague, at=now, people=90)
        with pytest.raises(Clash) as clash:
            change_event(
                event=event,
                values=EVENT | {"held_on": date(2026, 11, 18)},
                expected_version=event.version,
                actor=lead,
                at=now,
            )
        assert [(row.label, row.mine, row.theirs) for row in clash.value.fields] == [
            ("The day", "18 November 2026", "19 November 2026"),
            ("How many people came", "85", "90"),
        ]

    def test_ends_the_draft_of_who_saves(self, event, lead, colleague, now):
        for person in (lead, colleague):
            typed(person, event_draft_key(event), now)
        change(event, by=lead, at=now)
        assert draft_for(lead, event_draft_key(event)) is None
        assert draft_for(colleague, event_draft_key(event)) is not None

    def test_what_is_deleted_is_said_to_be(self, event, lead, now):
        delete_event(event=event, actor=lead, at=now)
        with pytest.raises(Refused, match="deleted this event"):
            change_event(event=event, values=EVENT, expected_version=1, actor=lead, at=now)


class TestDeleting:
    def test_by_a_lead(self, event, lead, colleague, now):
        with pytest.raises(NotAllowed, match="lead"):
            delete_event(event=event, actor=colleague, at=now)
        delete_event(event=event, actor=lead, at=now)
        assert not OwnEvent.objects.exists()
        assert events_of("own_event.deleted") == 1

    def test_takes_drafts_along(self, event, event_story, photo, lead, colleague, now):
        told = event_story(photo())
        keys = [event_draft_key(event), stories.draft_key(told)]
        for key in keys:
            typed(colleague, key, now)
        delete_event(event=event, actor=lead, at=now)
        assert not OwnEvent.objects.exists()
        assert not Spotlight.objects.exists()
        assert [draft_for(colleague, key) for key in keys] == [None, None]

    def test_not_while_its_story_is_shown(self, event, event_shown, lead, now):
        event_shown()
        with pytest.raises(Refused, match="Take that down first"):
            delete_event(event=event, actor=lead, at=now)

    def test_not_while_its_story_is_with_officers(self, event, event_story, lead, now):
        send(event_story(), lead=lead, at=now)
        with pytest.raises(Refused, match="with SEND officers"):
            delete_event(event=event, actor=lead, at=now)

    def test_what_was_shown_stays_out_of_sight_for_its_year(
        self, event, event_shown, lead, officer, now
    ):
        down = stories.take_down(spotlight=event_shown(), why="", actor=lead, at=now)
        delete_event(event=event, actor=lead, at=now)
        assert not OwnEvent.objects.visible_to(lead).exists()
        assert not OwnEvent.objects.visible_to(officer).exists()
        assert Spotlight.objects.get() == down
        assert not past(now).exists()
        down.delete()
        assert past(now).get() == event

    def test_a_hold_keeps_it_out_of_sight(self, organisation, event, lead, officer, now):
        placed = place_hold(organisation, officer, now)
        delete_event(event=event, actor=lead, at=now)
        assert not OwnEvent.objects.visible_to(lead).exists()
        assert not past(now).exists()
        assert past(now, held=True).get() == event
        placed.ended_at, placed.ended_by = now, officer
        placed.save()
        assert past(now).get() == event

    def test_twice_is_said(self, event, lead, now):
        delete_event(event=event, actor=lead, at=now)
        with pytest.raises(Refused, match="deleted this event"):
            delete_event(event=event, actor=lead, at=now)


class TestKeeping:
    def test_six_years_after_the_day(self, organisation, lead, now):
        event = own_event(organisation, by=lead, at=now, held_on=date(2020, 11, 23))
        assert not past(now - DAY).exists()
        assert past(now).get() == event

    def test_or_longer_while_a_story_of_it_is_kept(
        self, organisation, bronze, lead, now, event_story
    ):
        event_story(of=own_event(organisation, by=lead, at=now, held_on=date(2020, 1, 2)))
        assert not past(now).exists()

    def test_with_its_organisation_it_goes(self, organisation, event_shown, now):
        event_shown()
        forget_spotlights(organisation)
        assert forget_own_events(organisation) == 1
        assert not OwnEvent.objects.exists()


class TestWhoSees:
    def test_its_people_and_officers(self, event, lead, colleague, officer, stranger):
        for person in (lead, colleague, officer):
            assert OwnEvent.objects.visible_to(person).get() == event
        assert not OwnEvent.objects.visible_to(stranger).exists()

    def test_no_officer_with_a_link_to_it(self, event, organisation, now):
        """T-36."""
        tied = make_user("Tara Tied", is_officer=True)
        tied.interests.create(
            organisation=organisation,
            organisation_name=organisation.name,
            nature="employee",
            declared_at=now,
            declared_by=tied,
        )
        assert not OwnEvent.objects.visible_to(tied).exists()

    def test_all_that_was_recorded_stands_in_words(self, organisation, bronze, lead, now):
        made = own_event(organisation, by=lead, at=now, award=bronze, place="")
        assert [(row.label, row.value) for row in rows_of(made)][:4] == [
            ("What it was called", "The day of the green door"),
            ("The day", "19 November 2026"),
            ("Where it was", ""),
            ("Award", f"Bronze, {bronze.awarded_on.day} {bronze.awarded_on:%B %Y}"),
        ]


def test_database_wants_a_name(event):
    with pytest.raises(IntegrityError, match="has_a_name"), transaction.atomic():
        OwnEvent.objects.update(name="")
