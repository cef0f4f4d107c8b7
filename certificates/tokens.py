"""JSON that anybody can check: signed as RFC 7515 says, in the shape of Open Badges 3.0, section 8.

Nothing here reads such a token: what strangers send is never believed for its own signature.
"""

import base64
import json
from collections.abc import Mapping

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings
from django.urls import reverse

from certificates.signing import LoadedKey

ALGORITHM = "RS256"


def signed(payload: Mapping[str, object], *, key: LoadedKey) -> str:
    """Three parts in Base64 with dots between: what, whose key, and the signature over both."""
    if key.private_key is None:
        raise ValueError("Only an RSA key signs tokens.")
    header = {"alg": ALGORITHM, "kid": key_address(key.key_id), "typ": "JWT"}
    text = f"{_part(_json(header))}.{_part(_json(payload))}"
    signature = key.private_key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{_part(signature)}"


def key_address(key_id: str) -> str:
    """Where the public half of a key can be had."""
    return f"{settings.BASE_URL}{reverse('badge-key', args=[key_id])}"


def public_key(key_id: str, certificate_pem: str) -> dict[str, str] | None:
    """The public half of a key as RFC 7517 writes it; none of a key that signs no tokens.

    One that can't be read takes none of the others away.
    """
    try:
        found = x509.load_pem_x509_certificate(certificate_pem.encode()).public_key()
    except ValueError:
        return None
    if not isinstance(found, rsa.RSAPublicKey):
        return None
    numbers = found.public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": ALGORITHM,
        "kid": key_address(key_id),
        "n": _number(numbers.n),
        "e": _number(numbers.e),
    }


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _number(value: int) -> str:
    return _part(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
