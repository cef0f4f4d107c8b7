"""An officer words a mail anew, looks at it, and goes back: by keyboard, on a phone, without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from foundation.mail_kinds import kind
from foundation.wordings import current, ours

pytestmark = pytest.mark.journey
CODE = "panel_left"


@pytest.mark.parametrize("options", [{"keyboard": True}, {"phone": True}, {"scripts": False}])
def test_officer_words_a_mail(walker, live_server, officer, options):
    visitor = walker("officer", **options)
    client = Client()
    client.force_login(officer, backend="awards.backends.Backend")
    cookie = client.cookies["sessionid"]
    visitor.page.context.add_cookies(
        [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
    )
    visitor.go(reverse("officers-mail"))
    visitor.follow("See and change how e-mails are worded")
    visitor.shot("list")
    visitor.type("Find an e-mail by its name, or by who gets it", "sit on a panel")
    visitor.press("Find", exact=True)
    visitor.shot("found")
    visitor.follow("You no longer sit on a panel")
    visitor.sees("It is sent in the words that came with the service.")
    visitor.type("Subject", "((organisation)): thank you, ((nobody))")
    visitor.press("Save and use")
    visitor.sees("There is no placeholder ((nobody)) here.")
    visitor.shot("error")
    visitor.type("Subject", "((organisation)): thank you")
    visitor.press("See how it looks", exact=True)
    visitor.sees("Acorn Lane School: thank you")
    visitor.sees("not saved yet")
    visitor.shot("looks")
    visitor.press("Save and use")
    visitor.sees("The words are saved.")
    assert current(kind(CODE)).subject == "((organisation)): thank you"
    visitor.follow("Who changed what")
    visitor.shot("history")
    visitor.follow("Back to the words")
    visitor.follow("use the words of the service again")
    visitor.press("Use the words of the service again")
    visitor.sees("From now on it is sent in the words of the service again.")
    assert current(kind(CODE)) == ours(CODE)
