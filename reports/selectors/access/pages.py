"""What officers see around a package."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from awards.models import Concern, User
from reports.choices import RequestKind
from reports.models import AccessPackage, PrivacyRequest
from reports.selectors.access.declaring import Group
from reports.selectors.access.groups import GROUPS
from reports.selectors.access.rows import counts_of, subject_of

# What is typed beyond them is taken as one.
MOST_WORDS = 6
# People on one page: who finds more types more.
MOST_PEOPLE = 25


@dataclass(frozen=True)
class GroupCount:
    group: Group
    parts: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        return sum(number for _, number in self.parts)


def people_found(query: str) -> list[User]:
    """Each word in the name or the address. One more than fits, so that the page can say so."""
    words = query.split(maxsplit=MOST_WORDS - 1)
    if not words:
        return []
    rows = User.objects.all()
    for word in words:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return list(rows.order_by("name", "pk")[: MOST_PEOPLE + 1])


def packages() -> "QuerySet[AccessPackage]":
    return AccessPackage.objects.select_related("person", "asked_by", "request", "file")


def what_is_held(person: User) -> list[GroupCount]:
    """Counts alone: one query for each part."""
    counts = counts_of(subject_of(person))
    return [
        GroupCount(
            group,
            tuple(
                (part.title, number) for part, number in counts if part.group is group and number
            ),
        )
        for group in GROUPS
    ]


def open_requests(person: User) -> list[PrivacyRequest]:
    rows = PrivacyRequest.objects.open().filter(person=person, kind=RequestKind.ACCESS)
    return list(rows.order_by("received_at", "pk"))


def concerns_naming(person: User) -> int:
    """Told by others, and so in no package: whether any of it may be told is judged by people."""
    if person.erased_at is not None:
        return 0
    wanted = Q(what__icontains=person.email) | Q(what__icontains=person.name)
    wanted |= Q(where__icontains=person.email) | Q(where__icontains=person.name)
    return Concern.objects.filter(wanted).exclude(reported_by=person).count()
