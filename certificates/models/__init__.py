from certificates.models.certificates import Certificate, CertificateNumbers, SigningKey
from certificates.models.logo_packs import LogoPack
from certificates.models.signatories import Signatory

__all__ = ["Certificate", "CertificateNumbers", "LogoPack", "Signatory", "SigningKey"]
