"""After the evening: closing it, and what became of it."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from celebrations.models import Guest, RecognitionEvent
from celebrations.selectors.events.attendance import summary_of
from celebrations.services.events.attendance import save_attendance
from celebrations.services.events.closing import close_event
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused
from tests.celebrations.events.room_rows import emblem, evening, party
from tests.support.awards import hold, holder

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(officer):
    return evening(officer, starts_at=timezone.now() - timedelta(hours=3))


@pytest.fixture
def written(event, organisation, lead, officer, now):
    """Of Acorn one of two came and got the emblem; of Beacon nothing is known; Cedar does not come."""
    at = timezone.now()
    award = hold(organisation, "bronze", lead=lead, officer=officer, at=now)
    acorn = party(event, award, guests=["Amina Yusuf", "Li Wei"])
    party(event, holder("Beacon Centre", officer=officer, at=now), guests=["Bea Brown"])
    party(event, holder("Cedar Trust", officer=officer, at=now), answer="not-coming")
    amina = acorn.guests.get(name="Amina Yusuf")
    save_attendance(
        event=event,
        shown={acorn.uuid},
        ticked={amina.uuid, emblem(acorn).award.uuid},
        was=set(),
        actor=officer,
        at=at,
    )
    return event


def fresh(event):
    return RecognitionEvent.objects.get(pk=event.pk)


def test_close(written, officer):
    at = timezone.now()
    closed = close_event(event=written, actor=officer, at=at)
    assert (closed.closed_at, closed.closed_by) == (at, officer)
    assert not fresh(written).is_planned
    found = summary_of(written)
    assert (found.guests, found.came, found.unknown) == (3, 1, 0)
    assert (found.organisations, found.there) == (2, 1)
    assert (found.emblems, found.handed_over, found.left) == (3, 1, 2)
    assert Guest.objects.get(name="Bea Brown").came is False
    noted = AuditEvent.objects.get(event="event.closed")
    assert noted.details == {"came": 1, "handed_over": 1, "left": 2}


def test_once_and_not_too_early(written, officer, lead):
    with pytest.raises(NotAllowed):
        close_event(event=written, actor=lead, at=timezone.now())
    with pytest.raises(Refused, match="This event begins on"):
        close_event(event=written, actor=officer, at=written.starts_at - timedelta(seconds=1))
    close_event(event=written, actor=officer, at=timezone.now())
    with pytest.raises(Refused, match="This event is closed"):
        close_event(event=written, actor=officer, at=timezone.now())


def test_not_when_it_was_called_off(written, officer):
    written.cancelled_at, written.cancelled_by = timezone.now(), officer
    written.save()
    with pytest.raises(Refused, match="called off"):
        close_event(event=written, actor=officer, at=timezone.now())


def test_pages_from_check_to_summary(written, sign_in, officer):
    client = sign_in(officer)
    close = reverse("event-close", args=[written.uuid])
    summary = reverse("event-summary", args=[written.uuid])
    assert client.get(summary).status_code == 409
    page = client.get(close).content.decode()
    assert "Nothing was written down of 1 guest." in page
    assert "Cedar Trust</bdi>: Bronze 2026" in page
    assert client.post(close).url == summary
    page = client.get(summary).content.decode()
    assert "1 of 3 expected" in page
    assert "Beacon Centre</bdi>: Bronze 2026" in page
    assert "Acorn Lane School</bdi>: Bronze" not in page
    refused = client.get(close)
    assert refused.status_code == 409
    assert summary in refused.content.decode()


def test_too_early_is_said_at_once(written, sign_in, officer):
    written.starts_at = timezone.now() + timedelta(days=1)
    written.save()
    client = sign_in(officer)
    assert client.get(reverse("event-close", args=[written.uuid])).status_code == 409
    assert client.post(reverse("event-close", args=[written.uuid])).status_code == 409
    assert fresh(written).closed_at is None


def test_table_names_organisations_and_no_guest(written, sign_in, officer):
    close_event(event=written, actor=officer, at=timezone.now())
    answer = sign_in(officer).get(reverse("event-summary-csv", args=[written.uuid]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        ["Acorn Lane School", "Coming", "2", "1", "Bronze 2026", "Yes"],
        ["Beacon Centre", "Coming", "1", "0", "Bronze 2026", "No"],
        ["Cedar Trust", "Not coming", "0", "0", "Bronze 2026", "No"],
    ]
    noted = AuditEvent.objects.get(event="event_attendance.exported")
    assert noted.details == {"format": "csv", "rows": 3}


@pytest.mark.parametrize("name", ["event-close", "event-summary", "event-summary-csv"])
def test_for_officers_alone(written, sign_in, lead, officer, name):
    assert sign_in(lead).get(reverse(name, args=[written.uuid])).status_code == 403
    other = reverse(name, args=["00000000-0000-4000-8000-000000000000"])
    assert sign_in(officer).get(other).status_code == 404
