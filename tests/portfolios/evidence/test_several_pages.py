"""Telling about many pieces at once: only what is still empty is filled in."""

from datetime import date
from uuid import uuid4

import pytest

from awards.models import Membership
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed
from portfolios.models import EvidenceItem
from portfolios.services import evidence as services
from tests.portfolios.evidence.pages import of
from tests.support.awards import holder
from tests.support.evidence import evidence

pytestmark = pytest.mark.usefixtures("that_day")
DAY = {"happened_on_day": "12", "happened_on_month": "6", "happened_on_year": "2026"}


def blank(organisation, lead, now, title):
    return services.add_item(
        organisation=organisation, key=uuid4(), values={"title": title}, actor=lead, at=now
    )


@pytest.fixture
def photos(organisation, lead, now):
    return [blank(organisation, lead, now, f"IMG-{number}") for number in (1, 2, 3)]


def fresh(item):
    return EvidenceItem.objects.select_related("consent").get(pk=item.pk)


def test_one_answer_for_those_that_are_ticked(client, organisation, photos):
    page = of(organisation, "evidence-several")
    assert "IMG-2" in client.get(page).text
    ticked = [str(item.uuid) for item in photos[:2]]
    answer = client.post(page, {"items": ticked, "who": "A class", "nobody": "on", **DAY})
    assert answer.status_code == 302
    for item in photos[:2]:
        row = fresh(item)
        assert (row.happened_on, row.who) == (date(2026, 6, 12), "A class")
        assert row.consent.shows_people == "nobody"
        assert row.version == item.version + 1
    assert (fresh(photos[2]).who, fresh(photos[2]).consent.shows_people) == ("", "")
    assert "Saved for 2 pieces of evidence." in client.get(page).text


def test_what_somebody_said_stays(client, organisation, lead, now, photos):
    services.change_item(
        item=photos[0], values={"who": "Mine"}, expected_version=1, actor=lead, at=now
    )
    services.record_consent(
        item=photos[0],
        values={"shows_people": "people", "children": True},
        expected_version=1,
        actor=lead,
        at=now,
    )
    page = of(organisation, "evidence-several")
    ticked = [str(photos[0].uuid)]
    client.post(page, {"items": ticked, "who": "Theirs", "nobody": "on", "kind": "photo"})
    row = fresh(photos[0])
    assert (row.who, row.kind, row.consent.shows_people) == ("Mine", "photo", "people")


def test_hidden_and_complete_pieces_are_not_offered(client, organisation, lead, now, photos):
    services.withdraw_consent(item=photos[0], note="", actor=lead, at=now)
    evidence(organisation, "gold.voice", lead=lead, at=now, title="Complete")
    page = of(organisation, "evidence-several")
    text = client.get(page).text
    assert "IMG-1" not in text
    assert "Complete" not in text
    answer = client.post(page, {"items": [str(photos[0].uuid)], "who": "A class"})
    assert answer.status_code == 422
    assert fresh(photos[0]).who == ""


def test_nothing_ticked_or_nothing_said_is_told_and_kept(client, organisation, photos):
    page = of(organisation, "evidence-several")
    answer = client.post(page, {"who": "A class"})
    assert answer.status_code == 422
    assert "Tick the pieces that you want to tell about." in answer.text
    assert "A class" in answer.text
    answer = client.post(page, {"items": [str(photos[0].uuid)]})
    assert "Answer at least one of the questions." in answer.text


def test_nothing_left_says_so(client, organisation):
    assert "Nothing is left to say here." in client.get(of(organisation, "evidence-several")).text


def test_pieces_of_another_organisation_are_left_alone(organisation, lead, officer, now):
    """T-25: whatever the page was made to send."""
    award = holder("Beech School", officer=officer, at=now)
    theirs = blank(
        award.organisation,
        Membership.objects.get(organisation=award.organisation).user,
        now,
        "Theirs",
    )
    changed = services.tell_several(
        organisation=organisation,
        items=[theirs.uuid],
        values={"who": "Us"},
        nobody=True,
        actor=lead,
        at=now,
    )
    assert (changed, fresh(theirs).who) == (0, "")
    with pytest.raises(NotAllowed):
        services.tell_several(
            organisation=award.organisation,
            items=[theirs.uuid],
            values={"who": "Us"},
            nobody=True,
            actor=lead,
            at=now,
        )
    assert not AuditEvent.objects.filter(event="consent.recorded").exists()


def test_stranger_and_officer(sign_in, stranger, officer, organisation):
    page = of(organisation, "evidence-several")
    assert sign_in(stranger).get(page).status_code == 404
    assert sign_in(officer).get(page).status_code == 403


def test_list_asks_the_same_however_long_it_is(
    client, organisation, lead, now, django_assert_num_queries
):
    page = of(organisation, "evidence-several")
    blank(organisation, lead, now, "One")
    client.get(page)
    with django_assert_num_queries(8):
        client.get(page)
    for title in ("Two", "Three"):
        blank(organisation, lead, now, title)
    with django_assert_num_queries(8):
        client.get(page)
