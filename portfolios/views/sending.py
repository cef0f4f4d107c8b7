"""What the pages that send a plan or a portfolio have in common."""

from django.utils.text import Truncator, get_text_list

from awards.emails import leads_of
from awards.models import Application
from portfolios.selectors.points import points_asked, points_unanswered


def still_needed(missing: int, waiting: int) -> str:
    """What has to be there before it can be sent, alike wherever the page counts it."""
    points = f"{waiting} point{'' if waiting == 1 else 's'} to answer"
    if not missing:
        return points
    if not waiting:
        return f"{missing} still missing"
    return f"{missing} answer{'' if missing == 1 else 's'} missing, {points}"


def senders_of(application: Application) -> str:
    """Who can send it, by name, for those who cannot."""
    names = [str(lead) for lead in leads_of(application.organisation)]
    return get_text_list(names, "or") or "A co-production lead"


def points_missing(application: Application) -> list[tuple[str, str]]:
    """The points of the champions that wait for an answer, each with its address."""
    points = points_unanswered(points_asked(application))
    return [
        (f"{point.sentence} “{Truncator(point.challenge.text).chars(80)}”", point.url)
        for point in points
    ]
