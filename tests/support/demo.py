"""The demo city: stores for its files, and its applications by the story that they tell."""

from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from awards.models import Application, Organisation
from awards.selectors.renewals import renewals_of
from config.demo.city import read_city
from config.demo.plans import read_plans
from config.demo.portfolio import read_portfolios
from config.demo.years import read_years
from foundation.dates import london_date
from portfolios.selectors.portfolio.reading import whole_portfolio


def own_stores(folder: Path) -> AbstractContextManager[None]:
    """The files of other tests' rolled-back rows lie in the common ones."""
    stores = {
        name: settings.STORAGES[name]
        | {"OPTIONS": settings.STORAGES[name]["OPTIONS"] | {"location": str(folder / name)}}
        for name in ("default", "quarantine")
    }
    return override_settings(STORAGES=settings.STORAGES | stores)


def story(name):
    """The newest application of the first organisation with this story."""
    sketch = next(each for each in read_city() if each.story == name)
    return Application.objects.filter(organisation__name=sketch.name).latest("created_at")


def plan(name):
    """The newest application with this story of a plan."""
    site = next(site for site, each in read_plans().items() if each.story == name)
    organisation = next(sketch.name for sketch in read_city() if sketch.site == site)
    return Application.objects.get(organisation__name=organisation, stage="silver")


def portfolio(name):
    """The application with this story of a portfolio."""
    sketch = next(each for each in read_portfolios() if each.story == name)
    organisation = next(each.name for each in read_city() if each.site == sketch.site)
    return Application.objects.get(organisation__name=organisation, stage=sketch.stage)


def record_of(application, on):
    return whole_portfolio(application, on=london_date(on)).record


def in_year(name):
    """The organisation with this story of a year."""
    site = next(each.site for each in read_years() if each.story == name)
    return Organisation.objects.get(
        name=next(each.name for each in read_city() if each.site == site)
    )


def renewal(name):
    return renewals_of(in_year(name), on=london_date(timezone.now()))[0]
