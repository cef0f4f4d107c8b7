"""How long everything is kept: the one table, in the order in which people care about it."""

from datetime import datetime
from functools import partial

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from awards.emails import address_of
from awards.models import User, held_people
from awards.selectors.holds import by_hold
from awards.services import retention as awards
from celebrations.services import retention as celebrations
from certificates import retention as certificates
from champions.services import retention as champions
from foundation import retention_table as foundation
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.notices import told_in_time, untold
from foundation.outbox import queue_mail
from foundation.retention import Holding
from portfolios.services import retention as portfolios
from reports.models import AccessPackage, Erasure, PrivacyRequest, RequestEntry, RequestItem
from reports.selectors.accounts import unused_accounts
from reports.services.access import KEEP
from reports.services.erasure.doing import erase_person_now

LAW_REQUESTS = "The law gives 3 years to complain; retention schedule, for the council to approve"


def accounts(at: datetime, *, held: bool = False) -> "QuerySet[User]":
    today = london_date(at)
    dues = [due for due in unused_accounts(by=today) if due.on <= today]
    told = told_in_time(dues, at=at)
    keys = [due.whom for due in dues if held or due.key in told]
    return by_hold(User.objects.filter(pk__in=keys), held=held, person=["pk"])


def _warn_of_accounts(context: DutyContext) -> int:
    held = set(held_people().values_list("pk", flat=True))
    dues = [due for due in unused_accounts(by=context.today) if due.whom not in held]
    waiting = untold(dues, today=context.today)
    people = User.objects.in_bulk([due.whom for due in waiting])
    for due in waiting:
        queue_mail(
            key=due.key,
            message="account_ends",
            to=people[due.whom].email,
            context={
                "person": people[due.whom],
                "on": due.goes_on(context.today),
                "url": address_of("account_login"),
            },
            at=context.now,
        )
    return len(waiting)


def _erase_account(person: User, context: DutyContext) -> None:
    """They may have signed in, or joined somebody, in the same moment."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if accounts(context.now).filter(pk=person.pk).exists():
        erase_person_now(person, at=context.now, in_texts=False)


def requests(at: datetime, *, held: bool = False) -> "QuerySet[PrivacyRequest]":
    """One whose package is not deleted yet waits a few days for that."""
    rows = PrivacyRequest.objects.filter(closed_at__lt=foundation.months_ago(at, 36)).exclude(
        packages__file__isnull=False
    )
    return by_hold(rows, held=held, organisation=["organisation"], person=["person"])


def packages(at: datetime, *, held: bool = False) -> "QuerySet[AccessPackage]":
    """The rows: they say that somebody was given a copy."""
    rows = AccessPackage.objects.filter(asked_at__lt=foundation.months_ago(at, 36), file=None)
    return by_hold(rows, held=held, person=["person"])


def package_files(at: datetime) -> "QuerySet[AccessPackage]":
    return AccessPackage.objects.filter(finished_at__lt=at - KEEP, file__isnull=False)


def erasures(at: datetime, *, held: bool = False) -> "QuerySet[Erasure]":
    rows = Erasure.objects.filter(settled_at__lt=foundation.months_ago(at, 72)).exclude(
        state="confirmed"
    )
    return by_hold(rows, held=held, organisation=["organisation"], person=["person"])


ACCOUNTS = Holding(
    code="accounts",
    name="Your account: name, e-mail address and how you sign in",
    kept=(
        "As long as you belong to an organisation, or work for the award. After that until 12 months "
        "after you last signed in. We write to you a month before."
    ),
    then=(
        "Your name and address are deleted. What you did stays, without your name. Where others wrote "
        "your name, it goes with what they wrote, or when you ask us."
    ),
    models=(User, EmailAddress, EmailConfirmation, Authenticator),
    past=accounts,
    held=partial(accounts, held=True),
    warn=_warn_of_accounts,
    act=_erase_account,
    # Each is looked for in every text that there is.
    at_a_time=5,
)
REQUESTS = [
    Holding(
        code="requests",
        name="What people ask about their data, and complaints",
        kept="3 years after it was closed.",
        then="Deleted, with its log.",
        models=(PrivacyRequest, RequestEntry, RequestItem),
        source=LAW_REQUESTS,
        past=requests,
        held=partial(requests, held=True),
        act=foundation.delete_row,
    ),
    Holding(
        code="package-files",
        name="The copy of your data that we made for you",
        kept="14 days.",
        then="The file is deleted. That you asked, and when, stays for 3 years.",
        models=(),
        past=package_files,
        duty="delete old copies of data",
    ),
    Holding(
        code="packages",
        name="That a copy of somebody’s data was made",
        kept="3 years.",
        then="Deleted.",
        models=(AccessPackage,),
        past=packages,
        held=partial(packages, held=True),
        act=foundation.delete_row,
        public=False,
    ),
    Holding(
        code="erasures",
        name="Who ordered and who confirmed a deletion",
        kept="6 years. It holds no name that was deleted.",
        then="Deleted.",
        models=(Erasure,),
        past=erasures,
        held=partial(erasures, held=True),
        act=foundation.delete_row,
        public=False,
    ),
]
ELSEWHERE = [
    Holding(
        code="backups",
        name="Backups",
        kept="35 days.",
        then=(
            "Overwritten. If one is brought back, what was deleted since is deleted again at once."
        ),
        models=(),
    ),
    Holding(
        code="logs",
        name="Logs of the web server, with internet addresses",
        kept="90 days.",
        then="Deleted by the server.",
        models=(),
    ),
]
HOLDINGS: list[Holding] = [
    portfolios.PICTURES,
    portfolios.HIDDEN,
    portfolios.EVIDENCE,
    portfolios.UNUSED,
    portfolios.DRAFTS,
    portfolios.APPLICATIONS,
    portfolios.UNSUCCESSFUL,
    ACCOUNTS,
    *champions.HOLDINGS,
    *celebrations.HOLDINGS,
    *certificates.HOLDINGS,
    awards.REGISTER,
    *REQUESTS,
    *awards.HOLDINGS,
    foundation.SESSIONS,
    foundation.AUDIT,
    foundation.LEDGER,
    portfolios.PRINTS,
    *foundation.MACHINERY,
    *ELSEWHERE,
]


def public_rows() -> list[Holding]:
    """For the notice that everybody can read: `name`, `kept` and `then` of each."""
    return [each for each in HOLDINGS if each.public]
