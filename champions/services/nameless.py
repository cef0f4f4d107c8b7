"""Nothing that is written about an interview names anybody (scheme.md 20)."""

from collections.abc import Iterable

from awards.models import Application
from champions.selectors.naming import name_in, names_in_case
from foundation.refusals import Refused


def refuse_names(texts: Iterable[str], application: Application) -> None:
    names = names_in_case(application)
    for text in texts:
        found = name_in(text, names)
        if found:
            raise Refused(named(found))


def named(found: str) -> str:
    return f"“{found}” is the name of somebody in this case. Write it without names."
