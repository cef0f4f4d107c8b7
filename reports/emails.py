"""Mail about what people ask for their own data. It repeats nothing that anybody typed, but an answer."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from awards.choices import Status
from awards.emails import address_of, leads_of, officers
from awards.models import Application, User
from champions.emails import panel_side
from foundation.dates import london_date
from foundation.models import OutboxMessage
from foundation.outbox import queue_mail
from portfolios.models import EvidenceItem
from reports.choices import RequestKind
from reports.models import PrivacyRequest
from reports.records.clock import answered_by, clock_of


def mail_address(request: PrivacyRequest) -> str:
    """Where an answer can be mailed to; empty when they gave a telephone number, or nothing."""
    try:
        validate_email(request.contact)
    except ValidationError:
        return ""
    return request.contact


def acknowledge(request: PrivacyRequest, *, at: datetime) -> bool:
    """That it is here, what happens, and by when. Whether it was mailed."""
    return _answer(request, "privacy_received", f"privacy_received:{request.pk}", at=at)


def tell_of_more_time(request: PrivacyRequest, *, reason: str, at: datetime) -> bool:
    key = f"privacy_extended:{request.pk}"
    return _answer(request, "privacy_extended", key, at=at, reason=reason)


def send_answer(request: PrivacyRequest, *, answer: str, at: datetime) -> bool:
    return _answer(request, "privacy_answer", f"privacy_answer:{request.pk}", at=at, answer=answer)


def answer_context(request: PrivacyRequest) -> dict[str, object]:
    """What every mail to whoever asked may say. The page that shows an answer beforehand uses it, too."""
    received = london_date(request.received_at)
    return {
        "request": request,
        "received_on": received,
        "is_take_down": request.kind == RequestKind.TAKE_DOWN,
        "decided_on": answered_by(request.kind, received),
        "within": clock_of(request.kind).words,
        "complain_url": address_of("your-data"),
    }


def tell_officers_of_request(request: PrivacyRequest, *, at: datetime) -> None:
    """To every officer, at once: its reference, its kind and its date."""
    _to_officers(request, "privacy_asked", f"privacy_asked:{request.pk}", at=at)


def remind_officers(request: PrivacyRequest, *, step: str, late: bool, at: datetime) -> int:
    """How many had not heard of it yet."""
    key = f"privacy_due:{request.pk}:{request.due_on}:{step}"
    return _to_officers(request, "privacy_due", key, at=at, late=late)


def tell_hidden(item: EvidenceItem, *, at: datetime) -> None:
    """Its leads, and every champion who was sent it."""
    _tell_of_evidence(item, "privacy_hidden", at=at)


def tell_decided(item: EvidenceItem, *, upheld: bool, at: datetime) -> None:
    _tell_of_evidence(item, "privacy_decided", at=at, upheld=upheld)


def _answer(
    request: PrivacyRequest, message: str, key: str, *, at: datetime, **more: object
) -> bool:
    to = mail_address(request)
    if to:
        queue_mail(key=key, message=message, to=to, context=answer_context(request) | more, at=at)
    return bool(to)


def _to_officers(
    request: PrivacyRequest, message: str, key: str, *, at: datetime, **more: object
) -> int:
    told = set(OutboxMessage.objects.filter(key=key).values_list("to", flat=True))
    new = [officer for officer in officers() if officer.email not in told]
    for officer in new:
        queue_mail(
            key=key,
            message=message,
            to=officer.email,
            context={
                "person": officer,
                "request": request,
                "url": address_of("officers-request", request.uuid),
            }
            | more,
            at=at,
        )
    return len(new)


def _tell_of_evidence(item: EvidenceItem, message: str, *, at: datetime, **more: object) -> None:
    """Each person once, however many panels they sit on. Only the title: what it shows is hidden."""
    people: dict[str, tuple[User, str]] = {}
    for application in _sent_in(item):
        for champion in panel_side(application):
            people[champion.email] = (champion, address_of("case", application.uuid))
    leads = [] if item.is_unshown else leads_of(item.organisation)
    for lead in leads:
        people[lead.email] = (lead, address_of("evidence", item.organisation.slug))
    theirs = {lead.pk for lead in leads}
    for email, (person, url) in people.items():
        queue_mail(
            key=f"{message}:{item.pk}:{at.isoformat()}",
            message=message,
            to=email,
            context={
                "person": person,
                "organisation": item.organisation,
                "title": item.name_for_all,
                "to_panel": person.pk not in theirs,
                "url": url,
            }
            | more,
            at=at,
        )


def _sent_in(item: EvidenceItem) -> Iterable[Application]:
    """Also those that are decided: who judged them may still have a copy. A photo of a visit was sent to
    the panel that took it."""
    return (
        Application.objects.filter(
            Q(changes__sent_items__item=item) | Q(appointments__photos__item=item)
        )
        .exclude(status=Status.DRAFT)
        .select_related("organisation")
        .distinct()
    )
