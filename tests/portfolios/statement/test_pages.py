"""The pages of a statement: begun, written, kept, met by a colleague's text, signed and sent."""

import pytest
from django.test import Client
from django.urls import reverse

from awards.choices import Status
from awards.models import Application
from foundation.refusals import Refused
from portfolios.models import Commitment, EvidenceItem, Statement
from portfolios.selectors.sent import last_sent
from portfolios.services.evidence.restricting import restrict
from portfolios.services.portfolio import begin_portfolio
from tests.portfolios.statement.pages import (
    CODE,
    chosen,
    codes,
    every_page,
    page,
    renew,
    writing,
)
from tests.support.evidence import evidence
from tests.support.statements import affirm, begin, due_for, send_statement, sign

pytestmark = pytest.mark.django_db


class TestBeginning:
    def test_says_what_is_asked_and_till_when(self, award, client):
        text = client.get(renew(award)).text
        assert "Send your re-validation statement by 23 November 2027." in text
        assert "Last day before it lapses" in text
        assert "21 December 2027" in text
        assert "you keep Bronze and Silver" in text
        assert "Begin your statement" in text

    def test_begins_and_a_second_click_finds_it(self, award, client):
        first = client.post(renew(award))
        assert first.status_code == 302
        assert client.post(renew(award)).url == first.url
        assert Statement.objects.count() == 1
        assert "Go on with your statement" in client.get(renew(award)).text

    def test_before_its_window_it_says_when(self, award, client, time_machine):
        time_machine.move_to(due_for(award, days=90))
        text = client.get(renew(award)).text
        assert "You can begin on 24 September 2027." in text
        assert "Begin your statement" not in text
        assert client.post(renew(award)).status_code == 409

    def test_in_grace_and_after_the_lapse_it_can_be_begun(self, award, lead, sign_in, time_machine):
        time_machine.move_to(due_for(award, days=-10))
        assert "Your award is still in force." in sign_in(lead).get(renew(award)).text
        time_machine.move_to(due_for(award, days=-40))
        client = sign_in(lead)
        text = client.get(renew(award)).text
        assert "Gold lapsed on 22 December 2027." in text
        assert "Bring back Gold" in text
        assert "There is no last day now." in text
        assert "Last day before it lapses" not in text
        assert "Begin your statement" in text
        assert client.post(renew(award)).status_code == 302

    def test_award_that_does_not_end_has_nothing_to_renew(self, award, organisation, client):
        bronze = organisation.awards.get(stage="bronze")
        assert client.get(renew(bronze)).status_code == 409
        assert client.post(renew(bronze)).status_code == 409

    def test_award_of_others_is_not_there(self, award, stranger, client):
        theirs = stranger.memberships.get().organisation
        address = reverse("renewal-begin", args=[theirs.slug, award.uuid])
        assert client.get(address).status_code == 404
        mixed = reverse("renewal-begin", args=[award.organisation.slug, theirs.uuid])
        assert client.get(mixed).status_code == 404


class TestOverview:
    def test_each_criterion_has_its_state(self, draft, client, lead, later):
        text = client.get(page("statement", draft)).text
        assert text.count("Not started") == 6
        assert (
            "What you wrote last time is there to read, and its evidence is in place already."
            in text
        )
        assert page("statement-sign", draft) not in text
        affirm(draft, CODE, lead=lead, at=later, state="stronger")
        text = client.get(page("statement", draft)).text
        assert "Stronger, 1 piece of evidence" in text
        assert "(1 of 5 done)" in text

    def test_says_till_when_and_what_stays(self, draft, client):
        text = client.get(page("statement", draft)).text
        assert "You are writing your re-validation statement. Send it by 23 November 2027." in text
        assert "You keep Bronze and Silver, whatever happens." in text

    def test_address_of_the_application_leads_there(self, draft, client):
        assert client.get(page("application", draft)).url == page("statement", draft)

    def test_pages_of_a_portfolio_are_not_its(self, draft, client):
        for name in ("portfolio", "portfolio-check", "portfolio-zip", "portfolio-print"):
            assert client.get(page(name, draft)).status_code == 404

    def test_pages_of_a_statement_are_not_a_portfolios(self, award, client):
        for address in every_page(award.application):
            assert client.get(address).status_code == 404

    def test_member_is_told_who_sends(self, draft, colleague, sign_in):
        assert "can sign and send it" in sign_in(colleague).get(page("statement", draft)).text

    def test_after_not_yet_it_can_be_begun_again(self, whole, award, client, lead, later):
        send_statement(whole, lead=lead, at=later)
        Application.objects.filter(pk=whole.pk).update(status=Status.DECLINED)
        text = client.get(page("statement", whole)).text
        assert renew(award) in text


class TestTogether:
    def test_is_saved(self, draft, client):
        typed = {"version": 0, "who": "Parents", "how": "Shorter"}
        assert client.post(page("statement-together", draft), typed).status_code == 302
        assert Statement.objects.filter(who="Parents", how="Shorter").exists()

    def test_clash_shows_both(self, draft, client):
        client.post(page("statement-together", draft), {"version": 0, "who": "A", "how": ""})
        response = client.post(page("statement-together", draft), {"version": 0, "who": "B"})
        assert response.status_code == 409


class TestSigning:
    def test_waits_for_the_rest(self, draft, client):
        assert client.get(page("statement-sign", draft)).status_code == 409

    def test_is_signed_and_leads_to_the_check(self, whole, client, lead, later):
        Commitment.objects.filter(application=whole).current().supersede(later)
        text = client.get(page("statement-sign", whole)).text
        assert "What this statement says of each criterion is true today." in text
        version = Statement.objects.get(application=whole).version
        typed = {"signed_name": "Lena", "signed_role": "Head", "version": version}
        assert client.post(page("statement-sign", whole), typed).status_code == 422
        response = client.post(page("statement-sign", whole), typed | {"authority": "on"})
        assert response.url == page("statement-check", whole)
        assert Commitment.objects.filter(application=whole).current().get().signed_role == "Head"

    def test_member_reads_and_does_not_sign(self, whole, colleague, sign_in):
        theirs = sign_in(colleague)
        assert "A co-production lead signs this." in theirs.get(page("statement-sign", whole)).text
        assert theirs.post(page("statement-sign", whole), {}).status_code == 403


class TestSending:
    def test_says_what_is_missing(self, draft, client):
        text = client.get(page("statement-check", draft)).text
        assert "18 still missing" in text
        assert "Voice: say how it is today." in text
        response = client.post(page("statement-check", draft), _send(client, draft))
        assert response.status_code == 422
        assert last_sent(draft) is None

    def test_sends_once(self, whole, client):
        typed = _send(client, whole)
        first = client.post(page("statement-check", whole), typed)
        assert first.url == page("application-sent", whole)
        assert client.post(page("statement-check", whole), typed).url == first.url
        text = client.get(first.url).text
        assert "Re-validation statement sent" in text
        assert "Gold stays in force until it is decided." in text

    def test_copy_shows_all_of_it(self, whole, client, lead, later):
        send_statement(whole, lead=lead, at=later)
        text = client.get(page("application-copy", whole)).text
        assert "Two more year groups have joined." in text
        assert "Minutes of the autumn forum: still true, checked on 24 October 2027" in text
        assert "This year’s survey: new" in text
        assert f"{lead.name}, Head teacher" in text
        assert page("statement-print", whole) in text
        assert page("portfolio-print", whole) not in text

    def test_copy_folds_what_was_ticked_and_keeps_open_what_was_written(
        self, whole, client, lead, later
    ):
        send_statement(whole, lead=lead, at=later)
        text = client.get(page("application-copy", whole)).text
        assert text.count("What it shows, and who is in it") == 2
        for piece in text.split('id="entry-')[1:]:
            if "What it shows, and who is in it" in piece:
                written, ticked = piece.split("<details", 1)
                assert "What pupils and parents asked for" in written
                assert "Which criteria" not in written
                assert "Voice" in ticked

    def test_copy_leaves_out_what_is_restricted(self, whole, client, lead, later):
        send_statement(whole, lead=lead, at=later)
        restrict(
            item=EvidenceItem.objects.get(title="This year’s survey"),
            why="A face",
            actor=lead,
            at=later,
        )
        text = client.get(page("application-copy", whole)).text
        assert "This year’s survey" not in text
        assert "1 piece is restricted" in text

    def test_change_takes_the_signature_back(self, whole, client, lead, later):
        affirm(whole, CODE, lead=lead, at=later, text="One word more")
        assert "Ready to send" not in client.get(page("statement", whole)).text
        sign(whole, lead=lead, at=later)
        assert "Ready to send" in client.get(page("statement", whole)).text


def _send(client, application):
    form = client.get(page("statement-check", application)).context["form"]
    return {"key": str(form.initial["key"]), "version": form.initial["version"]}


class TestWhoMay:
    def test_strangers_and_champions_find_nothing(self, whole, stranger, sign_in):
        """T-24."""
        theirs = sign_in(stranger)
        for address in every_page(whole):
            assert theirs.get(address).status_code == 404, address
            assert theirs.post(address, {}).status_code in (404, 405), address

    def test_without_signing_in_there_is_nothing(self, whole, later):
        for address in every_page(whole):
            assert Client().get(address).status_code == 302

    def test_officers_look_and_do_not_write(self, whole, officer, sign_in):
        """T-31."""
        theirs = sign_in(officer)
        assert theirs.get(page("statement", whole)).status_code == 200
        for address in [*writing(whole), page("statement-sign", whole)]:
            assert theirs.get(address).status_code == 403, address
            assert theirs.post(address, {}).status_code == 403, address

    def test_after_it_was_sent_nothing_is_open(self, whole, client, lead, later):
        send_statement(whole, lead=lead, at=later)
        for address in [*writing(whole), page("statement-sign", whole)]:
            assert client.get(address).status_code == 409, address
        assert client.get(page("statement", whole)).status_code == 200


@pytest.mark.parametrize("more", [0, 2])
def test_pages_cost_alike_however_much_there_is(
    draft, organisation, lead, later, client, more, django_assert_num_queries
):
    for number in range(more):
        for code in codes(draft):
            item = evidence(organisation, code, lead=lead, at=later, title=f"Piece {number}")
            draft.refresh_from_db()
            affirm(draft, code, lead=lead, at=later, text=f"Text {number}")
            client.post(chosen(draft, code), {"items": [str(item.uuid)]})
    evidence(organisation, CODE, lead=lead, at=later, title="Offered")
    client.get(page("statement", draft))
    for address, cost in COSTS.items():
        with django_assert_num_queries(cost):
            assert client.get(page(*_args(address, draft))).status_code == 200


COSTS = {
    "statement": 18,
    "statement-criterion": 19,
    "statement-evidence": 17,
    "statement-check": 17,
}


def _args(name, application):
    code = (CODE,) if name in ("statement-criterion", "statement-evidence") else ()
    return name, application, *code


def test_begin_helper_is_what_the_page_does(award, client, lead, later):
    client.post(renew(award))
    assert begin(award, lead=lead, at=later) == Application.objects.get(kind="revalidation")


class TestAroundIt:
    """Pages of the library, and those of every form, that know a statement."""

    def test_piece_says_where_it_is_chosen_and_was_sent(self, whole, client, lead, later):
        item = EvidenceItem.objects.get(title="This year’s survey")
        text = client.get(reverse("evidence-item", args=[item.uuid])).text
        assert "statement to renew Gold</a>: Voice, Barriers overcome" in text
        send_statement(whole, lead=lead, at=later)
        text = client.get(reverse("evidence-item", args=[item.uuid])).text
        assert "Sent with your statement to renew Gold on 24 October 2027" in text
        assert "In what you are writing" not in text

    def test_withdrawing_says_what_it_means(self, whole, client):
        text = client.get(page("withdraw", whole)).text
        assert "You can begin another statement whenever you like." in text

    def test_another_portfolio_is_not_taken_for_it(self, draft, organisation, lead, later):
        with pytest.raises(Refused, match="already holds"):
            begin_portfolio(organisation=organisation, stage="gold", actor=lead, at=later)


def test_check_looks_once_more_at_what_is_told(whole, client, lead, later):
    """T-94."""
    affirm(whole, CODE, lead=lead, at=later, text="Maya was born on 3 May 2014.")
    text = client.get(page("statement-check", whole)).text
    assert "Look once more" in text
    assert "report a concern" in text
