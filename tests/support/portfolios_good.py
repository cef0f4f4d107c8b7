"""A portfolio without a gap, in plain values: what the rules of the gap check are tried on.

record = good_portfolio("gold")          # or "platinum"; on `TODAY` nothing in it could be stronger
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from awards.scheme import edition
from portfolios.choices import action_code, measure_code
from portfolios.records import (
    ActionOutcomeRecord,
    FileRecord,
    ItemRecord,
    LevelRecord,
    MeasureOutcomeRecord,
    MilestoneOutcome,
    NarrativeRecord,
    PortfolioRecord,
)
from portfolios.selectors.portfolio.questions import questions_of

TODAY = date(2027, 11, 22)
EDITION = "birmingham-2026"


def id_of(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


ACTIONS = tuple(
    ActionOutcomeRecord(
        id=id_of(f"action/{four_c}"),
        title=title,
        four_c=f"fourc.{four_c}",
        ends_on=date(2027, 7, 16),
        state="done",
        done_on=date(2027, 7, 9),
        text=f"{title}: it is there, and pupils use it every day.",
        milestones=(
            MilestoneOutcome(
                id_of(f"step/{four_c}/1"),
                "Pupils have tried three layouts",
                date(2027, 1, 29),
                "done",
                date(2027, 1, 28),
            ),
        ),
    )
    for four_c, title in (
        ("co_commissioning", "Families decide on the inclusion budget"),
        ("co_design", "A quiet room that pupils have drawn"),
        ("co_delivery", "Parents and staff run training together"),
        ("co_assessment", "Families judge how it went"),
    )
)
MEASURES = tuple(
    MeasureOutcomeRecord(
        id_of(f"measure/{name}"), name, "9 of 31 pupils", "24 of 31 pupils", "reached", result
    )
    for name, result in (
        ("Pupils feel calm after lunch", "25 of 31 pupils in June 2027"),
        ("Families hear back", "All but 2 parents say so"),
    )
)
# What must be said under some questions, so that no hint stands there.
WORDS = {
    "voice": "Six pupils and two parents sat on the group from its first to its last meeting.",
    "barriers": "Meetings moved to the evening, as the SEND Strategy asks. Twelve more parents came.",
    "training": "30 members of staff and eight parents were trained, and they train two other schools.",
    "collaboration": "The school nurse ran two sessions. A charity lent the room.",
    "outcomes": "24 of 31 pupils feel calm after lunch, and nine parents say that home is calmer.",
    "impact": "24 of 31 pupils feel calm after lunch, and nine parents say that home is calmer.",
    "actions": "In the spring survey, 14 of 20 parents asked for evening meetings. So that is what we did.",
    "incentives": "Travel and childcare are paid. Twelve more parents came.",
    "promotion": "Every induction has an hour on it, and our parent forum tells other schools.",
    "law": "Our SEND policy says that parents hold half of the seats, as section 19 asks.",
    "listening": "Pupils said that lunch is too loud, so there is a quiet room now.",
    "power": "Parents hold four of nine seats, and they have said no twice.",
    "resources": "Parents chose what £5,000 was spent on.",
    "data": "Results of every survey hang in the entrance hall, with pictures.",
    "resourced": "£900 a year from the inclusion budget, and a morning a week of the deputy head.",
    "sustained": "Two people know each task, and it stands in the job of the deputy head.",
    "networks": "Twice a year we show it to the schools of our consortium.",
}


def _narrative(code: str, title: str, *, figures: bool, ticked: bool) -> NarrativeRecord:
    text = WORDS.get(code.partition(".")[2]) or f"Under “{title}”, 12 pupils chose what to change."
    before, after = ("9 of 31 pupils", "24 of 31 pupils") if figures else ("", "")
    return NarrativeRecord(code, text, before, after, applies="yes" if ticked else "")


def _codes(stage: str) -> tuple[str, ...]:
    """Everything that a piece of evidence can show."""
    scheme = edition(EDITION)
    codes = [c.code for c in scheme.criteria_for(stage)]
    codes += [p.code for p in scheme.principles] + [c.code for c in scheme.four_cs]
    codes += [law.code for law in scheme.legislation] + [p.code for p in scheme.policies]
    codes += [level.code for level in scheme.engagement_levels]
    if stage == "gold":
        codes += [action_code(a.id) for a in ACTIONS] + [measure_code(m.id) for m in MEASURES]
    return tuple(codes)


def _file(name: str, content_type: str, caption: str) -> FileRecord:
    return FileRecord(id_of(name), name, content_type, 84_000, "ab" * 32, caption)


def _item(name: str, kind: str, day: date, shows: tuple[str, ...], **more: Any) -> ItemRecord:
    values: dict[str, Any] = {
        "about": "What pupils and parents asked for, and what was agreed.",
        "who": "Six pupils of Year 9, two parents and the SENCo.",
        "changed": "24 of 31 pupils now say that they feel calm after lunch. It was 9 of 31.",
        "files": (_file(f"{name}.pdf", "application/pdf", ""),),
        "shows_people": "nobody",
        "scope": "assessors",
    }
    return ItemRecord(
        id=id_of(name), title=name, kind=kind, happened_on=day, shows=shows, **values | more
    )


def good_portfolio(stage: str = "gold", **overrides: Any) -> PortfolioRecord:
    """Four pieces of evidence, each of which shows everything: so each can lose something."""
    scheme, codes = edition(EDITION), _codes(stage)
    garden = _file("garden.jpg", "image/jpeg", "Pupils around a table with a plan of the garden")
    items = (
        _item(
            "Photographs of the garden",
            "photo",
            date(2027, 10, 4),
            codes,
            files=(garden, _file("garden.pdf", "application/pdf", "")),
            people=("adults",),
            holder="The school office",
            consent_given_on=date(2027, 9, 30),
        ),
        _item(
            "Survey of the summer",
            "survey",
            date(2027, 6, 30),
            codes,
            ladder_ours="ladder.co_production",
            ladder_theirs="ladder.co_design",
            ladder_said="We asked all six at the end of the meeting.",
        ),
        _item("Minutes of the spring forum", "minutes", date(2027, 2, 12), codes),
        _item("Case study: Ayesha’s year", "case_study", date(2027, 1, 15), codes),
    )
    record = PortfolioRecord(
        organisation_name="Acorn Lane School",
        reference="CPA-7K3M-Q2XD",
        edition=EDITION,
        stage=stage,
        items=items,
        narratives=tuple(
            _narrative(q.code, q.title, figures=q.has_figures, ticked=q.is_ticked)
            for q in questions_of(EDITION, stage)
        ),
        actions=ACTIONS if stage == "gold" else (),
        measures=MEASURES if stage == "gold" else (),
        levels=tuple(
            LevelRecord(level.code, "now", f"{level.name}: two of them plan with us each term.")
            for level in scheme.engagement_levels
        ),
    )
    return replace(record, **overrides)


def empty_portfolio(stage: str = "gold") -> PortfolioRecord:
    """Begun, and nothing written yet; Gold has its plan to report on."""
    blank = good_portfolio(stage)
    return replace(
        blank,
        items=(),
        narratives=(),
        levels=(),
        actions=tuple(
            replace(
                action,
                state="",
                done_on=None,
                text="",
                milestones=tuple(
                    replace(m, state="planned", done_on=None) for m in action.milestones
                ),
            )
            for action in blank.actions
        ),
        measures=tuple(replace(m, state="", result="") for m in blank.measures),
    )


def with_item(record: PortfolioRecord, place: int = 0, **overrides: Any) -> PortfolioRecord:
    """The same portfolio with one piece of evidence changed."""
    items = list(record.items)
    items[place] = replace(items[place], **overrides)
    return replace(record, items=tuple(items))
