"""How answers are worded: hints only, which know English and never count words."""

import re
from collections.abc import Callable

from portfolios.choices import PortfolioSection
from portfolios.records import NarrativeRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.gaps.around import Around
from portfolios.selectors.portfolio.gaps.changing import (
    answer,
    as_it_is,
    intrinsic_answer,
    repeated,
)
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Example, Rule
from portfolios.selectors.portfolio.questions import Question
from portfolios.selectors.words import (
    AGENCIES,
    ASKED,
    CARERS,
    CHILDREN,
    COST,
    FAMILIES,
    NETWORKS,
    REWARDS,
    STAFF,
    answered,
    is_vague,
    mentions,
    names_several,
    plain,
)

Asked = tuple[Question, NarrativeRecord]
CRITERIA, SUSTAIN, WITH = (
    PortfolioSection.CRITERIA,
    PortfolioSection.SUSTAIN,
    PortfolioSection.WITH,
)
GOLD, PLATINUM = ("gold",), ("platinum",)


def speaks_of(*lists: re.Pattern[str]) -> Callable[[Around, Asked], bool]:
    """The answer has a word of each list; one that is not there yet passes."""

    def check(around: Around, asked: Asked) -> bool:
        return all(mentions(asked[1].text, words) for words in lists)

    return check


def names_agencies(around: Around, asked: Asked) -> bool:
    return names_several(asked[1].text, AGENCIES)


def says_what_was_done(around: Around, asked: Asked) -> bool:
    return not is_vague(asked[1].text)


def has_own_words(around: Around, asked: Asked) -> bool:
    text = asked[1].text
    return not answered(text) or around.answers[plain(text)] == 1


def speaks_of_both_sides(around: Around, asked: Asked) -> bool:
    """Better outcomes are asked for children and for those who care for them (scheme.md 14)."""
    criterion = around.scheme.criterion(asked[0].code)
    return not criterion.intrinsic or speaks_of(CHILDREN, CARERS)(around, asked)


def wrote(code: str, text: str) -> Example:
    return Example(f"“{text}”", answer(code, text=text))


RULES = (
    Rule(
        code="told.clear",
        kind=Kind.STRONGER,
        sentence="Say what you did and what came of it, rather than what you hope to do.",
        applies_to=AppliesTo.QUESTION,
        section=CRITERIA,
        field="text",
        met=says_what_was_done,
        passing=wrote("with.power", "Parents hold four of nine seats, and can say no."),
        failing=wrote("with.power", "We aim to involve parents where possible."),
    ),
    Rule(
        code="told.own_words",
        kind=Kind.STRONGER,
        sentence="Say here what belongs to this question: another answer has the very same words.",
        applies_to=AppliesTo.QUESTION,
        section=CRITERIA,
        field="text",
        met=has_own_words,
        passing=Example("Each answer has words of its own.", as_it_is),
        failing=Example(
            "How you share power and how you share resources are told in the same words.",
            repeated("with.resources", of="with.power"),
        ),
    ),
    Rule(
        code="voice.who",
        kind=Kind.STRONGER,
        sentence="Say who had a voice: children, young people, parents or carers.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        only="gold.voice",
        field="text",
        met=speaks_of(FAMILIES),
        passing=wrote("gold.voice", "Six pupils and two parents sat on the group all year."),
        failing=wrote("gold.voice", "Everybody had a voice from start to finish."),
        stages=GOLD,
    ),
    Rule(
        code="training.both",
        kind=Kind.STRONGER,
        sentence="Say how staff were trained, and how people who use your service were.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        only="{stage}.training",
        field="text",
        met=speaks_of(STAFF, FAMILIES),
        passing=wrote(
            "{stage}.training",
            "30 members of staff and eight parents went to one course, with two other schools.",
        ),
        failing=wrote("{stage}.training", "30 members of staff and two partners were trained."),
    ),
    Rule(
        code="training.others",
        kind=Kind.STRONGER,
        sentence="Say whom you train beyond your own organisation.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        only="platinum.training",
        field="text",
        met=speaks_of(NETWORKS),
        passing=wrote(
            "platinum.training", "Our staff and four parents train two other schools each year."
        ),
        failing=wrote("platinum.training", "All our staff and eight parents have been trained."),
        stages=PLATINUM,
    ),
    Rule(
        code="collaboration.named",
        kind=Kind.STRONGER,
        sentence="Name the agencies, and say what each of them did.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        only="{stage}.collaboration",
        field="text",
        met=names_agencies,
        passing=wrote(
            "{stage}.collaboration", "The school nurse ran two sessions. A charity lent the room."
        ),
        failing=wrote("{stage}.collaboration", "We worked with several agencies."),
    ),
    Rule(
        code="outcomes.both",
        kind=Kind.STRONGER,
        sentence="Say what is better for children and young people, and what for parents and carers.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="text",
        met=speaks_of_both_sides,
        passing=Example(
            "“24 of 31 pupils feel calm, and nine parents are back at work.”",
            intrinsic_answer("24 of 31 pupils feel calm, and nine parents are back at work."),
        ),
        failing=Example(
            "“24 of 31 pupils feel calm after lunch.”",
            intrinsic_answer("24 of 31 pupils feel calm after lunch."),
        ),
    ),
    Rule(
        code="needs.known",
        kind=Kind.STRONGER,
        sentence="Say how you know what people need: who told you, and how.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        only="platinum.actions",
        field="text",
        met=speaks_of(ASKED),
        passing=wrote("platinum.actions", "In the spring survey, parents wanted evening meetings."),
        failing=wrote("platinum.actions", "Families want later hours."),
        stages=PLATINUM,
    ),
    Rule(
        code="incentives.named",
        kind=Kind.STRONGER,
        sentence="Say which rewards were agreed, such as travel, childcare or a certificate.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        only="platinum.incentives",
        field="text",
        met=speaks_of(REWARDS),
        passing=wrote("platinum.incentives", "Travel and childcare. 12 more parents came."),
        failing=wrote("platinum.incentives", "People were happy to come."),
        stages=PLATINUM,
    ),
    Rule(
        code="promotion.beyond",
        kind=Kind.STRONGER,
        sentence="Say how you promote it beyond your own organisation as well.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        only="platinum.promotion",
        field="text",
        met=speaks_of(NETWORKS),
        passing=wrote(
            "platinum.promotion", "Every induction has an hour on it, and so has our parent forum."
        ),
        failing=wrote("platinum.promotion", "Every induction has an hour on it."),
        stages=PLATINUM,
    ),
    Rule(
        code="listening.heard",
        kind=Kind.STRONGER,
        sentence="Say how people were asked, and what they said.",
        applies_to=AppliesTo.QUESTION,
        section=WITH,
        only="with.listening",
        field="text",
        met=speaks_of(ASKED),
        passing=wrote("with.listening", "Pupils said that lunch is too loud, so we moved it."),
        failing=wrote("with.listening", "Our door is always open."),
    ),
    Rule(
        code="sustain.cost",
        kind=Kind.STRONGER,
        sentence="Say what it costs and who pays, or that it costs nothing more.",
        applies_to=AppliesTo.QUESTION,
        section=SUSTAIN,
        only="sustain.resourced",
        field="text",
        met=speaks_of(COST),
        passing=wrote("sustain.resourced", "£900 a year from the inclusion budget."),
        failing=wrote("sustain.resourced", "The head teacher looks after it."),
        stages=PLATINUM,
    ),
)
