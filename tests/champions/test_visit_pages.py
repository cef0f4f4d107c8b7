"""The pages of visits and interviews, on both sides (scheme.md 20; T-24, T-25, T-30, T-43, T-44)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.models import Application, StandingInterest
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from champions.choices import AppointmentState, PlaceKind, Purpose
from champions.models import Appointment, AppointmentFinding, Attendance
from champions.selectors import facts_of
from champions.services import meetings
from champions.services.visits import show
from foundation.drafts import autosave_url
from tests.conftest import make_user
from tests.support.champions import HOUR, WEEK, clear_all, make_champion, send, settle
from tests.support.reading import reading, sentences
from tests.support.visits import agreed_visit, ask_for, write

SECRET = "canary: parents lead the planting"
PLACE = {"place_kind": "video", "video": "https://meet.example/a", "minutes": "60"}
PANEL_PAGES = (
    "case-visit",
    "case-visit-move",
    "case-visit-place",
    "case-visit-cancel",
    "case-visit-checklist",
    "case-visit-write-up",
    "case-visit-show",
)


@pytest.fixture(autouse=True)
def _clock(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def silver(panel):
    """A Silver case with its panel, without the way there."""
    application = panel.application
    Application.objects.filter(pk=application.pk).update(stage="silver")
    application.refresh_from_db()
    return application


@pytest.fixture
def held(silver, chair, lead, now, time_machine):
    made = write(agreed_visit(silver, lead, chair.user, at=now), chair.user, summary=SECRET)
    time_machine.move_to(now + 2 * WEEK, tick=False)
    return made


def of_case(name, appointment):
    return reverse(name, args=[appointment.application.uuid, appointment.uuid])


def times(day, hour="2:30pm", number=1):
    return {
        f"day_{number}_day": str(day.day),
        f"day_{number}_month": str(day.month),
        f"day_{number}_year": str(day.year),
        f"time_{number}": hour,
    }


def test_case_leads_to_its_visits(silver, chair, held, sign_in):
    text = sign_in(chair.user).get(reverse("case", args=[silver.uuid])).content.decode()
    assert "Visits and interviews" in text
    assert of_case("case-visit", held) in text
    assert "The meeting</h2>" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_lists_have_constant_queries(
    silver, chair, lead, now, sign_in, count, django_assert_num_queries
):
    for _ in range(count):
        ask_for(silver, chair.user, at=now)
        write(agreed_visit(silver, lead, chair.user, at=now), chair.user)
    client = sign_in(chair.user)
    # Session and person, the case, seven for the facts; an appeal, the visits and their times.
    with django_assert_num_queries(12):
        assert client.get(reverse("case-visits", args=[silver.uuid])).status_code == 200
    client = sign_in(lead)
    # Session and person, the application, the visits and their times.
    with django_assert_num_queries(5):
        assert client.get(reverse("visits", args=[silver.uuid])).status_code == 200


def test_bronze_has_no_such_page(panel, chair, lead, sign_in):
    for name in ("case-visits", "case-visit-offer"):
        place = reverse(name, args=[panel.application.uuid])
        assert sign_in(chair.user).get(place).status_code == 404
    place = reverse("visits", args=[panel.application.uuid])
    assert sign_in(lead).get(place).status_code == 404


@pytest.mark.parametrize(("purpose", "group"), [("visit", ""), ("interview", "staff")])
def test_asking(silver, chair, now, sign_in, purpose, group):
    client = sign_in(chair.user)
    place = f"{reverse('case-visit-offer', args=[silver.uuid])}?purpose={purpose}"
    page = client.get(place).content.decode()
    assert ("Whom do you want to talk with?" in page) == bool(group)
    empty = client.post(place, {})
    assert empty.status_code == 422
    assert "Say what you want to see or hear." in empty.content.decode()
    key = str(uuid4())
    data = {"about": "The garden.", "group": group, "key": key} | PLACE | times(now + WEEK)
    for _ in range(2):
        answer = client.post(place, data)
        made = Appointment.objects.get()
        assert (answer.status_code, answer.url) == (302, of_case("case-visit", made))
    assert (made.purpose, made.group, str(made.uuid)) == (purpose, group, key)
    assert made.about == "The garden."


@pytest.mark.parametrize("purpose", ["meeting", "party"])
def test_asking_for_something_else_is_not_there(silver, chair, sign_in, purpose):
    place = f"{reverse('case-visit-offer', args=[silver.uuid])}?purpose={purpose}"
    assert sign_in(chair.user).get(place).status_code == 404


def test_asking_waits_for_the_case(silver, officer, sign_in):
    Application.objects.filter(pk=silver.pk).update(status="approved")
    client = sign_in(officer)
    assert client.get(reverse("case-visit-offer", args=[silver.uuid])).status_code == 409
    text = client.get(reverse("case-visits", args=[silver.uuid])).content.decode()
    assert "Ask for" not in text


def test_organisation_chooses_a_time(silver, chair, lead, now, sign_in):
    made = ask_for(silver, chair.user, at=now)
    place = reverse("visit", args=[made.uuid])
    client = sign_in(lead)
    page = client.get(place).content.decode()
    assert "The garden project." in page
    assert client.post(place, {}).status_code == 422
    chosen = made.offers.all()[1]
    answer = client.post(
        place, {"time": str(chosen.uuid), "access_needs": "A ramp"}, follow=True
    ).content.decode()
    assert "The time is agreed." in answer
    assert "A ramp" in answer
    made.refresh_from_db()
    assert (made.state, made.starts_at) == (AppointmentState.AGREED, chosen.starts_at)
    assert client.post(place, {"time": str(chosen.uuid)}).status_code == 409


def test_times_of_another_visit_cannot_be_chosen(silver, chair, lead, now, sign_in):
    """T-25."""
    made, other = ask_for(silver, chair.user, at=now), ask_for(silver, chair.user, at=now)
    answer = sign_in(lead).post(
        reverse("visit", args=[made.uuid]), {"time": str(other.offers.all()[0].uuid)}
    )
    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.state == AppointmentState.OFFERED


def test_organisation_offers_others_and_the_panel_chooses(silver, chair, young, lead, now, sign_in):
    made = ask_for(silver, chair.user, at=now)
    client = sign_in(lead)
    place = reverse("visit-other", args=[made.uuid])
    assert client.post(place, {}).status_code == 422
    data = times(now + 3 * WEEK) | {"access_needs": "Quiet"}
    assert "These are your times" in client.post(place, data, follow=True).content.decode()
    panel = sign_in(young.user)
    page = panel.get(of_case("case-visit", made)).content.decode()
    assert "The organisation offered other times. Choose one." in page
    offered = made.offers.open().get()
    assert panel.post(of_case("case-visit", made), {}).status_code == 422
    answer = panel.post(of_case("case-visit", made), {"time": str(offered.uuid)}, follow=True)
    assert "The time is agreed." in answer.content.decode()


@pytest.mark.parametrize("side", ["panel", "organisation"])
def test_moving(silver, chair, lead, now, sign_in, side):
    made = agreed_visit(silver, lead, chair.user, at=now)
    panel = side == "panel"
    client = sign_in(chair.user if panel else lead)
    place = of_case("case-visit-move", made) if panel else reverse("visit-other", args=[made.uuid])
    assert "Say why the visit moves." in client.post(place, {}).content.decode()
    data = times(now + 3 * WEEK) | {"reason": "The hall is closed."}
    assert client.post(place, data).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.starts_at) == (AppointmentState.OFFERED, None)


def test_panel_offers_again_without_a_reason(silver, chair, now, sign_in):
    made = ask_for(silver, chair.user, at=now)
    client = sign_in(chair.user)
    page = client.get(of_case("case-visit-move", made)).content.decode()
    assert "Offer other times" in page
    assert "Why does" not in page
    assert client.post(of_case("case-visit-move", made), times(now + 3 * WEEK)).status_code == 302
    assert made.offers.open().count() == 1


def test_place_and_calling_off(silver, chair, lead, now, sign_in):
    made = agreed_visit(silver, lead, chair.user, at=now)
    client = sign_in(chair.user)
    assert "1 Acorn Lane" in client.get(of_case("case-visit-place", made)).content.decode()
    data = {"place_kind": "in_person", "in_person": "2 Acorn Lane"}
    assert client.post(of_case("case-visit-place", made), data).status_code == 302
    assert "2 Acorn Lane" in client.get(of_case("case-visit", made)).content.decode()
    assert client.post(of_case("case-visit-cancel", made), {}).status_code == 422
    done = client.post(of_case("case-visit-cancel", made), {"reason": "Snow"}, follow=True)
    assert "The visit is called off." in done.content.decode()
    assert "Snow" in sign_in(lead).get(reverse("visit", args=[made.uuid])).content.decode()
    for name in PANEL_PAGES[1:]:
        assert client.get(of_case(name, made)).status_code == 409, name
    other = reverse("visit-other", args=[made.uuid])
    assert sign_in(lead).get(other).status_code == 409


def test_checklist(silver, chair, young, now, sign_in):
    """T-44: two pages that were opened at once."""
    made = ask_for(silver, chair.user, at=now)
    place = of_case("case-visit-checklist", made)
    first, second = sign_in(chair.user), sign_in(young.user)
    assert first.post(place, {"done": ["access", "told_why"]}).status_code == 302
    assert second.post(place, {"done": ["supporter"]}).status_code == 302
    made.refresh_from_db()
    assert made.checked == ["access", "supporter", "told_why"]
    page = first.get(place).content.decode()
    assert page.count('name="seen"') == 3
    first.post(place, {"seen": made.checked, "done": ["access", "told_why"]})
    made.refresh_from_db()
    assert made.checked == ["access", "told_why"]
    assert first.post(place, {"done": ["choice"]}).status_code == 422


def notes(made, **changes):
    asked = facts_of(made.application).asked
    field = f"finding_{asked[0].code.replace('.', '_')}"
    day = made.starts_at.date()
    return {
        "held_on_day": day.day,
        "held_on_month": day.month,
        "held_on_year": day.year,
        "summary": "We saw beans.",
        field: "They plan together.",
    } | changes


def test_writing_up_a_visit(silver, chair, young, lead, now, sign_in, time_machine):
    made = agreed_visit(silver, lead, chair.user, at=now)
    client = sign_in(chair.user)
    place = of_case("case-visit-write-up", made)
    assert client.get(place).status_code == 409
    time_machine.move_to(made.starts_at + HOUR, tick=False)
    client = sign_in(chair.user)
    page = client.get(place).content.decode()
    assert "Not ticked on the checklist" in page
    empty = client.post(place, {}).content.decode()
    assert "Choose at least one champion." in empty
    assert "Write what you saw and heard." in empty
    there = {"champions": [str(chair.user.uuid)], "people": [str(lead.uuid)]}
    nothing = notes(made, **there)
    nothing = {k: v for k, v in nothing.items() if not k.startswith("finding")}
    answer = client.post(place, nothing)
    assert answer.status_code == 422
    assert "at least one question" in answer.content.decode()
    done = client.post(place, notes(made, others="Ian Interpreter", **there), follow=True)
    text = done.content.decode()
    assert "Only the panel and SEND officers can read it." in text
    assert "They plan together." in text
    assert "Ian Interpreter" in text
    assert set(Attendance.objects.values_list("name", "attended")) == {
        ("Paula Professional", True),
        ("Yusuf Young", False),
        ("Lena Lead", True),
        ("Ian Interpreter", True),
    }
    assert client.post(place, notes(made, **there)).status_code == 409
    assert AppointmentFinding.objects.count() == 1


def test_writing_up_an_interview_names_nobody(
    silver, chair, young, lead, now, sign_in, time_machine
):
    made = agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
    place = of_case("case-visit-write-up", made)
    time_machine.move_to(made.starts_at + HOUR, tick=False)
    client = sign_in(chair.user)
    page = client.get(place).content.decode()
    assert "Lena Lead" not in page
    assert "Other people of the organisation" not in page
    there = {"champions": [str(chair.user.uuid)], "people_count": "6"}
    named = client.post(place, notes(made, summary="Lena told us.", **there))
    assert named.status_code == 422
    assert "“Lena” is the name of somebody in this case." in named.content.decode()
    assert "Lena told us." in named.content.decode()
    sneaked = {"people": [str(lead.uuid)], "more_people": "Maya", "others": "Maya"}
    assert client.post(place, notes(made, **there, **sneaked)).status_code == 302
    assert {a.capacity for a in Attendance.objects.all()} == {"champion"}
    made.refresh_from_db()
    assert made.people_count == 6


def test_what_is_typed_is_kept_as_a_draft(silver, chair, lead, now, sign_in, time_machine):
    made = agreed_visit(silver, lead, chair.user, at=now)
    time_machine.move_to(made.starts_at + HOUR, tick=False)
    client = sign_in(chair.user)
    key = f"visit:{made.uuid}"
    saved = client.post(autosave_url(chair.user, key), notes(made, summary="Half a thought"))
    assert saved.status_code == 200
    assert "Half a thought" in client.get(of_case("case-visit-write-up", made)).content.decode()


# Who reads what was found


def test_the_panel_and_officers_read_it(held, young, officer, sign_in):
    for somebody in (young.user, officer):
        assert SECRET in sign_in(somebody).get(of_case("case-visit", held)).content.decode()


def test_the_organisation_reads_nothing_before_it_is_shown(
    silver, held, chair, lead, colleague, sign_in
):
    pages = [
        reverse("visit", args=[held.uuid]),
        reverse("visits", args=[silver.uuid]),
        reverse("organisation", args=[silver.organisation.slug]),
        reverse("challenges", args=[silver.uuid]),
    ]
    for somebody in (lead, colleague):
        client = sign_in(somebody)
        for place in pages:
            text = client.get(place).content.decode()
            assert SECRET not in text
            assert "They plan together." not in text
    show(appointment=held, actor=chair.user, at=held.starts_at + 2 * HOUR)
    for somebody in (lead, colleague):
        text = sign_in(somebody).get(pages[0]).content.decode()
        assert SECRET in text
        assert "They plan together." in text
        assert "Paula Professional" not in text


def test_the_chair_shows_it_once(held, chair, young, officer, lead, sign_in):
    place = of_case("case-visit-show", held)
    for somebody in (young.user, officer):
        client = sign_in(somebody)
        assert client.get(place).status_code == 403
        assert client.post(place).status_code == 403
        assert place not in client.get(of_case("case-visit", held)).content.decode()
    client = sign_in(chair.user)
    assert place in client.get(of_case("case-visit", held)).content.decode()
    assert SECRET in client.get(place).content.decode()
    assert client.post(place).status_code == 302
    assert client.post(place).status_code == 409
    assert "the organisation since" in client.get(of_case("case-visit", held)).content.decode()


def test_showing_an_interview_with_few_warns_and_hides_how_many(
    silver, chair, lead, now, sign_in, time_machine
):
    made = agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
    write(made, chair.user, people_count=2)
    time_machine.move_to(made.starts_at + WEEK, tick=False)
    client = sign_in(chair.user)
    assert (
        "Could somebody tell who said what?"
        in client.get(of_case("case-visit-show", made)).content.decode()
    )
    client.post(of_case("case-visit-show", made))
    text = sign_in(lead).get(reverse("visit", args=[made.uuid])).content.decode()
    assert "Parents lead the planting." in text
    assert "2 (" not in text
    assert "without names" not in text


# Strangers


def test_strangers_find_nothing(silver, held, spare, stranger, lead, colleague, sign_in):
    """T-24, T-29."""
    for somebody in (spare.user, stranger, lead, colleague):
        client = sign_in(somebody)
        for name in PANEL_PAGES:
            for answer in (client.get(of_case(name, held)), client.post(of_case(name, held))):
                assert answer.status_code == 404, (name, somebody)
                assert SECRET not in answer.content.decode()
        for name in ("case-visits", "case-visit-offer"):
            assert client.get(reverse(name, args=[silver.uuid])).status_code == 404
    for somebody in (spare.user, stranger):
        client = sign_in(somebody)
        for place in (
            reverse("visit", args=[held.uuid]),
            reverse("visit-other", args=[held.uuid]),
            reverse("visits", args=[silver.uuid]),
        ):
            assert client.get(place).status_code == 404
            assert client.post(place).status_code in (404, 405)


def test_an_officer_with_a_link_finds_nothing(silver, held, sign_in, now):
    """T-36."""
    tied = make_user("Tia Officer", is_officer=True)
    StandingInterest.objects.create(
        person=tied,
        organisation=silver.organisation,
        organisation_name=silver.organisation.name,
        nature="governor",
        declared_at=now,
        declared_by=tied,
    )
    client = sign_in(tied)
    assert client.get(of_case("case-visit", held)).status_code == 404
    assert client.get(reverse("visit", args=[held.uuid])).status_code == 404


def test_before_the_declaration_it_is_closed(silver, held, parent, chair, officer, sign_in, now):
    settle(silver, [chair, parent], officer, at=now + WEEK)
    answer = sign_in(parent.user).get(of_case("case-visit", held))
    assert answer.status_code == 409
    assert SECRET not in answer.content.decode()


def test_a_visit_of_another_case_is_not_there(
    silver, held, chair, young, officer, lead, now, sign_in
):
    """T-24: the address of one's own case does not open another's visit."""
    owner = make_user("Other Owner")
    organisation = create_organisation(
        name="Beech School", sector="education", kind="school", postcode="B1 1BB",
        actor=owner, at=now,
    )  # fmt: skip
    other = start_application(organisation=organisation, stage="bronze", actor=owner, at=now)
    send(other, owner, at=now)
    clear_all(settle(other, [chair, young], officer, at=now), at=now)
    Application.objects.filter(pk=other.pk).update(stage="silver")
    client = sign_in(chair.user)
    for name in PANEL_PAGES:
        place = reverse(name, args=[other.uuid, held.uuid])
        assert client.get(place).status_code == 404, name
        assert client.post(place).status_code == 404, name
    assert sign_in(owner).get(reverse("visit", args=[held.uuid])).status_code == 404


# Under 18


@pytest.mark.parametrize("kind", [PlaceKind.VIDEO, PlaceKind.TELEPHONE])
def test_under_18s_see_no_number_and_no_link(silver, chair, young, lead, now, sign_in, kind):
    """T-30."""
    place = "https://meet.example/canary"
    made = agreed_visit(
        silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW, place_kind=kind, place=place
    )
    client = sign_in(young.user)
    for name in PANEL_PAGES[:5]:
        text = client.get(of_case(name, made)).content.decode()
        assert "canary" not in text, name
    assert (
        "The chair of your panel brings you in."
        in client.get(of_case("case-visit", made)).content.decode()
    )
    assert "canary" in sign_in(chair.user).get(of_case("case-visit", made)).content.decode()


# Words


def test_pages_are_easy_to_read(silver, chair, lead, now, sign_in, time_machine):
    offered = ask_for(silver, chair.user, at=now, purpose=Purpose.INTERVIEW)
    agreed = agreed_visit(silver, lead, chair.user, at=now)
    panel, organisation = sign_in(chair.user), sign_in(lead)
    pages = [panel.get(of_case(name, agreed)) for name in PANEL_PAGES[:5]]
    ask = reverse("case-visit-offer", args=[silver.uuid])
    pages += [panel.get(f"{ask}?purpose={each}") for each in ("visit", "interview")]
    pages += [panel.get(reverse("case-visits", args=[silver.uuid]))]
    pages += [organisation.get(reverse("visits", args=[silver.uuid]))]
    pages += [organisation.get(reverse("visit", args=[each.uuid])) for each in (offered, agreed)]
    time_machine.move_to(agreed.starts_at + HOUR, tick=False)
    pages += [sign_in(chair.user).get(of_case("case-visit-write-up", agreed))]
    held = write(agreed, chair.user)
    pages += [sign_in(chair.user).get(of_case("case-visit-show", held))]
    for page in pages:
        assert page.status_code == 200
        text = page.content.decode()
        assert not sentences(text) or reading(text).grade <= 8, page.request["PATH_INFO"]


def test_a_time_that_has_passed_asks_for_new_ones(silver, chair, lead, now, sign_in, time_machine):
    made = ask_for(silver, chair.user, at=now)
    time_machine.move_to(now + 5 * WEEK, tick=False)
    page = sign_in(chair.user).get(of_case("case-visit", made)).content.decode()
    assert "The times that were offered have passed. Offer new ones." in page
    text = sign_in(lead).get(reverse("visit", args=[made.uuid])).content.decode()
    assert "The champions will offer new ones." in text


def test_a_case_that_ended_has_no_buttons(silver, chair, lead, now, sign_in):
    made = agreed_visit(silver, lead, chair.user, at=now)
    Application.objects.filter(pk=silver.pk).update(status="declined")
    page = sign_in(chair.user).get(of_case("case-visit", made)).content.decode()
    assert "Call the visit off" not in page
    place = of_case("case-visit-move", made)
    later = times(now + timedelta(days=30)) | {"reason": "x"}
    assert sign_in(chair.user).post(place, later).status_code == 409
    text = sign_in(lead).get(reverse("visit", args=[made.uuid])).content.decode()
    assert "Ask for another time" not in text


def test_officers_look_at_the_organisations_page_and_do_not_act(
    silver, chair, officer, now, sign_in
):
    made = ask_for(silver, chair.user, at=now)
    place = reverse("visit", args=[made.uuid])
    client = sign_in(officer)
    assert client.get(place).status_code == 200
    assert client.post(place, {"time": str(made.offers.all()[0].uuid)}).status_code == 403


def test_the_officer_who_typed_it_in_chooses(silver, chair, officer, now, sign_in):
    Application.objects.filter(pk=silver.pk).update(entered_by_officer=True)
    made = ask_for(silver, chair.user, at=now)
    place = reverse("visit", args=[made.uuid])
    answer = sign_in(officer).post(place, {"time": str(made.offers.all()[0].uuid)})
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.state == AppointmentState.AGREED


def test_moved_and_chosen_again(silver, chair, lead, now):
    made = agreed_visit(silver, lead, chair.user, at=now)
    meetings.move(
        appointment=made, side="organisation", times=[now + 3 * WEEK], reason="x",
        actor=lead, at=now + 2 * HOUR,
    )  # fmt: skip
    agreed = meetings.agree(offered=made.offers.open().get(), actor=chair.user, at=now + 3 * HOUR)
    assert agreed.starts_at == now + 3 * WEEK


def test_a_second_officer_who_is_no_champion_arranges(silver, second_officer, now, sign_in):
    made = ask_for(silver, second_officer, at=now)
    page = sign_in(second_officer).get(of_case("case-visit", made))
    assert "Offer other times" in page.content.decode()


def test_a_new_champion_sees_what_was_written(silver, held, chair, young, officer, sign_in, now):
    fresh = make_champion(make_user("Nina New"), officer=officer, at=now)
    clear_all(settle(silver, [chair, young, fresh], officer, at=now + WEEK), at=now + WEEK)
    assert SECRET in sign_in(fresh.user).get(of_case("case-visit", held)).content.decode()


def test_home_leads_to_what_waits_for_them(silver, chair, lead, now, sign_in):
    place = reverse("organisation", args=[silver.organisation.slug])
    client = sign_in(lead)
    before = client.get(place).content.decode()
    assert "The champions ask for" not in before
    assert reverse("visits", args=[silver.uuid]) in before
    first, _ = ask_for(silver, chair.user, at=now), ask_for(silver, chair.user, at=now)
    assert "The champions ask for 2 visits or interviews" in client.get(place).content.decode()
    meetings.accept_time(offered=first.offers.all()[0], actor=lead, at=now)
    assert "The champions ask for a visit or interview<" in client.get(place).content.decode()
