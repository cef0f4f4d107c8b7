"""Signing, checking, sending, the receipt and the copy; and withdrawing."""

import re
import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from awards.choices import Role, Status
from awards.models import Application, StatusChange
from foundation.models import OutboxMessage
from portfolios.choices import Source
from portfolios.models import Commitment, RegistrationForm
from portfolios.services import registration as services
from tests.support.champions import answer
from tests.support.portfolios import (
    add_partner,
    asked_back,
    fill_registration,
    form_of,
    send_registration,
)

pytestmark = pytest.mark.django_db

SIGNATURE = {
    "signed_name": "Hana Head",
    "signed_role": "Head teacher",
    "levels": ["level.board", "level.children_young_people"],
    "authority": "on",
}


def page(name, application, *args):
    return reverse(name, args=[application.uuid, *args])


def sign_page(application):
    return page("registration-section", application, "sign")


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


def send_data(response):
    """What the button on the check page posts."""
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', response.text).group(1)
        for name in ("key", "version")
    }


class TestSigning:
    def test_shows_every_word_and_the_gap(self, complete, client):
        """scheme.md 6"""
        response = client.get(sign_page(complete))
        scheme = response.context["scheme"]
        for part in (
            *scheme.commitment.statements,
            *(principle.text for principle in scheme.principles),
            *(c.name for c in scheme.four_cs),
            "Not here yet.",
            scheme.commitment.declaration,
            scheme.commitment.wording,
        ):
            assert str(part).replace("'", "&#x27;") in response.text

    def test_by_a_lead(self, complete, client, lead):
        response = client.post(sign_page(complete), SIGNATURE)
        assert response.url == page("registration-check", complete)
        signed = Commitment.objects.current().get()
        assert (signed.signed_name, signed.signed_role, signed.signed_by) == (
            "Hana Head",
            "Head teacher",
            lead,
        )
        assert signed.levels == ["level.board", "level.children_young_people"]
        assert Commitment.objects.count() == 2

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("signed_name", ""),
            ("signed_role", ""),
            ("signed_name", "Two\nlines"),
            ("levels", []),
            ("levels", ["level.invented"]),
            ("authority", ""),
        ],
    )
    def test_asks_for_everything(self, complete, client, field, value):
        response = client.post(sign_page(complete), SIGNATURE | {field: value})
        assert response.status_code == 422
        assert Commitment.objects.count() == 1

    def test_takes_no_date_from_a_lead(self, complete, client):
        """T-26"""
        client.post(
            sign_page(complete),
            SIGNATURE
            | {"signed_on_day": "1", "signed_on_month": "1", "signed_on_year": "2020"}
            | {"signed_by": "1", "wording_text": "Mine", "superseded_at": "2020-01-01"},
        )
        signed = Commitment.objects.current().get()
        assert signed.signed_on.year > 2020
        assert "Mine" not in signed.wording_text

    def test_is_not_for_members(self, complete, colleague, sign_in):
        client = sign_in(colleague)
        response = client.get(sign_page(complete))
        assert "A co-production lead signs this. Ask Lena Lead." in response.text
        assert 'name="signed_name"' not in response.text
        assert client.post(sign_page(complete), SIGNATURE).status_code == 403
        assert Commitment.objects.count() == 1

    def test_too_early_says_what_comes_first(self, application, client):
        """T-42"""
        for response in (
            client.get(sign_page(application)),
            client.post(sign_page(application), SIGNATURE),
        ):
            assert response.status_code == 409
            assert page("registration", application) in response.text

    def test_on_paper_has_the_papers_date(self, officer, sign_in, now):
        application = services.enter_registration(
            name="Paper School",
            sector="education",
            kind="school",
            postcode="B1 1BB",
            source=Source.PAPER,
            received_on=now.date(),
            lead_email="",
            actor=officer,
            at=now,
        )
        fill_registration(application, lead=officer, at=now)
        client = sign_in(officer)
        paper = {"signed_on_day": "19", "signed_on_month": "11", "signed_on_year": "2024"}
        missing = client.post(sign_page(application), SIGNATURE)
        assert missing.status_code == 422
        assert client.post(sign_page(application), SIGNATURE | paper).status_code == 302
        assert Commitment.objects.current().get().signed_on.isoformat() == "2024-11-19"
        check = client.get(page("registration-check", application))
        sent = client.post(page("registration-check", application), send_data(check))
        assert sent.url == page("application-sent", application)


class TestSending:
    def test_leads_to_a_receipt(self, complete, client):
        check = client.get(page("registration-check", complete))
        assert check.status_code == 200
        response = client.post(page("registration-check", complete), send_data(check))
        assert response.url == page("application-sent", complete)
        receipt = client.get(response.url)
        assert complete.reference in receipt.text
        assert "What happens next" in receipt.text
        assert page("application-copy", complete) in receipt.text

    def test_twice_gives_the_same_receipt(self, complete, client):
        """T-43"""
        data = send_data(client.get(page("registration-check", complete)))
        answers = [client.post(page("registration-check", complete), data) for _ in range(3)]
        assert {answer.url for answer in answers} == {page("application-sent", complete)}
        assert StatusChange.objects.count() == 1
        assert OutboxMessage.objects.filter(message="application_received").count() == 1

    def test_from_an_old_page_is_409(self, complete, client):
        data = send_data(client.get(page("registration-check", complete)))
        client.post(page("registration-check", complete), data)
        response = client.post(page("registration-check", complete), data | {"key": str(uuid4())})
        assert response.status_code == 409
        assert StatusChange.objects.count() == 1

    def test_of_what_a_colleague_changed_is_409(self, complete, client, colleague, now):
        data = send_data(client.get(page("registration-check", complete)))
        add_partner(complete, actor=colleague, at=now)
        response = client.post(page("registration-check", complete), data)
        assert response.status_code == 409
        assert "while you were checking" in response.text
        assert page("registration-check", complete) in response.text

    def test_of_what_is_incomplete_lists_it(self, application, client):
        check = page("registration-check", application)
        response = client.get(check)
        assert "Send the registration" not in response.text
        assert "This is still missing" in response.text
        response = client.post(check, {"key": str(uuid4()), "version": 0})
        assert response.status_code == 422
        assert "Add at least one co-production lead." in response.text
        assert "<title>Error: " in response.text
        application.refresh_from_db()
        assert application.status == Status.DRAFT

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"key": "abc", "version": 1},
            {"key": "", "version": 1},
            {"key": str(uuid4()), "version": "x"},
        ],
    )
    def test_with_a_broken_form_sends_nothing(self, complete, client, data):
        """T-86"""
        response = client.post(page("registration-check", complete), data)
        assert response.status_code == 422
        assert "It was not sent." in response.text
        complete.refresh_from_db()
        assert complete.status == Status.DRAFT

    def test_is_for_leads(self, complete, colleague, officer, sign_in):
        member = sign_in(colleague)
        response = member.get(page("registration-check", complete))
        assert "Ask a lead to send it." in response.text
        assert "Send the registration" not in response.text
        data = {"key": str(uuid4()), "version": form_of(complete).version}
        assert member.post(page("registration-check", complete), data).status_code == 403
        assert sign_in(officer).post(page("registration-check", complete), data).status_code == 403
        complete.refresh_from_db()
        assert complete.status == Status.DRAFT

    def test_receipt_and_copy_are_not_there_before(self, complete, client):
        for name in ("application-sent", "application-copy"):
            assert client.get(page(name, complete)).status_code == 404

    def test_copy_is_what_was_sent(self, complete, client, lead, colleague, officer, sign_in, now):
        send_registration(complete, lead=lead, at=now)
        RegistrationForm.objects.update(description="Changed behind its back")
        for somebody in (lead, colleague, officer):
            copy = sign_in(somebody).get(page("application-copy", complete))
            assert "40 of them with SEND" in copy.text
            assert "Changed behind its back" not in copy.text
            assert "office@acorn.example" in copy.text
            assert '<details class="govuk-details" open>' in copy.text

    def test_after_changes_links_to_each_point_that_waits(
        self, complete, client, lead, officer, now
    ):
        """scheme.md 17: nothing goes back before it is answered."""
        send_registration(complete, lead=lead, at=now)
        points = asked_back(complete, officer, at=now)
        check = client.get(page("registration-check", complete))
        for point in points:
            assert f'<a href="{reverse("challenge", args=[point.uuid])}">' in check.text
        assert "Answer what the champions asked: Commitment." in check.text
        version = RegistrationForm.objects.get(application=complete).version
        sent = {"key": uuid4(), "version": version}
        assert client.post(page("registration-check", complete), sent).status_code == 422
        for point in points:
            answer(point, lead, at=now)
        assert client.post(page("registration-check", complete), sent).status_code == 302
        complete.refresh_from_db()
        assert complete.status == Status.IN_REVIEW

    def test_check_after_sending_is_409(self, complete, client, lead, now):
        send_registration(complete, lead=lead, at=now)
        assert client.get(page("registration-check", complete)).status_code == 409

    def test_odd_text_is_asked_about_and_may_go(self, complete, client):
        """T-94"""
        RegistrationForm.objects.update(description="Sam, NHS 943 476 5919, likes it here.")
        check = client.get(page("registration-check", complete))
        assert "looks like an NHS number" in check.text
        assert reverse("concern") in check.text
        sent = client.post(page("registration-check", complete), send_data(check))
        assert sent.status_code == 302


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_posts_send_once(complete, lead, sign_in):
    """T-43"""
    check = page("registration-check", complete)
    data = send_data(sign_in(lead).get(check))
    clients = [sign_in(lead) for _ in range(20)]
    answers = []

    def post(client):
        try:
            answers.append(client.post(check, data).headers["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [page("application-sent", complete)] * 20
    assert StatusChange.objects.count() == 1
    assert OutboxMessage.objects.filter(message="application_received").count() == 1


class TestWithdrawing:
    def test_by_a_lead(self, complete, client, lead):
        form = client.get(page("withdraw", complete))
        assert "you can’t undo it" in form.text
        response = client.post(page("withdraw", complete), {"reason": "We moved away"})
        assert response.url == reverse("organisation", args=[complete.organisation.slug])
        complete.refresh_from_db()
        assert complete.status == Status.WITHDRAWN
        change = StatusChange.objects.get()
        assert (change.note, change.actor, change.role) == ("We moved away", lead, Role.LEAD)

    def test_says_why(self, complete, client):
        assert client.post(page("withdraw", complete), {"reason": " "}).status_code == 422
        complete.refresh_from_db()
        assert complete.status == Status.DRAFT

    def test_is_for_leads(self, complete, colleague, officer, stranger, sign_in):
        for somebody, code in ((colleague, 403), (officer, 403), (stranger, 404)):
            client = sign_in(somebody)
            assert client.get(page("withdraw", complete)).status_code == code
            assert client.post(page("withdraw", complete), {"reason": "x"}).status_code == code
        assert Client().get(page("withdraw", complete)).status_code == 302

    @pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.APPROVED, Status.DECLINED])
    def test_is_over_when_it_is_over(self, complete, client, status):
        Application.objects.update(status=status)
        assert client.get(page("withdraw", complete)).status_code == 409
        assert client.post(page("withdraw", complete), {"reason": "x"}).status_code == 409
        assert not StatusChange.objects.exists()
