"""The city as a whole: every story, step, sector and privacy page, and nothing that does not fit."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from awards.choices import Status
from awards.models import Application, Award, Hold, Organisation, Revocation
from awards.scheme import edition
from celebrations.models import Guest, OwnEvent, Presentation, RecognitionEvent, Spotlight
from celebrations.selectors.events.tasks import numbers_of
from champions.choices import StepCode
from champions.selectors import case_steps
from config.demo.city import read_city
from config.demo.stories import STORIES
from foundation.dates import london_date
from portfolios.models import Consent, EvidenceItem
from reports.models import Erasure, PrivacyRequest
from tests.support.jobs import commit_effects

pytestmark = pytest.mark.django_db


def test_demo_shows_every_story_and_every_step(city):
    assert {sketch.story for sketch in read_city()} == set(STORIES)
    assert set(Application.objects.values_list("status", flat=True)) == set(Status.values)
    steps = case_steps(Application.objects.all(), at=timezone.now())
    assert {step.code for step in steps.values()} == set(StepCode)


def test_demo_has_all_sectors_and_kinds_of_organisation(city):
    scheme = edition("birmingham-2026")
    assert set(Organisation.objects.values_list("sector", flat=True)) == {
        sector.code for sector in scheme.sectors
    }
    assert set(Organisation.objects.values_list("kind", flat=True)) == {
        kind.code for kind in scheme.organisation_kinds
    }
    for organisation in Organisation.objects.all():
        assert scheme.covers_postcode(organisation.postcode)


def test_demo_leaves_nothing_that_fsck_finds(city):
    commit_effects()
    out = StringIO()
    call_command("fsck", stdout=out)
    assert out.getvalue() == "Everything is as it must be.\n"


def test_demo_tells_stories_and_leaves_one_for_the_officer(city):
    states = Counter(Spotlight.objects.values_list("state", flat=True))
    assert states == {"shown": 3, "changes": 1, "sent": 1}
    on = london_date(timezone.now())
    assert Spotlight.objects.public(on).count() == 3


def test_demo_has_an_event_that_is_told_and_one_that_is_recorded_alone(city):
    stories = {each.name: each.spotlights.count() for each in OwnEvent.objects.all()}
    assert stories == {"The evening of the house rules": 1, "Tea with the four advisers": 0}
    told = Spotlight.objects.public(london_date(timezone.now())).get(event__isnull=False)
    assert told.pictures.exists()


def test_demo_has_an_evening_that_is_over_and_one_to_come(city):
    """Of the first some emblems are left over; of the second there is something to do in every part."""
    now = timezone.now()
    past, coming = RecognitionEvent.objects.order_by("starts_at")
    assert past.closed_at is not None
    left = Presentation.objects.filter(invitation__event=past, handed_over_at=None)
    assert set(left.values_list("invitation__organisation__name", flat=True)) == {
        "Alor Pathshala (আলোর পাঠশালা)",
        "Perry Common Children’s Clinic",
    }
    assert coming.is_planned
    assert timedelta(days=38) < coming.starts_at - now < timedelta(days=46)
    numbers = numbers_of(coming)
    assert numbers.to_invite == 2
    assert (numbers.coming, numbers.not_coming, numbers.placed) == (5, 1, 4)
    assert numbers.no_answer > numbers.coming
    assert numbers.guests == 11
    assert Guest.objects.exclude(access_needs="").exists()


def test_demo_has_something_on_each_privacy_page(city):
    """A picture to decide about, requests of other kinds and dates, a hold, and a deletion to confirm."""
    kinds = PrivacyRequest.objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["access", "complaint", "correction", "take_down"]
    assert PrivacyRequest.objects.open().count() == 3
    assert Consent.objects.exclude(disputed_at=None).count() == 1
    assert EvidenceItem.objects.exclude(restricted_at=None).count() == 1
    assert Hold.objects.active().count() == 1
    erasure = Erasure.objects.get()
    assert erasure.ordered_by.email != "officer@demo.example"
    assert erasure.terms


def test_demo_has_an_award_taken_back_and_one_to_decide(city):
    """The first with a reason that everybody may read; whoever tries the demo can decide the second."""
    gone = Award.objects.get(revoked_on__isnull=False)
    assert gone.revocation_public_reason
    waiting = Revocation.objects.open().get()
    assert waiting.proposed_by.email != "officer@demo.example"
    assert waiting.award.revoked_on is None
