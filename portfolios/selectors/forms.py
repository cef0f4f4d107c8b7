"""Which form an application has: the first page of each is an address of that name."""

from awards.models import Application
from awards.selectors.kinds import is_renewal

REGISTRATION, PLAN, PORTFOLIO, STATEMENT = "registration", "plan", "portfolio", "statement"
EVERY = (REGISTRATION, PLAN, PORTFOLIO, STATEMENT)
_OF_STAGES = {"bronze": REGISTRATION, "silver": PLAN, "gold": PORTFOLIO, "platinum": PORTFOLIO}


def form_of(application: Application) -> str:
    """What is asked for its stage; of a re-validation the same of every stage that ends."""
    return STATEMENT if is_renewal(application) else _OF_STAGES[application.stage]
