"""What a challenge can be about: the whole, a question of the stage, one of the 4Cs, an action, a piece
of evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from awards.choices import SENT
from awards.models import Application, StatusChange
from awards.scheme import edition
from awards.selectors.kinds import asked_of
from champions.models import Decision
from portfolios.models.evidence import RESTRICTED
from portfolios.records import NO_EYES, Eyes
from portfolios.selectors.evidence.reading import unseen

LONGEST_NAME = 200
EVIDENCE = "evidence:"
# The kinds of what is sent that carry evidence.
HOLDS_EVIDENCE = ("portfolio", "statement")


@dataclass(frozen=True)
class Subject:
    # Empty for the whole.
    code: str
    name: str


def subjects_of(application: Application, snapshot: object) -> list[Subject]:
    """In the order in which people look at an application; `snapshot` is the version judged.

    Actions come from what was sent: the plan itself may have moved on.
    """
    scheme = edition(application.edition)
    subjects = [Subject("", "The whole application")]
    subjects += [Subject(asked.code, asked.name) for asked in asked_of(application)]
    if isinstance(snapshot, Mapping) and snapshot.get("kind") == "plan":
        subjects += [Subject(each.code, each.name) for each in scheme.four_cs]
        subjects += [_action(action) for action in snapshot.get("actions", [])]
    return subjects


def subjects_judged(application: Application) -> list[Subject]:
    """For the version that came in last. One query."""
    sent = StatusChange.objects.filter(application=application, name__in=SENT)
    return subjects_of(
        application, sent.order_by("-at", "-pk").values_list("snapshot", flat=True).first()
    )


def evidence_subject(
    application: Application, code: str, *, on: date, eyes: Eyes = NO_EYES
) -> Subject | None:
    """`evidence:<uuid>` of the version that came in last; nothing for what is no longer shown to them.

    A portfolio has hundreds, so no list offers them: each is challenged from its own page.
    It is named as it was when it was sent; unless it is restricted, as others read the name as well.
    """
    if not code.startswith(EVIDENCE):
        return None
    sent = StatusChange.objects.filter(application=application, name__in=SENT)
    snapshot = sent.order_by("-at", "-pk").values_list("snapshot", flat=True).first()
    items = (snapshot or {}).get("portfolio", {}).get("items", [])
    found = next((each for each in items if f"{EVIDENCE}{each['id']}" == code), None)
    if found is None:
        return None
    gone = unseen([found["id"]], on=on, eyes=eyes)
    if gone.hidden or gone.withheld:
        return None
    if gone.restricted:
        return Subject(code, RESTRICTED)
    title = str(found.get("title", "")).strip() or "no name yet"
    return Subject(code, f"Evidence: {title}"[:LONGEST_NAME])


def subjects_decided(decision: Decision) -> list[Subject]:
    """For the version that the panel decided about. One query."""
    row = StatusChange.objects.filter(pk=decision.change_id).values_list("snapshot", flat=True)
    return subjects_of(decision.panel.application, row.get())


def _action(action: Mapping[str, Any]) -> Subject:
    title = str(action.get("title", "")).strip() or "no title yet"
    return Subject(f"action:{action['id']}", f"Action: {title}"[:LONGEST_NAME])
