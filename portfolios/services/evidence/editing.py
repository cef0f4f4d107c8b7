"""What every change of the evidence does first and last: lock the item, and note who did it."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Sum
from django.urls import reverse

from awards.choices import OPEN_STATUSES
from awards.models import Organisation, User
from awards.permissions import need_member
from foundation import audit
from foundation.dates import london_date
from foundation.drafts import discard_draft
from foundation.files import FileNotAccepted
from foundation.models import PrivateFile
from foundation.refusals import Link, Refused
from portfolios.choices import Gatherer
from portfolios.models import Commitment, EvidenceFile, EvidenceItem, Portfolio, Statement

LOOKED_INTO = (
    "This is hidden while we look into a request to take it down. "
    "We write to your leads when it is decided."
)
# Stands where somebody says how a withdrawal reached us, and means that it is for good.
TAKEN_DOWN = "Taken down after a request to the council."


def draft_key(organisation: Organisation, *names: object) -> str:
    """Under which key a page keeps what is typed and not saved yet."""
    return ":".join(["evidence", organisation.slug, *(str(name) for name in names)])


def forget_draft(actor: User, organisation: Organisation, *names: object) -> None:
    discard_draft(actor, draft_key(organisation, *names))


def open_item(*, item: EvidenceItem, actor: User) -> EvidenceItem:
    """The item, locked for the rest of the transaction; only its organisation's people come in.

    To whom it is withheld it is as good as removed (T-94).
    """
    need_member(actor, item.organisation)
    fresh = (
        EvidenceItem.objects.visible_to(actor)
        .kept()
        .select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .filter(pk=item.pk)
        .first()
    )
    if fresh is None:
        raise Refused(
            "A colleague has removed this meanwhile.",
            link=Link("See your evidence", reverse("evidence", args=[item.organisation.slug])),
        )
    return fresh


def lock_item(item: EvidenceItem) -> EvidenceItem:
    """The piece as it is now, locked for the rest of the transaction, whoever may see it.

    Every act on a piece takes this lock before it writes its consent, files or tags: acts on one piece
    queue up, and never wait for each other in a ring (T-46). Its consent is read after the lock is
    held: whoever had to wait would otherwise see it as it was before.
    """
    rows = EvidenceItem.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation").get(pk=item.pk)


def need_shown(item: EvidenceItem, *, at: datetime) -> None:
    """What nobody may see, nobody writes: before anything else people have to agree again."""
    if item.consent.disputed_at is not None:
        raise Refused(LOOKED_INTO)
    if item.consent.is_hidden(london_date(at)):
        raise Refused(
            "It is hidden, because consent for it is gone. Record a new consent first.",
            link=Link("People in it", reverse("evidence-consent", args=[item.uuid])),
        )


def need_room(organisation: Organisation) -> None:
    if EvidenceItem.objects.kept().filter(organisation=organisation).count() >= EvidenceItem.MOST:
        raise Refused(
            f"There is room for {EvidenceItem.MOST:,} pieces of evidence. "
            "Remove one before you add another."
        )


def need_space(organisation: Organisation, *, size: int) -> None:
    """`size`: bytes that are to come. A sentence beside the file, as for any file we cannot take."""
    if bytes_kept(organisation) + size > settings.EVIDENCE_QUOTA:
        gigabytes = settings.EVIDENCE_QUOTA / 1000**3
        raise FileNotAccepted(
            f"Your organisation has used its {gigabytes:g} GB for files. "
            "Remove some that you do not need, or ask us for more."
        )


def bytes_kept(organisation: Organisation) -> int:
    """How much of its space an organisation has used. A refused file has no bytes, and what a panel
    gathered takes none of it."""
    own = EvidenceItem.objects.own().filter(organisation=organisation)
    rows = EvidenceFile.objects.filter(item__in=own).exclude(file__state=PrivateFile.State.REFUSED)
    return rows.aggregate(sum=Sum("file__size"))["sum"] or 0


def note_change(
    item: EvidenceItem,
    *,
    event: str,
    actor: User,
    at: datetime,
    details: dict[str, str | int | bool | None] | None = None,
    is_new: bool = True,
    only_hides: bool = False,
) -> None:
    """Count it where a portfolio or a statement is being written: a lead sends what they have checked.

    `is_new`: not when somebody saved what was there already. `only_hides`: less is shown than before, so
    a statement that was signed has nothing in it that its signer did not see.
    """
    EvidenceItem.objects.filter(pk=item.pk).update(updated_at=at, updated_by=actor)
    if is_new and item.gathered_by == Gatherer.ORGANISATION:
        for form in (Portfolio, Statement):
            form._default_manager.filter(
                application__organisation=item.organisation_id,
                application__status__in=OPEN_STATUSES,
            ).update(version=F("version") + 1)
        if not only_hides:
            _take_back_signatures(item, at=at)
    audit.record(
        event,
        actor=actor,
        target=item,
        at=at,
        acting_for=item.organisation.uuid,
        details=details or {},
    )


def _take_back_signatures(item: EvidenceItem, *, at: datetime) -> None:
    """Of the statements that it was chosen for: whoever signed one has not seen it as it is now.

    Also while champions look at one: it may come back for changes. What was sent keeps its signature, as
    the snapshot has both. After the statements' versions, whose rows `sign_statement` holds.
    """
    Commitment.objects.filter(
        application__affirmations__items__item=item, application__status__in=OPEN_STATUSES
    ).current().supersede(at)
