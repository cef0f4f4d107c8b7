"""The evidence of an appeal: what was sent comes along, for those who look again and for them alone (T-24)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from champions.choices import Outcome, Perspective
from champions.services.appeals import hear_appeal, make_appeal
from portfolios.models import SentFile, SentItem
from tests.conftest import make_user
from tests.support.champions import (
    assess_all,
    clear_all,
    decide,
    make_champion,
    release,
    settle,
)
from tests.support.judging import judging

DAY = timedelta(days=1)


@pytest.fixture
def scene(organisation, lead, officer, now):
    with time_machine.travel(now, tick=False):
        yield judging(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def heard(scene, lead, officer, second_officer, now):
    """Gold said not yet, and the appeal was taken on."""
    assess_all(scene.panel, at=now + DAY)
    decision = decide(scene.panel, at=now + 2 * DAY, outcome=Outcome.NOT_YET)
    release(decision, officer, at=now + 3 * DAY)
    appeal = make_appeal(
        decision=decision, grounds="Look at the garden.", actor=lead, at=now + 4 * DAY
    )
    return hear_appeal(appeal=appeal, actor=second_officer, at=now + 5 * DAY)


def kept(change):
    return (
        set(SentItem.objects.filter(change=change).values_list("item", flat=True)),
        set(SentFile.objects.filter(change=change).values_list("file", flat=True)),
    )


def test_what_was_sent_is_sent_with_the_appeal(heard, scene):
    assert heard.change.snapshot == scene.change.snapshot
    items, files = kept(heard.change)
    assert (items, files) == kept(scene.change)
    assert scene.item.pk in items
    assert scene.file.pk in files


def test_new_panel_opens_the_evidence_and_the_old_one_does_not(
    heard, scene, officer, second_officer, sign_in, now
):
    others = [
        make_champion(make_user(name), officer=officer, at=now, perspective=perspective)
        for name, perspective in (
            ("Omar Other", Perspective.PROFESSIONAL),
            ("Olga Other", Perspective.PARENT_CARER),
            ("Yara Other", Perspective.YOUNG_PERSON),
        )
    ]
    application = scene.application
    application.refresh_from_db()
    clear_all(settle(application, others, second_officer, at=now + 6 * DAY), at=now + 6 * DAY)
    picture = {"uuid": application.uuid, "item": scene.item.uuid, "file": scene.file.uuid}
    pages = [
        reverse("case-evidence-item", kwargs={"uuid": application.uuid, "item": scene.item.uuid}),
        reverse("case-evidence-picture", kwargs=picture),
        reverse("case-coverage", kwargs={"uuid": application.uuid}),
    ]
    assert {sign_in(others[0].user).get(page).status_code for page in pages} == {200}
    assert {sign_in(scene.chair).get(page).status_code for page in pages} == {404}
