"""The words of the delivery plan, as the edition has them."""

from functools import lru_cache

from awards.scheme import Field, Scheme, Section
from portfolios.choices import PLAN_STAGE


def ask(scheme: Scheme, code: str) -> Field:
    """The question behind a column of the plan, such as `four_c`; `KeyError` when there is none."""
    return _questions(scheme)[f"plan.{code}"]


def section(scheme: Scheme, code: str) -> Section:
    """The title and the introduction of one page, such as `barriers`."""
    return next(s for s in scheme.stage(PLAN_STAGE).sections if s.code == f"plan.{code}")


@lru_cache(maxsize=16)
def _questions(scheme: Scheme) -> dict[str, Field]:
    return {field.code: field for s in scheme.stage(PLAN_STAGE).sections for field in s.fields}
