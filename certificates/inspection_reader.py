"""The other side of inspection.py.

Runs in a process of its own (foundation/apart.py), with nothing of the application loaded.

pyHanko calls a file with a later addition still `valid` and `intact`, and its judgement of changes
allows an addition to the title; so that judgement and "the signature covers the whole file" are
both asked. A time stamp must fit the file. Whose it is needs no proof here: it stands inside bytes
that we keep, since we asked for it ourselves.
"""

import hashlib
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

# Text of the first page is enough: a certificate has one.
MOST_CODES = 5
_CODE = re.compile(rb"/verify/([0-9A-Za-z][0-9A-Za-z-]{18,40})")


def read(about: dict[str, Any], content: bytes) -> tuple[dict[str, Any]]:
    """`about` holds the certificates of our keys."""
    key_id, sound, stamped_at = _signature(content, about["known"])
    readable, codes = _codes(content)
    told = {
        "readable": readable,
        "key_id": key_id,
        "sound": sound,
        "stamped_at": stamped_at,
        "codes": codes,
    }
    return (told,)


def _signature(content: bytes, known: list[str]) -> tuple[str, bool, str]:
    """Which known key signed the file (by its certificate), whether pyHanko finds nothing amiss,
    and the moment of its time stamp.
    """
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    certificates = {}
    for pem in known:
        for certificate in load_certs_from_pemder_data(pem.encode()):
            certificates[hashlib.sha256(certificate.dump()).hexdigest()[:16]] = certificate
    try:
        signatures = PdfFileReader(io.BytesIO(content)).embedded_signatures
        for signature in signatures:
            signer: Any = signature.signer_cert
            key_id = hashlib.sha256(signer.dump()).hexdigest()[:16]
            if key_id not in certificates:
                continue
            trusted = certificates[key_id]
            # An old certificate stays good after its key has retired, so judge by a day the key was
            # in use.
            last_day = trusted.not_valid_after - timedelta(seconds=1)
            context = ValidationContext(
                trust_roots=[trusted],
                moment=min(datetime.now(UTC), last_day),
                allow_fetching=False,
            )
            try:
                status = validate_pdf_signature(
                    signature,
                    signer_validation_context=context,
                    diff_policy=DEFAULT_DIFF_POLICY,
                )
            except Exception:
                # Whatever pyHanko can't make sense of is not the file we signed.
                return key_id, False, ""
            sound = _is_sound(status) and len(signatures) == 1
            return key_id, sound, _stamp(status) if sound else ""
    except Exception:  # noqa: S110 - hostile input: every failure means the same, "no signature of ours"
        pass
    return "", False, ""


def _is_sound(status: Any) -> bool:
    """What pyHanko's `bottom_line` asks, but for whom the time stamp is from; and the whole file."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    stamp = status.timestamp_validity
    return bool(
        status.intact
        and status.valid
        and status.trusted
        and status.seed_value_ok
        and (status.docmdp_ok or status.modification_level is None)
        and (stamp is None or (stamp.intact and stamp.valid))
        and status.content_timestamp_validity is None
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    )


def _stamp(status: Any) -> str:
    stamp = status.timestamp_validity
    return stamp.timestamp.isoformat() if stamp is not None else ""


def _codes(content: bytes) -> tuple[bool, list[str]]:
    """Every code that the file speaks of: in its links, and in the text of its first page."""
    from pypdf import PdfReader

    found = [match.decode() for match in _CODE.findall(content)]
    try:
        reader = PdfReader(io.BytesIO(content))
        page = reader.pages[0]
    except Exception:
        return False, found[:MOST_CODES]
    try:
        for annotation in page.get("/Annots", []):
            address = str(annotation.get_object().get("/A", {}).get("/URI", ""))
            found += [match.decode() for match in _CODE.findall(address.encode())]
        text = page.extract_text()
        # A long address may be broken over two lines.
        for plain in (text, re.sub(r"\s+", "", text)):
            found += [match.decode() for match in _CODE.findall(plain.encode())]
    except Exception:  # noqa: S110 - the links found so far still count
        pass
    return True, list(dict.fromkeys(found))[:MOST_CODES]
