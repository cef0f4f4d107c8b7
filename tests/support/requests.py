"""Privacy requests, as the public pages and officers make them."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from awards.models import User
from reports.choices import RequestKind
from reports.models import PrivacyRequest
from reports.services.requests import receive_request

WHAT = "Heron words that nobody but officers may read."
CONTACT = "petra.public@people.example"


def asked(
    kind: str = RequestKind.ACCESS, *, at: datetime, by: User | None = None, **values: Any
) -> PrivacyRequest:
    told = {
        "kind": str(kind),
        "asked_as": "self",
        "what": WHAT,
        "where": "",
        "name": "Petra Public",
        "contact": CONTACT,
    }
    return receive_request(values=told | values, key=uuid4(), asked_by=by, may_write=False, at=at)
