"""What differs between the work for a stage and a re-validation of it."""

from awards.choices import ApplicationKind
from awards.models import Application
from awards.scheme import Check, Criterion, edition


def is_renewal(application: Application) -> bool:
    return application.kind == ApplicationKind.REVALIDATION


def asked_of(application: Application) -> tuple[Criterion | Check, ...]:
    """What champions find on: the criteria, then the checks; of a re-validation fewer checks."""
    scheme = edition(application.edition)
    if is_renewal(application):
        return scheme.asked_at_renewal(application.stage)
    return scheme.asked_of_champions(application.stage)


def work_of(application: Application) -> str:
    """What comes in, as people call it: "delivery plan", "re-validation statement"."""
    scheme = edition(application.edition)
    if is_renewal(application):
        return scheme.renewal.work
    return scheme.stage(application.stage).work


def title_of(application: Application) -> str:
    """What it is for: "Gold", or "Gold re-validation"."""
    scheme = edition(application.edition)
    name = scheme.stage(application.stage).name
    return f"{name} {scheme.renewal.name.lower()}" if is_renewal(application) else name
