"""The public register: who holds what today. It needs no account and tells nobody's name (T-78)."""

from datetime import date

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from certificates.forms import RegisterForm
from certificates.register.feeds import csv_rows, json_pieces
from certificates.register.holders import counts, holder, holders, narrowed
from certificates.rendering.award_picture import AwardPicture, Look, Size
from certificates.views.public import A_MINUTE, kept_for_a_minute
from foundation.csv_export import stream_csv
from foundation.dates import london_date
from foundation.pagination import querystring_without_page
from foundation.throttling import hit_from

PER_PAGE = 50
# Whole lists, per sender and minute.
FEED_LIMIT = 30


@require_safe
@kept_for_a_minute
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.GET)
    everybody = holders(on=_today())
    found = narrowed(everybody, form.asked())
    context = {
        "form": form,
        "counts": counts(everybody),
        "is_empty": not everybody,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "querystring": querystring_without_page(request),
    }
    return render(request, "certificates/register/register.html", context)


@require_safe
@kept_for_a_minute
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # a view takes more than a request
def register_widget(request: HttpRequest, slug: str) -> HttpResponse:
    """What an organisation copies into its own website. Anybody may see how it is done."""
    found = holder(slug, on=_today())
    if found is None:
        return nothing_held(request)
    pictures = [
        AwardPicture(found.stage, found.logo_year, look, size) for size in Size for look in Look
    ]
    context = {"holder": found, "pictures": pictures}
    return render(request, "certificates/register/widget.html", context)


@require_safe
@kept_for_a_minute
@csp_update({"frame-src": [SELF]})
def register_share(request: HttpRequest) -> HttpResponse:
    """The whole list on another website, such as the Local Offer; and as data."""
    address = f"{settings.BASE_URL}{reverse('register-embed')}"
    return render(request, "certificates/register/share.html", {"address": address})


@require_safe
@kept_for_a_minute
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Exactly what the list shows with the same questions, all of it."""
    hit_from(request, "register", limit=FEED_LIMIT, seconds=A_MINUTE)
    on = _today()
    found = narrowed(holders(on=on), RegisterForm(request.GET).asked())
    return stream_csv(csv_rows(found), filename=_filename("csv", on))


@require_safe
@kept_for_a_minute
def register_json(request: HttpRequest) -> StreamingHttpResponse:
    """The same for programs. Any website may read it from its own pages: all of it is public."""
    hit_from(request, "register", limit=FEED_LIMIT, seconds=A_MINUTE)
    on, asked = _today(), RegisterForm(request.GET).asked()
    pieces = json_pieces(narrowed(holders(on=on), asked), asked=asked, on=on)
    answer = StreamingHttpResponse(pieces, content_type="application/json")
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    disposition = content_disposition_header(True, _filename("json", on))
    answer["Content-Disposition"] = disposition or "attachment"
    return answer


def _today() -> date:
    return london_date(timezone.now())


def _filename(kind: str, on: date) -> str:
    return f"co-production-awards-{on.isoformat()}.{kind}"


def nothing_held(request: HttpRequest) -> HttpResponse:
    """The same for who never held an award, for whose award has ended, and for nobody at all."""
    return render(request, "certificates/register/nothing.html", status=404)
