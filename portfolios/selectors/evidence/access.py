"""Who may see a piece of evidence, and whose bytes may be handed out to them (T-24, T-29).

Champions find nothing here: they start from what was sent to them.
"""

from datetime import date
from uuid import UUID

from awards.choices import Role
from awards.models import Organisation, User
from awards.permissions import role_in
from awards.scheme import Scheme, edition
from awards.selectors import scheme_in_force
from portfolios.choices import PORTFOLIO_STAGES, Gatherer
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.records import ALL_EYES, NO_EYES, Eyes


def eyes_of(user: User, role: Role | None) -> Eyes:
    """Of restricted pieces: leads and officers see all, others of the organisation what they added."""
    if role in (Role.LEAD, Role.OFFICER):
        return ALL_EYES
    return Eyes(own=user.pk) if role is Role.MEMBER else NO_EYES


def eyes_in(user: User, organisation: Organisation) -> Eyes:
    """One query."""
    return eyes_of(user, role_in(user, organisation))


def item_for(user: User, uuid: UUID) -> EvidenceItem:
    """`DoesNotExist` for strangers, and once its organisation has removed it."""
    rows = EvidenceItem.objects.visible_to(user).kept()
    return rows.select_related("organisation", "consent").get(uuid=uuid)


def file_for(user: User, item: UUID, file: UUID, *, on: date) -> EvidenceFile:
    """A file whose bytes may be asked for. Of a hidden piece there is none, whoever asks.

    What a panel has shown to its organisation is opened here, too, though it is in no library. What it has
    not is opened from its case alone, where it is known who may (T-36, T-38).
    """
    rows = EvidenceItem.objects.visible_to(user).filter(removed_at=None, uuid=item).shown(on)
    rows = rows.exclude(gathered_by=Gatherer.PANEL, shown_at=None)
    files = EvidenceFile.objects.filter(item__in=rows, removed_at=None, file__isnull=False)
    return files.select_related("file", "item__organisation").get(uuid=file)


def scheme_for(organisation: Organisation, *, on: date) -> Scheme:
    """The edition by which its evidence is sorted: of its latest portfolio, or the one in force."""
    latest = (
        organisation.applications.filter(stage__in=PORTFOLIO_STAGES)
        .order_by("-created_at", "-pk")
        .values_list("edition", flat=True)
        .first()
    )
    return edition(latest) if latest else scheme_in_force(on=on)
