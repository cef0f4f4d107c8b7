"""Evidence, its files and consents."""

from portfolios.models import Consent, EvidenceFile, EvidenceItem, EvidenceTag
from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import EVIDENCE
from reports.selectors.access.tables.reasons import CODES

PROOF = (
    Record(
        model=EvidenceItem,
        noun="Piece of evidence",
        parts=(
            Part(
                code="evidence",
                group=EVIDENCE,
                title="Evidence that you added, changed or marked",
                about="Titles and dates. The evidence itself is the organisation’s, and often about others.",
                yours=("created_by", "updated_by", "restricted_by", "removed_by"),
                columns={
                    "organisation": "Organisation",
                    "title": "Title",
                    "kind": "Kind",
                    "happened_on": "When it was",
                    "created_by": "Added by",
                    "created_at": "Added",
                    "updated_by": "Changed by",
                    "updated_at": "Changed",
                    "restricted_by": "Restricted by",
                    "restricted_at": "Restricted",
                    "removed_by": "Taken out by",
                    "removed_at": "Taken out",
                    "gathered_by": "Gathered by",
                    "shown_at": "Shown to the organisation",
                },
            ),
        ),
        quiet=("about", "who", "changed", "ladder_said", "restricted_why"),
        never=("url", "captioned", "ladder_ours", "ladder_theirs", "left_out"),
    ),
    Record(model=EvidenceTag, noun="Mark", nothing=CODES, never=("item", "code")),
    Record(
        model=EvidenceFile,
        noun="File of a piece of evidence",
        parts=(
            Part(
                code="evidence-files",
                group=EVIDENCE,
                title="Files that you added to evidence",
                about="Which file, and to which piece of evidence.",
                yours=("added_by",),
                columns={
                    "item__organisation": "Organisation",
                    "item": "Evidence",
                    "file__display_name": "File",
                    "caption": "What can be seen",
                    "added_at": "Added",
                    "removed_at": "Taken out",
                },
            ),
        ),
        never=("file", "added_by"),
    ),
    Record(
        model=Consent,
        noun="Consent",
        parts=(
            Part(
                code="consents-ended",
                group=EVIDENCE,
                title="Consent that you ended, or evidence that you hid",
                about="What you noted for somebody who changed their mind.",
                yours=("withdrawn_by", "disputed_by"),
                columns={
                    "item__organisation": "Organisation",
                    "item": "Evidence",
                    "withdrawn_by": "Ended by",
                    "withdrawn_at": "Ended",
                    "withdrawn_note": "Note",
                    "disputed_by": "Hidden by",
                    "disputed_at": "Hidden",
                },
            ),
        ),
        quiet=("holder", "form_reference"),
        never=(
            "shows_people",
            "children",
            "young_people",
            "adults",
            "given_on",
            "scope",
            "expires_on",
            "forgotten_at",
        ),
    ),
)
