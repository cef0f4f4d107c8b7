"""What a chair starts from: what champions found, said as the letter would say it (scheme.md 18)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.text import Truncator

from champions.choices import Level
from champions.models import Decision, DecisionPoint, Finding
from champions.selectors.facts import CaseFacts
from champions.selectors.findings import Question
from champions.selectors.subjects import Subject

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
    met = {sees_it_met(finding) for finding in question.findings}
    return met.pop() if len(met) == 1 else None


def against_all(
    questions: Iterable[Question], agreed: Mapping[str, bool]
) -> list[tuple[str, bool]]:
    """What was agreed otherwise than every single champion had found it: its name, and if it is met now."""
    return [
        (each.asked.name, agreed[each.asked.code])
        for each in questions
        if each.asked.code in agreed and all_see_it(each) == (not agreed[each.asked.code])
    ]


def sees_it_met(finding: Finding) -> bool:
    return finding.level in (Level.MET, Level.STRONG)


def needs_no_talk(question: Question) -> bool:
    """Everybody found it met, and nobody wrote a word about it."""
    return all_see_it(question) is True and not any(
        finding.note or finding.strength or finding.challenge for finding in question.findings
    )


def to_talk_about_first(question: Question | None) -> int:
    """Its place on the page: what they differ on, what nobody sees met, what has words, the rest."""
    if question is None or not question.findings:
        return 1
    if question.disagree:
        return 0
    if not all_see_it(question):
        return 1
    return 3 if needs_no_talk(question) else 2


@dataclass(frozen=True)
class Apart:
    """One question on which the panel did not simply agree that it is met, or not all of them."""

    name: str
    code: str
    met: bool
    dissent: str
    # Champions who had found otherwise than was agreed.
    otherwise: tuple[str, ...]

    @property
    def is_asked(self) -> bool:
        """Somebody found otherwise, and nothing says how they see it now."""
        return bool(self.otherwise) and not self.dissent


def apart(
    questions: Iterable[Question], agreed: Mapping[str, bool], dissents: Mapping[str, str]
) -> list[Apart]:
    """What stays with the panel and is worth reading once more; nothing of what all found and agreed met."""
    found = []
    for each in questions:
        code = each.asked.code
        if code not in agreed:
            continue
        otherwise = tuple(
            str(finding.assessment.assignment.champion.user)
            for finding in each.findings
            if sees_it_met(finding) != agreed[code]
        )
        if otherwise or dissents.get(code) or not agreed[code]:
            found.append(
                Apart(each.asked.name, code, agreed[code], dissents.get(code, ""), otherwise)
            )
    return found


def feedback_from(questions: Iterable[Question]) -> str:
    """The strengths that champions named. Nobody is named as the one who saw them."""
    said: dict[str, str] = {}
    for each in questions:
        for finding in each.findings:
            line = _in_one(finding.strength)
            said.setdefault(line.casefold(), _line(each.asked.name, line) if line else "")
    return "\n".join(_fitting(filter(None, said.values()), LONGEST_FEEDBACK, first=STRONG))


def points_from(questions: Iterable[Question]) -> str:
    """Their challenges, one on each line: what to change, what is still needed, or next steps.

    Each begins with the name of its question, by which `about` knows it again.
    """
    said: dict[str, str] = {}
    for each in questions:
        for finding in each.findings:
            if _in_one(finding.challenge):
                line = _line(each.asked.name, _in_one(finding.challenge))
                said.setdefault(line.casefold(), line)
    return "\n".join(list(_fitting(said.values(), LONGEST_POINTS))[:MOST_POINTS])


def about(line: str, subjects: Iterable[Subject]) -> tuple[str, str]:
    """What a line of points is about, and what it says. Without the name of a subject: all of it.

    The longer name wins where one begins with another.
    """
    for each in sorted(subjects, key=lambda each: -len(each.name)):
        name = re.escape(_in_one(each.name))
        found = re.fullmatch(rf"{name}\s*:\s*(\S.*)", line, re.IGNORECASE)
        if found:
            return each.code, found[1]
    return "", line


def as_line(point: DecisionPoint, subjects: Iterable[Subject]) -> str | None:
    """The line that says this point; nothing when no line would."""
    subjects = list(subjects)
    names = {each.code: each.name for each in subjects}
    line = f"{_in_one(names[point.code])}: {point.sentence}" if point.code else point.sentence
    if "\n" in line or len(line) > LONGEST_POINT:
        return None
    return line if about(line, subjects) == (point.code, point.sentence) else None


def _in_one(text: str) -> str:
    return " ".join(text.split())


def _line(name: str, said: str) -> str:
    return Truncator(f"{_in_one(name)}: {said}").chars(LONGEST_POINT)


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
