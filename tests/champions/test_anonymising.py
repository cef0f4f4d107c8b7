"""Six years after, nobody can tell who sat on a panel; what it decided can still be told."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from awards.choices import Audience, Interest, Role
from awards.models import Challenge, Remark, StatusChange, User
from champions.choices import AppealState, AppointmentState, Ended, Fit, Outcome, Purpose
from champions.models import (
    AgreedFinding,
    Appeal,
    Appointment,
    AppointmentFinding,
    Assessment,
    Assignment,
    Attendance,
    Champion,
    Decision,
    DeclarationOfInterest,
    Finding,
    Panel,
    StrategyFinding,
)
from champions.services.anonymising import anonymise_panel
from config.invariants import decisions, histories, threads
from foundation.models import AuditEvent
from tests.conftest import make_user
from tests.support.champions import bring_to_release, make_champion, send

pytestmark = pytest.mark.django_db
LATER = timedelta(days=6 * 366)


@pytest.fixture
def released(application, lead, officer, chair, parent, young, now):
    """Decided, with a challenge and its answer, and one champion who stepped back for a link."""
    tied = make_champion(make_user("Tilda Tied"), officer=officer, at=now)
    send(application, lead, at=now)
    releasing = make_user("Rosa Releasing", is_officer=True)
    bring_to_release(
        application,
        lead=lead,
        champions=[chair, parent, young],
        officer=releasing,
        at=now,
        outcome=Outcome.NOT_YET,
    )
    panel = application.panel
    seat = Assignment.objects.create(
        panel=panel,
        champion=tied,
        assigned_by=officer,
        assigned_at=now,
        ended_at=now,
        ended_reason="interest",
    )
    DeclarationOfInterest.objects.create(
        assignment=seat,
        nature=Interest.OTHER,
        details="My sister Tamsin works there.",
        declared_at=now,
        declared_by=tied.user,
    )
    challenge = Challenge.objects.create(
        application=application,
        subject_name="The whole application",
        text="Ask Paula about this.",
        audience=Audience.ORGANISATION,
        raised_by=chair.user,
        raised_as=Role.CHAIR,
        raised_at=now,
    )
    Remark.objects.create(
        application=application,
        challenge=challenge,
        audience=Audience.ORGANISATION,
        author=lead,
        author_as=Role.LEAD,
        at=now,
        text="Paula knows it.",
        key="1" * 32,
    )
    said_in_words(panel, lead=lead, chair=chair, parent=parent, officer=officer, at=now)
    return panel


def said_in_words(panel, *, lead, chair, parent, officer, at):
    """A visit that was shown, an appeal that was not taken on, and a seat that an officer ended."""
    visit = Appointment.objects.create(
        application=panel.application,
        purpose=Purpose.VISIT,
        about="Paula wants to see the council.",
        state=AppointmentState.HELD,
        state_since=at,
        place_kind="in_person",
        starts_at=at,
        minutes=60,
        created_by=chair.user,
        created_at=at,
        held_on=at.date(),
        summary="Paula saw it.",
        minuted_by=chair.user,
        minuted_at=at,
        shown_at=at,
        shown_by=chair.user,
    )
    AppointmentFinding.objects.create(
        appointment=visit, code="check.signed_up", text="Parveen heard them."
    )
    Appeal.objects.create(
        decision=Decision.objects.get(panel=panel),
        grounds="Paula did not listen.",
        state=AppealState.REFUSED,
        state_since=at,
        made_by=lead,
        made_at=at,
        handled_by=officer,
        handled_at=at,
        refused_why="Paula did listen.",
    )
    Assignment.objects.filter(panel=panel, champion=parent).update(
        ended_at=at,
        ended_reason=Ended.RECUSED,
        ended_by=chair.user,
        ended_note="Parveen told others.",
        is_chair=False,
    )
    assessment = Assessment.objects.filter(assignment__panel=panel).first()
    Assessment.objects.update(supporter="Tamsin", minutes=40)
    StrategyFinding.objects.create(
        assessment=assessment, code="policy.send_strategy", fit=Fit.FITS, note="As Yusuf said."
    )
    Finding.objects.update(strength="Paula likes it.", challenge="Ask Parveen.")


def names_in(models):
    text = json.dumps([list(model._default_manager.values()) for model in models], default=str)
    return [name for name in ("Paula", "Parveen", "Yusuf", "Tilda", "Tamsin") if name in text]


def case_models():
    rooms = list(apps.get_app_config("champions").get_models())
    return [*rooms, Challenge, Remark, StatusChange]


def test_no_name_of_a_champion_is_left_in_the_case(released, chair, now):
    people = set(Champion.objects.filter(user__is_active=True).values_list("user", flat=True))
    anonymise_panel(released, at=now + LATER)
    assert names_in(case_models()) == []
    # No row of the case leads to one of them.
    assert not Assignment.objects.filter(champion__user__in=people).exists()
    assert not DeclarationOfInterest.objects.filter(declared_by__in=people).exists()
    assert not Challenge.objects.filter(raised_by__in=people).exists()
    assert not Attendance.objects.filter(user__in=people).exists()
    assert not Appointment.objects.filter(minuted_by__in=people).exists()
    assert not Decision.objects.filter(recorded_by__in=people).exists()
    assert not StatusChange.objects.filter(actor__in=people).exists()
    assert not Appointment.objects.filter(shown_by__in=people).exists()
    assert not Assignment.objects.filter(ended_by__in=people).exists()
    released.refresh_from_db()
    assert released.anonymised_at == now + LATER
    event = AuditEvent.objects.get(event="panel.anonymised")
    assert event.details == {"champions": 4}


def test_perspectives_levels_outcomes_and_dates_stay(released, now):
    def told():
        return (
            sorted(released.assignments.values_list("champion__perspective", "is_chair")),
            sorted(Finding.objects.values_list("code", "level")),
            sorted(AgreedFinding.objects.values_list("code", "met")),
            list(Decision.objects.values_list("outcome", "recorded_at", "released_at")),
            sorted(DeclarationOfInterest.objects.values_list("nature", "declared_at")),
            list(StrategyFinding.objects.values_list("code", "fit")),
            list(AppointmentFinding.objects.values_list("code")),
            list(Appeal.objects.values_list("state", "made_at", "handled_by")),
            list(Assignment.objects.order_by("pk").values_list("ended_reason", "ended_at")),
            list(Assessment.objects.order_by("pk").values_list("minutes", "state")),
        )

    before = told()
    anonymise_panel(released, at=now + LATER)
    assert told() == before
    assert [*decisions(), *threads(), *histories()] == []


def test_two_acts_of_one_champion_are_still_of_one_person(released, chair, now):
    was = Decision.objects.get().recorded_by
    assert was == chair.user
    anonymise_panel(released, at=now + LATER)
    decision = Decision.objects.get()
    seat = Assignment.objects.get(panel=released, is_chair=True)
    assert decision.recorded_by == seat.champion.user
    assert decision.released_by != decision.recorded_by
    assert decision.released_by.name == "Rosa Releasing"


def test_who_they_are_now_cannot_sign_in_and_is_in_no_list(released, officer, now, sign_in):
    anonymise_panel(released, at=now + LATER)
    made = User.objects.filter(email__endswith="@removed.invalid")
    assert made.count() == 4
    for person in made:
        assert not (person.is_active)
        assert not (person.is_champion)
        assert not (person.has_usable_password())
        assert person.erased_at == now + LATER
    assert Champion.objects.serving().filter(user__in=made).count() == 0


def test_the_champions_themselves_and_their_other_cases_are_not_touched(
    released, chair, parent, now
):
    anonymise_panel(released, at=now + LATER)
    chair.refresh_from_db()
    assert chair.user.name == "Paula Professional"
    assert chair.user.is_champion


def test_doing_it_again_changes_nothing(released, now):
    anonymise_panel(released, at=now + LATER)
    people = User.objects.count()
    anonymise_panel(Panel.objects.get(), at=now + LATER + timedelta(days=1))
    assert User.objects.count() == people
    assert Panel.objects.get().anonymised_at == now + LATER


def test_its_pages_still_open(released, officer, lead, now, sign_in):
    anonymise_panel(released, at=now + LATER)
    application = released.application
    client = sign_in(officer)
    for name in ("case", "case-challenges", "case-findings"):
        answer_to = client.get(reverse(name, args=[application.uuid]))
        assert answer_to.status_code == 200, name
        assert "Paula" not in answer_to.content.decode(), name
    own = sign_in(lead).get(reverse("organisation", args=[application.organisation.slug]))
    assert own.status_code == 200
