"""Two versions of a form side by side: what was sent then, and now (scheme.md 17).

Both come as the sections of a snapshot, so it works for every stage. Rows are matched by their codes,
entries by their ids; an entry without an id by its title.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Difference:
    """One answer that differs; `before` or `after` is empty where there was none."""

    label: str
    before: str
    after: str
    # An address, e-mail address or telephone number: champions under 18 never see it (T-30).
    contact: bool = False


@dataclass(frozen=True)
class ChangedEntry:
    """`title` is empty for answers of the section itself; `state` is new, gone or changed."""

    title: str
    state: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class ChangedSection:
    title: str
    entries: tuple[ChangedEntry, ...]

    def without_contacts(self) -> "ChangedSection":
        kept = (
            replace(entry, differences=tuple(d for d in entry.differences if not d.contact))
            for entry in self.entries
        )
        return replace(self, entries=tuple(entry for entry in kept if entry.differences))


NEW, GONE, CHANGED = "new", "gone", "changed"


def compare(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[ChangedSection]:
    """Only what differs, in the order of the newer version; what is gone comes last in its section.

    What stands in another section now, such as an action under another C, is told there, and only
    where its answers differ.
    """
    were, are = _places(before), _places(after)
    moved = {id: code for id, code in are.items() if were.get(id, code) != code}
    old, new = _by_code(before, moved), _by_code(after, moved)
    found = []
    for code in dict.fromkeys([*new, *old]):
        entries = _entries(old.get(code, {}), new.get(code, {}))
        if entries:
            title = (new.get(code) or old[code])["title"]
            found.append(ChangedSection(title, tuple(entries)))
    return found


def _places(sections: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """In which section each entry stands that has an id."""
    return {
        entry["id"]: section["code"]
        for section in sections
        for entry in section.get("entries", ())
        if entry.get("id")
    }


def _by_code(
    sections: Sequence[Mapping[str, Any]], moved: Mapping[str, str]
) -> dict[str, Mapping[str, Any]]:
    """The sections by their codes; what moved is in its new one, with a row that says where it was."""
    found: dict[str, Mapping[str, Any]] = {s["code"]: {**s, "entries": []} for s in sections}
    for section in sections:
        for entry in section.get("entries", ()):
            code = moved.get(entry.get("id", ""))
            if code is None:
                found[section["code"]]["entries"].append(entry)
                continue
            place = {"code": "place", "label": "Under", "value": section["title"]}
            new = found.setdefault(code, {"code": code, "title": "", "entries": []})
            new["entries"].append({**entry, "rows": [place, *entry["rows"]]})
    return found


def _entries(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[ChangedEntry]:
    found = []
    own = _differences(old.get("rows", ()), new.get("rows", ()))
    if own:
        found.append(ChangedEntry("", CHANGED, own))
    were, are = _by_key(old.get("entries", ())), _by_key(new.get("entries", ()))
    for key in dict.fromkeys([*are, *were]):
        differences = _differences(
            _rows(were[key]) if key in were else (), _rows(are[key]) if key in are else ()
        )
        state = NEW if key not in were else GONE if key not in are else CHANGED
        if differences:
            found.append(ChangedEntry((are.get(key) or were[key])["title"], state, differences))
    return found


def _by_key(
    entries: Sequence[Mapping[str, Any]],
) -> dict[tuple[str, int], Mapping[str, Any]]:
    """By id or title, and the how-manieth of that title: two partners may have the same name."""
    found: dict[tuple[str, int], Mapping[str, Any]] = {}
    seen: Counter[str] = Counter()
    for entry in entries:
        key = str(entry.get("id") or entry["title"])
        seen[key] += 1
        found[key, seen[key]] = entry
    return found


def _rows(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """With the title as a row of its own, so that another name is a difference too."""
    return [{"code": "title", "label": "Name", "value": entry["title"]}, *entry["rows"]]


def _differences(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> tuple[Difference, ...]:
    were = {row["code"]: row for row in old}
    are = {row["code"]: row for row in new}
    found = []
    for code in dict.fromkeys([*are, *were]):
        before = were[code]["value"] if code in were else ""
        after = are[code]["value"] if code in are else ""
        if before != after:
            row = are.get(code) or were[code]
            found.append(Difference(row["label"], before, after, row.get("contact", False)))
    return tuple(found)
