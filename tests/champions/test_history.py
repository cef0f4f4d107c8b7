"""The timeline of a case: every act stands in it, with who can see it; words that tie people stay with few."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Audience, Interest
from awards.models import StatusChange
from champions.choices import AppealState, AppointmentState, Group, Outcome, PlaceKind, Purpose
from champions.choices import Side as Offering
from champions.models import (
    Appeal,
    Appointment,
    Assignment,
    Claim,
    Decision,
    DeclarationOfInterest,
    OfferedTime,
)
from champions.selectors import facts_of
from champions.selectors.history import Seen, history_of
from champions.services.decisions import cancel_decision
from champions.services.meetings import accept_time, cancel, move, offer_times
from champions.services.panels import declare_interest, step_back, take_off
from champions.times import spoken
from tests.support.champions import (
    agree_to_meet,
    ask,
    assess_all,
    bring_to_release,
    decide,
    hold,
    release,
    settle,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def told(application, *, sees_interests=True):
    application.refresh_from_db()
    return {e.title: e for e in history_of(facts_of(application), sees_interests=sees_interests)}


def visit(application, by, at, **fields):
    """Agreed, unless told otherwise."""
    values = {
        "purpose": Purpose.VISIT,
        "state": AppointmentState.AGREED,
        "state_since": at + HOUR,
        "place_kind": PlaceKind.IN_PERSON,
        "starts_at": at + timedelta(days=9),
        "minutes": 60,
        "created_by": by,
        "created_at": at,
    }
    return Appointment.objects.create(application=application, **(values | fields))


def held(at, by):
    return {
        "state": AppointmentState.HELD,
        "held_on": at.date(),
        "summary": "We saw the council.",
        "minuted_by": by,
        "minuted_at": at + 2 * HOUR,
    }


def test_steps_of_the_case_are_seen_by_the_organisation_too(panel):
    events = told(panel.application)
    for title in ("It was sent", "The panel was chosen"):
        assert events[title].seen is Seen.ORGANISATION


def test_places_and_declarations_are_seen_by_the_panel(panel):
    events = told(panel.application)
    for title in (
        "Paula Professional joined the panel",
        "Yusuf Young joined the panel",
        "Paula Professional has no link with the organisation",
    ):
        assert (events[title].seen, events[title].private) == (Seen.PANEL, "")


def test_why_one_stepped_back_is_for_officers_and_the_chair(panel, young, later):
    step_back(panel=panel, reason="My exams begin.", actor=young.user, at=later)
    event = told(panel.application)["Yusuf Young left the panel"]
    assert (event.by, event.text, event.seen) == ("Yusuf Young", "Stepped back", Seen.PANEL)
    assert event.private == "My exams begin."
    event = told(panel.application, sees_interests=False)["Yusuf Young left the panel"]
    assert (event.text, event.private) == ("Stepped back", "")


def test_why_one_was_taken_off_is_for_officers_and_the_chair(panel, young, officer, later):
    take_off(panel=panel, champion=young, reason="He knows the head.", actor=officer, at=later)
    title = "Yusuf Young left the panel"
    event = told(panel.application)[title]
    assert (event.by, event.text) == ("Olive Officer", "Taken off by a SEND officer")
    assert event.private == "He knows the head."
    assert told(panel.application, sees_interests=False)[title].private == ""


def test_what_ties_a_champion_is_for_officers_and_the_chair(panel, young, later):
    declare_interest(
        assignment=Assignment.objects.get(panel=panel, champion=young),
        nature=Interest.OTHER,
        details="My aunt runs it.",
        actor=young.user,
        at=later,
    )
    title = "Yusuf Young has a link with the organisation"
    event = told(panel.application)[title]
    assert (event.seen, event.text) == (Seen.PANEL, "")
    assert event.private == "I have another link with them. My aunt runs it."
    assert told(panel.application, sees_interests=False)[title].private == ""


def test_a_link_without_details_is_a_sentence(panel, young, officer, now):
    DeclarationOfInterest.objects.create(
        assignment=Assignment.objects.get(panel=panel, champion=young),
        nature=Interest.GOVERNOR,
        declared_at=now,
        declared_by=officer,
    )
    event = told(panel.application)["Yusuf Young has a link with the organisation"]
    assert event.private == "I am a governor or trustee there, or I used to be."


def test_offers_to_sit_are_told_to_officers_and_the_chair_alone(panel, spare, now):
    Claim.objects.create(
        application=panel.application, champion=spare, made_at=now, withdrawn_at=now + HOUR
    )
    titles = ("Sam Spare offered to sit", "Sam Spare took the offer to sit back")
    events = told(panel.application)
    assert [events[title].seen for title in titles] == [Seen.CHAIR, Seen.CHAIR]
    assert not set(titles) & set(told(panel.application, sees_interests=False))


def test_an_offer_is_told_before_there_is_a_panel(sent, spare, now):
    Claim.objects.create(application=sent, champion=spare, made_at=now)
    assert "Sam Spare offered to sit" in told(sent)


def test_both_sides_see_how_times_were_found(panel, chair, lead, now):
    agree_to_meet(panel.application, lead, at=now, starts_at=now + timedelta(days=9))
    events = told(panel.application)
    assert events["Times to meet were offered"].seen is Seen.ORGANISATION
    assert events["A time to meet was agreed"].seen is Seen.ORGANISATION


def test_agreed_time_is_told_after_the_meeting_as_well(panel, chair, lead, now):
    meeting = agree_to_meet(panel.application, lead, at=now)
    before = told(panel.application)["A time to meet was agreed"]
    hold(meeting, lead)
    event = told(panel.application)["A time to meet was agreed"]
    assert event == before
    assert (event.when, event.text) == (now + HOUR, spoken(meeting.starts_at))


def test_time_that_was_agreed_and_moved_is_told_twice(panel, chair, lead, now):
    meeting, later = agree_to_meet(panel.application, lead, at=now), now + timedelta(days=20)
    moved = move(
        appointment=meeting,
        side=Offering.PANEL,
        times=[later],
        reason="Snow.",
        actor=chair.user,
        at=now + 2 * HOUR,
    )
    accept_time(offered=moved.offers.open().get(), actor=lead, at=now + 3 * HOUR)
    agreed = [
        (event.when, event.text)
        for event in history_of(facts_of(panel.application), sees_interests=True)
        if event.title == "A time to meet was agreed"
    ]
    assert agreed == [(now + 3 * HOUR, spoken(later)), (now + HOUR, "")]


def test_times_that_were_offered_and_called_off_were_not_agreed(panel, chair, now):
    offered = offer_times(
        application=panel.application,
        times=[now + timedelta(days=9)],
        place_kind=PlaceKind.TELEPHONE,
        place="",
        minutes=60,
        actor=chair.user,
        at=now,
    )
    cancel(appointment=offered, reason="Snow.", actor=chair.user, at=now + HOUR)
    events = told(panel.application)
    assert "A time to meet was agreed" not in events
    assert events["The meeting was called off"].text == "Snow."


def test_each_new_round_of_times_is_told_once(panel, chair, lead, now):
    made = visit(panel.application, chair.user, now, state=AppointmentState.OFFERED)
    offers = ((now, chair.user), (now + HOUR, lead), (now + HOUR, lead))
    for number, (at, by) in enumerate(offers):
        OfferedTime.objects.create(
            appointment=made,
            starts_at=now + timedelta(days=9 + number),
            side=Offering.PANEL if by == chair.user else Offering.ORGANISATION,
            offered_by=by,
            offered_at=at,
        )
    events = [
        event
        for event in history_of(facts_of(panel.application), sees_interests=True)
        if "visit" in event.title
    ]
    assert [(each.title, each.by) for each in events] == [
        ("Other times for a visit were offered", "Lena Lead"),
        ("Times for a visit were offered", "Paula Professional"),
    ]


@pytest.mark.parametrize(
    ("purpose", "more", "times", "what"),
    [
        (Purpose.VISIT, {}, "for a visit", "visit"),
        (
            Purpose.INTERVIEW,
            {"group": Group.STAFF, "people_count": 4},
            "for an interview",
            "interview",
        ),
    ],
)
def test_what_was_found_is_the_panels_until_it_is_shown(
    panel, chair, now, purpose, more, times, what
):
    made = visit(
        panel.application, chair.user, now, purpose=purpose, **more, **held(now, chair.user)
    )
    events = told(panel.application)
    assert events[f"Times {times} were offered"].seen is Seen.ORGANISATION
    assert events[f"The {what} was written up"].seen is Seen.PANEL
    shown = f"The organisation was shown what was found at the {what}"
    assert shown not in events
    Appointment.objects.filter(pk=made.pk).update(shown_at=now + 3 * HOUR, shown_by=chair.user)
    event = told(panel.application)[shown]
    assert (event.seen, event.by) == (Seen.ORGANISATION, "Paula Professional")
    assert "We saw the council." not in str(told(panel.application))


def test_a_visit_that_is_called_off_says_why(panel, chair, now):
    visit(
        panel.application,
        chair.user,
        now,
        state=AppointmentState.CANCELLED,
        cancelled_reason="Snow.",
    )
    event = told(panel.application)["The visit was called off"]
    assert (event.text, event.seen) == ("Snow.", Seen.ORGANISATION)


@pytest.mark.parametrize(
    ("audience", "seen"),
    [(Audience.PANEL, Seen.PANEL), (Audience.ORGANISATION, Seen.ORGANISATION)],
)
def test_a_challenge_is_seen_as_far_as_it_is_shown(panel, chair, now, audience, seen):
    ask(panel, chair, at=now, text="Who was asked?", audience=audience)
    events = told(panel.application)
    (asked,) = (event for title, event in events.items() if title.startswith("Asked: "))
    assert asked.seen is seen


def test_assessments_and_the_decision_are_the_panels_until_the_letter(assessing, officer, later):
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later, outcome=Outcome.NOT_YET)
    events = told(assessing.application)
    assert events["An assessment was sent"].seen is Seen.PANEL
    assert events["The panel decided “not yet”"].seen is Seen.PANEL
    assert "The answer was “not yet”" not in events
    release(decision, officer, at=later)
    events = told(assessing.application)
    assert events["The letter was released"].seen is Seen.ORGANISATION
    assert events["The answer was “not yet”"].seen is Seen.ORGANISATION


class TestAppeals:
    @pytest.fixture
    def letter(self, sent, chair, young, lead, officer, now):
        bring_to_release(
            sent,
            lead=lead,
            champions=[chair, young],
            officer=officer,
            at=now,
            outcome=Outcome.NOT_YET,
        )
        return Decision.objects.get()

    def appeal(self, letter, lead, at, **fields):
        values = {"grounds": "You read half.", "state_since": at, "made_by": lead, "made_at": at}
        return Appeal.objects.create(decision=letter, **(values | fields))

    def test_is_told_with_who_made_it_and_not_with_its_words(self, letter, lead, sent, later):
        self.appeal(letter, lead, later)
        event = told(sent)["An appeal was made"]
        assert (event.by, event.text, event.seen) == ("Lena Lead", "", Seen.ORGANISATION)

    def test_refused_says_by_whom_and_why(self, letter, lead, sent, second_officer, later):
        self.appeal(
            letter,
            lead,
            later,
            state=AppealState.REFUSED,
            handled_by=second_officer,
            handled_at=later,
            refused_why="It says nothing new.",
        )
        event = told(sent)["The appeal was not taken on"]
        assert (event.by, event.text) == ("Odette Officer", "It says nothing new.")

    def test_withdrawn(self, letter, lead, sent, later):
        self.appeal(letter, lead, later, state=AppealState.WITHDRAWN)
        assert told(sent)["The appeal was withdrawn"].seen is Seen.ORGANISATION

    def test_decided(self, letter, lead, sent, officer, later):
        self.appeal(
            letter,
            lead,
            later,
            state=AppealState.DECIDED,
            handled_by=officer,
            handled_at=later,
            outcome=Outcome.AWARD,
            change=StatusChange.objects.filter(application=sent).latest("pk"),
        )
        assert told(sent)["The appeal was decided: “award”"].by == ""


class TestPage:
    def test_says_under_each_entry_who_can_see_it(self, panel, chair, young, sign_in, later):
        step_back(panel=panel, reason="My exams begin.", actor=young.user, at=later)
        address = reverse("case", args=[panel.application.uuid])
        text = sign_in(chair.user).get(address).content.decode()
        events = told(panel.application)
        assert text.count("Who can see it: ") == len(events)
        for seen in {event.seen for event in events.values()}:
            assert f"</span>{seen.label}</p>" in text
        assert "My exams begin." in text
        assert text.count("Only SEND officers and the chair see these words.") == 1

    def test_what_was_decided_and_went_back_is_not_told_before_ones_own_assessment(
        self, assessing, parent, chair, young, officer, second_officer, sign_in, later
    ):
        """A champion who joins after that finds for themselves (T-38)."""
        assess_all(assessing, at=later)
        decision = decide(assessing, at=later)
        reason = "You were too kind on the commitment."
        cancel_decision(decision=decision, reason=reason, actor=second_officer, at=later + HOUR)
        application = assessing.application
        settle(application, [chair, young, parent], officer, at=later + HOUR)
        seat = Assignment.objects.get(panel=assessing, champion=parent)
        declare_interest(assignment=seat, nature=Interest.NONE, actor=parent.user, at=later + HOUR)
        address = reverse("case", args=[application.uuid])
        for person, told in ((parent.user, False), (chair.user, True), (officer, True)):
            text = sign_in(person).get(address).content.decode()
            assert "The decision went back to the panel" in text
            assert ("The panel decided “award”" in text, reason in text) == (told, told)

    def test_a_member_of_the_panel_reads_no_private_words(
        self, panel, parent, chair, young, officer, sign_in, later
    ):
        settle(panel.application, [chair, young, parent], officer, at=later)
        step_back(panel=panel, reason="My exams begin.", actor=young.user, at=later)
        seat = Assignment.objects.get(panel=panel, champion=parent)
        declare_interest(assignment=seat, nature=Interest.NONE, actor=parent.user, at=later + HOUR)
        address = reverse("case", args=[panel.application.uuid])
        text = sign_in(parent.user).get(address).content.decode()
        assert "Yusuf Young left the panel" in text
        assert "My exams begin." not in text
        assert "see these words" not in text


def test_many_entries_ask_no_more_questions(
    assessing, chair, lead, spare, now, later, django_assert_num_queries
):
    application = assessing.application
    facts = facts_of(application)
    for number in range(3):
        visit(application, chair.user, now + number * HOUR)
        Claim.objects.create(
            application=application, champion=spare, made_at=now, withdrawn_at=now + HOUR
        )
    with django_assert_num_queries(11):
        history_of(facts, sees_interests=True)
    with django_assert_num_queries(10):
        history_of(facts, sees_interests=False)
