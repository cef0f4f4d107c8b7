"""Spotlights as JSON Feed 1.1 and as RSS 2.0, for the Local Offer website and others.

Text is text: a reader that shows it as HTML gets escaped letters.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed

from celebrations.records import Entry

JSON_TYPE = "application/feed+json"
RSS_TYPE = "application/rss+xml; charset=utf-8"
TITLE = "Co-production Award: spotlights"
ABOUT = "Organisations in Birmingham tell how they work together with children, young people and parents."
LANGUAGE = "en-GB"


def json_feed(entries: Sequence[Entry]) -> dict[str, Any]:
    """https://www.jsonfeed.org/version/1.1/; `_pictures` has every picture with its words,
    `_event` the event that a story tells of."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "description": ABOUT,
        "home_page_url": _address("spotlights"),
        "feed_url": _address("spotlights-json"),
        "language": LANGUAGE,
        "items": [_item(entry) for entry in entries],
    }


def rss(entries: Sequence[Entry]) -> str:
    """RSS 2.0 without pictures: a reader's copy of one would outlive its consent."""
    feed = Rss201rev2Feed(
        title=TITLE,
        link=_address("spotlights"),
        description=ABOUT,
        language=LANGUAGE.lower(),
        feed_url=_address("spotlights-rss"),
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=escape(entry.description),
            pubdate=entry.published_at,
            unique_id=entry.id,
            unique_id_is_permalink=False,
        )
    text: str = feed.writeString("utf-8")
    return text


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_text": entry.text,
        "date_published": entry.published_at.isoformat(),
        "authors": [{"name": entry.organisation}],
        "_pictures": [{"url": each.url, "alt": each.alt} for each in entry.pictures],
    }
    if entry.event:
        item["_event"] = {
            "name": entry.event.name,
            "day": entry.event.day.isoformat(),
            "place": entry.event.place,
        }
    if entry.pictures:
        item["image"] = entry.pictures[0].url
    return item


def _address(name: str) -> str:
    return f"{settings.BASE_URL}{reverse(name)}"
