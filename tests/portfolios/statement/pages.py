"""The addresses of a statement, and what its forms post."""

from django.urls import reverse

from awards.models import Award
from awards.scheme import edition
from portfolios.selectors.statement.gaps import piece_field

CODE = "gold.voice"
DAY = {"checked_on_day": "24", "checked_on_month": "10", "checked_on_year": "2027"}


def page(name, application, *args):
    return reverse(name, args=[application.uuid, *args])


def criterion(application, code=CODE):
    return page("statement-criterion", application, code)


def chosen(application, code=CODE):
    return page("statement-evidence", application, code)


def renew(award: Award):
    return reverse("renewal-begin", args=[award.organisation.slug, award.uuid])


def codes(application):
    return [c.code for c in edition(application.edition).criteria_for(application.stage)]


def writing(application):
    """Every page that writes, but the signature."""
    return [
        *(criterion(application, code) for code in codes(application)),
        chosen(application),
        page("statement-together", application),
        page("statement-check", application),
    ]


def every_page(application):
    return [
        page("statement", application),
        *writing(application),
        page("statement-sign", application),
    ]


def field(item):
    return piece_field(str(item.uuid))
