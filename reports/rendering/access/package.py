"""The two faces of a package: a page to read, and the same for a machine."""

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from foundation.forms import show_date
from reports.records.access import Cell, Told, ToldPart

# Ours, and the only style of a page that opens without us.
STYLE = (Path(__file__).parent / "package.css").read_text(encoding="utf-8")


def index_html(told: Told) -> str:
    return render_to_string(
        "reports/privacy/access_package_index.html",
        {
            "told": told,
            "style": SafeString(f"<style>\n{STYLE}</style>"),
            "groups": [
                (group, [(part, _table(part)) for part in group.with_rows]) for group in told.groups
            ],
            "mentions": [(each, show(each.at)) for each in told.mentions],
            "made": show(told.made_at),
            "support_email": settings.SUPPORT_EMAIL,
            "your_data": f"{settings.BASE_URL}{reverse('privacy')}",
        },
    )


def data_json(told: Told) -> str:
    """Parts by their codes, rows by the paths of their columns, dates in ISO 8601."""
    data = {
        "name": told.name,
        "made_at": told.made_at,
        "other_people": "named" if told.with_names else "masked",
        "parts": {
            part.code: {
                "title": part.title,
                "about": part.about,
                "why": group.why,
                "kept": part.kept,
                "seen_by": group.seen,
                "columns": part.labels,
                "rows": part.rows,
            }
            for group in told.groups
            for part in group.parts
        },
        "mentions": [asdict(each) for each in told.mentions],
        "files": [asdict(each) for each in told.files],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, default=_iso)


def _iso(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be told.")


def _table(part: ToldPart) -> dict[str, Any]:
    """Columns that are empty in every row are left out."""
    paths = [path for path in part.labels if any(row[path] not in (None, "") for row in part.rows)]
    return {
        "labels": [part.labels[path] for path in paths],
        "rows": [[show(row[path]) for path in paths] for row in part.rows],
    }


def show(value: Cell) -> str:
    """As people in England write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return f"{show_date(value.date())}, {value:%H:%M}"
    return show_date(value) if isinstance(value, date) else str(value)
