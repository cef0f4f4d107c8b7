"""When two spellings are the name of one organisation."""

import re
import unicodedata

# Small words that people leave out or put in.
_SMALL = {"the", "of", "and", "at", "in", "for"}


def normal_name(name: str) -> str:
    """Without case, accents, marks and small words: "The Ács & Co." and "acs co" are one."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    words = re.findall(r"\w+", re.sub(r"['’`´]", "", plain))
    return " ".join(word for word in words if word not in _SMALL) or " ".join(words)


def same_name(one: str, other: str) -> bool:
    return bool(normal_name(one)) and normal_name(one) == normal_name(other)
