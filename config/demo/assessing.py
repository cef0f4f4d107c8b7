"""A champion writes what they find, question by question, and sends it."""

from collections.abc import Mapping
from datetime import datetime

from awards.models import User
from champions.choices import Fit
from champions.models import Assessment, Panel
from champions.selectors import facts_of
from champions.selectors.assessing import asks_strategies
from champions.services.assessments import Found, begin, save_finding, save_strategies, send


def write(*, panel: Panel, findings: Mapping[str, Found], actor: User, at: datetime) -> Assessment:
    """A draft. What stands from an earlier version is said anew."""
    draft = begin(panel=panel, actor=actor, at=at)
    versions = dict(draft.findings.values_list("code", "version"))
    for code, found in findings.items():
        save_finding(
            panel=panel,
            code=code,
            found=found,
            expected_version=versions.get(code, 0),
            actor=actor,
            at=at,
        )
    draft.refresh_from_db()
    return draft


def send_all(
    *, panel: Panel, findings: Mapping[str, Found], actor: User, at: datetime
) -> Assessment:
    """Every question is in `findings`; the work fits the first two plans of the city, and half the others."""
    draft = write(panel=panel, findings=findings, actor=actor, at=at)
    facts = facts_of(panel.application)
    if asks_strategies(facts):
        fits = {
            policy.code: (Fit.FITS if place < 2 else Fit.PARTLY, "")
            for place, policy in enumerate(facts.scheme.policies)
        }
        draft = save_strategies(panel=panel, fits=fits, actor=actor, at=at)
    return send(panel=panel, expected_version=draft.version, minutes=None, actor=actor, at=at)
