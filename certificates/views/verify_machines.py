"""The public check as JSON, for other sites and programs. No people, and the same limit (T-74, T-78).

The shape is described in docs/certificates.md. Fields may be added to it; none is taken away.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from certificates.codes import normalise
from certificates.forms import FileForm
from certificates.in_json import as_json
from certificates.verification import UNKNOWN, check_code, check_file
from certificates.views.machines import for_all_sites
from certificates.views.verify import A_MINUTE, LIMIT
from foundation.dates import london_date
from foundation.refusals import Throttled
from foundation.throttling import hit_from


@require_safe
def verify_code_json(request: HttpRequest, code: str) -> HttpResponse:
    try:
        hit_from(request, "verify", limit=LIMIT, seconds=A_MINUTE)
    except Throttled as throttled:
        return _too_many(throttled)
    today = london_date(timezone.now())
    plain = normalise(code)
    answer = check_code(plain, on=today) if plain else UNKNOWN
    return _answer(as_json(answer, on=today))


# It changes nothing and knows nobody, so a page elsewhere may send a file here for its visitor.
@csrf_exempt
@require_POST
def verify_file_json(request: HttpRequest) -> HttpResponse:
    try:
        hit_from(request, "verify", limit=LIMIT, seconds=A_MINUTE)
    except Throttled as throttled:
        return _too_many(throttled)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        words = " ".join(map(str, form.errors["file"]))
        return _answer({"error": words}, status=413 if form.too_large else 422)
    today = london_date(timezone.now())
    return _answer(as_json(check_file(form.cleaned_data["file"], on=today), on=today))


def _answer(content: dict[str, object], *, status: int = 200) -> HttpResponse:
    options = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(content, status=status, json_dumps_params=options)
    return for_all_sites(response, name="check.json", kept="no-store")


def _too_many(throttled: Throttled) -> HttpResponse:
    words = f"Too many checks from here. Try again in {throttled.seconds} seconds."
    response = _answer({"error": words}, status=429)
    response["Retry-After"] = str(throttled.seconds)
    return response
