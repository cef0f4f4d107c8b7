"""What a piece of evidence still lacks, and the one thing to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from awards.scheme import Scheme
from portfolios.records import ItemRecord, PortfolioRecord
from portfolios.selectors.portfolio.coverage import Coverage
from portfolios.selectors.portfolio.gaps import AppliesTo, Around, Gap, ItemPage, Place
from portfolios.selectors.portfolio.gaps.places import PAGES, anchor
from portfolios.selectors.portfolio.gaps.table import rules_for

# Where the tray ends: said of every piece that nobody has placed.
PLACE_IT = "Say what it shows."


@dataclass(frozen=True)
class Step:
    sentence: str
    button: str
    url: str


def item_gaps(record: ItemRecord, *, scheme: Scheme, on: date) -> list[Gap]:
    """What the gap check says of one piece, also before any portfolio was begun; what is missing first."""
    if record.hidden:
        return []
    around = Around(Coverage(PortfolioRecord("", "", scheme.code, "gold", items=(record,))), on)
    found = [
        Gap(
            rule,
            rule.sentence,
            Place(rule.section, item=record.id, page=rule.page, field=rule.field),
        )
        for rule in rules_for(AppliesTo.ITEM)
        if not rule.met(around, record)
    ]
    return sorted(found, key=lambda gap: not gap.is_missing)


def gap_address(gap: Gap) -> str:
    """The very field."""
    return page_address(gap.about.item, gap.about.page or ItemPage.ITEM) + anchor(gap)


def page_address(item: str, page: ItemPage, field: str = "") -> str:
    address = reverse(PAGES[page], args=[item])
    return f"{address}#id_{field}" if field else address


def todo_of(record: ItemRecord, *, chosen: bool, scheme: Scheme, on: date) -> list[tuple[str, str]]:
    """What is missing before it counts: sentences with their addresses. Placing it comes first, unless
    a statement has it already (`chosen`).
    """
    if record.hidden:
        return []
    missing = [gap for gap in item_gaps(record, scheme=scheme, on=on) if gap.is_missing]
    found = [(gap.sentence, gap_address(gap)) for gap in missing]
    if not record.shows and not chosen:
        found.insert(0, (PLACE_IT, reverse("evidence-shows", args=[record.id])))
    return found


def next_step(
    record: ItemRecord, gaps: Sequence[Gap], *, chosen: bool, then: str = ""
) -> Step | None:
    """Describe it, say what it shows, say who is in it; then the next one in the tray (`then`).

    What a statement has (`chosen`) has been placed there.
    """
    if record.hidden:
        return None
    missing = {gap.about.page for gap in gaps if gap.is_missing}
    if ItemPage.ITEM in missing:
        return _step("Tell what it is.", "Describe it", "evidence-item-change", record)
    if ItemPage.FILES in missing:
        return _step(
            "Add a file or a link, so that there is something to look at.",
            "Add a file",
            "evidence-files",
            record,
        )
    if not record.shows and not chosen:
        return _step(
            "Say what it shows. Then it is part of your portfolio.",
            "Say what it shows",
            "evidence-shows",
            record,
        )
    if ItemPage.CONSENT in missing:
        return _step(
            "Say whether there are people in it, and whether they agreed.",
            "Say who is in it",
            "evidence-consent",
            record,
        )
    if then:
        return Step(
            "This one is done. Another one waits to be placed.",
            "Go to the next one",
            reverse("evidence-item", args=[then]),
        )
    return None


def _step(sentence: str, button: str, name: str, record: ItemRecord) -> Step:
    return Step(sentence, button, reverse(name, args=[record.id]))
