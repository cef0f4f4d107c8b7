"""What is held about a person: every model that there is, and how its rows are theirs (article 15).

A model, a column or a link to a user that is not declared here fails a test, so the table cannot go
stale. It stands in one place for the command, the job and the pages; `tables/` has a file for each part.
"""

from reports.selectors.access.declaring import Part, Record
from reports.selectors.access.groups import GROUPS
from reports.selectors.access.tables.awards_accounts import ACCOUNTS
from reports.selectors.access.tables.awards_challenges import CHALLENGES
from reports.selectors.access.tables.awards_interests import INTERESTS
from reports.selectors.access.tables.awards_organisations import ORGANISATIONS
from reports.selectors.access.tables.celebrations_evening import EVENING
from reports.selectors.access.tables.celebrations_events import EVENTS
from reports.selectors.access.tables.celebrations_own_events import OWN_EVENTS
from reports.selectors.access.tables.celebrations_replies import REPLIES
from reports.selectors.access.tables.celebrations_spotlights import SPOTLIGHTS
from reports.selectors.access.tables.certificates import CERTIFICATES
from reports.selectors.access.tables.champions_judging import JUDGEMENTS
from reports.selectors.access.tables.champions_meetings import MEETINGS
from reports.selectors.access.tables.champions_service import SERVICE
from reports.selectors.access.tables.foundation_kept import KEPT
from reports.selectors.access.tables.foundation_log import LOG_AND_CLOCK
from reports.selectors.access.tables.portfolios_answers import ANSWERS
from reports.selectors.access.tables.portfolios_evidence import PROOF
from reports.selectors.access.tables.portfolios_forms import FORMS
from reports.selectors.access.tables.portfolios_plans import PLANS
from reports.selectors.access.tables.reports_requests import REQUESTS

# As people read it: what of one group stands in several files is told in this order.
TABLE: tuple[Record, ...] = (
    *ACCOUNTS,
    *ORGANISATIONS,
    *CHALLENGES,
    *FORMS,
    *PLANS,
    *PROOF,
    *ANSWERS,
    *SPOTLIGHTS,
    *OWN_EVENTS,
    *EVENTS,
    *REPLIES,
    *EVENING,
    *SERVICE,
    *INTERESTS,
    *JUDGEMENTS,
    *MEETINGS,
    *CERTIFICATES,
    *LOG_AND_CLOCK,
    *KEPT,
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
