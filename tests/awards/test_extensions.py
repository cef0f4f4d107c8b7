"""Officers give more time for Silver: the act, its refusals, and its page (scheme.md 10)."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, close_old_connections, transaction
from django.urls import reverse

from awards.choices import MembershipRole, Status
from awards.models import Application, Award, Extension, Membership
from awards.selectors import journey_of
from awards.services.applications import start_application
from awards.services.extensions import DateNotAccepted, extend_due_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.awards import hold
from tests.support.champions import make_champion, send

DUE = date(2027, 11, 23)
NEW = date(2028, 3, 31)
DAY = timedelta(days=1)


@pytest.fixture
def award(organisation, lead, officer, now):
    """Bronze on 23 November 2026."""
    return hold(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def extend(organisation, officer, now):
    """The act, with anything in it changed: `extend(stage="gold")`."""

    def act(**changed):
        asked = {
            "organisation": organisation,
            "stage": "silver",
            "due_on": NEW,
            "reason": "Their lead is new.",
            "actor": officer,
            "at": now,
        }
        return extend_due_date(**asked | changed)

    return act


def due_on(organisation, day=DUE):
    return journey_of(organisation, on=day).stages[1].due_on


def test_later_date_counts_and_is_kept_with_who_and_why(award, extend, organisation, officer, now):
    made = extend()
    assert due_on(organisation) == NEW
    assert (made.organisation, made.stage, made.due_on) == (organisation, "silver", NEW)
    assert (made.reason, made.granted_by, made.granted_at) == ("Their lead is new.", officer, now)
    event = AuditEvent.objects.get(event="due_date.extended")
    assert (event.actor, event.role, event.acting_for) == (
        officer,
        "officer",
        str(organisation.uuid),
    )
    assert event.reason == "Their lead is new."
    assert event.details == {"stage": "silver", "from": "2027-11-23", "to": "2028-03-31"}


def test_leads_are_told_the_date_and_not_the_reason(award, extend, organisation, lead, colleague):
    second = make_user("Lou Lead")
    Membership.objects.create(
        organisation=organisation,
        user=second,
        role=MembershipRole.LEAD,
        joined_at=award.application.created_at,
    )
    extend()
    mails = OutboxMessage.objects.filter(message="due_date_extended")
    assert {mail.to for mail in mails} == {lead.email, second.email}
    for mail in mails:
        assert mail.subject == "Acorn Lane School has more time for Silver: until 31 March 2028"
        for body in (mail.body_text, mail.body_html):
            assert "You keep Bronze in any case." in body
            assert reverse("organisation", args=[organisation.slug]) in body
            assert "new" not in body.replace("new date", "")


def test_latest_of_several_counts(award, extend, organisation):
    extend()
    extend(due_on=NEW + DAY, reason="Once more.")
    assert due_on(organisation) == NEW + DAY
    assert Extension.objects.count() == 2


def test_same_again_finds_the_first(award, extend):
    """T-43."""
    first = extend()
    assert extend() == first
    assert Extension.objects.count() == 1
    assert OutboxMessage.objects.filter(message="due_date_extended").count() == 1
    assert AuditEvent.objects.filter(event="due_date.extended").count() == 1


def test_same_date_by_another_officer_is_refused(award, extend):
    extend()
    with pytest.raises(DateNotAccepted, match="due on 31 March 2028 now"):
        extend(actor=make_user("Odette Officer", is_officer=True))


def test_old_extension_does_not_shorten_an_award_that_was_given_again(award, extend, organisation):
    extend()
    Award.objects.filter(pk=award.pk).update(awarded_on=date(2028, 1, 1))
    step = journey_of(organisation, on=date(2028, 1, 1)).stages[1]
    assert (step.due_on, step.deadline.extension) == (date(2029, 1, 1), None)


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (DUE, "It is due on 23 November 2027 now. Enter a later date than that."),
        (DUE - DAY, "Enter a later date than that."),
        (date(2029, 11, 24), "Enter a date that is not after 23 November 2029."),
        (date(9999, 12, 31), "Enter a date that is not after 23 November 2029."),
    ],
)
def test_date_has_its_limits(award, extend, new, sentence):
    with pytest.raises(DateNotAccepted, match=sentence):
        extend(due_on=new)
    assert not Extension.objects.exists()


def test_last_day_of_the_24_months_is_accepted(award, extend, organisation):
    extend(due_on=date(2029, 11, 23))
    assert due_on(organisation) == date(2029, 11, 23)


def test_date_may_not_have_passed(award, extend, now, organisation):
    at = now + timedelta(days=400)
    with pytest.raises(DateNotAccepted, match="This date has passed"):
        extend(due_on=DUE + DAY, at=at)
    extend(due_on=at.date(), at=at)
    assert due_on(organisation) == at.date()


def test_who_is_years_late_can_still_get_time(award, extend, organisation, now):
    at = now + timedelta(days=4000)
    extend(due_on=at.date() + 30 * DAY, at=at)
    assert due_on(organisation) == at.date() + 30 * DAY


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_reason_is_needed(award, extend, reason):
    with pytest.raises(Refused, match="Say why they need more time"):
        extend(reason=reason)


def test_only_officers_give_time(award, extend, lead, colleague, stranger):
    for user in (lead, colleague, stranger):
        with pytest.raises(NotAllowed, match="Only SEND officers"):
            extend(actor=user)
    assert not Extension.objects.exists()


def test_officer_who_belongs_there_may_not(award, extend, organisation, officer, now):
    """T-36."""
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=now
    )
    with pytest.raises(NotAllowed, match="Another SEND officer has to do this"):
        extend()


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("bronze", "already holds the Bronze Award"),
        ("gold", "has no date by which Gold is due"),
        ("tin", "no such stage"),
    ],
)
def test_stage_without_a_date_is_refused(award, extend, stage, sentence):
    with pytest.raises(Refused, match=sentence):
        extend(stage=stage)


def test_nothing_to_extend_before_bronze(extend, application):
    with pytest.raises(Refused, match="has no date by which Silver is due"):
        extend()


def test_nothing_to_extend_after_silver(award, extend, organisation, lead, officer, now):
    hold(organisation, "silver", lead=lead, officer=officer, at=now)
    with pytest.raises(Refused, match="already holds the Silver Award"):
        extend()


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.CHANGES_REQUESTED, Status.DECLINED])
def test_nothing_to_extend_once_it_is_sent(award, extend, organisation, lead, now, status):
    case = start_application(organisation=organisation, stage="silver", actor=lead, at=now)
    extend(due_on=DUE + DAY)
    send(case, lead, at=now)
    Application.objects.filter(pk=case.pk).update(status=status)
    with pytest.raises(Refused, match="has already sent its delivery plan"):
        extend()


def test_constraint_extension_has_a_reason(award, extend):
    extend()
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.update(reason="")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_give_time_once(award, extend, organisation):
    """The second one waits, and then reads that it is due on that day already."""
    officers = [make_user(f"Officer {number}", is_officer=True) for number in range(2)]
    start = threading.Barrier(2)
    outcomes = []

    def act(user):
        try:
            start.wait(timeout=10)
            extend(actor=user)
            outcomes.append("done")
        except DateNotAccepted:
            outcomes.append("refused")
        finally:
            close_old_connections()

    threads = [threading.Thread(target=act, args=(user,)) for user in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["done", "refused"]
    assert Extension.objects.count() == 1


# The page


@pytest.fixture
def page(organisation, sign_in, now):
    """GET, or POST with fields; on the day after the award."""

    def ask(user, stage="silver", follow=False, **fields):
        address = reverse("officers-extend", args=[organisation.slug, stage])
        with time_machine.travel(now + DAY, tick=False):
            client = sign_in(user)
            return client.post(address, fields, follow=follow) if fields else client.get(address)

    return ask


def typed(day="31", month="3", year="2028", reason="Their lead is new."):
    return {"due_on_day": day, "due_on_month": month, "due_on_year": year, "reason": reason}


def test_page_says_what_holds_now(award, page, extend, officer):
    text = page(officer).content.decode()
    assert "The delivery plan is due on <strong>23 November 2027</strong>" in text
    assert "12 months after Bronze was awarded" in text
    assert "23 November 2029 at the latest" in text
    assert "More time so far" not in text
    extend()
    text = page(officer).content.decode()
    assert "Without more time it would have been 23 November 2027" in text
    for words in ("31 March 2028", "given by Olive Officer on 23 November 2026", "lead is new."):
        assert words in text


def test_page_gives_more_time(award, page, organisation, officer):
    answer = page(officer, follow=True, **typed())
    assert answer.redirect_chain == [
        (reverse("officers-organisation", args=[organisation.slug]), 302)
    ]
    assert "Acorn Lane School has time until 31 March 2028." in answer.content.decode()
    assert due_on(organisation) == NEW


def test_second_click_is_no_second_extension(award, page, officer):
    """T-43."""
    codes = [page(officer, **typed()).status_code for _ in range(2)]
    assert (codes, Extension.objects.count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (typed(reason=""), "Say why they need more time."),
        (typed(reason="x" * 1001), "must be 1000 characters or fewer"),
        (typed(day="", month="", year=""), "Enter the new date."),
        (typed(day="31", month="2"), "There is no such date."),
        (typed(year="2027"), "It is due on 23 November 2027 now."),
        (typed(year="2030"), "Enter a date that is not after 23 November 2029."),
    ],
)
def test_page_keeps_what_was_typed_and_says_what_is_wrong(award, page, officer, fields, sentence):
    answer = page(officer, **fields)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "<title>Error: More time for Silver" in text
    assert fields["reason"] in text
    if fields["due_on_year"]:
        assert f'value="{fields["due_on_year"]}"' in text
    assert not Extension.objects.exists()


def test_page_is_for_officers(award, page, lead, colleague, stranger, officer, now):
    champion = make_champion(make_user("Sam Spare"), officer=officer, at=now).user
    for user in (lead, colleague, stranger, champion):
        for fields in ({}, typed()):
            assert page(user, **fields).status_code == 403
    assert not Extension.objects.exists()


def test_page_is_not_for_an_officer_who_belongs_there(award, page, organisation, officer, now):
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.LEAD, joined_at=now
    )
    for fields in ({}, typed()):
        answer = page(officer, **fields)
        assert answer.status_code == 403
        assert "Another SEND officer has to do this." in answer.content.decode()


def test_page_that_has_nothing_to_extend(page, award, officer, client):
    assert page(officer, stage="gold").status_code == 409
    assert page(officer, stage="gold", **typed()).status_code == 409
    assert page(officer, stage="tin").status_code == 404
    unknown = reverse("officers-extend", args=["no-such", "silver"])
    assert client.get(unknown).status_code == 302
    client.force_login(officer, backend="awards.backends.Backend")
    assert client.get(unknown).status_code == 404


def test_page_escapes_what_was_written(award, page, extend, officer):
    extend(reason="<b>Bold</b> & true")
    text = page(officer).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; true" in text


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_three(
    award, organisation, extend, officer, sign_in, now, count, django_assert_num_queries
):
    for number in range(count):
        extend(due_on=NEW + number * DAY)
    address = reverse("officers-extend", args=[organisation.slug, "silver"])
    # Session and person, organisation, membership, edition (twice), awards, applications,
    # extensions for the date and for the list.
    with time_machine.travel(now + DAY, tick=False):
        client = sign_in(officer)
        with django_assert_num_queries(10):
            assert client.get(address).status_code == 200
