"""Who is pictured or quoted in a piece of evidence, and what they agreed to (scheme.md 12)."""

from dataclasses import replace
from datetime import timedelta

from portfolios.choices import PortfolioSection, ShowsPeople
from portfolios.records import ItemRecord, PortfolioRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.gaps.around import Around
from portfolios.selectors.portfolio.gaps.changing import as_it_is, first
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Example, ItemPage, Rule
from portfolios.selectors.words import answered

EVIDENCE = PortfolioSection.EVIDENCE
# As long as champions may take to look at it.
SOON = timedelta(days=60)


def says_who_is_shown(around: Around, item: ItemRecord) -> bool:
    return bool(item.shows_people)


def has_groups(around: Around, item: ItemRecord) -> bool:
    return item.shows_people != ShowsPeople.PEOPLE or bool(item.people)


def has_holder(around: Around, item: ItemRecord) -> bool:
    return item.shows_people != ShowsPeople.PEOPLE or answered(item.holder)


def has_consent_day(around: Around, item: ItemRecord) -> bool:
    return item.shows_people != ShowsPeople.PEOPLE or item.consent_given_on is not None


def lasts(around: Around, item: ItemRecord) -> bool:
    """What ends while champions look at it is hidden from them that day."""
    return item.consent_until is None or item.consent_until - around.on > SOON


def _ends_in_a_month(record: PortfolioRecord) -> PortfolioRecord:
    """After the newest piece, as an example knows no day."""
    head, *rest = record.items
    newest = max(item.happened_on for item in record.items if item.happened_on)
    return replace(record, items=(replace(head, consent_until=newest + SOON / 2), *rest))


RULES = (
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
        code="consent.ends_soon",
        kind=Kind.STRONGER,
        sentence="Ask people again: consent ends soon, and then nobody can see it.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.CONSENT,
        field="expires_on",
        met=lasts,
        passing=Example("Consent has no end, or ends next year.", as_it_is),
        failing=Example("Consent ends in a month.", _ends_in_a_month),
    ),
)
