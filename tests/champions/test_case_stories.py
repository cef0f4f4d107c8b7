"""Stories of a case that does not go straight: what becomes of it, who sees what, who is written to."""

from uuid import uuid4

import pytest
from django.urls import reverse

from awards.choices import Audience, Interest, Role
from champions.choices import Outcome
from champions.models import Assessment
from champions.selectors import facts_of, readiness_problems
from champions.services.challenges import remark
from champions.services.closing import withdraw_case
from champions.services.panels import declare_interest, settle_panel
from foundation.models import OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.support.champions import assess, clear_all, decide, release
from tests.support.matrix import APPEAL, FIRST_ROUND, SECOND_ROUND, build
from tests.support.visits import ask_for

pytestmark = pytest.mark.django_db
MAIL = "interest_declared"


@pytest.fixture
def begun(organisation, lead, colleague, stranger, officer, now, time_machine):
    """A Gold case: parent (the chair), young person, professional, and an officer who sits."""
    time_machine.move_to(now, tick=False)
    return build(
        organisation, lead=lead, member=colleague, stranger=stranger, officer=officer, at=now
    )


@pytest.fixture
def come_to(begun, time_machine):
    def walk(state):
        for name, step in (*FIRST_ROUND, *SECOND_ROUND, *APPEAL):
            step(begun)
            if name == state:
                break
        move(begun, time_machine)
        OutboxMessage.objects.all().delete()
        return begun

    return walk


def move(scene, time_machine):
    time_machine.move_to(scene.later(), tick=False)
    return scene.at


def mails():
    """Which went to whom."""
    sent = OutboxMessage.objects.values_list("message", "to")
    return sorted((message, to.partition("@")[0]) for message, to in sent)


def page(sign_in, user, name, *args):
    return sign_in(user).get(reverse(name, args=args))


def seat_of(scene, role):
    return scene.panel.assignments.active().get(champion=scene.champions[role])


def conflict(scene, role="young"):
    seat = seat_of(scene, role)
    declare_interest(assignment=seat, nature=Interest.CHILD, actor=seat.champion.user, at=scene.at)


def test_late_conflict_when_everything_is_in(come_to, sign_in):
    """T-37."""
    scene = come_to("all-in")
    case, young = scene.application.uuid, scene.user("young")
    assert page(sign_in, young, "case-findings", case).status_code == 200
    conflict(scene)
    # Officers learn of it, and not the one who sits.
    assert mails() == [(MAIL, "olive.officer"), (MAIL, "rhea.releaser")]
    # The case is gone for them; what they found is kept, and counts no more.
    for name in ("case", "case-findings", "case-evidence", "assessment"):
        assert page(sign_in, young, name, case).status_code == 404
    assert Assessment.objects.submitted().filter(assignment__champion__user=young).exists()
    assert not Assessment.objects.counting().filter(assignment__champion__user=young).exists()
    shown = page(sign_in, scene.user("chair"), "case-findings", case).text
    assert "Yusuf Young" not in shown
    assert "Paula Professional" in shown
    # Nobody can decide without a young person.
    refused = page(sign_in, scene.user("chair"), "case-decision", case)
    assert refused.status_code == 409
    assert "a young person" in refused.text
    with pytest.raises(Refused, match="a young person"):
        decide(scene.panel, at=scene.at)
    # The organisation hears nothing of it.
    text = page(sign_in, scene.lead, "organisation", scene.application.organisation.slug).text
    assert "Yusuf" not in text
    assert "With the Champions Group" in text or "champions" in text


def test_lost_quorum_after_recording_and_reopening_by_a_new_member(come_to, sign_in, time_machine):
    """T-37, T-38, T-40: taken back at once; the new one reads nobody before their own is in."""
    scene = come_to("recorded")
    case, first = scene.application.uuid, scene.decision
    assert page(sign_in, scene.officer, "case-release", case).status_code == 200
    conflict(scene)
    back = "decision_taken_back"
    assert mails() == [
        *((back, who) for who in ("oscar.officer", "pat.parent", "paula.professional")),
        *((MAIL, who) for who in ("olive.officer", "rhea.releaser")),
    ]
    first.refresh_from_db()
    assert first.cancelled_at == scene.at
    assert page(sign_in, scene.officer, "case-release", case).status_code == 409
    with pytest.raises(Refused):
        release(first, scene.officer, at=scene.at)
    OutboxMessage.objects.all().delete()
    move(scene, time_machine)
    new = scene.champions["young-2"]
    settle_panel(
        application=scene.application,
        champions=[*(scene.champions[role] for role in ("chair", "third", "seated")), new],
        chair=scene.champions["chair"],
        actor=scene.officer,
        at=scene.at,
    )
    assert mails() == [("panel_assigned", "yara.young")]
    assert "Do you have a link with them?" in page(sign_in, new.user, "case", case).text
    clear_all(scene.panel, at=scene.at)
    assert page(sign_in, new.user, "case-findings", case).status_code == 409
    assert page(sign_in, scene.user("chair"), "case-decision", case).status_code == 409
    assert page(sign_in, scene.user("third"), "case-findings", case).status_code == 200
    OutboxMessage.objects.all().delete()
    move(scene, time_machine)
    assess(scene.panel, new, at=scene.at)
    assert page(sign_in, new.user, "case-findings", case).status_code == 200
    # What was recorded first stands in the form, and is read again before it is recorded again.
    again = page(sign_in, scene.user("chair"), "case-decision", case)
    assert again.status_code == 200
    assert "You work with families from the start, and it shows." in again.text
    second = decide(scene.panel, at=scene.at, outcome=Outcome.CHANGES)
    OutboxMessage.objects.all().delete()
    release(second, scene.officer, at=scene.at)
    scene.application.refresh_from_db()
    assert scene.application.status == "changes_requested"
    assert [d.pk for d in scene.panel.decisions.released()] == [second.pk]


def test_conflict_of_one_who_can_be_spared_leaves_the_decision(come_to, sign_in):
    """The officer who sits is a professional, as another one is: quorum holds, and the letter can go."""
    scene = come_to("recorded")
    conflict(scene, "third")
    scene.decision.refresh_from_db()
    assert scene.decision.cancelled_at is None
    assert readiness_problems(facts_of(scene.application)) == []
    assert mails() == [(MAIL, "olive.officer"), (MAIL, "rhea.releaser")]
    case = scene.application.uuid
    assert page(sign_in, scene.user("third"), "case", case).status_code == 404
    # Who sits does not release.
    assert page(sign_in, scene.user("seated"), "case-release", case).status_code == 403
    release(scene.decision, scene.officer, at=scene.at)


def test_conflict_of_the_chair_leaves_nobody_to_record(come_to, sign_in):
    scene = come_to("all-in")
    conflict(scene, "chair")
    problems = " ".join(readiness_problems(facts_of(scene.application)))
    assert "The panel has no chair." in problems
    case = scene.application.uuid
    for role in ("third", "young", "seated"):
        assert page(sign_in, scene.user(role), "case-decision", case).status_code == 403


def test_withdrawn_while_a_decision_waits(come_to, sign_in):
    """T-45: nothing goes out any more, and nobody of the organisation learns what was decided."""
    scene = come_to("recorded")
    case = scene.application.uuid
    withdraw_case(
        application=scene.application,
        actor=scene.lead,
        role=Role.LEAD,
        note="We moved.",
        at=scene.at,
    )
    scene.application.refresh_from_db()
    with pytest.raises(Refused):
        release(scene.decision, scene.officer, at=scene.at)
    # Visits were still to come. Nobody is told that there was a decision.
    told = {message for message, _ in mails()}
    assert told == {"application_withdrawn", "application_withdrawn_officer", "visit_cancelled"}
    scene.decision.refresh_from_db()
    assert scene.decision.cancelled_at == scene.at
    assert not scene.application.appointments.open().exists()
    text = page(sign_in, scene.lead, "organisation", scene.application.organisation.slug).text
    assert "Say how parents take part in decisions." not in text
    for role in ("chair", "young", "third"):
        assert page(sign_in, scene.user(role), "case", case).status_code == 200
    assert page(sign_in, scene.user("chair"), "case-decision", case).status_code == 409
    assert page(sign_in, scene.user("third"), "assessment", case).status_code == 200


def test_officer_with_a_link_does_not_open_the_organisations_page(come_to, sign_in):
    """T-36: its road and its letters stand there."""
    scene = come_to("waiting")
    slug = scene.application.organisation.slug
    answer = page(sign_in, scene.user("bound"), "organisation", slug)
    assert answer.status_code == 403
    assert "You have a link with this organisation" in answer.text
    for role in ("lead", "member", "officer"):
        assert page(sign_in, scene.user(role), "organisation", slug).status_code == 200


def test_who_had_a_part_in_the_letter_leaves_those_who_look_again_alone(come_to):
    """T-39: an officer who sat, and the one who let the letter out."""
    scene = come_to("second-panel")
    third = scene.panel.assignments.active().get(champion=scene.champions["third-2"])
    for role in ("seated", "releaser"):
        user = scene.user(role)
        with pytest.raises(NotAllowed, match="had a part in the letter"):
            ask_for(scene.application, user, at=scene.at)
        with pytest.raises(NotAllowed, match="had a part in the letter"):
            declare_interest(assignment=third, nature=Interest.CHILD, actor=user, at=scene.at)
        with pytest.raises(NotAllowed, match="had a part in the letter"):
            remark(
                panel=scene.panel,
                challenge=None,
                text="Say no again.",
                audience=Audience.PANEL,
                key=uuid4(),
                actor=user,
                at=scene.at,
            )
    assert ask_for(scene.application, scene.officer, at=scene.at).state == "offered"
