"""Many pieces of evidence at once, for tests and benchmarks of size. Rows only: no bytes lie behind them."""

import hashlib
from datetime import datetime, timedelta

from awards.models import Organisation, User
from awards.scheme import Scheme
from foundation.dates import london_date
from foundation.models import PrivateFile
from portfolios.choices import EvidenceKind
from portfolios.models import Consent, EvidenceFile, EvidenceItem, EvidenceTag

KINDS = [kind.value for kind in EvidenceKind if kind is not EvidenceKind.RECORDING]


def many(
    organisation: Organisation,
    count: int,
    *,
    scheme: Scheme,
    lead: User,
    at: datetime,
    codes: tuple[str, ...] = (),
) -> None:
    """`codes`: of actions and measures, besides what the edition has."""
    today = london_date(at)
    items = EvidenceItem.objects.bulk_create(
        EvidenceItem(
            organisation=organisation,
            title=f"Piece {number} of our evidence",
            kind=KINDS[number % len(KINDS)],
            happened_on=today - timedelta(days=number % 700),
            about="What pupils and parents asked for, what was agreed, and who does it.",
            who="Six pupils of Year 9, two parents and the SENCo.",
            changed="24 of 31 pupils now feel calm after lunch." if number % 3 else "",
            created_at=at,
            created_by=lead,
            updated_at=at,
            updated_by=lead,
        )
        for number in range(count)
    )
    Consent.objects.bulk_create(
        Consent(
            item=item,
            shows_people="people" if number % 4 == 0 else "nobody",
            children=number % 4 == 0,
            holder="The school office" if number % 4 == 0 else "",
            given_on=today if number % 4 == 0 else None,
            withdrawn_at=at if number % 50 == 49 else None,
            withdrawn_by=lead if number % 50 == 49 else None,
        )
        for number, item in enumerate(items)
    )
    lists = [
        [c.code for stage in scheme.stages[2:] for c in stage.criteria],
        [p.code for p in scheme.principles],
        [c.code for c in scheme.four_cs],
        [level.code for level in scheme.engagement_levels],
        list(codes) or ["standard.scie"],
    ]
    EvidenceTag.objects.bulk_create(
        EvidenceTag(item=item, code=code)
        for number, item in enumerate(items)
        for code in {codes[(number * step) % len(codes)] for codes in lists for step in (1, 3)}
    )
    files = PrivateFile.objects.bulk_create(
        PrivateFile(
            storage_key=_key(organisation, number),
            display_name=f"piece-{number}.jpg",
            content_type="image/jpeg",
            size=400_000,
            sha256=hashlib.sha256(str(number).encode()).hexdigest(),
            state=PrivateFile.State.CLEAN,
            made_by_us=True,
            uploaded_at=at,
            uploaded_by=lead,
        )
        for number in range(count)
    )
    EvidenceFile.objects.bulk_create(
        EvidenceFile(
            item=item, file=file, caption="Pupils around a table", added_at=at, added_by=lead
        )
        for item, file in zip(items, files, strict=True)
    )


def _key(organisation: Organisation, number: int) -> str:
    digest = hashlib.sha256(f"{organisation.pk} {number}".encode()).hexdigest()
    return f"{digest[:2]}/{digest[2:40]}"
