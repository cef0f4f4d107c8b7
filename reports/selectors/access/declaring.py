"""How the table of subject access says what is held about a person, model by model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Model, Q

from awards.models import User


@dataclass(frozen=True, kw_only=True)
class Group:
    """Parts that are kept for one reason and for the same eyes."""

    code: str
    title: str
    why: str
    seen: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows of one model that are one person's, and what of them is shown."""

    code: str
    group: Group
    title: str
    about: str
    # Column, or a path to one, and its label.
    columns: Mapping[str, str]
    # Paths to the user; a row is theirs if any of them leads to them.
    yours: tuple[str, ...] = ()
    # Paths to an e-mail address that is theirs.
    addressed: tuple[str, ...] = ()
    # Rows that are found in another way.
    found: Callable[[User], Q] | None = None
    # What is their own, so nothing is masked in it.
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Record:
    """One model. Each of its columns stands in a part, in `quiet`, or in `never`."""

    model: type[Model]
    # What one row is called where somebody's name was found in it.
    noun: str
    parts: tuple[Part, ...] = ()
    # Why none of its rows is about one person, when it has no parts.
    nothing: str = ""
    # Looked through for a name, and not shown as a whole.
    quiet: tuple[str, ...] = ()
    # Neither shown nor looked through: secrets, and what says nothing to people.
    never: tuple[str, ...] = ()
    # Whether rows of others are looked through for the person's name.
    searched: bool = True

    @property
    def shown(self) -> frozenset[str]:
        """Columns of the model itself that some part shows."""
        return frozenset(name for part in self.parts for name in part.columns if "__" not in name)


# In every model, and never shown: they say nothing to people, and open doors at worst.
TECHNICAL = frozenset({"id", "uuid", "version", "position", "key"})
