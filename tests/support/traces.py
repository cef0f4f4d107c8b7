"""Looking for what should be gone, with other means than those that deleted it."""

from collections import Counter
from collections.abc import Iterator

from django.core.files.storage import storages
from django.db import connection

from foundation.files.stores import keys_of


def everything() -> Iterator[tuple[str, str]]:
    """Each row of each table as the database itself writes it, in small letters."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            whole = "t::text" if connection.vendor == "postgresql" else "*"
            cursor.execute(f"SELECT {whole} FROM {quoted} t")  # noqa: S608  # our own tables
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row)).lower()


def traces(*needles: str) -> Counter[str]:
    """How many rows of which table hold any of these."""
    found: Counter[str] = Counter()
    for table, row in everything():
        found[table] += any(needle.lower() in row for needle in needles)
    return +found


def shown(found: Counter[str], *needles: str) -> str:
    """For whoever has to find out where it stayed."""
    rows = [
        f"{table}: …{row[max(0, row.index(needle.lower()) - 80) :][:200]}…"
        for table, row in everything()
        for needle in needles
        if needle.lower() in row
    ]
    return "\n".join([str(found), *rows[:30]])


def stored() -> Iterator[tuple[str, bytes]]:
    """Each object of each store, with its bytes."""
    for store in ("default", "quarantine", "ledger"):
        for key in keys_of(storages[store]):
            with storages[store].open(key) as kept:
                yield f"{store}/{key}", kept.read()
