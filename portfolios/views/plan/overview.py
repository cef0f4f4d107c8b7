"""The plan's first page: what it consists of, what is missing, and by when it is due."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.choices import Role, Status
from awards.models import Application, Organisation
from awards.selectors import Deadline, journey_of
from awards.views.person import person
from foundation.dates import london_date
from portfolios.choices import PlanSection, SectionState
from portfolios.selectors.plan.gaps import Gap, by_criterion, by_four_c, smart_of
from portfolios.selectors.points import points_asked
from portfolios.selectors.sent import last_sent
from portfolios.services.plan import begin_plan
from portfolios.views.loading import role_for, sends_now, withdraws_now
from portfolios.views.plan.loading import Writing, load
from portfolios.views.sending import senders_of, still_needed
from portfolios.views.writing import GapLine

STATUS = {
    SectionState.NOT_STARTED: "todo",
    SectionState.IN_PROGRESS: "now",
    SectionState.DONE: "done",
}


# What has become of a plan that was sent, and what comes next.
STANDS = {
    Status.SUBMITTED: "A SEND officer chooses champions for you. You have nothing to do until we write to you.",
    Status.IN_REVIEW: "The champions are reading it. You have nothing to do until we write to you.",
    Status.APPROVED: "It has the award. Now tell us how your milestones go, when something happens.",
    Status.DECLINED: "The answer was “not yet”. The letter says what is still needed.",
    Status.WITHDRAWN: "It was withdrawn. Nobody reads it any more.",
}


@require_POST
@login_required
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """A second click finds the plan that the first one began (T-43)."""
    organisation = get_object_or_404(Organisation.objects.visible_to(person(request)), slug=slug)
    application = begin_plan(organisation=organisation, actor=person(request), at=timezone.now())
    return redirect("plan", application.uuid)


@require_safe
@login_required
def overview(request: HttpRequest, application: UUID) -> HttpResponse:
    writing = load(request, application)
    found, role = writing.application, role_for(request, writing.application)
    points = points_asked(found)
    missing = [gap for gap in writing.gaps if gap.is_missing]
    waiting = sum(point.waits for point in points)
    sends = sends_now(found, role)
    context: dict[str, Any] = {
        "application": found,
        "stage": writing.plan.scheme.stage(found.stage),
        "tasks": [_row(writing, section) for section in PlanSection],
        "check": _check(writing, missing=len(missing), waiting=waiting),
        "next": _next(writing, missing=len(missing), waiting=waiting, sends=sends),
        "criteria": by_criterion(writing.plan.record, writing.gaps),
        "missing": len(missing),
        "stronger": len(writing.gaps) - len(missing),
        "may_write": writing.may_write,
        "may_send": sends,
        "may_withdraw": withdraws_now(found, role),
        "points": points,
        "senders": senders_of(found) if writing.may_write and not sends else "",
        "only_challenged": writing.may_write and not writing.opened.everything,
        "deadline": _deadline(writing),
        "sent": None if found.can_be_edited else last_sent(found),
        "held": found.status == Status.APPROVED,
        "begins_again": _begins_again(found, role),
        "stands": STANDS.get(Status(found.status), ""),
    }
    return render(request, "portfolios/plan.html", context)


def _begins_again(application: Application, role: Role | None) -> bool:
    """After "not yet", unless they have begun another one since."""
    if application.status != Status.DECLINED or role not in (Role.LEAD, Role.MEMBER):
        return False
    same = Application.objects.filter(
        organisation=application.organisation, stage=application.stage
    )
    return not same.filter(created_at__gt=application.created_at).exists()


def _next(
    writing: Writing, *, missing: int, waiting: int, sends: bool
) -> tuple[str, str, str] | None:
    """What to do next: a sentence, the words of the button and where it leads."""
    uuid = writing.application.uuid
    if not writing.may_write:
        return None
    if not writing.plan.record.actions:
        page = reverse("plan-actions", args=[uuid])
        first = "Begin with one action. The rest of the plan grows around it."
        return first, "Go to your actions", page
    if missing:
        # Only the check page lists the points as well.
        page = reverse("plan-check" if waiting else "plan-gaps", args=[uuid])
        return f"{still_needed(missing, waiting)}.", "See what is missing", page
    page = reverse("plan-check", args=[uuid])
    if waiting:
        points = "point" if waiting == 1 else f"{waiting} points"
        return f"Answer the {points} above, then send the plan again.", "", ""
    if sends:
        return "Nothing is missing. Read it once more, then send it.", "Check and send", page
    lead = f"Everything is there. {senders_of(writing.application)} can send it."
    return lead, "Read it once more", page


def _deadline(writing: Writing) -> str:
    """By when, or that it is late; nothing once it was sent (scheme.md 10)."""
    found, today = writing.application, london_date(timezone.now())
    if found.status != Status.DRAFT:
        return ""
    stages = journey_of(found.organisation, on=today).stages
    deadline: Deadline | None = next(s.awaited for s in stages if s.stage.code == found.stage)
    return deadline.sentence(today) if deadline else ""


def _row(writing: Writing, section: PlanSection) -> dict[str, str]:
    application, writes = writing.application, writing.writes_section(section)
    if section is PlanSection.ACTIONS:
        # Always open to look at; what may be changed there is said on each page.
        page, gaps = reverse("plan-actions", args=[application.uuid]), _of_actions(writing)
    else:
        gaps = [gap for gap in writing.gaps if gap.about.page == section]
        page = reverse("plan-section", args=[application.uuid, section.value]) if writes else ""
    state = _state(writing, section, missing=any(gap.is_missing for gap in gaps))
    if writing.may_write and not page:
        # It was sent and nobody asked about it: nothing to do, even where it was left empty.
        state = SectionState.DONE
    return {
        "title": section.label,
        "url": page,
        "hint": _hint(writing, section),
        "kind": STATUS[state],
        "text": state.label,
    }


def _of_actions(writing: Writing) -> list[Any]:
    elsewhere = set(PlanSection) - {PlanSection.ACTIONS}
    return [gap for gap in writing.gaps if gap.about.page not in elsewhere]


def _state(writing: Writing, section: PlanSection, *, missing: bool) -> SectionState:
    """Done when nothing is missing in it; not started while nobody has saved it."""
    record = writing.plan.record
    there = {
        PlanSection.ACTIONS: record.actions,
        PlanSection.BARRIERS: record.barriers,
        PlanSection.MEASURES: record.measures,
        PlanSection.PARTNERS: record.partners,
        PlanSection.LEVELS: record.levels,
        PlanSection.POLICIES: record.policies,
    }[section]
    if missing:
        return SectionState.IN_PROGRESS if there else SectionState.NOT_STARTED
    return SectionState.DONE if there else SectionState.NOT_STARTED


def _hint(writing: Writing, section: PlanSection) -> str:
    record = writing.plan.record
    if section is PlanSection.ACTIONS and record.actions:
        counts = Counter(action.four_c for action in record.actions)
        hints = [
            f"{four_c.name}: {counts.pop(four_c.code, 'none yet')}"
            for four_c in writing.plan.scheme.four_cs
        ]
        if counts:
            hints.append(f"None of the 4Cs: {counts.total()}")
        return ", ".join(hints)
    if writing.may_write and not writing.writes_section(section):
        return "Stays as you sent it"
    edit = writing.plan.edits.get(section.value)
    if edit is None:
        return ""
    when = timezone.localtime(edit.updated_at)
    return f"Last changed by {edit.updated_by}, {when:%-d %B %Y at %H:%M}"


def _check(writing: Writing, *, missing: int, waiting: int) -> dict[str, str]:
    stopped = bool(missing or waiting)
    page = reverse("plan-check", args=[writing.application.uuid])
    return {
        "title": "Check and send",
        "url": page if writing.may_write else "",
        "hint": "Open this to see which." if stopped and writing.may_write else "",
        "kind": "attention" if stopped else "now",
        "text": still_needed(missing, waiting) if stopped else "Ready to send",
    }


@require_safe
@login_required
def gaps(request: HttpRequest, application: UUID) -> HttpResponse:
    """The whole gap check: by criterion, by the 4Cs, and SMART for each action."""
    writing = load(request, application)
    record = writing.plan.record
    context = {
        "application": writing.application,
        "may_write": writing.may_write,
        "criteria": [
            (view, _by_subject(writing, view.gaps)) for view in by_criterion(record, writing.gaps)
        ],
        "four_cs": [
            (view, sum(gap.is_missing for gap in view.gaps))
            for view in by_four_c(record, writing.gaps)
        ],
        "actions": [
            (
                action,
                [(letter, writing.lines(letter.gaps)) for letter in smart_of(action, writing.gaps)],
            )
            for action in record.actions
        ],
        "missing": sum(gap.is_missing for gap in writing.gaps),
        "stronger": sum(not gap.is_missing for gap in writing.gaps),
    }
    return render(request, "portfolios/plan_gaps.html", context)


def _by_subject(writing: Writing, gaps: Sequence[Gap]) -> list[tuple[str, list[GapLine]]]:
    """Each action, barrier … is named once, above what is said of it."""
    groups: dict[tuple[str, str, str], list[Gap]] = {}
    for gap in gaps:
        groups.setdefault((gap.subject, gap.about.action, gap.about.item), []).append(gap)
    return [(subject, writing.lines(own)) for (subject, _, _), own in groups.items()]
