"""A delivery plan that lacks nothing: short, whole and like a real one. Change what a test is about."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from portfolios.records import (
    ActionRecord,
    BarrierRecord,
    LevelRecord,
    MeasureRecord,
    MilestoneRecord,
    PartnerRecord,
    PlanRecord,
    PolicyRecord,
)

# The day on which the plan is looked at; its actions lie ahead.
TODAY = date(2026, 11, 23)


def id_of(name: str) -> str:
    """The same id for the same name, in every run."""
    return str(uuid5(NAMESPACE_URL, f"plan/{name}"))


CALM, VOICE = id_of("measure/calm"), id_of("measure/voice")
CHARITY, NURSE, CLUB = (id_of(f"partner/{name}") for name in ("charity", "nurse", "club"))
BUDGET, ROOM, RUN, JUDGE = (id_of(f"action/{name}") for name in ("budget", "room", "run", "judge"))


def _step(name: str, due_on: date) -> MilestoneRecord:
    return MilestoneRecord(id_of(f"milestone/{name}"), name, due_on)


def _base(**more: Any) -> ActionRecord:
    values: dict[str, Any] = {
        "partners": (CHARITY,),
        "ladder": "ladder.co_production",
        "agreed_with": "School council, and eight parents at the October coffee morning.",
        "agreed_on": date(2026, 10, 8),
        "starts_on": date(2027, 1, 11),
        "ends_on": date(2027, 7, 16),
        "timescale": "Two terms are enough, and it stays clear of the May exams.",
        "budget": "£900 from the inclusion budget.",
        "resources": "One room, and two adults for an hour a day.",
        "incentives": "Travel and childcare for parents. Pupils get a certificate.",
        "in_place": "yes",
        "in_place_note": "The head teacher confirmed it on 12 October 2026.",
        "measures": (CALM, VOICE),
        "review": "Every half-term, four parents and the school council look at the numbers with us.",
    }
    return ActionRecord(**{**values, **more})


ACTIONS = (
    _base(
        id=BUDGET,
        four_c="fourc.co_commissioning",
        title="Families decide on the inclusion budget",
        description="Six parents and six pupils choose with governors what £5,000 is spent on.",
        improvement="Money goes to what helps pupils with SEND most, as they see it.",
        needs="In the spring survey, 14 of 20 parents asked to see how the money is spent.",
        agencies="The council’s SEND team explains the rules. The charity trains parents.",
        citizens="Six parents and six pupils vote. Each has one vote, as governors have.",
        owner="Chair of governors",
        principles=("principle.2", "principle.3", "principle.7"),
        milestones=(
            _step("12 parents and pupils have been trained", date(2027, 2, 26)),
            _step("The group has voted on the first £2,000", date(2027, 5, 21)),
        ),
    ),
    _base(
        id=ROOM,
        four_c="fourc.co_design",
        title="A quiet room that pupils have drawn",
        description="Ten pupils draw the room with a designer, and try out three layouts.",
        improvement="Pupils who need calm have a place to go to at lunchtime.",
        needs="Pupils told us at school council that lunch is too loud.",
        agencies="An occupational therapist gives advice. The charity lends sensory kits.",
        citizens="Ten pupils from Years 3 to 6, and three of their parents.",
        owner="SENCo",
        principles=("principle.2", "principle.5", "principle.6", "principle.7"),
        milestones=(
            _step("Pupils have tried three layouts", date(2027, 3, 12)),
            _step("The room is open, and 10 pupils have used it", date(2027, 6, 18)),
        ),
    ),
    _base(
        id=RUN,
        four_c="fourc.co_delivery",
        title="Parents and staff run training together",
        description="Four parents and the SENCo train 30 members of staff, one afternoon a term.",
        improvement="Staff understand what a hard day looks like from a family’s side.",
        needs="Parents said at annual reviews that they explain the same things every year.",
        agencies="The school nurse and a speech therapist each lead one session.",
        citizens="Four parents write the sessions and stand in front. Pupils record a film.",
        partners=(CHARITY, NURSE),
        owner="Deputy head, with a parent governor",
        principles=("principle.1", "principle.4", "principle.6", "principle.8"),
        milestones=(
            _step("Parents and SENCo have written three sessions", date(2027, 2, 12)),
            _step("30 members of staff have been trained", date(2027, 7, 2)),
        ),
    ),
    _base(
        id=JUDGE,
        four_c="fourc.co_assessment",
        title="Families judge how it went",
        description="Five parents and five pupils read the results and mark each action in July.",
        improvement="What does not help is stopped, and families see that their view counts.",
        needs="Parents told the governors that they never hear what came of a survey.",
        agencies="The council’s SEND team and the charity sit in and ask questions.",
        citizens="Five parents and five pupils, chosen by the school council and the forum.",
        partners=(CHARITY, CLUB),
        owner="Head teacher",
        principles=("principle.3", "principle.5", "principle.8"),
        milestones=(
            _step("Parents and pupils have agreed five questions", date(2027, 3, 5)),
            _step("Their report is on the website", date(2027, 7, 9)),
        ),
    ),
)
BARRIERS = (
    BarrierRecord(
        id_of("barrier/time"),
        "Meetings are when parents work",
        "Parents who work in the daytime, and lone parents.",
        BUDGET,
        "The group meets at six in the evening, with food and a crèche.",
    ),
    BarrierRecord(
        id_of("barrier/words"),
        "Papers are hard to read",
        "Pupils with learning disabilities, and parents who read little English.",
        ROOM,
        "Every paper has an Easy Read page with pictures. An interpreter is booked.",
    ),
)
MEASURES = (
    MeasureRecord(
        CALM,
        "measure",
        "Pupils who say that they feel calm after lunch",
        "9 of 31 pupils in May 2026",
        "24 of 31 pupils by May 2027",
        "School council asks every pupil on the SEND register, twice a year.",
    ),
    MeasureRecord(
        VOICE,
        "standard",
        "The council’s quality standard for hearing families",
        "Parents say: we are asked, but we hear nothing back.",
        "All points of the standard are met by July 2027",
        "Parents and governors go through it together.",
    ),
)
PARTNERS = (
    PartnerRecord(CHARITY, "Sparkhill Carers’ Centre", "external", "They train parents with us."),
    PartnerRecord(CLUB, "Camp Hill Youth Club", "external", "Young people judge results with us."),
    PartnerRecord(NURSE, "School nursing team", "internal", "They train staff with us."),
)
LEVELS = tuple(
    LevelRecord(f"level.{code}", engagement, text)
    for code, engagement, text in (
        ("board", "now", "Two parent governors report on the plan each term."),
        ("senior_leadership", "now", "The head meets the parent group each month."),
        ("operational_team", "now", "Teaching assistants plan the room with pupils."),
        ("community_groups", "planned", "We will invite the mosque’s youth club in spring."),
        ("parents_carers", "now", "A coffee morning each month, and a vote on the budget."),
        ("children_young_people", "now", "School council, with four pupils with SEND."),
    )
)
POLICIES = (
    PolicyRecord("policy.send_strategy", "It answers the priority of hearing families early."),
)
GOOD = PlanRecord(
    organisation_name="Acorn Lane School",
    reference="CPA-7K3M-Q2XD",
    edition="birmingham-2026",
    actions=ACTIONS,
    barriers=BARRIERS,
    measures=MEASURES,
    partners=PARTNERS,
    levels=LEVELS,
    policies=POLICIES,
)


def good_record(**overrides: Any) -> PlanRecord:
    """A plan with one action under each of the 4Cs, and no gap on `TODAY`."""
    return replace(GOOD, **overrides)


def with_action(record: PlanRecord, place: int = 0, **overrides: Any) -> PlanRecord:
    """The same plan with one action changed."""
    actions = list(record.actions)
    actions[place] = replace(actions[place], **overrides)
    return replace(record, actions=tuple(actions))


def big_record(*, actions: int, milestones: int) -> PlanRecord:
    """A plan with as many actions as asked for, each with its milestones, and no gap."""
    days = [date(2027, 1, 12 + number % 18) for number in range(milestones)]
    return good_record(
        actions=tuple(
            replace(
                ACTIONS[number % 4],
                id=id_of(f"action/{number}"),
                title=f"{ACTIONS[number % 4].title} ({number})",
                description=f"{ACTIONS[number % 4].description} Group {number}.",
                milestones=tuple(
                    _step(f"{number}/{step}: families have met", day)
                    for step, day in enumerate(days)
                ),
            )
            for number in range(actions)
        ),
        barriers=tuple(
            replace(barrier, action=id_of(f"action/{number}"))
            for number, barrier in enumerate(BARRIERS)
        ),
    )


def moved(record: PlanRecord, *, to: date) -> PlanRecord:
    """The same plan, looked at on another day: every date of it lies as far from that day as it did."""
    away = to - TODAY

    def shift(value: Any) -> Any:
        if isinstance(value, date):
            return value + away
        if isinstance(value, tuple):
            return tuple(shift(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            names = (field.name for field in fields(value))
            return replace(value, **{name: shift(getattr(value, name)) for name in names})
        return value

    plan: PlanRecord = shift(record)
    return plan
