"""An organisation with Bronze, and its stories."""

import pytest

from awards.services.organisations import create_organisation
from tests.conftest import make_user
from tests.support import own_events, spotlights
from tests.support.awards import hold


@pytest.fixture
def bronze(organisation, lead, officer, now):
    return hold(organisation, "bronze", lead=lead, officer=officer, at=now)


@pytest.fixture
def photo(organisation, lead, now):
    def make(**values):
        return spotlights.photo(organisation, lead=lead, at=now, **values)

    return make


@pytest.fixture
def story(bronze, organisation, lead, now):
    def make(*files, at=now, **words):
        return spotlights.story(organisation, lead=lead, at=at, files=files, **words)

    return make


@pytest.fixture
def shown(bronze, organisation, lead, officer, now):
    def make(*files, at=now, **words):
        return spotlights.shown(
            organisation, lead=lead, officer=officer, at=at, files=files, **words
        )

    return make


@pytest.fixture
def event(organisation, lead, now):
    """Recorded; no award is needed for that."""
    return own_events.own_event(organisation, by=lead, at=now)


@pytest.fixture
def event_story(bronze, event, lead, now):
    def make(*files, at=now, of=None, **words):
        return own_events.event_story(of or event, lead=lead, at=at, files=files, **words)

    return make


@pytest.fixture
def event_shown(bronze, event, lead, officer, now):
    def make(*files, at=now, of=None, **words):
        return own_events.event_shown(
            of or event, lead=lead, officer=officer, at=at, files=files, **words
        )

    return make


@pytest.fixture
def another(officer):
    """A story of another organisation, with a picture, that was sent."""

    def make(number, *, now):
        head = make_user(f"Hanna Head {number}")
        theirs = create_organisation(
            name=f"Other School {number}",
            sector="education",
            kind="school",
            postcode="B2 4QA",
            actor=head,
            at=now,
        )
        hold(theirs, "bronze", lead=head, officer=officer, at=now)
        files = [spotlights.photo(theirs, lead=head, at=now)]
        spotlight = spotlights.story(theirs, lead=head, at=now, files=files)
        return spotlights.send(spotlight, lead=head, at=now)

    return make
