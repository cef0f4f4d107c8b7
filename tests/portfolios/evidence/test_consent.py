"""Who is pictured or quoted, what they agreed to, and taking it back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.drafts import draft_for
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Refused
from foundation.widgets import PARTS
from portfolios.models import Consent, EvidenceItem
from portfolios.services import evidence as services
from portfolios.services.evidence.forgetting import forget_evidence
from tests.portfolios.evidence.pages import page
from tests.support.evidence import (
    CHILDREN,
    evidence,
    hold_silver,
    portfolio_for,
    send_portfolio,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
AGREED = CHILDREN | {"given_on": date(2026, 11, 2)}


@pytest.fixture
def item(organisation, lead, now):
    """Nobody has said yet who is in it; version 1."""
    found = evidence(organisation, "gold.voice", lead=lead, at=now)
    Consent.objects.filter(item=found).update(shows_people="", version=1)
    return found


@pytest.fixture
def hidden(organisation, lead, now):
    """Children agreed, and took it back; version 3."""
    found = evidence(organisation, "gold.voice", lead=lead, at=now, consent=AGREED)
    services.withdraw_consent(item=found, note="", actor=lead, at=now)
    return found


def day(name, value):
    if value is None:
        return {f"{name}_{part}": "" for part in PARTS}
    parts = (value.day, value.month, value.year)
    return {f"{name}_{part}": str(each) for part, each in zip(PARTS, parts, strict=True)}


def told(**typed):
    given, until = typed.pop("given_on", date(2026, 11, 2)), typed.pop("expires_on", None)
    answers = {
        "version": 1,
        "shows_people": "people",
        "people": ["children", "adults"],
        "nobody_named": "on",
        "holder": "The school office",
        "form_reference": "Blue folder",
        "scope": "assessors",
    }
    return answers | day("given_on", given) | day("expires_on", until) | typed


def post(client, item, **typed):
    return client.post(page(item, "evidence-consent"), told(**typed))


def consent_of(item):
    return Consent.objects.get(item=item)


class TestSaving:
    def test_people_who_agreed(self, client, item):
        until = date(2027, 8, 31)
        answer = post(client, item, expires_on=until, scope="publicity")
        assert answer.url == page(item)
        held = consent_of(item)
        assert (held.children, held.young_people, held.adults) == (True, False, True)
        assert (held.holder, held.form_reference) == ("The school office", "Blue folder")
        assert (held.given_on, held.expires_on) == (date(2026, 11, 2), until)
        assert held.scope == "publicity"
        text = client.get(page(item, "evidence-consent")).text
        assert "The school office" in text
        assert 'value="2027"' in text

    def test_narrowest_scope_unless_chosen(self, client, item):
        """Privacy by default."""
        text = client.get(page(item, "evidence-consent")).text
        assert 'value="assessors" checked' in text
        post(client, item, scope="")
        assert consent_of(item).scope == "assessors"

    def test_nobody_has_nothing_to_agree_to(self, client, item):
        """Without JavaScript the questions below “people” are on the page, and may be filled in."""
        assert post(client, item, shows_people="nobody", nobody_named="").status_code == 302
        held = consent_of(item)
        assert (held.shows_people, held.children, held.holder) == ("nobody", False, "")
        assert held.given_on is None

    def test_what_nobody_is_asked_does_not_count(self, client, item):
        """Dates that an open page hides again."""
        wrong = {"given_on": date(2030, 1, 1), "expires_on": date(2001, 1, 1), "people": ["x"]}
        assert post(client, item, shows_people="nobody", **wrong).status_code == 302
        assert consent_of(item).expires_on is None

    def test_people_without_an_answer_are_not_lost(self, client, item):
        answer = post(client, item, shows_people="")
        assert answer.status_code == 422
        assert "Choose “Yes” if it pictures or quotes anybody" in answer.text

    def test_the_rest_can_be_told_later(self, client, item, organisation):
        answer = client.post(
            page(item, "evidence-consent"),
            {"version": 1, "shows_people": "people", "people": ["adults"], "action": "later"},
        )
        assert answer.url == reverse("evidence", args=[organisation.slug])
        assert consent_of(item).adults

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"nobody_named": ""}, "Make sure that no child or young person is named"),
            (
                {"nobody_named": "", "people": ["young_people"]},
                "Make sure that no child or young person is named",
            ),
            ({"given_on": date(2026, 11, 24)}, "can’t be in the future"),
            ({"expires_on": date(2026, 11, 22)}, "has passed"),
            ({"people": ["babies"]}, "hoose from the answers"),
            ({"scope": "everybody"}, "hoose from the answers"),
            ({"shows_people": "perhaps"}, "hoose from the answers"),
            ({"given_on_day": "40"}, "here is no such date"),
            ({"holder": "x" * 201}, "200 characters"),
            ({"version": ""}, "out of date"),
        ],
    )
    def test_what_does_not_fit_is_said(self, client, item, typed, sentence):
        answer = post(client, item, **typed)
        assert answer.status_code == 422
        assert sentence in answer.text.replace("&#x27;", "'")
        assert "Blue folder" in answer.text
        assert consent_of(item).version == 1

    def test_adults_need_no_tick(self, client, item):
        assert post(client, item, people=["adults"], nobody_named="").status_code == 302

    def test_today_is_a_day_for_both(self, client, item, now):
        today = london_date(now)
        assert post(client, item, given_on=today, expires_on=today).status_code == 302

    def test_nothing_else_is_written(self, client, item):
        """T-26"""
        post(client, item, withdrawn_note="x", forgotten_at="2026-11-23", item_id="1")
        held = consent_of(item)
        assert (held.withdrawn_note, held.forgotten_at) == ("", None)

    def test_page_says_what_people_have_to_know(self, client, item):
        text = client.get(page(item, "evidence-consent")).text
        for words in ("need not say why", "SEND officer", "keep their signed form", "can say no"):
            assert words in text, words
        assert page(item, "evidence-withdraw") in text


class TestTogether:
    def test_colleague_was_quicker(self, client, item, lead, now):
        """T-44"""
        services.record_consent(
            item=item,
            values=AGREED | {"holder": "The head"},
            expected_version=1,
            actor=lead,
            at=now,
        )
        answer = post(client, item)
        assert answer.status_code == 409
        assert "The head" in answer.text
        assert "The school office" in answer.text

    def test_page_opened_before_a_withdrawal_does_not_undo_it(self, client, item, officer, now):
        services.withdraw_consent(item=item, note="", actor=officer, at=now)
        answer = post(client, item, given_on=london_date(now))
        assert answer.status_code == 409
        assert consent_of(item).withdrawn_at is not None

    def test_draft_is_kept_until_it_is_saved_or_withdrawn(self, client, item, lead, officer, now):
        key = services.draft_key(item.organisation, item.uuid, "consent")

        def autosave():
            opening = client.get(page(item, "evidence-consent")).context["opening"]
            client.post(opening.autosave_url, told(holder="Half ty"))

        autosave()
        assert "Half ty" in client.get(page(item, "evidence-consent")).text
        post(client, item)
        assert draft_for(lead, key) is None
        autosave()
        services.withdraw_consent(item=item, note="", actor=officer, at=now)
        assert draft_for(lead, key) is None


class TestWho:
    @pytest.mark.parametrize("name", ["evidence-consent", "evidence-withdraw"])
    def test_nobody_else_finds_it(self, sign_in, stranger, item, name):
        assert sign_in(stranger).get(page(item, name)).status_code == 404
        assert sign_in(stranger).post(page(item, name), told()).status_code == 404
        assert consent_of(item).version == 1

    def test_officers_record_nothing(self, sign_in, officer, item):
        """Consent is the organisation's to ask for and to hold."""
        assert post(sign_in(officer), item).status_code == 403

    @pytest.mark.parametrize("name", ["lead", "colleague", "officer"])
    def test_people_of_the_organisation_and_officers_take_it_back(
        self, request, sign_in, item, name
    ):
        client = sign_in(request.getfixturevalue(name))
        answer = client.post(page(item, "evidence-withdraw"), {"note": "By telephone"})
        assert answer.url == page(item)
        assert client.get(answer.url).status_code == 200
        held = consent_of(item)
        assert held.withdrawn_note == "By telephone"
        assert AuditEvent.objects.filter(event="consent.withdrawn").count() == 1
        mails = OutboxMessage.objects.filter(message="consent_withdrawn").count()
        assert mails == (1 if name == "officer" else 0)


class TestWithdrawing:
    def test_page_says_what_happens_and_changes_nothing(self, client, item):
        """T-16"""
        answer = client.get(page(item, "evidence-withdraw"))
        assert answer.status_code == 200
        assert "21 December 2026" in answer.text
        assert "What was sent" not in answer.text
        assert consent_of(item).withdrawn_at is None

    def test_page_speaks_of_what_was_sent(self, client, item, organisation, lead, officer, now):
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        services.record_consent(
            item=item, values={"shows_people": "nobody"}, expected_version=1, actor=lead, at=now
        )
        send_portfolio(portfolio_for(organisation, lead=lead, at=now), lead=lead, at=now)
        text = client.get(page(item, "evidence-withdraw")).text
        assert "a code for each file" in text
        assert "Champions who are assessing it are told" in text

    def test_second_time_is_refused_and_a_second_click_is_not(self, client, hidden):
        assert client.get(page(hidden, "evidence-withdraw")).status_code == 409
        assert client.post(page(hidden, "evidence-withdraw"), {"note": ""}).status_code == 302
        assert consent_of(hidden).version == 3

    def test_note_may_be_too_long(self, client, item):
        answer = client.post(page(item, "evidence-withdraw"), {"note": "x" * 501})
        assert answer.status_code == 422
        assert consent_of(item).withdrawn_at is None

    def test_also_of_what_the_organisation_has_removed(
        self, client, item, organisation, lead, officer, now
    ):
        """It may lie with champions still."""
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        services.record_consent(
            item=item, values={"shows_people": "nobody"}, expected_version=1, actor=lead, at=now
        )
        send_portfolio(portfolio_for(organisation, lead=lead, at=now), lead=lead, at=now)
        services.remove_item(item=item, actor=lead, at=now)
        answer = client.post(page(item, "evidence-withdraw"), {"note": ""})
        assert answer.url == reverse("evidence", args=[organisation.slug])
        assert consent_of(item).withdrawn_at is not None


class TestAgreeingAgain:
    def test_shows_it_again(self, sign_in, lead, hidden, time_machine, now):
        time_machine.move_to(now + timedelta(days=3))
        client = sign_in(lead)
        text = client.get(page(hidden, "evidence-consent")).text
        assert "21 December 2026" in text
        # Nothing of the agreement before.
        assert "The school office" not in text
        answer = post(client, hidden, version=3, given_on=date(2026, 11, 25))
        assert answer.status_code == 302
        assert consent_of(hidden).withdrawn_at is None
        assert EvidenceItem.objects.shown(london_date(now)).filter(pk=hidden.pk).exists()

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"given_on": date(2026, 11, 2)}, "since then on which they agreed again"),
            ({"given_on": None}, "Enter the day on which they agreed again"),
            ({"shows_people": "nobody"}, "took their consent back"),
            ({"shows_people": ""}, "took their consent back"),
            ({"nobody_named": ""}, "Make sure that no child"),
        ],
    )
    def test_needs_a_new_agreement(self, client, hidden, typed, sentence):
        answer = post(client, hidden, version=3, **({"given_on": date(2026, 11, 23)} | typed))
        assert answer.status_code == 422
        assert sentence in answer.text
        assert consent_of(hidden).withdrawn_at is not None

    def test_after_it_ran_out(self, sign_in, lead, hidden, time_machine, now):
        Consent.objects.filter(item=hidden).update(
            withdrawn_at=None, withdrawn_by=None, expires_on=date(2026, 11, 30)
        )
        time_machine.move_to(now + timedelta(days=10))
        client = sign_in(lead)
        assert "is hidden" in client.get(page(hidden, "evidence-consent")).text
        assert post(client, hidden, version=3, given_on=None).status_code == 422
        answer = post(
            client, hidden, version=3, given_on=date(2026, 12, 2), expires_on=date(2027, 12, 2)
        )
        assert answer.status_code == 302
        assert consent_of(hidden).expires_on == date(2027, 12, 2)

    def test_nobody_in_it_by_mistake_hidden(self, client, item, lead, now):
        services.withdraw_consent(item=item, note="", actor=lead, at=now)
        assert post(client, item, version=2, shows_people="nobody").status_code == 302
        assert consent_of(item).withdrawn_at is None

    def test_saying_nothing_does_not_show_it_again(self, client, item, lead, now):
        """Nobody had said who is in it before it was hidden."""
        services.withdraw_consent(item=item, note="", actor=lead, at=now)
        blank = {"people": [], "holder": "", "form_reference": "", "given_on": None}
        answer = post(client, item, version=2, shows_people="", action="later", **blank)
        assert consent_of(item).withdrawn_at is not None
        assert answer.status_code == 422
        assert "Until then it stays hidden" in answer.text
        with pytest.raises(Refused):
            services.record_consent(
                item=item, values={"shows_people": ""}, expected_version=2, actor=lead, at=now
            )

    def test_is_too_late_after_28_days(self, sign_in, lead, hidden, time_machine, now):
        at = now + timedelta(days=28)
        forget_evidence(DutyContext(now=at, today=london_date(at), dry_run=False))
        time_machine.move_to(at)
        client = sign_in(lead)
        answer = client.get(page(hidden, "evidence-consent"))
        assert answer.status_code == 409
        assert "gone for good" in answer.text
        assert post(client, hidden, version=4).status_code == 409
