from portfolios.services.plan.actions import add_action, move_action, remove_action, save_part
from portfolios.services.plan.beginning import begin_plan
from portfolios.services.plan.editing import draft_key
from portfolios.services.plan.items import add_item, change_item, move_item, remove_item
from portfolios.services.plan.milestones import add_milestone, change_milestone, remove_milestone
from portfolios.services.plan.progress import report_milestone
from portfolios.services.plan.sections import save_levels, save_policies
from portfolios.services.plan.submission import submit_plan

__all__ = [
    "add_action",
    "add_item",
    "add_milestone",
    "begin_plan",
    "change_item",
    "change_milestone",
    "draft_key",
    "move_action",
    "move_item",
    "remove_action",
    "remove_item",
    "remove_milestone",
    "report_milestone",
    "save_levels",
    "save_part",
    "save_policies",
    "submit_plan",
]
