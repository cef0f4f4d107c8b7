from portfolios.services.registration.beginning import (
    begin_again,
    begin_registration,
    enter_registration,
)
from portfolios.services.registration.editing import draft_key
from portfolios.services.registration.items import (
    add_item,
    change_item,
    remove_item,
    say_no_partners,
)
from portfolios.services.registration.sections import save_levels, save_section
from portfolios.services.registration.submission import sign_commitment, submit_registration

__all__ = [
    "add_item",
    "begin_again",
    "begin_registration",
    "change_item",
    "draft_key",
    "enter_registration",
    "remove_item",
    "save_levels",
    "save_section",
    "say_no_partners",
    "sign_commitment",
    "submit_registration",
]
