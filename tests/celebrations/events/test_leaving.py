"""Whoever leaves an organisation takes no private link along that still opens something (T-24)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from awards.choices import MembershipRole
from awards.models import Membership
from awards.services.erasure import anonymise_account
from awards.services.organisations import change_role, remove_member
from celebrations.models import Guest
from celebrations.services.events.leaving import replace_known_links
from celebrations.services.events.links import renew_link, reply_address
from foundation import mail_kinds
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, LedgerEntry, OutboxMessage
from tests.conftest import make_user
from tests.support.at_once import at_once
from tests.support.replies import STARTS, brings, evening, fresh, invited, path_to, says_yes
from tests.support.replies import event as event
from tests.support.replies import invitation as invitation

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now(now, time_machine):
    time_machine.move_to(now, tick=False)


def tick(at):
    return replace_known_links(DutyContext(now=at, today=london_date(at), dry_run=False))


def leaves(person, *, at):
    remove_member(membership=person.memberships.get(), actor=person, at=at)


def mails():
    return OutboxMessage.objects.filter(message="event_link")


class TestLeaving:
    def test_the_link_they_know_stops_and_leads_get_a_new_one(
        self, invitation, lead, colleague, now
    ):
        says_yes(invitation, at=now)
        guest = brings(invitation, at=now)
        before, version = path_to(invitation), invitation.version_of_link
        leaves(colleague, at=now + HOUR)
        assert tick(now + 2 * HOUR) == 1
        assert Client().get(before).status_code == 404
        assert Client().post(f"{before}guests/{guest.uuid}/remove/").status_code == 404
        assert Guest.objects.get() == guest
        assert Client().get(path_to(invitation)).status_code == 200
        mail = mails().get()
        assert mail.to == lead.email
        assert reply_address(fresh(invitation)) in mail.body_text
        assert "has left your organisation" in mail.body_text
        assert fresh(invitation).link_made_at == now + 2 * HOUR
        noted = AuditEvent.objects.get(event="event_link.renewed")
        assert (noted.actor_id, noted.role, noted.details) == (None, "", {})
        kept = LedgerEntry.objects.get()
        assert (kept.kind, kept.subject) == ("event-link.stopped", version)

    def test_a_lead_who_has_left_gets_no_mail(self, invitation, lead, colleague, now):
        mine = colleague.memberships.get()
        change_role(membership=mine, role=MembershipRole.LEAD, actor=lead, at=now)
        leaves(lead, at=now + HOUR)
        assert tick(now + 2 * HOUR) == 1
        assert mails().get().to == colleague.email

    def test_an_account_that_was_deleted(self, invitation, lead, colleague, now):
        anonymise_account(colleague, at=now + HOUR)
        noted = AuditEvent.objects.get(event="membership.ended")
        assert (noted.actor_id, noted.acting_for) == (None, str(invitation.organisation.uuid))
        assert noted.details == {"role": "member", "own_act": False}
        assert tick(now + 2 * HOUR) == 1
        assert mails().get().to == lead.email

    def test_once_for_each_who_leaves(self, invitation, lead, colleague, organisation, now):
        leaves(colleague, at=now + HOUR)
        assert [tick(now + 2 * HOUR), tick(now + 2 * HOUR), tick(now + 3 * HOUR)] == [1, 0, 0]
        other = make_user("Nina Newcomer")
        Membership.objects.create(
            organisation=organisation, user=other, role=MembershipRole.MEMBER, joined_at=now
        )
        leaves(other, at=now + 4 * HOUR)
        assert [tick(now + 5 * HOUR), tick(now + 5 * HOUR)] == [1, 0]
        assert mails().count() == 2

    def test_two_who_leave_at_once_are_one_new_link(self, invitation, colleague, lead, now):
        other = make_user("Nina Newcomer")
        Membership.objects.create(
            organisation=invitation.organisation,
            user=other,
            role=MembershipRole.MEMBER,
            joined_at=now,
        )
        for person in (colleague, other):
            leaves(person, at=now + HOUR)
        assert tick(now + 2 * HOUR) == 1
        assert mails().count() == 1

    def test_an_end_that_was_under_way_when_the_link_was_made(
        self, invitation, colleague, officer, now
    ):
        """It is dated before, and was written after they could read the new one."""
        renew_link(invitation=fresh(invitation), actor=officer, at=now + HOUR)
        leaves(colleague, at=now + HOUR - MINUTE / 2)
        assert tick(now + HOUR) == 0
        assert tick(now + HOUR + MINUTE) == 1
        assert tick(now + HOUR + 2 * MINUTE) == 0

    def test_every_event_that_is_to_come(self, invitation, organisation, officer, colleague, now):
        other = invited(evening(officer=officer, at=now), organisation, officer=officer, at=now)
        leaves(colleague, at=now + HOUR)
        before = {path_to(row) for row in (invitation, other)}
        assert tick(now + 2 * HOUR) == 2
        assert before.isdisjoint({path_to(row) for row in (invitation, other)})


class TestNobody:
    def test_who_left_before_it_was_sent(self, event, organisation, officer, colleague, now):
        row = invited(
            event, organisation, officer=officer, at=now, invited_at=now + 3 * HOUR, asked_at=now
        )
        leaves(colleague, at=now + HOUR)
        assert tick(now + 4 * HOUR) == 0
        assert fresh(row).link_made_at == now

    def test_who_left_before_an_officer_replaced_it(self, invitation, colleague, officer, now):
        leaves(colleague, at=now + HOUR)
        renew_link(invitation=fresh(invitation), actor=officer, at=now + 2 * HOUR)
        assert tick(now + 3 * HOUR) == 0

    def test_of_another_organisation(self, invitation, stranger, lead, now):
        theirs = stranger.memberships.get().organisation
        other = make_user("Nina Newcomer")
        Membership.objects.create(
            organisation=theirs, user=other, role=MembershipRole.MEMBER, joined_at=now
        )
        leaves(other, at=now + HOUR)
        assert tick(now + 2 * HOUR) == 0

    def test_whose_role_alone_has_changed(self, invitation, lead, colleague, now):
        mine = colleague.memberships.get()
        change_role(membership=mine, role=MembershipRole.LEAD, actor=lead, at=now + HOUR)
        assert tick(now + 2 * HOUR) == 0

    @pytest.mark.parametrize("how", ["unsent", "begun", "called off", "closed", "deleted"])
    def test_where_the_link_opens_nothing_about_guests(
        self, invitation, event, organisation, colleague, officer, now, how
    ):
        leaves(colleague, at=now + HOUR)
        at = now + 2 * HOUR
        if how == "unsent":
            invitation.invited_at = None
            invitation.save()
        elif how == "begun":
            at = now + STARTS
        elif how == "called off":
            event.cancelled_at, event.cancelled_by = now, officer
        elif how == "closed":
            event.closed_at, event.closed_by = event.starts_at, officer
        else:
            organisation.erased_at = now
            organisation.save()
        event.save()
        assert tick(at) == 0
        assert not mails().exists()

    def test_nothing_to_do_takes_two_queries_and_no_event_one(
        self, event, organisation, stranger, officer, now, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            tick(now + HOUR)
        for each in (organisation, stranger.memberships.get().organisation):
            invited(event, each, officer=officer, at=now)
            with django_assert_num_queries(2):
                tick(now + HOUR)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_replace_it_once(invitation, lead, colleague, now):
    leaves(colleague, at=now + HOUR)
    counts = at_once(*[lambda: tick(now + 2 * HOUR)] * 2)
    assert Counter(counts) == {0: 1, 1: 1}
    assert mails().count() == 1


@pytest.mark.parametrize(
    "code", ["event_invitation", "event_link", "event_reminder", "event_changed"]
)
def test_no_inbox_repeats_the_link(code):
    """Whoever has left still has their inbox."""
    assert not mail_kinds.kind(code).in_inbox


def test_inbox_of_a_lead_has_no_link(invitation, lead, officer, now, sign_in):
    renew_link(invitation=invitation, actor=officer, at=now)
    assert OutboxMessage.objects.get(message="event_link").recipient is None
    assert "new link" not in sign_in(lead).get(reverse("inbox")).content.decode()
