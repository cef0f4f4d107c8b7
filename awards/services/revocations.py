"""Two officers: one proposes that an award is taken back, the other decides (scheme.md 23, T-39)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from awards import emails_revocations as emails
from awards.choices import Role
from awards.models import Application, Award, Organisation, Revocation, User
from awards.permissions import need_untied_officer
from awards.scheme import edition
from awards.selectors.renewals import dated_above, dated_up_to
from awards.selectors.revocations import why_not_take_back
from foundation import audit
from foundation.dates import london_date
from foundation.refusals import Link, NotAllowed, Refused

Answer = Revocation.Answer


@transaction.atomic
def propose_revocation(
    *, award: Award, reason: str, public_reason: str, actor: User, at: datetime
) -> Revocation:
    """Nothing happens to the award yet; the other officers are told. Sent twice, it is one proposal (T-43)."""
    organisation = award.organisation
    need_untied_officer(actor, organisation)
    if not reason.strip():
        raise Refused("Say why it should be taken back.")
    held = _lock(organisation)
    found = _of(award, held)
    waiting = Revocation.objects.open().filter(award=found).first()
    if waiting is not None:
        same = (waiting.proposed_by_id, waiting.reason, waiting.public_reason)
        if same == (actor.pk, reason, public_reason):
            return waiting
        raise _waits_already(waiting)
    _refuse_unless_it_stands(found, held, on=london_date(at))
    try:
        with transaction.atomic():
            revocation = Revocation.objects.create(
                award=found,
                reason=reason,
                public_reason=public_reason,
                proposed_by=actor,
                proposed_at=at,
            )
    except IntegrityError as clash:
        raise Refused("Another officer has proposed this at the same moment.") from clash
    _record("revocation.proposed", revocation, actor=actor, at=at)
    emails.tell_officers(revocation)
    return revocation


@transaction.atomic
def confirm_revocation(*, revocation: Revocation, actor: User, at: datetime) -> Revocation:
    """The second officer. From this moment on the award is not held, and everybody who checks reads so."""
    locked, held = _open_one(revocation, actor)
    if locked.proposed_by_id == actor.pk:
        raise NotAllowed("You proposed this. Another SEND officer has to decide it.")
    today = london_date(at)
    award = _of(locked.award, held)
    _refuse_unless_it_stands(award, held, on=today)
    award.revoked_on, award.revoked_by = today, actor
    award.revocation_reason = locked.reason
    award.revocation_public_reason = locked.public_reason
    award.save(
        update_fields=[
            "revoked_on",
            "revoked_by",
            "revocation_reason",
            "revocation_public_reason",
        ]
    )
    _give_back_own_dates(award, held, today=today)
    _answer(locked, Answer.CONFIRMED, actor=actor, at=at)
    _record("revocation.confirmed", locked, actor=actor, at=at)
    emails.tell_leads(locked)
    emails.tell_proposer(locked)
    return locked


@transaction.atomic
def turn_down_revocation(
    *, revocation: Revocation, note: str, actor: User, at: datetime
) -> Revocation:
    """The second officer leaves the award as it is, and says why to whoever proposed it."""
    locked, _ = _open_one(revocation, actor)
    if locked.proposed_by_id == actor.pk:
        raise NotAllowed("You proposed this. You can cancel it; another officer turns it down.")
    if not note.strip():
        raise Refused("Say why the award should not be taken back.")
    locked.note = note
    _answer(locked, Answer.TURNED_DOWN, actor=actor, at=at)
    _record("revocation.turned_down", locked, actor=actor, at=at, reason=note)
    emails.tell_proposer(locked)
    return locked


@transaction.atomic
def cancel_revocation(*, revocation: Revocation, actor: User, at: datetime) -> Revocation:
    """Whoever proposed it thinks better of it."""
    locked, _ = _open_one(revocation, actor)
    if locked.proposed_by_id != actor.pk:
        raise NotAllowed("Only the officer who proposed this can cancel it. You can turn it down.")
    _answer(locked, Answer.CANCELLED, actor=actor, at=at)
    _record("revocation.cancelled", locked, actor=actor, at=at)
    return locked


def _lock(organisation: Organisation) -> list[Award]:
    """Its applications, itself and its standing awards, in the order in which everybody takes them.

    The applications come along because an approval holds its own: one that builds on this award is either
    seen here, or finds the award gone.
    """
    rows = Application.objects.filter(organisation=organisation).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    awards = Award.objects.filter(organisation=organisation).standing().order_by("pk")
    return list(awards.select_for_update(of=("self",), no_key=True).select_related("organisation"))


def _open_one(revocation: Revocation, actor: User) -> tuple[Revocation, list[Award]]:
    organisation = revocation.award.organisation
    need_untied_officer(actor, organisation)
    held = _lock(organisation)
    rows = Revocation.objects.select_related("award__organisation", "proposed_by")
    locked = rows.get(pk=revocation.pk)
    if locked.answer:
        raise Refused(f"This proposal has been answered already: {locked.get_answer_display()}.")
    return locked, held


def _of(award: Award, held: Iterable[Award]) -> Award:
    """The row that is locked; one that stands no more is read again."""
    found = next((each for each in held if each.pk == award.pk), None)
    return found or Award.objects.select_related("organisation").get(pk=award.pk)


def _refuse_unless_it_stands(award: Award, held: Iterable[Award], *, on: date) -> None:
    if (sentence := why_not_take_back(award, held, on=on)) is not None:
        raise Refused(sentence)


def _waits_already(waiting: Revocation) -> Refused:
    return Refused(
        "An officer has proposed already that this award is taken back. It waits for a second officer.",
        link=Link("See that proposal", reverse("officers-revocation", args=[waiting.uuid])),
    )


def _give_back_own_dates(award: Award, held: Iterable[Award], *, today: date) -> None:
    """What the award kept goes by its own year again (scheme.md 22).

    Nobody loses a lower award overnight by this: where its own year is over, the edition's days of grace
    begin today.
    """
    scheme = edition(award.edition)
    lower = dated_up_to(scheme, award.stage)[:-1]
    rest = [each for each in held if each.pk != award.pk]
    for row in rest:
        if row.stage not in lower or row.valid_until is None or row.due_on is None:
            continue
        mine = edition(row.edition)
        above = dated_above(mine, row.stage)
        ends = [each.valid_until for each in rest if each.stage in above and each.valid_until]
        due = max([row.valid_until, *ends])
        if due == row.due_on:
            continue
        days = timedelta(days=mine.windows.grace_days)
        given = row.extensions.order_by("-pk").values_list("due_on", flat=True).first()
        row.due_on = due
        row.grace_until = max(due + days, today + days if due < today else due, given or due)
        row.save(update_fields=["due_on", "grace_until"])


def _answer(revocation: Revocation, answer: str, *, actor: User, at: datetime) -> None:
    revocation.answer, revocation.answered_by, revocation.answered_at = answer, actor, at
    revocation.save(update_fields=["answer", "note", "answered_by", "answered_at"])


def _record(
    event: str, revocation: Revocation, *, actor: User, at: datetime, reason: str = ""
) -> None:
    award = revocation.award
    audit.record(
        event,
        actor=actor,
        target=revocation,
        at=at,
        role=Role.OFFICER,
        acting_for=award.organisation.uuid,
        reason=reason or revocation.reason,
        details={
            "award": str(award.uuid),
            "stage": award.stage,
            "published": bool(revocation.public_reason),
        },
    )
