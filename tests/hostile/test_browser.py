"""T-53 in a real Chromium: two-faced files, as they are served, run nothing and load nothing.

Once after the checks, and once as if every check had slept: the headers alone must hold.
"""

import pytest
from playwright.sync_api import Browser, Page

from foundation.files import store_generated
from tests.hostile import judging
from tests.hostile.corpus import CORPUS
from tests.hostile.judging import NOW, Stores
from tests.support.clamd import Scanner

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.hostile.pages")]
BY_ID = {hostile.id: hostile for hostile in CORPUS}
# Chromium's words for what it did not send: our policy, or its own rules, forbade it.
STOPPED = {"csp", "origin"}
RAN = "canary-script-ran"

CLEANED = (
    "T-53-jpeg-with-page-as-comment",
    "T-53-jpeg-that-is-javascript",
    "T-53-png-with-page-as-text",
    "T-53-webp-with-page-inside",
    "T-53-heic-then-page",
)
# As the most credulous server would declare them.
UNCHECKED = {
    "T-53-page-named-jpg": "text/html",
    "T-53-page-named-pdf": "application/pdf",
    "T-53-jpeg-with-page-as-comment": "image/jpeg",
    "T-54-svg-with-script": "image/svg+xml",
    "T-54-svg-with-page-inside": "image/svg+xml",
    "T-54-svg-from-elsewhere": "image/svg+xml",
    "T-55-script-on-opening": "application/pdf",
    "T-56-words-about-a-script": "text/plain; charset=utf-8",
    "T-56-page-behind-spaces-named-txt": "text/plain; charset=utf-8",
}
SCRIPTS = {
    "T-53-jpeg-that-is-javascript": "image/jpeg",
    "T-53-gif-and-script": "image/gif",
    "T-56-script-named-txt": "text/plain; charset=utf-8",
}


@pytest.fixture(autouse=True)
def _real_database(transactional_db: None) -> None:
    """The server answers from other threads, so everything has to be committed."""


@pytest.fixture
def page(browser: Browser, live_server: object, settings: object) -> Page:
    """Of a browser that has nothing yet, and says where it went."""
    settings.BASE_URL = live_server.url
    context = browser.new_context(base_url=live_server.url, accept_downloads=True)
    page = context.new_page()
    page.went, page.spoke = [], []
    page.on("request", lambda request: page.went.append(request))
    page.on("dialog", lambda dialog: (page.spoke.append(dialog.message), dialog.dismiss()))
    yield page
    context.close()


def assert_quiet(page: Page, live_server: object) -> None:
    page.wait_for_timeout(150)
    assert page.spoke == []
    assert page.title() != RAN
    # What the policy stopped is announced and never sent; the viewer of PDFs is the browser's own.
    ours = (live_server.url, "chrome-extension:", "chrome:", "data:")
    sent = [each for each in page.went if not each.url.startswith(ours)]
    assert [(each.url, each.failure) for each in sent if each.failure not in STOPPED] == []


def unchecked(id: str, content_type: str) -> object:
    return store_generated(
        name=BY_ID[id].name, content=BY_ID[id].make(), content_type=content_type, at=NOW
    )


@pytest.mark.parametrize("id", CLEANED)
def test_cleaned_file_is_a_picture_and_nothing_else(
    id: str, page: Page, live_server: object, clamd: Scanner, settings: object, on_disk: Stores,
    sender: object,
) -> None:  # fmt: skip
    settings.CLAMD_URL = clamd.url
    file = judging.send(BY_ID[id], sender).file
    assert page.goto(f"/shown/{file.uuid}/").status == 200
    assert page.evaluate("document.images[0].naturalWidth") >= 30
    assert_quiet(page, live_server)
    # From a page that may download: the sandbox of the picture's own may not.
    page.goto("/privacy/")
    with page.expect_download(timeout=5000) as download:
        page.evaluate("address => { location = address }", f"/downloaded/{file.uuid}/")
    assert download.value.suggested_filename.endswith((".jpg", ".png", ".webp"))


@pytest.mark.parametrize("id", UNCHECKED)
def test_headers_alone_hold_what_was_never_checked(
    id: str, page: Page, live_server: object, on_disk: Stores
) -> None:
    file = unchecked(id, UNCHECKED[id])
    shown = page.goto(f"/shown/{file.uuid}/")
    assert shown.status == (200 if file.content_type == "image/jpeg" else 409)
    assert_quiet(page, live_server)
    if file.content_type == "application/pdf":
        # Opening one here would test the browser's own viewer, not our headers.
        return
    assert page.goto(f"/bared/{file.uuid}/").status == 200
    assert_quiet(page, live_server)


@pytest.mark.parametrize("id", SCRIPTS)
def test_file_is_no_script_for_our_own_pages(
    id: str, page: Page, live_server: object, on_disk: Stores
) -> None:
    file = unchecked(id, SCRIPTS[id])
    page.goto(f"/hosting/{file.uuid}/")
    assert any(f"/bared/{file.uuid}/" in each.url for each in page.went)
    assert_quiet(page, live_server)


def test_a_script_would_have_been_seen(page: Page, live_server: object, on_disk: Stores) -> None:
    """The same polyglot, declared a script, does run here: so the tests above can fail."""
    file = unchecked("T-53-gif-and-script", "text/javascript")
    page.goto(f"/hosting/{file.uuid}/")
    page.wait_for_timeout(150)
    assert page.title() == RAN
