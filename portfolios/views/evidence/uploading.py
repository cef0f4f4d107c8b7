"""Files that come in, each with a plain result of its own: in one form, or one by one from a script."""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from awards.models import User
from foundation.dates import london_date
from foundation.files import EVIDENCE, FileNotAccepted
from foundation.files.kinds import MEGABYTE
from foundation.files.names import display_name
from foundation.refusals import NotAllowed, Refused, Throttled
from foundation.throttling import hit
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.records import ItemRecord
from portfolios.selectors.evidence.reading import item_record
from portfolios.selectors.nudges import evidence_nudges
from portfolios.views.evidence.ways import along

# Files that one person may send in an hour.
MOST_AN_HOUR = 300
KEPT = "Kept, being checked now"

Keep = Callable[["UploadedFile[bytes]", UUID], EvidenceFile]


@dataclass(frozen=True)
class Result:
    name: str
    sentence: str
    kept: bool = False
    # The piece of evidence that has it now.
    url: str = ""
    # What its name seems to tell about a person (T-94).
    hints: tuple[str, ...] = ()


def keep_each(
    request: HttpRequest,
    uploads: Sequence["UploadedFile[bytes]"],
    keep: Keep,
    *,
    batch: UUID,
    user: User,
) -> list[Result]:
    """What is wrong with one file is no reason to lose the others (T-59).

    The key of each comes from the page's own and from its bytes: the same form sent twice keeps every
    file once, and two equal files in one form are kept both (T-43, T-62).
    """
    seen: Counter[str] = Counter()
    results = []
    for upload in uploads:
        digest = _digest(upload)
        seen[digest] += 1
        results.append(_kept(request, upload, keep, uuid5(batch, f"{digest}:{seen[digest]}"), user))
    return results


def _kept(
    request: HttpRequest, upload: "UploadedFile[bytes]", keep: Keep, key: UUID, user: User
) -> Result:
    name = display_name(upload.name or "")
    try:
        count_upload(user)
        return _result(request, keep(upload, key), user)
    except Throttled as throttled:
        return Result(name, _too_many(throttled))
    except Refused as refusal:
        return Result(name, refusal.sentence)


def answer(
    request: HttpRequest, upload: "UploadedFile[bytes]", keep: Keep, *, key: UUID, user: User
) -> JsonResponse:
    """For a script: 201 with the name and where it lies, or a sentence with the code of its refusal."""
    name = display_name(upload.name or "")
    try:
        count_upload(user)
        result = _result(request, keep(upload, key), user)
    except Throttled as throttled:
        response = JsonResponse({"name": name, "message": _too_many(throttled)}, status=429)
        response["Retry-After"] = str(throttled.seconds)
        return response
    except FileNotAccepted as refusal:
        return JsonResponse({"name": name, "message": refusal.sentence}, status=422)
    except Refused as refusal:
        return JsonResponse({"name": name, "message": refusal.sentence}, status=409)
    return JsonResponse(
        {"name": result.name, "state": "checking", "url": result.url, "hints": list(result.hints)},
        status=201,
    )


def for_script(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Instead of `login_required`: a script is told in words, and what it sends is nothing to keep."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            said = {
                "message": "You are signed out. What was kept is safe.",
                "sign_in": resolve_url("account_login"),
            }
            return JsonResponse(said, status=401)
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            return JsonResponse({"message": refusal.sentence}, status=403)
        except Refused as refusal:
            return JsonResponse({"message": refusal.sentence}, status=409)

    return asked


def limits_said() -> dict[str, Any]:
    """What a page says before anybody chooses, and what its script must know."""
    return {
        "limits": EVIDENCE.limits,
        "most_bytes": EVIDENCE.max_bytes,
        "most_megabytes": EVIDENCE.max_bytes // MEGABYTE,
        "most_files": settings.MAX_UPLOAD_FILES,
        "most_together": settings.MAX_UPLOAD_REQUEST // MEGABYTE,
    }


def count_upload(user: User) -> None:
    """`Throttled` when they have sent too many within an hour."""
    hit(f"evidence-upload:{user.pk}", limit=MOST_AN_HOUR, seconds=3600, now=timezone.now())


def _too_many(throttled: Throttled) -> str:
    minutes = math.ceil(throttled.seconds / 60)
    return (
        f"You have sent {MOST_AN_HOUR} files within an hour. "
        f"Send this one in {minutes} minute{'' if minutes == 1 else 's'}."
    )


def _result(request: HttpRequest, row: EvidenceFile, user: User) -> Result:
    if row.item.restricted_at is not None and not _sees(row, user):
        # Its key was sent again by somebody to whom it has been withheld since.
        return Result("", KEPT, True)
    record = item_record(row.item, on=london_date(timezone.now()))
    address = along(request, reverse("evidence-item", args=[row.item.uuid]))
    file = next((each for each in record.files if each.id == str(row.uuid)), None)
    if file is None or record.hidden:
        return Result("", KEPT, True, address)
    hints = evidence_nudges(ItemRecord(record.id, files=(file,)))
    return Result(file.name, KEPT, True, address, tuple(nudge.sentence for nudge in hints))


def _sees(row: EvidenceFile, user: User) -> bool:
    return EvidenceItem.objects.visible_to(user).filter(pk=row.item_id).exists()


def _digest(upload: "UploadedFile[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
