"""One question of a portfolio: saved, kept, met by a colleague's text, and shown by evidence."""

import pytest
from django.urls import reverse

from awards.models import Application
from foundation.models import AuditEvent
from portfolios.models import EvidenceItem, EvidenceTag, Narrative, Portfolio
from portfolios.selectors.portfolio.questions import questions_of
from portfolios.services.evidence import tag_items
from portfolios.services.portfolio import draft_key
from tests.portfolios.plan.acts import keep_draft
from tests.portfolios.portfolio.pages import answer, forms, page, section
from tests.support.evidence import CHILDREN, evidence

VOICE = "gold.voice"


def choosing(application, code=VOICE):
    return page("portfolio-answer-evidence", application, code)


def tags(item):
    return sorted(item.tags.values_list("code", flat=True))


class TestSaving:
    def test_each_answer_is_saved_and_leads_to_the_next(self, draft, client):
        asked = [q for q in questions_of(draft.edition, "gold") if q.section == "impact"]
        for question, following in zip(asked, [*asked[1:], None], strict=True):
            typed = {"version": 0, "text": "More say so.", "before": "9", "after": "24"}
            response = client.post(answer(draft, question.code), typed)
            onward = answer(draft, following.code) if following else section(draft, "impact")
            assert response.url == onward
        row = Narrative.objects.get(application=draft, code="principle.8")
        assert (row.text, row.before, row.after) == ("More say so.", "9", "24")
        assert "24</textarea>" in client.get(answer(draft, "principle.8")).text

    def test_nothing_is_demanded(self, platinum_or_gold, client):
        for address in forms(platinum_or_gold):
            assert client.post(address, {"version": 0}).status_code == 302, address

    def test_later_leads_to_the_list(self, draft, client):
        typed = {"version": 0, "text": "Half a", "action": "later"}
        response = client.post(answer(draft, VOICE), typed, follow=True)
        assert response.redirect_chain == [(section(draft, "criteria"), 302)]
        assert "Saved. You can come back at any time." in response.text

    def test_from_the_check_leads_back_there(self, draft, client):
        address = f"{answer(draft, VOICE)}?from=check"
        assert client.post(address, {"version": 0, "text": "Yes."}).url == page(
            "portfolio-check", draft
        )

    def test_too_long_is_asked_about_and_kept(self, draft, client):
        response = client.post(answer(draft, VOICE), {"version": 0, "text": "x" * 4001})
        assert response.status_code == 422
        assert "Error: Voice" in response.text
        assert "x" * 4001 in response.text
        assert 'href="#id_text"' in response.text

    def test_second_save_with_an_old_version_shows_both_texts(self, draft, client):
        """T-44."""
        client.post(answer(draft, VOICE), {"version": 0, "text": "Theirs"})
        response = client.post(answer(draft, VOICE), {"version": 0, "text": "Mine"})
        assert response.status_code == 409
        assert "Theirs" in response.text
        assert "Mine" in response.text
        assert Narrative.objects.get(code=VOICE).text == "Theirs"

    def test_two_people_meet_only_on_one_page(self, draft, client):
        client.post(answer(draft, VOICE), {"version": 0, "text": "One"})
        assert client.post(answer(draft, "gold.training"), {"version": 0}).status_code == 302

    def test_draft_comes_back_with_what_a_colleague_saved_since(
        self, draft, client, lead, colleague, sign_in, now
    ):
        """T-44: both texts, and the next save is no lost update."""
        keep_draft(lead, draft_key(draft, "answer", VOICE), now, text=["Mine"], version=["0"])
        sign_in(colleague).post(answer(draft, VOICE), {"version": 0, "text": "Theirs"})
        response = client.get(answer(draft, VOICE))
        assert "Mine</textarea>" in response.text
        assert "A colleague has saved this section since you wrote" in response.text
        assert [field.theirs for field in response.context["meanwhile"]] == ["Theirs"]
        assert response.context["form"].initial["version"] == 1

    def test_ticks_of_the_law_are_kept(self, platinum, client):
        address = answer(platinum, "law.cfa")
        client.post(address, {"version": 0, "applies": ["yes"], "text": "Section 19."})
        row = Narrative.objects.get(application=platinum, code="law.cfa")
        assert (row.applies, row.text) == ("yes", "Section 19.")
        assert 'value="yes" checked' in " ".join(client.get(address).text.split())
        client.post(address, {"version": 1, "text": "Section 19."})
        row.refresh_from_db()
        assert (row.applies, row.text) == ("", "Section 19.")

    def test_columns_of_other_questions_are_not_written(self, draft, client):
        """T-26."""
        typed = {
            "version": 0,
            "text": "Yes",
            "before": "No",
            "applies": "yes",
            "code": "gold.training",
        }
        client.post(answer(draft, VOICE), typed)
        row = Narrative.objects.get(application=draft)
        assert (row.code, row.text, row.before, row.applies) == (VOICE, "Yes", "", "")

    def test_levels_are_saved_and_lead_on(self, draft, client):
        typed = {"version": 0, "engagement_level_board": "now", "text_level_board": "Two parents."}
        response = client.post(section(draft, "levels"), typed)
        assert response.url == page("portfolio", draft)
        row = draft.engagement_levels.get(level="level.board")
        assert (row.engagement, row.text) == ("now", "Two parents.")


@pytest.fixture(params=["gold", "platinum"])
def platinum_or_gold(request, draft):
    """A portfolio of either stage in which nobody has written anything."""
    Application.objects.filter(pk=draft.pk).update(stage=request.param)
    draft.refresh_from_db()
    return draft


class TestPage:
    def test_principle_brings_its_rights(self, draft, client):
        """scheme.md 15."""
        text = client.get(answer(draft, "principle.5")).text
        assert "The rights of the child that go with it" in text
        assert "Article 15" in text
        assert "The rights of the child" not in client.get(answer(draft, VOICE)).text

    def test_law_brings_the_parts_that_are_meant(self, platinum, client):
        """scheme.md 16: appendix 5 of the pack."""
        assert "Point 3.55:" in client.get(answer(platinum, "law.care_act")).text

    def test_a_gap_leads_to_its_place_on_this_page(self, draft, client):
        """A link that loaded the page again would lose what is being typed."""
        gaps = client.get(answer(draft, VOICE)).context["gaps"]
        assert {gap.url for gap in gaps} == {"#id_text", "#shown-title"}

    def test_evidence_stands_beside_its_answer(self, draft, client, lead, now):
        school = draft.organisation
        good = evidence(school, VOICE, lead=lead, at=now, title="Forum")
        evidence(school, VOICE, lead=lead, at=now, title="Photos", changed="")
        evidence(school, VOICE, lead=lead, at=now, title="Empty", file=False)
        evidence(school, "gold.training", lead=lead, at=now, title="Another matter")
        shown = client.get(answer(draft, VOICE)).context["shown"]
        assert {line.title: line.text for line in shown.lines} == {
            "Forum": "Says what changed",
            "Photos": "Does not say what changed yet",
            "Empty": "No file or link yet",
        }
        text = client.get(answer(draft, VOICE)).text
        assert reverse("evidence-item", args=[good.uuid]) in text
        assert f"{reverse('evidence-add', args=[school.slug])}?shows=gold.voice" in text
        assert f"{reverse('evidence-capture', args=[school.slug])}?shows=gold.voice" in text
        assert choosing(draft) in text

    def test_much_evidence_is_behind_a_link(self, draft, client, lead, now):
        for number in range(22):
            evidence(draft.organisation, VOICE, lead=lead, at=now, title=str(number), file=False)
        response = client.get(answer(draft, VOICE))
        assert len(response.context["shown"].lines) == 20
        assert "See all 22 pieces of evidence for this" in response.text

    def test_questions_that_no_evidence_is_asked_for_offer_none(self, draft, client):
        assert "What shows it" not in client.get(answer(draft, "with.power")).text

    def test_hidden_evidence_shows_nothing(self, draft, client, lead, now):
        consent = CHILDREN | {"expires_on": now.date().replace(year=2025)}
        evidence(draft.organisation, VOICE, lead=lead, at=now, title="Choir", consent=consent)
        response = client.get(answer(draft, VOICE))
        assert response.context["shown"].lines == ()
        assert "Choir" not in client.get(choosing(draft)).text


class TestChoosing:
    def typed(self, response, *ticked):
        form = response.context["form"]
        return {"items": [str(item.uuid) for item in ticked], "was": form.initial["was"]}

    def test_ticks_add_and_remove_this_tag_alone(self, draft, client, lead, now):
        school = draft.organisation
        one = evidence(school, VOICE, "principle.1", lead=lead, at=now, title="One")
        two = evidence(school, "gold.training", lead=lead, at=now, title="Two")
        tray = evidence(school, lead=lead, at=now, title="Three")
        page_of = client.get(choosing(draft))
        assert "waits to be placed" in page_of.text
        response = client.post(choosing(draft), self.typed(page_of, two, tray))
        assert response.url == answer(draft, VOICE)
        assert tags(one) == ["principle.1"]
        assert tags(two) == ["gold.training", VOICE]
        assert tags(tray) == [VOICE]
        assert AuditEvent.objects.filter(event="evidence.placed").count() == 3

    def test_untouched_ones_stay_as_a_colleague_left_them(self, draft, client, lead, now):
        """T-44: only what was ticked or unticked here is changed."""
        one = evidence(draft.organisation, VOICE, lead=lead, at=now, title="One")
        two = evidence(draft.organisation, "gold.training", lead=lead, at=now, title="Two")
        typed = self.typed(client.get(choosing(draft)), one)
        act = {"organisation": draft.organisation, "code": VOICE, "actor": lead, "at": now}
        tag_items(add=[two.uuid], remove=[one.uuid], **act)
        client.post(choosing(draft), typed)
        assert (tags(one), tags(two)) == ([], ["gold.training", VOICE])

    def test_changed_evidence_clashes_where_it_is_open_elsewhere(self, draft, lead, now):
        item = evidence(draft.organisation, lead=lead, at=now)
        before = item.version
        act = {"organisation": draft.organisation, "code": VOICE, "actor": lead, "at": now}
        assert tag_items(add=[item.uuid], remove=[], **act) == 1
        assert tag_items(add=[item.uuid], remove=[], **act) == 0
        item.refresh_from_db()
        assert item.version == before + 1

    def test_portfolio_counts_the_change(self, draft, client, lead, now):
        """So that a lead sends what they have checked."""
        item = evidence(draft.organisation, lead=lead, at=now)
        before = Portfolio.objects.get(application=draft).version
        client.post(choosing(draft), self.typed(client.get(choosing(draft)), item))
        assert Portfolio.objects.get(application=draft).version == before + 1

    def test_search_and_pages(self, draft, client, lead, now):
        for number in range(51):
            evidence(draft.organisation, lead=lead, at=now, title=f"Photo {number:02}", file=False)
        first = client.get(choosing(draft))
        assert "1 to 50 of 51" in first.text
        item = first.context["page_obj"].object_list[0]
        typed = self.typed(first, item) | {"action": "next"}
        assert client.post(choosing(draft), typed).url == f"{choosing(draft)}?page=2"
        found = client.get(f"{choosing(draft)}?q=photo 07")
        assert "1 to 1 of 1 that match" in found.text
        assert "Nothing matches" in client.get(f"{choosing(draft)}?q=zebra").text

    def test_what_moved_to_another_page_can_still_be_ticked(self, draft, client, lead, now):
        old = evidence(draft.organisation, lead=lead, at=now, title="Old", file=False)
        typed = self.typed(client.get(choosing(draft)), old)
        for number in range(50):
            evidence(draft.organisation, lead=lead, at=now, title=str(number), file=False)
        assert client.post(choosing(draft), typed).status_code == 302
        assert tags(old) == [VOICE]

    def test_foreign_evidence_is_asked_about_and_not_changed(self, draft, client, stranger, now):
        """T-25: in what is ticked, and in what was."""
        school = stranger.memberships.get().organisation
        theirs = evidence(school, VOICE, lead=stranger, at=now, title="Their secret")
        other = evidence(school, lead=stranger, at=now, title="Their secret")
        response = client.post(choosing(draft), {"items": [str(other.uuid)], "was": ""})
        assert response.status_code == 422
        assert "Their secret" not in response.text
        client.post(choosing(draft), {"items": [], "was": str(theirs.uuid)})
        assert (tags(theirs), tags(other)) == ([VOICE], [])

    def test_nonsense_is_asked_about(self, draft, client):
        response = client.post(choosing(draft), {"items": ["nonsense"], "was": "nonsense"})
        assert response.status_code == 422
        assert not EvidenceTag.objects.exists()
        assert not EvidenceItem.objects.exists()

    def test_actions_and_measures_are_shown_by_evidence_too(self, whole, client, lead, now):
        plan = whole.organisation.applications.get(stage="silver")
        item = evidence(whole.organisation, lead=lead, at=now, title="Vote")
        for code, back in (
            (f"action:{plan.actions.first().uuid}", "portfolio-action"),
            (f"measure:{plan.measures.first().uuid}", "portfolio-measure"),
        ):
            address = choosing(whole, code)
            form = client.get(address).context["form"]
            ticked = [*form.initial["items"], str(item.uuid)]
            response = client.post(address, {"items": ticked, "was": form.initial["was"]})
            assert response.url == page(back, whole, code.partition(":")[2])
            assert code in tags(item)
            assert "Vote" in client.get(response.url).text
