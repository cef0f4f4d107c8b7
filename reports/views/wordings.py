"""Officers: how mails are worded. They change the words, look at them, and go back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from foundation.kept_posts import typed
from foundation.mail_kinds import MailKind, kinds
from foundation.openings import opening_for
from foundation.refusals import NotAllowed
from foundation.wordings import Wording, current, ours
from reports.forms.wordings import LOOK, RestoreForm, WordingForm, WordingSearchForm
from reports.selectors import wordings as selectors
from reports.selectors.wordings import Line
from reports.services.wordings import FIXED, change_wording, restore_wording


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    form = WordingSearchForm(request.GET)
    context = {"form": form, "groups": selectors.groups(form.query)}
    return render(request, "reports/wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wording(request: HttpRequest, kind: str) -> HttpResponse:
    """Both buttons send the whole form; the one only shows it again, with how it looks."""
    actor = person(request)
    need_officer(actor)
    what = _kind(kind)
    if not what.editable:
        return _fixed(request, what)
    line = selectors.line_of(what)
    opening = opening_for(request, key=f"wording:{what.code}")
    shown = _asked_for(request, line) or current(what)
    form = WordingForm(
        opening.data,
        kind=what,
        initial={"subject": shown.subject, "body": shown.body, "version": _version(line)},
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        shown = form.wording
        if LOOK not in request.POST:
            change_wording(
                kind=what,
                wording=shown,
                expected_version=form.cleaned_data["version"],
                actor=actor,
                at=timezone.now(),
            )
            opening.done()
            messages.success(
                request, "The words are saved. E-mails that are written from now on have them."
            )
            return redirect("officers-wording", what.code)
    real = selectors.last_values(what)
    failed = request.method == "POST" and not form.is_valid()
    context = {
        "line": line,
        "form": form,
        "opening": opening,
        "offers": selectors.offers_of(what),
        # What cannot be sent cannot be shown either.
        "looks": [] if failed else selectors.looks_of(what, shown, reader=actor, real=real),
        "is_real": bool(real),
        "is_typed": request.method == "POST",
    }
    return render(request, "reports/wording.html", context, status=422 if failed else 200)


@require_safe
@login_required
def history(request: HttpRequest, kind: str) -> HttpResponse:
    need_officer(person(request))
    what = _kind(kind)
    context = {"kind": what, "rows": selectors.history_of(what), "ours": ours(what.code)}
    return render(request, "reports/wording_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def restore(request: HttpRequest, kind: str) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    what = _kind(kind)
    line = selectors.line_of(what)
    form = RestoreForm(typed(request), initial={"version": _version(line)})
    if request.method == "POST" and form.is_valid():
        restore_wording(
            kind=what,
            expected_version=form.cleaned_data["version"],
            actor=actor,
            at=timezone.now(),
        )
        messages.success(request, "From now on it is sent in the words of the service again.")
        return redirect("officers-wording", what.code)
    real = selectors.last_values(what)
    looks = selectors.looks_of(what, ours(what.code), reader=actor, real=real)
    context = {"line": line, "form": form, "looks": looks}
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/wording_restore.html", context, status=status)


def _fixed(request: HttpRequest, what: MailKind) -> HttpResponse:
    if request.method == "POST":
        raise NotAllowed(FIXED)
    context = {
        "line": Line(what, None),
        "looks": selectors.looks_of(what, ours(what.code), reader=person(request), real={}),
    }
    return render(request, "reports/wording_fixed.html", context)


def _kind(code: str) -> MailKind:
    try:
        return kinds()[code]
    except KeyError:
        raise Http404 from None


def _version(line: Line) -> int:
    return line.row.version if line.row else 0


def _asked_for(request: HttpRequest, line: Line) -> Wording | None:
    """An earlier version, to start from. Nonsense in the address is left out (T-91)."""
    asked = request.GET.get("version", "")
    for row in selectors.history_of(line.kind) if asked else []:
        if str(row.version) == asked and not row.restored:
            return Wording(row.subject, row.body)
    return None
