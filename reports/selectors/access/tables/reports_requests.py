"""What people asked about their data, and what came of it."""

from reports.models import AccessPackage, Erasure, PrivacyRequest, RequestEntry, RequestItem
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import OFFICE, RIGHTS

REQUESTS = (
    Record(
        model=PrivacyRequest,
        noun="Request about data",
        parts=(
            Part(
                code="requests",
                group=RIGHTS,
                title="What you asked about your data",
                about="Each request, and what came of it.",
                yours=("person",),
                addressed=("contact",),
                columns={
                    "reference": "Reference",
                    "kind": "What you asked for",
                    "asked_as": "For whom",
                    "what": "Your words",
                    "where": "Where it is",
                    "name": "Name",
                    "contact": "How to answer",
                    "organisation": "Organisation",
                    "received_at": "Received",
                    "acknowledged_at": "Acknowledged",
                    "extended_at": "More time taken",
                    "due_on": "To be answered by",
                    "closed_at": "Closed",
                    "outcome": "Outcome",
                },
            ),
            Part(
                code="requests-handled",
                group=OFFICE,
                title="Requests that you entered or closed",
                about="Which, and when. What was asked belongs to whoever asked.",
                yours=("entered_by", "closed_by"),
                columns={
                    "reference": "Reference",
                    "kind": "Kind",
                    "received_at": "Received",
                    "closed_at": "Closed",
                },
            ),
        ),
        never=("person", "entered_by", "closed_by"),
    ),
    Record(
        model=RequestEntry,
        noun="Note on a request",
        parts=(
            Part(
                code="request-log",
                group=RIGHTS,
                title="What was done about your requests",
                about="The log of each request.",
                yours=("request__person",),
                addressed=("request__contact",),
                columns={
                    "request__reference": "Reference",
                    "at": "When",
                    "kind": "What",
                    "text": "Note",
                    "actor": "By",
                },
            ),
            Part(
                code="request-notes",
                group=OFFICE,
                title="What you did about requests",
                about="Which request, and when. The notes belong to whoever asked.",
                yours=("actor",),
                columns={"request__reference": "Reference", "at": "When", "kind": "What"},
            ),
        ),
        never=("request",),
    ),
    Record(
        model=RequestItem,
        noun="Evidence in a request",
        parts=(
            Part(
                code="take-downs",
                group=RIGHTS,
                title="Evidence that you asked us to take down",
                about="When it was hidden, and what was decided.",
                yours=("request__person",),
                addressed=("request__contact",),
                columns={
                    "request__reference": "Reference",
                    "item": "Evidence",
                    "hidden_at": "Hidden",
                    "decided_at": "Decided",
                    "upheld": "Taken down for good",
                },
            ),
            Part(
                code="take-downs-handled",
                group=OFFICE,
                title="Evidence that you hid or decided on",
                about="Which request, and when.",
                yours=("hidden_by", "decided_by"),
                columns={
                    "request__reference": "Reference",
                    "hidden_at": "Hidden",
                    "decided_at": "Decided",
                },
            ),
        ),
        never=("request", "hidden_by", "decided_by"),
    ),
    Record(
        model=AccessPackage,
        noun="Copy of data",
        parts=(
            Part(
                code="packages",
                group=RIGHTS,
                title="Copies like this one",
                about="When we put together what we hold about you.",
                yours=("person",),
                columns={
                    "asked_by": "Asked for by",
                    "asked_at": "Asked for",
                    "finished_at": "Ready",
                },
            ),
            Part(
                code="packages-made",
                group=OFFICE,
                title="Copies that you made for somebody",
                about="When, and why names stayed in if they did.",
                yours=("asked_by",),
                columns={"asked_at": "When", "unmasked_why": "Why names stayed in"},
            ),
        ),
        never=("person", "request", "file"),
    ),
    Record(
        model=Erasure,
        noun="Deletion",
        parts=(
            Part(
                code="erasures",
                group=RIGHTS,
                title="Deletions about you",
                about="When somebody ordered that your data be deleted, and why.",
                yours=("person",),
                columns={
                    "state": "State",
                    "why": "Why",
                    "ordered_by": "Ordered by",
                    "ordered_at": "Ordered",
                    "settled_at": "Confirmed or cancelled",
                    "done_at": "Done",
                },
            ),
            Part(
                code="erasures-handled",
                group=OFFICE,
                title="Deletions that you ordered or settled",
                about="When. About whom is not yours to see here.",
                yours=("ordered_by", "settled_by"),
                columns={
                    "state": "State",
                    "ordered_at": "Ordered",
                    "settled_at": "Confirmed or cancelled",
                },
            ),
        ),
        quiet=("terms",),
        never=("person", "organisation", "with_name", "request", "settled_by", "counts"),
    ),
)
