"""Packages as tests open them, and words about two people planted everywhere."""

import io
import json
import zipfile
from datetime import datetime

from django.db import DatabaseError, models, transaction

from awards.models import User
from reports.selectors.access.mentions import searched
from reports.selectors.access.table import TABLE
from reports.selectors.access.telling import STEPS
from reports.tasks import package_of

TELEPHONE, NUMBER = "0121 496 0111", "943 476 5919"


def opened(person: User, *, at: datetime, with_names: bool = False) -> zipfile.ZipFile:
    steps: list[int] = []
    pieces = package_of(person, with_names=with_names, at=at, step=lambda: steps.append(1))
    zipped = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert len(steps) == STEPS
    return zipped


def everything_in(zipped: zipfile.ZipFile) -> str:
    return "\n".join(
        (zipped.read(name) if name.endswith((".html", ".json")) else b"").decode() + name
        for name in zipped.namelist()
    )


def data_in(zipped: zipfile.ZipFile) -> dict:
    return json.loads(zipped.read("data.json"))


def rows_in(zipped: zipfile.ZipFile, code: str) -> list[dict]:
    return data_in(zipped)["parts"][code]["rows"]


def plant_everywhere(one: User, other: User) -> dict[str, str]:
    """Both names into each column that people may read, in every row there is; by column, what stands there.

    Past managers and constraints that keep some rows as they are: where words may come to stand is not
    theirs to say. Left out is what is the person's own by its nature.
    """
    planted = {}
    for record in TABLE:
        if record.model is User or not record.searched:
            continue
        own = {name for part in record.parts for name in part.own | set(part.addressed)}
        for field in searched(record):
            place = f"{record.model._meta.label}.{field.name}"
            if place == "awards.Organisation.name":
                # Names of organisations stay.
                continue
            mark = f"m{len(planted):03}"
            words = f"{mark} {one.name}, {other.name}"
            whole = f"{words}, {other.email}, {TELEPHONE}, {NUMBER}."
            if field.max_length and field.max_length < len(words):
                continue
            if field.unique or field.name in own or "email" in field.name:
                continue
            text = words if field.max_length and field.max_length < len(whole) else whole
            value = {"said": [text]} if isinstance(field, models.JSONField) else text
            rows = models.QuerySet(record.model)
            try:
                with transaction.atomic():
                    if models.QuerySet.update(rows.all(), **{field.name: value}):
                        planted[place] = mark
            except DatabaseError:
                continue
    return planted
