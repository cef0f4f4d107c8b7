"""Who looks at an appeal reads what the first panel said to itself after their own findings (T-38)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.choices import Audience
from awards.models import Application
from champions.choices import Outcome, Perspective
from champions.selectors import count_challenges, facts_of, history_of, thread_for_panel
from champions.services.appeals import hear_appeal, make_appeal
from champions.services.challenges import remark
from tests.conftest import make_user
from tests.support.champions import (
    ask,
    assess_all,
    bring_to_assessment,
    clear_all,
    decide,
    make_champion,
    release,
    settle,
)

DAY = timedelta(days=1)
OWN, SHOWN, REPLY, MESSAGE = "Weak, I think.", "Who plans?", "Let us say no.", "No award, I say."
NEW = "What do parents say?"
KEPT = (OWN, REPLY, MESSAGE)


@pytest.fixture
def case(assessing, chair, young, lead, officer, second_officer, later, time_machine):
    """The first panel talked, said no, and an appeal is taken on. A new panel sits and has declared."""
    earlier = later - DAY
    asked = ask(assessing, chair, at=earlier, text=SHOWN, audience=Audience.ORGANISATION)
    ask(assessing, young, at=earlier, text=OWN)
    for challenge, text in ((asked, REPLY), (None, MESSAGE)):
        remark(
            panel=assessing,
            challenge=challenge,
            text=text,
            audience=Audience.PANEL,
            key=uuid4(),
            actor=young.user,
            at=earlier,
        )
    assess_all(assessing, at=later)
    letter = release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)
    appeal = make_appeal(decision=letter, grounds="Page 3.", actor=lead, at=later + DAY)
    hear_appeal(appeal=appeal, actor=second_officer, at=later + 2 * DAY)
    others = [
        make_champion(make_user("Omar Other"), officer=officer, at=later),
        make_champion(
            make_user("Yara Young"), officer=officer, at=later, perspective=Perspective.YOUNG_PERSON
        ),
    ]
    found = Application.objects.get(pk=assessing.application.pk)
    panel = settle(found, others, second_officer, at=later + 3 * DAY)
    clear_all(panel, at=later + 3 * DAY)
    time_machine.move_to(later + 5 * DAY, tick=False)
    return panel


def said(panel, user):
    thread = thread_for_panel(facts_of(panel.application), user)
    replies = [entry.text for each in thread.challenges for entry in each.replies]
    return {
        *(each.challenge.text for each in thread.challenges),
        *replies,
        *(entry.text for entry in thread.remarks),
    }


def test_new_panel_reads_what_was_shown_until_its_own_findings_are_in(case, later):
    one, two = (seat.champion for seat in case.assignments.active())
    assert said(case, one.user) == {SHOWN}
    assert count_challenges(facts_of(case.application), one.user).panel_only == 0
    # Their own talk is theirs at once.
    ask(case, two, at=later + 4 * DAY, text=NEW)
    assert said(case, one.user) == {SHOWN, NEW}
    assess_all(case, at=later + 5 * DAY)
    assert said(case, one.user) == {SHOWN, NEW, *KEPT}
    assert count_challenges(facts_of(case.application), one.user).panel_only == 2


def test_officer_who_does_not_sit_reads_all(case, second_officer):
    assert said(case, second_officer) == {SHOWN, *KEPT}


def test_pages_keep_it_back(case, sign_in, later):
    one = case.assignments.active().first().champion
    uuid = case.application.uuid
    hidden = case.application.challenges.get(text=OWN)
    place = reverse("case-challenge", args=[uuid, hidden.uuid])
    client = sign_in(one.user)
    for name in ("case", "case-challenges"):
        text = client.get(reverse(name, args=[uuid])).content.decode()
        assert not any(each in text for each in KEPT)
    for page in (place, f"{place}show/", f"{place}close/"):
        assert client.get(page).status_code == 404
        assert client.post(page, {"text": "I see.", "key": uuid4()}).status_code == 404
    assert SHOWN in client.get(reverse("case-challenges", args=[uuid])).content.decode()
    assess_all(case, at=later + 5 * DAY)
    text = client.get(reverse("case-challenges", args=[uuid])).content.decode()
    assert all(each in text for each in KEPT)
    assert client.get(place).status_code == 200


def test_timeline_keeps_it_back(case):
    facts = facts_of(case.application)

    def asked(reads):
        events = history_of(facts, sees_interests=False, reads_findings=reads)
        return sum(event.title.startswith("Asked: ") for event in events)

    assert (asked(reads=False), asked(reads=True)) == (1, 2)


def test_case_that_is_not_appealed_hides_nothing(sent, chair, young, lead, officer, now):
    """Champions of one panel talk while they assess."""
    panel = bring_to_assessment(sent, lead=lead, champions=[chair, young], officer=officer, at=now)
    ask(panel, chair, at=now, text=OWN)
    assert said(panel, young.user) == {OWN}
