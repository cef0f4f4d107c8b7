"""T-14, T-15, T-23: what is posted after the session ended."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import get_cookie_signer
from django.test import Client

from foundation import kept_posts
from foundation.models import KeptPost
from tests.conftest import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.support.sample_pages")]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
STORY = "/sample/story/"
TYPED = {
    "title": "Ours",
    "text": "We built ramps ا \U0001f60a\nand <b>doors</b>.",
    "parts": ["a", "c"],
}
OUR_PAGE = {"HTTP_ORIGIN": "http://testserver"}
BANNER = "You were signed out while writing. We kept what you typed. Check it and press Save."


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def author(db):
    return make_user("Ana Author")


@pytest.fixture
def other(db):
    return make_user("Otto Other")


def sign_in(browser, user, *, next_page=STORY):
    """Through the form, as a person without JavaScript does."""
    return browser.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD, "next": next_page}
    )


def expire(browser):
    browser.session.flush()


@pytest.fixture
def browser(author):
    """Signed in, on the page with the form; then the session ends."""
    browser = Client()
    assert sign_in(browser, author).status_code == 302
    assert browser.get(STORY).status_code == 200
    expire(browser)
    return browser


def post(browser, data=None, *, path=STORY, **headers):
    return browser.post(path, data or TYPED, **(OUR_PAGE | headers))


def test_typed_text_comes_back_in_the_same_form(browser, author):
    sent = post(browser)
    assert (sent.status_code, sent.url) == (302, f"/accounts/login/?next={STORY}")
    assert "We keep what you typed for one hour" in browser.get(sent.url).content.decode()
    signed_in = sign_in(browser, author)
    assert signed_in.url == STORY
    page = browser.get(signed_in.url)
    text = page.content.decode()
    assert page.status_code == 200
    assert BANNER in text
    assert 'value="Ours"' in text
    assert "We built ramps ا \U0001f60a\nand &lt;b&gt;doors&lt;/b&gt;." in text
    assert text.count("checked") == 2


def test_nothing_is_saved_before_its_author_presses_save(browser, author):
    post(browser)
    sign_in(browser, author)
    browser.get(STORY)
    assert KeptPost.objects.count() == 1
    assert post(browser).status_code == 302
    assert KeptPost.objects.count() == 0
    assert kept_posts.SECRET_COOKIE not in _alive(browser)
    assert BANNER not in browser.get(STORY).content.decode()


def test_text_stays_when_the_page_is_loaded_again(browser, author):
    post(browser)
    sign_in(browser, author)
    browser.get(STORY)
    assert BANNER in browser.get(STORY).content.decode()


def test_row_alone_tells_nothing(browser, author):
    post(browser)
    row = KeptPost.objects.get()
    assert row.owner == author
    assert b"ramps" not in bytes(row.sealed)
    secret = browser.cookies[kept_posts.SECRET_COOKIE]
    assert (secret["httponly"], secret["samesite"], secret["max-age"]) == (True, "Lax", 3600)
    assert secret.value not in row.browser


def test_another_person_sees_nothing_and_ends_it(browser, author, other):
    post(browser)
    sign_in(browser, other)
    page = browser.get(STORY)
    assert "ramps" not in page.content.decode()
    assert KeptPost.objects.count() == 0
    expire(browser)
    sign_in(browser, author)
    assert "ramps" not in browser.get(STORY).content.decode()


def test_another_browser_sees_nothing(browser, author):
    post(browser)
    elsewhere = Client()
    sign_in(elsewhere, author)
    assert "ramps" not in elsewhere.get(STORY).content.decode()


def test_text_is_gone_after_an_hour(browser, author, time_machine):
    post(browser)
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    sign_in(browser, author)
    assert "ramps" not in browser.get(STORY).content.decode()
    assert KeptPost.objects.count() == 0


def test_text_is_there_just_before_the_hour_is_over(browser, author, time_machine):
    post(browser)
    time_machine.move_to(NOW + timedelta(minutes=59, seconds=59), tick=False)
    sign_in(browser, author)
    assert "ramps" in browser.get(STORY).content.decode()


def test_clock_deletes_what_is_an_hour_old(browser):
    post(browser)
    assert kept_posts.delete_expired(NOW + timedelta(minutes=59)) == 0
    assert kept_posts.delete_expired(NOW + timedelta(hours=1)) == 1
    assert KeptPost.objects.count() == 0


def test_tampered_secret_opens_nothing(browser, author):
    post(browser)
    browser.cookies[kept_posts.SECRET_COOKIE] = "somebody-elses-secret"
    sign_in(browser, author)
    assert "ramps" not in browser.get(STORY).content.decode()


def test_row_moved_to_another_secret_does_not_open(browser, author):
    """Whoever can write to the database still has only half of the key."""
    post(browser)
    KeptPost.objects.update(browser=kept_posts._browser("guessed"))
    browser.cookies[kept_posts.SECRET_COOKIE] = "guessed"
    sign_in(browser, author)
    page = browser.get(STORY)
    assert (page.status_code, KeptPost.objects.count()) == (200, 0)
    assert "ramps" not in page.content.decode()


def test_forged_person_is_nobody(browser, author, other):
    browser.cookies[kept_posts.PERSON_COOKIE] = f"{other.pk}:forged"
    post(browser)
    assert KeptPost.objects.count() == 0


def test_browser_that_nobody_used_keeps_nothing():
    post(Client())
    assert KeptPost.objects.count() == 0


def test_person_who_has_gone_keeps_nothing(browser, author):
    cookie = kept_posts.PERSON_COOKIE
    browser.cookies[cookie] = get_cookie_signer(salt=cookie + kept_posts.SALT).sign("999999")
    assert post(browser).status_code == 302
    assert KeptPost.objects.count() == 0


def test_new_secret_key_still_opens_with_the_old_as_fallback(browser, author, settings):
    """F-22."""
    post(browser)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-everybody-0123456789"
    sign_in(browser, author)
    assert "ramps" in browser.get(STORY).content.decode()


def test_new_secret_key_without_fallback_ends_it_politely(browser, author, settings):
    post(browser)
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-everybody-0123456789"
    sign_in(browser, author)
    page = browser.get(STORY)
    assert (page.status_code, KeptPost.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "", "HTTP_REFERER": "https://evil.example/testserver"},
        {"HTTP_ORIGIN": "", "HTTP_REFERER": ""},
    ],
)
def test_words_from_another_site_are_not_kept(browser, headers):
    """T-23."""
    assert post(browser, **headers).status_code == 302
    assert KeptPost.objects.count() == 0


def test_referer_of_our_own_page_is_enough(browser):
    post(browser, HTTP_ORIGIN="", HTTP_REFERER=f"http://testserver{STORY}")
    assert KeptPost.objects.count() == 1


def test_passwords_and_codes_are_never_kept(browser, author):
    secrets = {
        "password": "hunter2-pw",
        "otp": "123456",
        "login_code": "654321",
        "new_password1": "x9",
    }
    post(browser, TYPED | secrets | {"postcode": "B1 1BB"})
    sign_in(browser, author)
    page = browser.get(STORY)
    assert "hunter2-pw" not in page.content.decode()
    data = kept_posts.data_for(page.wsgi_request)
    assert sorted(data) == ["parts", "postcode", "text", "title"]


def test_files_are_named_and_not_kept(browser, author):
    post(browser, TYPED | {"photo": SimpleUploadedFile("summer.jpg", b"secret-bytes")})
    sign_in(browser, author)
    text = browser.get(STORY).content.decode()
    assert "Choose these again: summer.jpg." in text
    assert "secret-bytes" not in text


def test_more_than_a_quarter_megabyte_is_not_kept(browser):
    post(browser, TYPED | {"text": "x" * (256 * 1024)})
    assert KeptPost.objects.count() == 0


def test_one_kept_post_per_browser(browser, author):
    post(browser)
    post(browser, TYPED | {"text": "Second thoughts"})
    assert KeptPost.objects.count() == 1
    sign_in(browser, author)
    assert "Second thoughts" in browser.get(STORY).content.decode()


def test_sign_in_pages_are_never_kept(browser):
    post(browser, {"login": "a@b.example"}, path="/accounts/login/")
    assert KeptPost.objects.count() == 0


@pytest.mark.parametrize("path", ["/sample/button/", "/sample/moved-on/"])
def test_page_that_has_gone_leads_to_the_text_for_copying(browser, author, path):
    post(browser, path=path)
    signed_in = sign_in(browser, author, next_page=path)
    shown = browser.get(signed_in.url)
    assert (shown.status_code, shown.url) == (302, "/kept/")
    text = browser.get("/kept/").content.decode()
    assert "We built ramps" in text
    assert "&lt;b&gt;doors&lt;/b&gt;" in text


def test_page_that_does_not_know_points_to_the_text(browser, author):
    post(browser, path="/sample/unaware/")
    sign_in(browser, author, next_page="/sample/unaware/")
    text = browser.get("/sample/unaware/").content.decode()
    assert BANNER not in text
    assert 'href="/kept/"' in text


def test_other_pages_point_back_to_the_form(browser, author):
    post(browser)
    sign_in(browser, author)
    assert f'href="{STORY}"' in browser.get("/sample/unaware/").content.decode()


def test_kept_text_can_be_deleted(browser, author):
    post(browser)
    sign_in(browser, author)
    answer = browser.post("/kept/discard/")
    assert (answer.status_code, answer.url) == (302, STORY)
    assert KeptPost.objects.count() == 0
    assert "ramps" not in browser.get(STORY).content.decode()


def test_nothing_kept_is_nothing_to_see(browser, author):
    sign_in(browser, author)
    assert browser.get("/kept/").status_code == 404


def test_strangers_are_sent_to_sign_in():
    assert Client().get("/kept/").status_code == 302
    assert Client().post("/kept/discard/").status_code == 302


def test_stale_token_keeps_the_text_of_somebody_signed_in(author):
    """T-15: a sign-in in another tab changes the token."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(author)
    browser.get(STORY)
    refused = post(browser, TYPED | {"csrfmiddlewaretoken": "x" * 64})
    text = refused.content.decode()
    assert refused.status_code == 403
    assert "We keep what you typed" in text
    assert f'href="{STORY}"' in text
    assert "We built ramps" in browser.get(STORY).content.decode()


def test_stale_token_after_the_session_ended_keeps_it_too(author):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(author)
    browser.get(STORY)
    expire(browser)
    assert post(browser).status_code == 403
    browser.force_login(author)
    assert "We built ramps" in browser.get(STORY).content.decode()


def test_missing_token_from_another_site_keeps_nothing(author):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(author)
    browser.get(STORY)
    refused = post(browser, HTTP_ORIGIN="https://evil.example")
    assert (refused.status_code, KeptPost.objects.count()) == (403, 0)


def test_refused_sign_in_form_does_not_show_what_was_typed(author):
    browser = Client(enforce_csrf_checks=True)
    refused = post(browser, {"login": author.email, "password": PASSWORD}, path="/accounts/login/")
    assert refused.status_code == 403
    assert PASSWORD not in refused.content.decode()
    assert author.email not in refused.content.decode()


def test_next_leads_nowhere_else(browser, author):
    """T-18."""
    for bad in ("//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)"):
        expire(browser)
        assert "evil" not in sign_in(browser, author, next_page=bad).url


def test_browsers_without_kept_text_cost_no_query(author, django_assert_num_queries):
    browser = Client()
    browser.force_login(author)
    with django_assert_num_queries(2):  # the session and its person
        browser.get("/sample/moved-on/")


def _alive(browser):
    return {name for name, morsel in browser.cookies.items() if morsel["max-age"] != 0}
