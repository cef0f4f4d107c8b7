"""Nothing typed is lost: signed out, saved while typing, two at once (T-14, T-15, T-44)."""

from threading import Event

import pytest
from django.contrib.sessions.models import Session

from awards.choices import MembershipRole
from awards.models import Membership
from foundation import drafts
from foundation.models import Draft, KeptPost
from portfolios.models import RegistrationForm
from tests.conftest import make_user
from tests.journeys.people import sign_in
from tests.support.portfolios import form_of

pytestmark = pytest.mark.journey

TEXT = "Our pupils chose the colours, and then they chose the doors."


@pytest.fixture
def begun(application, organisation, now):
    """A draft, with a lead and a colleague."""
    colleague = make_user("Colin Colleague")
    Membership.objects.create(
        organisation=organisation, user=colleague, role=MembershipRole.MEMBER, joined_at=now
    )
    return application


def page_of(application, section):
    return f"/applications/{application.uuid}/registration/{section}/"


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_lost_when_signed_out(walker, begun, lead, scripts):
    """The session ends while the lead writes. They sign in, and the text stands in its box again."""
    writer = walker("lead", scripts=scripts)
    sign_in(writer, lead.email)
    writer.go(page_of(begun, "about"))
    writer.type("Describe your organisation", TEXT)
    Session.objects.all().delete()
    writer.press("Save and continue")
    writer.sees("Sign in")
    writer.shot("signed-out")
    assert TEXT not in str(KeptPost.objects.values())
    writer.type("E-mail address", lead.email)
    writer.type("Password", "correct-horse-battery-staple")
    writer.press("Sign in")
    field = writer.page.get_by_label("Describe your organisation")
    assert field.input_value() == TEXT
    writer.sees("You were signed out")
    writer.shot("kept")
    writer.press("Save and continue")
    assert form_of(begun).description == TEXT


def test_nothing_lost_of_another_person(walker, begun, lead, stranger):
    """Somebody else who signs in at this browser sees nothing of it, and it is gone."""
    writer = walker("lead")
    sign_in(writer, lead.email)
    writer.go(page_of(begun, "about"))
    writer.type("Describe your organisation", TEXT)
    Session.objects.all().delete()
    writer.press("Save and continue")
    writer.type("E-mail address", stranger.email)
    writer.type("Password", "correct-horse-battery-staple")
    writer.press("Sign in")
    assert TEXT not in writer.page.content()
    assert KeptPost.objects.count() == 0


def test_nothing_lost_while_typing(walker, begun, lead):
    """The page saves by itself, says when, and has the text again after the window was closed."""
    writer = walker("lead", phone=True)
    sign_in(writer, lead.email)
    writer.go(page_of(begun, "about"))
    writer.type("Describe your organisation", TEXT)
    writer.page.keyboard.press("Tab")
    writer.page.locator("[data-autosave-status]", has_text="Kept for you at").wait_for()
    writer.shot("saved-while-typing")
    writer.go("/organisations/")
    writer.go(page_of(begun, "about"))
    assert writer.page.get_by_label("Describe your organisation").input_value() == TEXT
    writer.sees("We kept what you typed")
    writer.shot("found-again")
    assert not RegistrationForm.objects.filter(application=begun).exists()


def test_nothing_lost_when_two_write_at_once(walker, begun, lead):
    """The second one sees both texts side by side, and neither is gone."""
    first, second = walker("first"), walker("second")
    sign_in(first, lead.email)
    sign_in(second, "colin.colleague@people.example")
    for writer in (first, second):
        writer.go(page_of(begun, "about"))
    first.type("Describe your organisation", "The lead wrote this.")
    first.press("Save and continue")
    second.type("Describe your organisation", "The colleague wrote this.")
    second.press("Save and continue")
    second.sees("The lead wrote this.")
    second.sees("The colleague wrote this.")
    second.shot("both-texts")
    assert form_of(begun).description == "The lead wrote this."


@pytest.fixture
def slow_autosave(monkeypatch):
    """What is typed reaches the server, which takes a second over keeping it."""
    begun, ended = Event(), Event()

    def save(**given):
        begun.set()
        Event().wait(1)
        draft = drafts.save_draft(**given)
        ended.set()
        return draft

    monkeypatch.setattr("foundation.views.drafts.save_draft", save)
    return begun, ended


def test_nothing_comes_back_that_was_saved(walker, begun, lead, slow_autosave):
    """The button is pressed while the page saves by itself: that must not end up as a draft of what is done."""
    started, ended = slow_autosave
    writer = walker("lead")
    sign_in(writer, lead.email)
    writer.go(page_of(begun, "about"))
    writer.type("Describe your organisation", TEXT)
    writer.page.keyboard.press("Tab")
    assert started.wait(10)
    writer.press("Save and continue")
    assert ended.wait(10)
    assert form_of(begun).description == TEXT
    assert not Draft.objects.exists()


def test_nothing_comes_back_that_was_thrown_away(walker, begun, lead, slow_autosave):
    started, ended = slow_autosave
    writer = walker("lead")
    sign_in(writer, lead.email)
    writer.go(page_of(begun, "about"))
    writer.type("Describe your organisation", TEXT)
    writer.page.keyboard.press("Tab")
    assert ended.wait(10)
    writer.go(page_of(begun, "about"))
    started.clear()
    ended.clear()
    writer.type("Describe your organisation", f"{TEXT} And a slide.")
    writer.page.keyboard.press("Tab")
    assert started.wait(10)
    writer.press("Delete it and show what is saved")
    assert ended.wait(10)
    assert writer.page.get_by_label("Describe your organisation").input_value() == ""
    assert not Draft.objects.exists()
