"""One edition of the scheme, whole, with the questions the rest of the house asks of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from awards.scheme.parts import (
    Article,
    Authority,
    Check,
    Commitment,
    Criterion,
    EligibilityQuestion,
    EngagementLevel,
    Field,
    FourC,
    GlossaryTerm,
    LadderLevel,
    Legislation,
    Meeting,
    Method,
    OrganisationKind,
    Panel,
    Perspective,
    Pledges,
    Policy,
    Principle,
    Purpose,
    Reference,
    Renewal,
    Section,
    Sector,
    Stage,
    Standard,
    Windows,
)


class UnknownCodeError(LookupError):
    """A code that this edition does not have."""


class Coded(Protocol):
    @property
    def code(self) -> str: ...


class Named(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


C = TypeVar("C", bound=Coded)


def find(items: Iterable[C], code: str) -> C:
    for item in items:
        if item.code == code:
            return item
    raise UnknownCodeError(code)


@dataclass(frozen=True)
class Scheme:
    code: str
    title: str
    short_title: str
    summary: str
    who_can_take_part: str
    how_people_work_together: str
    four_cs_credit: str
    ladder_credit: str
    authority: Authority
    purposes: tuple[Purpose, ...]
    perspectives: tuple[Perspective, ...]
    sectors: tuple[Sector, ...]
    organisation_kinds: tuple[OrganisationKind, ...]
    engagement_levels: tuple[EngagementLevel, ...]
    eligibility: tuple[EligibilityQuestion, ...]
    stages: tuple[Stage, ...]
    renewal: Renewal
    windows: Windows
    meeting: Meeting
    checks: tuple[Check, ...]
    methods: tuple[Method, ...]
    commitment: Commitment
    pledges: Pledges
    four_cs: tuple[FourC, ...]
    principles: tuple[Principle, ...]
    articles: tuple[Article, ...]
    ladder: tuple[LadderLevel, ...]
    policies: tuple[Policy, ...]
    legislation: tuple[Legislation, ...]
    standards: tuple[Standard, ...]
    glossary: tuple[GlossaryTerm, ...]
    references: tuple[Reference, ...]
    # Outward codes that lie wholly or partly in the area; any other is asked about, never refused.
    postcode_areas: tuple[str, ...]
    # So many days after the letter went out, an organisation can ask that others look again.
    appeal_days: int

    def stage(self, code: str) -> Stage:
        return find(self.stages, code)

    def stage_after(self, code: str) -> Stage | None:
        """The stage that requires this one; None after the last."""
        self.stage(code)
        return next((stage for stage in self.stages if stage.requires == code), None)

    def stage_before(self, code: str) -> Stage | None:
        required = self.stage(code).requires
        return self.stage(required) if required else None

    def criteria_for(self, stage: str) -> tuple[Criterion, ...]:
        return self.stage(stage).criteria

    def criterion(self, code: str) -> Criterion:
        return find((c for stage in self.stages for c in stage.criteria), code)

    def checks_for(self, stage: str) -> tuple[Check, ...]:
        self.stage(stage)
        return tuple(check for check in self.checks if stage in check.stages)

    def check(self, code: str) -> Check:
        return find(self.checks, code)

    def asked_of_champions(self, stage: str) -> tuple[Criterion | Check, ...]:
        """What a champion finds on, one question at a time: the criteria, then the checks."""
        return (*self.criteria_for(stage), *self.checks_for(stage))

    def asked_at_renewal(self, stage: str) -> tuple[Criterion | Check, ...]:
        """The same of a re-validation: every criterion again, and fewer checks (scheme.md 22)."""
        checks = tuple(check for check in self.checks if check.code in self.renewal.checks)
        return (*self.criteria_for(stage), *checks)

    def asked(self, code: str) -> Criterion | Check:
        """The criterion or check behind the code of a finding."""
        every: tuple[Criterion | Check, ...] = (
            *(c for stage in self.stages for c in stage.criteria),
            *self.checks,
        )
        return find(every, code)

    @cached_property
    def registration(self) -> tuple[Section, ...]:
        """The registration form: the questions of the first stage."""
        return self.stages[0].sections

    def principle(self, code: str) -> Principle:
        return find(self.principles, code)

    def article(self, code: str) -> Article:
        return find(self.articles, code)

    def articles_of(self, principle: Principle | str) -> tuple[Article, ...]:
        found = self.principle(principle) if isinstance(principle, str) else principle
        return tuple(article for article in self.articles if article.number in found.articles)

    def principles_of(self, article: Article) -> tuple[Principle, ...]:
        return tuple(p for p in self.principles if article.number in p.articles)

    @cached_property
    def pairs(self) -> tuple[tuple[Principle, Article], ...]:
        return tuple((p, article) for p in self.principles for article in self.articles_of(p))

    def four_c(self, code: str) -> FourC:
        return find(self.four_cs, code)

    def ladder_level(self, code: str) -> LadderLevel:
        return find(self.ladder, code)

    @cached_property
    def default_ladder_level(self) -> LadderLevel:
        return next(level for level in self.ladder if level.default)

    def engagement_level(self, code: str) -> EngagementLevel:
        return find(self.engagement_levels, code)

    def perspective(self, code: str) -> Perspective:
        return find(self.perspectives, code)

    def sector(self, code: str) -> Sector:
        return find(self.sectors, code)

    def organisation_kind(self, code: str) -> OrganisationKind:
        return find(self.organisation_kinds, code)

    def kinds_in(self, sector: str) -> tuple[OrganisationKind, ...]:
        self.sector(sector)
        return tuple(kind for kind in self.organisation_kinds if kind.sector == sector)

    def policy(self, code: str) -> Policy:
        return find(self.policies, code)

    def term(self, code: str) -> GlossaryTerm:
        return find(self.glossary, code)

    def eligibility_question(self, code: str) -> EligibilityQuestion:
        return find(self.eligibility, code)

    def items_for(self, field: Field, stage: Stage) -> tuple[Named, ...]:
        """The items that a field asks about or offers; none for an ordinary field."""
        name = field.each_of or field.choose_from
        if name is None:
            return ()
        if name == "criteria":
            return stage.criteria
        items: tuple[Named, ...] = getattr(self, name)
        return items

    def panel_gaps(
        self, panel: Panel, perspectives: Iterable[str], *, waived: bool = False
    ) -> tuple[str, ...]:
        """Who is still missing from a panel, in words: "2 more champions", "a young person"."""
        present = tuple(perspectives)
        gaps = []
        short = panel.minimum_champions - len(present)
        if short > 0:
            gaps.append(f"{short} more champion{'s' if short > 1 else ''}")
        for need in panel.gaps(present, waived=waived):
            gaps.append(" or ".join(f"a {self.perspective(code).name.lower()}" for code in need))
        return tuple(dict.fromkeys(gaps))

    def covers_postcode(self, postcode: str) -> bool:
        """Whether the outward code is one of the area's. No is a reason to ask, not to refuse."""
        compact = "".join(postcode.upper().split())
        outward = compact[:-3] if len(compact) > 4 else compact
        return outward in self.postcode_areas
