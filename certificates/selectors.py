"""Reads for pages."""

from datetime import date

from django.db.models import Q

from awards.models import Award
from certificates.codes import normalise
from certificates.models import Badge, Certificate, LogoPack, Signatory, SigningKey
from certificates.models.badges import LIST_LENGTH


def certificate_by_code(code: str) -> Certificate | None:
    return Certificate.objects.with_award().filter(code=code).first()


def certificate_by_hash(sha256: str) -> Certificate | None:
    return Certificate.objects.with_award().filter(sha256=sha256).exclude(sha256="").first()


def logo_pack_of(certificate: Certificate) -> LogoPack | None:
    return (
        LogoPack.objects.select_related("file")
        .filter(stage=certificate.stage, edition=certificate.edition, year=certificate.logo_year)
        .first()
    )


def replacement_of(certificate: Certificate) -> Certificate | None:
    """The one to ask for instead: issued again for the same award, or for the award that renewed it."""
    award = certificate.award
    if certificate.superseded_at is None and award.superseded_on is None:
        return None
    standing = Q(award=award.pk)
    if award.superseded_on is not None:
        standing = Q(
            award__in=Award.objects.standing().filter(
                organisation=award.organisation_id, stage=award.stage
            )
        )
    return Certificate.objects.current().with_award().filter(standing).first()


def badge_by_code(text: str) -> Badge | None:
    code = normalise(text)
    if code is None:
        return None
    return Badge.objects.select_related("certificate").filter(certificate__code=code).first()


def ended_places(number: int) -> list[int]:
    """The places in a status list of badges that never count again: their award was taken back, or
    they were replaced, or their key was lost. One that lapsed says its last day itself.
    """
    first = (number - 1) * LIST_LENGTH
    ended = (
        Q(certificate__award__revoked_on__isnull=False)
        | Q(certificate__award__superseded_on__isnull=False)
        | Q(certificate__superseded_at__isnull=False)
        | Q(key__compromised_on__isnull=False)
    )
    rows = Badge.objects.filter(ended, status_index__range=(first, first + LIST_LENGTH - 1))
    return [index - first for index in rows.values_list("status_index", flat=True)]


def signatories_on(day: date) -> list[Signatory]:
    return list(Signatory.objects.current_on(day).select_related("picture"))


def known_certificates() -> dict[str, str]:
    """Every key that ever signed for us, by id, as PEM."""
    return dict(SigningKey.objects.values_list("key_id", "certificate_pem"))
