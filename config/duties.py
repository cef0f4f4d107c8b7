"""Everything the clock does, in order. A room adds its duty here (`foundation.clock` says how)."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from awards.services.reminders import remind_of_due_dates
from awards.services.renewals import remind_of_renewals
from celebrations.services.copies import keep_copies
from celebrations.services.events.leaving import replace_known_links
from celebrations.services.events.reminding import remind_of_invitations
from celebrations.services.telling import tell_of_spotlights_gone
from champions.services.closing import tidy_closed
from champions.services.consents import tell_of_consent_gone
from champions.services.profile import ask_about_terms
from champions.services.reminders import remind_of_what_waits
from champions.services.standing import match_typed_names
from champions.services.versions import tell_of_new_versions
from foundation import digests, jobs, kept_posts, ledger, outbox, throttling
from foundation.auditing import heads, sealing
from foundation.clock import Duty, DutyContext
from foundation.files import checking, sweep
from foundation.retention import duties_of
from portfolios.services.evidence.forgetting import (
    forget_evidence,
    remind_of_consent_ending,
    remove_prints_of_what_is_gone,
)
from portfolios.services.plan.printing import remove_old_printouts
from reports.services.access import delete_old_packages
from reports.services.requests import remind_officers
from reports.services.retention import HOLDINGS


def delete_expired_sessions(context: DutyContext) -> int:
    """And with a session what is remembered of its device and address."""
    count, _ = Session.objects.filter(expire_date__lt=context.now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return count


DUTIES: list[Duty] = [
    Duty("start lost jobs again", jobs.requeue_lost_jobs),
    Duty("send waiting mail", outbox.send_due_mail),
    Duty("send daily e-mails", digests.send_daily),
    Duty("write deletions into the ledger's store", ledger.keep_waiting),
    Duty("tidy closed cases", tidy_closed),
    Duty("tell panels of new versions", tell_of_new_versions),
    Duty("take away prints of hidden evidence", remove_prints_of_what_is_gone),
    Duty("tell who relied on hidden evidence", tell_of_consent_gone),
    Duty("take away pictures of spotlights", keep_copies),
    Duty("tell of spotlights that are down", tell_of_spotlights_gone),
    Duty("remind of consent that runs out", remind_of_consent_ending),
    Duty("forget hidden evidence", forget_evidence),
    Duty("remind of dates that are coming", remind_of_due_dates),
    Duty("remind of awards to renew", remind_of_renewals),
    Duty("remind of cases that wait", remind_of_what_waits),
    Duty("replace links that somebody took along", replace_known_links),
    Duty("remind of invitations to events", remind_of_invitations),
    Duty("match links with organisations", match_typed_names),
    Duty("ask champions whose term ends", ask_about_terms),
    Duty("remind officers of privacy requests", remind_officers),
    Duty("check waiting files", checking.scan_waiting),
    Duty("take away files without a row", sweep.sweep_strays),
    Duty("look at kept files", sweep.look_at_kept),
    Duty("delete expired sign-ins", delete_expired_sessions),
    Duty("delete kept pages", lambda context: kept_posts.delete_expired(context.now)),
    Duty("delete old throttles", lambda context: throttling.delete_expired(context.now)),
    Duty("delete finished jobs", jobs.prune_finished_jobs),
    Duty("delete old printed plans", remove_old_printouts),
    Duty("delete the text of old mail", outbox.clear_old_mail),
    Duty("delete old copies of data", delete_old_packages),
    Duty("seal the audit trail", sealing.seal_waiting),
    Duty("write the heads of the audit trail outside", heads.keep_heads),
    *duties_of(HOLDINGS),
]
