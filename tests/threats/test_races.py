"""T-43 to T-46 from outside: the same button, pressed at the same instant by many browsers.

SQLite lets one writer in and cannot show it. The services' own races are in tests/champions.
"""

import re
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.choices import Audience, MembershipRole
from awards.models import Award, Challenge, Concern, Invitation, Membership, Remark, User
from awards.services.organisations import invite
from certificates.models import Certificate
from champions.choices import PlaceKind
from champions.models import Appointment
from champions.services.meetings import offer_times
from foundation.models import AuditEvent, OutboxMessage
from portfolios.models import RegistrationForm
from tests.conftest import make_user
from tests.support.at_once import at_once, codes
from tests.support.champions import (
    ask,
    bring_to_decision,
    clear_all,
    ensure_signatory,
    make_champion,
    settle,
)
from tests.support.eligibility import walk
from tests.support.portfolios import (
    fill_registration,
    form_of,
    registration_of,
    send_registration,
    version_of,
)
from tests.threats.crawler import forms_on

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(lead, officer, now, time_machine):
    """A decision that waits for its release, twenty days on."""
    at = now
    ensure_signatory(officer, at=at)
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=at)
    application = registration_of("Acorn Lane School", lead=lead, at=at)
    send_registration(application, lead=lead, at=at)
    bring_to_decision(application, lead=lead, champions=[chair], officer=officer, at=at)
    time_machine.move_to("2026-12-20T10:00:00Z")
    application.refresh_from_db()
    return application


def release_data(client, application) -> dict[str, str]:
    page = client.get(reverse("case-release", args=[application.uuid])).text
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    return {"version": version, "read": "on"}


def test_two_officers_release_from_the_page_and_one_certificate_is_issued(
    waiting, officer, sign_in
):
    """T-46, T-43: the second is told that it is done."""
    officers: list[User] = [officer, make_user("Odette Officer", is_officer=True)]
    clients = [sign_in(person) for person in officers * 3]
    data = release_data(clients[0], waiting)
    address = reverse("case-release", args=[waiting.uuid])
    answers = at_once(*(lambda c=client: c.post(address, data) for client in clients))
    assert codes(answers) == {302: 1, 409: 5}
    assert Award.objects.count() == 1
    assert Certificate.objects.count() == 1
    assert OutboxMessage.objects.filter(message="decision_letter").count() == 1


def test_release_and_withdrawal_from_the_pages_leave_one(waiting, officer, lead, sign_in):
    """T-45: never a certificate for what was withdrawn."""
    hers, his = sign_in(lead), sign_in(officer)
    data = release_data(his, waiting)
    answers = at_once(
        lambda: his.post(reverse("case-release", args=[waiting.uuid]), data),
        lambda: hers.post(reverse("withdraw", args=[waiting.uuid]), {"reason": "We stop."}),
    )
    assert codes(answers) == {302: 1, 409: 1}
    waiting.refresh_from_db()
    assert waiting.status in ("approved", "withdrawn")
    assert Certificate.objects.count() == (waiting.status == "approved")
    assert Award.objects.count() == (waiting.status == "approved")


def test_two_colleagues_save_one_section_and_neither_text_is_lost(
    application, lead, colleague, sign_in
):
    """T-44: the loser reads both texts."""
    address = reverse("registration-section", args=[application.uuid, "about"])
    clients = [sign_in(lead), sign_in(colleague)] * 3
    answers = at_once(
        *(
            lambda c=client, n=number: c.post(
                address, {"version": 0, "description": f"Words of browser {n}"}
            )
            for number, client in enumerate(clients)
        )
    )
    assert codes(answers) == {302: 1, 409: 5}
    kept = form_of(application).description
    assert version_of(application, "about") == 1
    for number, answer in enumerate(answers):
        if answer.status_code == 409:
            assert kept in answer.text
            assert f"Words of browser {number}" in answer.text


def test_two_colleagues_accept_a_meeting_and_one_time_is_agreed(
    application, lead, colleague, officer, sign_in, now, time_machine
):
    """T-43: the others are told; nobody gets two letters."""
    fill_registration(application, lead=lead, at=now)
    send_registration(application, lead=lead, at=now)
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
    clear_all(settle(application, [chair], officer, at=now), at=now)
    offer_times(
        application=application,
        times=[now + timedelta(days=7), now + timedelta(days=8)],
        place_kind=PlaceKind.VIDEO,
        place="https://meet.example/acorn",
        minutes=60,
        actor=chair.user,
        at=now,
    )
    time_machine.move_to(now + timedelta(hours=1))
    address = reverse("meeting", args=[application.uuid])
    clients = [sign_in(lead), sign_in(colleague)] * 3
    form = next(form for form in forms_on(clients[0].get(address)) if form.has("time"))
    times = [field.value for field in form.fields if field.name == "time"]
    answers = at_once(
        *(
            lambda c=client, n=number: c.post(address, form.data() | {"time": times[n % 2]})
            for number, client in enumerate(clients)
        )
    )
    assert codes(answers) == {302: 1, 409: 5}
    assert Appointment.objects.filter(state="agreed").count() == 1
    told = OutboxMessage.objects.filter(message="meeting_agreed")
    assert set(Counter(told.values_list("to", flat=True)).values()) == {1}


def test_invitation_pressed_twenty_times_makes_one_member(organisation, lead, sign_in, now):
    """T-43."""
    newcomer = make_user("Nina Newcomer")
    made = invite(
        organisation=organisation,
        email=newcomer.email,
        role=MembershipRole.MEMBER,
        actor=lead,
        at=now,
    )
    Invitation.objects.update(expires_at="2099-01-01T00:00:00Z")
    clients = [sign_in(newcomer) for _ in range(20)]
    address = reverse("invitation", args=[made.uuid])
    answers = at_once(*(lambda c=client: c.post(address) for client in clients))
    assert set(codes(answers)) <= {302, 409}
    assert Membership.objects.filter(user=newcomer).count() == 1


def test_beginning_pressed_twenty_times_makes_one_organisation(lead, sign_in):
    """T-43: the page answers every press with the same task list."""
    clients = [sign_in(lead) for _ in range(20)]
    for client in clients:
        walk(client)
    data = {"name": "Elm Row Nursery", "kind": "nursery", "postcode": "B2 4QA"}
    answers = at_once(
        *(lambda c=client: c.post(reverse("organisation-new"), data) for client in clients)
    )
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert RegistrationForm.objects.count() == 1


def test_new_lead_pressed_twenty_times_is_one_lead(application, lead, sign_in):
    """T-43: the key of the page makes it one."""
    address = reverse("registration-item-add", args=[application.uuid, "leads"])
    data = {"version": 0, "key": str(uuid4()), "name": "Ada"}
    clients = [sign_in(lead) for _ in range(20)]
    answers = at_once(*(lambda c=client: c.post(address, data) for client in clients))
    assert codes(answers) == {302: 20}
    assert application.registrationleads.count() == 1


@pytest.fixture
def panel(application, lead, officer, now):
    """A chair who has declared, on a registration that was sent."""
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
    fill_registration(application, lead=lead, at=now)
    send_registration(application, lead=lead, at=now)
    found = settle(application, [chair], officer, at=now)
    clear_all(found, at=now)
    return found


def test_challenge_pressed_twenty_times_is_one_challenge(panel, sign_in):
    """T-43: and one mail."""
    chair = panel.assignments.get().champion
    address = reverse("case-challenge-raise", args=[panel.application.uuid])
    data = {"subject": "", "text": "Why?", "audience": "organisation", "key": str(uuid4())}
    clients = [sign_in(chair.user) for _ in range(20)]
    answers = at_once(*(lambda c=client: c.post(address, data) for client in clients))
    assert codes(answers) == {302: 20}
    assert Challenge.objects.count() == 1
    assert OutboxMessage.objects.filter(message="challenge_raised").count() == 1


def test_answer_pressed_twenty_times_is_one_answer(panel, lead, sign_in, now):
    """T-43: and one mail."""
    chair = panel.assignments.get().champion
    challenge = ask(panel, chair, at=now, audience=Audience.ORGANISATION)
    address = reverse("challenge", args=[challenge.uuid])
    data = {"answer": "change", "text": "Done.", "key": str(uuid4())}
    clients = [sign_in(lead) for _ in range(20)]
    answers = at_once(*(lambda c=client: c.post(address, data) for client in clients))
    assert codes(answers) == {302: 20}
    assert Remark.objects.count() == 1
    assert OutboxMessage.objects.filter(message="challenge_answered").count() == 1


def test_challenge_closed_by_two_at_once_is_closed_once(panel, officer, sign_in, now):
    """The second is told that it has been closed, and the first note stays."""
    chair = panel.assignments.get().champion
    challenge = ask(panel, chair, at=now)
    address = reverse("case-challenge-close", args=[panel.application.uuid, challenge.uuid])
    clients = [sign_in(chair.user) for _ in range(2)]
    answers = at_once(
        *(
            lambda c=client, n=number: c.post(address, {"note": f"Note {n}"})
            for number, client in enumerate(clients)
        )
    )
    assert codes(answers) == {302: 1, 409: 1}
    assert AuditEvent.objects.filter(event="challenge.closed").count() == 1


def test_reissue_pressed_by_two_officers_makes_one_new_certificate(
    waiting, officer, sign_in, settings
):
    """T-46: one number each, and one certificate in force."""
    clients = [sign_in(officer) for _ in range(4)]
    client = clients[0]
    client.post(reverse("case-release", args=[waiting.uuid]), release_data(client, waiting))
    certificate = Certificate.objects.get()
    address = reverse("certificate-reissue", args=[certificate.uuid])
    data = {"printed_name": "Acorn Lane Primary", "reason": "The name was wrong."}
    answers = at_once(*(lambda c=each: c.post(address, data) for each in clients))
    assert codes(answers) == {302: 1, 409: 3}
    assert Certificate.objects.count() == 2
    assert Certificate.objects.filter(superseded_at=None).count() == 1


def test_concern_closed_by_two_officers_is_closed_once(officer, sign_in, db, client):
    client.post(reverse("concern"), {"about": "other", "what": "Something."})
    clients = [sign_in(officer) for _ in range(6)]
    address = reverse("concern-detail", args=[Concern.objects.get().uuid])
    answers = at_once(
        *(
            lambda c=each, n=number: c.post(address, {"outcome": f"Done by {n}."})
            for number, each in enumerate(clients)
        )
    )
    assert codes(answers) == {302: 1, 409: 5}
    assert AuditEvent.objects.filter(event="concern.closed", outcome="done").count() == 1
