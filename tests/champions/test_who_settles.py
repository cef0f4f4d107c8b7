"""Nobody is sent to choose a panel who may not, nor touches the panel that they sit on (T-36, T-39)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Interest
from awards.models import Application
from champions.choices import Outcome, Perspective
from champions.models import DeclarationOfInterest
from champions.permissions import why_not_settle
from champions.services.appeals import hear_appeal, make_appeal
from champions.services.panels import declare_interest, step_back
from champions.services.reminders import remind_of_what_waits
from champions.services.standing import tell_of_link
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import OutboxMessage
from foundation.refusals import NotAllowed
from tests.conftest import make_user
from tests.support.champions import assess_all, clear_all, decide, make_champion, release, settle

DAY = timedelta(days=1)
WHY = "Another SEND officer has to choose who looks again."


@pytest.fixture
def appealed(assessing, lead, officer, second_officer, later, time_machine):
    """An appeal is taken on; the first officer had released the letter. Nobody sits yet."""
    assess_all(assessing, at=later)
    letter = release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)
    appeal = make_appeal(decision=letter, grounds="Page 3.", actor=lead, at=later + DAY)
    hear_appeal(appeal=appeal, actor=second_officer, at=later + 2 * DAY)
    time_machine.move_to(later + 3 * DAY, tick=False)
    return Application.objects.get(pk=assessing.application.pk)


@pytest.fixture
def others(officer, now):
    return [
        make_champion(make_user("Omar Other"), officer=officer, at=now),
        make_champion(
            make_user("Yara Young"), officer=officer, at=now, perspective=Perspective.YOUNG_PERSON
        ),
    ]


def told(message):
    return set(OutboxMessage.objects.filter(message=message).values_list("to", flat=True))


def page_of(client, application):
    return client.get(reverse("case", args=[application.uuid])).content.decode()


def test_reminder_of_a_panel_goes_to_who_can_choose_it(appealed, officer, second_officer, later):
    at = later + 10 * DAY
    remind_of_what_waits(DutyContext(now=at, today=london_date(at), dry_run=False))
    assert told("panel_reminder") == {second_officer.email}


def test_case_says_why_another_officer_chooses(appealed, officer, second_officer, sign_in):
    panel = reverse("case-panel", args=[appealed.uuid])
    text = page_of(sign_in(officer), appealed)
    assert WHY in text
    assert "Waiting for another SEND officer" in text
    assert panel not in text
    assert sign_in(officer).get(panel).status_code == 403
    text = page_of(sign_in(second_officer), appealed)
    assert WHY not in text
    assert panel in text
    assert sign_in(second_officer).get(panel).status_code == 200


def test_who_may_not_choose_takes_nobody_off(
    appealed, others, officer, second_officer, later, sign_in
):
    clear_all(settle(appealed, others, second_officer, at=later + 3 * DAY), at=later + 3 * DAY)
    off = reverse("case-recuse", args=[appealed.uuid, others[0].uuid])
    link = reverse("case-interest", args=[appealed.uuid, others[0].uuid])
    text = page_of(sign_in(officer), appealed)
    assert (off in text, link in text) == (False, False)
    assert sign_in(officer).get(link).status_code == 403
    assert sign_in(officer).post(link, {"nature": "child"}).status_code == 403
    text = page_of(sign_in(second_officer), appealed)
    assert (off in text, link in text) == (True, True)
    done = sign_in(others[0].user).post(link, {"nature": "child"})
    assert done.status_code == 302
    assert told("interest_declared") == {second_officer.email}


def test_stepping_back_is_told_to_who_can_choose(appealed, others, second_officer, later):
    panel = settle(appealed, others, second_officer, at=later + 3 * DAY)
    step_back(panel=panel, reason="I move away.", actor=others[0].user, at=later + 4 * DAY)
    assert told("panel_stepped_back") == {second_officer.email}


@pytest.fixture
def sitting_officer(chair):
    """The chair is a SEND officer, too."""
    chair.user.is_officer = True
    chair.user.save()
    return chair.user


def test_officer_who_sits_records_no_link_of_a_fellow(
    panel, sitting_officer, young, officer, later, sign_in
):
    seat = panel.assignments.get(champion=young)
    with pytest.raises(NotAllowed, match="You sit on this panel yourself"):
        declare_interest(assignment=seat, nature=Interest.CHILD, actor=sitting_officer, at=later)
    for name in ("Acorn Lane School", "Acorn Lane"):
        with pytest.raises(NotAllowed, match="You sit on this panel yourself"):
            tell_of_link(
                person=young.user,
                organisation_name=name,
                nature=Interest.CHILD,
                actor=sitting_officer,
                at=later,
            )
    assert panel.assignments.active().count() == 2
    assert not DeclarationOfInterest.objects.exclude(nature="none").exists()
    link = reverse("case-interest", args=[panel.application.uuid, young.uuid])
    client = sign_in(sitting_officer)
    text = page_of(client, panel.application)
    assert link not in text
    assert why_not_settle(sitting_officer, panel.application) in text
    for answer in (client.get(link), client.post(link, {"nature": "child"})):
        assert answer.status_code == 403
    assert link in page_of(sign_in(officer), panel.application)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=officer, at=later)
    assert panel.assignments.active().get().champion.user == sitting_officer


def test_officer_who_sits_tells_of_their_own_link(panel, sitting_officer, chair, later):
    seat = panel.assignments.get(champion=chair)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=sitting_officer, at=later)
    assert not panel.assignments.active().filter(champion=chair).exists()


def test_officer_who_has_not_declared_yet_sits_as_well(
    sent, chair, young, sitting_officer, officer, now
):
    panel = settle(sent, [chair, young], officer, at=now)
    seat = panel.assignments.get(champion=young)
    with pytest.raises(NotAllowed, match="You sit on this panel yourself"):
        declare_interest(assignment=seat, nature=Interest.CHILD, actor=sitting_officer, at=now)
    clear_all(panel, at=now)
