"""The drill: a working city is saved, works on, is destroyed, and comes back (F-19).

Databases and folders of its own; every step is the command that somebody would type.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from tests.support.tally import say

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
STAGES = ["bronze", "silver", "gold", "platinum"]


@dataclass
class House:
    """One installation: a database, a folder, and what is typed in it."""

    name: str
    data: Path
    bare: bool

    @property
    def environment(self) -> dict[str, str]:
        known = connection.settings_dict
        server = f"{known['HOST']}:{known['PORT'] or 5432}" if known["HOST"] else ""
        folder = known["OPTIONS"].get("host")
        socket = f"?host={folder}" if folder else ""
        address = f"postgres://{known['USER']}:{known['PASSWORD']}@{server}/{self.name}{socket}"
        return os.environ | {
            "DATABASE_URL": address,
            "DATA_DIR": str(self.data),
            "BACKUP_DIR": str(self.data.parent / "backups"),
            "LEDGER_DIR": str(self.data.parent / "ledger"),
            "DJANGO_SETTINGS_MODULE": "tests.support.drill_settings",
            "WITHOUT_MIGRATIONS": "1" if self.bare else "",
        }

    def run(self, *command: str, fails: bool = False) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) is fails, done.stdout + done.stderr[-4000:]
        return done.stdout + (done.stderr if fails else "")

    def manage(self, *command: str, fails: bool = False) -> str:
        return self.run("django", *command, fails=fails)

    def city(self, step: str, told: object = None) -> dict[str, object]:
        said = self.run("tests.support.working_city", step, json.dumps(told or {}))
        return json.loads(said.strip().splitlines()[-1])

    def people(self) -> int:
        with closing(connect(self.name)) as server, server.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM awards_user")
            return cursor.fetchone()[0]

    @property
    def backups(self) -> list[Path]:
        return sorted((self.data.parent / "backups").glob("2*Z"))


def connect(name: str) -> "psycopg2.extensions.connection":
    known = connection.get_connection_params()
    names = ("host", "port", "user", "password")
    return psycopg2.connect(dbname=name, **{each: known[each] for each in names if known.get(each)})


def on_server(*statements: str) -> None:
    with closing(connect("postgres")) as server:
        server.autocommit = True
        for statement in statements:
            with server.cursor() as cursor:
                cursor.execute(statement)


@pytest.fixture(scope="module")
def house(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """Its tables are a copy of the tests' own, which are there already."""
    with django_db_blocker.unblock():
        name, template = f"drill_{os.getpid()}", connection.settings_dict["NAME"]
        connection.close()
        on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        data = tmp_path_factory.mktemp("house") / "data"
        data.mkdir()
        made = House(name, data, bare=bool(request.config.getvalue("nomigrations")))
        yield made
        on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_city_comes_back(house, record_property):
    began = time.monotonic()
    told = house.city("build")
    before = told["found"]
    assert before["certificates"] == {stage: [True, True] for stage in STAGES}
    assert before["problems"] == []
    # Who will be deleted is named in many tables, and their picture lies there four times.
    assert len(before["traces"]) >= 8
    assert before["pictures"] == 4

    house.manage("backup")
    (folder,) = house.backups
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["count"] == len(list(folder.with_name("objects").rglob("*/*/*"))) > 15
    states = [json.loads(line)["store"] for line in (folder / "objects.jsonl").open()]
    assert {"default", "quarantine"} == set(states)
    # Nobody's way in is in it.
    assert manifest["rows"]["django_session"] == manifest["rows"]["cache"] == 0

    house.city("go-on", told)
    gone = house.city("look", told)
    assert (gone["traces"], gone["pictures"]) == ({}, 0)
    refused = house.manage("restore", str(folder), fails=True)
    assert "is not empty" in refused
    assert "in awards_" in refused or "in foundation_" in refused

    # The key is in a safe; all else goes.
    on_server(f'DROP DATABASE "{house.name}" WITH (FORCE)', f'CREATE DATABASE "{house.name}"')
    for path in house.data.iterdir():
        if path.name != "keys":
            shutil.rmtree(path)

    lost = time.monotonic()
    said = house.manage("restore", str(folder))
    seconds = time.monotonic() - lost
    assert "Everything is as it must be." in said
    assert re.search(rf"{sum(manifest['rows'].values())} rows in \d+ tables, as counted", said)
    for kind in ("evidence.withdrawn", "evidence.removed", "evidence.file-removed", "person"):
        assert f"Ledger: {kind}: 1 done again" in said

    after = house.city("look", told)
    assert after["problems"] == []
    assert after["certificates"] == before["certificates"]
    assert (after["sessions before"], after["signed in"]) == (0, 200)
    # What people asked to have deleted is deleted again, names and pictures (F-19).
    assert (after["traces"], after["pictures"]) == ({}, 0)
    assert (after["hidden"], after["removed"], after["file removed"]) == (True, True, True)
    # Work of after the backup is lost; that is what a backup once a day means.
    assert after["new"] is False
    assert after["mail"] == {"sent": before["mail"]["sent"], "failed": 1}
    assert "may have been sent since" in after["reasons"][0]

    # Again, over what is there now: the same city, and nothing of the ledger twice.
    again = house.manage("restore", str(folder), "--force")
    assert "Deleting what this database holds" in again
    assert "Ledger: evidence.withdrawn: 1 done again" in again
    parts = [" ".join(line.split()) for line in said.splitlines() if " min " in line]
    say(
        record_property,
        f"drill: {sum(manifest['rows'].values())} rows, {manifest['count']} files, "
        f"{len(before['certificates'])} certificates verified, traces of who was deleted since: "
        f"{sum(after['traces'].values())}; back in {seconds / 60:.2f} minutes "
        f"({', '.join(parts)}), all of it in {(time.monotonic() - began) / 60:.2f}",
    )


def test_restore_waits_until_the_service_is_stopped(house):
    with closing(connect(house.name)):
        said = house.manage("restore", str(house.backups[-1]), "--force", fails=True)
    assert "Somebody else uses this database (open connections: 1)" in said


def test_ledger_that_nobody_understands_stops_it_before_anything_changes(house):
    strange = house.data.parent / "ledger" / "entries" / "strange.json"
    folder = house.backups[-1]
    entry = {"id": "6b1f4b58-4d5c-4a0c-9d0f-0c39c1d2a111", "kind": "from the future"}
    entry |= {"subject": entry["id"], "details": {}, "at": "2026-11-22T10:00:00+00:00"}
    rows = house.people()
    try:
        strange.write_text(json.dumps(entry))
        said = house.manage("restore", str(folder), "--force", fails=True)
        assert "does not know: from the future" in said
        strange.write_text("half an ent")
        assert "is damaged" in house.manage("restore", str(folder), "--force", fails=True)
    finally:
        strange.unlink()
    assert rows == house.people() > 0
