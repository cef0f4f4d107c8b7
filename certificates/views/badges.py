"""Badges for machines (Open Badges 3.0). No account, no cookie, and nobody's name."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.scheme import Scheme, UnknownCodeError, edition
from awards.selectors import scheme_in_force
from certificates.badges import public_keys, status_list
from certificates.rendering import badge as rendering
from certificates.selectors import badge_by_code
from certificates.views.machines import for_all_sites
from foundation.dates import london_date
from foundation.throttling import hit_from

TOKEN_TYPE = "application/vc+jwt"  # noqa: S105 - a media type
A_MINUTE = 60
# Per sender and minute: what shows a certificate beside its page (the picture, the badge).
LIMIT = 30
# What is signed anew for whoever asks.
LIST_LIMIT = 60


@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    scheme = scheme_in_force(on=london_date(timezone.now()))
    return _document(rendering.issuer(scheme), name="issuer.json")


@require_safe
def achievement(request: HttpRequest, edition_code: str, stage: str) -> HttpResponse:
    document = rendering.achievement(_scheme(edition_code, stage), stage)
    return _document(document, name=f"{stage}.json")


@require_safe
def image(request: HttpRequest, edition_code: str, stage: str) -> HttpResponse:
    _scheme(edition_code, stage)
    response = HttpResponse(rendering.image(stage), content_type="image/png")
    return for_all_sites(response, name=f"{stage}.png")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return for_all_sites(JsonResponse({"keys": public_keys()}), name="keys.json")


@require_safe
def key(request: HttpRequest, key_id: str) -> HttpResponse:
    """One public key, at the address that each token names. A lost key is not found any more."""
    here = rendering.address("badge-key", key_id)
    for found in public_keys():
        if found["kid"] == here:
            return for_all_sites(JsonResponse(found), name="key.json")
    raise Http404


@require_safe
def status(request: HttpRequest, number: int) -> HttpResponse:
    hit_from(request, "badge-status", limit=LIST_LIMIT, seconds=A_MINUTE)
    token = status_list(number, at=timezone.now())
    if token is None:
        raise Http404
    return for_all_sites(HttpResponse(token, content_type=TOKEN_TYPE), name="status.jwt")


@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """The badge of a certificate, as it was signed."""
    token, stage = _found(request, code)
    response = HttpResponse(token, content_type=TOKEN_TYPE)
    return for_all_sites(response, name=f"co-production-award-{stage}-badge.jwt")


@require_safe
def badge_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The award's picture with the badge inside, for collections of badges."""
    token, stage = _found(request, code)
    response = HttpResponse(rendering.baked(stage, token), content_type="image/png")
    return for_all_sites(response, name=f"co-production-award-{stage}-badge.png")


def _found(request: HttpRequest, code: str) -> tuple[str, str]:
    """Counted before it is looked for, so that nobody guesses codes here (T-74)."""
    hit_from(request, "verify-beside", limit=LIMIT, seconds=A_MINUTE)
    found = badge_by_code(code)
    if found is None or not found.token:
        raise Http404
    return found.token, found.certificate.stage


def _document(document: Mapping[str, object], *, name: str) -> HttpResponse:
    contexts = [rendering.VC_CONTEXT, rendering.BADGE_CONTEXT]
    return for_all_sites(JsonResponse({"@context": contexts, **document}), name=name)


def _scheme(code: str, stage: str) -> Scheme:
    try:
        scheme = edition(code)
        scheme.stage(stage)
    except UnknownCodeError as error:
        raise Http404 from error
    return scheme
