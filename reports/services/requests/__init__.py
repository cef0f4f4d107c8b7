from reports.services.requests.acting import (
    acknowledge,
    add_note,
    correct_name,
    give_more_time,
    link_to,
)
from reports.services.requests.closing import close_request
from reports.services.requests.logging import log
from reports.services.requests.receiving import enter_request, receive_request
from reports.services.requests.reminders import remind_officers

__all__ = [
    "acknowledge",
    "add_note",
    "close_request",
    "correct_name",
    "enter_request",
    "give_more_time",
    "link_to",
    "log",
    "receive_request",
    "remind_officers",
]
