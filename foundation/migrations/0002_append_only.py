"""On PostgreSQL the database itself keeps the audit trail: what was written stays as it was written.

Two means, for two kinds of people. The triggers stop every change, also by the owner of the tables, as
long as nobody takes the triggers off. Privileges (`manage.py grant_application_role`) stop the role that
the service runs as: it cannot change events, and is not the owner, so it cannot take a trigger off.

The one way out is the keeping time, told by the database's own clock. What the service believes about
the time, or writes into a seal, changes nothing: a row goes when it is old, and not before.

There is no trigger against TRUNCATE, because tests empty their tables so; the privilege is missing instead.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Tests replace this function to be in another year; only the owner can.
CLOCK = """
CREATE FUNCTION {schema}.foundation_audit_clock() RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT now() $$
"""

# What happened before it is past its time; -infinity for what we do not know. In UTC, whatever time zone
# the service asks in.
CUTOFF = """
CREATE FUNCTION {schema}.foundation_audit_cutoff(stream text) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE stream
        WHEN 'acts' THEN ({schema}.foundation_audit_clock() AT TIME ZONE 'UTC' - interval '72 months') AT TIME ZONE 'UTC'
        WHEN 'looks' THEN ({schema}.foundation_audit_clock() AT TIME ZONE 'UTC' - interval '24 months') AT TIME ZONE 'UTC'
        ELSE '-infinity'::timestamptz
    END
$$
"""

GUARD_EVENTS = """
CREATE FUNCTION {schema}.foundation_guard_audit_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < {schema}.foundation_audit_cutoff(OLD.stream) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit events are only ever added' USING ERRCODE = 'insufficient_privilege';
END
$$
"""

# The single change of a seal that is let through: its events were due to go, and have gone.
GUARD_SEALS = """
CREATE FUNCTION {schema}.foundation_guard_audit_seal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.purged_at IS NULL AND NEW.purged_at IS NOT NULL
        AND to_jsonb(NEW) - 'purged_at' = to_jsonb(OLD) - 'purged_at'
        AND OLD.last_at < {schema}.foundation_audit_cutoff(OLD.stream)
        AND NOT EXISTS (
            SELECT 1 FROM {schema}.foundation_auditevent
            WHERE id IN (SELECT value::bigint FROM jsonb_array_elements_text(OLD.ids))
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit seals are only ever added' USING ERRCODE = 'insufficient_privilege';
END
$$
"""

TRIGGERS = """
CREATE TRIGGER foundation_audit_event_is_kept BEFORE UPDATE OR DELETE
    ON {schema}.foundation_auditevent
    FOR EACH ROW EXECUTE FUNCTION {schema}.foundation_guard_audit_event();
CREATE TRIGGER foundation_audit_seal_is_kept BEFORE UPDATE OR DELETE
    ON {schema}.foundation_auditseal
    FOR EACH ROW EXECUTE FUNCTION {schema}.foundation_guard_audit_seal()
"""

# A whole block or nothing. It believes the events, not the seal: the service can write a seal that says
# what it likes, and still no young event goes.
PURGE = """
CREATE FUNCTION {schema}.foundation_purge_audit(block bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    seal {schema}.foundation_auditseal;
    members bigint[];
    gone bigint;
BEGIN
    SELECT * INTO seal FROM {schema}.foundation_auditseal
        WHERE id = block AND purged_at IS NULL
            AND last_at < {schema}.foundation_audit_cutoff(stream)
        FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    SELECT array_agg(value::bigint) INTO members FROM jsonb_array_elements_text(seal.ids);
    IF EXISTS (
        SELECT 1 FROM {schema}.foundation_auditevent
        WHERE id = ANY (members) AND (
            stream <> seal.stream OR at >= {schema}.foundation_audit_cutoff(seal.stream)
        )
    ) THEN
        RETURN 0;
    END IF;
    DELETE FROM {schema}.foundation_auditnote WHERE event_id = ANY (members);
    DELETE FROM {schema}.foundation_unsealedevent WHERE event_id = ANY (members);
    DELETE FROM {schema}.foundation_auditevent WHERE id = ANY (members);
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE {schema}.foundation_auditseal SET purged_at = {schema}.foundation_audit_clock()
        WHERE id = block;
    RETURN gone;
END
$$
"""

NOT_FOR_ALL = "REVOKE ALL ON FUNCTION {schema}.foundation_purge_audit(bigint) FROM PUBLIC"

BACKWARDS = """
DROP TRIGGER IF EXISTS foundation_audit_event_is_kept ON {schema}.foundation_auditevent;
DROP TRIGGER IF EXISTS foundation_audit_seal_is_kept ON {schema}.foundation_auditseal;
DROP FUNCTION IF EXISTS {schema}.foundation_purge_audit(bigint);
DROP FUNCTION IF EXISTS {schema}.foundation_guard_audit_seal();
DROP FUNCTION IF EXISTS {schema}.foundation_guard_audit_event();
DROP FUNCTION IF EXISTS {schema}.foundation_audit_cutoff(text);
DROP FUNCTION IF EXISTS {schema}.foundation_audit_clock()
"""


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, CLOCK, CUTOFF, GUARD_EVENTS, GUARD_SEALS, TRIGGERS, PURGE, NOT_FOR_ALL)


def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, BACKWARDS)


def _run(schema_editor: BaseDatabaseSchemaEditor, *statements: str) -> None:
    """Every name with its schema: a function with its owner's rights must not look names up (CVE-2018-1058)."""
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        for statement in statements:
            cursor.execute(statement.format(schema=schema))


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
