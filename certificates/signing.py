"""Signing certificates, and the key that does it (scheme.md 23, T-79).

A certificate is certified with "no changes allowed". Production names a PKCS#12 file; development
and the tests make a key of their own, whose name says that it is worth nothing.
"""

import functools
import hashlib
import io
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from certificates.inspection_reader import read
from certificates.stamping import TimeStampUnavailable, time_stamper

FIELD_NAME = "CoproductionAward"
_DIGEST = "sha256"
DEVELOPMENT_NAME = "Development key: not a real certificate"
# Long enough that an ordinary certificate never outlives the key that signed it unnoticed.
_KEY_LIFE = timedelta(days=3650)


class KeyProblem(Exception):
    """The signing key can't be read; the text says what to do."""


@dataclass(frozen=True)
class LoadedKey:
    """The key in use, with its id: the start of the SHA-256 of its certificate."""

    signer: signers.SimpleSigner
    key_id: str
    certificate_pem: str
    not_before: datetime
    not_after: datetime
    for_development: bool
    # False for keys that would turn the file into PDF 2.0 and so out of PDF/A-3.
    keeps_pdf_a: bool
    # The same key for what is no PDF; none where it is not RSA.
    private_key: rsa.RSAPrivateKey | None


def load_signer() -> LoadedKey:
    """The key that signs now, read once in the life of a process (428 → 55 ms a signature)."""
    if settings.CERTIFICATE_KEY_FILE:
        return _load(settings.CERTIFICATE_KEY_FILE, settings.CERTIFICATE_KEY_PASSPHRASE)
    folder = Path(settings.DATA_DIR) / "keys"
    file = folder / "certificates-development.p12"
    make_development_key(file)
    return _load(str(file), "")


def sign(content: bytes, *, key: LoadedKey) -> bytes:
    """The same file, certified: nobody may add or change anything. Where a time-stamp service is
    named, it bears witness to the day.
    """
    writer = _Writer(io.BytesIO(content))
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm=_DIGEST,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason="Issued as a certificate of the Co-production Award",
        location="Birmingham",
    )
    stamper = time_stamper()
    out = io.BytesIO()
    signers.PdfSigner(metadata, signer=key.signer, timestamper=stamper).sign_pdf(writer, output=out)
    signed = out.getvalue()
    if stamper is not None:
        _require_stamp(signed, key=key)
    return signed


def _require_stamp(signed: bytes, *, key: LoadedKey) -> None:
    """A stamp that does not fit the file would spoil the certificate for good."""
    (told,) = read({"known": [key.certificate_pem]}, signed)
    if not (told["sound"] and told["stamped_at"]):
        raise TimeStampUnavailable("The time-stamp service gave a stamp that does not fit.")


class _Signer(signers.SimpleSigner):
    """Keeps the key as it was read: pyHanko reads and proves it anew, twice for each signature
    (310 → 60 ms).
    """

    def __init__(self, read: signers.SimpleSigner, private_key: rsa.RSAPrivateKey | None) -> None:
        super().__init__(
            signing_cert=read.signing_cert,
            signing_key=read.signing_key,
            cert_registry=read.cert_registry,
        )
        self.private_key = private_key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if self.private_key is None or digest_algorithm != _DIGEST:
            return await super().async_sign_raw(data, digest_algorithm, dry_run)
        if dry_run:
            return bytes(self.private_key.key_size // 8)
        return self.private_key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class _Writer(IncrementalPdfFileWriter):
    """Leaves what a file says of itself as it was printed: pyHanko would write it anew, in a form of
    XMP that PDF/A does not allow, and with itself as the maker.
    """

    def _update_meta(self) -> None:
        return


def key_id_of(certificate_der: bytes) -> str:
    """A key's short name: the first 16 hex digits of the SHA-256 of its certificate."""
    return hashlib.sha256(certificate_der).hexdigest()[:16]


def new_key_file(*, common_name: str, passphrase: str, at: datetime) -> bytes:
    """A fresh RSA key with its own certificate, as PKCS#12.

    RSA, because an elliptic curve makes the signed file call itself PDF 2.0, which PDF/A-3 does not
    allow.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "GB"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # An hour back, for clocks that do not quite agree.
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + _KEY_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        protection = serialization.BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(
        b"certificates", key, certificate, None, protection
    )


def make_development_key(file: Path) -> None:
    """Make the development key once, also when web server and worker start in the same moment."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = new_key_file(common_name=DEVELOPMENT_NAME, passphrase="", at=datetime.now(UTC))
    write_new(file, content)


def write_new(file: Path, content: bytes) -> bool:
    """Write a file only its owner can read, whole or not at all.

    False when somebody was there first.
    """
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        # A link appears at once and never replaces what is there.
        os.link(draft, file)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


@functools.cache
def _load(file: str, passphrase: str) -> LoadedKey:
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise KeyProblem(f"The certificate key {file} can't be read: {error.strerror}.") from error
    try:
        loaded = pkcs12.load_pkcs12(content, passphrase.encode() or None)
        signer = signers.SimpleSigner.load_pkcs12_data(
            content, other_certs=[], passphrase=passphrase.encode() or None
        )
    except ValueError as error:
        raise KeyProblem(
            f"The certificate key {file} can't be opened. Check the passphrase, and that it is "
            "a PKCS#12 file."
        ) from error
    if loaded.cert is None or signer.signing_cert is None:
        raise KeyProblem(f"The certificate key {file} has no certificate in it.")
    certificate = loaded.cert.certificate
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    private_key = loaded.key if isinstance(loaded.key, rsa.RSAPrivateKey) else None
    return LoadedKey(
        signer=_Signer(signer, private_key),
        key_id=key_id_of(certificate.public_bytes(serialization.Encoding.DER)),
        certificate_pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        keeps_pdf_a=private_key is not None,
        private_key=private_key,
        for_development=any(name.value == DEVELOPMENT_NAME for name in names),
    )


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
