"""The page of one criterion: saved, kept, met by a colleague’s text, and shown by evidence."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation.dates import london_date
from portfolios.models import AffirmedItem, EvidenceItem
from portfolios.services.evidence.restricting import restrict
from portfolios.services.statement import draft_key
from tests.portfolios.plan.acts import keep_draft
from tests.portfolios.statement.pages import (
    CODE,
    DAY,
    chosen,
    codes,
    criterion,
    field,
    page,
)
from tests.support.evidence import evidence
from tests.support.statements import affirm

# An id that nothing has.
NOBODY = "5b1d3a5e-7d0c-4a55-9a0e-1f7a0c9d2e11"

pytestmark = pytest.mark.django_db


class TestCriterion:
    def test_shows_what_the_award_was_given_for(self, draft, client):
        text = client.get(criterion(draft)).text
        assert "What your award was given for on 23 November 2026" in text
        assert "What we tell about voice." in text
        assert "Minutes of the autumn forum" in text

    def test_is_saved_and_leads_to_the_next(self, draft, client, later):
        item = EvidenceItem.objects.get()
        typed = {"version": 0, "state": "changed", "text": "A breakfast.", field(item): "still"}
        response = client.post(criterion(draft), typed | DAY)
        assert response.url == criterion(draft, codes(draft)[1])
        row = draft.affirmations.get(code=CODE)
        assert (row.state, row.text) == ("changed", "A breakfast.")
        assert row.items.get().still_true_on == london_date(later)

    def test_the_last_leads_to_who_made_it(self, draft, client):
        response = client.post(criterion(draft, codes(draft)[-1]), {"version": 0} | DAY)
        assert response.url == page("statement-together", draft)

    def test_nothing_is_demanded(self, draft, client):
        for code in codes(draft):
            assert client.post(criterion(draft, code), {"version": 0}).status_code == 302

    def test_still_true_needs_its_day(self, draft, client):
        item = EvidenceItem.objects.get()
        response = client.post(criterion(draft), {"version": 0, field(item): "still"})
        assert response.status_code == 422
        assert "Enter the day on which you checked them." in response.text

    @pytest.mark.parametrize(("day", "year"), [("25", "2027"), ("22", "2026")])
    def test_day_lies_between_the_award_and_today(self, draft, client, day, year):
        item = EvidenceItem.objects.get()
        month = "10" if year == "2027" else "11"
        when = {"checked_on_day": day, "checked_on_month": month, "checked_on_year": year}
        response = client.post(criterion(draft), {"version": 0, field(item): "still"} | when)
        assert response.status_code == 422

    def test_taken_out_is_gone_from_here(self, draft, client):
        item = EvidenceItem.objects.get()
        client.post(criterion(draft), {"version": 0, field(item): "out"} | DAY)
        assert not draft.affirmations.get(code=CODE).items.exists()
        assert EvidenceItem.objects.filter(pk=item.pk).exists()

    def test_day_of_before_stays_until_it_is_changed(
        self, draft, sign_in, lead, later, time_machine
    ):
        affirm(draft, CODE, lead=lead, at=later)
        item = EvidenceItem.objects.get()
        time_machine.move_to(later + timedelta(days=5))
        client = sign_in(lead)
        typed = {"version": 1, "state": "true", "text": "Else", field(item): "still"}
        client.post(criterion(draft), typed | DAY)
        assert draft.affirmations.get(code=CODE).items.get().still_true_on == london_date(later)
        typed |= {
            "version": 2,
            "checked_on_day": "26",
            "checked_on_month": "10",
            "checked_on_year": "2027",
        }
        client.post(criterion(draft), typed)
        assert draft.affirmations.get(code=CODE).items.get().still_true_on.day == 26

    def test_later_leads_to_the_list(self, draft, client):
        response = client.post(
            criterion(draft), {"version": 0, "text": "Half", "action": "later"}, follow=True
        )
        assert response.redirect_chain == [(page("statement", draft), 302)]
        assert "Saved. You can come back at any time." in response.text

    def test_from_the_check_leads_back_there(self, draft, client):
        response = client.post(f"{criterion(draft)}?from=check", {"version": 0, "text": "Yes"})
        assert response.url == page("statement-check", draft)

    def test_clash_shows_both(self, draft, client, colleague, later):
        """T-44."""
        affirm(draft, CODE, lead=colleague, at=later, text="Theirs")
        response = client.post(criterion(draft), {"version": 0, "text": "Mine"})
        assert response.status_code == 409
        assert "Mine" in response.text
        assert "Theirs" in response.text

    def test_draft_is_there_again(self, draft, client, lead, later):
        keep_draft(
            lead, draft_key(draft, "criterion", CODE), later, version=["0"], text=["Typed only"]
        )
        assert "Typed only" in client.get(criterion(draft)).text
        client.post(criterion(draft), {"version": 0, "text": "Saved now"})
        assert "Typed only" not in client.get(criterion(draft)).text

    def test_other_code_is_not_there(self, draft, client):
        assert client.get(criterion(draft, "platinum.law")).status_code == 404
        assert client.get(chosen(draft, "x")).status_code == 404

    def test_new_evidence_for_it_is_offered_and_used(
        self, draft, client, organisation, lead, later
    ):
        item = evidence(organisation, CODE, lead=lead, at=later, title="Picnic")
        text = client.get(criterion(draft)).text
        assert "You said of these that they show it" in text
        assert "What you choose on this page is saved with “Save and continue”." in text
        typed = {"version": 0, "text": "A picnic.", "use": [str(item.uuid)]}
        assert client.post(criterion(draft), typed).status_code == 302
        assert draft.affirmations.get(code=CODE).text == "A picnic."
        assert draft.affirmations.get(code=CODE).items.filter(item=item).exists()
        text = client.get(criterion(draft)).text
        assert "You said of these" not in text
        assert "Picnic" in text

    def test_only_evidence_of_their_own_is_used(
        self, draft, client, organisation, lead, colleague, later
    ):
        """T-25, T-94: neither an id that nothing has, nor a piece that this person may not see."""
        restricted = evidence(organisation, CODE, lead=lead, at=later, title="A face")
        restrict(item=restricted, why="A face", actor=lead, at=later)
        evidence(organisation, CODE, lead=lead, at=later, title="Picnic")
        typed = {"version": 0, "use": [NOBODY, str(restricted.uuid)]}
        theirs = Client()
        theirs.force_login(colleague)
        assert theirs.post(criterion(draft), typed).status_code == 302
        assert draft.affirmations.get(code=CODE).items.count() == 1
        response = client.post(criterion(draft), {"version": 1, "use": ["x"]})
        assert response.status_code == 422
        assert "Choose from the evidence on the page." in response.text

    @pytest.mark.parametrize(
        ("action", "name"),
        [
            ("choose", "statement-evidence"),
            ("files", "evidence-capture"),
            ("words", "evidence-add"),
        ],
    )
    def test_looking_for_evidence_saves_first(self, draft, client, action, name):
        typed = {"version": 0, "text": "Half a sentence", "action": action}
        response = client.post(criterion(draft), typed)
        assert draft.affirmations.get(code=CODE).text == "Half a sentence"
        here = (
            chosen(draft) if action == "choose" else reverse(name, args=[draft.organisation.slug])
        )
        assert response.url.startswith(here)
        # Each of them leads back.
        assert criterion(draft) in client.get(response.url).text

    def test_what_was_taken_out_is_not_offered_again(self, draft, client):
        item = EvidenceItem.objects.get()
        client.post(criterion(draft), {"version": 0, field(item): "out"} | DAY)
        assert "You said of these" not in client.get(criterion(draft)).text

    def test_restricted_piece_is_not_shown_to_members(
        self, draft, colleague, lead, sign_in, client, later
    ):
        """T-94."""
        item = EvidenceItem.objects.get()
        restrict(item=item, why="A face", actor=lead, at=later)
        theirs = sign_in(colleague)
        for address in (criterion(draft), page("statement", draft), chosen(draft)):
            assert "Minutes of the autumn forum" not in theirs.get(address).text, address
        assert "Minutes of the autumn forum" in client.get(criterion(draft)).text

    def test_hidden_piece_is_counted_only(self, draft, client):
        EvidenceItem.objects.get().consent.__class__.objects.update(
            withdrawn_at="2027-01-01T00:00Z", withdrawn_by=draft.created_by
        )
        text = client.get(criterion(draft)).text
        assert "1 piece may not be shown now" in text
        assert "Minutes of the autumn forum" not in text


class TestChoosing:
    def test_lists_the_library_the_latest_first(self, draft, client, organisation, lead, later):
        evidence(organisation, lead=lead, at=later, title="Picnic")
        text = client.get(chosen(draft)).text
        assert text.index("Picnic") < text.index("Minutes of the autumn forum")

    def test_search(self, draft, client, organisation, lead, later):
        evidence(organisation, lead=lead, at=later, title="Picnic")
        text = client.get(f"{chosen(draft)}?q=picnic").text
        assert "Picnic" in text
        assert "Minutes of the autumn forum" not in text

    def test_saves_what_changed(self, draft, client, organisation, lead, later):
        new = evidence(organisation, lead=lead, at=later, title="Picnic")
        old = EvidenceItem.objects.exclude(pk=new.pk).get()
        client.post(chosen(draft), {"items": [str(new.uuid)], "was": str(old.uuid)})
        rows = AffirmedItem.objects.filter(affirmation__application=draft, affirmation__code=CODE)
        assert [row.item for row in rows] == [new]
