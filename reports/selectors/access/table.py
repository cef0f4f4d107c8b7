"""What is held about a person: every model that there is, and how its rows are theirs (article 15).

A model, a column or a link to a user that is not declared here fails a test, so the table cannot go
stale. It stands in one place for the command, the job and the pages.
"""

from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import GROUPS
from reports.selectors.access.judging import CERTIFICATES, PANELS
from reports.selectors.access.machinery import MACHINERY, REQUESTS
from reports.selectors.access.people import ACCOUNTS, ORGANISATIONS
from reports.selectors.access.serving import SERVING
from reports.selectors.access.work import FORMS, PLANS, PROOF

TABLE: tuple[Record, ...] = (
    *ACCOUNTS,
    *ORGANISATIONS,
    *FORMS,
    *PLANS,
    *PROOF,
    *SERVING,
    *PANELS,
    *CERTIFICATES,
    *MACHINERY,
    *REQUESTS,
)

# As they are told to the person: what is kept for one reason stands together.
PARTS: tuple[tuple[Record, Part], ...] = tuple(
    (record, part)
    for group in GROUPS
    for record in TABLE
    for part in record.parts
    if part.group is group
)
