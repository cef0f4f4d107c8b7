"""What an edition's parts must be to one another. Each rule names its problem in a sentence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from awards.scheme.parts import Panel, Section
from awards.scheme.scheme import Scheme

CODE = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
OUTWARD_CODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
# Certificates, logo packs and the workflow are drawn for these four.
STAGES = ("bronze", "silver", "gold", "platinum")
LADDER_GROUPS = ("doing to", "doing for", "doing with")
LISTS = (
    "engagement_levels",
    "four_cs",
    "principles",
    "criteria",
    "sectors",
    "organisation_kinds",
    "ladder",
    "policies",
    "standards",
    "legislation",
)


def problems_of(scheme: Scheme) -> list[str]:
    return [
        *_codes(scheme),
        *_stages(scheme),
        *_panels(scheme),
        *_renewal(scheme),
        *_times(scheme),
        *_principles(scheme),
        *_ladder(scheme),
        *_people(scheme),
        *_forms(scheme),
        *_wording(scheme),
    ]


def _twice(kind: str, codes: Iterable[object]) -> Iterator[str]:
    for code, times in Counter(codes).items():
        if times > 1:
            yield f"{kind}: “{code}” is there {times} times"


def _codes(scheme: Scheme) -> Iterator[str]:
    kinds: dict[str, list[str]] = {
        "stages": [stage.code for stage in scheme.stages],
        # A finding holds either, so they share one set of codes.
        "criteria and checks": [
            *(criterion.code for stage in scheme.stages for criterion in stage.criteria),
            *(check.code for check in scheme.checks),
        ],
        "questions": [field.code for section in _sections(scheme) for field in section.fields],
        "legislation": [
            code
            for law in scheme.legislation
            for code in (law.code, *(point.code for point in law.points))
        ],
        "purposes": [item.code for item in scheme.purposes],
        "perspectives": [item.code for item in scheme.perspectives],
        "sectors": [item.code for item in scheme.sectors],
        "organisation_kinds": [item.code for item in scheme.organisation_kinds],
        "engagement_levels": [item.code for item in scheme.engagement_levels],
        "eligibility": [item.code for item in scheme.eligibility],
        "methods": [item.code for item in scheme.methods],
        "four_cs": [item.code for item in scheme.four_cs],
        "principles": [item.code for item in scheme.principles],
        "articles": [item.code for item in scheme.articles],
        "ladder": [item.code for item in scheme.ladder],
        "policies": [item.code for item in scheme.policies],
        "standards": [item.code for item in scheme.standards],
        "glossary": [item.code for item in scheme.glossary],
        "references": [item.code for item in scheme.references],
    }
    for kind, codes in kinds.items():
        if not codes:
            yield f"{kind}: there is none"
        yield from _twice(kind, codes)
        for code in codes:
            if not CODE.fullmatch(code):
                yield f"{kind}: “{code}” is no code: small letters, digits, and . _ - between them"
    yield from _twice("glossary names", (term.name.lower() for term in scheme.glossary))


def _sections(scheme: Scheme) -> tuple[Section, ...]:
    of_stages = (section for stage in scheme.stages for section in stage.sections)
    return (*of_stages, *scheme.renewal.sections)


def _stages(scheme: Scheme) -> Iterator[str]:
    found = tuple(stage.code for stage in scheme.stages)
    for code in STAGES:
        if code not in found:
            yield f"stages: {code} is missing"
    for code in found:
        if code not in STAGES:
            yield f"stages: “{code}” is none of {', '.join(STAGES)}"
    if set(found) == set(STAGES) and found != STAGES:
        yield f"stages: they stand in this order: {', '.join(STAGES)}"
    for number, stage in enumerate(scheme.stages, start=1):
        where = f"stages[{stage.code}]"
        previous = scheme.stages[number - 2].code if number > 1 else None
        if stage.rank != number:
            yield f"{where}: rank is {stage.rank}, its place is {number}"
        if stage.requires != previous:
            yield f"{where}: requires {stage.requires or 'nothing'}, not {previous or 'nothing'}"
        if not stage.criteria:
            yield f"{where}: has no criterion"
        for criterion in stage.criteria:
            if not criterion.code.startswith(f"{stage.code}."):
                yield f"{where}: the code of “{criterion.code}” does not begin with {stage.code}."
            earlier = scheme.stages[number - 2].criteria if number > 1 else ()
            if criterion.carries is not None and criterion.carries not in {c.code for c in earlier}:
                yield f"{where}: “{criterion.code}” carries no criterion of the stage before"
    for check in scheme.checks:
        if not check.stages:
            yield f"checks[{check.code}]: belongs to no stage"
        for code in check.stages:
            if code not in found:
                yield f"checks[{check.code}]: unknown stage “{code}”"


def _renewal(scheme: Scheme) -> Iterator[str]:
    renewal = scheme.renewal
    known = {check.code for check in scheme.checks}
    for code in renewal.checks:
        if code not in known:
            yield f"renewal.checks: unknown check “{code}”"
    yield from _twice("renewal.checks", renewal.checks)
    visit = renewal.visit
    if not 1 <= visit.changed_percent <= 100:
        yield "renewal.visit: changed_percent is between 1 and 100"
    for name in ("evidence_months", "visit_years"):
        if getattr(visit, name) < 1:
            yield f"renewal.visit: {name} is at least 1"
    if not renewal.declaration.wording.startswith(scheme.code):
        yield "renewal.declaration: wording begins with the edition's code, so that no two share it"
    if renewal.declaration.wording == scheme.commitment.wording:
        yield "renewal.declaration: its wording has the name of the commitment's"


def _panels(scheme: Scheme) -> Iterator[str]:
    panels: list[tuple[str, Panel]] = [
        (f"stages[{stage.code}].panel", stage.panel) for stage in scheme.stages
    ]
    known = {perspective.code for perspective in scheme.perspectives}
    for where, panel in [*panels, ("renewal.panel", scheme.renewal.panel)]:
        if panel.minimum_champions < 1:
            yield f"{where}: at least one champion"
        for need in panel.needs + panel.needs_unless_waived:
            if not need:
                yield f"{where}: a need that nobody can meet"
            for code in need:
                if code not in known:
                    yield f"{where}: unknown perspective “{code}”"


def _times(scheme: Scheme) -> Iterator[str]:
    windows = scheme.windows
    if windows.opens_days_before < 1:
        yield "windows: opens_days_before is at least 1"
    if windows.grace_days < 0:
        yield "windows: grace_days is 0 or more"
    yield from _days("windows.remind_days_before", windows.remind_days_before, None)
    yield from _days("windows.remind_days_after", windows.remind_days_after, windows.grace_days)
    for stage in scheme.stages:
        where = f"stages[{stage.code}]"
        if stage.lasts_months is not None:
            if stage.lasts_months < 1:
                yield f"{where}: lasts_months is at least 1"
            elif windows.opens_days_before >= stage.lasts_months * 28:
                yield f"{where}: the window opens before the award is given"
        if stage.due is not None:
            if stage.requires is None:
                yield f"{where}: due is counted from an earlier award, and there is none"
            if stage.due.months < 1:
                yield f"{where}.due: months is at least 1"
            limit = stage.due.months * 28
            yield from _days(f"{where}.due", stage.due.remind_days_before, limit)
    if scheme.meeting.minutes < 1:
        yield "meeting: minutes is at least 1"
    if scheme.appeal_days < 1:
        yield "appeal_days is at least 1"


def _days(where: str, days: tuple[int, ...], limit: int | None) -> Iterator[str]:
    yield from _twice(where, days)
    for day in days:
        if day < 0 or (limit is not None and day > limit):
            yield f"{where}: {day} is outside its time"


def _principles(scheme: Scheme) -> Iterator[str]:
    known = {article.number for article in scheme.articles}
    for principle in scheme.principles:
        where = f"principles[{principle.number}]"
        yield from _twice(f"{where}: article", principle.articles)
        for number in principle.articles:
            if number not in known:
                yield f"{where}: unknown article {number}"
        if list(principle.articles) != sorted(principle.articles):
            yield f"{where}: articles stand in the order of their numbers"
    for kind, numbers in (
        ("principles", [principle.number for principle in scheme.principles]),
        ("articles", [article.number for article in scheme.articles]),
    ):
        if any(later < earlier for earlier, later in pairwise(numbers)):
            yield f"{kind}: they stand in the order of their numbers"


def _ladder(scheme: Scheme) -> Iterator[str]:
    if [level.rank for level in scheme.ladder] != list(range(1, len(scheme.ladder) + 1)):
        yield "ladder: ranks run from 1, lowest first, without a gap"
    for level in scheme.ladder:
        if level.group not in LADDER_GROUPS:
            yield f"ladder[{level.code}]: group is one of {', '.join(LADDER_GROUPS)}"
    if sum(level.default for level in scheme.ladder) != 1:
        yield "ladder: exactly one level is the default"


def _people(scheme: Scheme) -> Iterator[str]:
    if not any(perspective.lived_experience for perspective in scheme.perspectives):
        yield "perspectives: none has lived experience"
    sectors = {sector.code for sector in scheme.sectors}
    for kind in scheme.organisation_kinds:
        if kind.sector not in sectors:
            yield f"organisation_kinds[{kind.code}]: unknown sector “{kind.sector}”"
    for code in sorted(sectors - {kind.sector for kind in scheme.organisation_kinds}):
        yield f"sectors[{code}]: has no kind of organisation"
    for outward in scheme.postcode_areas:
        if not OUTWARD_CODE.fullmatch(outward):
            yield f"postcode_areas: “{outward}” is not the first half of a postcode"
    yield from _twice("postcode_areas", scheme.postcode_areas)


def _forms(scheme: Scheme) -> Iterator[str]:
    for section in _sections(scheme):
        for field in section.fields:
            where = f"questions[{field.code}]"
            if field.each_of is not None and field.choose_from is not None:
                yield f"{where}: each_of or choose_from, not both"
            for name in (field.each_of, field.choose_from):
                if name is not None and name not in LISTS:
                    yield f"{where}: “{name}” is none of {', '.join(LISTS)}"
    for question in scheme.eligibility:
        where = f"eligibility[{question.code}]"
        yield from _twice(where, (answer.code for answer in question.answers))
        if not any(answer.eligible for answer in question.answers):
            yield f"{where}: no answer leads on"
        for answer in question.answers:
            if not answer.eligible and not (answer.why and answer.ask):
                yield f"{where}: “{answer.code}” must say why not, and whom to ask"


def _wording(scheme: Scheme) -> Iterator[str]:
    if not CODE.fullmatch(scheme.code):
        yield f"“{scheme.code}” is no code for an edition"
    if not scheme.commitment.wording.startswith(scheme.code):
        yield "commitment: wording begins with the edition's code, so that no two editions share it"
    if scheme.pledges.missing and scheme.pledges.texts:
        yield "pledges: marked as missing, yet there are some"
    if not scheme.pledges.missing and not scheme.pledges.texts:
        yield "pledges: there are none, so mark them as missing"
    urls = [
        scheme.authority.local_offer_url,
        *(standard.url for standard in scheme.standards),
        *(reference.url for reference in scheme.references if reference.url),
    ]
    for url in urls:
        if not url.startswith("https://"):
            yield f"“{url}” is not an address that begins with https://"
