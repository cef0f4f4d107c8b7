"""Autosave, and opening a form again (T-14)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.test import Client

from foundation.drafts import (
    TooMuch,
    autosave_url,
    discard_draft,
    discard_url,
    draft_for,
    save_draft,
)
from foundation.models import Draft
from tests.conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.support.sample_pages")]

NOW = datetime(2026, 7, 1, 20, 3, tzinfo=UTC)
STORY = "/sample/story/"
TYPED = {"title": "Ours", "text": "We built ramps\nand <b>doors</b>.", "parts": ["a", "c"]}


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def author(db):
    return make_user("Ana Author")


@pytest.fixture
def other(db):
    return make_user("Otto Other")


@pytest.fixture
def browser(author):
    client = Client()
    client.force_login(author)
    return client


def fields(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_autosave_answers_with_the_time_in_birmingham(browser, author):
    answer = browser.post(autosave_url(author, "story"), TYPED)
    assert (answer.status_code, answer.json()) == (200, {"saved_at": "21:03"})
    draft = draft_for(author, "story")
    assert (draft.data, draft.saved_at) == ({"title": ["Ours"], **_lists()}, NOW)


def _lists():
    return {"text": ["We built ramps\nand <b>doors</b>."], "parts": ["a", "c"]}


def test_later_text_replaces_the_earlier(browser, author):
    browser.post(autosave_url(author, "story"), TYPED)
    browser.post(autosave_url(author, "story"), {"title": "Theirs"})
    assert Draft.objects.get().data == {"title": ["Theirs"]}


def test_opened_again_the_form_shows_what_was_typed(browser, author):
    browser.post(autosave_url(author, "story"), TYPED)
    page = browser.get(STORY)
    text = page.content.decode()
    assert "We kept what you typed at 21:03 on 1 July." in text
    assert 'value="Ours"' in text
    assert "and &lt;b&gt;doors&lt;/b&gt;." in text
    assert text.count("checked") == 2
    assert "required" not in text.partition("<form")[0]
    assert "errorlist" not in text


def test_half_a_form_is_shown_without_reproach(browser, author):
    browser.post(autosave_url(author, "story"), {"title": "Ours"})
    assert "errorlist" not in browser.get(STORY).content.decode()


def test_saving_for_good_ends_the_draft(browser, author):
    browser.post(autosave_url(author, "story"), TYPED)
    assert browser.post(STORY, TYPED).status_code == 302
    assert Draft.objects.count() == 0


def test_a_form_with_faults_keeps_the_draft(browser, author):
    browser.post(autosave_url(author, "story"), TYPED)
    answer = browser.post(STORY, {"title": "Ours"})
    assert (answer.status_code, Draft.objects.count()) == (422, 1)


def test_draft_can_be_deleted(browser, author):
    browser.post(autosave_url(author, "story"), TYPED)
    assert discard_url(author, "story") in browser.get(STORY).content.decode()
    answer = browser.post(discard_url(author, "story"), {"next": STORY})
    assert (answer.status_code, answer.url) == (302, STORY)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("bad", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_deleting_leads_nowhere_else(browser, author, bad):
    """T-18."""
    answer = browser.post(discard_url(author, "story"), {"next": bad})
    assert answer.url == "/dashboard/"


def test_secrets_are_not_saved(browser, author):
    browser.post(
        autosave_url(author, "story"),
        {"title": "Ours", "password": "hunter2", "csrfmiddlewaretoken": "x", "otp": "123456"},
    )
    assert Draft.objects.get().data == {"title": ["Ours"]}


def test_nul_is_dropped(browser, author):
    """T-83: PostgreSQL would refuse the whole text."""
    browser.post(autosave_url(author, "story"), {"title": "O\0urs"})
    assert Draft.objects.get().data == {"title": ["Ours"]}


def test_too_much_is_refused_and_the_earlier_stays(browser, author):
    browser.post(autosave_url(author, "story"), TYPED)
    answer = browser.post(autosave_url(author, "story"), {"text": "é" * (128 * 1024)})
    assert (answer.status_code, answer.json()) == (413, {"error": "too-large"})
    assert Draft.objects.get().data["title"] == ["Ours"]


def test_size_is_counted_in_bytes_of_all_fields(author):
    save_draft(owner=author, key="k", data=fields(a="x" * (256 * 1024 - 1)), at=NOW)
    with pytest.raises(TooMuch):
        save_draft(owner=author, key="k", data=fields(a="x" * (256 * 1024)), at=NOW)


def test_address_of_somebody_else_is_not_found(browser, author, other):
    assert browser.post(autosave_url(other, "story"), TYPED).status_code == 404
    assert browser.post(discard_url(other, "story")).status_code == 404
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("damage", ["x", ":", ""])
def test_changed_address_is_not_found(browser, author, damage):
    address = autosave_url(author, "story").rstrip("/")
    changed = f"{address[:-4]}{damage}{address[-2:]}/"
    assert browser.post(changed, TYPED).status_code == 404


def test_old_address_is_not_found(browser, author, time_machine):
    address = autosave_url(author, "story")
    time_machine.move_to(NOW + timedelta(days=2, seconds=1), tick=False)
    browser.force_login(author)
    assert browser.post(address, TYPED).status_code == 404


def test_signed_out_is_403_and_no_redirect(author):
    """T-10: a script asks."""
    answer = Client().post(autosave_url(author, "story"), TYPED)
    assert (answer.status_code, answer.json()) == (403, {"error": "signed-out"})


def test_token_is_asked_for(author):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(author)
    assert browser.post(autosave_url(author, "story"), TYPED).status_code == 403
    assert Draft.objects.count() == 0


def test_reading_an_address_changes_nothing(browser, author):
    """T-16."""
    assert browser.get(autosave_url(author, "story")).status_code == 405
    assert browser.get(discard_url(author, "story")).status_code == 405


def test_drafts_of_two_people_are_two(author, other):
    save_draft(owner=author, key="story", data=fields(title="Ana's"), at=NOW)
    save_draft(owner=other, key="story", data=fields(title="Otto's"), at=NOW)
    assert draft_for(author, "story").typed["title"] == "Ana's"
    discard_draft(author, "story")
    assert draft_for(author, "story") is None
    assert draft_for(other, "story").typed["title"] == "Otto's"


def test_one_draft_per_person_and_form(author):
    save_draft(owner=author, key="story", data=fields(title="Ours"), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(owner=author, key="story", saved_at=NOW)


def test_file_fields_are_not_filled(browser, author):
    browser.post(autosave_url(author, "story"), {"title": "Ours", "photo": "summer.jpg"})
    assert "summer.jpg" not in browser.get(STORY).content.decode()
