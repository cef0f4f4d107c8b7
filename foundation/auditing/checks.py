"""Says at deployment when the service could rewrite its own history."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connection

from foundation.auditing.privileges import dangers


@register(Tags.database, deploy=True)
def audit_trail_is_out_of_reach(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """With `check --deploy --database default`. Before the first migration there is nothing to reach."""
    if "default" not in (databases or ()) or connection.vendor != "postgresql":
        return []
    try:
        found = list(dangers())
    except DatabaseError:
        return []
    if not found:
        return []
    return [
        Warning(
            "The service connects as a role that could change the audit trail: " + " ".join(found),
            hint="Run `manage.py grant_application_role` for a role of its own: see docs/audit.md.",
            id="audit.W001",
        )
    ]
