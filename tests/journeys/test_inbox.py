"""A lead chooses one e-mail a day and reads on the phone what it told of; an officer sends mail again."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.digests import send_daily
from foundation.models import OutboxMessage
from foundation.outbox import queue_mail
from tests.foundation.mail import queued
from tests.journeys.people import the_worker_works

pytestmark = pytest.mark.journey


def come_in(walker, live_server, person):
    client = Client()
    client.force_login(person, backend="awards.backends.Backend")
    cookie = client.cookies["sessionid"]
    walker.page.context.add_cookies(
        [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
    )


def write(application, person, at, *, number):
    context = {
        "person": person,
        "organisation": application.organisation,
        "stage": {"name": "Bronze"},
        "application": application,
        "to_panel": False,
        "url": f"{settings.BASE_URL}/challenges/{number}/",
    }
    return queue_mail(
        key=f"remark:{number}", message="remark_made", to=person.email, context=context, at=at
    )


@pytest.mark.parametrize("keyboard", [False, True])
def test_inbox(walker, live_server, lead, application, keyboard):
    visitor = walker("lead", phone=not keyboard, keyboard=keyboard)
    come_in(visitor, live_server, lead)
    visitor.go("/messages/")
    visitor.sees("There are no messages yet.")
    visitor.follow("Change how often we write to you")
    visitor.choose("One e-mail a day")
    visitor.shot("how-often")
    visitor.press("Save")
    visitor.sees("You get one e-mail a day, at about 5pm")
    lead.refresh_from_db()
    now = timezone.now()
    for number in range(3):
        assert write(application, lead, now, number=number).status == "held"
    tomorrow = now + timedelta(days=1)
    send_daily(DutyContext(now=tomorrow, today=london_date(tomorrow), dry_run=False))
    the_worker_works()
    visitor.follow("Messages")
    visitor.sees("3 unread")
    visitor.shot("inbox")
    subject = OutboxMessage.objects.filter(recipient=lead).latest("pk").subject
    visitor.follow(subject)
    visitor.sees("Sent by e-mail with the e-mail of the day.")
    visitor.shot("message")
    visitor.follow("Back to your messages")
    visitor.sees("2 unread")
    visitor.press("Mark all as read")
    visitor.sees("Marked as read: 2.")
    visitor.does_not_see("unread")


@pytest.mark.parametrize("phone", [False, True])
def test_officer_sends_again(walker, live_server, officer, lead, application, phone):
    for number, (status, fault) in enumerate(
        [("failed", "away"), ("failed", "away"), ("failed", "address"), ("queued", "away")]
    ):
        queued(
            f"somebody.with.a.very.long.address.{number}@education.birmingham.example",
            message="stage_due",
            subject="Your Silver application for Acorn Lane School is due on 23 November 2027",
            status=status,
            fault=fault,
            attempts=3,
            reason="The mail server could not be reached, or stopped in the middle."
            if fault == "away"
            else "The mail server refused this address (550: no such person).",
        )
    visitor = walker("officer", phone=phone)
    come_in(visitor, live_server, officer)
    visitor.go("/officers/mail/")
    visitor.shot("mail")
    visitor.follow("Send them again")
    visitor.shot("first-what-it-does")
    visitor.press("Send 2 e-mails again")
    visitor.sees("On their way again: 2.")
    the_worker_works()
    visitor.open("Search and filter")
    visitor.type("To, or a part of the address", "address.2@")
    visitor.press("Show")
    visitor.sees("no such person")
    visitor.does_not_see("address.1@")
    visitor.shot("filtered")
