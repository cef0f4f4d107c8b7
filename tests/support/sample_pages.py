"""The house's addresses and a few pages more, to see the machinery of requests at work."""

import uuid

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_POST

from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Clash, ClashField, Link, NotAllowed, Refused, Throttled
from foundation.way_out import lead_back_to

FORM = """{% extends "base.html" %}{% block title %}Story{% endblock %}{% block content %}
<h1 class="govuk-heading-l">Story</h1>{% include "foundation/_draft_notice.html" %}
<form method="post" enctype="multipart/form-data" data-autosave-url="{{ opening.autosave_url }}">
{% csrf_token %}{{ form.as_div }}{% include "foundation/_autosave_status.html" %}
<button class="govuk-button">Save</button></form>{% endblock %}"""


class StoryForm(forms.Form):
    title = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)
    parts = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B"), ("c", "C")], widget=forms.CheckboxSelectMultiple
    )
    password = forms.CharField(widget=forms.PasswordInput, required=False)
    photo = forms.FileField(required=False)


@login_required
def story(request: HttpRequest) -> HttpResponse:
    opening = opening_for(request, key="story")
    form = StoryForm(opening.data, request.FILES or None)
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        opening.done()
        return redirect("home")
    page = engines["django"].from_string(FORM)
    return HttpResponse(
        page.render({"form": form, "opening": opening}, request),
        status=422 if form.is_bound and request.method == "POST" else 200,
    )


@login_required
def unaware(request: HttpRequest) -> HttpResponse:
    page = engines["django"].from_string('{% extends "base.html" %}')
    return HttpResponse(page.render({}, request))


@login_required
def moved_on(request: HttpRequest) -> HttpResponse:
    return redirect("home")


@require_POST
@login_required
def button(request: HttpRequest) -> HttpResponse:
    return redirect("home")


def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public", headers={"Cache-Control": "public, max-age=60"})


def echo(request: HttpRequest) -> HttpResponse:
    data = typed(request)
    return HttpResponse(data.get("text", "") if data else "")


def refuse(request: HttpRequest, kind: str, thing: uuid.UUID | None = None) -> HttpResponse:
    refusals = {
        "late": Refused("The closing date has passed.", link=Link("Your journey", "/there/")),
        "forbidden": NotAllowed("Only the lead can do this."),
        "loaded": NotAllowed("Only the lead can do this."),
        "elsewhere": NotAllowed("Not here.", link=Link("Your journey", "/there/")),
        "clash": Clash(
            "Sam saved first.", fields=[ClashField("Aim", "my <b>aim</b>", "their aim")]
        ),
        "often": Throttled(150),
        "missing": Http404("secret detail"),
        "database": OperationalError("secret detail"),
        "odd": SuspiciousOperation("secret detail"),
        "fault": ZeroDivisionError("secret detail"),
    }
    if kind in ("loaded", "elsewhere"):
        lead_back_to(request, Link("Open it", "/loaded/"))
    raise refusals[kind]


urlpatterns = [
    path("sample/story/", story, name="sample-story"),
    path("sample/unaware/", unaware),
    path("sample/moved-on/", moved_on),
    path("sample/button/", button),
    path("sample/public/", public),
    path("sample/echo/", echo),
    path("sample/refuse/<slug:kind>/", refuse),
    path("sample/refuse/<slug:kind>/<uuid:thing>/", refuse),
    path("", include("config.urls")),
]

handler400 = "foundation.views.errors.bad_request"
handler403 = "foundation.views.errors.forbidden"
handler404 = "foundation.views.errors.not_found"
handler500 = "foundation.views.errors.server_error"
