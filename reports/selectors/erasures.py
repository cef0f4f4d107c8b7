"""Where a name stands, before it is taken out; and the deletions that wait."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from foundation import erasing
from foundation.erasing import Place
from portfolios.models import EvidenceFile, EvidenceItem
from reports.choices import ErasureState
from reports.models import Erasure
from reports.selectors.searched import searched_columns

# Kinds of record that hold a piece of evidence's own words.
_FILE = "foundation.privatefile"
_ITEM = "portfolios.evidenceitem"
_CAPTION = "portfolios.evidencefile"
_CONSENT = "portfolios.consent"


@dataclass(frozen=True)
class Found:
    """What a search for names found: how many texts of which kind, and in which pieces of evidence."""

    kinds: tuple[tuple[str, int], ...]
    items: tuple[EvidenceItem, ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.kinds)


def find(terms: Sequence[str]) -> Found:
    """Every column of every kind of record is searched, so this takes a moment."""
    places = list(erasing.places(terms, among=searched_columns()))
    kinds = Counter(_kind(place) for place in places)
    return Found(kinds=tuple(sorted(kinds.items())), items=tuple(_pieces(places)))


def waiting_for_confirmation() -> QuerySet[Erasure]:
    return Erasure.objects.filter(state=ErasureState.ORDERED)


def _kind(place: Place) -> str:
    name = str(place.column.model._meta.verbose_name)
    return f"{name[:1].upper()}{name[1:]}: {place.column.field.verbose_name}"


def _pieces(places: Sequence[Place]) -> QuerySet[EvidenceItem]:
    keys: dict[str, set[object]] = {}
    for place in places:
        keys.setdefault(place.column.model._meta.label_lower, set()).add(place.pk)
    files = EvidenceFile.objects.filter(
        Q(pk__in=keys.get(_CAPTION, ())) | Q(file__in=keys.get(_FILE, ()))
    )
    wanted = (
        Q(pk__in=keys.get(_ITEM, ()))
        | Q(consent__in=keys.get(_CONSENT, ()))
        | Q(pk__in=files.values("item"))
    )
    rows = EvidenceItem.objects.filter(wanted, consent__forgotten_at=None)
    return rows.select_related("organisation").order_by("organisation__name", "pk")
