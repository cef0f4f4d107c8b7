"""Each piece of evidence: what it is, and what there is to look at (scheme.md 12)."""

from dataclasses import replace

from portfolios.choices import Captioned, PortfolioSection
from portfolios.records import ItemRecord, PortfolioRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.coverage import is_shown
from portfolios.selectors.portfolio.gaps.around import Around
from portfolios.selectors.portfolio.gaps.changing import as_it_is, first, first_file
from portfolios.selectors.portfolio.gaps.rule import AppliesTo, Example, ItemPage, Rule
from portfolios.selectors.words import answered, is_vague, plain

EVIDENCE = PortfolioSection.EVIDENCE


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


def is_described(around: Around, item: ItemRecord) -> bool:
    return all(answered(file.caption) for file in item.files if file.is_picture)


def tells_change(around: Around, item: ItemRecord) -> bool:
    return answered(item.changed)


def changed_is_clear(around: Around, item: ItemRecord) -> bool:
    return not is_vague(item.changed)


def has_own_title(around: Around, item: ItemRecord) -> bool:
    return not answered(item.title) or around.titles[plain(item.title)] == 1


def shows_a_principle(around: Around, item: ItemRecord) -> bool:
    """The rights of the child follow from the principles (scheme.md 15)."""
    return any(code.startswith("principle.") for code in item.shows)


def files_are_usable(around: Around, item: ItemRecord) -> bool:
    """Waits until there is something to look at: then what was refused is only in the way."""
    return not can_be_looked_at(around, item) or all(f.state != "refused" for f in item.files)


def can_be_followed(around: Around, item: ItemRecord) -> bool:
    """WCAG 1.2: a champion who cannot hear it can read it."""
    return not item.url or item.captioned == Captioned.YES


def _no_principle(record: PortfolioRecord) -> PortfolioRecord:
    head, *rest = record.items
    shows = tuple(code for code in head.shows if not code.startswith("principle."))
    return replace(record, items=(replace(head, shows=shows), *rest))


def _same_title(record: PortfolioRecord) -> PortfolioRecord:
    head, other, *rest = record.items
    return replace(record, items=(head, replace(other, title=head.title), *rest))


RULES = (
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
            "There is a link to a video.",
            first("items", url="https://video.example/", captioned="yes"),
        ),
        failing=Example("There is neither a file nor a link.", first("items", url="", files=())),
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
        failing=Example("A picture has no words to it.", first_file(caption="")),
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
    Rule(
        code="evidence.changed_clear",
        kind=Kind.STRONGER,
        sentence="Say what is different now, with a number or in people’s own words.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.ITEM,
        field="changed",
        met=changed_is_clear,
        passing=Example("“24 of 31 pupils now say they feel calm after lunch.”", as_it_is),
        failing=Example(
            "“We hope to raise awareness.”", first("items", changed="We hope to raise awareness.")
        ),
    ),
    Rule(
        code="evidence.own_title",
        kind=Kind.STRONGER,
        sentence="Give it a title of its own, so that people can tell it from the others.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.ITEM,
        field="title",
        met=has_own_title,
        passing=Example(
            "“Minutes of the autumn forum” and “Minutes of the spring forum”", as_it_is
        ),
        failing=Example("Two pieces are both called “Minutes of the autumn forum”.", _same_title),
    ),
    Rule(
        code="evidence.principle",
        kind=Kind.STRONGER,
        sentence="Tick the principles that it shows. The rights of the child follow from them.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.SHOWS,
        field="principles",
        met=shows_a_principle,
        asked="check.principles",
        passing=Example("“Treated as equal” is ticked.", as_it_is),
        failing=Example("No principle is ticked.", _no_principle),
    ),
    Rule(
        code="evidence.refused_file",
        kind=Kind.STRONGER,
        sentence="Take out the file that we could not accept, or send it in another form.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.FILES,
        field="",
        met=files_are_usable,
        passing=Example("All its files were accepted.", as_it_is),
        failing=Example(
            "One of its files was refused.",
            first_file(state="refused"),
        ),
    ),
    Rule(
        code="evidence.captions",
        kind=Kind.STRONGER,
        sentence="Add captions or a transcript, for those who cannot hear it.",
        applies_to=AppliesTo.ITEM,
        section=EVIDENCE,
        page=ItemPage.ITEM,
        field="captioned",
        met=can_be_followed,
        passing=Example(
            "The video has captions.",
            first("items", url="https://video.example/", captioned="yes"),
        ),
        failing=Example(
            "The video has none yet.",
            first("items", url="https://video.example/", captioned="no"),
        ),
    ),
)
