"""A statement's first page: what it consists of, till when it is due, what is next."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.choices import Role, Status
from awards.models import Application
from awards.scheme import Criterion
from awards.selectors.renewals import Renewal
from foundation.dates import london_date
from portfolios.choices import Affirmed, SectionState, StatementSection
from portfolios.selectors.points import points_asked
from portfolios.selectors.sent import last_sent
from portfolios.selectors.statement.gaps import Place
from portfolios.views.loading import role_for, sends_now, withdraws_now
from portfolios.views.sending import senders_of, still_needed
from portfolios.views.statement.loading import Writing, load, renewal_of

STATUS = {
    SectionState.NOT_STARTED: "todo",
    SectionState.IN_PROGRESS: "now",
    SectionState.DONE: "done",
    SectionState.CANNOT_START: "todo",
}
# What has become of a statement that was sent, and what comes next.
STANDS = {
    Status.SUBMITTED: "A SEND officer chooses champions for you. You have nothing to do until we write to you.",
    Status.IN_REVIEW: "The champions are looking at it. Your home page says if they ask for something.",
    Status.APPROVED: "Your award is renewed. Go on gathering evidence for next year.",
    Status.DECLINED: "The answer was “not yet”. The letter says what is still needed.",
    Status.WITHDRAWN: "It was withdrawn. Nobody looks at it any more.",
}
STAYS = "Stays as you sent it"


@require_safe
@login_required
def overview(request: HttpRequest, application: UUID) -> HttpResponse:
    writing = load(request, application)
    found, role = writing.application, role_for(request, writing.application)
    points = points_asked(found)
    waiting, missing = sum(point.waits for point in points), len(writing.missing)
    renewal, sends = renewal_of(found), sends_now(found, role)
    criteria = [_criterion(writing, each) for each in writing.whole.criteria]
    context: dict[str, Any] = {
        "application": found,
        "stage": writing.scheme.stage(found.stage),
        "renewal": renewal,
        "sentence": renewal.sentence(london_date(timezone.now())) if renewal else "",
        "criteria": criteria,
        "done": sum(row["text"] == SectionState.DONE.label for row in criteria),
        "tasks": [_together(writing), _sign(writing)],
        "check": _check(writing, missing=missing, waiting=waiting),
        "begun": any(each.state for each in writing.record.affirmations),
        "carried": sum(item.carried for a in writing.record.affirmations for item in a.items),
        "may_write": writing.may_write,
        "may_send": sends,
        "may_withdraw": withdraws_now(found, role),
        "points": points,
        "senders": senders_of(found) if writing.may_write and not sends else "",
        "only_challenged": writing.may_write and not writing.opened.everything,
        "withheld": writing.withheld,
        "sent": None if found.can_be_edited else last_sent(found),
        "begins_again": _begins_again(found, role, renewal),
        "stands": STANDS.get(Status(found.status), ""),
    }
    return render(request, "portfolios/statement.html", context)


def _begins_again(application: Application, role: Role | None, renewal: Renewal | None) -> str:
    """After "not yet" or a withdrawal, while there is something to renew: where to begin again."""
    over = application.status in (Status.DECLINED, Status.WITHDRAWN)
    if not over or role not in (Role.LEAD, Role.MEMBER) or renewal is None:
        return ""
    if not renewal.can_start:
        return ""
    return reverse("renewal-begin", args=[application.organisation.slug, renewal.award.uuid])


def _criterion(writing: Writing, criterion: Criterion) -> dict[str, str]:
    place = Place(StatementSection.CRITERIA, code=criterion.code)
    told = writing.record.affirmation(criterion.code)
    missing = sum(gap.is_missing for gap in writing.gaps_at(place))
    state = SectionState.DONE
    if missing:
        state = SectionState.IN_PROGRESS if told and told.state else SectionState.NOT_STARTED
    count = len(told.items) if told else 0
    said = Affirmed(told.state).label if told and told.state else ""
    pieces = f"{count} piece{'' if count == 1 else 's'} of evidence"
    hint = ", ".join(filter(None, [said, pieces, f"{missing} still missing" if missing else ""]))
    page = reverse("statement-criterion", args=[writing.application.uuid, criterion.code])
    return _row(writing, place, title=criterion.name, page=page, hint=hint, state=state)


def _together(writing: Writing) -> dict[str, str]:
    section = StatementSection.TOGETHER
    record = writing.record
    state = SectionState.DONE
    if any(gap.about.section is section and gap.is_missing for gap in writing.gaps):
        state = SectionState.IN_PROGRESS if record.who or record.how else SectionState.NOT_STARTED
    page = reverse("statement-together", args=[writing.application.uuid])
    return _row(writing, Place(section), title=section.label, page=page, hint="", state=state)


def _sign(writing: Writing) -> dict[str, str]:
    section = StatementSection.SIGN
    if writing.whole.is_signed:
        signed = writing.whole.commitment
        state, hint = SectionState.DONE, f"Signed by {signed.signed_name}" if signed else ""
    elif any(gap.about.section is not section for gap in writing.missing):
        state, hint = SectionState.CANNOT_START, "Last of all: a change takes the signature back."
    else:
        state, hint = SectionState.NOT_STARTED, "A co-production lead signs it."
    page = reverse("statement-sign", args=[writing.application.uuid])
    return _row(writing, Place(section), title=section.label, page=page, hint=hint, state=state)


def _row(
    writing: Writing, place: Place, *, title: str, page: str, hint: str, state: SectionState
) -> dict[str, str]:
    """One task; what was sent and not asked about has nothing to do."""
    if writing.may_write and not writing.writes(place):
        state, hint, page = SectionState.DONE, STAYS, ""
    if not writing.may_write or state is SectionState.CANNOT_START:
        page = ""
    return {"title": title, "url": page, "hint": hint, "kind": STATUS[state], "text": state.label}


def _check(writing: Writing, *, missing: int, waiting: int) -> dict[str, str]:
    stopped = bool(missing or waiting)
    page = reverse("statement-check", args=[writing.application.uuid])
    return {
        "title": "Check and send",
        "url": page if writing.may_write else "",
        "hint": "Open this to see which." if stopped and writing.may_write else "",
        "kind": "attention" if stopped else "now",
        "text": still_needed(missing, waiting) if stopped else "Ready to send",
    }
