"""The Champions Group of the demo: when they can meet, what they learned, what ties them, what they offer."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from awards.choices import Interest, Status
from awards.models import Application
from champions.choices import Course, TimeOfWeek
from champions.models import Decision
from champions.services.appeals import hear_appeal, make_appeal
from champions.services.panels import make_offer
from champions.services.profile import add_absence, save_availability
from champions.services.standing import tell_of_link
from champions.services.training import record_training
from config.demo import case
from config.demo.people import Cast
from config.demo.tale import Tale
from foundation.dates import london_date

FILE = Path(__file__).with_name("group.toml")
Table = dict[str, Any]


def tell_of_group(cast: Cast, *, began: datetime, now: datetime) -> None:
    """Before the first case, so that panels are proposed as they would be."""
    told = _read()
    for key, table in told["champion"].items():
        _tell_of_champion(table, cast, key, began=began, now=now)
    for table in told["link"]:
        person = cast.champions[table["by"]].user
        tell_of_link(
            person=person,
            organisation_name=table["organisation"],
            nature=Interest(table["nature"]),
            details=table.get("details", ""),
            actor=person,
            at=now - timedelta(days=table["ago"]),
        )


def tell_of_offers(cast: Cast, *, now: datetime) -> None:
    """For what has waited longest for a panel."""
    waiting = Application.objects.filter(status=Status.SUBMITTED).order_by("status_since", "pk")
    application = waiting[0]
    for table in _read()["offer"]:
        make_offer(
            application=application,
            actor=cast.champions[table["by"]].user,
            at=now - timedelta(days=table["ago"]),
        )


def appeal(tale: Tale, day: int, seats: list[str]) -> None:
    """Against the letter of this story: taken on, and with a panel of people who did not decide."""
    released = Decision.objects.get(panel=tale.panel, released_at__isnull=False)
    made = make_appeal(
        decision=released,
        grounds=_read()["appeal"]["grounds"],
        actor=tale.lead,
        at=tale.days.at(day, 9),
    )
    hearer = next(
        each
        for each in (tale.cast.officer, tale.cast.second_officer)
        if each != released.released_by
    )
    hear_appeal(appeal=made, actor=hearer, at=tale.days.at(day + 2, 15))
    tale.application.refresh_from_db()
    tale.seats = seats
    case.settle(tale, day + 4, by=hearer)
    case.declare(tale, seats, day=day + 5)


def _tell_of_champion(
    table: Table, cast: Cast, key: str, *, began: datetime, now: datetime
) -> None:
    champion = cast.champions[key]
    today = london_date(now)
    done: Mapping[Course, date | None] = {
        Course(code): london_date(began) + timedelta(days=7 * place)
        for place, code in enumerate(table["courses"])
    }
    record_training(champion=champion, done=done, actor=cast.officer, at=began + timedelta(days=40))
    ends = table.get("term_ends")
    save_availability(
        champion=champion,
        most_cases=table["most_cases"],
        suits=[TimeOfWeek(code) for code in table["suits"]],
        access_needs=table.get("access_needs", ""),
        plain_way=table.get("plain_way", False),
        term_ends_on=today + timedelta(days=ends) if ends else None,
        actor=champion.user,
        at=began + timedelta(days=41),
    )
    if "away" in table:
        first, last = table["away"]
        add_absence(
            champion=champion,
            from_on=today + timedelta(days=first),
            until_on=today + timedelta(days=last),
            actor=champion.user,
            at=now - timedelta(days=2),
        )


def _read() -> Table:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
