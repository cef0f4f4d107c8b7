"""An organisation's home: what it holds, what is next and who has it, in every state (look.md)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.choices import Role, Status
from awards.models import Application, Award
from awards.selectors import journey_of
from awards.services.applications import withdraw
from certificates.models import Certificate
from certificates.services import issue_certificate
from champions.choices import Outcome
from champions.selectors.home import home_of
from champions.services import meetings
from foundation.dates import london_date
from tests.support.awards import dated
from tests.support.champions import (
    HOUR,
    WEEK,
    assess_all,
    bring_to_assessment,
    clear_all,
    decide,
    ensure_signatory,
    hold,
    release,
    send,
    settle,
)
from tests.support.meetings import offer
from tests.support.portfolios import fill_registration, send_registration

MINE, OFFICERS, PANELS = (
    "It is your turn",
    "The SEND officers have it now",
    "The champions have it now",
)


def home(organisation, at, role=Role.LEAD):
    return home_of(organisation, role=role, at=at, on=london_date(at))


def seen(organisation, at, role=Role.LEAD):
    """Sentence, holder, the button's words, and the milestone that is reached."""
    shown = home(organisation, at, role)
    here = [stop.name for stop in shown.road if stop.text not in ("Done", "Later")]
    picture = shown.picture
    action = picture.action.text if picture.action else ""
    return picture.next, picture.who.split(",")[0], action, here


@pytest.fixture
def page(sign_in, django_assert_num_queries):
    """The page as somebody sees it at a moment, and in how many queries."""

    def get(user, organisation, at, queries=None):
        with time_machine.travel(at, tick=False):
            client = sign_in(user)
            address = reverse("organisation", args=[organisation.slug])
            if queries is None:
                answer = client.get(address)
            else:
                with django_assert_num_queries(queries):
                    answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


FORM = ["You write the registration form"]
CHOSEN = ["A SEND officer chooses the champions"]
MEETING = ["You meet the champions"]
LETTER = ["The champions look at it and write to you"]
CHOOSING = "A SEND officer is choosing the champions who will work with you."
LOOKING = "The champions are looking at what you sent. They will write to you."


def test_home_follows_a_whole_case(organisation, application, chair, young, lead, officer, now):
    def is_now(*expected, at=now):
        assert seen(organisation, at) == expected

    writing = (
        "You are writing your registration form. It goes to the Champions Group when you send it."
    )
    is_now(writing, MINE, "Go on writing", FORM)
    send(application, lead, at=now)
    is_now(CHOOSING, OFFICERS, "", CHOSEN)
    panel = settle(application, [chair, young], officer, at=now)
    is_now("The champions are getting ready to meet you.", PANELS, "", CHOSEN)
    clear_all(panel, at=now)
    is_now("The champions will offer you times to meet.", PANELS, "", MEETING)
    made = offer(panel, chair.user, now)
    choose = "Choose a time to meet the champions, or offer other times."
    is_now(choose, MINE, "Choose a time", MEETING)
    meetings.propose_other_times(appointment=made, times=[now + WEEK], actor=lead, at=now)
    is_now(
        "You offered times to meet. The champions will answer.", PANELS, "See the meeting", MEETING
    )
    agreed = meetings.agree(offered=made.offers.open().get(), actor=chair.user, at=now)
    when = "You meet the champions on Monday 30 November 2026 at 10am."
    nothing = "Until then there is nothing that you have to do."
    is_now(when, nothing, "See the meeting", MEETING)
    at = agreed.starts_at + HOUR
    is_now("The champions are writing up the meeting.", PANELS, "", MEETING, at=at)
    hold(agreed, lead)
    at += HOUR
    is_now(LOOKING, PANELS, "", LETTER, at=at)
    before = home(organisation, at)
    assess_all(panel, at=at)
    ensure_signatory(officer, at=at)
    decision = decide(panel, at=at)
    assert home(organisation, at) == before
    release(decision, officer, at=at)
    silver = journey_of(organisation, on=london_date(at)).stages[1].stage
    by_when = "Send your delivery plan by 30 November 2027."
    # To begin is a form of its own, below the picture.
    is_now(f"Next comes Silver. {silver.summary} {by_when}", "", "", [], at=at)


def test_road_has_its_dates(organisation, assessing, later):
    details = [(stop.text, stop.detail) for stop in home(organisation, later).road]
    assert details == [
        ("Done", "Sent 23 November 2026"),
        ("Done", "Chosen 23 November 2026"),
        ("Done", "Held 2 December 2026"),
        ("Now", ""),
    ]


def test_before_the_first_application(organisation, lead, now, page):
    shown = home(organisation, now)
    assert shown.picture.title == "You are on the way to Bronze"
    assert (shown.picture.arcs, shown.picture.making, shown.again) == (0, 0, False)
    text = page(lead, organisation, now)
    assert "Begin Bronze</button>" in text
    assert "Begin Bronze again" not in text


def test_draft_shades_its_arc(organisation, application, now):
    picture = home(organisation, now).picture
    assert (picture.arcs, picture.making) == (0, 1)
    assert picture.label == "0 of 4 arcs of the ring are closed. You are on the way to Bronze."
    assert [(s.kind, s.text) for s in picture.steps] == [
        ("now", "Draft"),
        ("todo", "Later"),
        ("todo", "Later"),
        ("todo", "Later"),
    ]


def test_changes_are_asked_for_in_the_letter(organisation, decided_changes, lead, later, page):
    sentence, who, action, here = seen(organisation, later)
    assert sentence == "The champions asked for changes. Make them and send it again."
    assert (who, action, here) == (MINE, "Make the changes", ["You make the changes"])
    text = page(lead, organisation, later)
    assert "Bronze, 13 December 2026: changes asked for" in text
    assert "Say how parents take part in decisions." in text


def not_yet(panel, officer, at):
    assess_all(panel, at=at)
    release(decide(panel, at=at, outcome=Outcome.NOT_YET), officer, at=at)


def test_not_yet_leads_to_another_try(
    organisation, assessing, lead, colleague, officer, later, sign_in, page
):
    not_yet(assessing, officer, later)
    sentence, who, action, here = seen(organisation, later)
    assert (
        sentence
        == "The answer for Bronze was “not yet”. The letter below says what is still needed."
    )
    assert (who, action, here) == ("", "", [])
    assert home(organisation, later).picture.steps[0].text == "Not yet"
    begin = reverse("registration-begin", args=[organisation.slug])
    for user in (lead, colleague):
        text = page(user, organisation, later)
        assert begin in text
        assert "Begin Bronze again</button>" in text
    assert begin not in page(officer, organisation, later)
    with time_machine.travel(later, tick=False):
        assert sign_in(colleague).post(begin).status_code == 302


def test_withdrawn_leads_to_another_try(organisation, application, lead, now):
    withdraw(application=application, actor=lead, role=Role.LEAD, note="Not now.", at=now)
    sentence, *_ = seen(organisation, now)
    assert (
        sentence == "Your Bronze application was withdrawn. You can begin again when you are ready."
    )
    shown = home(organisation, now)
    assert (shown.can_begin.code, shown.again, shown.picture.making) == ("bronze", True, 0)


def test_award_closes_the_first_arc(organisation, decided, lead, officer, later, page):
    hidden = page(lead, organisation, later)
    assert "Letters from the Champions Group" not in hidden
    assert "Certificates" not in hidden
    release(decided, officer, at=later)
    shown = home(organisation, later)
    assert (shown.picture.title, shown.picture.arcs) == ("You hold Bronze", 1)
    assert shown.picture.label == "1 of 4 arcs of the ring is closed. You hold Bronze."
    assert [(s.text, s.detail) for s in shown.picture.steps[:2]] == [
        ("In force", "Awarded on 13 December 2026"),
        ("Next", "Send by 13 December 2027"),
    ]
    text = page(lead, organisation, later)
    certificate = Certificate.objects.get()
    assert reverse("certificate", args=[certificate.uuid]) in text
    assert "Bronze, 13 December 2026: awarded" in text
    assert decided.panel.application.reference in text
    assert "Begin Bronze" not in text


def test_what_was_sent_can_be_read_again(organisation, application, lead, now, sign_in, page):
    copy = reverse("application-copy", args=[application.uuid])
    fill_registration(application, lead=lead, at=now)
    assert copy not in page(lead, organisation, now)
    send_registration(application, lead=lead, at=now)
    assert copy in page(lead, organisation, now)
    assert sign_in(lead).get(copy).status_code == 200


def test_lead_member_and_officer_see_what_they_may_do(
    organisation, application, lead, colleague, officer, now, page
):
    leads, members, officers = (
        page(user, organisation, now) for user in (lead, colleague, officer)
    )
    form = reverse("application", args=[application.uuid])
    withdrawal = reverse("withdraw", args=[application.uuid])
    assert (form in leads, form in members, form in officers) == (True, True, False)
    assert (withdrawal in leads, withdrawal in members, withdrawal in officers) == (
        True,
        False,
        False,
    )
    assert ("invite colleagues" in leads, "invite colleagues" in members) == (True, False)
    for text, theirs in ((leads, False), (members, False), (officers, True)):
        assert ("See what officers see" in text) is theirs
        assert ("You act for" in text) is not theirs


def test_officer_goes_on_with_what_came_on_paper(organisation, application, now):
    application.entered_by_officer = True
    application.save()
    assert seen(organisation, now, Role.OFFICER)[2] == "Go on writing"


def test_home_is_hidden_from_others(organisation, panel, chair, stranger, sign_in, client):
    address = reverse("organisation", args=[organisation.slug])
    for user in (chair.user, stranger):
        assert sign_in(user).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert sign_in(stranger).get(reverse("organisation", args=["no-such"])).status_code == 404


@pytest.fixture
def holds(organisation, lead, officer, now):
    """Puts awards there by hand: `holds("bronze", gold=date(2027, 11, 20))`."""

    def make(*stages, **until):
        ensure_signatory(officer, at=now)
        for number, stage in enumerate([*stages, *until]):
            application = Application.objects.create(
                reference=f"TEST-{number}",
                organisation=organisation,
                stage=stage,
                edition="birmingham-2026",
                status=Status.APPROVED,
                status_since=now,
                created_at=now,
                created_by=lead,
            )
            Award.objects.create(
                organisation=organisation,
                application=application,
                stage=stage,
                edition="birmingham-2026",
                **dated(date(2026, 11, 20), until.get(stage)),
            )

    return make


ENDS = date(2027, 11, 20)


@pytest.mark.parametrize(
    ("day", "arcs", "title", "word", "sentence"),
    [
        (date(2027, 1, 1), 3, "You hold Gold", "In force", "Next comes Platinum. "),
        (
            ENDS,
            3,
            "You hold Gold",
            "In force, time to renew",
            "It is time to renew Gold. Send your re-validation statement by 20 November 2027.",
        ),
        (
            ENDS + timedelta(days=1),
            3,
            "You hold Gold",
            "In force, renewal due",
            "The year of Gold ended on 20 November 2027. Your award is still in force. Send your "
            "re-validation statement by 18 December 2027, or Gold lapses.",
        ),
        (
            ENDS + timedelta(days=400),
            2,
            "You hold Silver",
            "Lapsed",
            "Gold lapsed on 19 December 2027. You keep Bronze and Silver. ",
        ),
    ],
)
def test_gold_through_its_year(organisation, holds, now, day, arcs, title, word, sentence):
    holds("bronze", "silver", gold=ENDS)
    shown = home_of(organisation, role=Role.LEAD, at=now, on=day).picture
    assert (shown.arcs, shown.title, shown.steps[2].text) == (arcs, title, word)
    assert shown.next.startswith(sentence)


def test_whoever_holds_all_has_a_closed_ring(organisation, holds, now):
    holds("bronze", "silver", gold=ENDS, platinum=ENDS)
    shown = home(organisation, now)
    assert (shown.picture.arcs, shown.picture.next) == (4, "You hold every stage.")
    assert (shown.picture.action, shown.stage) == (None, None)


def test_lapsed_certificate_says_so(organisation, holds, lead, officer, now, page):
    holds("bronze", "silver", gold=ENDS)
    issue_certificate(
        award=Award.objects.get(stage="gold"), printed_name="Acorn", at=now, actor=officer
    )
    text = page(lead, organisation, now + timedelta(days=800))
    assert "Gold certificate and logo pack</a>, 20 November 2026: lapsed" in text


def test_replaced_certificate_is_not_offered(organisation, holds, officer, now):
    holds("bronze")
    made = issue_certificate(award=Award.objects.get(), printed_name="Acorn", at=now, actor=officer)
    Certificate.objects.filter(pk=made.pk).update(superseded_at=now)
    assert home(organisation, now).papers == []


def test_home_queries_while_a_case_is_open(organisation, assessing, lead, later, page):
    # Session and person, organisation, role, edition, awards, applications, seven for the case,
    # certificates, letters and what waits for an answer.
    page(lead, organisation, later, queries=17)


@pytest.mark.parametrize("letters", [1, 3])
def test_home_queries_do_not_grow(
    organisation, assessing, lead, officer, chair, young, later, page, letters,
):  # fmt: skip
    not_yet(assessing, officer, later)
    at = later
    for number in range(letters - 1):
        at += timedelta(days=30)
        again = Application.objects.create(
            reference=f"TEST-{number}",
            organisation=organisation,
            stage="bronze",
            edition="birmingham-2026",
            status_since=at,
            created_at=at,
            created_by=lead,
        )
        send(again, lead, at=at)
        panel = bring_to_assessment(
            again, lead=lead, champions=[chair, young], officer=officer, at=at
        )
        at += timedelta(days=10)
        not_yet(panel, officer, at)
    text = page(lead, organisation, at, queries=9)
    assert text.count("govuk-details__summary-text") == letters


def test_home_escapes_names(organisation, lead, now, page):
    organisation.name = "<b>Łódź & Sons"
    organisation.save()
    text = page(lead, organisation, now)
    assert "&lt;b&gt;Łódź &amp; Sons" in text
    assert "<b>" not in text
