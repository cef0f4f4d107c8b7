"""Reads for pages."""

from datetime import date

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
    """The certificate that was issued in place of this one, for the same award."""
    if certificate.superseded_at is None:
        return None
    return Certificate.objects.current().filter(award=certificate.award_id).first()


def signatories_on(day: date) -> list[Signatory]:
    return list(Signatory.objects.current_on(day).select_related("picture"))


def known_certificates() -> dict[str, str]:
    """Every key that ever signed for us, by id, as PEM."""
    return dict(SigningKey.objects.values_list("key_id", "certificate_pem"))
