"""A portfolio's first page: what it consists of, how well it covers what is asked, and what is next."""

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
from awards.views.person import person
from portfolios.choices import PortfolioSection, SectionState, Strength
from portfolios.selectors.points import points_asked
from portfolios.selectors.portfolio.counting import EvidenceCounts, counts_of
from portfolios.selectors.portfolio.coverage import SHAPES, Axis
from portfolios.selectors.portfolio.questions import SECTIONS, words
from portfolios.selectors.sent import last_sent
from portfolios.selectors.words import answered
from portfolios.services.portfolio import begin_portfolio
from portfolios.views.loading import role_for, sends_now, withdraws_now
from portfolios.views.portfolio.loading import Writing, load
from portfolios.views.portfolio.report import codes_of, is_begun, is_open
from portfolios.views.sending import senders_of, still_needed

STATUS = {
    SectionState.NOT_STARTED: "todo",
    SectionState.IN_PROGRESS: "now",
    SectionState.DONE: "done",
}
# What has become of a portfolio that was sent, and what comes next.
STANDS = {
    Status.SUBMITTED: "A SEND officer chooses champions for you. You have nothing to do until we write to you.",
    Status.IN_REVIEW: "The champions are looking at it. You have nothing to do until we write to you.",
    Status.APPROVED: "It has the award. Go on gathering evidence: you will need it when you renew.",
    Status.DECLINED: "The answer was “not yet”. The letter says what is still needed.",
    Status.WITHDRAWN: "It was withdrawn. Nobody looks at it any more.",
}
NO_PLAN = "Your delivery plan is not in this service, so there is nothing to report on here."


@require_POST
@login_required
def begin(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    """A second click finds the portfolio that the first one began (T-43)."""
    organisation = get_object_or_404(Organisation.objects.visible_to(person(request)), slug=slug)
    application = begin_portfolio(
        organisation=organisation, stage=stage, actor=person(request), at=timezone.now()
    )
    return redirect("portfolio", application.uuid)


@require_safe
@login_required
def overview(request: HttpRequest, application: UUID) -> HttpResponse:
    writing = load(request, application)
    found, role = writing.application, role_for(request, writing.application)
    points = points_asked(found)
    counts = counts_of(writing.record, found.organisation)
    waiting = sum(point.waits for point in points)
    sends = sends_now(found, role)
    missing = len(writing.missing)
    context: dict[str, Any] = {
        "application": found,
        "stage": writing.scheme.stage(found.stage),
        "tasks": [_row(writing, section, counts) for section in SECTIONS[found.stage]],
        "check": _check(writing, missing=missing, waiting=waiting),
        "next": _next(writing, counts, missing=missing, waiting=waiting, sends=sends),
        "criteria": _criteria(writing),
        "principles": _principles(writing),
        "missing": missing,
        "stronger": len(writing.gaps) - missing,
        "may_write": writing.may_write,
        "may_send": sends,
        "may_withdraw": withdraws_now(found, role),
        "points": points,
        "senders": senders_of(found) if writing.may_write and not sends else "",
        "only_challenged": writing.may_write and not writing.opened.everything,
        "sent": None if found.can_be_edited else last_sent(found),
        "begins_again": _begins_again(found, role),
        "stands": STANDS.get(Status(found.status), ""),
    }
    return render(request, "portfolios/portfolio.html", context)


def _begins_again(application: Application, role: Role | None) -> str:
    """After "not yet", unless they have begun another one since: the address to begin at."""
    if application.status != Status.DECLINED or role not in (Role.LEAD, Role.MEMBER):
        return ""
    same = Application.objects.filter(
        organisation=application.organisation, stage=application.stage
    )
    if same.filter(created_at__gt=application.created_at).exists():
        return ""
    return reverse(f"{application.stage}-begin", args=[application.organisation.slug])


def _next(
    writing: Writing, counts: EvidenceCounts, *, missing: int, waiting: int, sends: bool
) -> tuple[str, str, str] | None:
    """What to do next: a sentence, the words of the button and where it leads."""
    uuid = writing.application.uuid
    if not writing.may_write:
        return None
    library = reverse("evidence", args=[writing.application.organisation.slug])
    if not counts.any:
        first = (
            "Begin with what you have: photos, minutes, surveys. You can say later what they show."
        )
        return first, "Go to your evidence", library
    if not counts.pieces and counts.tray:
        return (
            "Say what your evidence shows. Until then it is not part of your portfolio.",
            "See what waits to be placed",
            f"{library}?state=tray",
        )
    if missing:
        # Only the check page lists the points as well.
        page = reverse("portfolio-check" if waiting else "portfolio-gaps", args=[uuid])
        return f"{still_needed(missing, waiting)}.", "See what is missing", page
    page = reverse("portfolio-check", args=[uuid])
    if waiting:
        points = "point" if waiting == 1 else f"{waiting} points"
        return f"Answer the {points} above, then send the portfolio again.", "", ""
    if sends:
        return "Nothing is missing. Read it once more, then send it.", "Check and send", page
    lead = f"Everything is there. {senders_of(writing.application)} can send it."
    return lead, "Read it once more", page


def _row(writing: Writing, section: PortfolioSection, counts: EvidenceCounts) -> dict[str, str]:
    title = words(writing.scheme, writing.record.stage, section).title
    if section is PortfolioSection.EVIDENCE:
        return _evidence_row(writing, counts)
    if section is PortfolioSection.REPORT and not writing.has_report:
        return {"title": title, "url": "", "hint": NO_PLAN, "kind": "done", "text": "Nothing to do"}
    done, total = _counted(writing, section)
    state = _state(missing=any(g.is_missing for g in writing.gaps_in(section)), begun=bool(done))
    hint = _hint(writing, section, done, total)
    page = reverse("portfolio-section", args=[writing.application.uuid, section.value])
    if writing.may_write and not is_open(writing, section):
        # It was sent and nobody asked about it: nothing to do, even where it was left empty.
        state, hint = SectionState.DONE, "Stays as you sent it"
        page = "" if section is PortfolioSection.LEVELS else page
    if not writing.may_write and section is PortfolioSection.LEVELS:
        page = ""
    return {"title": title, "url": page, "hint": hint, "kind": STATUS[state], "text": state.label}


def _hint(writing: Writing, section: PortfolioSection, done: int, total: int) -> str:
    if section is PortfolioSection.LAW:
        # Nobody has to tick them all.
        return f"{done} ticked"
    if section is PortfolioSection.LEVELS and done and not writing.whole.version(section):
        return "What you told us before is there already. See if it still holds."
    return f"{done} of {total} answered" if done < total else f"All {total} answered"


def _evidence_row(writing: Writing, counts: EvidenceCounts) -> dict[str, str]:
    gaps = writing.gaps_in(PortfolioSection.EVIDENCE)
    state = _state(missing=any(gap.is_missing for gap in gaps), begun=counts.any)
    hints = [
        f"{counts.pieces} piece{'' if counts.pieces == 1 else 's'}",
        f"{counts.tray} wait{'s' if counts.tray == 1 else ''} to be placed" if counts.tray else "",
        f"{counts.in_statement} in a statement alone" if counts.in_statement else "",
        f"{counts.left_out} left out" if counts.left_out else "",
        f"{counts.hidden} hidden" if counts.hidden else "",
        f"{writing.withheld} restricted" if writing.withheld else "",
    ]
    return {
        "title": str(PortfolioSection.EVIDENCE.label),
        "url": reverse("evidence", args=[writing.application.organisation.slug]),
        "hint": ", ".join(filter(None, hints)),
        "kind": STATUS[state],
        "text": state.label,
    }


def _state(*, missing: bool, begun: bool) -> SectionState:
    """Done when nothing is missing in it; not started while nobody has written in it."""
    if missing:
        return SectionState.IN_PROGRESS if begun else SectionState.NOT_STARTED
    return SectionState.DONE if begun else SectionState.NOT_STARTED


def _counted(writing: Writing, section: PortfolioSection) -> tuple[int, int]:
    """How many pages, or levels, of a part were written in, and how many there are."""
    record = writing.record
    if section is PortfolioSection.REPORT:
        begun = [is_begun(each) for each in record.actions]
        begun += [is_begun(each) for each in record.measures]
        return sum(begun), len(begun)
    if section is PortfolioSection.LEVELS:
        levels = [level for level in record.levels if level.engagement or answered(level.text)]
        return len(levels), len(writing.scheme.engagement_levels)
    codes = codes_of(writing, section)
    own = [each for each in record.narratives if each.code in codes]
    if section is PortfolioSection.LAW:
        return sum(each.applies == "yes" for each in own), len(codes)
    return sum(answered(each.text) for each in own), len(codes)


def _criteria(writing: Writing) -> list[tuple[str, str, str]]:
    """Each criterion with how well it is covered: its name, and a status in shape and word."""
    found = []
    for line in writing.coverage.lines(Axis.CRITERIA):
        strength = writing.coverage.strength(line.code)
        found.append((line.name, SHAPES[strength], str(strength.label)))
    return found


def _principles(writing: Writing) -> tuple[int, int]:
    """How many of the principles there is evidence for, and how many there are."""
    lines = writing.coverage.lines(Axis.PRINCIPLES)
    shown = (Strength.SHOWN, Strength.IMPACT)
    return sum(writing.coverage.strength(line.code) in shown for line in lines), len(lines)


def _check(writing: Writing, *, missing: int, waiting: int) -> dict[str, str]:
    stopped = bool(missing or waiting)
    page = reverse("portfolio-check", args=[writing.application.uuid])
    return {
        "title": "Check and send",
        "url": page if writing.may_write else "",
        "hint": "Open this to see which." if stopped and writing.may_write else "",
        "kind": "attention" if stopped else "now",
        "text": still_needed(missing, waiting) if stopped else "Ready to send",
    }
