"""The page about cookies names every cookie that is ever set, and how long each stays; no more, no less."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from lxml import html

from reports.selectors.cookies import cookies, length_in_words
from tests.conftest import PASSWORD

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "DATABASE_URL": "postgres://x:x@localhost/x",
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "testserver",
    "BASE_URL": "https://testserver",
    "EMAIL_URL": "smtp://localhost:25",
    "CERTIFICATE_KEY_FILE": "key.p12",
    "CERTIFICATE_KEY_PASSPHRASE": "passphrase",
}


class Jar:
    """A browser that remembers every cookie it was ever given, with its longest life."""

    def __init__(self) -> None:
        self.client, self.seen = Client(enforce_csrf_checks=True), {}

    def _note(self, answer):
        for name, morsel in answer.cookies.items():
            # Zero takes a cookie away; empty lasts until the browser is closed.
            if morsel["max-age"] != 0:
                self.seen[name] = max(self.seen.get(name, 0), int(morsel["max-age"] or -1))
        return answer

    def get(self, address):
        return self._note(self.client.get(address, follow=False))

    def post(self, address, data):
        token = self.client.cookies["csrftoken"].value
        return self._note(
            self.client.post(
                address,
                data | {"csrfmiddlewaretoken": token},
                headers={"Origin": "http://testserver"},
            )
        )


@pytest.mark.django_db
def test_page_lists_the_cookies_that_are_set_and_no_others(lead, organisation):
    jar = Jar()
    door, form = reverse("account_login"), reverse("people-invite", args=[organisation.slug])
    for name in ("home", "cookies", "privacy", "concern", "verify", "start"):
        assert jar.get(reverse(name)).status_code == 200
    jar.get(door)
    assert jar.post(door, {"login": lead.email, "password": "wrong-" * 4}).status_code == 422
    jar.get(door)
    assert jar.post(door, {"login": lead.email, "password": PASSWORD}).status_code == 302
    assert jar.get(reverse("dashboard")).status_code in (200, 302)
    assert jar.get(form).status_code == 200
    Session.objects.all().delete()
    lost = jar.post(form, {"email": "new@people.example", "role": "member"})
    assert lost.status_code == 302, "The session is over; what was typed is kept."
    jar.get(door)
    jar.post(door, {"login": lead.email, "password": PASSWORD})
    jar.get(form)
    assert jar.post(reverse("account_logout"), {}).status_code == 302
    jar.get(reverse("home"))
    listed = {each.name: int(each.lasts.total_seconds()) for each in cookies()}
    assert jar.seen == listed
    page = html.fromstring(Client().get(reverse("cookies")).text)
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in page.xpath("//main//tbody/tr")
    ]
    assert rows == [[each.name, each.purpose, each.in_words] for each in cookies()]


def test_names_in_production_are_bound_to_the_host():
    script = (
        "import django, json; django.setup(); from reports.selectors.cookies import cookies; "
        "print(json.dumps([each.name for each in cookies()]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).resolve().parents[2],
        env={"PATH": os.environ["PATH"]} | PRODUCTION,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == [
        "__Host-session",
        "__Host-csrf",
        "__Host-kept",
        "__Host-last-person",
    ]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=20), "20 hours"),
        (timedelta(days=7), "7 days"),
        (timedelta(days=364), "52 weeks"),
    ],
)
def test_length_is_said_as_people_say_it(length, words):
    assert length_in_words(length) == words
