"""Who acts for an organisation (scheme.md 4): every act, and every refusal."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from awards.choices import MembershipRole
from awards.models import Invitation, Membership, Organisation
from awards.services import appointments, organisations
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user


def invite(organisation, lead, now, email="new.colleague@people.example", role="member"):
    return organisations.invite(
        organisation=organisation, email=email, role=MembershipRole(role), actor=lead, at=now
    )


def test_whoever_makes_an_organisation_leads_it(organisation, lead):
    membership = Membership.objects.get(organisation=organisation)
    assert (membership.user, membership.role) == (lead, "lead")


def test_two_organisations_of_one_name_have_two_addresses(organisation, lead, now):
    again = organisations.create_organisation(
        name=organisation.name,
        sector="education",
        kind="school",
        postcode="B1 1BB",
        actor=lead,
        at=now,
    )
    assert again.slug != organisation.slug
    assert again.slug.startswith("acorn-lane-school-")


def test_name_that_is_a_page_gets_another_address(lead, now):
    made = organisations.create_organisation(
        name="New", sector="education", kind="school", postcode="", actor=lead, at=now
    )
    assert made.slug != "new"


def test_name_in_another_script_still_has_an_address(lead, now):
    made = organisations.create_organisation(
        name="儿童之家", sector="voluntary", kind="charity", postcode="", actor=lead, at=now
    )
    assert made.slug == "organisation"


def test_invitation_is_mailed_once_to_the_normal_address(organisation, lead, now):
    made = invite(organisation, lead, now, email=" New.Colleague@PEOPLE.example ")
    assert made.email == "new.colleague@people.example"
    assert OutboxMessage.objects.get(message="invitation").to == made.email
    assert made.expires_at == now + timedelta(days=14)


def test_second_invitation_replaces_the_first(organisation, lead, now):
    first = invite(organisation, lead, now)
    invite(organisation, lead, now + timedelta(hours=1), role="lead")
    first.refresh_from_db()
    assert first.cancelled_at is not None
    assert Invitation.objects.pending(now + timedelta(hours=2)).get().role == "lead"


def test_member_is_not_invited_again(organisation, lead, colleague, now):
    with pytest.raises(Refused, match="already belongs"):
        invite(organisation, lead, now, email=colleague.email)


def test_invitation_joins_its_mailbox_once(organisation, lead, now):
    made = invite(organisation, lead, now)
    newcomer = make_user("New Colleague")
    membership = organisations.accept_invitation(invitation=made, actor=newcomer, at=now)
    assert (membership.user, membership.role) == (newcomer, "member")
    with pytest.raises(Refused, match="has ended"):
        organisations.accept_invitation(invitation=made, actor=newcomer, at=now)


def test_invitation_of_another_mailbox_is_refused(organisation, lead, stranger, now):
    made = invite(organisation, lead, now)
    with pytest.raises(NotAllowed):
        organisations.accept_invitation(invitation=made, actor=stranger, at=now)
    assert not Membership.objects.filter(organisation=organisation, user=stranger).exists()


@pytest.mark.parametrize("days", [14, 15, 400])
def test_invitation_ends_after_fourteen_days(organisation, lead, now, days):
    made = invite(organisation, lead, now)
    newcomer = make_user("New Colleague")
    with pytest.raises(Refused, match="has ended"):
        organisations.accept_invitation(
            invitation=made, actor=newcomer, at=now + timedelta(days=days)
        )


def test_cancelled_invitation_no_longer_works(organisation, lead, now):
    made = invite(organisation, lead, now)
    organisations.cancel_invitation(invitation=made, actor=lead, at=now)
    with pytest.raises(Refused):
        organisations.accept_invitation(invitation=made, actor=make_user("New Colleague"), at=now)
    with pytest.raises(Refused, match="already been used or cancelled"):
        organisations.cancel_invitation(invitation=made, actor=lead, at=now)


def test_last_lead_cannot_leave(organisation, lead, colleague, now):
    membership = Membership.objects.get(organisation=organisation, user=lead)
    with pytest.raises(Refused, match="needs a co-production lead"):
        organisations.remove_member(membership=membership, actor=lead, at=now)
    with pytest.raises(Refused, match="needs a co-production lead"):
        organisations.change_role(
            membership=membership, role=MembershipRole.MEMBER, actor=lead, at=now
        )


def test_lead_leaves_once_there_is_another(organisation, lead, colleague, now):
    theirs = Membership.objects.get(organisation=organisation, user=colleague)
    organisations.change_role(membership=theirs, role=MembershipRole.LEAD, actor=lead, at=now)
    mine = Membership.objects.get(organisation=organisation, user=lead)
    organisations.remove_member(membership=mine, actor=lead, at=now)
    assert list(organisation.memberships.values_list("user", "role")) == [(colleague.pk, "lead")]
    assert AuditEvent.objects.filter(event="membership.ended").count() == 1


def test_officer_hands_over_with_a_reason(organisation, officer, lead, now):
    with pytest.raises(Refused, match="Say how you know"):
        organisations.hand_over(
            organisation=organisation, email="a@b.example", reason=" ", actor=officer, at=now
        )
    with pytest.raises(NotAllowed):
        organisations.hand_over(
            organisation=organisation, email="a@b.example", reason="Letter.", actor=lead, at=now
        )
    made = organisations.hand_over(
        organisation=organisation,
        email="a@b.example",
        reason="The head told us by letter.",
        actor=officer,
        at=now,
    )
    assert made.role == "lead"
    assert AuditEvent.objects.get(event="organisation.handed_over").reason.startswith("The head")


def test_officers_appoint_officers(officer, lead, stranger, now):
    appointments.appoint_officer(person=lead, actor=officer, at=now)
    lead.refresh_from_db()
    assert lead.is_officer
    with pytest.raises(Refused, match="already"):
        appointments.appoint_officer(person=lead, actor=officer, at=now)
    with pytest.raises(NotAllowed):
        appointments.appoint_officer(person=stranger, actor=stranger, at=now)


def test_last_officer_stays(officer, lead, now):
    with pytest.raises(Refused, match="last SEND officer"):
        appointments.end_officer(person=officer, actor=officer, at=now)
    appointments.appoint_officer(person=lead, actor=officer, at=now)
    appointments.end_officer(person=officer, actor=lead, at=now)
    officer.refresh_from_db()
    assert not officer.is_officer


def trips(name, act):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return name in str(error.value) or "UNIQUE" in str(error.value)


def test_constraint_membership_once_per_organisation(organisation, lead, now):
    assert trips(
        "membership_once_per_organisation",
        lambda: Membership.objects.create(
            organisation=organisation, user=lead, role="member", joined_at=now
        ),
    )


def test_constraint_membership_role_is_known(organisation, stranger, now):
    assert trips(
        "membership_role_is_known",
        lambda: Membership.objects.create(
            organisation=organisation, user=stranger, role="king", joined_at=now
        ),
    )


def test_constraint_organisation_has_a_name(db, now):
    assert trips(
        "organisation_has_a_name",
        lambda: Organisation.objects.create(slug="x", name="", printed_name="", created_at=now),
    )


def test_constraint_one_open_invitation_per_mailbox(organisation, lead, now):
    made = invite(organisation, lead, now)
    assert trips(
        "invitation_one_open_per_mailbox",
        lambda: Invitation.objects.create(
            organisation=organisation,
            email=made.email,
            role="lead",
            invited_by=lead,
            invited_at=now,
            expires_at=now + timedelta(days=1),
        ),
    )


def test_constraint_invitation_ends_after_it_starts(organisation, lead, now):
    assert trips(
        "invitation_ends_after_it_starts",
        lambda: Invitation.objects.create(
            organisation=organisation,
            email="x@people.example",
            role="lead",
            invited_by=lead,
            invited_at=now,
            expires_at=now,
        ),
    )


def test_constraint_user_email_is_lower_case(lead):
    from awards.models import User

    assert trips(
        "user_email_is_lower_case",
        lambda: User.objects.filter(pk=lead.pk).update(email="Lena@People.example"),
    )
