"""Who made the statement, and who signed it (scheme.md 22)."""

from portfolios.choices import StatementSection
from portfolios.selectors.gaps import Kind
from portfolios.selectors.statement.gaps.changing import as_it_is, told
from portfolios.selectors.statement.gaps.rule import AppliesTo, Around, Example, Rule
from portfolios.selectors.words import answered

TOGETHER, SIGN = StatementSection.TOGETHER, StatementSection.SIGN


def says_who(around: Around, each: object) -> bool:
    return answered(around.record.who)


def says_how(around: Around, each: object) -> bool:
    return answered(around.record.how)


def is_signed(around: Around, each: object) -> bool:
    return around.signed


RULES = (
    Rule(
        code="together.who",
        kind=Kind.MISSING,
        sentence="Say who took part in making this statement.",
        applies_to=AppliesTo.STATEMENT,
        section=TOGETHER,
        field="who",
        met=says_who,
        passing=Example("“Eight parents of our forum and the school council”", as_it_is),
        failing=Example("Nothing is written here yet.", told(who="")),
    ),
    Rule(
        code="together.how",
        kind=Kind.MISSING,
        sentence="Say what they changed in it.",
        applies_to=AppliesTo.STATEMENT,
        section=TOGETHER,
        field="how",
        met=says_how,
        passing=Example("“They asked us to say that the lift was broken for a term.”", as_it_is),
        failing=Example("Nothing is written here yet.", told(how="")),
    ),
    Rule(
        code="sign.signed",
        kind=Kind.MISSING,
        sentence="A co-production lead signs the statement as it is now.",
        applies_to=AppliesTo.STATEMENT,
        section=SIGN,
        field="",
        met=is_signed,
        passing=Example("A lead signed it, and nothing was changed since.", as_it_is),
        failing=Example("It was changed after it was signed.", as_it_is, signed=False),
    ),
)
