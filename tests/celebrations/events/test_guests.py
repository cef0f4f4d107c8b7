"""Guests, one row each: as many as the event allows, and none is lost when two people write at once."""

from uuid import uuid4

import pytest

from celebrations.models import Guest
from celebrations.services.events.guests import add_guest, change_guest, remove_guest
from foundation.models import AuditEvent
from foundation.refusals import Clash, NotAllowed, Refused
from tests.support.at_once import refusals_at_once
from tests.support.replies import (
    DAY,
    GUEST,
    REPLY_BY,
    STARTS,
    brings,
    evening,
    fresh,
    invited,
    says_no,
    says_yes,
)
from tests.support.replies import event as event
from tests.support.replies import invitation as invitation


@pytest.fixture
def coming(invitation, now):
    return says_yes(invitation, at=now)


def change(row, guest, *, at, actor=None, version=1, **values):
    return change_guest(
        invitation=fresh(row),
        guest=guest.uuid,
        values=GUEST | values,
        expected_version=version,
        actor=actor,
        at=at,
    )


class TestAdding:
    def test_all_that_is_said_is_kept(self, coming, now):
        made = brings(coming, at=now, no_pictures=True)
        row = Guest.objects.get()
        assert row == made
        assert {name: getattr(row, name) for name in GUEST} == GUEST | {"no_pictures": True}
        assert (row.invitation, row.added_at, row.came) == (coming, now, None)

    def test_first_the_answer(self, invitation, now):
        with pytest.raises(Refused, match="Say first that you are coming"):
            brings(invitation, at=now)

    def test_as_many_as_the_event_allows(self, coming, now):
        for number in range(3):
            brings(coming, f"Guest {number}", at=now)
        with pytest.raises(Refused, match="At most 3 guests can come, and 3 are on the list"):
            brings(coming, at=now)

    def test_officers_go_beyond_that_up_to_twenty(self, coming, officer, now):
        for number in range(20):
            brings(coming, f"Guest {number}", at=now, actor=officer)
        with pytest.raises(Refused, match="At most 20 guests"):
            brings(coming, at=now, actor=officer)

    def test_a_second_click_makes_no_second_guest(self, coming, now):
        key = uuid4()
        for _ in range(2):
            add_guest(invitation=fresh(coming), values=GUEST, key=key, actor=None, at=now)
        assert Guest.objects.count() == 1

    def test_a_key_of_another_invitation_finds_nobody(self, coming, organisation, officer, now):
        other = invited(evening(officer=officer, at=now), organisation, officer=officer, at=now)
        says_yes(other, at=now)
        made = brings(coming, at=now)
        with pytest.raises(Refused, match="out of date"):
            add_guest(invitation=fresh(other), values=GUEST, key=made.uuid, actor=None, at=now)

    def test_not_by_the_link_after_the_last_day(self, coming, officer, now):
        with pytest.raises(Refused, match="until 13 December 2026"):
            brings(coming, at=now + REPLY_BY + DAY)
        assert brings(coming, at=now + REPLY_BY + DAY, actor=officer).pk

    def test_nobody_but_officers_and_the_link(self, coming, lead, now):
        with pytest.raises(NotAllowed):
            brings(coming, at=now, actor=lead)


class TestChanging:
    def test_changed(self, coming, now):
        made = brings(coming, at=now)
        change(coming, made, at=now, name="Robin Other", dietary_needs="")
        made.refresh_from_db()
        assert (made.name, made.dietary_needs, made.version) == ("Robin Other", "", 2)

    def test_two_people_at_once_lose_no_word(self, coming, now):
        """T-44: the second sees both."""
        made = brings(coming, at=now)
        change(coming, made, at=now, access_needs="A lift")
        with pytest.raises(Clash) as clash:
            change(coming, made, at=now, access_needs="A quiet room")
        (field,) = clash.value.fields
        assert (field.mine, field.theirs) == ("A quiet room", "A lift")
        made.refresh_from_db()
        assert made.access_needs == "A lift"

    def test_one_who_was_removed(self, coming, now):
        made = brings(coming, at=now)
        remove_guest(invitation=coming, guest=made.uuid, actor=None, at=now)
        with pytest.raises(Refused, match="Somebody has removed them"):
            change(coming, made, at=now)

    def test_not_a_guest_of_others(self, coming, organisation, officer, now):
        other = invited(evening(officer=officer, at=now), organisation, officer=officer, at=now)
        says_yes(other, at=now)
        theirs = brings(other, at=now)
        with pytest.raises(Refused, match="not on the list"):
            change(coming, theirs, at=now, name="Mine")
        with pytest.raises(Refused, match="not on the list"):
            remove_guest(invitation=coming, guest=theirs.uuid, actor=None, at=now)
        assert Guest.objects.get().name == "Robin Guest"

    def test_not_once_it_is_closed(self, coming, event, officer, now):
        made = brings(coming, at=now)
        event.closed_at, event.closed_by = now + STARTS, officer
        event.save()
        with pytest.raises(Refused, match="closed"):
            change(coming, made, at=now + STARTS, actor=officer)
        with pytest.raises(Refused, match="closed"):
            remove_guest(invitation=fresh(coming), guest=made.uuid, actor=officer, at=now + STARTS)


class TestRemoving:
    def test_removed_and_the_second_is_told(self, coming, now):
        made = brings(coming, at=now)
        remove_guest(invitation=coming, guest=made.uuid, actor=None, at=now)
        assert not Guest.objects.exists()
        with pytest.raises(Refused, match="Somebody has removed them"):
            remove_guest(invitation=coming, guest=made.uuid, actor=None, at=now)


def test_trail_counts_and_names_nobody(coming, officer, now):
    made = brings(coming, at=now)
    change(coming, made, at=now, actor=officer)
    remove_guest(invitation=fresh(coming), guest=made.uuid, actor=None, at=now)
    found = AuditEvent.objects.filter(event__startswith="event_guest").order_by("pk")
    assert [(each.event, each.actor_id, each.details) for each in found] == [
        ("event_guest.added", None, {"guests": 1}),
        ("event_guest.changed", officer.pk, {}),
        ("event_guest.removed", None, {"guests": 0}),
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_last_guests_at_once(invitation, now):
    """One place is left, and two people take it: one of them is told."""
    says_yes(invitation, at=now)
    for number in range(2):
        brings(invitation, f"Guest {number}", at=now)
    refusals = refusals_at_once(
        lambda: brings(invitation, "Kim", at=now), lambda: brings(invitation, "Lee", at=now)
    )
    assert refusals == ["At most 3 guests can come, and 3 are on the list already."]
    assert Guest.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_added_while_somebody_says_no(invitation, now):
    """Either the guest came first, and “no” is refused; or “no” did, and the guest is refused."""
    says_yes(invitation, at=now)
    (refusal,) = refusals_at_once(
        lambda: brings(invitation, at=now), lambda: says_no(invitation, at=now)
    )
    if "meanwhile" in refusal:
        assert (fresh(invitation).answer, Guest.objects.count()) == ("coming", 1)
    else:
        assert (fresh(invitation).answer, Guest.objects.count()) == ("not-coming", 0)
