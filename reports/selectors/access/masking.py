"""Takes other people out of what one person gets to see (UK GDPR, article 15(4)).

Names of people we know of are found as they stand; a name of somebody we do not know is found by its
shape, which is often wrong both ways (`portfolios.selectors.noticing`). So an officer reads a package
before it goes out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q

from awards.models import Organisation, User
from certificates.models import Signatory
from champions.models import Attendance
from portfolios.models import Commitment, RegistrationLead
from portfolios.selectors.noticing import everyday_words, name_noticed
from reports.models import PrivacyRequest

PERSON = "[another person]"
ADDRESS = "[e-mail address]"
TELEPHONE = "[telephone number]"
NUMBER = "[number]"
LINK = "[link]"

_WORD = re.compile(r"[^\W\d_]+")
# What may stand between two words of one name, also in the name of a file.
_BETWEEN = re.compile(r"[\s_.,'’-]{1,3}")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_SMALL = r"(?:al|bin|bint|da|de|del|der|di|dos|du|el|ibn|la|le|ul|ur|van|von)"
_RUN = re.compile(rf"\b{_CAPITAL}(?:[ \t]+(?:{_SMALL}[ \t]+)?{_CAPITAL})+")
_MAIL = re.compile(r"[^\s@<>\"'(),:;=/\[\]]+@[^\s@<>\"'(),:;/\[\]]+\w")
_LINKS = re.compile(r"\bhttps?://\S+")
_CALL = re.compile(r"(?<![\w./-])(?:\+44|0044|\(?0)[ \d()-]{8,14}\d(?![\w/-])")
_TEN = re.compile(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    return tuple(word.casefold() for word in _WORD.findall(text))


@dataclass(frozen=True)
class Names:
    """Phrases by their first word, the longest first: true if the phrase is to be taken out."""

    by_first: Mapping[str, tuple[tuple[Words, bool], ...]]
    # Parts of names of people close by, each of which is a name alone.
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Masker:
    """`with_names`: an officer said why names of others may stay; addresses and numbers go all the same."""

    names: Names
    # Of the person: addresses in small letters, and digits of telephone numbers.
    addresses: frozenset[str]
    digits: frozenset[str] = field(default=frozenset())
    with_names: bool = False

    def text(self, text: str) -> str:
        masked = _MAIL.sub(self._address, text)
        masked = _CALL.sub(self._telephone, masked)
        masked = _TEN.sub(NUMBER, masked)
        return masked if self.with_names else self._names(masked)

    def person(self, person: User) -> str:
        """Somebody else, as the other side of what the person did."""
        return person.name if self.with_names and person.name else PERSON

    def _address(self, found: "re.Match[str]") -> str:
        return found[0] if found[0].casefold() in self.addresses else ADDRESS

    def _telephone(self, found: "re.Match[str]") -> str:
        return found[0] if digits_of(found[0]) in self.digits else TELEPHONE

    def _names(self, text: str) -> str:
        """From left to right: phrases that are known stay or go; between them, shapes of names go."""
        words = list(_WORD.finditer(text))
        pieces, done, place = [], 0, 0
        while place < len(words):
            known = self._phrase(text, words, place)
            if known is None:
                place += 1
                continue
            length, goes = known
            start, end = words[place].start(), words[place + length - 1].end()
            pieces.append(self._shapes(text[done:start], text))
            pieces.append(PERSON if goes else text[start:end])
            done, place = end, place + length
        pieces.append(self._shapes(text[done:], text))
        return "".join(pieces)

    def _phrase(
        self, text: str, words: "list[re.Match[str]]", place: int
    ) -> tuple[int, bool] | None:
        first = words[place][0]
        for phrase, goes in self.names.by_first.get(first.casefold(), ()):
            found = words[place : place + len(phrase)]
            if tuple(word[0].casefold() for word in found) != phrase:
                continue
            gaps = pairwise(found)
            if not all(_BETWEEN.fullmatch(text[a.end() : b.start()]) for a, b in gaps):
                continue
            # A name of one word may be a word as well: "Will".
            if len(phrase) > 1 or first[:1].isupper():
                return len(phrase), goes
        if first[:1].isupper() and first.casefold() in self.names.parts:
            return 1, True
        return None

    def _shapes(self, text: str, around: str) -> str:
        def judged(found: "re.Match[str]") -> str:
            run = found[0]
            if not name_noticed(run, around=[around]):
                return run
            # "Yesterday Amira Khan": what begins a sentence may stay.
            first, gap, rest = run.partition(" ")
            if first.casefold() in everyday_words() and name_noticed(rest, around=[around]):
                return f"{first}{gap}{PERSON}"
            return PERSON

        return _RUN.sub(judged, text)


def without_links(text: str) -> str:
    """A link in a mail may let in whoever follows it."""
    return _LINKS.sub(LINK, text)


def digits_of(number: str) -> str:
    """So that `+44 121 …` and `0121 …` are the same."""
    digits = re.sub(r"\D", "", number)
    return re.sub(r"^(0044|44)", "0", digits)


def masker_for(
    person: User, *, addresses: frozenset[str], with_names: bool, close: Iterable[int]
) -> Masker:
    """Six queries, and one for the telephone numbers that are the person's own."""
    mine = Q()
    for address in sorted(addresses):
        mine |= Q(email__iexact=address)
    own = RegistrationLead.objects.filter(mine).exclude(telephone="")
    return Masker(
        names=_names_known(person, close),
        addresses=addresses,
        digits=frozenset(digits_of(each) for each in own.values_list("telephone", flat=True)),
        with_names=with_names,
    )


def _names_known(person: User, close: Iterable[int]) -> Names:
    near, others = set(close), dict(User.objects.exclude(pk=person.pk).values_list("pk", "name"))
    goes = {words_of(name) for name in others.values()}
    for rows, column in (
        (RegistrationLead.objects.all(), "name"),
        (Attendance.objects.all(), "name"),
        (Commitment.objects.all(), "signed_name"),
        (Signatory.objects.all(), "name"),
        (PrivacyRequest.objects.all(), "name"),
    ):
        goes |= {words_of(name) for name in rows.values_list(column, flat=True).distinct()}
    mine, everyday = words_of(person.name), everyday_words()
    # "Head teacher" is no name, whatever form it stands in.
    goes = {name for name in goes if not everyday.issuperset(name)}
    stays = {words_of(name) for name in Organisation.objects.values_list("name", flat=True)}
    phrases = dict.fromkeys(goes, True) | dict.fromkeys(stays, False) | {mine: False}
    by_first: dict[str, list[tuple[Words, bool]]] = {}
    for phrase in sorted(filter(None, phrases), key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append((phrase, phrases[phrase]))
    parts = {part for pk in near & set(others) for part in words_of(others[pk]) if len(part) > 2}
    return Names(
        by_first={first: tuple(each) for first, each in by_first.items()},
        parts=frozenset(parts - everyday - set(mine)),
    )
