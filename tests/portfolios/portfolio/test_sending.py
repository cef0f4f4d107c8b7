"""Checking and sending a portfolio, and what stays of it (scheme.md 12, 17)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from awards.choices import Role, Status
from awards.models import StatusChange
from awards.services.applications import withdraw
from foundation.dates import london_date
from foundation.models import PrivateFile
from portfolios.models import EvidenceFile, EvidenceItem, Narrative
from portfolios.services.evidence import leave_out, remove_item, withdraw_consent
from tests.portfolios.portfolio.pages import answer, forms, page, section
from tests.support.at_once import at_once
from tests.support.evidence import CHILDREN, clean_file, evidence, portfolio_for, send_portfolio


def typed(client, application):
    form = client.get(page("portfolio-check", application)).context["form"]
    return {"key": str(form.initial["key"]), "version": form.initial["version"]}


def check(client, application):
    return " ".join(client.get(page("portfolio-check", application)).text.split())


class TestCheck:
    def test_everything_is_in_words(self, whole, client):
        text = check(client, whole)
        for words in (
            "Nothing is missing. Read it once more.",
            "Minutes of the autumn forum",
            "minutes of a meeting, 23 November 2026: says what changed",
            "What we tell about voice.",
            "9 of 31 pupils",
            "We did it.",
            "How people of Board take part.",
            "You said of no evidence that it shows or quotes people.",
            "It is not published.",
            "Send the portfolio",
        ):
            assert words in text, words
        assert "Not part of what you send" not in text
        for code in ("report", "criteria", "with", "impact", "levels"):
            assert f'{section(whole, code)}?from=check"' in text

    def test_says_what_stays_behind(self, whole, client, lead, now):
        school = whole.organisation
        evidence(school, lead=lead, at=now, title="In the tray")
        out = evidence(school, "gold.voice", lead=lead, at=now, title="Out")
        leave_out(item=out, out=True, actor=lead, at=now)
        gone = evidence(school, "gold.voice", lead=lead, at=now, title="Choir", consent=CHILDREN)
        withdraw_consent(item=gone, note="By telephone", actor=lead, at=now)
        slow = clean_file(
            EvidenceItem.objects.filter(title__startswith="Minutes").get(), lead=lead, at=now
        )
        PrivateFile.objects.filter(pk=slow.file_id).update(state="quarantined")
        text = check(client, whole)
        assert "1 file is still being checked. Wait a few minutes, or send without it." in text
        assert "1 thing that waits to be placed" in text
        assert "1 piece of evidence that you left out" in text
        assert "1 piece of evidence that is hidden" in text
        assert "Choir" not in text
        assert "failed" not in text
        PrivateFile.objects.filter(pk=slow.file_id).update(
            state="refused", reason="Too large.", storage_key="", made_by_us=False
        )
        assert "1 file could not be taken in." in check(client, whole)

    def test_tells_the_scopes_of_consent(self, whole, client, lead, now):
        school = whole.organisation
        evidence(school, "gold.voice", lead=lead, at=now, title="One", consent=CHILDREN)
        web = CHILDREN | {"scope": "web"}
        evidence(school, "gold.voice", lead=lead, at=now, title="Two", consent=web)
        text = check(client, whole)
        assert "Everybody, on public websites: 1 piece" in text
        assert "Assessors only: champions and SEND officers: 1 piece" in text

    def test_looks_once_more_at_names(self, whole, client):
        Narrative.objects.filter(code="gold.voice").update(text="NHS number 943 476 5919")
        text = check(client, whole)
        assert "Look once more" in text
        assert "looks like an NHS number" in text
        assert reverse("concern") in text

    def test_what_is_missing_leads_to_its_place(self, draft, client):
        response = client.get(page("portfolio-check", draft))
        assert f"{answer(draft, 'gold.voice')}?from=check#id_text" in response.text
        assert "You cannot send it yet" in response.text
        assert "govuk-error-summary" not in response.text
        posted = client.post(page("portfolio-check", draft), {"key": str(uuid4()), "version": 0})
        assert posted.status_code == 422
        assert "There is a problem: this is still missing" in posted.text
        draft.refresh_from_db()
        assert draft.status == Status.DRAFT

    def test_much_that_is_missing_is_in_the_gap_check(self, draft, client, lead, now):
        for _ in range(51):
            evidence(draft.organisation, "gold.voice", lead=lead, at=now, title="", file=False)
        response = client.get(page("portfolio-check", draft))
        assert len(response.context["problems"]) == 50
        assert f"These are 50 of {response.context['problem_count']}." in response.text
        assert page("portfolio-gaps", draft) in response.text

    def test_of_platinum_has_its_own_parts(self, platinum, client):
        text = check(client, platinum)
        for words in ("Keeping it going", "The law and the city’s plans"):
            assert words in text
        assert "What became of your plan" not in text


class TestSending:
    def test_a_second_click_finds_the_first_receipt(self, whole, client):
        """T-43."""
        sent = typed(client, whole)
        for _ in range(2):
            response = client.post(page("portfolio-check", whole), sent)
            assert response.url == page("application-sent", whole)
        assert StatusChange.objects.filter(application=whole, name="submit").count() == 1
        text = client.get(response.url).text
        assert "Evidence portfolio sent" in text
        assert "Champions may visit you." in text

    def test_is_for_a_lead(self, whole, lead, colleague, sign_in):
        client = sign_in(colleague)
        sent = typed(client, whole)
        assert "Lena Lead</span> can send it." in client.get(page("portfolio-check", whole)).text
        response = client.post(page("portfolio-check", whole), sent)
        assert response.status_code == 403
        assert not StatusChange.objects.filter(application=whole, name="submit").exists()

    def test_a_change_since_the_check_is_refused(self, whole, client, lead, now):
        """T-44: of an answer, and of the evidence."""
        sent = typed(client, whole)
        evidence(whole.organisation, "gold.voice", lead=lead, at=now)
        response = client.post(page("portfolio-check", whole), sent)
        assert response.status_code == 409
        assert "A colleague changed the portfolio while you were checking it." in response.text
        assert not StatusChange.objects.filter(application=whole, name="submit").exists()

    def test_without_a_key_nothing_is_sent(self, whole, client):
        response = client.post(page("portfolio-check", whole), {"version": 1})
        assert response.status_code == 422
        assert "It was not sent." in response.text

    @pytest.mark.parametrize("status", ["sent", "withdrawn"])
    def test_nothing_is_written_once_it_is_away(self, whole, client, lead, now, status):
        """T-41: 409, and what was typed is on the page to copy."""
        addresses = [*forms(whole), page("portfolio-answer-evidence", whole, "gold.voice")]
        if status == "withdrawn":
            withdraw(application=whole, actor=lead, role=Role.LEAD, note="No", at=now)
        else:
            send_portfolio(whole, lead=lead, at=now)
        for address in addresses:
            assert client.get(address).status_code == 409, address
            response = client.post(address, {"version": 1, "text": "Too late"})
            assert response.status_code == 409, address
            assert "Too late" in response.text
        assert client.get(page("portfolio-check", whole)).status_code == 409
        assert not Narrative.objects.filter(text="Too late").exists()

    def test_pages_of_nobody_elses_are_there(self, whole, stranger, sign_in, lead, now):
        """T-24."""
        send_portfolio(whole, lead=lead, at=now)
        client = sign_in(stranger)
        for name in ("application-copy", "application-sent", "application-changes"):
            assert client.get(page(name, whole)).status_code == 404


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_is_sent_once(silver, lead, now):
    """T-43."""
    whole, key = portfolio_for(silver, lead=lead, at=now), uuid4()
    acts = [lambda: send_portfolio(whole, lead=lead, at=now, key=key).pk for _ in range(4)]
    answers = at_once(*acts)
    assert set(answers) == {StatusChange.objects.get(application=whole, name="submit").pk}


class TestCopy:
    def copy(self, client, application, query=""):
        return client.get(page("application-copy", application) + query)

    def test_is_what_was_sent_whatever_was_changed_since(self, whole, client, lead, now):
        item = EvidenceItem.objects.get()
        send_portfolio(whole, lead=lead, at=now)
        EvidenceItem.objects.update(title="Another title")
        Narrative.objects.update(text="Another text")
        text = self.copy(client, whole).text
        assert "Minutes of the autumn forum" in text
        assert "Another" not in text
        assert reverse("evidence-item", args=[item.uuid]) in text
        assert page("portfolio-print", whole) in text

    def test_hides_what_consent_has_left(self, silver, client, lead, now):
        consent = CHILDREN | {"given_on": london_date(now)}
        whole = portfolio_for(silver, lead=lead, at=now)
        item = evidence(
            silver, "gold.voice", lead=lead, at=now, title="Choir", about="A song", consent=consent
        )
        send_portfolio(whole, lead=lead, at=now)
        assert "A song" in self.copy(client, whole).text
        withdraw_consent(item=item, note="", actor=lead, at=now)
        text = self.copy(client, whole).text
        assert "Choir" in text
        assert "A song" not in text
        assert "Not shown: consent has ended" in text

    def test_removed_evidence_stays_in_the_copy(self, whole, client, lead, now):
        send_portfolio(whole, lead=lead, at=now)
        item = EvidenceItem.objects.get()
        remove_item(item=item, actor=lead, at=now)
        text = self.copy(client, whole).text
        assert "Minutes of the autumn forum" in text
        assert reverse("evidence-item", args=[item.uuid]) not in text

    def test_pictures_are_there_while_their_files_are(self, whole, client, lead, now):
        file = EvidenceFile.objects.get()
        PrivateFile.objects.filter(pk=file.file_id).update(
            thumbnail_key="thumb", thumbnail_size=1, thumbnail_sha256="0" * 64
        )
        send_portfolio(whole, lead=lead, at=now)
        thumbnail = reverse("evidence-thumbnail", args=[file.item.uuid, file.uuid])
        text = self.copy(client, whole).text
        assert f'src="{thumbnail}" alt="Pupils around a table' in text
        EvidenceFile.objects.update(removed_at=now)
        assert thumbnail not in self.copy(client, whole).text

    @pytest.mark.parametrize("pieces", [1, 3])
    def test_queries(self, whole, sign_in, lead, now, django_assert_num_queries, pieces):
        for number in range(1, pieces):
            evidence(whole.organisation, "gold.voice", lead=lead, at=now, title=str(number))
        send_portfolio(whole, lead=lead, at=now)
        client = sign_in(lead)
        # session, person, application, step, hidden, kept, pictures
        with django_assert_num_queries(7):
            assert self.copy(client, whole).status_code == 200

    def test_many_pieces_stand_on_pages(self, whole, client, lead, now):
        for number in range(51):
            evidence(
                whole.organisation,
                "gold.voice",
                lead=lead,
                at=now,
                title=f"P{number}",
                file=False,
                url="https://video.example/1",
                captioned="yes",
            )
        send_portfolio(whole, lead=lead, at=now)
        assert "1 to 50 of 52" in self.copy(client, whole).text
        assert "51 to 52 of 52" in self.copy(client, whole, "?page=2").text
        assert "51 to 52 of 52" in self.copy(client, whole, "?page=99").text
