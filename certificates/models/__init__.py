from certificates.models.badges import Badge
from certificates.models.certificates import Certificate, CertificateNumbers, SigningKey
from certificates.models.logo_packs import LogoPack
from certificates.models.print_runs import PrintRun, PrintRunPage, PrintRunPart
from certificates.models.publicity import PublicityPack
from certificates.models.signatories import Signatory

__all__ = [
    "Badge",
    "Certificate",
    "CertificateNumbers",
    "LogoPack",
    "PrintRun",
    "PrintRunPage",
    "PrintRunPart",
    "PublicityPack",
    "Signatory",
    "SigningKey",
]
