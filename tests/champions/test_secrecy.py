"""What is decided and not released shows nowhere to the organisation (scheme.md 18, T-24, T-30)."""

import copy

import pytest
import time_machine
from django.urls import reverse

from awards.choices import Interest
from champions.choices import Outcome
from champions.services.decisions import cancel_decision
from champions.services.panels import declare_interest
from foundation.models import AuditEvent, OutboxMessage
from tests.support.champions import assess_all, decide, release, send, settle
from tests.support.portfolios import registration_of, send_registration

CANARY = "Kestrel feedback nobody may read yet"
ORGANISATIONS_PAGES = ("meeting", "registration", "application-copy", "application-sent")


@pytest.fixture
def sent(lead, now):
    """A whole registration, so that every page has something to show."""
    application = registration_of("Acorn Lane School", lead=lead, at=now)
    send_registration(application, lead=lead, at=now)
    application.refresh_from_db()
    return application


@pytest.fixture
def organisation(sent):
    return sent.organisation


def pages(client, application):
    """Everything the organisation can open about this application, as one text."""
    addresses = [
        reverse("organisation", args=[application.organisation.slug]),
        reverse("organisations"),
        reverse("dashboard"),
        *(reverse(name, args=[application.uuid]) for name in ORGANISATIONS_PAGES),
    ]
    found = [client.get(address, follow=True) for address in addresses]
    assert {page.status_code for page in found} == {200}
    return [page.content.decode() for page in found]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_recorded_decision_changes_no_page_of_the_organisation(
    assessing, lead, sign_in, later, outcome
):
    application = assessing.application
    with time_machine.travel(later, tick=False):
        client = sign_in(lead)
        before = pages(client, application)
        assess_all(assessing, at=later)
        decide(assessing, at=later, outcome=outcome, feedback=CANARY)
        after = pages(client, application)
    assert [strip(page) for page in after] == [strip(page) for page in before]
    assert CANARY not in "".join(after)


def strip(page):
    """Without what differs from request to request: tokens, and the counter of seconds left."""
    lines = page.splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line and "session" not in line]


def test_recorded_decision_writes_to_no_one_of_the_organisation(decided, lead, colleague):
    to_them = OutboxMessage.objects.filter(to__in=[lead.email, colleague.email])
    assert set(to_them.values_list("message", flat=True)) == {
        "application_received",
        "meeting_offered",
        "meeting_agreed",
    }


def test_recorded_decision_is_not_told_to_officers_by_mail(decided, officer):
    mail = OutboxMessage.objects.get(message="decision_recorded")
    assert mail.to == officer.email
    assert "award: " not in mail.body_text.lower()
    assert decided.feedback not in mail.body_text


def test_audit_of_the_organisation_holds_no_outcome(assessing, later):
    assess_all(assessing, at=later)
    decide(assessing, at=later, outcome=Outcome.NOT_YET, feedback=CANARY)
    for event in AuditEvent.objects.exclude(event="decision.released"):
        assert "declined" not in str(event.details)
        assert CANARY not in f"{event.details} {event.reason}"


def test_taken_back_decision_stays_hidden_after_release(
    assessing, chair, young, lead, officer, sign_in, later
):
    """What the first decision said never reaches the organisation."""
    assess_all(assessing, at=later)
    first = decide(assessing, at=later, outcome=Outcome.NOT_YET, feedback=CANARY)
    cancel_decision(decision=first, reason="Kestrel reason", actor=officer, at=later)
    release(decide(assessing, at=later, outcome=Outcome.CHANGES), officer, at=later)
    shown = "".join(pages(sign_in(lead), assessing.application))
    assert "Kestrel" not in shown
    letters = OutboxMessage.objects.filter(to=lead.email)
    assert not any("Kestrel" in mail.body_text for mail in letters)


def test_young_champion_sees_no_contact_details(panel, chair, young, sign_in):
    address = reverse("case", args=[panel.application.uuid])
    for champion, sees in ((chair, True), (young, False)):
        page = sign_in(champion.user).get(address).content.decode()
        assert ("0121 496 0000" in page) is sees
        assert ("office@acorn.example" in page) is sees
        assert "Families have chosen our new sensory room" in page


def test_young_champion_assesses_without_contact_details(panel, chair, young, sign_in):
    """What they sent stands beside each question (T-30)."""
    address = reverse("assessment-question", args=[panel.application.uuid, "bronze.commitment"])
    for champion, sees in ((chair, True), (young, False)):
        page = sign_in(champion.user).get(address).content.decode()
        assert ("0121 496 0000" in page) is sees
        assert ("office@acorn.example" in page) is sees
        assert "Families have chosen our new sensory room" in page


def test_undeclared_champion_sees_the_name_alone(sent, chair, officer, sign_in, now):
    settle(sent, [chair], officer, at=now)
    client = sign_in(chair.user)
    page = client.get(reverse("case", args=[sent.uuid])).content.decode()
    assert "Acorn Lane School" in page
    for hidden in ("sensory room", "0121 496 0000", sent.reference, "Paula Professional,"):
        assert hidden not in page
    for name in ("case-meeting", "assessment", "case-findings", "case-decision"):
        assert client.get(reverse(name, args=[sent.uuid])).status_code == 409


def test_interested_champion_gets_404_from_then_on(panel, young, sign_in, later):
    client = sign_in(young.user)
    address = reverse("case", args=[panel.application.uuid])
    assert client.get(address).status_code == 200
    seat = panel.assignments.active().get(champion=young)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=young.user, at=later)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["spare", "lead", "colleague", "stranger"])
def test_case_is_not_there_for_others(request, panel, sign_in, who):
    somebody = request.getfixturevalue(who)
    user = getattr(somebody, "user", somebody)
    client = sign_in(user)
    for name in ("case", "case-panel", "case-meeting", "assessment", "case-findings",
                 "case-decision", "case-release", "case-letter", "case-give-back"):  # fmt: skip
        answer = client.get(reverse(name, args=[panel.application.uuid]))
        assert answer.status_code == 404, name
        assert "Acorn" not in answer.content.decode() or who in ("lead", "colleague")


def test_resubmission_is_shown_as_judged(decided_changes, lead, chair, sign_in):
    before = decided_changes.changes.get(name="submit").snapshot
    snapshot = copy.deepcopy(before)
    snapshot["sections"][0]["rows"][0]["value"] = "We changed this"
    send(decided_changes, lead, at=decided_changes.status_since, snapshot=snapshot)
    page = sign_in(chair.user).get(reverse("case", args=[decided_changes.uuid]))
    assert "We changed this" in page.content.decode()
