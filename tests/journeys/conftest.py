"""A real Chromium in front of the real service, with hands that use a mouse, or only the keyboard."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.walking import Walker

SCREENS = Path(__file__).parents[2] / "build" / "screens"


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
