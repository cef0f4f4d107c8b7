"""The pages of a case: what they take, what they refuse, and that typed text stays (T-40, T-43)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from champions.choices import AppointmentState
from champions.models import Appointment, Champion, Decision
from champions.selectors import facts_of
from foundation.models import OutboxMessage
from tests.conftest import make_user
from tests.support.champions import (
    HOUR,
    agree_to_meet,
    assess,
    assess_all,
    clear_all,
    decide,
    make_champion,
    settle,
)


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


def page(name, application):
    return reverse(name, args=[application.uuid])


def times(day, hour="2:30pm", number=1):
    return {
        f"day_{number}_day": str(day.day),
        f"day_{number}_month": str(day.month),
        f"day_{number}_year": str(day.year),
        f"time_{number}": hour,
    }


PLACE = {"place_kind": "video", "video": "https://meet.example/a", "minutes": "60"}


def test_work_lists_what_waits_and_what_to_do(panel, chair, spare, sign_in):
    answer = sign_in(chair.user).get(reverse("champions"))
    text = answer.content.decode()
    assert "Acorn Lane School" in text
    assert "1 case waits for you." in text
    assert reverse("case-meeting-offer", args=[panel.application.uuid]) in text
    assert "You have no case now." in sign_in(spare.user).get(reverse("champions")).content.decode()


def test_work_is_for_champions(officer, lead, sign_in):
    for somebody in (officer, lead):
        assert sign_in(somebody).get(reverse("champions")).status_code == 403


def test_work_puts_the_longest_wait_first(three_cases, chair, sign_in):
    for number, case in enumerate(three_cases):
        type(case).objects.filter(pk=case.pk).update(
            status_since=case.status_since - timedelta(days=number)
        )
    text = sign_in(chair.user).get(reverse("champions")).content.decode()
    places = [text.index(f"{name} School") for name in ("Damson", "Cedar", "Beech")]
    assert places == sorted(places)


@pytest.mark.parametrize("count", [1, 3])
def test_work_has_constant_queries(three_cases, chair, sign_in, count, django_assert_num_queries):
    for case in three_cases[count:]:
        case.panel.assignments.update(ended_at=case.status_since, ended_reason="changed",
                                      is_chair=False)  # fmt: skip
    client = sign_in(chair.user)
    # Session, person, cases, seven for the facts, drafts, dates, champion, and two for offers.
    with django_assert_num_queries(14):
        client.get(reverse("champions"))


@pytest.mark.parametrize("count", [1, 3])
def test_case_has_constant_queries(
    assessing, sent, chair, young, parent, officer, sign_in, count, django_assert_num_queries, later
):
    everybody = [chair, young, parent][:count]
    panel = settle(sent, everybody, officer, at=later)
    clear_all(panel, at=later)
    assess_all(panel, at=later)
    decide(panel, at=later)
    client = sign_in(chair.user)
    # Session and person, the case, seven for the facts, nine of history (a chair is told of offers,
    # too), and the snapshot.
    with django_assert_num_queries(23):
        assert client.get(page("case", sent)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_champions_page_has_constant_queries(
    officer, chair, young, parent, sign_in, count, django_assert_num_queries
):
    Champion.objects.exclude(pk__in=[c.pk for c in [chair, young, parent][:count]]).update(
        served_until=chair.serves_from
    )
    client = sign_in(officer)
    with django_assert_num_queries(4):
        client.get(reverse("officers-champions"))


def test_declaration_opens_the_case(sent, chair, officer, sign_in, now):
    settle(sent, [chair], officer, at=now)
    client = sign_in(chair.user)
    first = client.get(page("case", sent))
    assert "Do you have a link with them?" in first.content.decode()
    empty = client.post(page("case", sent), {})
    assert empty.status_code == 422
    done = client.post(page("case", sent), {"nature": "none"}, follow=True)
    assert "The case is open to you now." in done.content.decode()
    assert "Where it stands" in done.content.decode()


def test_declaration_of_a_link_closes_it(sent, chair, officer, sign_in, now):
    settle(sent, [chair], officer, at=now)
    client = sign_in(chair.user)
    vague = client.post(page("case", sent), {"nature": "other"})
    assert (vague.status_code, "Say what the link is." in vague.content.decode()) == (422, True)
    done = client.post(page("case", sent), {"nature": "child"}, follow=True)
    assert "Somebody else looks at this case." in done.content.decode()
    assert client.get(page("case", sent)).status_code == 404


def test_late_link_is_recorded_by_officer_or_self(panel, chair, young, officer, sign_in):
    address = reverse("case-interest", args=[panel.application.uuid, young.uuid])
    assert sign_in(chair.user).get(address).status_code == 404
    assert sign_in(officer).post(address, {"nature": "none"}).status_code == 422
    answer = sign_in(officer).post(address, {"nature": "relative", "details": "Aunt"})
    assert answer["Location"] == page("case-panel", panel.application)
    assert panel.assignments.get(champion=young).ended_reason == "interest"


def test_chair_and_officers_read_the_reason(
    panel, chair, young, parent, sent, officer, sign_in, later
):
    settle(sent, [chair, young, parent], officer, at=later)
    clear_all(panel, at=later)
    address = reverse("case-interest", args=[panel.application.uuid, young.uuid])
    sign_in(young.user).post(address, {"nature": "other", "details": "Heron Choir"})
    for user, reads in ((chair.user, True), (officer, True), (parent.user, False)):
        text = sign_in(user).get(page("case", sent)).content.decode()
        assert "Yusuf Young has a link with the organisation" in text
        assert ("Heron Choir" in text) is reads


def test_panel_page_settles(sent, chair, young, officer, sign_in):
    client = sign_in(officer)
    text = client.get(page("case-panel", sent)).content.decode()
    assert "Young person: has no case now, takes up to 3" in text
    answer = client.post(
        page("case-panel", sent),
        {"champions": [str(chair.uuid), str(young.uuid)], "chair": str(chair.uuid)},
    )
    assert answer.status_code == 302
    sent.refresh_from_db()
    assert sent.status == "in_review"


def test_panel_page_says_what_is_wrong(sent, chair, young, colleague, officer, sign_in, now):
    client = sign_in(officer)
    wrong = client.post(
        page("case-panel", sent), {"champions": [str(chair.uuid)], "chair": str(young.uuid)}
    )
    assert wrong.status_code == 422
    assert "The chair has to be one of the panel." in wrong.content.decode()
    assert not hasattr(sent, "panel")


def test_panel_page_leaves_out_who_cannot_sit(sent, chair, lead, officer, sign_in, now):
    insider = make_champion(lead, officer=officer, at=now)
    client = sign_in(officer)
    text = client.get(page("case-panel", sent)).content.decode()
    assert "Lena Lead belongs to this organisation." in text
    assert str(insider.uuid) not in text
    forged = client.post(
        page("case-panel", sent),
        {"champions": [str(insider.uuid)], "chair": str(insider.uuid)},
    )
    assert forged.status_code == 422


def test_panel_page_is_for_officers(panel, chair, sign_in):
    assert sign_in(chair.user).get(page("case-panel", panel.application)).status_code == 403


def test_offer_page_takes_times_kindly(panel, chair, sign_in, now):
    client = sign_in(chair.user)
    day = (now + timedelta(days=9)).date()
    form = times(day, "2.30 PM") | times(day, "10:00", 2) | PLACE
    assert client.post(page("case-meeting-offer", panel.application), form).status_code == 302
    made = Appointment.objects.get()
    assert [o.starts_at.hour for o in made.offers.open()] == [10, 14]
    assert made.place == "https://meet.example/a"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"time_1": "later"}, "Write the time like 2:30pm."),
        ({"time_1": ""}, "Enter the time, like 2:30pm."),
        ({"day_1_year": "2020"}, "This has passed. Choose a time to come."),
        ({"day_1_day": "28", "day_1_month": "3", "day_1_year": "2027", "time_1": "1:30am"},
         "no such time"),
        ({"day_1_day": "", "day_1_month": "", "day_1_year": ""}, "Enter the date for this time."),
        ({"video": "http://meet.example"}, "begins with https://"),
        ({"place_kind": "in_person"}, "Enter where you meet."),
        ({"minutes": "5"}, "must be 15 or more"),
    ],
)  # fmt: skip
def test_offer_page_says_what_to_do(panel, chair, sign_in, now, change, sentence):
    form = times((now + timedelta(days=9)).date()) | PLACE | change
    answer = sign_in(chair.user).post(page("case-meeting-offer", panel.application), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Appointment.objects.exists()


def test_offer_page_refuses_no_time_and_the_same_twice(panel, chair, sign_in, now):
    client = sign_in(chair.user)
    address = page("case-meeting-offer", panel.application)
    assert "Offer at least one time." in client.post(address, PLACE).content.decode()
    day = (now + timedelta(days=9)).date()
    twice = client.post(address, times(day) | times(day, "14:30", 2) | PLACE)
    assert "You have offered this time already." in twice.content.decode()


def test_organisation_chooses_a_time(panel, chair, lead, sign_in, now):
    offer_by_page(panel, chair, sign_in, now)
    client = sign_in(lead)
    address = page("meeting", panel.application)
    text = client.get(address).content.decode()
    assert "Wednesday 2 December 2026 at 2:30pm" in text
    offered = Appointment.objects.get().offers.get()
    wrong = client.post(address, {"time": "x", "access_needs": "A ramp please"})
    assert (wrong.status_code, "A ramp please" in wrong.content.decode()) == (422, True)
    done = client.post(address, {"time": str(offered.uuid), "access_needs": "A ramp"}, follow=True)
    assert "The meeting is agreed." in done.content.decode()
    assert Appointment.objects.get().access_needs == "A ramp"
    assert client.post(address, {"time": str(offered.uuid)}).status_code == 409


def offer_by_page(panel, chair, sign_in, now):
    day = (now + timedelta(days=9)).date()
    sign_in(chair.user).post(page("case-meeting-offer", panel.application), times(day) | PLACE)


def test_organisation_offers_other_times_and_the_panel_agrees(panel, chair, lead, sign_in, now):
    offer_by_page(panel, chair, sign_in, now)
    day = (now + timedelta(days=12)).date()
    answer = sign_in(lead).post(page("meeting-other", panel.application), times(day, "9am"))
    assert answer.status_code == 302
    champion = sign_in(chair.user)
    address = page("case-meeting", panel.application)
    assert "Saturday 5 December 2026 at 9am" in champion.get(address).content.decode()
    offered = Appointment.objects.get().offers.open().get()
    assert champion.post(address, {"time": str(offered.uuid)}).status_code == 302
    assert Appointment.objects.get().state == AppointmentState.AGREED


def test_meeting_moves_from_both_sides(panel, chair, lead, sign_in, now):
    agree_to_meet(panel.application, lead, at=now)
    day = (now + timedelta(days=20)).date()
    asked = times(day) | {"reason": "The hall is closed."}
    missing = sign_in(lead).post(page("meeting-other", panel.application), times(day))
    assert missing.status_code == 422
    assert sign_in(lead).post(page("meeting-other", panel.application), asked).status_code == 302
    offered = Appointment.objects.get().offers.open().get()
    sign_in(chair.user).post(page("case-meeting", panel.application), {"time": str(offered.uuid)})
    answer = sign_in(chair.user).post(page("case-meeting-move", panel.application), asked)
    assert answer.status_code == 302
    assert Appointment.objects.get().state == AppointmentState.OFFERED


def test_place_and_cancel_pages(panel, chair, lead, sign_in, now):
    agree_to_meet(panel.application, lead, at=now)
    client = sign_in(chair.user)
    place = {"place_kind": "in_person", "in_person": "1 Acorn Lane"}
    assert client.post(page("case-meeting-place", panel.application), place).status_code == 302
    assert Appointment.objects.get().place == "1 Acorn Lane"
    address = page("case-meeting-cancel", panel.application)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Snow"}).status_code == 302
    assert client.post(address, {"reason": "Snow"}).status_code == 409


def test_minutes_page_writes_the_meeting_up(panel, chair, lead, colleague, sign_in, now):
    agreed = agree_to_meet(panel.application, lead, at=now)
    client = sign_in(chair.user)
    address = page("case-meeting-minutes", panel.application)
    assert client.get(address).status_code == 409
    with time_machine.travel(agreed.starts_at + HOUR, tick=False):
        client = sign_in(chair.user)
        day = agreed.starts_at.date()
        form = {
            "held_on_day": day.day,
            "held_on_month": day.month,
            "held_on_year": day.year,
            "champions": [str(chair.user.uuid)],
            "more_people": "Ms Aziz\n\nMr Bell",
            "others": "Ida, interpreter",
            "summary": "We talked.",
            "commitment_assessed": "They mean it.",
            "next_steps": "A plan.",
        }
        incomplete = client.post(address, form)
        assert incomplete.status_code == 422
        assert "Ms Aziz" in incomplete.content.decode()
        assert client.post(address, form | {"outcome": "ready"}).status_code == 302
        text = client.get(page("case-meeting", panel.application)).content.decode()
    assert "Ida, interpreter (somebody else" in text
    there = Appointment.objects.get().attendances
    assert set(there.filter(attended=True).values_list("name", flat=True)) == {
        "Paula Professional", "Ms Aziz", "Mr Bell", "Ida, interpreter",
    }  # fmt: skip
    assert there.filter(attended=False).count() == 3


def test_findings_are_not_there_before_ones_own(assessing, chair, young, sign_in):
    assess(assessing, chair, at=assessing.settled_at, note="Heron note")
    client = sign_in(young.user)
    address = page("case-findings", assessing.application)
    closed = client.get(address)
    assert closed.status_code == 409
    assert "You can see what the others found when your own assessment is in." in closed.text
    assert f'href="{page("assessment", assessing.application)}"' in closed.text
    assert "Heron note" not in closed.text
    assert "Heron note" not in client.get(page("case", assessing.application)).content.decode()
    assess(assessing, young, at=assessing.settled_at)
    assert "Heron note" in client.get(address).content.decode()


DECISION = {
    "outcome": "award",
    "feedback": "Well done.",
    "met_bronze_commitment": "yes",
    "met_check_signed_up": "yes",
    "points": "",
}


def test_decision_button_is_absent_and_post_says_what_is_missing(assessing, chair, sign_in):
    client = sign_in(chair.user)
    address = page("case-decision", assessing.application)
    text = client.get(page("case", assessing.application)).content.decode()
    assert address not in text
    assert "These assessments are not in yet: Paula Professional, Yusuf Young." in text
    refused = client.post(address, DECISION)
    assert refused.status_code == 409
    assert "not in yet: Paula Professional, Yusuf Young." in refused.content.decode()
    assert not Decision.objects.exists()


def record_checked(client, application):
    """Read the letter on the check page, and record."""
    address = page("case-decision-check", application)
    text = client.get(address).content.decode()
    (token,) = re.findall(r'name="read_token" value="(\w+)"', text)
    return client.post(address, {"read_token": token})


def test_decision_page_records(assessing, chair, young, sign_in, later):
    assess_all(assessing, at=later)
    client = sign_in(chair.user)
    address = page("case-decision", assessing.application)
    assert sign_in(young.user).post(address, DECISION).status_code == 403
    unmet = client.post(address, DECISION | {"met_check_signed_up": "no"})
    assert unmet.status_code == 422
    assert "“Signed up” is not met, so there can be no award yet." in unmet.content.decode()
    bare = client.post(address, DECISION | {"outcome": "changes_requested"})
    assert "Name at least one point to change." in bare.content.decode()
    pointed = DECISION | {"outcome": "declined", "points": "One\n\n Two "}
    assert client.post(address, pointed).url == page("case-decision-check", assessing.application)
    assert not Decision.objects.exists()
    assert record_checked(client, assessing.application).status_code == 302
    made = Decision.objects.get()
    assert [p.sentence for p in made.points.all()] == ["One", "Two"]
    assert client.post(address, pointed).status_code == 409


def test_release_page_shows_edits_and_releases(decided, officer, sign_in, sent):
    client = sign_in(officer)
    address = page("case-release", sent)
    text = client.get(address).content.decode()
    assert "Well done. Acorn Lane School has the Bronze Award." in text
    letter = {"letter": "Our own words.", "version": 0}
    assert client.post(page("case-letter", sent), letter).status_code == 302
    clash = client.post(page("case-letter", sent), letter | {"letter": "Second"})
    assert clash.status_code == 409
    assert client.post(address, {"version": 1}).status_code == 422
    stale = client.post(address, {"version": 0, "read": "on"})
    assert stale.status_code == 409
    sent.refresh_from_db()
    assert sent.status == "in_review"
    assert client.post(address, {"version": 1, "read": "on"}).status_code == 302
    sent.refresh_from_db()
    assert sent.status == "approved"
    again = client.post(address, {"version": 1, "read": "on"})
    assert again.status_code == 409
    assert OutboxMessage.objects.filter(message="decision_letter").count() == 1


def test_release_page_is_not_for_the_panel(decided, chair, young, sign_in, sent):
    for champion in (chair, young):
        assert sign_in(champion.user).get(page("case-release", sent)).status_code == 403
    chair.user.is_officer = True
    chair.user.save()
    refused = sign_in(chair.user).post(page("case-release", sent), {"version": 0, "read": "on"})
    assert refused.status_code == 403
    assert "You sat on this panel." in refused.content.decode()


def test_give_back_page(decided, officer, chair, sign_in, sent):
    client = sign_in(officer)
    assert client.post(page("case-give-back", sent), {}).status_code == 422
    done = client.post(page("case-give-back", sent), {"reason": "A child is named."}, follow=True)
    assert "The decision is with the panel again." in done.content.decode()
    text = sign_in(chair.user).get(page("case", sent)).content.decode()
    assert "A child is named." in text
    assert facts_of(sent).decision is None


def test_appoint_page_makes_a_champion(officer, sign_in):
    person = make_user("Nadia New")
    client = sign_in(officer)
    address = reverse("officers-champions-appoint")
    form = {"email": " Nadia.New@people.example ", "perspective": "young_person"}
    assert "Say if they are under 18." in client.post(address, form).content.decode()
    form |= {"under_18": "yes"}
    assert "Enter the day they turn 18." in client.post(address, form).content.decode()
    form |= {"turns_18_on_day": "1", "turns_18_on_month": "june", "turns_18_on_year": "2028"}
    assert client.post(address, form).status_code == 302
    made = Champion.objects.get(user=person)
    assert (made.perspective, str(made.turns_18_on)) == ("young_person", "2028-06-01")
    person.refresh_from_db()
    assert person.is_champion


def test_appoint_page_needs_the_sector_of_a_professional(officer, sign_in):
    make_user("Nadia New")
    client = sign_in(officer)
    form = {"email": "nadia.new@people.example", "perspective": "professional"}
    answer = client.post(reverse("officers-champions-appoint"), form)
    assert "Choose the sector they come from." in answer.content.decode()
    # A date that does not belong to the answer is not kept.
    form |= {"sector": "health", "turns_18_on_day": "1", "turns_18_on_month": "6",
             "turns_18_on_year": "2028"}  # fmt: skip
    assert client.post(reverse("officers-champions-appoint"), form).status_code == 302
    assert Champion.objects.get().turns_18_on is None


def test_appoint_page_sends_a_link_to_sign_up(officer, sign_in):
    client = sign_in(officer)
    address = reverse("officers-champions-appoint")
    form = {"email": "nobody@people.example", "perspective": "parent_carer"}
    assert "There is no account with this address." in client.post(address, form).content.decode()
    done = client.post(address, {"email": "nobody@people.example", "invite": "1"})
    assert done.status_code == 302
    mail = OutboxMessage.objects.get(message="champion_invited")
    assert (mail.to, "/accounts/signup/" in mail.body_text) == ("nobody@people.example", True)
    known = client.post(address, {"email": officer.email, "invite": "1"})
    assert (known.status_code, "has an account" in known.content.decode()) == (422, True)


def test_end_page_ends_service(panel, young, officer, sign_in):
    client = sign_in(officer)
    address = reverse("officers-champions-end", args=[young.uuid])
    assert "They sit on 1 open case." in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409
    text = client.get(reverse("officers-champions"), {"show": "past"}).content.decode()
    assert "Yusuf Young" in text
    assert sign_in(young.user).get(page("case", panel.application)).status_code == 404
