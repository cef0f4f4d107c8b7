"""The pages about people, concerns and officers: who sees what, and what each act leaves behind."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import ConcernAbout, MembershipRole
from awards.models import Concern, Invitation, Membership
from awards.services.concerns import close_concern, report_concern
from awards.services.organisations import create_organisation, invite
from foundation.models import AuditEvent, OutboxMessage
from tests.conftest import make_user


@pytest.fixture
def invitation(organisation, lead, now):
    return invite(
        organisation=organisation,
        email="nina.newcomer@people.example",
        role=MembershipRole.MEMBER,
        actor=lead,
        at=now,
    )


@pytest.fixture(autouse=True)
def _today(time_machine, now):
    time_machine.move_to(now + timedelta(hours=1))


def test_people_page_shows_people_and_invitations(
    sign_in, lead, colleague, organisation, invitation
):
    page = sign_in(lead).get(reverse("people", args=[organisation.slug]))
    assert page.status_code == 200
    for text in (str(lead), str(colleague), invitation.email, "Invite a colleague"):
        assert text in page.text


def test_people_page_is_the_same_number_of_queries_for_one_and_three(
    sign_in, lead, organisation, now, django_assert_num_queries
):
    client = sign_in(lead)
    address = reverse("people", args=[organisation.slug])
    with django_assert_num_queries(6):
        client.get(address)
    for name in ("Ann One", "Bea Two"):
        Membership.objects.create(
            organisation=organisation, user=make_user(name), role="member", joined_at=now
        )
    with django_assert_num_queries(6):
        client.get(address)


def test_stranger_gets_404_everywhere_and_learns_nothing(
    sign_in, stranger, organisation, colleague, invitation
):
    client = sign_in(stranger)
    slug = organisation.slug
    assert client.get(reverse("people", args=[slug])).status_code == 404
    for address in (
        reverse("people-invite", args=[slug]),
        reverse("people-leave", args=[slug]),
        reverse("people-role", args=[slug, colleague.uuid]),
        reverse("people-remove", args=[slug, colleague.uuid]),
    ):
        for page in (client.get(address), client.post(address)):
            assert page.status_code == 404, address
            assert "Acorn" not in page.text
    address = reverse("invitation-cancel", args=[slug, invitation.uuid])
    assert client.post(address).status_code == 404


def test_member_may_look_and_not_manage(sign_in, colleague, organisation, lead):
    client = sign_in(colleague)
    slug = organisation.slug
    assert client.get(reverse("people", args=[slug])).status_code == 200
    page = client.post(reverse("people-invite", args=[slug]), {"email": "x@y.example"})
    assert page.status_code == 403
    assert "Only a co-production lead" in page.text
    assert client.post(reverse("people-remove", args=[slug, lead.uuid])).status_code == 403
    assert Membership.objects.filter(user=lead).exists()


def test_lead_invites(sign_in, lead, organisation):
    client = sign_in(lead)
    address = reverse("people-invite", args=[organisation.slug])
    page = client.post(address, {"email": "A@B.example", "role": "lead"})
    assert page.status_code == 302
    made = Invitation.objects.get()
    assert (made.email, made.role) == ("a@b.example", "lead")


@pytest.mark.parametrize(
    "email", ["", "no-address", "a@b.example,c@d.example", "a@b.example\nBcc: c@d.example"]
)
def test_invitation_needs_one_address(sign_in, lead, organisation, email):
    """T-72: one recipient, no header added; what was typed stays."""
    address = reverse("people-invite", args=[organisation.slug])
    page = sign_in(lead).post(address, {"email": email, "role": "lead"})
    assert page.status_code == 422
    assert "Error: Invite a colleague" in page.text
    assert not Invitation.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_mass_assignment_is_ignored(sign_in, lead, organisation, stranger):
    """T-26."""
    address = reverse("people-invite", args=[organisation.slug])
    sign_in(lead).post(
        address,
        {
            "email": "a@b.example",
            "role": "member",
            "organisation": "stranger-street-school",
            "is_staff": "1",
            "accepted_at": "2026-01-01",
        },
    )
    made = Invitation.objects.get()
    assert (made.organisation, made.accepted_at) == (organisation, None)


def test_looking_at_an_invitation_changes_nothing(sign_in, invitation):
    """T-07: a mail scanner may open the link."""
    newcomer = make_user("Nina Newcomer")
    page = sign_in(newcomer).get(reverse("invitation", args=[invitation.uuid]))
    assert page.status_code == 200
    assert not Membership.objects.filter(user=newcomer).exists()


def test_invitation_is_accepted_by_a_button(sign_in, invitation, organisation):
    newcomer = make_user("Nina Newcomer")
    page = sign_in(newcomer).post(reverse("invitation", args=[invitation.uuid]))
    assert page.status_code == 302
    assert page["Location"] == reverse("organisation", args=[organisation.slug])
    assert Membership.objects.get(user=newcomer).organisation == organisation


def test_invitation_of_somebody_else_does_not_name_the_organisation(sign_in, stranger, invitation):
    page = sign_in(stranger).get(reverse("invitation", args=[invitation.uuid]))
    assert "for another address" in page.text
    assert "Acorn" not in page.text
    assert sign_in(stranger).post(reverse("invitation", args=[invitation.uuid])).status_code == 403


def test_removed_member_is_out_on_the_next_request(sign_in, lead, colleague, organisation):
    """T-32."""
    theirs = sign_in(colleague)
    address = reverse("people", args=[organisation.slug])
    assert theirs.get(address).status_code == 200
    page = sign_in(lead).post(reverse("people-remove", args=[organisation.slug, colleague.uuid]))
    assert page.status_code == 302
    assert theirs.get(address).status_code == 404


def test_last_lead_reads_why_they_cannot_leave(sign_in, lead, organisation):
    page = sign_in(lead).post(reverse("people-leave", args=[organisation.slug]))
    assert page.status_code == 409
    assert "needs a co-production lead" in page.text


def test_person_in_two_organisations_chooses_and_sees_for_whom(sign_in, lead, organisation, now):
    """T-28."""
    create_organisation(
        name="Second Street Nursery",
        sector="education",
        kind="school",
        postcode="B3 1AA",
        actor=lead,
        at=now,
    )
    client = sign_in(lead)
    page = client.get(reverse("organisations"))
    assert "Acorn Lane School" in page.text
    assert "Second Street Nursery" in page.text
    page = client.get(reverse("people", args=["second-street-nursery"]))
    assert "Second Street Nursery" in page.text
    assert "Acorn Lane School" not in page.text


def test_one_organisation_needs_no_choice(sign_in, lead, organisation):
    page = sign_in(lead).get(reverse("organisations"))
    assert page["Location"] == reverse("organisation", args=[organisation.slug])


def test_concern_is_reported_without_signing_in(client, officer):
    page = client.post(reverse("concern"), {"about": "conduct", "what": "They shouted at my son."})
    assert page["Location"] == reverse("concern-received")
    concern = Concern.objects.get()
    assert (concern.about, concern.reported_by, concern.name) == ("conduct", None, "")
    mail = OutboxMessage.objects.get(message="concern")
    assert mail.to == officer.email
    assert "my son" not in mail.body_text + mail.body_html + mail.subject


def test_empty_concern_keeps_what_was_typed(client, db):
    page = client.post(reverse("concern"), {"about": "", "what": "", "where": "Page 3"})
    assert page.status_code == 422
    assert "Page 3" in page.text
    assert not Concern.objects.exists()


def test_flood_of_concerns_is_slowed_down(client, db):
    data = {"about": "other", "what": "Hello"}
    codes = [client.post(reverse("concern"), data).status_code for _ in range(11)]
    assert codes == [302] * 10 + [429]


def test_officer_reads_and_closes_a_concern(sign_in, officer, now):
    concern = report_concern(
        about=ConcernAbout.SAFETY,
        what="A child was left alone.",
        where="",
        name="",
        contact="",
        reported_by=None,
        at=now,
    )
    client = sign_in(officer)
    assert "not safe" in client.get(reverse("concerns")).text
    address = reverse("concern-detail", args=[concern.uuid])
    assert "A child was left alone." in client.get(address).text
    assert client.post(address, {"outcome": ""}).status_code == 422
    assert client.post(address, {"outcome": "Told the safeguarding team."}).status_code == 302
    assert client.post(address, {"outcome": "Again."}).status_code == 409
    concern.refresh_from_db()
    assert concern.handled_by == officer


def test_open_concerns_come_first(sign_in, officer, now):
    for what, closed in (("First told.", True), ("Second told.", False)):
        concern = report_concern(
            about=ConcernAbout.CONDUCT if closed else ConcernAbout.SAFETY,
            what=what,
            where="",
            name="",
            contact="",
            reported_by=None,
            at=now,
        )
        if closed:
            close_concern(concern=concern, outcome="Done.", actor=officer, at=now)
    text = sign_in(officer).get(reverse("concerns")).text
    assert text.index("not safe") < text.index("How somebody behaved")


@pytest.mark.parametrize(
    "name", ["concerns", "officers-people", "officers-appoint", "officers", "officers-mail"]
)
def test_officers_pages_refuse_a_lead_and_record_it(sign_in, lead, name):
    page = sign_in(lead).get(reverse(name))
    assert page.status_code == 403
    assert AuditEvent.objects.filter(outcome="refused").count() == 1


def test_officer_appoints_and_ends(sign_in, officer, lead):
    client = sign_in(officer)
    page = client.post(reverse("officers-appoint"), {"email": "nobody@people.example"})
    assert page.status_code == 422
    assert "Nobody has an account" in page.text
    assert client.post(reverse("officers-appoint"), {"email": lead.email}).status_code == 302
    lead.refresh_from_db()
    assert lead.is_officer
    assert client.post(reverse("officers-end", args=[lead.uuid])).status_code == 302
    lead.refresh_from_db()
    assert not lead.is_officer


@pytest.mark.parametrize("query", ["%", "_", "\\", "x" * 5000, "'; DROP TABLE", "\0"])
def test_search_is_taken_literally(sign_in, officer, lead, query):
    """T-87."""
    page = sign_in(officer).get(reverse("officers-people"), {"q": query})
    assert page.status_code in (200, 400)
    assert str(lead) not in page.text or query == "\0"


def test_search_finds_part_of_a_name(sign_in, officer, lead, stranger):
    page = sign_in(officer).get(reverse("officers-people"), {"q": "lena"})
    assert str(lead) in page.text
    assert str(stranger) not in page.text


def test_officer_hands_over(sign_in, officer, organisation):
    address = reverse("officers-hand-over", args=[organisation.slug])
    page = sign_in(officer).post(address, {"email": "n@b.example", "reason": "By letter."})
    assert page.status_code == 302
    assert Invitation.objects.get().role == "lead"
