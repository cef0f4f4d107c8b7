"""A real Chromium in front of the real service, with hands that use a mouse, or only the keyboard."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.walking import Walker

# Playwright runs an event loop in this thread; Django would refuse its queries here.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
SCREENS = Path(__file__).parents[2] / "build" / "screens"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "Chromium is not installed: run bin/setup test"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def walker(
    request: pytest.FixtureRequest, browser: Browser, live_server, settings
) -> Iterator[Callable[..., Walker]]:
    """Makes a person with a browser of their own: `walker("lead", keyboard=True)`."""
    settings.BASE_URL = live_server.url
    contexts = []
    journey = re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_").lower()).strip("-")
    folder = SCREENS / journey
    shutil.rmtree(folder, ignore_errors=True)

    def make(
        who: str, *, keyboard: bool = False, scripts: bool = True, phone: bool = False
    ) -> Walker:
        size = {"width": 320, "height": 640} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(
            base_url=live_server.url,
            viewport=size,
            java_script_enabled=scripts,
            accept_downloads=True,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page: Page = context.new_page()
        return Walker(page, who=who, folder=folder, keyboard=keyboard, scripts=scripts)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(autouse=True)
def _real_database(transactional_db: None) -> None:
    """The server answers from other threads, so everything has to be committed."""
