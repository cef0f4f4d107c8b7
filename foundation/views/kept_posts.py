"""Where kept text is found when its own page has gone, or no longer takes it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from foundation import kept_posts
from foundation.kept_posts import KeptRequest
from foundation.typed import rows


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    kept = cast(KeptRequest, request).kept_post
    if kept is None:
        raise Http404
    return render(request, "foundation/kept_post.html", {"kept": kept, "typed": rows(kept.data)})


@require_POST
@login_required
def discard(request: HttpRequest) -> HttpResponse:
    kept = cast(KeptRequest, request).kept_post
    kept_posts.forget(request)
    messages.success(request, "We deleted what you had typed.")
    response = redirect(kept.path if kept else "dashboard")
    kept_posts.take_secret(response)
    return response
