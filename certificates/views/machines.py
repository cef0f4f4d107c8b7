"""What answers to machines say about themselves."""

from django.http import HttpResponse

# T-82: whatever is kept may be a minute old, and no more.
KEPT = "public, max-age=60"


def for_all_sites(response: HttpResponse, *, kept: str = KEPT) -> HttpResponse:
    """Pages of other sites may read this answer: it is public, and the same for everybody."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = kept
    return response
