"""Where a request can go when it is refused: a view says it once, and every refusal after that knows it.

Services refuse without knowing of pages; this keeps the address out of them.
"""

from django.http import HttpRequest

from foundation.refusals import Link


def lead_back_to(request: HttpRequest, link: Link) -> None:
    """Only to a page that this person may open, or the way out ends in another refusal."""
    request.way_out = link  # type: ignore[attr-defined]  # read by `way_out` alone


def way_out(request: HttpRequest) -> Link | None:
    found: Link | None = getattr(request, "way_out", None)
    return found
