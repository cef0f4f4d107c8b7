"""A package of subject access: asked for here, made by a job, gone again after two weeks.

A legal hold keeps things from being deleted; it does not keep a person from seeing them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from awards.models import User
from foundation import audit
from foundation.clock import DutyContext
from foundation.files import remove
from foundation.jobs import enqueue
from foundation.models import DeadLetter
from foundation.progress import HowFar, how_far
from foundation.refusals import NotAllowed, Refused
from reports.choices import EntryKind
from reports.models import AccessPackage, PrivacyRequest
from reports.services.requests import log
from reports.tasks import make_access_package

# It can be made again at any time.
KEEP = timedelta(days=14)
AT_A_TIME = 200
OWN = "This is about you. Ask another officer to make it, so that somebody else checks it."


def ask_for_package(
    *,
    person: User,
    request: PrivacyRequest | None,
    unmasked_why: str,
    actor: User,
    at: datetime,
) -> AccessPackage:
    """One that is being made is not made twice over: a second click finds it (T-43)."""
    refuse_own(person, actor=actor)
    with transaction.atomic():
        # Of two clicks at once, the second waits here.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        waiting = AccessPackage.objects.filter(
            person=person, request=request, unmasked_why=unmasked_why, finished_at=None
        ).first()
        if waiting is not None and not has_failed(waiting, at=at):
            return waiting
        package = AccessPackage.objects.create(
            person=person,
            request=request,
            unmasked_why=unmasked_why,
            asked_by=actor,
            asked_at=at,
        )
        _record("access.package_asked", package, actor=actor, at=at, reason=unmasked_why)
        enqueue(make_access_package, package.uuid)
    return package


def ask_again(package: AccessPackage, *, actor: User, at: datetime) -> None:
    """After it failed for good. Of several officers who press at once, one starts it."""
    refuse_own(package.person, actor=actor)
    with transaction.atomic():
        if not has_failed(package, at=at):
            raise Refused("This copy is being made, or is there already.")
        mine = AccessPackage.objects.filter(pk=package.pk, asked_at=package.asked_at)
        if mine.filter(finished_at=None).update(asked_at=at, asked_by=actor):
            _record("access.package_asked", package, actor=actor, at=at)
            enqueue(make_access_package, package.uuid)


def progress_of(package: AccessPackage, *, at: datetime) -> HowFar | None:
    """How far it is; none when it is finished."""
    if package.finished_at is not None:
        return None
    return how_far(make_access_package, package.uuid, since=package.asked_at, at=at)


def has_failed(package: AccessPackage, *, at: datetime) -> bool:
    """Whether it was tried as often as is sensible since somebody last asked for it."""
    far = progress_of(package, at=at)
    return far is not None and far.has_failed


def failed_among(packages: Iterable[AccessPackage]) -> set[int]:
    """One query for all of them: their keys."""
    unfinished = [each for each in packages if each.finished_at is None]
    letters = DeadLetter.objects.not_retried().filter(
        task_path=make_access_package.module_path,
        args__in=[[str(each.uuid)] for each in unfinished],
    )
    died = {letter.args[0]: letter.died_at for letter in letters.order_by("died_at")}
    return {
        each.pk
        for each in unfinished
        if (at := died.get(str(each.uuid))) is not None and at >= each.asked_at
    }


@transaction.atomic
def note_downloaded(package: AccessPackage, *, actor: User, at: datetime) -> None:
    refuse_own(package.person, actor=actor)
    _record("access.package_downloaded", package, actor=actor, at=at)
    if package.request is not None:
        log(
            package.request,
            kind=EntryKind.PACKAGE,
            text="Downloaded by an officer, who checks it.",
            actor=actor,
            at=at,
        )


def delete_old_packages(context: DutyContext) -> int:
    """For the clock. The row stays with its request: it says that there was a package, and when."""
    count = 0
    old = AccessPackage.objects.filter(
        finished_at__lt=context.now - KEEP, file__isnull=False
    ).select_related("file")
    for package in old[:AT_A_TIME]:
        with transaction.atomic():
            file = package.file
            gone = AccessPackage.objects.filter(pk=package.pk, file=file).update(file=None)
            if file is not None and gone:
                remove(file)
                count += 1
    return count


def refuse_own(person: User, *, actor: User) -> None:
    """Four eyes: what leaves out others is checked by somebody it is not about."""
    if person.pk == actor.pk:
        raise NotAllowed(OWN)


def _record(
    event: str, package: AccessPackage, *, actor: User, at: datetime, reason: str = ""
) -> None:
    audit.record(
        event,
        actor=actor,
        target=package.person,
        at=at,
        role="officer",
        reason=reason,
        details={"package": str(package.uuid), "with_names": bool(package.unmasked_why)},
    )
