"""At the door: who came, what was handed over, with several people writing at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from celebrations.models import Guest, Presentation
from celebrations.services.events.attendance import save_attendance
from celebrations.services.events.closing import close_event
from foundation.refusals import NotAllowed, Refused
from tests.celebrations.events.room_rows import emblem, evening, party
from tests.support.awards import hold, holder

pytestmark = pytest.mark.django_db
# Session, person, event, number of rows, rows, emblems, guests.
PAGE = 7


@pytest.fixture
def event(officer, now):
    return evening(officer, starts_at=now - timedelta(hours=1))


@pytest.fixture
def acorn(event, organisation, lead, officer, now):
    award = hold(organisation, "bronze", lead=lead, officer=officer, at=now)
    return party(event, award, guests=["Amina Yusuf", "Li Wei"])


@pytest.fixture
def beacon(event, officer, now):
    award = holder("Beacon Centre", officer=officer, at=now)
    return party(event, award, guests=["Bea Brown"])


def came(row):
    return {each.name: each.came for each in row.guests.all()}


def ids(row, *names):
    return set(Guest.objects.filter(invitation=row, name__in=names).values_list("uuid", flat=True))


def save(event, *rows, ticked=(), was=(), actor, at):
    shown = {row.uuid for row in rows}
    save_attendance(event=event, shown=shown, ticked=set(ticked), was=set(was), actor=actor, at=at)


def test_who_came_and_what_was_handed_over(event, acorn, beacon, officer, now):
    award = emblem(acorn).award
    save(event, acorn, ticked={*ids(acorn, "Li Wei"), award.uuid}, actor=officer, at=now)
    assert came(acorn) == {"Amina Yusuf": False, "Li Wei": True}
    assert came(beacon) == {"Bea Brown": None}
    assert emblem(acorn).handed_over_at == now
    assert emblem(beacon).handed_over_at is None


def test_an_untick_is_saved_as_well(event, acorn, officer, now):
    both = {*ids(acorn, "Amina Yusuf", "Li Wei"), emblem(acorn).award.uuid}
    save(event, acorn, ticked=both, actor=officer, at=now)
    save(event, acorn, ticked=ids(acorn, "Li Wei"), was=both, actor=officer, at=now)
    assert came(acorn) == {"Amina Yusuf": False, "Li Wei": True}
    assert emblem(acorn).handed_over_at is None


def test_what_a_colleague_ticked_on_the_same_page_stays(event, acorn, beacon, officer, now):
    """Both opened the page before anybody had come."""
    save(event, acorn, beacon, ticked=ids(acorn, "Li Wei"), actor=officer, at=now)
    save(event, acorn, beacon, ticked=ids(beacon, "Bea Brown"), actor=officer, at=now)
    assert came(acorn) == {"Amina Yusuf": False, "Li Wei": True}
    assert came(beacon) == {"Bea Brown": True}


def test_what_is_not_on_the_page_is_not_written(event, acorn, beacon, officer, now):
    ticked = {*ids(beacon, "Bea Brown"), emblem(beacon).award.uuid}
    save(event, acorn, ticked=ticked, actor=officer, at=now)
    assert came(beacon) == {"Bea Brown": None}
    assert emblem(beacon).handed_over_at is None


def test_nothing_of_another_event_is_written(event, acorn, officer, now):
    other = evening(officer, starts_at=now - timedelta(days=400), name="Last year")
    row = party(other, holder("Cedar Trust", officer=officer, at=now), guests=["Cy Cook"])
    save(event, row, ticked=ids(row, "Cy Cook"), actor=officer, at=now)
    assert came(row) == {"Cy Cook": None}


def test_an_emblem_is_handed_over_once(event, acorn, officer, now):
    other = evening(officer, starts_at=now - timedelta(days=400), name="Last year")
    award = emblem(acorn).award
    Presentation.objects.create(
        invitation=party(other, award), award=holder("X", officer=officer, at=now)
    )
    Presentation.objects.filter(invitation__event=other, award=award).update(
        handed_over_at=now - timedelta(days=400)
    )
    with pytest.raises(Refused, match="handed over at another event"):
        save(event, acorn, ticked={award.uuid}, actor=officer, at=now)


def test_an_award_that_was_taken_back_has_no_emblem(event, acorn, officer, now):
    award = emblem(acorn).award
    award.revoked_on = now.date()
    award.save()
    save(event, acorn, ticked={award.uuid}, actor=officer, at=now)
    assert emblem(acorn).handed_over_at is None


def test_not_before_it_begins_and_not_after_it_is_closed(event, acorn, officer, lead, now):
    before = event.starts_at - timedelta(minutes=1)
    with pytest.raises(Refused, match="This event begins on 23 November 2026"):
        save(event, acorn, actor=officer, at=before)
    with pytest.raises(NotAllowed):
        save(event, acorn, actor=lead, at=now)
    close_event(event=event, actor=officer, at=now)
    with pytest.raises(Refused, match="closed"):
        save(event, acorn, actor=officer, at=now)


class TestPage:
    @pytest.fixture
    def event(self, officer):
        return evening(officer, starts_at=timezone.now() - timedelta(hours=1))

    def address(self, event):
        return reverse("event-attendance", args=[event.uuid])

    def test_ticks(self, event, acorn, sign_in, officer):
        client = sign_in(officer)
        page = client.get(self.address(event))
        text = page.content.decode()
        assert "Amina Yusuf" in text
        assert "Emblem <strong>Bronze 2026</strong> handed over" in text
        (amina,) = ids(acorn, "Amina Yusuf")
        posted = {
            "shown": page.context["shown"],
            "was": page.context["was"],
            "ticked": [amina.hex, emblem(acorn).award.uuid.hex, "nonsense"],
        }
        assert client.post(self.address(event), posted).url == self.address(event)
        assert came(acorn) == {"Amina Yusuf": True, "Li Wei": False}
        page = client.get(self.address(event))
        assert set(page.context["was"].split(",")) == {
            amina.hex,
            emblem(acorn).award.uuid.hex,
        }

    def test_twenty_five_on_a_page_and_each_page_by_itself(self, event, sign_in, officer, now):
        for number in range(27):
            party(event, holder(f"School {number:02}", officer=officer, at=now), guests=["A"])
        client = sign_in(officer)
        first = client.get(self.address(event))
        second = client.get(self.address(event), {"page": 2})
        assert len(first.context["rows"]) == 25
        assert len(second.context["rows"]) == 2
        client.post(self.address(event) + "?page=2", {"shown": second.context["shown"]})
        assert Guest.objects.filter(came=False).count() == 2
        assert Guest.objects.filter(came=None).count() == 25

    def test_who_does_not_come_may_still_send_for_the_emblem(
        self, event, acorn, sign_in, officer, now
    ):
        row = party(event, holder("Zeal", officer=officer, at=now), answer="not-coming")
        page = sign_in(officer).get(self.address(event))
        assert [invitation for invitation, _ in page.context["rows"]] == [acorn, row]
        assert "Somebody may take the emblem along" in page.content.decode()

    @pytest.mark.parametrize(("query", "found"), [("beacon", 1), ("bea brown", 1), ("nobody", 0)])
    def test_search_by_organisation_or_guest(
        self, event, acorn, beacon, sign_in, officer, query, found
    ):
        page = sign_in(officer).get(self.address(event), {"q": query})
        assert [row for row, _ in page.context["rows"]] == [beacon][:found]

    @pytest.mark.parametrize("more", [0, 2])
    def test_queries(self, event, acorn, sign_in, officer, now, more, django_assert_num_queries):
        for number in range(more):
            party(event, holder(f"More {number}", officer=officer, at=now), guests=["A", "B"])
        client = sign_in(officer)
        with django_assert_num_queries(PAGE):
            client.get(self.address(event))

    def test_before_it_begins_and_for_whom(self, event, sign_in, lead, officer):
        client = sign_in(officer)
        event.starts_at = timezone.now() + timedelta(days=1)
        event.save()
        assert client.get(self.address(event)).status_code == 409
        assert sign_in(lead).get(self.address(event)).status_code == 403
        assert client.get(reverse("event-attendance", args=[uuid4()])).status_code == 404
