"""What a new version touches of what was found on the one before. In doubt it is asked again (ours).

What changed in words or evidence, what was sent back or answered, what the panel did not find met, and
what was seen at a visit since.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from awards.models import Application, Challenge
from awards.scheme import edition
from awards.selectors.kinds import asked_of
from champions.models import AgreedFinding, AppointmentFinding
from champions.selectors.subjects import EVIDENCE, HOLDS_EVIDENCE
from portfolios.choices import PortfolioSection
from portfolios.selectors.evidence.reading import unseen
from portfolios.selectors.portfolio.opened import OPENS
from portfolios.selectors.portfolio.questions import questions_of

ALIGNMENT = "check.alignment"

Snapshot = Mapping[str, Any]

_WHAT = ("silver.actions", "check.plan", ALIGNMENT)
_WHO = ("silver.representation",)
_LADDER = ("check.plan", "silver.representation")
_WHEN = ("silver.timescales", "silver.milestones")
_MEANS = ("silver.resources",)
_REVIEW = ("silver.review", "check.plan")
# Each answer about an action of a plan, and what is judged by it.
OF_ACTIONS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("title", "four_c", "description", "improvement", "needs"), _WHAT),
    **dict.fromkeys(("agencies", "citizens", "partners", "owner"), _WHO),
    **dict.fromkeys(("principles", "ladder", "agreed_with", "agreed_on", "ladder_why"), _LADDER),
    **dict.fromkeys(("starts_on", "ends_on", "timescale", "milestones"), _WHEN),
    **dict.fromkeys(("budget", "resources", "incentives", "in_place", "in_place_note"), _MEANS),
    **dict.fromkeys(("measures", "review"), _REVIEW),
}
# The lists that belong to all of a plan.
OF_PLANS: dict[str, tuple[str, ...]] = {
    "barriers": ("silver.barriers",),
    "measures": _REVIEW,
    "partners": _WHO,
    "levels": _WHO,
}
# Any evidence bears on these, whatever else it shows.
OF_EVIDENCE = ("check.genuine", "check.impact")
# What evidence shows of these is asked as a check; the code before the dot says which.
BY_KIND = {
    "principle": ("check.principles",),
    "crc": ("check.principles",),
    "law": ("platinum.law",),
    "policy": (ALIGNMENT,),
}


@dataclass(frozen=True)
class Pair:
    """Two versions of one application. `before` and `after` are snapshots; `since` is when the champion
    sent what they found.
    """

    application: Application
    before: object
    after: object
    since: datetime


def touched_codes(
    before: object, after: object, *, application: Application, since: datetime, on: date
) -> frozenset[str]:
    """Codes of criteria, checks and policies to ask again of one champion."""
    (found,) = touched_in([Pair(application, before, after, since)], on=on)
    return found


def touched_in(pairs: Sequence[Pair], *, on: date) -> list[frozenset[str]]:
    """The same of many. Three queries, and one for evidence. `on`: the day whose consents hold."""
    brought_up = _brought_up(pairs)
    hidden = _hidden(pairs, on)
    return [_touched(pair, brought_up[number], hidden) for number, pair in enumerate(pairs)]


def _touched(pair: Pair, brought_up: set[str], hidden: frozenset[str]) -> frozenset[str]:
    application, before, after = pair.application, pair.before, pair.after
    scheme = edition(application.edition)
    asked = {each.code for each in asked_of(application)}
    policies = {each.code for each in scheme.policies} if ALIGNMENT in asked else set()
    every = frozenset(asked | policies)
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return every
    shown = _shown_by_evidence(before, after)
    found: set[str] = set()
    for code in brought_up:
        if code.startswith(EVIDENCE):
            found |= shown[code.removeprefix(EVIDENCE)]
        elif code == ALIGNMENT:
            found |= {code, *policies}
        elif code in asked:
            found.add(code)
        else:
            # An action, one of the 4Cs, the whole: it may bear on each of them.
            return every
    changed = _changed(before, after, application, hidden)
    return every if changed is None else frozenset(found | changed) & every


def _brought_up(pairs: Sequence[Pair]) -> list[set[str]]:
    """Of each, the subjects that were sent back or answered, findings not met, what a visit saw."""
    cases = {pair.application.pk for pair in pairs}
    first = min((pair.since for pair in pairs), default=None)
    if first is None:
        return []
    challenged = Challenge.objects.filter(application__in=cases).order_by()
    sent_back = challenged.filter(sent_back_in__at__gte=first).values_list(
        "application", "subject", "sent_back_in__at"
    )
    answered = challenged.filter(remarks__at__gte=first, remarks__answer__gt="").values_list(
        "application", "subject", "remarks__at"
    )
    not_met = AgreedFinding.objects.filter(
        decision__panel__application__in=cases, decision__released_at__gte=first, met=False
    ).values_list("decision__panel__application", "code", "decision__released_at")
    seen = AppointmentFinding.objects.filter(
        appointment__application__in=cases, appointment__minuted_at__gte=first
    ).values_list("appointment__application", "code", "appointment__minuted_at")
    rows = [
        row
        for found in (sent_back.union(answered), not_met.order_by(), seen.order_by())
        for row in found
    ]
    return [
        {
            code
            for case, code, at in rows
            if case == pair.application.pk and at is not None and at >= pair.since
        }
        for pair in pairs
    ]


def _hidden(pairs: Sequence[Pair], on: date) -> frozenset[str]:
    """Consent may have gone since, from what both versions hold."""
    ids = {id for pair in pairs for id in _items(pair.after)}
    return unseen(ids, on=on).hidden if ids else frozenset()


def _items(snapshot: object) -> Iterator[str]:
    if isinstance(snapshot, Mapping) and snapshot.get("kind") in HOLDS_EVIDENCE:
        yield from (item["id"] for item in snapshot["portfolio"]["items"])


def _changed(
    before: Snapshot, after: Snapshot, application: Application, hidden: frozenset[str]
) -> set[str] | None:
    """Nothing means that nobody can tell what it bears on: all is asked again."""
    kind = after.get("kind")
    if kind == "plan" and before.get("kind") == kind:
        return _of_plan(before["plan"], after["plan"])
    if kind == "portfolio" and before.get("kind") == kind:
        return _of_portfolio(before["portfolio"], after["portfolio"], application, hidden)
    if kind == "statement" and before.get("kind") == kind:
        return _of_statement(before, after, hidden)
    return set() if before == after else None


def _of_plan(before: Snapshot, after: Snapshot) -> set[str] | None:
    found: set[str] = set()
    were, are = _by(before["actions"], "id"), _by(after["actions"], "id")
    if were.keys() != are.keys():
        # A new action needs its people, dates and means as well.
        return None
    for id, action in are.items():
        for name in _differing(were[id], action):
            if name not in OF_ACTIONS:
                return None
            found.update(OF_ACTIONS[name])
    for name, codes in OF_PLANS.items():
        if before.get(name) != after.get(name):
            found.update(codes)
    return found | _told_of_policies(before.get("policies", ()), after.get("policies", ()))


def _told_of_policies(before: Any, after: Any) -> set[str]:
    changed = set(_changed_rows(before, after, "code"))
    return changed | {ALIGNMENT} if changed else set()


def _of_portfolio(
    before: Snapshot, after: Snapshot, application: Application, hidden: frozenset[str]
) -> set[str]:
    found: set[str] = set()
    sections = {q.code: q.section for q in questions_of(application.edition, application.stage)}
    for code in _changed_rows(before["narratives"], after["narratives"], "code"):
        found |= {code, *BY_KIND.get(code.partition(".")[0], ())}
        found |= _checks_of(sections.get(code))
    if before["levels"] != after["levels"]:
        found |= _checks_of(PortfolioSection.LEVELS)
    if before["actions"] != after["actions"] or before["measures"] != after["measures"]:
        found |= _checks_of(PortfolioSection.REPORT) | {"check.impact"}
    shown = _shown_by_evidence({"portfolio": before}, {"portfolio": after})
    for id in _changed_rows(before["items"], after["items"], "id"):
        found |= shown[id]
    for item in after["items"]:
        if item["id"] in hidden:
            found |= shown[item["id"]]
    return found


def _of_statement(before: Snapshot, after: Snapshot, hidden: frozenset[str]) -> set[str]:
    """By criterion: what is said of it, and its evidence. Who made it bears on whether it is true."""
    were, are = before["statement"], after["statement"]
    found = set(_changed_rows(were["affirmations"], are["affirmations"], "code"))
    if found or any(were[name] != are[name] for name in ("who", "how")):
        found.add("check.genuine")
    shown = _shown_by_evidence(before, after)
    for id in _changed_rows(before["portfolio"]["items"], after["portfolio"]["items"], "id"):
        found |= shown[id]
    for item in after["portfolio"]["items"]:
        if item["id"] in hidden:
            found |= shown[item["id"]]
    return found


def _checks_of(section: PortfolioSection | None) -> set[str]:
    return {check for check, parts in OPENS.items() if section in parts}


def _shown_by_evidence(*snapshots: Snapshot) -> Mapping[str, set[str]]:
    """By piece, what it shows in either version; of one that is in neither only the checks of them all."""
    found: dict[str, set[str]] = defaultdict(lambda: set(OF_EVIDENCE))
    for snapshot in snapshots:
        for item in snapshot.get("portfolio", {}).get("items", ()):
            for code in item["shows"]:
                kind = code.partition(":")[0].partition(".")[0]
                report = ("check.carried_out",) if kind in ("action", "measure") else ()
                found[item["id"]] |= {code, *BY_KIND.get(kind, ()), *report}
    return found


def _changed_rows(before: Any, after: Any, key: str) -> Iterator[str]:
    """New, gone or other than they were."""
    were, are = _by(before, key), _by(after, key)
    for code in dict.fromkeys([*were, *are]):
        if were.get(code) != are.get(code):
            yield code


def _by(rows: Any, key: str) -> dict[str, Snapshot]:
    return {row[key]: row for row in rows}


def _differing(before: Snapshot, after: Snapshot) -> Iterator[str]:
    return (name for name in {*before, *after} if before.get(name) != after.get(name))
