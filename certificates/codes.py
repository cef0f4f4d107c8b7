"""Certificate codes and numbers (T-74, T-81).

The code opens the public check: 95 random bits in Crockford's base 32 (no I, L, O, U) and a check
character that catches one wrong character and any two that changed places. The number is only
printed: it counts up within a year, officers can say it on the telephone, and no page looks
anything up by it.
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 19
LENGTH = RANDOM_CHARACTERS + 1
GROUP = 4
# Longer than any address with a code in it; whatever is longer is not worth reading (T-84).
LONGEST_INPUT = 300

_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def new_code() -> str:
    """A fresh code in its stored form: 20 characters, no dashes."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return body + _check_character(body)


def grouped(code: str) -> str:
    """The code as it is printed and shown: five groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normalise(text: str) -> str | None:
    """The stored form of what somebody typed or pasted, or None when it can't be a code.

    Forgives case, spaces, dashes of any kind, full-width letters, O for 0, I and L for 1, and the
    whole address.
    """
    if len(text) > LONGEST_INPUT:
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    if "/" in plain:
        found = re.search(r"/verify/([^/?#]+)", plain, re.IGNORECASE)
        if found is None:
            return None
        plain = found.group(1)
    kept = "".join(
        character
        for character in plain.upper()
        if not character.isspace()
        and unicodedata.category(character) not in {"Pd", "Pc", "Sm", "Cf"}
    ).translate(_FORGIVEN)
    if len(kept) != LENGTH or any(character not in _VALUES for character in kept):
        return None
    return kept if _check_character(kept[:-1]) == kept[-1] else None


def _check_character(body: str) -> str:
    """A weighted sum over GF(32).

    Each place has its own weight, so a slip or a swap changes the sum.
    """
    total = 0
    weight = 1
    for character in body:
        weight = _times(weight, 2)
        total ^= _times(weight, _VALUES[character])
    return ALPHABET[total]


def _times(left: int, right: int) -> int:
    """Multiplication in GF(32) modulo x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 0b100000:
            left ^= 0b100101
        right >>= 1
    return product
