"""An officer settles who sits on a panel (scheme.md 3, 18)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from awards.choices import Role, Status
from awards.models import Application, User
from awards.permissions import need_officer
from awards.workflow import apply_transition
from champions import emails_panels
from champions.choices import Ended
from champions.models import Assignment, Champion, Panel
from champions.permissions import belongs_to, why_not_settle
from champions.selectors import cases_visible_to, mix_problems, panel_problems
from champions.services.locks import locked
from champions.services.panels.seats import OPEN_FOR_PANELS, end_seat, reopen_if_quorum_lost
from foundation import audit
from foundation.refusals import NotAllowed, Refused


@transaction.atomic
def settle_panel(
    *,
    application: Application,
    champions: Sequence[Champion],
    chair: Champion,
    waiver: str = "",
    seen: Collection[UUID] | None = None,
    actor: User,
    at: datetime,
) -> Panel:
    """Say who sits. The first time starts the review; later it changes the panel, on the record.

    `waiver` is why a perspective could not be had, where the edition lets an officer set it aside; it
    is kept only while it is needed. `seen` are the champions who sat when the page was opened: whoever
    left since is not put back by an old page (T-44).
    """
    need_officer(actor)
    current = locked(application)
    if current.status not in OPEN_FOR_PANELS:
        raise Refused("This application has ended, so its panel cannot change.")
    need_other_officer(actor, current)
    if seen is not None and set(seen) != _sitting(current):
        raise Refused("This panel was changed after you opened the page. Look at it again.")
    waiver = waiver.strip()
    if not mix_problems(current, champions, waived=False):
        waiver = ""
    problems = panel_problems(current, champions=champions, chair=chair, waived=bool(waiver))
    if problems and current.status != Status.SUBMITTED:
        raise Refused(" ".join(problems))
    panel, _ = Panel.objects.update_or_create(
        application=current,
        defaults={"waiver": waiver},
        create_defaults={"waiver": waiver, "settled_by": actor, "settled_at": at},
    )
    panel.application = current
    new, left = _seat(panel, champions, chair, actor, at)
    if current.status == Status.SUBMITTED:
        apply_transition(
            application, "start_review", actor=actor, role=Role.OFFICER, at=at, problems=problems
        )
    audit.record(
        "panel.settled",
        actor=actor,
        target=panel,
        at=at,
        role=Role.OFFICER,
        acting_for=current.organisation.uuid,
        details={"champions": len(champions), "new": len(new), "waived": bool(waiver)},
    )
    for seat in new:
        emails_panels.tell_assigned(seat, at=at)
    for seat in left:
        emails_panels.tell_left(seat, at=at)
    reopen_if_quorum_lost(current, why="The panel was changed.", actor=actor, at=at)
    panel.application = application
    return panel


def need_other_officer(actor: User, application: Application) -> None:
    """Nobody shapes the panel that judges their own organisation, or that they sit on (T-36, T-39).

    Nor, once an appeal was taken on, the panel that looks again at what they decided or released.
    """
    need_officer_apart(actor, application)
    why_not = why_not_settle(actor, application)
    if why_not:
        raise NotAllowed(why_not)


def need_officer_apart(actor: User, application: Application) -> None:
    """An officer who may open the case at all (T-36)."""
    if belongs_to(actor, application):
        raise NotAllowed("You belong to this organisation. Another SEND officer has to do this.")
    if not cases_visible_to(actor).filter(pk=application.pk).exists():
        raise NotAllowed("You have a link with this organisation, so this case is not yours.")


def _sitting(application: Application) -> set[UUID]:
    seats = Assignment.objects.active().filter(panel__application=application)
    return set(seats.values_list("champion__uuid", flat=True))


def _seat(
    panel: Panel, champions: Sequence[Champion], chair: Champion, actor: User, at: datetime
) -> tuple[list[Assignment], list[Assignment]]:
    """End, add and move the chair until the places are as asked; who is new, and who had to leave."""
    wanted = {champion.pk: champion for champion in champions}
    held = Assignment.objects.filter(panel=panel, ended_at=None)
    left = list(held.exclude(champion__in=wanted).select_related("champion__user"))
    for seat in left:
        seat.panel = panel
        end_seat(seat, why=Ended.CHANGED, actor=actor, at=at)
    held.exclude(champion=chair).update(is_chair=False)
    staying = set(held.values_list("champion", flat=True))
    new = [
        Assignment.objects.create(
            panel=panel,
            champion=champion,
            is_chair=champion.pk == chair.pk,
            assigned_by=actor,
            assigned_at=at,
        )
        for pk, champion in wanted.items()
        if pk not in staying
    ]
    held.filter(champion=chair).update(is_chair=True)
    return new, left
