"""What was sent that one question is about, to read beside it (scheme.md 18, 19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from awards.models import StatusChange
from awards.scheme import Criterion
from champions.models import AppointmentFinding
from champions.selectors.facts import APPEAL, CaseFacts
from champions.selectors.subjects import HOLDS_EVIDENCE
from portfolios.choices import PortfolioSection
from portfolios.selectors.plan.opened import OPENS as OPENS_OF_PLAN
from portfolios.selectors.portfolio.opened import OPENS as OPENS_OF_PORTFOLIO
from portfolios.selectors.titles import for_others

Section = Mapping[str, Any]


@dataclass(frozen=True)
class Beside:
    """`sections` have the shape of a snapshot's: title, rows, entries with their rows."""

    sections: Sequence[Section] = ()
    # A registration is read as a whole, with what was signed.
    registration: Mapping[str, Any] | None = None
    # The evidence for this very criterion; of a check, all of it.
    evidence: str = ""
    # What was seen and heard at visits and interviews.
    seen: Sequence[AppointmentFinding] = ()


def beside(facts: CaseFacts, code: str, *, page: str = "") -> Beside:
    """Two queries: what was sent, and what a visit found. `page`: on whose page, if not its own."""
    if facts.judged is None:
        return Beside()
    row = StatusChange.objects.filter(pk=facts.judged.pk)
    snapshot = row.values_list("snapshot", flat=True).get()
    found = _sent(snapshot, code) if isinstance(snapshot, Mapping) else Beside()
    evidence = _evidence(facts, snapshot, code, page or code)
    return replace(found, evidence=evidence, seen=_seen(facts, code))


def _sent(snapshot: Mapping[str, Any], code: str) -> Beside:
    if snapshot.get("kind") == "plan":
        return Beside(sections=for_others(_of_plan(snapshot["sections"], code)))
    if snapshot.get("kind") == "portfolio":
        return Beside(sections=for_others(_of_portfolio(snapshot["sections"], code)))
    if snapshot.get("kind") == "statement":
        return Beside(sections=for_others(_of_statement(snapshot["sections"], code)))
    if not snapshot.get("sections"):
        return Beside()
    return Beside(registration={**snapshot, "sections": for_others(snapshot["sections"])})


def _of_plan(sections: Sequence[Section], code: str) -> list[Section]:
    """Of each action the answers that are judged by it; a question that we do not know reads all of them."""
    parts = OPENS_OF_PLAN.get(code)
    if parts is None:
        return list(sections)
    found = []
    for section in sections:
        if section["code"] in parts:
            found.append(section)
        elif section["code"].startswith("fourc.") or not section["code"]:
            entries = [
                {**entry, "rows": [row for row in entry["rows"] if row["part"] in parts]}
                for entry in section["entries"]
            ]
            kept = [entry for entry in entries if entry["rows"]]
            if kept:
                found.append({**section, "entries": kept})
    return found


def _of_portfolio(sections: Sequence[Section], code: str) -> list[Section]:
    """A criterion has its own answer; a check the parts in which it is answered."""
    parts = OPENS_OF_PORTFOLIO.get(code)
    if parts is not None:
        return [section for section in sections if section["code"] in parts]
    own = [
        {**section, "rows": [], "entries": [e for e in section["entries"] if e.get("id") == code]}
        for section in sections
        if section["code"] == PortfolioSection.CRITERIA
    ]
    return [section for section in own if section["entries"]]


def _of_statement(sections: Sequence[Section], code: str) -> list[Section]:
    """A criterion is shown beside what was said last time (`difference`); a check reads all of it."""
    names = {entry.get("id") for section in sections for entry in section["entries"]}
    return [] if code in names else list(sections)


def _evidence(facts: CaseFacts, snapshot: object, code: str, page: str) -> str:
    """With the question to come back to."""
    if not isinstance(snapshot, Mapping) or snapshot.get("kind") not in HOLDS_EVIDENCE:
        return ""
    address = reverse("case-evidence", args=[facts.application.uuid])
    shows = {"shows": code} if isinstance(facts.scheme.asked(code), Criterion) else {}
    return f"{address}?{urlencode(shows | {'question': page})}"


def _seen(facts: CaseFacts, code: str) -> list[AppointmentFinding]:
    """After an appeal not what the first panel wrote up: nobody reads that before their own is in (T-38)."""
    later = StatusChange.objects.filter(
        application=facts.application, name=APPEAL, at__gt=OuterRef("appointment__minuted_at")
    )
    rows = AppointmentFinding.objects.filter(
        Q(appointment__shown_at__isnull=False) | ~Exists(later),
        appointment__application=facts.application,
        code=code,
        appointment__held_on__isnull=False,
    )
    return list(rows.select_related("appointment").order_by("appointment__held_on", "pk"))
