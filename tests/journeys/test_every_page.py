"""Every page that a role may open, on a narrow phone: axe clean, not too wide, nothing foreign."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.journeys.people import the_worker_works
from tests.support.scene import build_scene, names
from tests.test_addresses import ROLES, declared

pytestmark = pytest.mark.journey

# Not pages: files, and answers for machines.
FILES = {
    "calendar-feed",
    "certificate-pdf",
    "healthz",
    "logo-pack",
    "publicity-pack",
    "readyz",
    "register-award",
    "stage-questions-docx",
}
FILE_ENDINGS = ("-csv", "-file", "-json", "-photo", "-picture", "-rss", "-thumbnail", "-zip")
FOR_MACHINES = "badge-"


@pytest.mark.parametrize("role", ["public", "lead", "panel", "officer"])
def test_every_page(walker, live_server, lead, colleague, stranger, officer, application, role):
    people, arguments = build_scene(
        application,
        lead=lead,
        colleague=colleague,
        stranger=stranger,
        officer=officer,
        now=timezone.now(),
    )
    the_worker_works()
    visitor = walker(role, phone=True)
    if role != "public":
        client = Client()
        client.force_login(people[role], backend="awards.backends.Backend")
        cookie = client.cookies["sessionid"]
        visitor.page.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
        )
    table, column = declared(), ROLES.index(role)
    opened = 0
    for name in names():
        is_file = name in FILES or name.endswith(FILE_ENDINGS) or name.startswith(FOR_MACHINES)
        if table[name, "GET"][column] == 200 and not is_file:
            visitor.go(reverse(name, kwargs=arguments.get(name)))
            visitor.shot(name)
            opened += 1
    assert opened >= 15
