"""A portfolio in words: parts, entries and rows, for the check, the copy, the print and the comparison.

The shape is that of `portfolios.selectors.plan.display`. The part with the evidence is made anew each
time from the record, never from what was kept in words: consent may have gone since.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from awards.models import Application
from awards.scheme import Scheme, edition
from foundation.forms import show_date
from portfolios.choices import (
    UNNAMED,
    ActionState,
    Captioned,
    ConsentScope,
    EvidenceKind,
    MeasureState,
    MilestoneState,
    Pictured,
    PortfolioSection,
    ShowsPeople,
    action_code,
    measure_code,
    said,
)
from portfolios.records import (
    NO_EYES,
    ActionOutcomeRecord,
    Eyes,
    ItemRecord,
    MeasureOutcomeRecord,
    MilestoneOutcome,
    PortfolioRecord,
    as_json,
    portfolio_from,
)
from portfolios.selectors.evidence.reading import Unseen, unseen, without_contents
from portfolios.selectors.plan.display import name_in_edition
from portfolios.selectors.portfolio.coverage import articles_of
from portfolios.selectors.portfolio.questions import SECTIONS, ask, ask_of_item, questions_of

Row = dict[str, Any]
Section = dict[str, Any]
HIDDEN = "Not shown: consent has ended, or it is hidden while we look into a request."


def snapshot_of_portfolio(application: Application, record: PortfolioRecord) -> dict[str, Any]:
    """What is sent, whole and for good; every file with its digest. Format 1."""
    scheme = edition(record.edition)
    sections = sections_of(record)
    return {
        "format": 1,
        "kind": "portfolio",
        "reference": record.reference,
        "edition": record.edition,
        "scheme": scheme.title,
        "stage": application.stage,
        "organisation_name": record.organisation_name,
        "sections": [each for each in sections if each["code"] != PortfolioSection.EVIDENCE],
        "portfolio": as_json(record),
    }


def portfolio_sent(snapshot: dict[str, Any], *, on: date, eyes: Eyes = NO_EYES) -> PortfolioRecord:
    """What was sent as it may be shown on that day: without what consent has left. One query.

    Restricted pieces that these eyes may not see are not there at all, and all others keep their number.
    """
    record = portfolio_from(snapshot["portfolio"])
    return as_seen(record, unseen((item.id for item in record.items), on=on, eyes=eyes))


def as_seen(record: PortfolioRecord, gone: Unseen) -> PortfolioRecord:
    marked = (replace(i, restricted=i.id in gone.restricted) for i in record.items)
    return replace(
        record,
        items=tuple(
            without_contents(item) if item.id in gone.hidden else item
            for item in marked
            if item.id not in gone.withheld
        ),
        withheld=tuple(
            n for n, item in enumerate(record.items, start=1) if item.id in gone.withheld
        ),
    )


def sections_sent(snapshot: dict[str, Any], *, on: date) -> list[Section]:
    """The words of the day it was sent, with the evidence as anybody may see it now.

    Restricted pieces are told on their own pages alone, where each look is written down.
    """
    record = portfolio_sent(snapshot, on=on)
    return [evidence_section(record), *snapshot["sections"]]


def evidence_section(record: PortfolioRecord) -> Section:
    """The evidence alone, as anybody may see it now."""
    return _evidence(record, edition(record.edition))


def sections_of(record: PortfolioRecord) -> list[Section]:
    scheme = edition(record.edition)
    make = {
        PortfolioSection.EVIDENCE: lambda: _evidence(record, scheme),
        PortfolioSection.REPORT: lambda: _report(record, scheme),
        PortfolioSection.LEVELS: lambda: _levels(record, scheme),
    }
    return [
        make[section]() if section in make else _answers(record, section)
        for section in SECTIONS[record.stage]
    ]


def item_rows(record: PortfolioRecord, scheme: Scheme, item: ItemRecord) -> list[Row]:
    """Every answer about one piece of evidence, in the order of its pages."""
    if item.hidden:
        return [_row("hidden", "Not shown", HIDDEN)]
    values = [
        ("kind", EvidenceKind(item.kind).label if item.kind else ""),
        ("happened_on", show_date(item.happened_on) if item.happened_on else ""),
        ("about", item.about),
        ("who", item.who),
        ("changed", item.changed),
        ("url", item.url),
        ("captioned", Captioned(item.captioned).label if item.url and item.captioned else ""),
    ]
    rows = [_row(name, ask_of_item(scheme, name).label, str(value)) for name, value in values]
    files = [f"{file.name}\n{file.caption}".strip() for file in item.files if file.state == "clean"]
    rows.append(_row("files", "Files", "\n".join(files)))
    rows += _shows(record, scheme, item)
    rows += _consent(scheme, item)
    return [row for row in rows if row["value"]]


def shown_names(record: PortfolioRecord, scheme: Scheme, item: ItemRecord) -> dict[str, list[str]]:
    """What it shows, in words, by the question that it answers."""
    actions = {action_code(a.id): a.title or UNNAMED for a in record.actions}
    measures = {measure_code(m.id): m.name or UNNAMED for m in record.measures}
    criteria = {c.code: c.name for stage in scheme.stages for c in stage.criteria}
    articles = {a.code: f"Article {a.number}: {a.name}" for a in scheme.articles}
    named = {
        "criteria": [criteria[code] for code in criteria if code in item.shows],
        "principles": [p.name for p in scheme.principles if p.code in item.shows],
        "articles": [articles[code] for code in articles_of(item, scheme)],
        "four_cs": [c.name for c in scheme.four_cs if c.code in item.shows],
        "actions": [actions[code] for code in actions if code in item.shows],
        "measures": [measures[code] for code in measures if code in item.shows],
        "levels": [e.name for e in scheme.engagement_levels if e.code in item.shows],
    }
    return {name: found for name, found in named.items() if found}


def _shows(record: PortfolioRecord, scheme: Scheme, item: ItemRecord) -> Iterable[Row]:
    for name, found in shown_names(record, scheme, item).items():
        # Rights are many, up to twenty of each piece, so they stand in lines together.
        between = "; " if name == "articles" else "\n"
        yield _row(name, ask_of_item(scheme, name).label, between.join(found))
    for name, code in (("ladder_ours", item.ladder_ours), ("ladder_theirs", item.ladder_theirs)):
        value = name_in_edition(scheme.ladder_level, code)
        yield _row(name, ask_of_item(scheme, name).label, value)
    yield _row("ladder_said", ask_of_item(scheme, "ladder_said").label, item.ladder_said)


def _consent(scheme: Scheme, item: ItemRecord) -> Iterable[Row]:
    """What champions need to know. Where the forms are kept is for the organisation alone."""
    if item.shows_people != ShowsPeople.PEOPLE:
        value = ShowsPeople(item.shows_people).label if item.shows_people else ""
        yield _row("shows_people", ask_of_item(scheme, "shows_people").label, value)
        return
    people = ", ".join(str(Pictured(each).label) for each in item.people)
    until = item.consent_until
    yield _row("people", ask_of_item(scheme, "people").label, people)
    yield _row("scope", ask_of_item(scheme, "scope").label, ConsentScope(item.scope).label)
    yield _row(
        "expires_on", ask_of_item(scheme, "expires_on").label, show_date(until) if until else ""
    )


def _evidence(record: PortfolioRecord, scheme: Scheme) -> Section:
    entries = [
        {
            "id": item.id,
            "title": item.title or UNNAMED,
            "rows": item_rows(record, scheme, item),
        }
        for item in record.items
    ]
    count = len(record.withheld)
    rows = [_row("withheld", "Not shown here", withheld_words(count))] if count else []
    return _section(PortfolioSection.EVIDENCE, rows, entries)


def withheld_words(count: int) -> str:
    """Neutral: who reads it learns how many there are, and nothing else."""
    return "1 piece is restricted." if count == 1 else f"{count} pieces are restricted."


def _report(record: PortfolioRecord, scheme: Scheme) -> Section:
    entries = [_action(scheme, action) for action in record.actions]
    entries += [_measure(scheme, measure) for measure in record.measures]
    return _section(PortfolioSection.REPORT, entries=entries)


def _action(scheme: Scheme, action: ActionOutcomeRecord) -> dict[str, Any]:
    """Why it was late, changed or dropped is no question about what was done on time."""
    rows = [
        _row(
            "state",
            ask(scheme, "gold", "action_state").label,
            ActionState(action.state).label if action.state else "",
        ),
        _row(
            "done_on",
            ask(scheme, "gold", "done_on").label,
            show_date(action.done_on) if action.done_on else "",
        ),
        _row("text", ask(scheme, "gold", "action_text").label, action.text),
    ]
    if action.why or action.state != ActionState.DONE:
        rows.append(_row("why", ask(scheme, "gold", "action_why").label, action.why))
    rows += [
        _row(f"milestone:{each.id}", "Milestone", milestone_words(each))
        for each in action.milestones
    ]
    return {"id": action.id, "title": action.title or UNNAMED, "rows": rows}


def milestone_words(milestone: MilestoneOutcome) -> str:
    """Its name, how it stands, and why."""
    state = str(MilestoneState(milestone.state).label)
    if milestone.done_on:
        state = f"{state} on {show_date(milestone.done_on)}"
    due = f"due {show_date(milestone.due_on)}" if milestone.due_on else ""
    line = ", ".join(filter(None, [state, due]))
    return "\n".join(filter(None, [milestone.name or UNNAMED, line, milestone.why]))


def _measure(scheme: Scheme, measure: MeasureOutcomeRecord) -> dict[str, Any]:
    rows = [
        _row("baseline", "Where it stood when the plan was made", measure.baseline),
        _row("target", "What was to be reached", measure.target),
        _row("result", ask(scheme, "gold", "measure_result").label, measure.result),
        _row(
            "state",
            ask(scheme, "gold", "measure_state").label,
            MeasureState(measure.state).label if measure.state else "",
        ),
    ]
    if measure.why or measure.state != MeasureState.REACHED:
        rows.append(_row("why", ask(scheme, "gold", "measure_why").label, measure.why))
    return {"id": measure.id, "title": measure.name or UNNAMED, "rows": rows}


def _answers(record: PortfolioRecord, section: PortfolioSection) -> Section:
    """Each question is an entry, so that its figures stand beside its text."""
    entries = []
    for question in questions_of(record.edition, record.stage):
        if question.section is not section:
            continue
        told = record.narrative(question.code)
        if question.is_ticked and (told is None or told.applies != "yes"):
            continue
        rows = [_row("text", question.label, told.text if told else "")]
        if question.has_figures:
            before, after = (ask_figures(record, name) for name in ("before", "after"))
            rows.append(_row("before", before, told.before if told else ""))
            rows.append(_row("after", after, told.after if told else ""))
        entries.append({"id": question.code, "title": question.title, "rows": rows})
    return _section(section, entries=entries)


def ask_figures(record: PortfolioRecord, name: str) -> str:
    return ask(edition(record.edition), record.stage, name).label


def _levels(record: PortfolioRecord, scheme: Scheme) -> Section:
    rows = []
    for level in scheme.engagement_levels:
        told = record.level(level.code)
        rows.append(_row(level.code, level.name, said(told.engagement, told.text) if told else ""))
    return _section(PortfolioSection.LEVELS, rows)


def _section(
    code: PortfolioSection, rows: Iterable[Row] = (), entries: Iterable[dict[str, Any]] = ()
) -> Section:
    return {"code": str(code), "title": code.label, "rows": list(rows), "entries": list(entries)}


def _row(code: str, label: str, value: str) -> Row:
    return {"code": code, "label": label, "value": str(value), "part": "", "contact": False}
