"""The register of consents: who is in it, until when, who relied on it, and who may read that."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from awards.models import Application, Hold
from foundation.dates import london_date, months_later
from foundation.models import OutboxMessage
from portfolios.choices import ConsentScope, Pictured
from portfolios.models import Consent, EvidenceItem
from portfolios.selectors.evidence.ending import KEPT
from portfolios.selectors.evidence.register import (
    SHAPES,
    Filters,
    Standing,
    figures,
    narrowed,
    pieces,
    rows_of,
    standing_of,
)
from portfolios.services import evidence as services
from portfolios.services.evidence.forgetting import remind_of_consent_ending
from tests.support.evidence import CHILDREN, evidence, hold_silver, portfolio_for, send_portfolio

pytestmark = pytest.mark.usefixtures("that_day")


@pytest.fixture
def on(now):
    return london_date(now)


@pytest.fixture
def shown(organisation, lead, now, on):
    """One piece with people in it: `shown("Forum", days=10)` agreed to for ten days from now."""

    def make(title, *, days=None, tags=(), file=False, **consent):
        until = None if days is None else on + timedelta(days=days)
        held = CHILDREN | {"given_on": on - timedelta(days=9), "expires_on": until} | consent
        item = evidence(
            organisation, *tags, lead=lead, at=now, title=title, file=file, consent=held
        )
        if days is not None and days < 0:
            Consent.objects.filter(item=item).update(expires_on=until)
        return item

    return make


def listed(client, organisation, **asked):
    answer = client.get(reverse("consent-register", args=[organisation.slug]), asked)
    assert answer.status_code == 200
    return answer


def titles(answer):
    return [row.title for row in answer.context["rows"]]


class TestStanding:
    @pytest.fixture
    def every(self, shown, lead, officer, now):
        """One piece of each standing, by its name."""
        made = {
            Standing.IN_FORCE: shown("For good"),
            Standing.LATER: shown("In ninety days", days=90),
            Standing.ENDING: shown("In thirty days", days=30),
            Standing.OPEN: shown("Nobody holds a form", holder=""),
            Standing.ENDED: shown("Yesterday", days=-1),
            Standing.WITHDRAWN: shown("Taken back"),
            Standing.HIDDEN: shown("Disputed"),
            Standing.DELETED: shown("Forgotten", days=-40),
        }
        services.withdraw_consent(item=made[Standing.WITHDRAWN], note="", actor=lead, at=now)
        Consent.objects.filter(item=made[Standing.HIDDEN]).update(
            disputed_at=now, disputed_by=officer
        )
        Consent.objects.filter(item=made[Standing.DELETED]).update(forgotten_at=now)
        return made

    def test_is_the_same_for_a_row_and_for_the_list(self, every, on):
        for state, item in every.items():
            assert standing_of(Consent.objects.get(item=item), on=on) is state
            assert item in narrowed(pieces(), Filters(state=state), on=on)

    def test_gone_is_any_of_four(self, every, on):
        gone = set(narrowed(pieces(), Filters(state=Standing.GONE), on=on))
        four = (Standing.DELETED, Standing.HIDDEN, Standing.WITHDRAWN, Standing.ENDED)
        assert gone == {every[state] for state in four}
        assert gone == set(pieces().hidden(on))

    def test_everything_is_in_force_not_written_down_or_gone(self, every, on):
        states = (Standing.IN_FORCE, Standing.OPEN, Standing.GONE)
        counts = [narrowed(pieces(), Filters(state=state), on=on).count() for state in states]
        assert sum(counts) == pieces().count() == 8

    def test_last_day_is_still_in_force(self, shown, on):
        item = shown("Today", days=0)
        assert standing_of(item.consent, on=on) is Standing.ENDING
        assert standing_of(item.consent, on=on + timedelta(days=1)) is Standing.ENDED

    def test_of_each_has_a_shape(self):
        assert set(SHAPES) == set(Standing) - {Standing.GONE}

    def test_figure_is_the_length_of_the_list_it_leads_to(
        self, every, client, organisation, django_assert_num_queries, on
    ):
        with django_assert_num_queries(1):
            found = figures(pieces(), on=on)
        assert [figure.number for figure in found] == [3, 3, 1, 2, 1, 4]
        address = reverse("consent-register", args=[organisation.slug])
        for figure in found:
            answer = client.get(f"{address}?{figure.query}")
            assert answer.context["page_obj"].paginator.count == figure.number
            assert f'href="{address}?{figure.query.replace("&", "&amp;")}"' in answer.text


class TestRows:
    def test_say_who_until_when_and_where_the_form_is(self, shown, client, organisation, on):
        shown("Forum", days=60, young_people=True, scope=ConsentScope.PUBLICITY)
        answer = listed(client, organisation)
        row = answer.context["rows"][0]
        assert row.people == "Children, young people"
        assert row.scope == ConsentScope.PUBLICITY.label
        assert (row.holder, row.form) == ("The school office", "Blue folder, shelf 3")
        assert row.until == on + timedelta(days=60)
        assert row.deleted_on == row.until + KEPT
        assert "Blue folder, shelf 3" in answer.text
        assert "Nobody yet" in answer.text

    def test_of_a_hidden_piece_show_nothing_that_was_typed_about_the_form(
        self, shown, client, organisation, lead, now, on
    ):
        """T-24."""
        item = shown("Forum")
        services.withdraw_consent(item=item, note="By telephone", actor=lead, at=now)
        answer = listed(client, organisation)
        for typed in ("The school office", "Blue folder", "By telephone"):
            assert typed not in answer.text
        row = answer.context["rows"][0]
        assert row.deleted_on == on + KEPT
        assert row.can_ask_again
        assert reverse("evidence-consent", args=[item.uuid]) in answer.text

    def test_say_who_relied_on_it(self, shown, client, organisation, lead, officer, now, on):
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        portfolio = portfolio_for(organisation, lead=lead, at=now)
        shown("Forum", tags=["gold.voice"], file=True)
        change = send_portfolio(portfolio, lead=lead, at=now)
        answer = listed(client, organisation)
        (relied,) = answer.context["rows"][0].relied
        assert (relied.stage, relied.reference, relied.at) == (
            "Gold",
            portfolio.reference,
            change.at,
        )
        assert portfolio.reference in answer.text

    def test_say_when_pictures_of_children_go_though_consent_holds(
        self, shown, client, organisation, lead, officer, now, on
    ):
        """12 months after the decision they were sent for, or when consent ends if that is sooner."""
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        portfolio = portfolio_for(organisation, lead=lead, at=now)
        shown("For good", tags=["gold.voice"], file=True)
        shown("Sooner", tags=["gold.voice"], file=True, days=90)
        shown("Adults", tags=["gold.voice"], file=True, children=False, adults=True)
        send_portfolio(portfolio, lead=lead, at=now)
        rows = {row.title: row for row in listed(client, organisation).context["rows"]}
        assert rows["For good"].deleted_on is None
        Application.objects.filter(pk=portfolio.pk).update(status="approved", status_since=now)
        rows = {row.title: row for row in listed(client, organisation).context["rows"]}
        assert rows["For good"].deleted_on == months_later(on, 12)
        assert rows["Sooner"].deleted_on == on + timedelta(days=90) + KEPT
        assert rows["Adults"].deleted_on is None

    def test_under_a_legal_hold_promise_no_day(
        self, shown, client, sign_in, organisation, officer, now
    ):
        """Why something is kept is between the officers and whoever asked for it."""
        shown("Forum", days=-3)
        Hold.objects.create(
            organisation=organisation, reason="A claim.", placed_by=officer, placed_at=now
        )
        text = listed(client, organisation).text
        assert "Files go on" not in text
        assert "legal hold" not in text
        text = sign_in(officer).get(reverse("officers-consents")).text
        assert "Files are kept: legal hold" in text

    def test_of_what_was_deleted_or_disputed_cannot_be_asked_again(
        self, shown, client, organisation, officer, now
    ):
        for title, fields in (
            ("Gone", {"forgotten_at": now}),
            ("Disputed", {"disputed_at": now, "disputed_by": officer}),
        ):
            Consent.objects.filter(item=shown(title)).update(**fields)
        answer = listed(client, organisation)
        assert sorted(titles(answer)) == ["Disputed", "Gone"]
        assert "Ask again" not in answer.text

    def test_of_what_was_taken_out_stays_without_a_link(
        self, shown, client, organisation, lead, now
    ):
        item = shown("Forum")
        EvidenceItem.objects.filter(pk=item.pk).update(removed_at=now, removed_by=lead)
        answer = listed(client, organisation)
        assert titles(answer) == ["Forum"]
        assert str(item.uuid) not in answer.text
        assert "Taken out; kept because it was sent" in answer.text

    def test_leave_out_what_shows_nobody(self, organisation, client, lead, now):
        evidence(organisation, lead=lead, at=now, file=False)
        answer = listed(client, organisation)
        assert titles(answer) == []
        assert "No evidence shows or quotes people yet." in answer.text

    def test_hold_no_column_for_a_name(self):
        """The privacy notice says so: nothing here is made to hold the name of who is pictured."""
        typed = {"holder", "form_reference", "withdrawn_note"}
        texts = {
            field.name
            for field in Consent._meta.get_fields()
            if getattr(field, "max_length", None) and not getattr(field, "choices", None)
        }
        assert texts == typed


class TestFilters:
    def test_narrow_by_who_and_scope(self, shown, client, organisation):
        shown("Children alone")
        shown("Adults", children=False, adults=True, scope=ConsentScope.WEB)
        assert titles(listed(client, organisation, who=Pictured.ADULTS.value)) == ["Adults"]
        assert titles(listed(client, organisation, scope="assessors")) == ["Children alone"]
        assert "Nothing matches" in listed(client, organisation, state="gone").text

    def test_take_nonsense_as_nothing(self, shown, client, organisation):
        """T-91."""
        shown("Forum")
        for asked in ({"state": "'"}, {"who": "everyone"}, {"scope": "x" * 5000}, {"page": "-1"}):
            assert titles(listed(client, organisation, **asked)) == ["Forum"]

    def test_show_first_what_ends_first(self, shown, client, organisation):
        for title, days in (("Never", None), ("Later", 80), ("Soon", 8), ("Over", -8)):
            shown(title, days=days)
        assert titles(listed(client, organisation)) == ["Over", "Soon", "Later", "Never"]


class TestWho:
    def test_is_its_people_and_officers(
        self, shown, sign_in, organisation, colleague, officer, stranger
    ):
        shown("Forum")
        address = reverse("consent-register", args=[organisation.slug])
        for person in (colleague, officer):
            assert titles(sign_in(person).get(address)) == ["Forum"]
        assert "Ask again" in sign_in(colleague).get(address).text
        assert "Ask again" not in sign_in(officer).get(address).text
        assert sign_in(stranger).get(address).status_code == 404

    def test_sees_a_restricted_piece_as_lead_as_officer_or_as_who_made_it(
        self, shown, sign_in, organisation, lead, colleague, officer, now
    ):
        """T-30, T-94."""
        item = shown("Restricted one")
        restricted = {
            "restricted_at": now,
            "restricted_by": officer,
            "restricted_why": "Tells of harm.",
        }
        EvidenceItem.objects.filter(pk=item.pk).update(**restricted)
        address = reverse("consent-register", args=[organisation.slug])
        for person in (lead, officer):
            assert titles(sign_in(person).get(address)) == ["Restricted one"]
        answer = sign_in(colleague).get(address)
        assert titles(answer) == []
        assert answer.context["figures"][0].number == 0
        EvidenceItem.objects.filter(pk=item.pk).update(created_by=colleague)
        assert titles(sign_in(colleague).get(address)) == ["Restricted one"]

    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_the_same_for_one_and_three(
        self, shown, client, organisation, count, django_assert_num_queries
    ):
        for number in range(count):
            shown(f"Forum {number}")
        # Session and person, organisation, count, rows, what was sent, what goes, holds, role,
        # figures.
        with django_assert_num_queries(10):
            answer = listed(client, organisation)
        assert len(answer.context["rows"]) == count

    def test_costs_three_queries_more_than_the_rows(self, shown, on, django_assert_num_queries):
        for number in range(3):
            shown(f"Forum {number}")
        items = list(narrowed(pieces(), Filters(), on=on))
        with django_assert_num_queries(3):
            rows_of(items, on=on)


def test_library_leads_to_the_register(shown, client, organisation):
    text = client.get(reverse("evidence", args=[organisation.slug])).text
    assert reverse("consent-register", args=[organisation.slug]) in text


def test_mail_about_consent_that_ends_leads_to_what_ends(
    shown, client, organisation, lead, now, on
):
    shown("Forum", days=20)
    context = SimpleNamespace(now=now, today=on, dry_run=False)
    assert remind_of_consent_ending(context) == 1
    mail = OutboxMessage.objects.get(message="consent_ends_soon", to=lead.email)
    path = f"{reverse('consent-register', args=[organisation.slug])}?state=ending"
    assert path in mail.body_text
    assert titles(client.get(path)) == ["Forum"]
    assert "Ask again" in client.get(path).text


def test_nobody_is_asked_to_renew_what_is_deleted_or_disputed(shown, officer, now, on):
    Consent.objects.filter(item=shown("Deleted", days=20)).update(forgotten_at=now)
    disputed = {"disputed_at": now, "disputed_by": officer}
    Consent.objects.filter(item=shown("Disputed", days=20)).update(**disputed)
    context = SimpleNamespace(now=now, today=on, dry_run=False)
    assert remind_of_consent_ending(context) == 0
    assert not OutboxMessage.objects.filter(message="consent_ends_soon").exists()
