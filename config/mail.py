"""Every kind of mail that the house sends, in the order in which officers see them."""

import awards.mail_kinds
import awards.mail_kinds_renewals
import awards.mail_kinds_revocations
import celebrations.mail_kinds
import celebrations.mail_kinds_events
import celebrations.mail_kinds_replies
import certificates.mail_kinds
import champions.mail_kinds
import portfolios.mail_kinds
import reports.mail_kinds
from foundation.digests import DIGEST
from foundation.mail_kinds import MailKind

_ALL: tuple[MailKind, ...] = (
    *awards.mail_kinds.KINDS,
    *awards.mail_kinds_renewals.KINDS,
    *awards.mail_kinds_revocations.KINDS,
    *certificates.mail_kinds.KINDS,
    *portfolios.mail_kinds.KINDS,
    *champions.mail_kinds.KINDS,
    *celebrations.mail_kinds.KINDS,
    *celebrations.mail_kinds_replies.KINDS,
    *celebrations.mail_kinds_events.KINDS,
    *reports.mail_kinds.KINDS,
    DIGEST,
)
KINDS = sorted(_ALL, key=lambda kind: awards.mail_kinds.AUDIENCES.index(kind.audience))
