"""The questions that come before an application, answered in a browser."""

from django.urls import reverse

GOOD = [("place", "based"), ("sector", "health"), ("send", "yes"), ("co-production", "planned")]


def answer(client, slug, code):
    return client.post(reverse("start-question", args=[slug]), {"answer": code})


def walk(client, answers=GOOD):
    for slug, code in answers:
        response = answer(client, slug, code)
    return response
