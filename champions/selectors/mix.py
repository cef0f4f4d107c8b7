"""Whose eyes a panel looks with, held against what the edition asks for (scheme.md 3)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from awards.models import Application
from awards.scheme import edition
from champions.choices import Perspective, TimeOfWeek
from champions.models import Champion
from champions.selectors.facts import CaseFacts, rule_of

# For more than one of them; "parents or carers" is no plain plural.
MANY = {
    Perspective.YOUNG_PERSON: "young people",
    Perspective.PARENT_CARER: "parents or carers",
    Perspective.PROFESSIONAL: "professionals",
}


@dataclass(frozen=True)
class Group:
    """One perspective, and who of it is there: "Sam Spare (Education)"."""

    name: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """One thing that the edition asks for. Kind and word are as templates/_status.html draws them."""

    text: str
    met: bool
    waived: bool = False

    @property
    def kind(self) -> str:
        return "done" if self.met else "waiting" if self.waived else "attention"

    @property
    def word(self) -> str:
        return "In place" if self.met else "Set aside, with a reason" if self.waived else "Missing"


@dataclass(frozen=True)
class Mix:
    groups: tuple[Group, ...]
    needs: tuple[Need, ...]
    chair: str
    # Times of the week that suit everybody who told us; `asked` is how many did.
    times: tuple[str, ...]
    asked: int
    # "1 young person, 2 professionals"; empty for nobody.
    sentence: str

    @property
    def is_complete(self) -> bool:
        return bool(self.chair) and all(need.met or need.waived for need in self.needs)


def mix_of(
    application: Application,
    champions: Iterable[Champion],
    *,
    chair: Champion | None = None,
    waived: bool = False,
) -> Mix:
    """Asks the database nothing."""
    champions = list(champions)
    scheme = edition(application.edition)
    groups = []
    for perspective in Perspective:
        of_it = [each for each in champions if each.perspective == perspective]
        named = tuple(
            f"{each.user} ({scheme.sector(each.sector).name})" if each.sector else str(each.user)
            for each in of_it
        )
        groups.append(Group(_headed(MANY[perspective]), named))
    told = [set(each.suits) for each in champions if each.suits]
    shared = set.intersection(*told) if told else set()
    return Mix(
        groups=tuple(groups),
        needs=tuple(_needs(application, champions, waived=waived)),
        chair=str(chair.user) if chair is not None and chair in champions else "",
        times=tuple(time.label for time in TimeOfWeek if time in shared),
        asked=len(told),
        sentence=_sentence(champions),
    )


def mix_of_case(facts: CaseFacts) -> Mix:
    """Of who sits now; whoever has joined the applicant since is not counted (T-36)."""
    seats = [seat for seat in facts.seats if not seat.belongs]
    chair = next((seat.champion for seat in seats if seat.assignment.is_chair), None)
    return mix_of(
        facts.application,
        [seat.champion for seat in seats],
        chair=chair,
        waived=bool(facts.panel and facts.panel.waiver),
    )


def _needs(application: Application, champions: list[Champion], *, waived: bool) -> Iterable[Need]:
    rule = rule_of(application)
    scheme = edition(application.edition)
    number = rule.minimum_champions
    yield Need(
        f"At least {number} champion{'s' if number > 1 else ''}", met=len(champions) >= number
    )
    present = {each.perspective for each in champions}
    for needs, may_waive in ((rule.needs, False), (rule.needs_unless_waived, True)):
        for need in needs:
            words = " or ".join(f"a {scheme.perspective(code).name.lower()}" for code in need)
            met = not present.isdisjoint(need)
            if met and any(set(other) < set(need) for other in rule.needs_unless_waived):
                # The narrower ones say it already. Where nobody meets it, no reason sets it aside.
                continue
            yield Need(_headed(words), met=met, waived=may_waive and waived and not met)


def _sentence(champions: list[Champion]) -> str:
    counts = Counter(each.perspective for each in champions)
    return ", ".join(
        f"{counts[each]} {each.label.lower() if counts[each] == 1 else MANY[each]}"
        for each in Perspective
        if counts[each]
    )


def _headed(words: str) -> str:
    return words[:1].upper() + words[1:]
