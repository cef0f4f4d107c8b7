"""Tells every story of the city, oldest first, so that numbers follow the dates."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from config.checks import demo_accounts_exist
from config.demo.celebrating import tell_of_events
from config.demo.city import Sketch, read_city, read_phrases
from config.demo.days import Days
from config.demo.gold import PORTFOLIO_STORIES
from config.demo.group import tell_of_group, tell_of_offers
from config.demo.pen import Pen
from config.demo.people import BEGAN, People, make_cast
from config.demo.plans import read_plan_phrases, read_plans
from config.demo.portfolio import read_portfolio_phrases, read_portfolios
from config.demo.privacy import tell_of_privacy
from config.demo.renewing import tell_of_years
from config.demo.silver import PLAN_STORIES
from config.demo.stories import STORIES
from config.demo.taking_back import tell_of_taking_back
from config.demo.tale import Tale
from config.demo.telling import tell_of_spotlights
from foundation.models import OutboxMessage
from foundation.refusals import Refused

# The same city every time; only keys and codes differ, and the dates move with the day.
SEED = 19
# What came since may still be unread.
LATELY = timedelta(days=4)
# Panels of what was decided long ago; what is open names its own.
PANELS = (
    ["harpreet", "zara", "lee"],
    ["ruth", "kofi"],
    ["shabana", "champion", "zara"],
    ["conor", "lee"],
    ["champion", "kofi", "lee"],
    ["lee", "harpreet"],
    ["ruth", "shabana", "zara"],
)


def load(*, now: datetime, say: Callable[[str], None]) -> bool:
    """All or nothing. False when the city is there already."""
    if not settings.DEMO_ALLOWED:
        raise Refused(
            "The demo city is for trying things out. This installation does not allow it."
        )
    if demo_accounts_exist():
        return False
    with transaction.atomic():
        _tell(now=now, say=say)
    return True


def _tell(*, now: datetime, say: Callable[[str], None]) -> None:
    chance = Random(SEED)  # noqa: S311  # for stories, not for secrets
    people = People()
    cast = make_cast(people, now=now, chance=chance)
    tell_of_group(cast, began=now - BEGAN, now=now)
    pen = Pen(read_phrases() | read_plan_phrases() | read_portfolio_phrases(), chance)
    sketches = sorted(read_city(), key=_days, reverse=True)
    panels = cycle(PANELS)
    tales = []
    for number, sketch in enumerate(sketches, start=1):
        story = STORIES[sketch.story]
        say(f"{number:2} of {len(sketches)}  {sketch.name}: {story.label}")
        tale = Tale(
            sketch=sketch,
            number=number,
            cast=cast,
            people=people,
            pen=pen,
            days=Days(now=now, ago=_days(sketch), chance=chance),
            chance=chance,
            seats=sketch.panel or next(panels),
        )
        story.tell(tale)
        tales.append(tale)
    _count_rows()
    _tell_of_plans(tales, say=say)
    _tell_of_portfolios(tales, say=say)
    _count_rows()
    tell_of_years(tales, now=now, say=say)
    tell_of_offers(cast, now=now)
    tell_of_spotlights(cast, now=now)
    say("And what people asked about their own data")
    tell_of_privacy(cast, now=now)
    say("And of an award that was taken back, and one of which that is proposed")
    tell_of_taking_back(cast, now=now)
    say("And of the yearly event: one that is over, and one to come")
    tell_of_events(cast, now=now)
    _open_old_messages(now)


def _count_rows() -> None:
    """PostgreSQL plans a query by what it knows of the tables, and within this one transaction nobody
    has told it how they have grown: a query over six of them took half a minute.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _open_old_messages(now: datetime) -> None:
    """Nobody has years of them unread."""
    old = OutboxMessage.objects.unread().filter(created_at__lt=now - LATELY)
    old.update(read_at=F("created_at"))


def _tell_of_plans(tales: list[Tale], *, say: Callable[[str], None]) -> None:
    plans = read_plans()
    begun = [tale for tale in tales if tale.sketch.site in plans]
    for tale in begun:
        tale.plan = tale.judged = plans[tale.sketch.site]
        tale.seats = tale.plan.panel
    for tale in sorted(begun, key=lambda tale: tale.days.today - tale.plan.begun, reverse=True):
        story = PLAN_STORIES[tale.plan.story]
        say(f"Then      {tale.sketch.name}: {story.label}")
        story.tell(tale)


def _tell_of_portfolios(tales: list[Tale], *, say: Callable[[str], None]) -> None:
    """Gold, and after it Platinum; evidence was gathered while the plan went on, so time turns back."""
    by_site = {tale.sketch.site: tale for tale in tales}
    for sketch in read_portfolios():
        tale = by_site[sketch.site]
        tale.portfolio = tale.judged = sketch
        tale.seats, tale.asked = sketch.panel, []
        tale.days = tale.days.again()
        story = PORTFOLIO_STORIES[sketch.story]
        say(f"Then      {tale.sketch.name}: {story.label}")
        story.tell(tale)


def _days(sketch: Sketch) -> int:
    return sketch.days or STORIES[sketch.story].days
