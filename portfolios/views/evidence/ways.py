"""The way back to the criterion of a statement for which somebody adds evidence, carried from page to page."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from awards.choices import Status
from awards.models import Application, Organisation
from awards.permissions import may_write
from awards.scheme import edition
from portfolios.selectors.statement.gaps import EVIDENCE
from portfolios.views.loading import role_for

# What an address carries: the id of a statement and the code of one of its criteria.
STATEMENT, SHOWS = "statement", "shows"
OPEN = (Status.DRAFT, Status.CHANGES_REQUESTED)


@dataclass(frozen=True)
class Way:
    """Never an address that somebody wrote: an id and a code are carried, and the address made from them."""

    # The criterion, as the edition calls it.
    name: str
    url: str
    carried: str


def find_way(request: HttpRequest, organisation: Organisation) -> Way | None:
    """Only to a statement of this organisation that this person may write: anything else leads nowhere
    (T-25). No query where nobody came from one.
    """
    try:
        asked = UUID(request.GET.get(STATEMENT, ""))
    except ValueError:
        return None
    code = request.GET.get(SHOWS, "")
    found = (
        Application.objects.filter(
            uuid=asked, organisation=organisation, status__in=OPEN, affirmations__code=code
        )
        .select_related("organisation")
        .first()
    )
    if found is None or not may_write(role_for(request, found), found):
        return None
    criteria = edition(found.edition).criteria_for(found.stage)
    name = next((each.name for each in criteria if each.code == code), "")
    from_check = request.GET.get("from") == "check"
    page = reverse("statement-criterion", args=[found.uuid, code])
    return Way(
        name=name or "your statement",
        url=f"{page}{'?from=check' if from_check else ''}#{EVIDENCE}",
        carried=carrying(found, code, from_check=from_check),
    )


def carrying(application: Application, code: str, *, from_check: bool) -> str:
    """For the links that lead from a criterion to where evidence is added."""
    said = {SHOWS: code, STATEMENT: str(application.uuid)}
    return urlencode(said | ({"from": "check"} if from_check else {}))


def way_of(request: HttpRequest) -> Way | None:
    """What was found when the page was entered (`portfolios.views.evidence.loading`)."""
    way: Way | None = getattr(request, "way", None)
    return way


def along(request: HttpRequest, address: str) -> str:
    """An address of another page of evidence, with the way back in it."""
    way = way_of(request)
    if way is None:
        return address
    page, mark, field = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{way.carried}{mark}{field}"
