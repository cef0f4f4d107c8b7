"""The addresses of evidence, and what its forms post."""

from datetime import date
from uuid import uuid4

from django.urls import reverse

from foundation.widgets import PARTS
from tests.support.pictures import picture, sent

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def of(organisation, name="evidence", **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse(name, args=[organisation.slug]) + (f"?{query}" if query else "")


def page(item, name="evidence-item", *more):
    return reverse(name, args=[item.uuid, *(each.uuid for each in more)])


def photo(name="forum.jpg", size=(30, 20)):
    return sent(name, picture("JPEG", size=size))


def pdf(name="minutes.pdf"):
    return sent(name, PDF, "application/pdf")


def batch(*files, **typed):
    return {
        "file": list(files),
        "key": str(uuid4()),
        "piece": str(uuid4()),
        "together": "each",
        "title": "",
    } | typed


def told(**typed):
    """What the page of one piece posts."""
    day = typed.pop("day", date(2026, 11, 3))
    boxes = {
        f"happened_on_{part}": str(each)
        for part, each in zip(PARTS, (day.day, day.month, day.year), strict=True)
    }
    answers = {
        "title": "Autumn forum",
        "kind": "minutes",
        "about": "What pupils asked for.",
        "who": "Six pupils.",
        "changed": "Lunch is calm.",
        "url": "",
        "captioned": "",
    }
    return answers | boxes | typed
