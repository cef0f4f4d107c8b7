"""Two officers: one orders a deletion, the other says yes, and a job does it (T-39)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.models import Organisation, User, held_organisations
from awards.permissions import need_officer, need_officer_from_outside
from awards.services.erasure import reasons_to_keep as reasons_to_keep_person
from foundation import audit
from foundation.erasing import SHORTEST, normal
from foundation.jobs import enqueue, job
from foundation.progress import HowFar, how_far
from foundation.refusals import NotAllowed, Refused
from portfolios.models import EvidenceItem
from reports.choices import ErasureState
from reports.models import Erasure, PrivacyRequest
from reports.services.erasure.doing import (
    Counts,
    erase_organisation_now,
    erase_person_now,
    erase_terms_now,
    reasons_to_keep,
)

MOST_TERMS = 20
FOR_YOU = "Another SEND officer has to do this for you."


@transaction.atomic
def order_erasure(
    *,
    person: User | None = None,
    organisation: Organisation | None = None,
    with_name: bool = False,
    terms: Sequence[str] = (),
    items: Sequence[EvidenceItem] = (),
    why: str,
    request: PrivacyRequest | None = None,
    actor: User,
    at: datetime,
) -> Erasure:
    """Nothing is deleted yet. Refused while something stands in the way."""
    need_officer(actor)
    wanted = _checked(terms)
    if person is None and organisation is None and not wanted:
        raise Refused("Say which name to look for.")
    _refuse_what_is_kept(person, organisation, actor)
    _refuse_held_pieces(items)
    _refuse_own(items, request, actor)
    try:
        with transaction.atomic():
            erasure = Erasure.objects.create(
                person=person,
                organisation=organisation,
                with_name=with_name,
                terms="\n".join(wanted),
                request=request,
                why=why,
                ordered_by=actor,
                ordered_at=at,
            )
    except IntegrityError as clash:
        raise Refused(
            "This deletion has been ordered already. It waits for a second officer."
        ) from clash
    erasure.items.set(items)
    audit.record(
        "erasure.ordered",
        actor=actor,
        target=erasure,
        at=at,
        role="officer",
        acting_for=organisation.uuid if organisation else None,
        details={
            "person": str(person.uuid) if person else None,
            "with_name": with_name,
            "names": len(wanted),
            "pieces": len(items),
        },
    )
    return erasure


@transaction.atomic
def confirm_erasure(*, erasure: Erasure, actor: User, at: datetime) -> Erasure:
    """The second officer. From here on a job does it, and nothing brings it back."""
    need_officer(actor)
    locked = Erasure.objects.select_for_update(no_key=True).get(pk=erasure.pk)
    if locked.state != ErasureState.ORDERED:
        raise Refused(f"This is “{locked.get_state_display()}” already.")
    if locked.ordered_by_id == actor.pk:
        raise NotAllowed("You ordered this. Another SEND officer has to confirm it.")
    _refuse_what_is_kept(locked.person, locked.organisation, actor)
    _refuse_held_pieces(locked.items.all())
    _refuse_own(locked.items.select_related("organisation"), locked.request, actor)
    locked.state = ErasureState.CONFIRMED
    locked.settled_by, locked.settled_at = actor, at
    locked.save()
    audit.record("erasure.confirmed", actor=actor, target=locked, at=at, role="officer")
    enqueue(carry_out, locked.uuid)
    return locked


@transaction.atomic
def cancel_erasure(*, erasure: Erasure, actor: User, at: datetime) -> Erasure:
    need_officer(actor)
    locked = Erasure.objects.select_for_update(no_key=True).get(pk=erasure.pk)
    if locked.state != ErasureState.ORDERED:
        raise Refused("It is too late to cancel this.")
    locked.state, locked.terms = ErasureState.CANCELLED, ""
    locked.settled_by, locked.settled_at = actor, at
    locked.save()
    audit.record("erasure.cancelled", actor=actor, target=locked, at=at, role="officer")
    return locked


@job(priority=20)
def carry_out(erasure_uuid: str) -> None:
    """All of it or nothing; a job that was killed starts over, one that was done finds nothing to do."""
    at = timezone.now()
    with transaction.atomic():
        erasure = Erasure.objects.select_for_update(no_key=True).get(uuid=UUID(erasure_uuid))
        if erasure.state != ErasureState.CONFIRMED:
            return
        counts = _done(erasure, at=at)
        Erasure.objects.filter(pk=erasure.pk).update(
            state=ErasureState.DONE, done_at=at, terms="", counts=counts.as_dict()
        )


def progress_of(erasure: Erasure, *, at: datetime) -> HowFar | None:
    """How its deletion stands, from the second officer's word until it is done."""
    if erasure.state != ErasureState.CONFIRMED or erasure.settled_at is None:
        return None
    return how_far(carry_out, erasure.uuid, since=erasure.settled_at, at=at)


def _done(erasure: Erasure, *, at: datetime) -> Counts:
    terms = erasure.terms.splitlines()
    items = list(erasure.items.all())
    _refuse_held_pieces(items)
    actor = erasure.settled_by
    if erasure.organisation is not None:
        return erase_organisation_now(
            erasure.organisation, with_name=erasure.with_name, at=at, actor=actor
        )
    if erasure.person is not None:
        return erase_person_now(erasure.person, at=at, terms=terms, items=items, actor=actor)
    return erase_terms_now(terms, subject=erasure.uuid, at=at, items=items, actor=actor)


def _checked(terms: Sequence[str]) -> list[str]:
    """As they are looked for. A single short word would stand in half of all texts."""
    wanted = list(dict.fromkeys(normal(term) for term in terms if normal(term)))
    if len(wanted) > MOST_TERMS:
        raise Refused(f"Give at most {MOST_TERMS} names at once.")
    for term in wanted:
        if len(term) < SHORTEST:
            raise Refused(f"“{term}” is too short to look for.")
    return wanted


def _refuse_held_pieces(items: Iterable[EvidenceItem]) -> None:
    """A piece goes as a whole, so its organisation must be free; asked again when a job comes to it."""
    for organisation in held_organisations().filter(evidence__in=items).distinct():
        raise Refused(
            f"What is about {organisation} is under a legal hold. Do not tick its evidence."
        )


def _refuse_own(items: Iterable[EvidenceItem], request: PrivacyRequest | None, actor: User) -> None:
    """Nobody deletes for themselves, nor what their own organisation sent (T-36, T-39)."""
    if request is not None and request.person_id == actor.pk:
        raise NotAllowed(FOR_YOU)
    for organisation in {item.organisation for item in items}:
        need_officer_from_outside(actor, organisation)


def _refuse_what_is_kept(
    person: User | None, organisation: Organisation | None, actor: User
) -> None:
    reasons: list[str] = []
    if person is not None:
        if person.pk == actor.pk:
            raise NotAllowed(FOR_YOU)
        if person.erased_at is not None:
            raise Refused("This account has been deleted already.")
        reasons = reasons_to_keep_person(person)
    if organisation is not None:
        need_officer_from_outside(actor, organisation)
        reasons = reasons_to_keep(organisation)
    if reasons:
        raise Refused(" ".join(reasons))
