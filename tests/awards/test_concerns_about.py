"""Whom a concern is about: an officer says it, and it asks for a visit at the next renewal (scheme.md 22)."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from awards.choices import ConcernAbout, Interest, MembershipRole
from awards.models import Concern, Membership, Organisation, StandingInterest, User
from awards.services.concerns import close_concern, report_concern, say_whom_it_is_about
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed
from reports.selectors.figures import figures
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def concern(officer: User, now: datetime) -> Concern:
    return report_concern(
        about=ConcernAbout.SAFETY,
        what="I am worried.",
        where="Acorn",
        name="",
        contact="",
        reported_by=None,
        at=now,
    )


@pytest.fixture(params=["member", "link"])
def own(request: pytest.FixtureRequest, organisation: Organisation, now: datetime) -> User:
    """An officer who belongs to the organisation, or is tied to it."""
    own = make_user("Own Officer", is_officer=True)
    if request.param == "member":
        Membership.objects.create(
            organisation=organisation, user=own, role=MembershipRole.MEMBER, joined_at=now
        )
    else:
        StandingInterest.objects.create(
            person=own,
            organisation=organisation,
            organisation_name=organisation.name,
            nature=Interest.GOVERNOR,
            declared_at=now,
            declared_by=own,
        )
    return own


def test_an_officer_says_whom_it_is_about_and_takes_it_back(
    concern: Concern, organisation: Organisation, officer: User, sign_in: SignIn
) -> None:
    client = sign_in(officer)
    address = reverse("concern-organisation", args=[concern.uuid])
    assert client.post(address, {"organisation": organisation.slug}).status_code == 302
    concern.refresh_from_db()
    assert concern.organisation == organisation
    page = client.get(reverse("concern-detail", args=[concern.uuid])).content.decode()
    assert "Acorn Lane School" in page
    assert "selected" in page
    client.post(address, {"organisation": ""})
    concern.refresh_from_db()
    assert concern.organisation is None
    assert AuditEvent.objects.filter(event="concern.about").count() == 2


def test_it_can_be_said_after_the_concern_was_closed(
    concern: Concern, organisation: Organisation, officer: User, now: datetime
) -> None:
    close_concern(concern=concern, outcome="We called them.", actor=officer, at=now)
    say_whom_it_is_about(concern=concern, organisation=organisation, actor=officer, at=now)
    concern.refresh_from_db()
    assert (concern.organisation, concern.outcome) == (organisation, "We called them.")


def test_the_same_word_twice_is_one_event(
    concern: Concern, organisation: Organisation, officer: User, now: datetime
) -> None:
    for _ in range(2):
        say_whom_it_is_about(concern=concern, organisation=organisation, actor=officer, at=now)
    assert AuditEvent.objects.filter(event="concern.about").count() == 1


def test_nobody_says_it_of_or_takes_it_from_their_own(
    concern: Concern, organisation: Organisation, officer: User, own: User, now: datetime
) -> None:
    """T-36."""
    with pytest.raises(NotAllowed):
        say_whom_it_is_about(concern=concern, organisation=organisation, actor=own, at=now)
    say_whom_it_is_about(concern=concern, organisation=organisation, actor=officer, at=now)
    with pytest.raises(NotAllowed):
        say_whom_it_is_about(concern=concern, organisation=None, actor=own, at=now)


def test_nobody_closes_what_is_about_their_own(
    concern: Concern, organisation: Organisation, officer: User, own: User, now: datetime
) -> None:
    """T-36."""
    say_whom_it_is_about(concern=concern, organisation=organisation, actor=officer, at=now)
    with pytest.raises(NotAllowed, match="Another SEND officer has to do this"):
        close_concern(concern=concern, outcome="All is well.", actor=own, at=now)
    concern.refresh_from_db()
    assert concern.handled_at is None
    assert not AuditEvent.objects.filter(event="concern.closed").exists()
    close_concern(concern=concern, outcome="We called them.", actor=officer, at=now)


def test_nobody_finds_what_is_about_their_own(
    concern: Concern,
    organisation: Organisation,
    officer: User,
    own: User,
    now: datetime,
    sign_in: SignIn,
) -> None:
    """T-36: neither in the list nor in the count, and no address tells that it is there."""
    client = sign_in(own)
    addresses = [
        reverse(name, args=[concern.uuid]) for name in ("concern-detail", "concern-organisation")
    ]
    assert client.get(addresses[0]).status_code == 200
    assert addresses[0] in client.get(reverse("concerns")).content.decode()
    assert figures(at=now, viewer=own, near={})[0].number == 1
    say_whom_it_is_about(concern=concern, organisation=organisation, actor=officer, at=now)
    assert client.get(addresses[0]).status_code == 404
    assert client.post(addresses[0], {"outcome": "All is well."}).status_code == 404
    assert client.post(addresses[1], {"organisation": ""}).status_code == 404
    assert addresses[0] not in client.get(reverse("concerns")).content.decode()
    assert figures(at=now, viewer=own, near={})[0].number == 0
    assert figures(at=now, viewer=officer, near={})[0].number == 1
    assert sign_in(officer).get(addresses[0]).status_code == 200
    concern.refresh_from_db()
    assert (concern.handled_at, concern.organisation) == (None, organisation)


def test_a_link_that_ended_keeps_nobody_out(
    concern: Concern, organisation: Organisation, officer: User, now: datetime, sign_in: SignIn
) -> None:
    once = make_user("Once Officer", is_officer=True)
    StandingInterest.objects.create(
        person=once,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.GOVERNOR,
        declared_at=now,
        declared_by=once,
        ended_at=now,
        ended_by=once,
    )
    say_whom_it_is_about(concern=concern, organisation=organisation, actor=officer, at=now)
    assert sign_in(once).get(reverse("concern-detail", args=[concern.uuid])).status_code == 200
    close_concern(concern=concern, outcome="We called them.", actor=once, at=now)


def test_only_officers_say_it(
    concern: Concern, organisation: Organisation, lead: User, now: datetime, sign_in: SignIn
) -> None:
    address = reverse("concern-organisation", args=[concern.uuid])
    answer = sign_in(lead).post(address, {"organisation": organisation.slug})
    assert answer.status_code == 403
    with pytest.raises(NotAllowed):
        say_whom_it_is_about(concern=concern, organisation=None, actor=lead, at=now)


def test_an_organisation_that_is_not_there_is_refused(
    concern: Concern, officer: User, sign_in: SignIn
) -> None:
    address = reverse("concern-organisation", args=[concern.uuid])
    answer = sign_in(officer).post(address, {"organisation": "nowhere"})
    assert answer.status_code == 422
    concern.refresh_from_db()
    assert concern.organisation is None
