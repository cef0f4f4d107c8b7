"""What a stranger's PDF says of itself (T-75)."""

import io
import zlib

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from certificates.codes import normalise
from certificates.inspection import Inspection, inspect, looks_like_pdf
from certificates.rendering.certificate import certificate_pdf
from certificates.signing import load_signer, sign
from tests.certificates.samples import facts

CODE = "7KQ2MX9ABCDEFGHJKMN5"
REAL = next(
    CODE[:-1] + last for last in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if normalise(CODE[:-1] + last)
)
URL = f"https://award.example/verify/{REAL}/"


@pytest.fixture(scope="module")
def signed() -> bytes:
    return sign(certificate_pdf(facts(verify_url=URL)), key=load_signer())


def look(content: bytes) -> Inspection:
    return inspect(content, known_certificates=[load_signer().certificate_pem])


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flip(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_genuine_file_is_sound(signed: bytes) -> None:
    assert look(signed) == Inspection(True, load_signer().key_id, True, (REAL,))


def test_unknown_key_is_no_key_of_ours(signed: bytes) -> None:
    found = inspect(signed, known_certificates=[])
    assert (found.key_id, found.sound, found.codes) == ("", False, (REAL,))


def test_unsigned_page_still_tells_its_code() -> None:
    found = look(certificate_pdf(facts(verify_url=URL)))
    assert (found.key_id, found.sound, found.codes) == ("", False, (REAL,))


def test_flipped_bit_in_the_page_is_not_sound(signed: bytes) -> None:
    # What is drawn comes after the profile of its colours.
    place = signed.index(b"stream", signed.index(b"endstream") + 9) + 200
    assert not look(flip(signed, place)).sound


def test_saved_again_is_not_sound(signed: bytes) -> None:
    found = look(written(PdfWriter(io.BytesIO(signed))))
    assert not found.sound
    assert found.codes == (REAL,)


def test_text_added_on_top_is_not_sound(signed: bytes) -> None:
    writer = PdfWriter(io.BytesIO(signed), incremental=True)
    writer.pages[0][NameObject("/Note")] = TextStringObject("x")
    changed = written(writer)
    assert changed.startswith(signed)
    found = look(changed)
    assert found.key_id == load_signer().key_id
    assert not found.sound


def test_changed_title_is_not_sound(signed: bytes) -> None:
    writer = PdfWriter(io.BytesIO(signed), incremental=True)
    writer.add_metadata({"/Title": "Platinum"})
    assert not look(written(writer)).sound


def test_bytes_at_the_end_are_not_sound(signed: bytes) -> None:
    assert not look(signed + b"\n% hello").sound


def test_swapped_page_is_not_sound(signed: bytes) -> None:
    other = certificate_pdf(facts("Mallory Ltd", "platinum", verify_url=URL))
    writer = PdfWriter(io.BytesIO(signed), incremental=True)
    stranger = writer._add_object(
        PdfReader(io.BytesIO(other)).pages[0].get_contents().clone(writer)
    )
    writer.pages[0][NameObject("/Contents")] = stranger.indirect_reference
    assert not look(written(writer)).sound


def test_signature_of_another_key_with_our_name_is_not_ours(settings, tmp_path) -> None:
    ours = load_signer().certificate_pem
    settings.DATA_DIR = tmp_path
    forged = sign(certificate_pdf(facts(verify_url=URL)), key=load_signer())
    found = inspect(forged, known_certificates=[ours])
    assert (found.key_id, found.sound) == ("", False)


def _bomb() -> bytes:
    """One page whose content unpacks to hundreds of megabytes."""
    packed = zlib.compress(zlib.compress(b"0 " * 150_000_000, 9), 9)
    return b"".join(
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n",
            b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(packed),
            packed,
            b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        )
    )


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"[" * 500_000,
        b"%PDF-1.7\n" + b"<<" * 200_000 + b"\ntrailer<</Root 1 0 R>>",
        b"%PDF-1.7\n1 0 obj<</Type/Pages/Kids[1 0 R]/Count 1>>endobj trailer<</Root 1 0 R>>",
        b"%PDF-1.7\n" + bytes(range(256)) * 2000,
        _bomb(),
    ],
    ids=["empty", "deep-list", "deep-dict", "loop", "noise", "bomb"],
)
def test_hostile_file_is_survived(content: bytes) -> None:
    found = look(content)
    assert not found.sound
    assert found.codes == ()


def test_encrypted_and_cut_files_are_survived(signed: bytes) -> None:
    writer = PdfWriter(io.BytesIO(signed))
    writer.encrypt("secret", algorithm="AES-256")
    assert not look(written(writer)).sound
    for part in (100, len(signed) // 2, len(signed) - 50):
        assert not look(signed[:part]).sound


def test_pdf_is_told_by_its_bytes() -> None:
    assert looks_like_pdf(b"\xef\xbb\xbf%PDF-1.7")
    assert not looks_like_pdf(b"<html>")
    assert not looks_like_pdf(b" " * 2000 + b"%PDF-")
