"""What everybody sees of a spotlight: asked anew at each look (scheme.md 25, T-30, T-91)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from awards.models import Award
from celebrations.models import Spotlight, SpotlightPicture
from foundation.dates import london_date
from foundation.models import PrivateFile
from portfolios.models import Consent, EvidenceFile, EvidenceItem
from portfolios.selectors.evidence.public import public_pictures
from portfolios.services import evidence as evidence_services
from tests.support.spotlights import FOR_ALL


def is_public(spotlight, on):
    return Spotlight.objects.public(on).filter(pk=spotlight.pk).exists()


@pytest.fixture
def on(now):
    return london_date(now)


class TestWhichPictures:
    def test_with_consent_for_public_websites(self, photo, on):
        file = photo()
        assert list(public_pictures(on)) == [file]

    def test_with_nobody_in_it(self, photo, on):
        file = photo(consent={"shows_people": "nobody"})
        assert list(public_pictures(on)) == [file]

    @pytest.mark.parametrize(
        "change",
        [
            {"scope": "assessors"},
            {"scope": "publicity"},
            {"given_on": None},
            {"holder": ""},
            {"children": False},
            {"shows_people": ""},
            {"expires_on": date(2026, 11, 22)},
            {"disputed_at": timezone.now()},
            {"forgotten_at": timezone.now()},
        ],
        ids=lambda change: "-".join(change),
    )
    def test_without_whole_consent_it_is_not(self, photo, on, change, officer):
        file = photo()
        if "disputed_at" in change:
            change["disputed_by"] = officer
        Consent.objects.filter(item=file.item).update(**change)
        assert list(public_pictures(on)) == []

    def test_until_the_last_day_of_consent(self, photo, on):
        file = photo(consent=FOR_ALL | {"expires_on": on})
        assert list(public_pictures(on)) == [file]
        assert list(public_pictures(on + timedelta(days=1))) == []

    def test_taken_back_it_is_not(self, photo, on, lead, now):
        file = photo()
        evidence_services.withdraw_consent(item=file.item, note="By telephone", actor=lead, at=now)
        assert list(public_pictures(on)) == []

    @pytest.mark.parametrize("change", ["restricted", "removed", "by_panel", "file_removed"])
    def test_restricted_or_removed_it_is_not(self, photo, on, lead, now, change):
        file = photo()
        item = EvidenceItem.objects.filter(pk=file.item_id)
        if change == "restricted":
            item.update(restricted_at=now, restricted_by=lead, restricted_why="A court order")
        elif change == "removed":
            item.update(removed_at=now, removed_by=lead)
        elif change == "by_panel":
            item.update(gathered_by="panel", shown_at=now)
        else:
            EvidenceFile.objects.filter(pk=file.pk).update(removed_at=now)
        assert list(public_pictures(on)) == []

    @pytest.mark.parametrize(
        "change",
        [{"state": "quarantined"}, {"content_type": "application/pdf"}],
        ids=["unchecked", "pdf"],
    )
    def test_what_is_no_clean_picture_is_not(self, photo, on, change):
        file = photo()
        PrivateFile.objects.filter(pk=file.file_id).update(**change)
        assert list(public_pictures(on)) == []


class TestTheStory:
    def test_approved_it_is_public(self, shown, photo, on):
        assert is_public(shown(photo()), on)

    def test_before_that_it_is_not(self, story, photo, on):
        assert not is_public(story(photo()), on)

    def test_without_pictures_it_is(self, shown, on):
        assert is_public(shown(), on)

    def test_one_consent_taken_back_takes_the_whole_story_down(self, shown, photo, on, lead, now):
        first, second = photo(), photo()
        spotlight = shown(first, second)
        evidence_services.withdraw_consent(item=second.item, note="", actor=lead, at=now)
        assert not is_public(spotlight, on)

    def test_the_day_after_consent_has_ended(self, shown, photo, on):
        spotlight = shown(photo(consent=FOR_ALL | {"expires_on": on}))
        assert is_public(spotlight, on)
        assert not is_public(spotlight, on + timedelta(days=1))

    def test_a_picture_that_is_gone_from_the_library_takes_it_down(self, shown, photo, on):
        spotlight = shown(photo())
        SpotlightPicture.objects.update(file=None)
        assert not is_public(spotlight, on)

    def test_new_consent_brings_it_back(self, shown, photo, on):
        file = photo()
        spotlight = shown(file)
        Consent.objects.filter(item=file.item).update(scope="assessors")
        assert not is_public(spotlight, on)
        Consent.objects.filter(item=file.item).update(scope="web")
        assert is_public(spotlight, on)

    @pytest.mark.parametrize("end", ["lapsed", "revoked", "superseded"])
    def test_without_an_award_it_is_not(self, shown, on, end):
        spotlight = shown()
        days = {"lapsed": "grace_until", "revoked": "revoked_on", "superseded": "superseded_on"}
        values = {days[end]: on - timedelta(days=1)}
        if end == "lapsed":
            values |= {
                "awarded_on": date(2024, 1, 1),
                "held_since": date(2024, 1, 1),
                "valid_until": date(2025, 1, 1),
                "due_on": date(2025, 1, 1),
            }
        Award.objects.update(**values)
        assert not is_public(spotlight, on)

    def test_of_a_deleted_organisation_nothing_is(self, shown, organisation, on, now):
        spotlight = shown()
        organisation.erased_at = now
        organisation.save()
        assert not is_public(spotlight, on)
