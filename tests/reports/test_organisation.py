"""One organisation whole, and its name on certificates put right."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.choices import MembershipRole, Role
from awards.models import Membership, Organisation
from awards.services.applications import start_application, withdraw
from awards.services.organisations import correct_printed_name
from awards.workflow import TRANSITIONS
from certificates.models import Certificate
from champions.choices import Outcome
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.champions import bring_to_release, make_champion, send


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now + timedelta(days=20), tick=False):
        yield


@pytest.fixture
def page(organisation, officer, sign_in):
    def get(viewer=officer):
        answer = sign_in(viewer).get(reverse("officers-organisation", args=[organisation.slug]))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


@pytest.fixture
def awarded(application, lead, officer, now):
    send(application, lead, at=now)
    chair = make_champion(make_user("Paula Chair"), officer=officer, at=now)
    bring_to_release(application, lead=lead, champions=[chair], officer=officer, at=now)
    application.refresh_from_db()
    return application


def test_organisation_page_tells_all(page, awarded, organisation, colleague):
    text = page()
    certificate = Certificate.objects.get()
    assert reverse("case", args=[awarded.uuid]) in text
    assert awarded.reference in text
    assert reverse("certificate", args=[certificate.uuid]) in text
    assert certificate.number in text
    assert "School, education" in text
    assert "In force, awarded 5 December 2026" in text
    for words in ("Lena Lead", "Co-production lead", "Colin Colleague", "lena.lead@people.example"):
        assert words in text
    titles = ["Bronze: awarded", "Bronze: the panel was chosen", "Bronze: it was sent"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert "Olive Officer (SEND officer)" in text
    assert reverse("officers-hand-over", args=[organisation.slug]) in text


def test_organisation_page_before_anything(page):
    text = page()
    for words in ("No application yet.", "No certificate yet.", "Nothing has been sent yet."):
        assert words in text
    assert text.count("Not held") == 4


def test_history_shows_what_was_noted(page, application, lead, now):
    note = "We merge with <Oak House>."
    withdraw(application=application, actor=lead, role=Role.LEAD, note=note, at=now)
    assert "We merge with &lt;Oak House&gt;." in page()


def test_both_histories_tell_what_happened(
    page, application, organisation, lead, officer, sign_in, now
):
    """In the words of what was done, not of what somebody may do."""
    send(application, lead, at=now)
    chair = make_champion(make_user("Paula Chair"), officer=officer, at=now)
    bring_to_release(
        application,
        lead=lead,
        champions=[chair],
        officer=officer,
        at=now + timedelta(hours=1),
        outcome=Outcome.CHANGES,
    )
    application.refresh_from_db()
    later = now + timedelta(days=19)
    send(application, lead, at=later)
    withdraw(
        application=application,
        actor=lead,
        role=Role.LEAD,
        note="Not now.",
        at=later + timedelta(hours=1),
    )
    told = [
        "Withdrawn",
        "It was sent again",
        "Changes were asked for",
        "The panel was chosen",
        "It was sent",
    ]
    text = page()
    places = [text.index(f">Bronze: {title[:1].lower()}{title[1:]}<") for title in told]
    assert places == sorted(places)
    case = sign_in(officer).get(reverse("case", args=[application.uuid]))
    events = [*case.context["timeline"].latest, *case.context["timeline"].earlier]
    assert [each.title for each in events if each.title in told] == told
    assert {row.done for row in TRANSITIONS.values()} == {
        *told,
        "Awarded",
        "The answer was “not yet”",
        "The appeal was taken on",
    }


def test_draft_from_paper_can_be_gone_on_with(page, application):
    link = reverse("registration", args=[application.uuid])
    assert link not in page()
    application.entered_by_officer = True
    application.save()
    assert link in page()
    assert reverse("case", args=[application.uuid]) not in page()


def test_own_organisation_has_no_link_to_its_case(page, awarded, organisation, officer, now):
    """T-36."""
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
    )
    assert reverse("case", args=[awarded.uuid]) not in page()


def test_organisation_page_is_for_officers(organisation, lead, stranger, officer, sign_in):
    address = reverse("officers-organisation", args=[organisation.slug])
    for user in (lead, stranger):
        assert sign_in(user).get(address).status_code == 403
    unknown = reverse("officers-organisation", args=["no-such"])
    assert sign_in(officer).get(unknown).status_code == 404


# The name on certificates


@pytest.fixture
def correct(organisation, officer, sign_in):
    address = reverse("officers-printed-name", args=[organisation.slug])

    def post(viewer=officer, **fields):
        return sign_in(viewer).post(address, fields, follow=True)

    return post


def test_name_is_corrected_before_release(page, correct, organisation, officer):
    answer = correct(printed_name="Łódź & Sons", reason="They telephoned.")
    assert "Certificates will say “Łódź &amp; Sons”." in answer.content.decode()
    organisation.refresh_from_db()
    assert (organisation.name, organisation.printed_name) == ("Acorn Lane School", "Łódź & Sons")
    assert "Łódź &amp; Sons" in page()
    event = AuditEvent.objects.get(event="organisation.printed_name_corrected")
    assert (event.actor, event.reason, event.acting_for) == (
        officer, "They telephoned.", str(organisation.uuid),
    )  # fmt: skip


def test_corrected_name_stands_on_the_certificate(correct, organisation, lead, officer, now):
    correct(printed_name="The Acorn School", reason="They telephoned.")
    case = start_application(organisation=organisation, stage="bronze", actor=lead, at=now)
    send(case, lead, at=now)
    chair = make_champion(make_user("Paula Chair"), officer=officer, at=now)
    bring_to_release(case, lead=lead, champions=[chair], officer=officer, at=now)
    assert Certificate.objects.get().printed_name == "The Acorn School"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"printed_name": "Acorn \U00013080", "reason": "So."}, "We can’t print “𓂀”"),
        ({"printed_name": "", "reason": "So."}, "Enter"),
        ({"printed_name": "Acorn", "reason": ""}, "Say how you know that this is right."),
        ({"printed_name": "A" * 161, "reason": "So."}, "160"),
        ({"printed_name": "A\nB", "reason": "So."}, "Write this on one line."),
    ],
)
def test_name_that_cannot_be_printed_is_kept_and_explained(correct, organisation, fields, sentence):
    answer = correct(**fields)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "<title>Error: " in text
    assert Organisation.objects.get(pk=organisation.pk).printed_name == "Acorn Lane School"


def test_same_name_again_is_refused(correct):
    assert correct(printed_name="Acorn Lane School", reason="So.").status_code == 409


def test_page_of_the_name_leads_to_certificates_that_were_issued(
    awarded, organisation, officer, sign_in
):
    address = reverse("officers-printed-name", args=[organisation.slug])
    text = sign_in(officer).get(address).content.decode()
    assert reverse("certificate-reissue", args=[Certificate.objects.get().uuid]) in text
    assert 'value="Acorn Lane School"' in text


def test_name_is_corrected_by_officers_only(correct, organisation, lead, stranger, now):
    for user in (lead, stranger):
        assert correct(user, printed_name="Mine", reason="So.").status_code == 403
    with pytest.raises(NotAllowed):
        correct_printed_name(
            organisation=organisation, printed_name="Mine", reason="So.", actor=lead, at=now
        )


@pytest.mark.parametrize(("name", "reason"), [(" ", "So."), ("Acorn", " "), ("Acorn 𓂀", "So.")])
def test_service_refuses_what_is_empty_or_cannot_be_printed(
    organisation, officer, now, name, reason
):
    with pytest.raises(Refused):
        correct_printed_name(
            organisation=organisation, printed_name=name, reason=reason, actor=officer, at=now
        )
