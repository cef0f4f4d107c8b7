"""What the pages of a portfolio and of a statement have in common: how it stands, what lacks, what is open."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from django.utils import timezone

from awards.models import Application
from awards.scheme import Scheme
from foundation.dates import london_date
from portfolios.selectors.gaps import Placed, gaps_for
from portfolios.services.editing import not_challenged


@dataclass(frozen=True)
class GapLine:
    """A gap as a page shows it: what to do, and where."""

    sentence: str
    url: str
    missing: bool


class Whole(Protocol):
    """The rows and the record of one application."""

    @property
    def application(self) -> Application: ...

    @property
    def scheme(self) -> Scheme: ...


W = TypeVar("W", bound=Whole)
G = TypeVar("G", bound=Placed)
P = TypeVar("P")


@dataclass(frozen=True)
class WritingOf(ABC, Generic[W, G, P]):
    """As it stands, for a page that shows or writes some of it. `P` is where a gap is put right."""

    whole: W
    may_write: bool

    @abstractmethod
    def find_gaps(self, on: date) -> list[G]: ...

    @abstractmethod
    def address(self, gap: G) -> str: ...

    @abstractmethod
    def is_open(self, place: P) -> bool:
        """All of a draft; after a request for changes what was challenged, and where something is missing."""

    def said(self, gap: G) -> str:
        """On the page where it is put right, which has the name of what it is about already."""
        return gap.sentence

    @property
    def application(self) -> Application:
        return self.whole.application

    @property
    def scheme(self) -> Scheme:
        return self.whole.scheme

    @cached_property
    def gaps(self) -> list[G]:
        return self.find_gaps(london_date(timezone.now()))

    @cached_property
    def missing(self) -> list[G]:
        return [gap for gap in self.gaps if gap.is_missing]

    def gaps_at(self, place: P) -> list[G]:
        """What the gap check says of one page."""
        return gaps_for(self.gaps, place)

    def lines(
        self,
        gaps: Sequence[G],
        *,
        named: bool = False,
        here: str = "",
        otherwise: str = "main-content",
        then: str = "",
    ) -> list[GapLine]:
        """`named` says of which question, criterion or evidence each is."""
        return lines_of(
            gaps,
            said=(lambda gap: gap.full) if named else self.said,
            address=self.address,
            here=here,
            otherwise=otherwise,
            then=then,
        )

    def writes(self, place: P) -> bool:
        return self.may_write and self.is_open(place)

    def need(self, place: P) -> None:
        """Tell at once that a page was not challenged, and not after typing."""
        if not self.writes(place):
            raise not_challenged(self.application)


def lines_of(
    gaps: Sequence[G],
    *,
    said: Callable[[G], str],
    address: Callable[[G], str],
    here: str = "",
    otherwise: str = "main-content",
    then: str = "",
) -> list[GapLine]:
    """What is needed comes first.

    `here` is the page's own address: a link to one of its fields must not load it again, or what is
    being typed would go. `otherwise`: where on that page a gap without a field is filled. `then` says
    where saving leads back to.
    """
    return [
        GapLine(said(gap), _link(address(gap), here, otherwise, then), gap.is_missing)
        for gap in sorted(gaps, key=lambda gap: not gap.is_missing)
    ]


def _link(address: str, here: str, otherwise: str, then: str) -> str:
    page, _, field = address.partition("#")
    if page == here:
        return f"#{field or otherwise}"
    if then:
        page = f"{page}{'&' if '?' in page else '?'}from={then}"
    return f"{page}#{field}" if field else page
