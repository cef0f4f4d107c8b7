"""What every page knows: navigation by role, for whom, and how long the session lasts."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from awards.models import User
from config.context_processors import RENEWED, page


def known(user, path="/", session=None):
    request = RequestFactory().get(path)
    request.user, request.session = user, session or {}
    return page(request)


def labels(user):
    return [link.label for link in known(user)["service_nav"]]


EVERYBODY = ["How it works", "Who holds an award", "Check a certificate"]


@pytest.mark.parametrize(
    ("user", "links"),
    [
        (AnonymousUser(), EVERYBODY),
        (User(), ["Home", *EVERYBODY]),
        (User(is_champion=True), ["Home", "My work", *EVERYBODY]),
        (User(is_officer=True), ["Home", "Organisations", "People", "Privacy", *EVERYBODY]),
    ],
    ids=["nobody", "member", "champion", "officer"],
)
def test_navigation_follows_the_role(user, links):
    assert labels(user) == links


def test_navigation_marks_the_nearest_entry_only():
    path = reverse("officers-people")
    links = known(User(is_officer=True), path)["service_nav"]
    assert [(link.label, link.current) for link in links if link.current] == [("People", "page")]
    links = known(User(is_officer=True), f"{path}appoint/")["service_nav"]
    assert [(link.label, link.current) for link in links if link.current] == [("People", "true")]


def test_session_time_is_nothing_for_the_signed_out():
    assert known(AnonymousUser())["session_seconds"] is None


def test_session_time_counts_from_signing_in_or_staying():
    now = timezone.now()
    user = User(last_login=now - timedelta(hours=3))
    length = settings.SESSION_COOKIE_AGE
    assert known(user)["session_seconds"].left == pytest.approx(length - 3 * 3600, abs=5)
    renewed = {RENEWED: (now - timedelta(hours=1)).timestamp()}
    assert known(user, session=renewed)["session_seconds"].left == pytest.approx(
        length - 3600, abs=5
    )
    long_ago = User(last_login=now - timedelta(days=9))
    assert known(long_ago)["session_seconds"].left == 1


def test_page_survives_a_request_that_never_met_a_person():
    assert page(RequestFactory().get("/"))["session_seconds"] is None


def test_header_says_for_whom_somebody_acts_and_escapes_the_name():
    context = {
        **known(User()),
        "acting_for": SimpleNamespace(name="<b>Łódź & Sons"),
        "user": User(),
    }
    html = render_to_string("_header.html", context)
    assert "&lt;b&gt;Łódź &amp; Sons" in html
    assert f'action="{reverse("account_logout")}"' in html
    assert "Sign in" not in html


def test_header_offers_signing_in_to_the_signed_out():
    html = render_to_string("_header.html", known(AnonymousUser()))
    assert reverse("account_login") in html
    assert "Sign out" not in html
    assert "act for" not in html
