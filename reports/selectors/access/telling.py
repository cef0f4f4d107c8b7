"""Everything about one person, read part by part; each step says that it was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from awards.models import User
from foundation.dates import LONDON, london_date
from reports.records.access import Mention, Told, ToldFile, ToldGroup, ToldPart
from reports.selectors.access.copies import Copy, copies_for
from reports.selectors.access.groups import GROUPS
from reports.selectors.access.keeping import kept_of
from reports.selectors.access.mentions import mentions_in
from reports.selectors.access.rows import Found, read, reader_for, subject_of
from reports.selectors.access.table import PARTS, TABLE

# Each part, each model that is looked through, the files, and putting it together.
STEPS = len(PARTS) + len(TABLE) + 2


@dataclass(frozen=True)
class Gathered:
    told: Told
    copies: tuple[Copy, ...]


def gather(person: User, *, with_names: bool, at: datetime, step: Callable[[], None]) -> Gathered:
    """The same number of queries for each model, however much there is."""
    subject = subject_of(person)
    reader = reader_for(subject, with_names=with_names)
    found: dict[str, Found] = {}
    # By model and column, the rows in which it is told already.
    told: dict[tuple[type[Model], str], frozenset[object]] = {}
    for record, part in PARTS:
        found[part.code] = each = read(record, part, subject, reader)
        for column in part.columns:
            place = record.model, column
            told[place] = told.get(place, frozenset()) | each.keys
        step()
    mentions: list[Mention] = []
    for record in TABLE:
        mentions += mentions_in(record, subject, reader, told)
        step()
    copies = copies_for(subject, reader, on=london_date(at))
    step()
    groups = tuple(
        ToldGroup(
            code=group.code,
            title=group.title,
            why=group.why,
            seen=group.seen,
            parts=tuple(
                ToldPart(
                    code=part.code,
                    title=part.title,
                    about=part.about,
                    kept=kept_of(record.model),
                    labels=dict(part.columns),
                    rows=found[part.code].rows,
                )
                for record, part in PARTS
                if part.group is group
            ),
        )
        for group in GROUPS
    )
    return Gathered(
        told=Told(
            name=str(person),
            made_at=at.astimezone(LONDON),
            with_names=with_names,
            groups=groups,
            mentions=tuple(mentions),
            files=tuple(
                ToldFile(each.name, each.organisation, each.evidence, each.size, each.why_not)
                for each in copies
            ),
        ),
        copies=tuple(copies),
    )
