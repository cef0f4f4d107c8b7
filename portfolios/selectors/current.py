"""What is written now, whatever the stage, in the shape of what is sent."""

from typing import Any

from awards.models import Application
from portfolios.choices import PLAN_STAGE
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.selectors.registration.snapshots import snapshot_of


def current_sections(application: Application) -> list[dict[str, Any]]:
    if application.stage == PLAN_STAGE:
        return sections_of(whole_plan(application).record)
    sections: list[dict[str, Any]] = snapshot_of(application)["sections"]
    return sections
