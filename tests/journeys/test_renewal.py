"""The year of Gold: renewed in time, late in grace, and back after a lapse (scheme.md 22).

Whose turn it is does things in the browser; what other journeys show already is done by the services.
"""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from awards.models import Application, Award
from certificates.models import Certificate
from champions.choices import Perspective
from foundation.dates import london_date
from foundation.forms import show_date
from tests.conftest import make_user
from tests.journeys.panel import (
    DAY,
    address,
    assess_plainly,
    check_the_letter,
    declare_no_link,
    mails,
    record,
    release,
    settle_as_proposed,
    the_clock_ticks,
)
from tests.journeys.people import sign_in, the_worker_works
from tests.support.champions import assess, assess_all, make_champion
from tests.support.renewing import gold_given, panel_for, renewed, statement_for
from tests.support.renewing_dates import as_if_days_passed

pytestmark = pytest.mark.journey

PROFESSIONAL, PARENT, YOUNG = "Prue Professional", "Pari Parent", "Yusuf Young"
CRITERIA = (
    "Voice",
    "Barriers overcome",
    "Training",
    "Working with other agencies",
    "Better outcomes",
)
BELL = "The little bell, a year on"


@pytest.fixture
def gold(organisation, lead, officer):
    """Makes the story’s Gold: given so many days ago, by the three who judge it later as well."""

    def given(days: int) -> Award:
        at = timezone.now() - (days + 2) * DAY
        champions = [
            make_champion(make_user(name), officer=officer, at=at, perspective=perspective)
            for name, perspective in (
                (PROFESSIONAL, Perspective.PROFESSIONAL),
                (PARENT, Perspective.PARENT_CARER),
                (YOUNG, Perspective.YOUNG_PERSON),
            )
        ]
        award = gold_given(organisation, lead=lead, officer=officer, at=at, champions=champions)
        the_worker_works()
        return award

    return given


@pytest.fixture
def people(walker, lead, officer):
    """Signed in: `people("lead", phone=True)`."""
    emails = {"lead": lead.email, "officer": officer.email}

    def make(who: str, **options: bool):
        hand = walker(who.lower().replace(" ", "-"), **options)
        sign_in(hand, emails.get(who) or address(who))
        return hand

    return make


def certificate_of(award: Award) -> Certificate:
    return Certificate.objects.get(award=award)


def anybody_checks(walker, certificate: Certificate, state: str, *words: str, when: str = ""):
    """What whoever was shown it finds out."""
    anybody = walker(f"anybody-{when or state}", phone=True)
    anybody.go(f"/verify/{certificate.shown_code}/")
    assert anybody.page.locator(f"[data-state={state}]").count() == 1, anybody.heading
    for text in words:
        anybody.sees(text)
    anybody.shot("verified")


def begin(lead) -> Application:
    lead.go("/dashboard/")
    lead.sees("It is time to renew Gold")
    lead.shot("home")
    lead.follow("What the renewal asks, and what happens next")
    lead.shot("what-it-asks")
    lead.press("Begin your statement")
    lead.sees("Your statement to renew Gold")
    lead.shot("begun")
    return Application.objects.get(kind="revalidation")


def add_something_new(lead) -> None:
    """From the page of a criterion."""
    lead.press("Add a link, or write about something")
    lead.sees("This is for “Voice” in your statement")
    lead.type("What is it called?", BELL)
    lead.choose("Minutes")
    today = london_date(timezone.now())
    lead.date("When was it?", today.day, today.month, today.year)
    lead.type("What does it tell?", "How pupils stop a meeting that goes too fast for them.")
    lead.type("Who was involved?", "Nine pupils, four parents and two governors.")
    lead.type(
        "What changed because of it?", "It rang 14 times this year. It was 3 times last year."
    )
    lead.type("Where can the video or sound be found?", "https://acorn-lane.example/bell")
    lead.shot("new-evidence")
    lead.press("Save and continue")
    lead.sees("This is for “Voice” in your statement")
    lead.choose("No, nobody")
    lead.press("Save and continue")
    lead.shot("new-evidence-done")
    lead.follow("Go back to “Voice”")


def write(lead, renewal: Application) -> None:
    """On the phone, one page after the other: each criterion, and who made it with them."""
    lead.sees("You said of these that they show it")
    lead.tick(BELL)
    lead.open("What your award was given for")
    for name in CRITERIA:
        assert lead.heading == name
        # Each piece of last time; how the criterion is has the same words among its answers.
        lead.choose_each("Still true")
        if name == "Voice":
            lead.choose("Stronger", exact=True)
        lead.type("What is new since last time?", f"{name}: two more year groups have joined.")
        if name == "Voice":
            lead.shot("criterion")
        lead.press("Save and continue")
    lead.type("Who took part", "Eight parents of our forum and the school council.")
    lead.type("What did they change in it?", "They asked us to say that the lift was broken.")
    lead.press("Save and continue")


def sign_and_send(lead, renewal: Application) -> None:
    lead.go(f"/applications/{renewal.uuid}/statement/")
    lead.shot("task-list")
    lead.follow("Sign the statement")
    lead.type("Their role", "Head teacher")
    lead.tick("I sign this for my organisation")
    lead.shot("sign")
    lead.press("Sign the statement")
    lead.sees("Check your statement")
    send(lead, renewal)


def send(lead, renewal: Application) -> None:
    lead.go(f"/applications/{renewal.uuid}/statement/check/")
    lead.shot("check")
    lead.press("Send the statement")
    lead.sees(renewal.reference)
    lead.shot("sent")


def decide(chair, renewal: Application) -> None:
    chair.go(f"/cases/{renewal.uuid}/decision/")
    chair.unfold_each()
    chair.choose_each("Yes, met")
    chair.choose("Award", exact=True)
    chair.type("What do you want to say", "A year on it is all there, and more of it.")
    check_the_letter(chair)
    chair.shot("letter")
    record(chair)


def test_gold_is_renewed_in_time(walker, people, gold):
    """The light way: two champions read it, one of them in the plain way, and nobody visits."""
    old = gold(328)
    paper = certificate_of(old)
    hand = people("lead", phone=True)
    renewal = begin(hand)
    hand.follow("Voice")
    add_something_new(hand)
    write(hand, renewal)
    sign_and_send(hand, renewal)

    desk = people("officer")
    desk.go(f"/cases/{renewal.uuid}/")
    desk.sees("Why no visit")
    desk.shot("case")
    settle_as_proposed(desk, renewal, chair=PROFESSIONAL, names=(PROFESSIONAL, PARENT))
    chair, parent = people(PROFESSIONAL), people(PARENT, phone=True)
    for champion in (chair, parent):
        declare_no_link(champion, renewal)
        champion.shot("case")
    parent.go(f"/cases/{renewal.uuid}/plain/")
    parent.press("Start")
    assert assess_plainly(parent, shots=(1,)) == 6
    parent.press("Send what I said")
    parent.sees("Thank you")
    assess(renewal.panel, renewal.panel.assignments.get(is_chair=True).champion, at=timezone.now())
    decide(chair, renewal)
    release(desk, renewal)
    the_worker_works()

    new = Award.objects.get(application=renewal)
    assert new.runs_from == old.due_on
    hand.go("/dashboard/")
    hand.sees(f"Gold runs until {show_date(new.due_on)}")
    hand.shot("renewed")
    hand.follow("Gold certificate and logo pack")
    hand.sees("Renewed on")
    hand.shot("certificate")
    fresh = certificate_of(new)
    assert fresh.logo_year == paper.logo_year + 1
    hand.download("Download the logo pack").save_as(hand.folder / "logos.zip")
    names = ZipFile(BytesIO((hand.folder / "logos.zip").read_bytes())).namelist()
    assert any(str(fresh.logo_year) in name for name in names), names
    anybody_checks(walker, paper, "superseded", "The award was renewed", fresh.number)
    anybody_checks(walker, fresh, "in-force", "Renewed on", show_date(new.due_on))


def test_gold_is_renewed_late_in_grace(walker, people, gold, lead, officer):
    """Written in time and left lying: it is sent when the year is over, and counts as if it had not been."""
    old = gold(345)
    paper = certificate_of(old)
    renewal = statement_for(old, lead=lead, at=timezone.now() - 2 * DAY)
    anybody_checks(walker, paper, "due", "In force")
    as_if_days_passed(old, 30)
    the_clock_ticks()
    assert mails("renewal_overdue") == [lead.email]
    old.refresh_from_db()
    anybody_checks(walker, paper, "grace", "In force, renewal due", show_date(old.grace_until))

    hand = people("lead", phone=True)
    hand.go("/dashboard/")
    hand.sees(f"Send it by {show_date(old.grace_until)}, or Gold lapses.")
    hand.shot("home-in-grace")
    send(hand, renewal)
    # The panel takes longer than there was grace; what was sent in time keeps the award.
    as_if_days_passed(old, 25)
    old.refresh_from_db()
    assert old.grace_until < london_date(timezone.now())
    anybody_checks(walker, paper, "grace", "asked in time to renew it", when="undecided")
    hand.go("/dashboard/")
    hand.sees("Gold stays in force until it is decided.")
    hand.shot("home-undecided")

    the_panel = [seat.champion for seat in old.application.panel.assignments.all()]
    new = renewed(
        panel_for(renewal, the_panel, officer, at=timezone.now()), officer, at=timezone.now()
    )
    the_worker_works()
    assert (new.runs_from, new.held_since) == (old.due_on, old.held_since)
    hand.go("/dashboard/")
    hand.sees(f"Gold runs until {show_date(new.due_on)}")
    anybody_checks(walker, certificate_of(new), "in-force", show_date(new.due_on))


def test_gold_lapses_and_comes_back(walker, people, gold, organisation, lead, officer):
    """The logos are closed, Bronze and Silver stay; a return asks for a visit, and an officer says why not."""
    old = gold(380)
    paper = certificate_of(old)
    pack = f"/certificates/{paper.uuid}/logo-pack.zip"
    hand = people("lead", phone=True)
    assert hand.page.request.get(pack).status == 200
    as_if_days_passed(old, 25)
    old.refresh_from_db()
    the_clock_ticks()
    assert mails("award_lapsed") == [lead.email]
    assert mails("award_lapsed_officer") == [officer.email]
    gone = show_date(old.lapses_on)

    hand.go("/dashboard/")
    hand.sees(f"Gold lapsed on {gone}. You keep Bronze and Silver.")
    hand.shot("home-lapsed")
    hand.go(f"/certificates/{paper.uuid}/")
    hand.sees(f"It was not renewed, and lapsed on {gone}")
    hand.sees("This logo may not be used any more")
    hand.shot("certificate-lapsed")
    hand.go(pack)
    hand.sees("These logos are withdrawn")
    hand.sees("You keep your Bronze and Silver awards")
    hand.shot("logos-closed")
    anybody_checks(walker, paper, "lapsed", "lapsed on", gone)
    held = organisation.awards.held_on(london_date(timezone.now()))
    assert set(held.values_list("stage", flat=True)) == {"bronze", "silver"}

    renewal = statement_for(old, lead=lead, at=timezone.now())
    send(hand, renewal)
    hand.go("/dashboard/")
    hand.sees("Gold counts again when it is renewed.")

    desk = people("officer")
    desk.go(f"/cases/{renewal.uuid}/")
    desk.sees("Why a visit")
    desk.sees("Do they come back after a lapse?")
    desk.shot("why-a-visit")
    the_panel = [seat.champion for seat in old.application.panel.assignments.all()]
    panel = panel_for(renewal, the_panel, officer, at=timezone.now())
    assess_all(panel, at=timezone.now())
    chair = people(PROFESSIONAL)
    chair.go(f"/cases/{renewal.uuid}/")
    chair.shot("visit-first")
    desk.go(f"/cases/{renewal.uuid}/")
    desk.follow("Say that no visit is needed")
    desk.type("Why?", "Two champions were there in October, before it lapsed.")
    desk.shot("overrule")
    desk.press("No visit is needed")
    desk.sees("Why no visit")
    desk.shot("overruled")
    decide(chair, renewal)
    release(desk, renewal)
    the_worker_works()

    new, today = Award.objects.get(application=renewal), london_date(timezone.now())
    assert (new.runs_from, new.held_since) == (today, today)
    hand.go("/dashboard/")
    hand.sees(f"Gold runs until {show_date(new.due_on)}")
    hand.shot("home-back")
    assert hand.page.request.get(pack).status != 200
    anybody_checks(walker, certificate_of(new), "in-force", show_date(new.due_on))
