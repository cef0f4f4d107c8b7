"""T-43, T-46, T-48: deletions are confirmed once, and what was hidden stays hidden, whoever presses when."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from awards.models import Organisation, User
from awards.services.holds import place_hold
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Refused
from portfolios.models import Consent, EvidenceItem
from reports.choices import ErasureState
from reports.models import Erasure, RequestItem
from reports.services import take_down
from reports.services.erasure import carry_out, confirm_erasure, order_erasure
from tests.conftest import make_user
from tests.support.at_once import at_once, codes
from tests.support.awards import holder
from tests.support.evidence import CHILDREN, evidence
from tests.support.requests import asked

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SHOW = {"decision": "show", "reason": "It shows nobody."}


@pytest.fixture
def officers(officer) -> list[User]:
    return [officer, *(make_user(f"Officer {n}", is_officer=True) for n in range(3))]


@pytest.fixture
def order(officers, now) -> Erasure:
    organisation = holder("Elm Row Nursery", officer=officers[0], at=now).organisation
    return order_erasure(
        organisation=organisation, with_name=True, why="Asked.", actor=officers[0], at=now
    )


@pytest.fixture
def piece(organisation, lead, now) -> EvidenceItem:
    consent = CHILDREN | {"given_on": now.date()}
    return evidence(organisation, lead=lead, at=now, file=False, consent=consent)


def address_of(order: Erasure) -> str:
    return reverse("officers-erasure", args=[order.uuid])


def test_deletion_confirmed_by_two_officers_at_once_is_confirmed_once(order, officers, sign_in):
    """T-48: the others are told, and one job waits for it."""
    clients = [sign_in(person) for person in officers[1:] * 2]
    answers = at_once(
        *(lambda c=each: c.post(address_of(order), {"act": "confirm"}) for each in clients)
    )
    assert codes(answers) == {302: 1, 409: 5}
    assert AuditEvent.objects.filter(event="erasure.confirmed", outcome="done").count() == 1
    order.refresh_from_db()
    assert order.state == ErasureState.CONFIRMED


def test_deletion_confirmed_and_cancelled_at_once_is_one_of_them(order, officers, sign_in):
    one, other = sign_in(officers[0]), sign_in(officers[1])
    answers = at_once(
        lambda: one.post(address_of(order), {"act": "cancel"}),
        lambda: other.post(address_of(order), {"act": "confirm"}),
    )
    assert codes(answers) == {302: 1, 409: 1}
    order.refresh_from_db()
    cancelled = answers[0].status_code == 302
    assert order.state == (ErasureState.CANCELLED if cancelled else ErasureState.CONFIRMED)


def test_job_of_a_deletion_run_twice_at_once_deletes_once(order, officers, now):
    """F-10: by two workers, when one was thought to be dead."""
    confirm_erasure(erasure=order, actor=officers[1], at=now)
    at_once(*[lambda: carry_out.call(str(order.uuid))] * 3)
    order.refresh_from_db()
    assert order.state == ErasureState.DONE
    assert AuditEvent.objects.filter(event="organisation.erased").count() == 1


def test_one_deletion_of_an_organisation_is_ordered_of_many_presses(
    organisation, officers, sign_in
):
    address = reverse("officers-erase-organisation", args=[organisation.slug])
    data = {"with_name": "no", "why": "They have closed."}
    clients = [sign_in(person) for person in officers]
    answers = at_once(*(lambda c=each: c.post(address, data) for each in clients))
    assert codes(answers) == {302: 1, 409: 3}
    assert Erasure.objects.count() == 1


def test_hold_that_meets_a_deletion_leaves_one(order, officers, now):
    """T-48: either everything is there and held, or everything is gone."""
    confirm_erasure(erasure=order, actor=officers[1], at=now)
    organisation = order.organisation

    def delete() -> bool:
        try:
            carry_out.call(str(order.uuid))
        except Refused:
            return False
        return True

    gone, _ = at_once(
        delete,
        lambda: place_hold(
            organisation=organisation, reason="An appeal.", actor=officers[2], at=now
        ),
    )
    found = Organisation.objects.get(pk=organisation.pk)
    assert (found.erased_at is not None) == gone
    assert found.memberships.exists() == (not gone)


def test_hiding_pressed_by_two_officers_at_once_hides_once(piece, officers, sign_in, now):
    """T-43: one line in the log, one mail to each lead; nobody is told that it failed."""
    request = asked("take_down", at=now)
    address = reverse("officers-request-hide", args=[request.uuid, piece.uuid])
    clients = [sign_in(person) for person in officers * 2]
    answers = at_once(*(lambda c=each: c.post(address) for each in clients))
    assert codes(answers) == {302: 8}
    assert RequestItem.objects.count() == 1
    assert request.entries.filter(kind="hidden").count() == 1
    mails = OutboxMessage.objects.filter(message="privacy_hidden").values_list("to", flat=True)
    assert set(Counter(mails).values()) == {1}
    assert Consent.objects.get(item=piece).disputed_at is not None


def test_piece_hidden_for_two_requests_at_once_is_shown_when_both_are_decided(
    piece, officers, sign_in, now
):
    """T-43: each has its piece, and one mail goes out for both."""
    requests = [asked("take_down", at=now) for _ in range(2)]
    clients = [sign_in(person) for person in officers[:2]]
    answers = at_once(
        *(
            lambda c=client, r=one: c.post(
                reverse("officers-request-hide", args=[r.uuid, piece.uuid])
            )
            for client, one in zip(clients, requests, strict=True)
        )
    )
    assert codes(answers) == {302: 2}
    assert RequestItem.objects.count() == 2
    mails = OutboxMessage.objects.filter(message="privacy_hidden").values_list("to", flat=True)
    assert set(Counter(mails).values()) == {1}
    answers = at_once(
        *(
            lambda c=client, r=one: c.post(
                reverse("officers-request-decide", args=[r.uuid, piece.uuid]),
                SHOW,
            )
            for client, one in zip(clients, requests, strict=True)
        )
    )
    assert codes(answers) == {302: 2}
    assert Consent.objects.get(item=piece).disputed_at is None


def test_hiding_meets_a_withdrawal_and_both_stand(piece, lead, officers, sign_in, now):
    """Whoever comes second, it is hidden; showing it again after the dispute does not undo the withdrawal."""
    request = asked("take_down", at=now)
    hers, his = sign_in(lead), sign_in(officers[0])
    hidden, withdrawn = at_once(
        lambda: his.post(reverse("officers-request-hide", args=[request.uuid, piece.uuid])),
        lambda: hers.post(reverse("evidence-withdraw", args=[piece.uuid]), {"note": "They rang."}),
    )
    assert (hidden.status_code, withdrawn.status_code) == (302, 302)
    consent = Consent.objects.get(item=piece)
    assert consent.disputed_at is not None
    assert consent.withdrawn_at is not None
    take_down.decide(
        request=request,
        item=piece,
        upheld=False,
        reason="",
        actor=officers[0],
        at=now + timedelta(hours=1),
    )
    consent.refresh_from_db()
    assert consent.disputed_at is None
    assert consent.is_hidden(now.date())


def test_hiding_meets_a_new_agreement_and_it_stays_hidden(piece, lead, officers, sign_in, now):
    """A page of consent that was open before cannot show again what somebody asked to take down."""
    request = asked("take_down", at=now)
    hers, his = sign_in(lead), sign_in(officers[0])
    version = Consent.objects.get(item=piece).version
    hidden, saved = at_once(
        lambda: his.post(reverse("officers-request-hide", args=[request.uuid, piece.uuid])),
        lambda: hers.post(
            reverse("evidence-consent", args=[piece.uuid]),
            {"version": version, "shows_people": "nobody", "scope": "assessors"},
        ),
    )
    assert hidden.status_code == 302
    assert saved.status_code in (302, 409)
    assert Consent.objects.get(item=piece).is_hidden(now.date())


def test_showing_again_meets_another_request_and_it_stays_hidden(piece, officers, sign_in, now):
    """T-43: a child's parent may ask in the moment in which a request of somebody else is decided."""
    for _ in range(6):
        first, second = (asked("take_down", at=now) for _ in range(2))
        take_down.hide(request=first, item=piece, actor=officers[0], at=now)
        one, other = sign_in(officers[0]), sign_in(officers[1])
        decide = reverse("officers-request-decide", args=[first.uuid, piece.uuid])
        hide = reverse("officers-request-hide", args=[second.uuid, piece.uuid])
        answers = at_once(
            lambda c=one, a=decide: c.post(a, SHOW),
            lambda c=other, a=hide: c.post(a),
        )
        assert codes(answers) == {302: 2}
        assert Consent.objects.get(item=piece).disputed_at is not None
        take_down.decide(
            request=second, item=piece, upheld=False, reason="", actor=officers[0], at=now
        )
        assert Consent.objects.get(item=piece).disputed_at is None
