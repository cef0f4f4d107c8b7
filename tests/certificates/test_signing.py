"""The key, and what it signs (T-75, T-79)."""

import io
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates import signing
from certificates.rendering.certificate import certificate_pdf
from certificates.signing import KeyProblem, LoadedKey, load_signer, new_key_file, sign, write_new
from tests.certificates.samples import facts
from tests.support.pdfs import picture_of, tool

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def key() -> LoadedKey:
    return load_signer()


@pytest.fixture(scope="module")
def page() -> bytes:
    return certificate_pdf(facts())


@pytest.fixture(scope="module")
def signed(page: bytes, key: LoadedKey) -> bytes:
    return sign(page, key=key)


def test_signature_allows_no_change_and_holds(signed: bytes, key: LoadedKey) -> None:
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    trust = ValidationContext(trust_roots=[key.signer.signing_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=trust)
    assert status.bottom_line
    assert signature.docmdp_level is MDPPerm.NO_CHANGES


def test_pdfsig_agrees(signed: bytes) -> None:
    said = tool(signed, "pdfsig", "{file}")
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Development key: not a real certificate" in said


def test_signed_file_is_still_pdf_one_point_seven(signed: bytes) -> None:
    """An elliptic curve would declare PDF 2.0 and leave PDF/A-3."""
    assert "PDF version:     1.7" in tool(signed, "pdfinfo", "{file}")
    assert "No syntax or stream encoding errors" in tool(signed, "qpdf", "--check", "{file}")


def test_signing_does_not_change_the_look(page: bytes, signed: bytes) -> None:
    assert picture_of(page, dpi=50).tobytes() == picture_of(signed, dpi=50).tobytes()


def test_signing_only_adds_to_the_file(page: bytes, signed: bytes) -> None:
    assert signed.startswith(page)


def test_development_key_says_what_it_is_and_is_private(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.CERTIFICATE_KEY_FILE = ""
    made = load_signer()
    (file,) = (tmp_path / "keys").iterdir()
    assert made.for_development
    assert made.keeps_pdf_a
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_signer() is made


def test_development_key_is_made_once_by_many_at_once(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "key.p12"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: signing.make_development_key(file), range(4)))
    assert [each.name for each in file.parent.iterdir()] == ["key.p12"]
    assert pkcs12.load_pkcs12(file.read_bytes(), None).key is not None


def test_write_new_never_replaces(tmp_path: Path) -> None:
    file = tmp_path / "a.p12"
    assert write_new(file, b"one")
    assert not write_new(file, b"two")
    assert file.read_bytes() == b"one"
    assert len(list(tmp_path.iterdir())) == 1


def test_real_key_is_loaded_with_its_passphrase(settings, tmp_path: Path) -> None:
    file = tmp_path / "real.p12"
    file.write_bytes(new_key_file(common_name="Real", passphrase="a long passphrase", at=AT))
    settings.CERTIFICATE_KEY_FILE = str(file)
    settings.CERTIFICATE_KEY_PASSPHRASE = "a long passphrase"
    loaded = load_signer()
    assert not loaded.for_development
    assert loaded.not_after > AT + timedelta(days=3000)
    assert len(loaded.key_id) == 16
    assert "BEGIN CERTIFICATE" in loaded.certificate_pem


@pytest.mark.parametrize(
    ("content", "passphrase", "words"),
    [
        (None, "x", "can't be read"),
        (b"no key at all", "x", "can't be opened"),
        ("key", "the wrong passphrase", "can't be opened"),
    ],
)
def test_key_that_can_not_be_used_says_why(
    settings, tmp_path: Path, content: object, passphrase: str, words: str
) -> None:
    file = tmp_path / "key.p12"
    if content == "key":
        content = new_key_file(common_name="Real", passphrase="the right one", at=AT)
    if content is not None:
        file.write_bytes(content)
    settings.CERTIFICATE_KEY_FILE = str(file)
    settings.CERTIFICATE_KEY_PASSPHRASE = passphrase
    with pytest.raises(KeyProblem, match=words):
        load_signer()
