"""The demo city's register, read from end to end (T-78)."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from awards.models import Organisation, User
from awards.selectors import journey_of
from certificates.models import Signatory
from certificates.register.holders import holders
from config.demo.city import read_city
from foundation.dates import london_date

pytestmark = pytest.mark.django_db


def everything() -> dict[str, str]:
    """Each public page, picture and feed of the register, by its address."""
    addresses = ["/register/", "/register/embed/", "/register/share/", "/register.csv"]
    addresses += ["/register.json", "/register/embed/?page=2"]
    for each in holders(on=london_date(timezone.now())):
        below = ("", "widget/", "embed/", "award.svg")
        addresses += [f"/register/{each.slug}/{part}" for part in below]
    client, read = Client(), {}
    for address in addresses:
        cache.clear()
        answer = client.get(address)
        assert answer.status_code == 200, address
        content = b"".join(answer) if answer.streaming else answer.content
        read[address] = content.decode("utf-8-sig")
    return read


def test_register_names_nobody(city):
    """No account, signatory, postcode or reference of anybody, nor any organisation that only applies."""
    people = {text for each in User.objects.all() for text in (each.name, each.email)}
    people |= set(Signatory.objects.values_list("name", flat=True))
    held = {each.slug for each in holders(on=london_date(timezone.now()))}
    others = Organisation.objects.exclude(slug__in=held)
    words = (
        people
        | set(others.values_list("name", flat=True))
        | set(others.values_list("slug", flat=True))
    )
    words |= set(Organisation.objects.exclude(postcode="").values_list("postcode", flat=True))
    assert len(words) > 100
    assert {
        (address, word) for address, text in everything().items() for word in words if word in text
    } == set()


def test_register_has_who_holds_an_award_on_their_own_page(city):
    """What an organisation reads at home, and what everybody reads, is one."""
    today = london_date(timezone.now())
    shown = {each.slug: each.stage for each in holders(on=today)}
    for each in Organisation.objects.all():
        highest = journey_of(each, on=today).highest
        assert shown.get(each.slug) == (highest.stage.code if highest else None), each
    assert len(shown) > 15
    assert len(read_city()) > len(shown)
