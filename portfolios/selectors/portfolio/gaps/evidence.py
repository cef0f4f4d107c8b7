"""Each piece of evidence: what it is, what there is to look at, and who agreed to it."""

from dataclasses import replace

from portfolios.choices import PortfolioSection, ShowsPeople
from portfolios.records import ItemRecord, PortfolioRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.coverage import is_shown
from portfolios.selectors.portfolio.gaps.changing import as_it_is, first
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Around, Example, ItemPage, Rule
from portfolios.selectors.words import answered

EVIDENCE = PortfolioSection.EVIDENCE


def has_evidence(around: Around, record: PortfolioRecord) -> bool:
    return any(not item.hidden for item in record.items)


def has_title(around: Around, item: ItemRecord) -> bool:
    return answered(item.title)


def has_kind(around: Around, item: ItemRecord) -> bool:
    return bool(item.kind)


def has_day(around: Around, item: ItemRecord) -> bool:
    return item.happened_on is not None


def has_people(around: Around, item: ItemRecord) -> bool:
    return answered(item.who)


def can_be_looked_at(around: Around, item: ItemRecord) -> bool:
    """A file that still waits for its check is on its way."""
    return is_shown(item) or any(file.state == "quarantined" for file in item.files)


def says_who_is_shown(around: Around, item: ItemRecord) -> bool:
    return bool(item.shows_people)


def has_groups(around: Around, item: ItemRecord) -> bool:
    return item.shows_people != ShowsPeople.PEOPLE or bool(item.people)


def has_holder(around: Around, item: ItemRecord) -> bool:
    return item.shows_people != ShowsPeople.PEOPLE or answered(item.holder)


def has_consent_day(around: Around, item: ItemRecord) -> bool:
    return item.shows_people != ShowsPeople.PEOPLE or item.consent_given_on is not None


def is_described(around: Around, item: ItemRecord) -> bool:
    return all(answered(file.caption) for file in item.files if file.is_picture)


def tells_change(around: Around, item: ItemRecord) -> bool:
    return answered(item.changed)


def no_evidence(record: PortfolioRecord) -> PortfolioRecord:
    return replace(record, items=())


RULES = (
    Rule(
        code="evidence.some",
        kind=Kind.MISSING,
        sentence="Add your evidence, and say of each piece what it shows.",
        applies_to=AppliesTo.PORTFOLIO,
        section=EVIDENCE,
        field="",
        met=has_evidence,
        passing=Example("There is a piece of evidence that shows a criterion.", as_it_is),
        failing=Example("There is no evidence yet.", no_evidence),
    ),
    Rule(
        code="evidence.title",
        kind=Kind.MISSING,
        sentence="Give it a title.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.ITEM,
        field="title",
        met=has_title,
        passing=Example("“Minutes of the autumn forum”", as_it_is),
        failing=Example("It has no title yet.", first("items", title="")),
    ),
    Rule(
        code="evidence.kind",
        kind=Kind.MISSING,
        sentence="Say what it is.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.ITEM,
        field="kind",
        met=has_kind,
        passing=Example("“Minutes of a meeting” is chosen.", as_it_is),
        failing=Example("Nothing is chosen yet.", first("items", kind="")),
    ),
    Rule(
        code="evidence.happened_on",
        kind=Kind.MISSING,
        sentence="Say when it was.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.ITEM,
        field="happened_on",
        met=has_day,
        passing=Example("It has a date.", as_it_is),
        failing=Example("It has no date yet.", first("items", happened_on=None)),
    ),
    Rule(
        code="evidence.who",
        kind=Kind.MISSING,
        sentence="Say who was involved.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.ITEM,
        field="who",
        met=has_people,
        passing=Example("“Six pupils of Year 9, two parents, the SENCo”", as_it_is),
        failing=Example("Nothing is written here yet.", first("items", who="")),
    ),
    Rule(
        code="evidence.something",
        kind=Kind.MISSING,
        sentence="Add a file or a link, so that there is something to look at.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.FILES,
        field="file",
        met=can_be_looked_at,
        passing=Example(
            "There is a link to a video.", first("items", url="https://video.example/")
        ),
        failing=Example("There is neither a file nor a link.", first("items", url="", files=())),
    ),
    Rule(
        code="consent.shows_people",
        kind=Kind.MISSING,
        sentence="Say whether it pictures or quotes anybody.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.CONSENT,
        field="shows_people",
        met=says_who_is_shown,
        passing=Example("“No, nobody” is chosen.", first("items", shows_people="nobody")),
        failing=Example("Nobody has said so far.", first("items", shows_people="")),
    ),
    Rule(
        code="consent.people",
        kind=Kind.MISSING,
        sentence="Say who is pictured or quoted.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.CONSENT,
        field="people",
        met=has_groups,
        passing=Example(
            "“Children” is ticked.", first("items", shows_people="people", people=("children",))
        ),
        failing=Example("Nothing is ticked.", first("items", shows_people="people", people=())),
    ),
    Rule(
        code="consent.holder",
        kind=Kind.MISSING,
        sentence="Say who holds the signed consent forms.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.CONSENT,
        field="holder",
        met=has_holder,
        passing=Example(
            "“The school office”", first("items", shows_people="people", holder="The school office")
        ),
        failing=Example(
            "Nothing is written here yet.", first("items", shows_people="people", holder="")
        ),
    ),
    Rule(
        code="consent.given_on",
        kind=Kind.MISSING,
        sentence="Say when they agreed.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.CONSENT,
        field="given_on",
        met=has_consent_day,
        passing=Example("It has a date.", as_it_is),
        failing=Example(
            "It has no date yet.", first("items", shows_people="people", consent_given_on=None)
        ),
    ),
    Rule(
        code="evidence.caption",
        kind=Kind.STRONGER,
        sentence="Say what can be seen in each picture, for those who cannot see it.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.FILES,
        field="caption",
        met=is_described,
        passing=Example("“Pupils around a table with a large plan of the garden”", as_it_is),
        failing=Example(
            "A picture has no words to it.",
            lambda record: replace(
                record,
                items=tuple(
                    replace(i, files=tuple(replace(f, caption="") for f in i.files))
                    for i in record.items
                ),
            ),
        ),
    ),
    Rule(
        code="evidence.changed",
        kind=Kind.STRONGER,
        sentence="Say what changed because of it: that is what shows impact.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.ITEM,
        field="changed",
        met=tells_change,
        passing=Example("“24 of 31 pupils now say they feel calm after lunch.”", as_it_is),
        failing=Example("Nothing is written here yet.", first("items", changed="")),
    ),
)
