"""What a chair starts from: what champions found, said as the letter would say it (scheme.md 18)."""

from collections.abc import Iterable, Iterator

from django.utils.text import Truncator

from champions.choices import Level
from champions.models import Decision
from champions.selectors.facts import CaseFacts
from champions.selectors.findings import Question

STRONG = "What we found strong:"
# As the form takes them.
LONGEST_FEEDBACK, LONGEST_POINTS = 5000, 8000
LONGEST_POINT, MOST_POINTS = 1000, 20


def given_back(facts: CaseFacts) -> Decision | None:
    """The last decision on this version that went back to the panel: nobody types it a second time."""
    rows = Decision.objects.filter(
        panel=facts.panel, change=facts.judged, cancelled_at__isnull=False
    )
    return rows.order_by("-cancelled_at", "-pk").first()


def all_see_it(question: Question) -> bool | None:
    """Whether everybody found it met, or nobody did; nothing when they differ."""
    met = {finding.level in (Level.MET, Level.STRONG) for finding in question.findings}
    return met.pop() if len(met) == 1 else None


def feedback_from(questions: Iterable[Question]) -> str:
    """The strengths that champions named. Nobody is named as the one who saw them."""
    said = [(each.asked.name, finding.strength) for each in questions for finding in each.findings]
    return "\n".join(_fitting(_lines(said), LONGEST_FEEDBACK, first=STRONG))


def points_from(questions: Iterable[Question]) -> str:
    """Their challenges, one on each line: what to change, what would make it, or next steps."""
    said = [(each.asked.name, finding.challenge) for each in questions for finding in each.findings]
    return "\n".join(list(_fitting(_lines(said), LONGEST_POINTS))[:MOST_POINTS])


def _lines(said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each thing once, in the order in which the stage asks."""
    seen: set[str] = set()
    for name, text in said:
        line = " ".join(text.split())
        if line and line.casefold() not in seen:
            seen.add(line.casefold())
            yield Truncator(f"{name}: {line}").chars(LONGEST_POINT)


def _fitting(lines: Iterable[str], most: int, *, first: str = "") -> Iterator[str]:
    """As many as fit; whole ones only. Line breaks count as two, as forms send them."""
    length = len(first) + 2
    for line in lines:
        length += len(line) + 2
        if length > most:
            return
        if first:
            yield first
            first = ""
        yield line
