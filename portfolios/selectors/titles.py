"""What was sent, in the words of those who read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from portfolios.choices import TITLES_FOR_OTHERS


def for_others(sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Parts of any form, with titles that do not say "you": by their codes, as what was sent keeps its words.

    Questions stay as they were asked.
    """
    return [
        {**section, "title": TITLES_FOR_OTHERS.get(section["code"], section["title"])}
        for section in sections
    ]
