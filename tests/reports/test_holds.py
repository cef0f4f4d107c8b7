"""Legal holds: who places and ends them, and what their pages say."""

import pytest
from django.urls import reverse

from awards.models import Hold
from awards.services.holds import end_hold, place_hold
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused

pytestmark = pytest.mark.django_db
LIST = "officers-holds"
ADD = "officers-hold-add"


@pytest.fixture
def hold(organisation, officer, now):
    return place_hold(organisation=organisation, reason="Appeal of 3 March", actor=officer, at=now)


def test_an_officer_places_and_ends_a_hold_and_both_are_written_down(
    hold, organisation, officer, now
):
    assert list(Hold.objects.active()) == [hold]
    ended = end_hold(hold=hold, actor=officer, at=now)
    assert (ended.ended_by, ended.ended_at) == (officer, now)
    assert not Hold.objects.active().exists()
    events = AuditEvent.objects.filter(event__startswith="hold.").order_by("pk")
    assert [event.event for event in events] == ["hold.placed", "hold.ended"]
    assert {event.acting_for for event in events} == {str(organisation.uuid)}


def test_nobody_else_places_or_ends_one(hold, organisation, lead, now):
    with pytest.raises(NotAllowed):
        place_hold(organisation=organisation, reason="Mine", actor=lead, at=now)
    with pytest.raises(NotAllowed):
        end_hold(hold=hold, actor=lead, at=now)


def test_a_hold_is_of_one_thing_for_a_reason_and_once(hold, organisation, lead, officer, now):
    for wrong in (
        {"reason": "Why"},
        {"organisation": organisation, "person": lead, "reason": "Why"},
        {"person": lead, "reason": "  "},
        {"organisation": organisation, "reason": "Again"},
    ):
        with pytest.raises(Refused):
            place_hold(actor=officer, at=now, **wrong)
    assert Hold.objects.count() == 1
    end_hold(hold=hold, actor=officer, at=now)
    with pytest.raises(Refused, match="already"):
        end_hold(hold=hold, actor=officer, at=now)
    assert place_hold(organisation=organisation, reason="Again", actor=officer, at=now)


def test_the_form_finds_an_organisation_by_a_part_of_its_name(organisation, officer, sign_in):
    client = sign_in(officer)
    answer = client.post(
        reverse(ADD), {"organisation": "acorn", "email": "", "reason": "Appeal"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse(LIST)
    assert "Nothing about Acorn Lane School is deleted from now on." in answer.content.decode()
    assert Hold.objects.get().organisation == organisation


def test_the_form_finds_a_person_by_their_address(lead, officer, sign_in):
    sign_in(officer).post(
        reverse(ADD), {"organisation": "", "email": lead.email.upper(), "reason": "Claim 12"}
    )
    assert Hold.objects.get().person == lead


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"organisation": "", "email": ""}, "Name an organisation, or give the address"),
        ({"organisation": "acorn", "email": "lena.lead@people.example"}, "not both"),
        ({"organisation": "Zebra", "email": ""}, "No organisation has this in its name"),
        ({"organisation": "s", "email": ""}, "Several have this in their name"),
        ({"organisation": "", "email": "nobody@people.example"}, "Nobody has an account"),
    ],
)
def test_what_the_form_cannot_find_it_says(
    posted, sentence, organisation, stranger, officer, sign_in
):
    answer = sign_in(officer).post(reverse(ADD), {**posted, "reason": "Appeal"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Hold.objects.exists()


def test_a_whole_name_wins_over_names_that_contain_it(organisation, officer, now, sign_in):
    organisation.pk = None
    organisation._state.adding = True
    organisation.uuid, organisation.slug = "9" * 32, "longer"
    organisation.name = "Acorn Lane School and Nursery"
    organisation.save()
    sign_in(officer).post(
        reverse(ADD), {"organisation": "Acorn Lane School", "email": "", "reason": "Appeal"}
    )
    assert Hold.objects.get().organisation.name == "Acorn Lane School"


def test_all_that_is_missing_is_said_at_once(officer, sign_in):
    answer = sign_in(officer).post(reverse(ADD), {"organisation": "", "email": "", "reason": ""})
    for sentence in (
        "Name an organisation, or give the address",
        "Say why nothing may be deleted.",
    ):
        assert sentence in answer.text


def test_ending_is_asked_first_and_told_after(hold, officer, sign_in):
    client = sign_in(officer)
    address = reverse("officers-hold-end", args=[hold.uuid])
    page = client.get(address).content.decode()
    assert "Appeal of 3 March" in page
    assert Hold.objects.active().exists()
    assert client.post(address).status_code == 302
    assert not Hold.objects.active().exists()
    assert client.post(address).status_code == 409
    assert "There is no legal hold" not in client.get(reverse(LIST)).content.decode()


def test_the_pages_are_for_officers_alone(hold, lead, sign_in, client):
    for name, args in ((LIST, []), (ADD, []), ("officers-hold-end", [hold.uuid])):
        assert sign_in(lead).get(reverse(name, args=args)).status_code == 403
        assert client.get(reverse(name, args=args)).status_code == 302
