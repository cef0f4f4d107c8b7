"""PostgreSQL itself refuses: the role of the service by privileges, the owner by triggers."""

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction

from foundation import audit
from foundation.auditing.checks import audit_trail_is_out_of_reach
from foundation.auditing.notes import forget_reason
from foundation.auditing.purging import purge
from foundation.auditing.sealing import seal_all
from foundation.clock import DutyContext
from foundation.models import AuditEvent, AuditSeal
from tests.support.auditing import (
    database_clock,
    ensure_append_only,
    migration,
    said,
    sealed,
    written,
)

THEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
ROLE = "award_service"
REFUSED = re.compile("permission denied|must be owner")
pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
CHANGES = [
    "UPDATE foundation_auditevent SET event = 'other'",
    "UPDATE foundation_auditevent SET details = '{}' WHERE id = 0",
    "DELETE FROM foundation_auditevent",
    "TRUNCATE foundation_auditevent CASCADE",
    "UPDATE foundation_auditseal SET purged_at = now()",
    "DELETE FROM foundation_auditseal",
    "TRUNCATE foundation_auditseal",
    "ALTER TABLE foundation_auditevent DISABLE TRIGGER foundation_audit_event_is_kept",
    "ALTER TABLE foundation_auditevent DISABLE TRIGGER ALL",
    "ALTER TABLE foundation_auditseal DISABLE TRIGGER USER",
    "ALTER TABLE foundation_auditevent RENAME TO another",
    "DROP TRIGGER foundation_audit_event_is_kept ON foundation_auditevent",
    "DROP TABLE foundation_auditseal",
    "DROP TABLE foundation_auditevent CASCADE",
    "DROP FUNCTION foundation_purge_audit(bigint)",
    "CREATE OR REPLACE FUNCTION foundation_audit_clock() RETURNS timestamptz"
    " LANGUAGE sql AS $$ SELECT 'infinity'::timestamptz $$",
    "CREATE TABLE mine (id int)",
    "CREATE RULE no AS ON INSERT TO foundation_auditevent DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
]


@pytest.fixture(autouse=True)
def _append_only():
    ensure_append_only()


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def role():
    """All of it, the role too, is rolled back after the test."""
    run(f"CREATE ROLE {ROLE} LOGIN")
    call_command("grant_application_role", ROLE, stdout=StringIO())
    return ROLE


@contextmanager
def as_role(role):
    run(f"SET LOCAL ROLE {role}")
    yield
    run("RESET ROLE")


def context(at):
    return DutyContext(now=at, today=at.date(), dry_run=False)


@pytest.mark.parametrize("sql", CHANGES)
def test_role_of_the_service_is_refused(role, sql):
    sealed(2, at=THEN)
    with as_role(role):
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            run(sql)
        assert AuditEvent.objects.filter(event="thing.done").count() == 2
        assert AuditSeal.objects.count() == 1


def test_role_of_the_service_grants_itself_nothing(role):
    """PostgreSQL answers such a GRANT with a warning; what counts is what comes after."""
    written(1, at=THEN)
    with as_role(role):
        run(f"GRANT UPDATE, DELETE ON foundation_auditevent TO {role}")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            run("DELETE FROM foundation_auditevent")


def test_role_of_the_service_writes_seals_and_forgets(role):
    """Everything that the service does with its trail needs no more than it has."""
    with as_role(role):
        event = audit.record("thing.done", actor=None, at=THEN, reason="Asha Example asked")
        assert seal_all(at=THEN) == 1
        forget_reason(event, at=THEN)
        assert event.reason == ""
        assert said() == []


def test_role_of_the_service_lets_old_blocks_go(role):
    sealed(2, at=THEN)
    sealed(1, at=THEN, event="evidence.opened")
    with as_role(role):
        assert purge(context(datetime(2040, 1, 1, tzinfo=UTC))) == 0, "young: it is not 2040"
    database_clock(datetime(2029, 1, 1, tzinfo=UTC))
    with as_role(role):
        assert purge(context(datetime(2029, 1, 1, tzinfo=UTC))) == 1
        assert not AuditEvent.objects.filter(stream="looks").exists()
    database_clock(datetime(2033, 1, 1, tzinfo=UTC))
    with as_role(role):
        assert purge(context(datetime(2033, 1, 1, tzinfo=UTC))) == 2
        assert not AuditEvent.objects.exists()
        assert AuditSeal.objects.exclude(purged_at=None).count() == 2


def test_nobody_else_may_call_the_purge(role):
    run("CREATE ROLE award_passer_by")
    # As after a restore, which brings no privileges.
    run("GRANT EXECUTE ON FUNCTION foundation_purge_audit(bigint) TO PUBLIC")
    call_command("grant_application_role", role, stdout=StringIO())
    with (
        as_role("award_passer_by"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        run("SELECT foundation_purge_audit(1)")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE foundation_auditevent SET event = 'other'",
        "DELETE FROM foundation_auditevent",
        "UPDATE foundation_auditseal SET purged_at = now()",
        "UPDATE foundation_auditseal SET digest = ''",
        "DELETE FROM foundation_auditseal",
    ],
)
def test_owner_is_stopped_by_triggers(sql):
    """Also where the service runs as the owner: a slip in our own code changes nothing."""
    sealed(2, at=THEN)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        run(sql)
    assert said() == []


def test_even_past_its_time_a_seal_only_says_that_its_events_went():
    sealed(2, at=THEN)
    database_clock(datetime(2033, 1, 1, tzinfo=UTC))
    for change in ("digest = '', purged_at = now()", "purged_at = now()"):
        sql = "UPDATE foundation_auditseal SET CHANGE".replace("CHANGE", change)
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            run(sql)


class TestGranting:
    def test_is_harmless_when_repeated(self, role):
        call_command("grant_application_role", role, stdout=StringIO())

    def test_covers_tables_made_later(self, role):
        run("CREATE TABLE later (id bigserial)")
        with as_role(role):
            run("INSERT INTO later DEFAULT VALUES")
            run("DELETE FROM later")

    def test_takes_back_what_was_granted_too_widely(self, role):
        run("GRANT ALL ON foundation_auditevent TO PUBLIC")
        run(f"GRANT ALL ON foundation_auditseal TO {role}")
        call_command("grant_application_role", role, stdout=StringIO())
        written(1, at=THEN)
        for table in ("foundation_auditevent", "foundation_auditseal"):
            sql = "TRUNCATE TABLE_ CASCADE".replace("TABLE_", table)
            with as_role(role), pytest.raises(ProgrammingError), transaction.atomic():
                run(sql)

    @pytest.mark.parametrize(
        ("prepare", "sentence"),
        [
            ([], "There is no role"),
            (["CREATE ROLE award_service SUPERUSER"], "superuser"),
            (["CREATE ROLE award_service", "GRANT award TO award_service"], "owner"),
            (
                ["CREATE ROLE award_service", "GRANT CREATE ON SCHEMA public TO award_service"],
                "may create things",
            ),
        ],
    )
    def test_refuses_a_role_that_could_undo_it(self, prepare, sentence):
        for sql in prepare:
            run(sql)
        with pytest.raises(CommandError, match=sentence):
            call_command("grant_application_role", ROLE, stdout=StringIO())

    def test_quotes_what_it_is_given(self):
        with pytest.raises(CommandError, match="There is no role"):
            call_command("grant_application_role", 'x"; DROP TABLE awards_user; --')


class TestSystemCheck:
    def test_warns_when_the_service_owns_its_trail(self):
        found = audit_trail_is_out_of_reach(databases=["default"])
        assert [warning.id for warning in found] == ["audit.W001"]

    def test_is_content_with_a_role_of_its_own(self, role):
        with as_role(role):
            assert audit_trail_is_out_of_reach(databases=["default"]) == []

    def test_warns_when_one_privilege_is_left(self, role):
        run(f"GRANT TRUNCATE ON foundation_auditseal TO {role}")
        with as_role(role):
            (warning,) = audit_trail_is_out_of_reach(databases=["default"])
        assert "It has TRUNCATE on foundation_auditseal." in warning.msg

    def test_is_one_of_the_checks_of_a_deployment(self):
        found = run_checks(include_deployment_checks=True, databases=["default"])
        assert "audit.W001" in {warning.id for warning in found}
        assert "audit.W001" not in {warning.id for warning in run_checks(databases=["default"])}


def test_migration_can_be_taken_back():
    editor = SimpleNamespace(connection=connection)
    event = written(1, at=THEN)[0]
    run("SET CONSTRAINTS ALL IMMEDIATE")
    migration.backwards(apps, editor)
    run(f"UPDATE foundation_auditevent SET role = 'x' WHERE id = {event.pk}")  # noqa: S608
    migration.forwards(apps, editor)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        run("UPDATE foundation_auditevent SET role = 'y'")


@pytest.mark.django_db(transaction=True)
def test_role_has_no_way_back_to_the_owner():
    """A connection of its own, as in a real installation: there is nothing to reset to."""
    run("CREATE ROLE award_apart LOGIN")
    try:
        call_command("grant_application_role", "award_apart", stdout=StringIO())
        written(1, at=THEN)
        owner = connection.settings_dict["USER"]
        apart = connection.copy()
        apart.settings_dict["USER"] = "award_apart"
        with apart.cursor() as cursor:
            cursor.execute("RESET ROLE; SELECT current_user")
            assert cursor.fetchone() == ("award_apart",)
            for sql in (
                f"SET ROLE {owner}",
                f"SET SESSION AUTHORIZATION {owner}",
                "UPDATE foundation_auditevent SET event = 'other'",
                "DELETE FROM foundation_auditevent",
                "TRUNCATE foundation_auditevent CASCADE",
            ):
                with pytest.raises(ProgrammingError, match="permission denied"):
                    cursor.execute(sql)
        apart.close()
    finally:
        run("DROP OWNED BY award_apart")
        run("DROP ROLE award_apart")
    assert AuditEvent.objects.count() == 1
