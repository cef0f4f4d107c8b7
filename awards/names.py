"""When two spellings are the name of one organisation."""

import re
import unicodedata

# Words that people leave out or put in.
_SMALL = {"the", "of", "and", "at", "in", "for", "ltd", "limited", "cic", "plc"}
# What an organisation is, beside what it is called.
_KINDS = {
    "academy", "association", "centre", "charity", "club", "college", "community", "group", "infant",
    "infants", "junior", "juniors", "nursery", "primary", "project", "school", "secondary", "service",
    "services", "sixth", "form", "special", "trust",
}  # fmt: skip

# Written short or long on the same sign.
_SHORT = {"st": "saint", "ste": "saint"}


def normal_name(name: str) -> str:
    """Without case, accents, marks and small words: "The Ács & Co. Ltd" and "acs co" are one."""
    words = _words(name)
    return " ".join(word for word in words if word not in _SMALL) or " ".join(words)


def same_name(one: str, other: str) -> bool:
    return bool(normal_name(one)) and normal_name(one) == normal_name(other)


def may_be_same(one: str, other: str) -> bool:
    """ "Acorn Lane", "Acorn Lane Primary School" and "Acorn Lane School" may all be one place.

    Only ever used to keep somebody out until an officer has looked.
    """
    return not name_keys(one).isdisjoint(name_keys(other))


def name_keys(name: str) -> frozenset[str | frozenset[str]]:
    """Two names that share one of these may be the same: for many names at once."""
    keys: tuple[str | frozenset[str], ...] = (normal_name(name), _bare(name))
    return frozenset(key for key in keys if key)


def _bare(name: str) -> frozenset[str]:
    words = (_SHORT.get(word, word) for word in normal_name(name).split())
    return frozenset(words) - _KINDS


def _words(name: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return re.findall(r"\w+", re.sub(r"['’`´]", "", plain))
