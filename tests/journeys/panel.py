"""A panel of three on a Gold case, as people do it in the browser; shared by several journeys.

Each step takes the person who does it. Where two journeys differ they give the words.
"""

import re
from collections.abc import Callable, Container
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from awards.models import Application, Organisation, User
from awards.services.organisations import create_organisation
from champions.choices import Course, Perspective
from champions.models import Champion
from champions.services.training import record_training
from champions.times import spoken
from config.duties import DUTIES
from foundation.clock import run_duties
from foundation.dates import LONDON, london_date
from foundation.models import OutboxMessage
from tests.conftest import make_user
from tests.journeys.people import the_worker_works
from tests.journeys.walking import Walker
from tests.support.champions import ensure_signatory, make_champion
from tests.support.evidence import (
    CHILDREN,
    clean_file,
    evidence,
    hold_silver,
    portfolio_for,
    send_portfolio,
)
from tests.support.judging import small_picture

DAY = timedelta(days=1)
NAME = "Acorn Lane School"
YOUNG, PARENT, PROFESSIONAL = "Yusuf Young", "Pari Parent", "Prue Professional"
PANEL = {
    YOUNG: Perspective.YOUNG_PERSON,
    PARENT: Perspective.PARENT_CARER,
    PROFESSIONAL: Perspective.PROFESSIONAL,
}


# How their lines begin in lists, apart from the buttons that ask for one.
VISIT, INTERVIEW = "Monitoring visit, ", "Interview with "


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@people.example"


# Time


class Clock:
    """The time of day that everything is told; `real` is where it began."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real, self._ahead = real, timedelta()

    def now(self) -> datetime:
        return self._real() + self._ahead

    def move(self, by: timedelta) -> None:
        """Sessions end on the way: people sign in again, as they do on another day."""
        self._ahead += by

    def move_to(self, moment: datetime) -> None:
        self.move(moment - self.now())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Moves the clock of this process, that of the server's threads included."""
    moved = Clock(timezone.now)
    monkeypatch.setattr(timezone, "now", moved.now)
    return moved


# Before the story


def champion_with_training(
    name: str, perspective: Perspective, *, officer: User, at: datetime
) -> Champion:
    """Young people are 16."""
    young = perspective is Perspective.YOUNG_PERSON
    champion = make_champion(
        make_user(name),
        officer=officer,
        at=at,
        perspective=perspective,
        turns_18_on=london_date(at) + timedelta(days=700) if young else None,
    )
    done = dict.fromkeys(Course, london_date(at))
    record_training(champion=champion, done=done, actor=officer, at=at)
    return champion


def school_with_silver(
    *, lead: User, officer: User, at: datetime, name: str = NAME
) -> Organisation:
    organisation = create_organisation(
        name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=at
    )
    organisation.printed_name = name
    organisation.save()
    hold_silver(organisation, lead=lead, officer=officer, at=at)
    return organisation


def gold_sent(organisation: Organisation, *, lead: User, at: datetime) -> Application:
    """A whole portfolio that was just sent; one piece of its evidence is a picture of children."""
    application = portfolio_for(organisation, lead=lead, at=at)
    item = evidence(
        organisation,
        "gold.voice",
        "principle.2",
        lead=lead,
        at=at,
        file=False,
        consent=CHILDREN | {"given_on": london_date(at)},
        title="Garden day",
        kind="photo",
        ladder_ours="ladder.co_production",
        ladder_theirs="ladder.co_design",
        ladder_said="They filled in a card.",
    )
    small_picture(
        clean_file(item, lead=lead, at=at, name="garden.jpg", caption="Children plant beans")
    )
    send_portfolio(application, lead=lead, at=at)
    return application


def panel_of_three(officer: User, *, at: datetime) -> dict[str, Champion]:
    """Young person, parent, professional; and whoever can sign a certificate."""
    ensure_signatory(officer, at=at)
    return {
        name: champion_with_training(name, perspective, officer=officer, at=at)
        for name, perspective in PANEL.items()
    }


# Mail


def mails(message: str) -> list[str]:
    """To whom mails of this kind have gone out, once the worker has worked."""
    the_worker_works()
    rows = OutboxMessage.objects.filter(message=message)
    assert {row.status for row in rows} <= {"sent"}, [(row.to, row.status) for row in rows]
    return sorted(row.to for row in rows)


def the_clock_ticks() -> None:
    """All duties, once. Those that find nothing to do are quick."""
    done = run_duties(DUTIES, now=timezone.now(), dry_run=False)
    assert [each for each in done if each.error] == []


# The panel


def settle_as_proposed(
    officer: Walker, application: Application, *, chair: str, names: tuple[str, ...] = tuple(PANEL)
) -> None:
    """The officer takes whom the system proposes, and chooses the chair."""
    officer.go(f"/cases/{application.uuid}/")
    officer.follow("Choose the panel")
    for name in names:
        box = officer.page.get_by_role("checkbox", name=name, exact=True)
        assert box.is_checked(), f"{name} is not proposed: {officer.page.inner_text('main')}"
    officer.select("Who is the chair?", chair)
    officer.shot("panel-proposed")
    officer.press("Choose this panel")
    for name in names:
        officer.sees(name)


def declare_no_link(champion: Walker, application: Application) -> None:
    champion.go("/champions/")
    champion.follow(application.organisation.name)
    champion.choose("No, I have no link with them")
    champion.press("Send my answer")


# Visits and interviews


def ask_for(
    champion: Walker,
    application: Application,
    button: str,
    *,
    times: list[datetime],
    about: str,
    place: str,
    group: str = "",
) -> None:
    """Offer times from the case's own list; `button` is "Ask for a monitoring visit", or an interview."""
    champion.go(f"/cases/{application.uuid}/visits/")
    champion.follow(button)
    champion.type("What do you want to see or hear?", about)
    if group:
        champion.choose(group)
    for ordinal, moment in zip(("First", "Second", "Third"), times, strict=False):
        local = moment.astimezone(LONDON)
        champion.date(f"{ordinal} time", local.day, local.month, local.year)
        fields = champion.page.get_by_role("group", name=f"{ordinal} time").first
        fields.get_by_label("Time", exact=True).fill(local.strftime("%H:%M"))
    champion.choose("In person")
    champion.type("Where do you meet?", place)


def offer(champion: Walker) -> None:
    champion.press("Offer these times")
    champion.sees("The times are offered.")


def choose_time(lead: Walker, moment: datetime, *, needs: str = "") -> None:
    """On the page of one visit or interview."""
    lead.choose(spoken(moment))
    if needs:
        lead.type("What do people need to take part?", needs)
    lead.press("Agree this time")
    lead.sees("The time is agreed.")


def in_days(days: int, hour: int) -> datetime:
    """On the hour, in so many days from now."""
    day = timezone.now().astimezone(LONDON) + days * DAY
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def get_ready(champion: Walker) -> None:
    """From the page of a visit or interview: every line of its checklist."""
    champion.follow("Change the checklist")
    for box in champion.page.get_by_role("checkbox").all():
        box.check(force=True)
    champion.shot("checklist")
    champion.press("Save the checklist")
    champion.does_not_see("To do")


def open_appointment(champion: Walker, application: Application, name: str) -> None:
    """`name`: VISIT, or INTERVIEW."""
    champion.go(f"/cases/{application.uuid}/visits/")
    champion.follow(name)


# Assessing


def assess_plainly(
    champion: Walker,
    *,
    picture: str = "Yes",
    words: dict[int, str] | None = None,
    shots: Container[int] = (),
) -> int:
    """From the page the person is on until "Check what you said"; how many questions were asked.

    `words` are said under "What is good?" of the question with this number.
    """
    words, asked = words or {}, set()
    for _ in range(120):
        if champion.heading == "Check what you said":
            return len(asked)
        number = int(re.search(r"Question (\d+) of", champion.page.title())[1])
        choices = champion.page.get_by_role("radio")
        if choices.count():
            champion.choose(picture, exact=False)
            if number in shots and number not in asked:
                champion.shot(f"question-{number}")
            asked.add(number)
            champion.press("Save and go on")
        elif number in words:
            if champion.heading == "What is good?":
                champion.type("What is good?", words[number])
                if number in shots:
                    champion.shot(f"what-is-good-{number}")
            champion.press("Save and go on")
        else:
            champion.press("Go to the next question")
    raise AssertionError(f"No end: {champion.page.url}")


def assess_fully(
    champion: Walker,
    *,
    level: str = "Met",
    other: dict[str, tuple[str, str]] | None = None,
    start: str = "Start",
) -> list[str]:
    """From the list of questions to the end; what was asked. `other`: by question a level and why."""
    other, asked = other or {}, []
    champion.press(start)
    for _ in range(20):
        heading = champion.heading
        if heading == "Check your assessment":
            break
        asked.append(heading)
        if heading == "The city’s plans, one by one":
            champion.choose_each("Fits it")
        else:
            found, why = other.get(heading, (level, ""))
            champion.choose(found, exact=True)
            if why:
                champion.type("Why?", why)
        champion.press("Save and continue")
    champion.shot("assessment-check")
    champion.press("Send my assessment")
    champion.sees("Your assessment is in.")
    return asked


# Deciding


def check_the_letter(chair: Walker) -> None:
    chair.press("Check the letter")
    chair.does_not_see("There is a problem")
    chair.sees("Nothing is recorded yet.")


def record(chair: Walker) -> None:
    chair.press("Record the decision")
    chair.does_not_see("There is a problem")


def release(officer: Walker, application: Application) -> None:
    officer.go(f"/cases/{application.uuid}/release/")
    officer.tick("I have read the letter")
    officer.press("Release the decision")
