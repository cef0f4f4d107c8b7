"""What answers to machines say about themselves."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from foundation.files.serving import POLICY

# T-82: whatever is kept may be a minute old, and no more.
KEPT = "public, max-age=60"


def for_all_sites(response: HttpResponse, *, name: str, kept: str = KEPT) -> HttpResponse:
    """Pages of other sites may read this answer: it is public, and the same for everybody. A browser
    saves it as a file and runs nothing in it (T-53).
    """
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = kept
    response["Content-Security-Policy"] = POLICY
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    return response
