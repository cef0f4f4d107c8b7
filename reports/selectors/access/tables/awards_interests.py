"""What ties people to organisations, for longer than one case."""

from awards.models import StandingInterest
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import OFFICE, SERVING

INTERESTS = (
    Record(
        model=StandingInterest,
        noun="Link with an organisation",
        parts=(
            Part(
                code="standing-interests",
                group=SERVING,
                title="Your links with organisations",
                about="What you declared for as long as it lasts, or an officer noted for you.",
                yours=("person",),
                columns={
                    "organisation_name": "Organisation",
                    "nature": "Link",
                    "details": "Details",
                    "declared_by": "Said by",
                    "declared_at": "When",
                    "ended_by": "Ended by",
                    "ended_at": "Ended",
                },
            ),
            Part(
                code="standing-interests-noted",
                group=OFFICE,
                title="Links of people that you noted or ended",
                about="Whose, and when. What ties them belongs to whom it is about.",
                yours=("declared_by", "ended_by"),
                columns={
                    "person": "Person",
                    "declared_at": "Noted",
                    "ended_at": "Ended",
                },
            ),
        ),
        never=("organisation",),
    ),
)
