"""The pages of an appeal: what each role sees, what stays of what was typed (T-14, T-24, T-36, T-43)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from awards.choices import Interest
from awards.models import StandingInterest
from awards.services.applications import start_application
from certificates.models import Certificate
from champions.choices import AppealState, Outcome, Perspective
from champions.models import Appeal, Decision
from champions.selectors import case_step
from champions.selectors.home import home_of
from champions.services.appeals import hear_appeal, make_appeal, refuse_appeal
from foundation.dates import london_date
from foundation.models import Draft, OutboxMessage
from portfolios.services.plan import begin_plan
from tests.conftest import PASSWORD, make_user
from tests.support.champions import (
    assess_all,
    clear_all,
    decide,
    ensure_signatory,
    make_champion,
    release,
    settle,
)
from tests.support.reading import reading

DAY = timedelta(days=1)
GROUNDS = "Page 3 shows that parents vote."


@pytest.fixture
def letter(assessing, officer, later):
    assess_all(assessing, at=later)
    return release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)


@pytest.fixture
def today(letter, later):
    """The day after the letter."""
    with time_machine.travel(later + DAY, tick=False):
        yield later + DAY


@pytest.fixture
def appeal(letter, lead, second_officer, today):
    return make_appeal(decision=letter, grounds=GROUNDS, actor=lead, at=today)


@pytest.fixture
def others(officer, now):
    young = make_champion(
        make_user("Yara Young"), officer=officer, at=now, perspective=Perspective.YOUNG_PERSON
    )
    return [make_champion(make_user("Omar Other"), officer=officer, at=now), young]


def make_page(letter):
    return reverse("appeal-make", args=[letter.uuid])


def page(name, appeal):
    return reverse(name, args=[appeal.uuid])


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def home_text(client, organisation):
    return text_of(client, reverse("organisation", args=[organisation.slug]))


def test_home_leads_to_an_appeal(letter, lead, colleague, officer, organisation, today, sign_in):
    assert make_page(letter) in home_text(sign_in(lead), organisation)
    theirs = home_text(sign_in(colleague), organisation)
    assert make_page(letter) not in theirs
    assert "Until 10 January 2027 a co-production lead can ask" in theirs
    assert "28 days" in letter.letter


def test_home_says_nothing_of_appeals_when_there_can_be_none(
    letter, lead, organisation, later, sign_in
):
    with time_machine.travel(later + 40 * DAY, tick=False):
        assert make_page(letter) not in home_text(sign_in(lead), organisation)


def test_home_shows_where_it_stands(appeal, lead, organisation, second_officer, today, sign_in):
    text = home_text(sign_in(lead), organisation)
    assert page("appeal", appeal) in text
    assert "Waits for a SEND officer" in text
    assert "You appealed, and a SEND officer reads your appeal." in text
    assert "If you begin again, nobody can take it on." in text
    hear_appeal(appeal=appeal, actor=second_officer, at=today)
    text = home_text(sign_in(lead), organisation)
    assert "With other champions" in text
    assert "You appealed, and a SEND officer took it on" in text
    assert "A SEND officer chooses other champions" in text
    assert "Begin Bronze again" not in text


def test_home_of_an_appeal_asks_no_more_queries(
    letter, lead, organisation, today, sign_in, django_assert_num_queries
):
    def asked():
        home_of(organisation, role=None, at=today, on=london_date(today))

    with django_assert_num_queries(5):
        asked()
    make_appeal(decision=letter, grounds=GROUNDS, actor=lead, at=today)
    with django_assert_num_queries(5):
        asked()


def test_road_of_an_appeal(appeal, others, organisation, second_officer, officer, today):
    hear_appeal(appeal=appeal, actor=second_officer, at=today)
    case = appeal.decision.panel.application
    case.refresh_from_db()
    step = case_step(case, at=today)
    assert "Your appeal was taken on." in step.organisation.sentence
    assert step.reviewers.sentence.endswith("who did not decide the first time.")
    panel = settle(case, others, second_officer, at=today + DAY)

    def road():
        shown = home_of(organisation, role=None, at=today, on=london_date(today))
        return [(stop.text, stop.detail) for stop in shown.road]

    getting_ready = case_step(case, at=today).organisation.sentence
    assert getting_ready == "The champions are getting ready to read what you sent."
    assert road()[1:] == [
        ("Done", "Taken on 14 December 2026"),
        ("Done", "Chosen 15 December 2026"),
        ("Now", ""),
    ]
    clear_all(panel, at=today + DAY)
    looking = case_step(case, at=today).organisation.sentence
    assert looking.startswith("Other champions are looking again at what you sent.")


def test_lead_appeals(letter, lead, today, sign_in):
    client = sign_in(lead)
    text = text_of(client, make_page(letter))
    assert "until 10 January 2027" in text
    bare = client.post(make_page(letter), {"grounds": " "})
    assert bare.status_code == 422
    assert "Say why other champions should look again." in bare.content.decode()
    done = client.post(make_page(letter), {"grounds": GROUNDS})
    made = Appeal.objects.get()
    assert (done.status_code, done.url) == (302, page("appeal", made))
    assert (made.grounds, made.made_at) == (GROUNDS, today)
    again = client.post(make_page(letter), {"grounds": GROUNDS})
    assert (again.status_code, again.url) == (302, page("appeal", made))
    other = client.post(make_page(letter), {"grounds": "Other words that are not lost."})
    assert other.status_code == 409
    assert "Other words that are not lost." in other.content.decode()
    assert client.get(make_page(letter)).status_code == 302
    assert OutboxMessage.objects.filter(message="appeal_received").count() == 1


def test_pages_are_easy_to_read(letter, lead, second_officer, today, sign_in):
    pages = [text_of(sign_in(lead), make_page(letter))]
    made = make_appeal(decision=letter, grounds=GROUNDS, actor=lead, at=today)
    pages.append(text_of(sign_in(lead), page("appeal", made)))
    officer = sign_in(second_officer)
    pages.append(text_of(officer, page("officers-appeal", made)))
    pages.append(text_of(officer, reverse("officers-appeals")))
    assert [round(reading(each).grade) for each in pages if reading(each).grade > 8] == []


def test_strangers_find_no_letter(letter, stranger, chair, spare, today, sign_in):
    for user in (stranger, chair.user, spare.user):
        assert sign_in(user).get(make_page(letter)).status_code == 404


def test_letter_that_did_not_go_out_is_not_there(assessing, lead, officer, later, sign_in):
    assess_all(assessing, at=later)
    waiting = decide(assessing, at=later, outcome=Outcome.NOT_YET)
    assert sign_in(lead).get(make_page(waiting)).status_code == 404


def test_too_late_says_so_and_shows_what_was_typed(letter, lead, later, sign_in):
    """T-47: the form was opened before, and posted after."""
    with time_machine.travel(later + 40 * DAY, tick=False):
        client = sign_in(lead)
        assert client.get(make_page(letter)).status_code == 409
        late = client.post(make_page(letter), {"grounds": GROUNDS})
        assert late.status_code == 409
        assert GROUNDS in late.content.decode()
    assert not Appeal.objects.exists()


def test_draft_is_kept_and_ends_with_the_appeal(letter, lead, today, sign_in):
    client = sign_in(lead)
    text = text_of(client, make_page(letter))
    autosave = text.split('data-autosave-url="')[1].split('"')[0]
    assert client.post(autosave, {"grounds": "Half a sent"}).status_code == 200
    assert "Half a sent" in text_of(client, make_page(letter))
    client.post(make_page(letter), {"grounds": GROUNDS})
    assert not Draft.objects.exists()


def test_words_come_back_after_the_session_ended(letter, lead, today):
    browser, address = Client(), make_page(letter)
    signing = {"login": lead.email, "password": PASSWORD, "next": address}
    browser.post("/accounts/login/", signing)
    browser.get(address)
    browser.session.flush()
    browser.post(address, {"grounds": GROUNDS}, HTTP_ORIGIN="http://testserver")
    browser.post("/accounts/login/", signing)
    assert GROUNDS in text_of(browser, address)
    assert not Appeal.objects.exists()


def test_appeal_page_is_for_the_organisation(
    appeal, lead, colleague, officer, stranger, chair, sign_in
):
    for user in (lead, colleague, officer):
        assert GROUNDS in text_of(sign_in(user), page("appeal", appeal))
    for user in (stranger, chair.user):
        assert sign_in(user).get(page("appeal", appeal)).status_code == 404
    for user in (colleague, officer):
        client = sign_in(user)
        assert "Take the appeal back" not in text_of(client, page("appeal", appeal))
        assert client.post(page("appeal", appeal), {"sure": "on"}).status_code == 403


def test_lead_takes_it_back(appeal, lead, sign_in):
    client = sign_in(lead)
    assert client.post(page("appeal", appeal), {}).status_code == 422
    assert client.post(page("appeal", appeal), {"sure": "on"}).status_code == 302
    text = text_of(client, page("appeal", appeal))
    assert "Taken back" in text
    assert "Take the appeal back" not in text
    assert client.post(page("appeal", appeal), {"sure": "on"}).status_code == 409


def test_officers_find_what_waits(appeal, second_officer, lead, chair, organisation, sign_in):
    text = text_of(sign_in(second_officer), reverse("officers-appeals"))
    assert page("officers-appeal", appeal) in text
    assert "Bronze" in text
    for user in (lead, chair.user):
        assert sign_in(user).get(reverse("officers-appeals")).status_code == 403
        assert sign_in(user).get(page("officers-appeal", appeal)).status_code == 403
    StandingInterest.objects.create(
        person=second_officer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        declared_at=appeal.made_at,
        declared_by=second_officer,
    )
    assert page("officers-appeal", appeal) not in text_of(
        sign_in(second_officer), reverse("officers-appeals")
    )
    assert sign_in(second_officer).get(page("officers-appeal", appeal)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_has_constant_queries(
    three_cases, second_officer, officer, later, sign_in, count, django_assert_num_queries
):
    decisions = Decision.objects.filter(panel__application__in=three_cases)
    decisions.update(outcome=Outcome.NOT_YET, released_by=officer, released_at=later)
    for decision in decisions[:count]:
        Appeal.objects.create(
            decision=decision,
            grounds=GROUNDS,
            made_by=decision.panel.application.created_by,
            made_at=later,
            state_since=later,
        )
    with time_machine.travel(later, tick=False):
        client = sign_in(second_officer)
        with django_assert_num_queries(4):
            text = text_of(client, reverse("officers-appeals"))
    assert text.count("Waits for a SEND officer") == count


def test_officer_takes_it_on(appeal, second_officer, officer, sign_in):
    address = page("officers-appeal", appeal)
    client = sign_in(second_officer)
    text = text_of(client, address)
    assert GROUNDS in text
    assert "cannot give you the Bronze Award yet" in text
    assert client.post(address, {}).status_code == 422
    done = client.post(address, {"answer": "hear"})
    assert done.url == reverse("case-panel", args=[appeal.decision.panel.application.uuid])
    assert client.post(address, {"answer": "hear"}).status_code == 409
    appeal.refresh_from_db()
    assert appeal.state == AppealState.HEARD
    assert "Send the answer" not in text_of(client, address)


def test_officer_says_why_not(appeal, second_officer, lead, sign_in):
    address = page("officers-appeal", appeal)
    client = sign_in(second_officer)
    bare = client.post(address, {"answer": "refuse", "why": " "})
    assert bare.status_code == 422
    assert "Say why it is not taken on." in bare.content.decode()
    assert client.post(address, {"answer": "refuse", "why": "It is all in."}).status_code == 302
    assert "It is all in." in text_of(sign_in(lead), page("appeal", appeal))
    late = client.post(address, {"answer": "refuse", "why": "More words."})
    assert late.status_code == 409
    assert "More words." in late.content.decode()


def test_whoever_released_reads_it_and_cannot_answer(appeal, officer, sign_in):
    client = sign_in(officer)
    text = text_of(client, page("officers-appeal", appeal))
    assert "You had a part in this letter." in text
    assert "Send the answer" not in text
    assert client.post(page("officers-appeal", appeal), {"answer": "hear"}).status_code == 403


def test_appeal_of_who_began_again_can_only_be_refused(
    appeal, second_officer, lead, organisation, today, sign_in
):
    start_application(organisation=organisation, stage="bronze", actor=lead, at=today)
    client = sign_in(second_officer)
    address = page("officers-appeal", appeal)
    text = text_of(client, address)
    assert "They have begun this stage again since." in text
    assert "Yes, take it on" not in text
    assert client.post(address, {"answer": "hear"}).status_code == 422
    words = {"answer": "refuse", "why": "You began again."}
    assert client.post(address, words).status_code == 302


def test_case_shows_the_appeal_to_those_it_is_open_to(
    appeal, others, chair, second_officer, today, sign_in
):
    case = reverse("case", args=[appeal.decision.panel.application.uuid])
    assert "Read it and answer" in text_of(sign_in(second_officer), case)
    hear_appeal(appeal=appeal, actor=second_officer, at=today)
    assert sign_in(chair.user).get(case).status_code == 404
    application = appeal.decision.panel.application
    application.refresh_from_db()
    panel = settle(application, others, second_officer, at=today)
    client = sign_in(others[0].user)
    assert GROUNDS not in text_of(client, case)
    clear_all(panel, at=today)
    text = text_of(client, case)
    assert GROUNDS in text
    assert "What the first panel agreed" not in text
    assert "when your own assessment is in" in text
    assert "This is clear from what they wrote" not in text
    assess_all(panel, at=today)
    assert "What the first panel agreed" in text_of(client, case)


def test_refused_appeal_is_over_for_everybody(appeal, second_officer, today, organisation):
    refuse_appeal(appeal=appeal, why="It is all in.", actor=second_officer, at=today)
    shown = home_of(organisation, role=None, at=today, on=london_date(today))
    assert shown.letters[0].standing.text == "Not taken on"
    assert not shown.appeal_waits
    assert shown.picture.next.startswith("The answer for Bronze was “not yet”. The letter below")


def answered_with(outcome, appeal, others, officer, second_officer, lead, at):
    """Others looked again, and their letter went out."""
    hear_appeal(appeal=appeal, actor=second_officer, at=at)
    panel = settle(appeal.decision.panel.application, others, second_officer, at=at)
    clear_all(panel, at=at)
    ensure_signatory(officer, at=at)
    assess_all(panel, at=at)
    return release(
        decide(panel, at=at, outcome=outcome), make_user("Olu Outside", is_officer=True), at=at
    )


def test_home_says_on_top_that_an_appeal_changed_the_decision(
    appeal, others, officer, second_officer, lead, organisation, today, sign_in
):
    """With the new letter, which stands open, and the certificate."""
    new = answered_with(Outcome.AWARD, appeal, others, officer, second_officer, lead, today)
    text = home_text(sign_in(lead), organisation)
    top = text.partition("<main")[2].partition("<h2")[0]
    assert "Your appeal changed the decision: you now hold Bronze." in top
    assert f'href="#letter-{new.uuid}"' in top
    certificate = Certificate.objects.get()
    assert reverse("certificate", args=[certificate.uuid]) in top
    assert f'id="letter-{new.uuid}" open' in text
    assert f'id="letter-{appeal.decision.uuid}">' in text
    begin_plan(organisation=organisation, actor=lead, at=today)
    assert "Your appeal changed" not in home_text(sign_in(lead), organisation)


def test_home_says_it_when_others_ask_for_changes(
    appeal, others, officer, second_officer, lead, organisation, today, sign_in
):
    new = answered_with(Outcome.CHANGES, appeal, others, officer, second_officer, lead, today)
    top = home_text(sign_in(lead), organisation).partition("<main")[2].partition("<h2")[0]
    assert "the answer for Bronze is now “changes asked for”." in top
    assert f'href="#letter-{new.uuid}"' in top
    assert "certificate" not in top


def test_home_says_nothing_on_top_where_an_appeal_changed_nothing(
    appeal, others, officer, second_officer, lead, organisation, today, sign_in
):
    answered_with(Outcome.NOT_YET, appeal, others, officer, second_officer, lead, today)
    assert "Your appeal changed" not in home_text(sign_in(lead), organisation)


def test_home_says_nothing_of_appeals_after_a_first_award(decided, officer, lead, later, sign_in):
    release(decided, officer, at=later)
    with time_machine.travel(later, tick=False):
        text = home_text(sign_in(lead), decided.panel.application.organisation)
    assert "Your appeal changed" not in text
