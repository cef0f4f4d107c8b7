"""An answer of the public check as plain values. Programs rely on this shape (docs/certificates.md)."""

from datetime import date

from certificates import artwork
from certificates.checked import lines
from certificates.models import Certificate
from certificates.permissions import badge_is_there, picture_can_be_shown
from certificates.rendering.badge import address
from certificates.verification import Answer
from foundation.dates import london_date


def as_json(answer: Answer, *, on: date) -> dict[str, object]:
    return {
        "status": answer.state.value,
        "in_force": answer.is_in_force,
        "checked": "file" if answer.from_file else "code",
        "checked_on": on.isoformat(),
        "checks": [
            {"code": line.code, "passed": line.passed, "says": line.says}
            for line in lines(answer, on=on)
        ],
        "certificate": _certificate(answer.certificate) if answer.certificate else None,
        "ended_on": _day(_ended_on(answer.certificate, on=on)) if answer.certificate else None,
        "replaced_by": _replacement(answer),
        "check_at": address("verify"),
    }


def _certificate(certificate: Certificate) -> dict[str, object]:
    """What the page shows: the organisation, the award, and days. No people."""
    code = certificate.shown_code
    return {
        "number": certificate.number,
        "organisation": certificate.printed_name,
        "stage": certificate.stage,
        "award": artwork.alt_text(certificate.stage),
        "edition": certificate.edition,
        "awarded_on": certificate.awarded_on.isoformat(),
        "held_since": certificate.held_since.isoformat(),
        "valid_until": _day(certificate.valid_until),
        "counts_until": _day(certificate.award.grace_until),
        "page": certificate.verify_url,
        "picture": address("verify-picture", code) if picture_can_be_shown(certificate) else None,
        "badge": address("badge", code) if badge_is_there(certificate) else None,
    }


def _ended_on(certificate: Certificate, *, on: date) -> date | None:
    """The first day on which this certificate counted no more; none while it counts."""
    if certificate.condition(on).is_held:
        return None
    award = certificate.award
    if award.revoked_on is not None:
        return award.revoked_on
    again = certificate.superseded_at
    days = (award.superseded_on, london_date(again) if again is not None else None)
    return min((day for day in days if day is not None), default=award.lapses_on)


def _replacement(answer: Answer) -> dict[str, object] | None:
    """Its number alone: the code stays with those to whom it is shown."""
    if answer.replacement is None:
        return None
    return {"number": answer.replacement.number, "in_force": answer.replacement_counts}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
