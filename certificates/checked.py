"""What the public check looked at, line by line, in plain words."""

from dataclasses import dataclass
from datetime import date

from awards.choices import AwardCondition
from certificates.models import Certificate
from certificates.verification import Answer
from foundation.dates import london_date
from foundation.forms import show_date


@dataclass(frozen=True)
class Line:
    """`code` stays as it is for machines; `what` and `says` are for people.

    `passed` is None where there was nothing to look at.
    """

    code: str
    what: str
    says: str
    passed: bool | None

    @property
    def kind(self) -> str:
        """How `_status.html` shows it."""
        return {True: "done", False: "attention", None: "todo"}[self.passed]

    @property
    def word(self) -> str:
        return {True: "Yes", False: "No", None: "Not checked"}[self.passed]


def lines(answer: Answer, *, on: date) -> list[Line]:
    """In the order in which they were looked at."""
    found = _file(answer) if answer.from_file else [_code(answer)]
    if answer.certificate is not None:
        found += _certificate(answer, answer.certificate, on=on)
    if not answer.from_file and answer.certificate is not None:
        says = (
            "We saw its code alone. Compare the name and the days with the paper in front of you."
        )
        found.append(Line("bytes", "Nothing on it was changed", says, None))
    return found


def _code(answer: Answer) -> Line:
    listed = answer.certificate is not None
    says = "We issued a certificate with this code." if listed else "No certificate has this code."
    return Line("listed", "The code is in our list", says, listed)


def _file(answer: Answer) -> list[Line]:
    if answer.same_bytes:
        bytes_say = "It is, byte for byte, a file that we issued."
    else:
        bytes_say = "No file that we issued is the same in every byte."
    return [
        Line("bytes", "The file is as we issued it", bytes_say, answer.same_bytes),
        _signature(answer),
    ]


def _signature(answer: Answer) -> Line:
    found = answer.found
    signed, sound = bool(found and found.key_id), bool(found and found.sound)
    if sound:
        says = "It is ours, it covers the whole file, and nothing was added after it."
        if found is not None and found.stamped_at is not None:
            day = show_date(london_date(found.stamped_at))
            says += f" A time-stamp service bore witness that it was there on {day}."
    elif signed:
        says = "It was made with our key, but it does not fit this file."
    else:
        says = "There is no signature of ours in it."
    return Line("signature", "Our signature covers the whole file", says, sound)


def _certificate(answer: Answer, certificate: Certificate, *, on: date) -> list[Line]:
    return [
        _key(answer, certificate),
        _replaced(answer, certificate),
        _force(certificate, on=on),
    ]


def _key(answer: Answer, certificate: Certificate) -> Line:
    what, lost_on = "Its key can be trusted", answer.key_lost_on
    if certificate.key_id is None:
        return Line("key", what, "It is not signed yet. We are making its file.", None)
    if lost_on is not None:
        return Line("key", what, f"The key that signed it was lost on {show_date(lost_on)}.", False)
    return Line("key", what, "The key that signed it is in our hands alone.", True)


def _replaced(answer: Answer, certificate: Certificate) -> Line:
    award = certificate.award
    if certificate.superseded_at is not None:
        says = f"It was replaced on {show_date(london_date(certificate.superseded_at))}."
    elif award.superseded_on is not None:
        says = f"A newer award took its place on {show_date(award.superseded_on)}."
    else:
        says = "It is the newest certificate of this award."
        return Line("current", "It was not replaced", says, True)
    if answer.replacement is not None:
        says += f" Its successor is {answer.replacement.number}."
    return Line("current", "It was not replaced", says, False)


def _force(certificate: Certificate, *, on: date) -> Line:
    """What its award is today, whatever becomes of this piece of paper."""
    award = certificate.award
    condition = award.condition(on)
    if condition is AwardCondition.REVOKED and award.revoked_on is not None:
        says = f"It was taken back on {show_date(award.revoked_on)}."
    elif condition is AwardCondition.LAPSED and award.lapses_on is not None:
        says = f"It lapsed on {show_date(award.lapses_on)}."
    elif condition is AwardCondition.SUPERSEDED:
        says = "A newer award took its place."
    elif condition is AwardCondition.GRACE:
        says = "Its year is over, and its renewal is due. It still counts."
    elif award.due_on is None:
        says = "It is held, and has no end date."
    else:
        says = f"It is held until {show_date(award.due_on)}."
    return Line("in-force", "The award is in force today", says, condition.is_held)
