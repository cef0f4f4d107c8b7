"""What is asked, said and reported about an application, and what officers settle for it."""

from awards.models import Challenge, Concern, EditionInForce, Extension, Hold, Remark
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import OFFICE, RIGHTS, TALK

CHALLENGES = (
    Record(
        model=Challenge,
        noun="Challenge",
        parts=(
            Part(
                code="challenges",
                group=TALK,
                title="Challenges that you raised",
                about="Questions and doubts that you wrote to an applicant or the panel.",
                yours=("raised_by",),
                columns={
                    "application": "Application",
                    "raised_at": "When",
                    "raised_as": "As",
                    "subject_name": "About",
                    "text": "What you wrote",
                    "audience": "Who sees it",
                },
            ),
            Part(
                code="challenges-closed",
                group=TALK,
                title="Challenges that you closed",
                about="With the note that you left.",
                yours=("closed_by",),
                columns={
                    "application": "Application",
                    "subject_name": "About",
                    "closed_at": "When",
                    "closing_note": "Your note",
                },
            ),
        ),
        never=("subject", "raised_by", "closed_by", "sent_back_in"),
    ),
    Record(
        model=Remark,
        noun="Remark",
        parts=(
            Part(
                code="remarks",
                group=TALK,
                title="Remarks and answers that you wrote",
                about="Replies, questions, praise and thanks.",
                yours=("author",),
                columns={
                    "application": "Application",
                    "at": "When",
                    "author_as": "As",
                    "text": "What you wrote",
                    "answer": "Kind of answer",
                    "audience": "Who sees it",
                },
            ),
        ),
        never=("author", "challenge"),
    ),
    Record(
        model=Concern,
        noun="Concern",
        parts=(
            Part(
                code="concerns",
                group=RIGHTS,
                title="Concerns that you reported",
                about="What you told us because you were worried.",
                yours=("reported_by",),
                addressed=("contact",),
                columns={
                    "reported_at": "When",
                    "about": "About",
                    "what": "What you told us",
                    "where": "Where it was",
                    "name": "Your name",
                    "contact": "How to reach you",
                    "handled_at": "Closed",
                },
                own=frozenset({"name", "contact"}),
            ),
            Part(
                code="concerns-handled",
                group=OFFICE,
                title="Concerns that you closed",
                about="When you closed them. What was told is not yours, and stays out.",
                yours=("handled_by",),
                columns={"reported_at": "Reported", "handled_at": "Closed"},
            ),
        ),
        # Words about somebody's safety may put a child in danger if they are handed on: a concern that
        # another person reported is not looked through (Data Protection Act 2018, schedule 3).
        searched=False,
        never=("reported_by", "handled_by", "outcome", "organisation"),
    ),
    Record(
        model=EditionInForce,
        noun="Edition",
        parts=(
            Part(
                code="editions",
                group=OFFICE,
                title="Editions of the scheme that you put in force",
                about="The rules of the award, and from which day they count.",
                yours=("switched_by",),
                columns={"code": "Edition", "from_date": "From", "switched_at": "When"},
            ),
        ),
        never=("switched_by",),
    ),
    Record(
        model=Extension,
        noun="Later date",
        parts=(
            Part(
                code="extensions",
                group=OFFICE,
                title="Later dates that you gave",
                about="More time for an organisation, and why.",
                yours=("granted_by",),
                columns={
                    "organisation": "Organisation",
                    "stage": "Award",
                    "due_on": "New date",
                    "reason": "Reason",
                    "granted_at": "When",
                },
            ),
        ),
        never=("award", "granted_by"),
    ),
    Record(
        model=Hold,
        noun="Legal hold",
        parts=(
            Part(
                code="holds",
                group=RIGHTS,
                title="Legal holds on your data",
                about="While one is open, nothing about you is deleted.",
                yours=("person",),
                columns={"placed_at": "From", "ended_at": "Until", "reason": "Reason"},
            ),
            Part(
                code="holds-placed",
                group=OFFICE,
                title="Legal holds that you placed or ended",
                about="Dates alone. The reason belongs to whom it is about.",
                yours=("placed_by", "ended_by"),
                columns={
                    "organisation": "Organisation",
                    "placed_by": "Placed by",
                    "placed_at": "From",
                    "ended_by": "Ended by",
                    "ended_at": "Until",
                },
            ),
        ),
        never=("person",),
    ),
)
