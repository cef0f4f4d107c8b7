"""Support and challenge as the organisation sees it: nothing of what the panel says among itself."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.choices import Status
from awards.models import Application, Challenge, User
from awards.permissions import may_write, need_writer, role_in
from awards.selectors.kinds import title_of
from awards.views.person import person
from champions.forms.challenges import AnswerForm, SayForm
from champions.selectors import thread_for_organisation
from champions.services.remarks import answer_challenge, say
from foundation.openings import opening_for
from foundation.throttling import hit
from portfolios.models import EvidenceItem


def _enter(request: HttpRequest, application: Application) -> bool:
    """For the page's header; and whether this person may write here. A POST needs that."""
    request.organisation = application.organisation  # type: ignore[attr-defined]  # read by the page's header
    if request.method == "POST":
        need_writer(person(request), application)
        # Each message is a mail to volunteers.
        hit(f"talk:{person(request).pk}", limit=60, seconds=3600, now=timezone.now())
    return may_write(role_in(person(request), application.organisation), application)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def challenges(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The whole thread, and a message to the champions."""
    application = get_object_or_404(
        Application.objects.visible_to(person(request)).select_related("organisation"), uuid=uuid
    )
    writes = _enter(request, application)
    opening = opening_for(request, key=f"challenges:{application.uuid}")
    form = SayForm(opening.data)
    opening.fill(form)
    form.renew()
    if request.method == "POST" and form.is_valid():
        say(
            application=application,
            text=form.cleaned_data["text"],
            key=form.cleaned_data["key"],
            actor=person(request),
            at=timezone.now(),
        )
        opening.done()
        messages.success(request, "Your message is sent. The champions can read it now.")
        return redirect("challenges", uuid)
    context = {
        "application": application,
        "title": title_of(application),
        "thread": thread_for_organisation(application),
        "form": form,
        "opening": opening,
        "writes": writes and application.is_open and application.status != Status.DRAFT,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/challenges.html", context, status=status)


def _evidence(user: User, application: Application, subject: str) -> EvidenceItem | None:
    """The piece of evidence that a challenge is about, unless they have removed it since."""
    kind, _, uuid = subject.partition(":")
    if kind != "evidence":
        return None
    own = (
        EvidenceItem.objects.visible_to(user)
        .kept()
        .filter(organisation=application.organisation_id)
    )
    return own.filter(uuid=uuid).first()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def challenge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One challenge with what was said about it, and the answer. Panel-only ones are not there."""
    rows = Challenge.objects.visible_to_organisation().filter(
        application__in=Application.objects.visible_to(person(request))
    )
    found = get_object_or_404(rows.select_related("application__organisation"), uuid=uuid)
    application = found.application
    writes = _enter(request, application)
    opening = opening_for(request, key=f"challenge:{found.uuid}")
    form = AnswerForm(opening.data, may_change=application.can_be_edited)
    opening.fill(form)
    form.renew()
    if request.method == "POST" and form.is_valid():
        answer_challenge(
            challenge=found,
            answer=form.chosen_answer,
            text=form.cleaned_data["text"],
            key=form.cleaned_data["key"],
            actor=person(request),
            at=timezone.now(),
        )
        opening.done()
        messages.success(request, "Your answer is sent. The champions can read it now.")
        return redirect("challenges", application.uuid)
    thread = thread_for_organisation(application, challenges=rows.filter(pk=found.pk))
    (shown,) = thread.challenges
    context = {
        "application": application,
        "each": shown,
        "evidence": _evidence(person(request), application, found.subject),
        "form": form,
        "opening": opening,
        "writes": writes and shown.takes_replies,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/challenge.html", context, status=status)
