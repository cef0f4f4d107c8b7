"""An organisation gathers its evidence while the plan goes on, and tells what came of it (scheme.md 12-16)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import uuid4

from awards.choices import Role
from awards.models import User
from config.demo.judged import Table
from config.demo.keeping import keep_file
from config.demo.planning import LEVELS, date_of, writer_of
from config.demo.tale import Tale
from portfolios.choices import Engagement, Pictured, ShowsPeople
from portfolios.models import Action, EvidenceItem, Measure
from portfolios.selectors.portfolio.questions import question
from portfolios.services.evidence import add_item, record_consent, withdraw_consent
from portfolios.services.portfolio import (
    begin_portfolio,
    report_action,
    report_measure,
    save_answer,
    save_levels,
    submit_portfolio,
)

# What is told about a piece of evidence, as the files name it.
TOLD = ("title", "kind", "about", "who", "changed", "url", "captioned")
# Somebody comes round to it some days after it happened.
LATER = 3
Step = tuple[int, Callable[[int], None]]


def write(tale: Tale) -> None:
    """As much as the file holds; two people take turns."""
    portfolio = tale.portfolio
    tale.application = begin_portfolio(
        organisation=tale.organisation,
        stage=portfolio.stage,
        actor=tale.lead,
        at=tale.days.at(_day(tale, portfolio.begun), 15),
    )
    # Evidence is the organisation's, and older than the portfolio.
    tale.days = tale.days.again()
    steps: list[Step] = [
        (_day(tale, table["day"] + LATER), partial(add, tale, table, writer_of(tale, number)))
        for number, table in enumerate(portfolio.evidence)
        if not _is_after(tale, table)
    ]
    for day, step in sorted([*steps, *_told(tale)], key=itemgetter(0)):
        step(day)


def send(tale: Tale) -> None:
    submit_portfolio(
        application=tale.application,
        actor=tale.lead,
        role=Role.LEAD,
        at=tale.days.at(_day(tale, tale.portfolio.sent), 11),
        key=uuid4(),
    )


def gather_again(tale: Tale) -> None:
    """What came after the portfolio was sent back."""
    for number, table in enumerate(tale.portfolio.evidence):
        if _is_after(tale, table):
            add(tale, table, writer_of(tale, number), _day(tale, table["day"] + LATER))


def _day(tale: Tale, day: int) -> int:
    """Of the organisation's story."""
    return tale.plan.sent + day


def _is_after(tale: Tale, table: Table) -> bool:
    return bool(0 < tale.portfolio.sent < table["day"])


def add(tale: Tale, table: Table, actor: User, day: int) -> None:
    """One piece, with its files and who agreed to be in it."""
    values = {name: table[name] for name in TOLD if name in table}
    values["happened_on"] = _happened_on(tale, table)
    if "ladder" in table:
        ours, theirs, said = table["ladder"]
        values |= {
            "ladder_ours": f"ladder.{ours}",
            "ladder_theirs": f"ladder.{theirs}" if theirs else "",
            "ladder_said": said,
        }
    item = add_item(
        organisation=tale.organisation,
        key=uuid4(),
        values=values,
        shows=[_code(tale, word) for word in table.get("shows", "").split()],
        actor=actor,
        at=tale.days.at(day, 16),
    )
    tale.keys[f"evidence {table['key']}"] = str(item.uuid)
    for file in table.get("files", []):
        keep_file(item, file, actor=actor, at=tale.days.at(day, 16), chance=tale.chance)
    _ask_consent(tale, item, table.get("consent", {}), actor, day)


def _happened_on(tale: Tale, table: Table) -> date | None:
    """On a working day, or on the weekday that the file names: the last one before."""
    day = date_of(tale, table["day"], back=True)
    if day is None or "weekday" not in table:
        return day
    return day - timedelta(days=(day.weekday() - table["weekday"]) % 7)


def _code(tale: Tale, word: str) -> str:
    """Actions and measures of the plan have ids; everything else is named as in the edition."""
    kind, colon, key = word.partition(":")
    if not colon:
        return word
    return f"{kind}:{tale.keys[key if kind == 'action' else f'measure {key}']}"


def _ask_consent(tale: Tale, item: EvidenceItem, table: Table, actor: User, day: int) -> None:
    """Nobody is in it unless the file says so; `waiting` when nobody has said anything yet."""
    if table.get("waiting"):
        return
    values: dict[str, Any] = {"shows_people": ShowsPeople.NOBODY}
    if "people" in table:
        values = {
            "shows_people": ShowsPeople.PEOPLE,
            **{each.value: each.value in table["people"] for each in Pictured},
            "holder": table["holder"],
            "form_reference": table["form"],
            "given_on": date_of(tale, table["given"], back=True),
            "expires_on": date_of(tale, table.get("until")),
        }
        if "scope" in table:
            values["scope"] = table["scope"]
    record_consent(
        item=item, values=values, expected_version=1, actor=actor, at=tale.days.at(day, 17)
    )
    if "withdrawn" in table:
        withdraw_consent(
            item=item,
            note=table["withdrawn"],
            actor=tale.lead,
            at=tale.days.at(_day(tale, table["withdrawn_day"]), 9),
        )


def _told(tale: Tale) -> Iterator[Step]:
    """The answers and the report, evenly from the day it was begun to two days before it is sent."""
    portfolio = tale.portfolio
    pages = list(_pages(tale))
    last = _day(tale, portfolio.sent) - 2 if portfolio.sent else tale.days.today - 3
    first = _day(tale, portfolio.begun) + 2
    for number, page in enumerate(pages):
        day = first + (last - first) * number // max(1, len(pages))
        yield day, partial(page, writer_of(tale, number // 3))


def _pages(tale: Tale) -> Iterator[Callable[[User, int], None]]:
    portfolio, stage = tale.portfolio, tale.portfolio.stage
    for key, table in portfolio.actions.items():
        yield partial(_report_action, tale, key, table)
    for key, table in portfolio.measures.items():
        yield partial(_report_measure, tale, key, table)
    for name, text in portfolio.criteria.items():
        yield partial(_answer, tale, f"{stage}.{name}", {"text": text})
    for name, text in portfolio.sustain.items():
        yield partial(_answer, tale, f"sustain.{name}", {"text": text})
    for code, text in portfolio.law.items():
        yield partial(_answer, tale, code, {"text": text, "applies": "yes"})
    for name, text in portfolio.working.items():
        yield partial(_answer, tale, f"with.{name}", {"text": text})
    for number, (text, before, after) in portfolio.impact.items():
        values = {"text": text, "before": before, "after": after}
        yield partial(_answer, tale, f"principle.{number}", values)
    if portfolio.levels:
        yield partial(_save_levels, tale)


def _answer(tale: Tale, code: str, values: Mapping[str, str], actor: User, day: int) -> None:
    save_answer(
        application=tale.application,
        question=question(tale.application.edition, tale.application.stage, code),
        values=values,
        expected_version=0,
        actor=actor,
        at=tale.days.at(day, 10),
    )


def _report_action(tale: Tale, key: str, table: Table, actor: User, day: int) -> None:
    report_action(
        application=tale.application,
        action=Action.objects.get(uuid=tale.keys[key]),
        values={
            "state": table["state"],
            "done_on": date_of(tale, table.get("done"), back=True),
            "text": table["text"],
            "why": table.get("why", ""),
        },
        expected_version=0,
        actor=actor,
        at=tale.days.at(day, 11),
    )


def _report_measure(tale: Tale, key: str, table: Table, actor: User, day: int) -> None:
    report_measure(
        application=tale.application,
        measure=Measure.objects.get(uuid=tale.keys[f"measure {key}"]),
        values={name: table.get(name, "") for name in ("state", "result", "why")},
        expected_version=0,
        actor=actor,
        at=tale.days.at(day, 12),
    )


def _save_levels(tale: Tale, actor: User, day: int) -> None:
    save_levels(
        application=tale.application,
        answers={
            LEVELS[name]: (Engagement.NOW, text) for name, text in tale.portfolio.levels.items()
        },
        expected_version=0,
        actor=actor,
        at=tale.days.at(day, 13),
    )
