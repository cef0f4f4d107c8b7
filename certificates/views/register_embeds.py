"""What other websites show of the register: a picture, and two pages for a frame.

They read no cookie and no session, take nothing in and run no script. They are made without the
request, so that nothing of who looks can be in them.
"""

from datetime import date
from typing import Any

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from certificates.forms import RegisterForm
from certificates.register.holders import counts, holder, holders, narrowed
from certificates.rendering.award_picture import AwardPicture, Look, Size, award_picture_svg
from certificates.views.public import kept_for_a_minute
from foundation.dates import london_date
from foundation.files.serving import POLICY
from foundation.framing import FRAMED
from foundation.pagination import querystring_without_page

PER_PAGE = 20


@require_safe
@kept_for_a_minute
def register_award(request: HttpRequest, slug: str) -> HttpResponse:
    """Today's truth as a picture. Who holds nothing, or is not there, gets "no current award".

    With 200 and not 410: many site builders show a broken picture, or the last good one, for an error.
    """
    found = holder(slug, on=_today())
    stage, year = (found.stage, found.logo_year) if found else ("", None)
    look = Look.DARK if request.GET.get("look") == Look.DARK else Look.LIGHT
    size = Size.SMALL if request.GET.get("size") == Size.SMALL else Size.LARGE
    answer = HttpResponse(
        award_picture_svg(AwardPicture(stage, year, look, size)), content_type="image/svg+xml"
    )
    answer["Content-Disposition"] = 'inline; filename="co-production-award.svg"'
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@require_safe
@kept_for_a_minute
@xframe_options_exempt
@csp_replace(FRAMED)  # type: ignore[arg-type]  # a view takes more than a request
def register_holder_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation's award in a frame; honest, too, when there is none any more."""
    return _framed("holder_embed.html", {"holder": holder(slug, on=_today()), "slug": slug})


@require_safe
@kept_for_a_minute
@xframe_options_exempt
@csp_replace(FRAMED)
def register_embed(request: HttpRequest) -> HttpResponse:
    """The list in a frame. Pages turn within it; everything else opens in the whole window."""
    everybody = holders(on=_today())
    asked = RegisterForm(request.GET).asked()
    context = {
        "asked": asked,
        "counts": counts(everybody),
        "page_obj": Paginator(narrowed(everybody, asked), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "querystring": querystring_without_page(request),
    }
    return _framed("register_embed.html", context)


def _framed(template: str, context: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(render_to_string(f"certificates/register/{template}", context))
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    # The register itself is what a search should find.
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _today() -> date:
    return london_date(timezone.now())
