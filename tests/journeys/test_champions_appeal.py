"""Gold, "not yet", and an appeal: seven champions, three officers, a lead on a phone (T-36 to T-40).

A champion finds a link late; the first panel says what is still needed; the lead asks that others look
again, and people who did not decide find otherwise.
"""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from awards.models import Application, StandingInterest, StatusChange
from certificates.models import Certificate
from champions.choices import AppealState, Ended, Outcome, Perspective
from champions.models import Appeal, Assignment, Champion, Decision
from champions.selectors import facts_of
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.models import OutboxMessage
from tests.conftest import make_user
from tests.journeys import panel
from tests.journeys.panel import (
    DAY,
    NAME,
    PARENT,
    PROFESSIONAL,
    YOUNG,
    address,
    assess_fully,
    assess_plainly,
    champion_with_training,
    check_the_letter,
    declare_no_link,
    gold_sent,
    mails,
    panel_of_three,
    record,
    school_with_silver,
)
from tests.journeys.panel import clock as clock
from tests.journeys.people import sign_in, the_worker_works
from tests.support.champions import bring_to_release, settle, write
from tests.support.portfolios import registration_of, send_registration

pytestmark = pytest.mark.journey

SITS = "Oscar Sits"
SECOND = {
    "Yara Young": Perspective.YOUNG_PERSON,
    "Paul Parent": Perspective.PARENT_CARER,
    "Petra Professional": Perspective.PROFESSIONAL,
}
NOT_HEARD = "We could not see yet who was heard, and when."
NOT_TRAINED = "Parents were not at the training yet."
STILL_NEEDED = (
    "Ask children who do not speak what they want, and show what came of it.",
    "Let parents join the next training.",
)
WHY_NOT = "The vote is in what you sent. The letter speaks of it, so it was read."
GROUNDS = "Children were heard. Their vote on the garden is in what we sent."


@pytest.fixture
def people(lead, officer):
    """The first panel of three; those who may follow them; officers with and without a part."""
    at = timezone.now() - 9 * DAY
    make_user("Odette Officer", is_officer=True)
    first = panel_of_three(officer, at=at)
    for name, perspective in SECOND.items():
        champion_with_training(name, perspective, officer=officer, at=at)
    sits = champion_with_training(SITS, Perspective.PROFESSIONAL, officer=officer, at=at)
    sits.user.is_officer = True
    sits.user.save()
    return first


@pytest.fixture
def case(people, lead, officer) -> Application:
    """Just sent, and its panel settled."""
    at = timezone.now() - 2 * DAY
    school = school_with_silver(lead=lead, officer=officer, at=at)
    application = gold_sent(school, lead=lead, at=at)
    settle(application, list(people.values()), officer, at=at, chair=people[PARENT])
    application.refresh_from_db()
    return application


def arrives(walker, name: str, **more: object):
    """A browser of their own, signed in."""
    person = walker(f"{name.lower().replace(' ', '-')}", **more)
    sign_in(person, address(name))
    return person


def open_mail(person, name: str, message: str) -> None:
    """What the mail leads to."""
    the_worker_works()
    mail = OutboxMessage.objects.filter(message=message, to=address(name)).latest("pk")
    link = next(word for word in mail.body_text.split() if word.startswith("http"))
    person.go(urlsplit(link).path)


def status_of(person, path: str) -> int:
    return person.page.request.get(path).status


def finds_a_link_late(champion, application: Application) -> None:
    """Declared none, looked in, and remembers: gone at once (T-36, T-37)."""
    page = f"/cases/{application.uuid}/"
    declare_no_link(champion, application)
    champion.sees("What they sent")
    champion.follow("I have a link after all")
    champion.choose("Somebody in my family works there")
    champion.type("Say more", "My sister-in-law has begun to teach there.")
    champion.shot("late-link")
    champion.press("Send, and leave this case")
    champion.sees("Thank you for telling us.")
    champion.sees("You have no case now.")
    champion.does_not_see(NAME)
    champion.shot("gone")
    for path in ("", "assessment/", "evidence/", "print/", "panel/", "step-back/"):
        assert status_of(champion, page + path) in (403, 404), path
    assert status_of(champion, page) == 404


def chooses_another(officer, application: Application) -> None:
    """From the mail, to the panel: who has the link cannot be ticked any more."""
    open_mail(officer, "Olive Officer", "interest_declared")
    assert officer.page.get_by_role("checkbox", name=PROFESSIONAL, exact=True).count() == 0
    officer.untick("Petra Professional", exact=True)
    officer.tick(SITS, exact=True)
    officer.open("cannot sit")
    officer.look()
    officer.shot("another-champion")
    officer.press("Save this panel")
    officer.sees(SITS)
    officer.sees("has a link with the organisation")


def looks_on_the_phone(young, application: Application) -> None:
    """The plain way; the first question is not yet met, and why."""
    declare_no_link(young, application)
    young.go(f"/cases/{application.uuid}/plain/")
    young.press("Start")
    young.choose("Not yet")
    young.press("Save and go on")
    young.type("Why do you think so?", "I can’t see that they asked us.")
    young.shot("why-not-yet")
    young.press("Save and go on")
    young.press("Go to the next question")
    assess_plainly(young)
    young.press("Send what I said")
    young.sees("Thank you")


def began_before(name: str, application: Application) -> None:
    """All but the last question and the city's plans were answered on another day."""
    champion = Champion.objects.get(user__name=name)
    codes = [asked.code for asked in facts_of(application).asked]
    others = [code for code in codes[:-1] if code not in ("gold.voice", "gold.training")]
    write(application.panel, champion, at=timezone.now(), codes=others)


def assesses(champion, application: Application, **found: object) -> None:
    champion.go(f"/cases/{application.uuid}/assessment/")
    assess_fully(champion, **found)


def records_not_yet(chair, application: Application) -> None:
    """Words for each criterion that is not met, and what is still needed."""
    chair.go("/champions/")
    chair.follow("Record the decision")
    for name, words in (("Voice", NOT_HEARD), ("Training", NOT_TRAINED)):
        answer(chair, name, "No, not met yet", words)
    chair.choose("Not yet", exact=True)
    chair.type(
        "What do you want to say", "Thank you for your garden. Two things are not there yet."
    )
    chair.type("What to change, or what is still needed", "\n".join(STILL_NEEDED))
    chair.shot("decision")
    check_the_letter(chair)
    for words in (NOT_HEARD, NOT_TRAINED, *STILL_NEEDED):
        chair.sees(words)
    chair.shot("letter-to-check")
    record(chair)
    chair.sees("It has not been released.")


def answer(chair, name: str, answer: str, words: str) -> None:
    """What the panel agreed on one criterion of the decision's form."""
    code = f"gold_{name.lower()}"
    group = chair.page.get_by_role("group", name=f"{name}: did the panel agree")
    group.get_by_role("radio", name=answer).check(force=True)
    chair.page.locator(f"#id_note_{code}").fill(words)


def cannot_release(sitting, application: Application) -> None:
    """T-39: two people for every decision."""
    sitting.go(f"/cases/{application.uuid}/release/")
    sitting.sees("You sat on this panel. A SEND officer who did not sit has to do this.")
    sitting.shot("cannot-release")


def reads_and_appeals(lead) -> None:
    open_mail(lead, "Lena Lead", "decision_letter")
    for words in (NOT_HEARD, NOT_TRAINED, *STILL_NEEDED):
        lead.sees(words)
    lead.shot("not-yet")
    lead.follow("ask other champions to look again")
    lead.shot("appeal")
    lead.type("Why should other champions look again?", GROUNDS)
    lead.press("Send the appeal")
    lead.sees("Waits for a SEND officer")
    lead.shot("appeal-sent")
    lead.go("/dashboard/")
    lead.sees("Your appeal waits for a SEND officer.")


def has_nothing_to_do(champion, application: Application) -> None:
    champion.go("/champions/")
    champion.sees("You have no case now.")
    champion.does_not_see("Your turn")


def cannot_take_it_on(officer) -> None:
    """Who let the letter out had a part in it (T-39)."""
    officer.go("/officers/")
    officer.follow("Appeals", exact=True)
    officer.follow(NAME)
    officer.sees("You had a part in this letter.")
    officer.does_not_see("Send the answer")
    officer.shot("cannot-answer-appeal")


def takes_it_on(officer, application: Application) -> None:
    """And settles a panel of people who did not decide."""
    open_mail(officer, "Odette Officer", "appeal_made")
    officer.sees(GROUNDS)
    officer.choose("Yes, take it on")
    officer.shot("takes-it-on")
    officer.press("Send the answer")
    officer.sees("Now choose champions who did not decide.")
    for name in (YOUNG, PARENT, SITS, PROFESSIONAL):
        assert officer.page.get_by_role("checkbox", name=name, exact=True).count() == 0, name
    for name in SECOND:
        expect(officer.page.get_by_role("checkbox", name=name, exact=True)).to_be_checked()
    officer.open("cannot sit")
    officer.sees(f"{PARENT} was part of the decision that is appealed.")
    officer.look()
    officer.select("Who is the chair?", "Paul Parent")
    officer.shot("second-panel")
    officer.press("Choose this panel")


def reads_the_appeal(champion, application: Application, *, shot: bool = False) -> None:
    """Letter and grounds; nothing of what the first panel found before one's own are in (T-38)."""
    declare_no_link(champion, application)
    champion.sees(GROUNDS)
    champion.open("The letter that it is about")
    champion.sees(STILL_NEEDED[0])
    champion.sees("when your own assessment is in")
    champion.does_not_see("What the first panel agreed")
    if shot:
        champion.look()
        champion.shot("case-of-an-appeal")
    champion.go(f"/cases/{application.uuid}/findings/")
    champion.sees("when your own assessment is in")
    champion.does_not_see(NOT_HEARD)


def sees_what_they_found(champion, application: Application) -> None:
    champion.go(f"/cases/{application.uuid}/")
    champion.open("What the first panel agreed")
    champion.sees(NOT_HEARD)


def records_the_award(chair, application: Application) -> None:
    chair.go(f"/cases/{application.uuid}/decision/")
    chair.unfold_each()
    chair.choose_each("Yes, met")
    chair.choose("Award", exact=True)
    chair.type("What do you want to say", "We looked again. Children chose, and you show it.")
    check_the_letter(chair)
    chair.sees("You asked that other champions look again.")
    record(chair)


def reads_that_it_changed(lead, application: Application) -> None:
    """Award, certificate, both letters, and the appeal between them."""
    open_mail(lead, "Lena Lead", "decision_letter")
    lead.sees("You hold Gold")
    lead.sees("Decided")
    lead.shot("award-after-appeal")
    letters = lead.page.locator("details", has_text="Gold, ")
    assert letters.count() == 2
    lead.open("awarded")
    lead.sees("You asked that other champions look again. They did not decide the first time.")
    lead.page.locator("summary", has_text="not yet").first.click()
    lead.sees(STILL_NEEDED[0])
    lead.look()
    lead.shot("both-letters")
    lead.follow("Your appeal of")
    lead.sees("They decided: award.")
    lead.open("The letter that it is about")
    lead.sees(NOT_TRAINED)
    lead.does_not_see("Take the appeal back")
    lead.shot("appeal-decided")
    lead.go("/dashboard/")
    lead.follow("Gold certificate and logo pack")
    lead.shot("certificate")


def tells_it_all(officer, application: Application) -> None:
    """Newest first, from the award back to what was sent."""
    officer.go(f"/cases/{application.uuid}/")
    officer.open("Show what happened before")
    officer.look()
    titles = officer.page.locator(".award-timeline__title").all_inner_texts()
    told = iter(titles)
    for title in (
        "The letter was released",
        "The appeal was decided: “award”",
        "Awarded",
        "The panel decided “award”",
        "Petra Professional joined the panel",
        f"{PARENT} left the panel",
        "An appeal was made",
        "The letter was released",
        "The panel decided “not yet”",
        f"{SITS} joined the panel",
        f"{PROFESSIONAL} left the panel",
        f"{PROFESSIONAL} has no link with the organisation",
        f"{PARENT} joined the panel",
    ):
        assert title in told, (title, titles)
    assert titles.count("An assessment was sent") == 6
    officer.sees("My sister-in-law has begun to teach there.")
    officer.shot("timeline")


def test_champions_appeal(walker, case):
    late = arrives(walker, PROFESSIONAL)
    finds_a_link_late(late, case)
    assert set(mails("interest_declared")) >= {address("Olive Officer"), address("Odette Officer")}
    assert StandingInterest.objects.get().person.name == PROFESSIONAL
    officer = arrives(walker, "Olive Officer")
    chooses_another(officer, case)

    young = arrives(walker, YOUNG, phone=True)
    looks_on_the_phone(young, case)
    chair, sitting = arrives(walker, PARENT), arrives(walker, SITS)
    open_mail(sitting, SITS, "panel_assigned")
    found = {"Voice": ("Not yet", NOT_HEARD), "Training": ("Partly", NOT_TRAINED)}
    for champion in (chair, sitting):
        declare_no_link(champion, case)
    assesses(chair, case, other=found)
    began_before(SITS, case)
    assesses(sitting, case, other=found, start="Go on")
    records_not_yet(chair, case)
    cannot_release(sitting, case)
    panel.release(officer, case)

    lead = arrives(walker, "Lena Lead", phone=True)
    reads_and_appeals(lead)
    has_nothing_to_do(young, case)
    cannot_take_it_on(officer)
    another = arrives(walker, "Odette Officer")
    takes_it_on(another, case)
    has_nothing_to_do(chair, case)
    assert status_of(chair, f"/cases/{case.uuid}/") == 404

    yara, paul = arrives(walker, "Yara Young", phone=True), arrives(walker, "Paul Parent")
    petra = arrives(walker, "Petra Professional")
    for champion in (yara, paul, petra):
        reads_the_appeal(champion, case, shot=champion is yara)
    assesses(yara, case)
    sees_what_they_found(yara, case)
    assesses(paul, case)
    began_before("Petra Professional", case)
    assesses(petra, case, start="Go on")
    sees_what_they_found(paul, case)
    paul.shot("first-findings")
    records_the_award(paul, case)
    panel.release(another, case)
    the_worker_works()
    reads_that_it_changed(lead, case)
    tells_it_all(another, case)

    names = StatusChange.objects.filter(application=case).values_list("name", flat=True)
    assert list(names) == [
        "submit",
        "start_review",
        "decline",
        "appeal",
        "start_review",
        "approve",
    ]
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.outcome) == (AppealState.DECIDED, Outcome.AWARD)
    assert Certificate.objects.get(stage="gold")
    assert Assignment.objects.filter(ended_reason=Ended.INTEREST).count() == 1
    assert Decision.objects.released().count() == 2


@pytest.fixture
def not_yet(lead, officer):
    """Bronze, and a letter that says "not yet"; `days` is how long ago it went out."""

    def make(days: int) -> Decision:
        at = timezone.now() - (days + 12) * DAY
        make_user("Odette Officer", is_officer=True)
        champions = panel_of_three(officer, at=at)
        application = registration_of(NAME, lead=lead, at=at)
        send_registration(application, lead=lead, at=at)
        return bring_to_release(
            application,
            lead=lead,
            champions=list(champions.values()),
            officer=officer,
            at=at,
            outcome=Outcome.NOT_YET,
        )

    return make


def test_appeal_is_not_taken_on(walker, not_yet):
    """The lead reads why, and what they can do now."""
    not_yet(27)
    lead = arrives(walker, "Lena Lead", phone=True)
    lead.go("/dashboard/")
    lead.follow("ask other champions to look again")
    lead.press("Send the appeal")
    lead.sees("Say why other champions should look again.")
    lead.type("Why should other champions look again?", GROUNDS)
    lead.press("Send the appeal")

    officer = arrives(walker, "Odette Officer")
    open_mail(officer, "Odette Officer", "appeal_made")
    officer.choose("No, do not take it on")
    officer.press("Send the answer")
    officer.sees("Say why it is not taken on.")
    officer.type("Why not?", WHY_NOT)
    officer.shot("not-taken-on")
    officer.press("Send the answer")
    officer.sees("Your answer is sent to the organisation.")

    open_mail(lead, "Lena Lead", "appeal_refused")
    lead.sees("Not taken on")
    lead.sees(WHY_NOT)
    lead.sees("You can begin Bronze again at any time.")
    lead.shot("not-taken-on")
    lead.follow("Back to your page")
    lead.sees("Not taken on")
    lead.does_not_see("ask other champions to look again")
    lead.press("Begin Bronze again")
    assert Appeal.objects.get().state == AppealState.REFUSED


def test_appeal_comes_too_late(walker, not_yet):
    """No way to it any more, and a sentence that says until when there was one."""
    letter = not_yet(29)
    last = show_date(london_date(letter.released_at) + 28 * DAY)
    lead = arrives(walker, "Lena Lead", phone=True)
    lead.go("/dashboard/")
    lead.sees(f"Until {last} you could ask other champions to look again. That time is over.")
    assert lead.page.get_by_role("link", name="look again").count() == 0
    lead.shot("too-late")
    lead.go(f"/letters/{letter.uuid}/appeal/")
    lead.sees(f"You could appeal until {last}. That time is over.")
    lead.shot("too-late-address")
    lead.follow("Back to your page")
    assert not Appeal.objects.exists()
