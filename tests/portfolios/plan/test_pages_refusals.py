"""What is not theirs, too early or too late meets a page that says so; nothing is lost or changed."""

from uuid import uuid4

import pytest
from django.urls import reverse

from awards.choices import Role, Status
from awards.models import Application, StatusChange
from awards.services.applications import withdraw
from portfolios.models import Action, Barrier, DeliveryPlan, Milestone, MilestoneReport
from tests.portfolios.plan.acts import add_item, asked_back, send_as_it_is
from tests.portfolios.plan.pages import (
    ANSWERS,
    LISTS,
    moving,
    new,
    page,
    part,
    section,
    writing,
)
from tests.support.champions import answer
from tests.support.plans import BUDGET, JUDGE, ROOM

pytestmark = pytest.mark.usefixtures("that_day")


@pytest.fixture
def canary(foreign, now):
    """Another organisation's rows, by the list they are in."""
    theirs = foreign.application
    actor = theirs.organisation.memberships.get().user
    for code in LISTS:
        add_item(theirs, code, actor, now, name="canary")
    return {code: model.objects.get(application=theirs) for code, model in LISTS.items()}


class TestOtherOrganisations:
    """T-24, T-25: their ids open nothing here, in an address or in what is posted."""

    def test_ids_in_an_address_are_not_found(self, whole, client, foreign, canary):
        addresses = [
            page("plan-action", whole, foreign.uuid),
            part(whole, foreign.uuid, "what"),
            page("plan-action-remove", whole, foreign.uuid),
            page("plan-milestone-add", whole, foreign.uuid),
        ]
        for code, item in canary.items():
            addresses += [
                page("plan-item", whole, code, item.uuid),
                page("plan-item-remove", whole, code, item.uuid),
            ]
        for address in addresses:
            assert client.get(address).status_code == 404, address
            assert client.post(address, {"version": 1, "name": "Mine"}).status_code in (404, 405)
            assert "canary" not in client.get(address).text
        assert client.post(page("plan-action-move", whole, foreign.uuid)).status_code == 404
        assert Action.objects.get(pk=foreign.pk).title == "Their secret"

    @pytest.mark.parametrize(
        ("code", "name", "which"),
        [("who", "partners", "partners"), ("review", "measures", "measures")],
    )
    def test_ids_that_are_ticked_are_asked_about(self, whole, client, canary, code, name, which):
        row = Action.objects.get(uuid=ROOM)
        before = set(getattr(row, name).values_list("pk", flat=True))
        typed = {"version": 0, name: [str(canary[which].uuid)], "owner": "Me", "review": "Me"}
        response = client.post(part(whole, ROOM, code), typed)
        assert response.status_code == 422
        assert "choose from the answers on the page." in response.text
        assert "canary" not in response.text
        assert set(getattr(row, name).values_list("pk", flat=True)) == before

    def test_an_action_that_answers_a_barrier_is_asked_about(self, whole, client, foreign):
        typed = new(name="Time", action=str(foreign.uuid))
        response = client.post(page("plan-item-add", whole, "barriers"), typed)
        assert response.status_code == 422
        assert 'href="#id_action_0"' in response.text
        assert "Their secret" not in response.text
        assert not Barrier.objects.filter(action=foreign).exists()

    def test_a_key_of_theirs_adds_nothing(self, whole, client, foreign, canary):
        for code, item in canary.items():
            typed = new(key=str(item.uuid), name="My text")
            response = client.post(page("plan-item-add", whole, code), typed)
            assert response.status_code == 409
            assert "My text" in response.text
            item.refresh_from_db()
            assert item.name == "canary"
        typed = new(key=str(foreign.uuid), title="My text")
        assert client.post(page("plan-action-add", whole), typed).status_code == 409
        assert Action.objects.get(pk=foreign.pk).title == "Their secret"


class TestTooLate:
    @pytest.mark.parametrize("status", ["sent", "withdrawn", "approved", "declined"])
    def test_nothing_is_written_once_it_is_away(self, whole, client, lead, now, status):
        """T-41: 409, the texts stay, and what was typed is on the page to copy."""
        addresses, movers = [*writing(whole), page("plan-check", whole)], moving(whole)
        if status == "withdrawn":
            withdraw(application=whole, actor=lead, role=Role.LEAD, note="No", at=now)
        else:
            send_as_it_is(whole, lead, now)
        if status in ("approved", "declined"):
            Application.objects.filter(pk=whole.pk).update(status=status)
        for address in addresses:
            assert client.get(address).status_code == 409, address
            typed = {"version": 1, "name": "Too late", "owner": "Too late", "review": "Too late"}
            response = client.post(address, typed)
            assert response.status_code == 409, address
            assert "Too late" in response.text
        for address in movers:
            assert client.post(address, {"direction": "down"}).status_code == 409, address
        assert Action.objects.count() == 4
        assert not Action.objects.filter(owner="Too late").exists()
        assert not Milestone.objects.filter(name="Too late").exists()

    def test_what_was_not_challenged_stays_shut(self, challenged, client):
        """scheme.md 17: the page itself says so, before anybody types."""
        assert client.get(part(challenged, ROOM, "who")).status_code == 200
        for address in (
            part(challenged, BUDGET, "who"),
            section(challenged, "levels"),
            section(challenged, "barriers"),
            page("plan-item-add", challenged, "measures"),
            page("plan-action-add", challenged),
            page("plan-action-remove", challenged, JUDGE),
        ):
            response = client.get(address)
            assert response.status_code == 409, address
            assert "The champions did not ask for a change here" in response.text
            posted = client.post(address, {"version": 0, "owner": "My words"})
            assert posted.status_code == 409
            assert not Action.objects.filter(owner="My words").exists()
        assert Action.objects.filter(application=challenged).count() == 4


def test_second_click_finds_the_action_that_filled_the_gap(challenged, client):
    """T-43: what is missing had opened the page, and the first click shut it again."""
    Action.objects.filter(four_c="fourc.co_commissioning").delete()
    address = page("plan-action-add", challenged)
    typed = new(**ANSWERS["what"] | {"four_c": "fourc.co_commissioning"})
    first = client.post(address, typed)
    assert first.status_code == 302
    assert client.get(address).status_code == 409
    assert client.post(address, typed).url == first.url
    assert client.post(address, typed | {"key": str(uuid4())}).status_code == 409
    assert Action.objects.filter(four_c="fourc.co_commissioning").count() == 1


class TestTooEarly:
    def test_silver_before_bronze(self, organisation, client):
        """T-42: with a link to where the missing stage is begun."""
        response = client.post(reverse("plan-begin", args=[organisation.slug]))
        assert response.status_code == 409
        assert "The stages are taken in order." in response.text
        assert f'href="{reverse("organisation", args=[organisation.slug])}"' in response.text
        assert not DeliveryPlan.objects.exists()

    def test_beginning_twice_finds_the_first(self, bronze, client, officer, stranger, sign_in):
        """T-43; and nobody else begins it."""
        address = reverse("plan-begin", args=[bronze.slug])
        assert sign_in(officer).post(address).status_code == 403
        assert sign_in(stranger).post(address).status_code == 404
        assert client.get(address).status_code == 405
        first, second = client.post(address), client.post(address)
        assert first.url == second.url == page("plan", Application.objects.get(stage="silver"))

    def test_progress_before_the_award(self, whole, client, lead, now):
        step = Milestone.objects.first()
        for _ in ("draft", "sent"):
            for address in (
                page("plan-progress", whole),
                page("plan-progress-report", whole, step.uuid),
            ):
                response = client.get(address)
                assert response.status_code == 409
                assert page("plan", whole) in response.text
            posted = client.post(
                page("plan-progress-report", whole, step.uuid), {"state": "dropped", "why": "No"}
            )
            assert posted.status_code == 409
            if whole.status == Status.DRAFT:
                send_as_it_is(whole, lead, now)
        assert not MilestoneReport.objects.exists()

    def test_copy_before_it_was_sent(self, whole, client):
        for name in ("application-copy", "application-sent"):
            assert client.get(page(name, whole)).status_code == 404


class TestSending:
    def typed(self, client, plan):
        form = client.get(page("plan-check", plan)).context["form"]
        return {"key": str(form.initial["key"]), "version": form.initial["version"]}

    def test_a_second_click_finds_the_first_receipt(self, whole, client):
        """T-43."""
        typed = self.typed(client, whole)
        for _ in range(2):
            response = client.post(page("plan-check", whole), typed)
            assert response.url == page("application-sent", whole)
        assert StatusChange.objects.filter(application=whole, name="submit").count() == 1
        text = client.get(response.url).text
        assert "Delivery plan sent" in text
        assert "Each champion of the panel reads your plan and judges it alone." in text
        assert "See what you changed" not in text
        copy = client.get(page("application-copy", whole)).text
        assert "A quiet room that pupils have drawn" in copy

    def test_what_is_missing_stops_it_and_says_where(self, draft, client):
        response = client.post(page("plan-check", draft), {"key": str(uuid4()), "version": 1})
        assert response.status_code == 422
        assert "There is a problem: this is still missing" in response.text
        assert page("plan-action-add", draft) in response.text
        draft.refresh_from_db()
        assert draft.status == Status.DRAFT

    def test_looking_at_what_is_missing_is_no_error(self, draft, client):
        text = client.get(page("plan-check", draft)).text
        assert "govuk-error-summary" not in text
        assert "<title>Check your plan" in text
        assert " still missing</h2>" in text

    def test_offers_changes_only_where_one_may_write(self, challenged, client):
        text = client.get(page("plan-check", challenged)).text
        assert page("plan-actions", challenged) in text
        for code in ("barriers", "measures", "partners", "levels", "policies"):
            assert f"{section(challenged, code)}?from=check" not in text

    def test_of_a_draft_offers_every_change(self, whole, client):
        text = client.get(page("plan-check", whole)).text
        for code in ("barriers", "measures", "partners", "levels", "policies"):
            assert f"{section(whole, code)}?from=check" in text
        assert text.count('href="#send"') == 2

    def test_is_for_a_lead(self, whole, lead, colleague, sign_in):
        client = sign_in(colleague)
        response = client.get(page("plan-check", whole))
        assert response.context["senders"] == str(lead)
        assert "Ask a lead" not in response.text
        response = client.post(page("plan-check", whole), {"key": str(uuid4()), "version": 1})
        assert response.status_code == 403
        whole.refresh_from_db()
        assert whole.status == Status.DRAFT

    def test_a_change_meanwhile_is_looked_at_first(self, whole, client, colleague, sign_in):
        typed = self.typed(client, whole)
        page_of_theirs = part(whole, ROOM, "who")
        saved = sign_in(colleague).post(page_of_theirs, ANSWERS["who"] | {"version": 0})
        assert saved.status_code == 302
        response = client.post(page("plan-check", whole), typed)
        assert response.status_code == 409
        assert "A colleague changed the plan" in response.text
        whole.refresh_from_db()
        assert whole.status == Status.DRAFT

    def test_again_waits_for_every_answer_and_then_says_what_is_next(
        self, whole, client, lead, officer, now
    ):
        """scheme.md 17."""
        send_as_it_is(whole, lead, now)
        first, second = asked_back(whole, officer, now, "", "silver.review")
        text = client.get(page("plan-check", whole)).text
        assert text.count("Answer what the champions asked") == 2
        typed = {"key": str(uuid4()), "version": whole.plan.version}
        assert client.post(page("plan-check", whole), typed).status_code == 422
        for challenge in (first, second):
            answer(challenge, lead, at=now, text="Done.")
        response = client.post(page("plan-check", whole), self.typed(client, whole))
        text = client.get(response.url).text
        assert "You sent it again on" in text
        assert "The same champions read your answers and what you changed." in text
        assert "A SEND officer chooses champions" not in text
        assert page("application-changes", whole) in text
