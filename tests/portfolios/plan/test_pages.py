"""The pages that write a delivery plan: who may open them, and what they say (T-24, T-29, T-31)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from awards.choices import Status
from awards.models import Application, Membership, Organisation
from awards.services.organisations import remove_member
from foundation.models import AuditEvent
from portfolios.models import Action, DeliveryPlan
from tests.conftest import make_user
from tests.portfolios.plan.acts import add_action, add_item, asked_back, send_as_it_is
from tests.portfolios.plan.pages import (
    every_page,
    forms,
    looking,
    moving,
    page,
    part,
    section,
    writing,
)
from tests.support.champions import answer, make_champion
from tests.support.plans import BUDGET, ROOM

pytestmark = pytest.mark.usefixtures("that_day")

CANARY = "canary-Quetzalcoatl"


def tasks(response):
    return {task["title"]: task["text"] for task in response.context["tasks"]}


class TestWhoSees:
    def test_lead_and_member_open_every_page(self, whole, lead, colleague, sign_in):
        for person in (lead, colleague):
            client = sign_in(person)
            for address in every_page(whole):
                assert client.get(address).status_code == 200, address
            assert client.get(page("application", whole)).url == page("plan", whole)

    def test_stranger_finds_nothing_and_not_a_word(self, whole, stranger, sign_in):
        """T-24."""
        Action.objects.update(title=CANARY, description=CANARY)
        Organisation.objects.filter(pk=whole.organisation_id).update(name=CANARY)
        client = sign_in(stranger)
        for address in [*every_page(whole), *moving(whole)]:
            for response in (client.get(address), client.post(address, {"version": 1})):
                assert response.status_code in (404, 405), address
                assert CANARY not in response.text
        assert not Action.objects.exclude(title=CANARY).exists()
        assert AuditEvent.objects.filter(outcome="refused", actor=stranger).exists()

    def test_nobody_who_is_signed_out(self, whole):
        for address in every_page(whole):
            response = Client().get(address)
            assert response.status_code == 302
            assert response.url.startswith(reverse("account_login"))

    def test_officer_looks_and_does_not_write(self, whole, officer, sign_in):
        """T-31."""
        client = sign_in(officer)
        for address in looking(whole):
            response = client.get(address)
            assert response.status_code == 200
            for other in [*writing(whole), page("plan-check", whole)]:
                assert f'href="{other}"' not in response.text, (address, other)
        for address in [*writing(whole), page("plan-check", whole)]:
            assert client.get(address).status_code == 403, address
            assert client.post(address, {"version": 1}).status_code == 403, address
        for address in moving(whole):
            assert client.post(address, {"direction": "down"}).status_code == 403
        assert (
            "Only people of this organisation can write here"
            in client.get(page("plan", whole)).text
        )

    def test_champion_has_pages_of_their_own(self, whole, officer, sign_in, now):
        """T-29."""
        champion = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
        client = sign_in(champion.user)
        for address in every_page(whole):
            assert client.get(address).status_code == 404

    def test_removed_colleague_gets_404_and_their_text(self, whole, lead, colleague, sign_in, now):
        """T-27."""
        client = sign_in(colleague)
        address = part(whole, ROOM, "what")
        assert client.get(address).status_code == 200
        remove_member(membership=Membership.objects.get(user=colleague), actor=lead, at=now)
        response = client.post(address, {"version": 0, "description": "A long text of mine"})
        assert response.status_code == 404
        assert "A long text of mine" in response.text
        assert not Action.objects.filter(description="A long text of mine").exists()

    def test_looking_never_writes(self, whole, client, lead):
        """T-16."""
        for address in every_page(whole):
            client.get(address)
        assert DeliveryPlan.objects.get(application=whole).version == whole.plan.version
        for address in moving(whole):
            assert client.get(address).status_code == 405

    def test_unknown_parts_are_not_found(self, whole, client):
        missing = "11111111-2222-4333-8444-555555555555"
        for address in (
            section(whole, "nonsense"),
            part(whole, ROOM, "nonsense"),
            part(whole, missing, "what"),
            page("plan-action", whole, missing),
            page("plan-item", whole, "barriers", missing),
            page("plan-item", whole, "levels", missing),
            page("plan-item-add", whole, "levels"),
            page("plan-milestone", whole, ROOM, missing),
        ):
            assert client.get(address).status_code == 404, address
        for address in (
            page("plan-action-move", whole, missing),
            page("plan-item-move", whole, "barriers", missing),
            page("plan-item-remove", whole, "partners", missing),
        ):
            assert client.post(address, {"direction": "up"}).status_code == 404, address

    def test_milestone_of_another_action_is_not_here(self, whole, client):
        """T-25: also within the same plan."""
        theirs = Action.objects.get(uuid=BUDGET).milestones.first()
        for name in ("plan-milestone", "plan-milestone-remove"):
            address = page(name, whole, ROOM, theirs.uuid)
            assert client.get(address).status_code == 404
            assert client.post(address, {"version": 1, "name": "Mine"}).status_code == 404

    def test_a_registration_is_no_plan(self, application, client):
        for name in ("plan", "plan-actions", "plan-check", "plan-progress"):
            assert client.get(page(name, application)).status_code == 404


class TestOverview:
    def test_of_a_new_plan_says_where_to_begin(self, draft, client):
        response = client.get(page("plan", draft))
        assert set(tasks(response).values()) == {"Not started"}
        assert "Send your delivery plan by 23 November 2027." in response.text
        assert "Begin with one action." in response.text
        missing = response.context["missing"]
        assert response.context["check"]["text"] == f"{missing} still missing"

    def test_of_one_that_is_half_written(self, draft, client, lead, now):
        add_action(draft, lead, now)
        add_action(draft, lead, now, title="Loose", four_c="")
        response = client.get(page("plan", draft))
        assert tasks(response)["Actions"] == "In progress"
        hint = (
            "Co-commissioning: none yet, Co-design: 1, Co-delivery: none yet,"
            " Co-assessment: none yet, None of the 4Cs: 1"
        )
        assert hint in response.text
        assert f"{response.context['missing']} still missing." in response.text

    def test_of_a_whole_one_leads_to_sending(self, whole, client, lead, colleague, sign_in):
        response = client.get(page("plan", whole))
        assert set(tasks(response).values()) == {"Done"}
        assert "Nothing is missing. Read it once more, then send it." in response.text
        assert page("withdraw", whole) in response.text
        theirs = sign_in(colleague).get(page("plan", whole)).text
        assert f"Everything is there. {lead} can send it." in theirs
        assert "Ready to send" in theirs
        assert page("withdraw", whole) not in theirs

    def test_names_who_wrote_last(self, draft, client, colleague, now):
        add_item(draft, "barriers", colleague, now, name="Time")
        text = client.get(page("plan", draft)).text
        assert "Last changed by Colin Colleague, 23 November 2026 at 10:00" in text

    def test_after_sending_says_who_has_it(self, whole, client, lead, now):
        send_as_it_is(whole, lead, now)
        text = client.get(page("plan", whole)).text
        assert "A SEND officer chooses champions for you." in text
        assert page("application-copy", whole) in text
        assert page("plan-check", whole) not in text

    def test_in_changes_shows_each_point_and_what_is_open(self, challenged, client, lead, now):
        text = client.get(page("plan", challenged)).text
        assert "Only what the champions asked about is open." in text
        assert "Answer the point above, then send the plan again." in text
        assert section(challenged, "barriers") not in text
        assert text.count("Stays as you sent it") == 5
        assert "1 point to answer" in text
        (point,) = client.get(page("plan", challenged)).context["points"]
        answer(point.challenge, lead, at=now + timedelta(hours=1), text="We wrote more.")
        assert "Read it once more, then send it." in client.get(page("plan", challenged)).text

    def test_in_changes_folds_what_is_answered(self, challenged, client, lead, now):
        (point,) = client.get(page("plan", challenged)).context["points"]
        answer(point.challenge, lead, at=now + timedelta(hours=1), text="We wrote more.")
        assert "1 point answered</span></summary>" in client.get(page("plan", challenged)).text

    def test_after_not_yet_leads_to_the_letter_and_a_new_beginning(
        self, whole, client, lead, officer, sign_in, now
    ):
        send_as_it_is(whole, lead, now)
        Application.objects.filter(pk=whole.pk).update(status=Status.DECLINED)
        begin = reverse("plan-begin", args=[whole.organisation.slug])
        text = client.get(page("plan", whole)).text
        assert f"{reverse('organisation', args=[whole.organisation.slug])}#letters" in text
        assert begin in text
        assert begin not in sign_in(officer).get(page("plan", whole)).text
        client = sign_in(lead)
        client.post(begin)
        assert begin not in client.get(page("plan", whole)).text

    def test_is_late_without_losing_bronze(self, draft, lead, sign_in, time_machine, now):
        """scheme.md 10."""
        time_machine.move_to(now + timedelta(days=400))
        text = sign_in(lead).get(page("plan", draft)).text
        assert "Your delivery plan was due on 23 November 2027. You keep Bronze." in text


class TestActions:
    def test_stand_under_their_c_with_what_is_missing(self, draft, client, lead, now):
        add_action(draft, lead, now, title="Loose", four_c="")
        add_action(draft, lead, now)
        response = client.get(page("plan-actions", draft))
        counts = [len(lines) for _, lines in response.context["groups"]]
        assert counts == [0, 1, 0, 0]
        assert [line["action"].title for line in response.context["loose"]] == ["Loose"]
        assert response.text.count("No action here yet") == 3
        assert "Add an action<span" in response.text

    def test_one_leads_to_its_next_page(self, draft, client, lead, now):
        action = add_action(draft, lead, now)
        response = client.get(page("plan-action", draft, action.uuid))
        assert response.context["next"]["title"] == "What you will do, and why"
        assert "Go on: What you will do, and why" in response.text

    def test_one_that_lacks_nothing_leads_back(self, whole, client):
        response = client.get(page("plan-action", whole, ROOM))
        assert set(tasks(response).values()) == {"Done"}
        assert response.context["next"] is None
        assert "Go on to all actions" in response.text

    def test_pages_say_which_of_them_this_is(self, whole, client):
        assert "Page 1 of 7 about this action" in client.get(part(whole, ROOM, "what")).text
        assert "Page 5 of 7 about this action" in client.get(part(whole, ROOM, "milestones")).text

    def test_every_form_has_its_own_gap_check(self, whole, client):
        for address in forms(whole):
            assert "data-gaps-url" in client.get(address).text, address


class TestPoints:
    def test_stand_on_the_pages_they_are_about(self, challenged, client):
        other = Action.objects.filter(application=challenged).exclude(uuid=ROOM).first()
        text = "Say more."
        for address in (
            page("plan-action", challenged, ROOM),
            part(challenged, ROOM, "who"),
            part(challenged, ROOM, "milestones"),
            page("plan-actions", challenged),
        ):
            assert text in client.get(address).text, address
        elsewhere = client.get(page("plan-action", challenged, other.uuid)).text
        assert text not in elsewhere
        assert "1 point from the champions" in elsewhere
        assert "The champions did not ask about this action." in elsewhere

    def test_about_a_list_stand_there(self, whole, client, lead, officer, now):
        send_as_it_is(whole, lead, now)
        asked_back(whole, officer, now, "silver.barriers", "")
        text = client.get(section(whole, "barriers")).text
        assert text.count("Say more.") == 2  # The text, and in the name of its link.
        assert "2 points from the champions" in text


def test_changes_of_the_application_are_for_its_people(
    challenged, client, stranger, officer, sign_in
):
    address = page("application-changes", challenged)
    assert client.get(address).status_code == 200
    assert "what is written now" in client.get(address).text
    assert sign_in(officer).get(address).status_code == 200
    assert sign_in(stranger).get(address).status_code == 404


def test_changes_of_a_first_version_are_not_there(whole, client, lead, now):
    assert client.get(page("application-changes", whole)).status_code == 404
    send_as_it_is(whole, lead, now)
    assert client.get(page("application-changes", whole)).status_code == 404
    asked_back(whole, lead, now, "")
    assert "Nothing differs." in client.get(page("application-changes", whole)).text
