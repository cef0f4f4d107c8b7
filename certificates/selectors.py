"""Reads for pages."""

from datetime import date

from django.db.models import Q

from awards.models import Award
from certificates.models import Certificate, LogoPack, Signatory, SigningKey


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


def signatories_on(day: date) -> list[Signatory]:
    return list(Signatory.objects.current_on(day).select_related("picture"))


def known_certificates() -> dict[str, str]:
    """Every key that ever signed for us, by id, as PEM."""
    return dict(SigningKey.objects.values_list("key_id", "certificate_pem"))
