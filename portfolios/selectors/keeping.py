"""What of an organisation is near the end of its time, and what is past it (accessible-and-private.md).

Each asks the database for what is near its date alone, so that the clock can ask every minute.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from awards.choices import OPEN_STATUSES, ApplicationKind, Status
from awards.models import Application, Award, StatusChange
from awards.selectors.ends import last_days
from foundation.dates import end_of, london_date, months_later, started_by
from foundation.models import Draft
from foundation.notices import Due
from portfolios.choices import PORTFOLIO_STAGES
from portfolios.models import (
    ActionOutcome,
    AffirmedItem,
    EvidenceItem,
    MeasureOutcome,
    SectionEdit,
    SentItem,
)
from portfolios.selectors.forms import EVERY

PICTURES_NOTICE = timedelta(days=30)
_CLOSED = [status.value for status in Status if status not in OPEN_STATUSES]


def abandoned_drafts(*, by: date) -> list[Due]:
    """12 months after the last edit of anything in it; told a month before. Two queries."""
    limit = end_of(started_by(by, months=11))
    steps = StatusChange.objects.filter(application=OuterRef("pk"))
    edits = SectionEdit.objects.filter(application=OuterRef("pk"), updated_at__gte=limit)
    rows = (
        Application.objects.filter(
            ~Exists(steps),
            ~Exists(edits),
            status=Status.DRAFT,
            created_at__lt=limit,
            challenges=None,
            remarks=None,
        )
        .annotate(edited=Max("edits__updated_at"))
        .exclude(registration__updated_at__gte=limit)
        .exclude(plan__updated_at__gte=limit)
        .exclude(portfolio__updated_at__gte=limit)
        .exclude(statement__updated_at__gte=limit)
    )
    typed = _typed_since(limit)
    found = []
    for pk, uuid, organisation, *moments in rows.values_list(
        "pk",
        "uuid",
        "organisation",
        "created_at",
        "edited",
        "registration__updated_at",
        "plan__updated_at",
        "portfolio__updated_at",
        "statement__updated_at",
    ):
        if str(uuid) in typed:
            continue
        last = london_date(max(filter(None, moments)))
        on = months_later(last, 12)
        found.append(
            Due(
                key=f"draft_ends:{pk}:{on}",
                whom=organisation,
                rows=(pk,),
                notice_on=months_later(last, 11),
                on=on,
            )
        )
    return found


def _typed_since(limit: datetime) -> set[str]:
    """Applications in which somebody has typed since, without saving it."""
    forms = Q()
    for form in EVERY:
        forms |= Q(key__startswith=f"{form}:")
    keys = Draft.objects.filter(forms, saved_at__gte=limit).values_list("key", flat=True)
    return {key.split(":")[1] for key in keys}


def unused_evidence(*, by: date) -> list[Due]:
    """What was never sent with anything: 12 months after the library of its organisation last changed.

    Writing a portfolio or a statement is work on the library, and so is what becomes of one that was
    sent; while one is with the champions nothing goes. Two queries.
    """
    limit = end_of(started_by(by, months=11))
    same = OuterRef("organisation")
    portfolios = Application.objects.filter(organisation=same, stage__in=PORTFOLIO_STAGES)
    open_now = portfolios.filter(status__in=OPEN_STATUSES).exclude(status=Status.DRAFT)
    lately = portfolios.filter(
        Q(portfolio__updated_at__gte=limit)
        | Q(statement__updated_at__gte=limit)
        | Q(contents_deleted_at__gte=limit)
        | Q(status__in=_CLOSED, status_since__gte=limit)
    )
    changed = EvidenceItem.objects.own().filter(organisation=same, updated_at__gte=limit)
    rows = (
        EvidenceItem.objects.own()
        .filter(
            ~Exists(changed),
            ~Exists(open_now),
            ~Exists(lately),
            sent_in=None,
            consent__forgotten_at=None,
        )
        .values_list("organisation", "pk")
    )
    items: dict[int, list[int]] = defaultdict(list)
    for organisation, pk in rows:
        items[organisation].append(pk)
    found = []
    for organisation, last in _last_work(items).items():
        on = months_later(london_date(last), 12)
        found.append(
            Due(
                key=f"evidence_ends:{organisation}:{on}",
                whom=organisation,
                rows=tuple(items[organisation]),
                notice_on=months_later(london_date(last), 11),
                on=on,
            )
        )
    return found


def _last_work(organisations: Iterable[int]) -> dict[int, datetime]:
    keys = list(organisations)
    last: dict[int, datetime] = dict(
        EvidenceItem.objects.own()
        .filter(organisation__in=keys)
        .order_by()
        .values_list("organisation")
        .annotate(Max("updated_at"))
    )
    rows = Application.objects.filter(
        organisation__in=keys, stage__in=PORTFOLIO_STAGES
    ).values_list(
        "organisation",
        "status",
        "status_since",
        "portfolio__updated_at",
        "statement__updated_at",
        "contents_deleted_at",
    )
    for organisation, status, since, *written in rows:
        moments = (since if status in _CLOSED else None, *written)
        last[organisation] = max(filter(None, (last[organisation], *moments)))
    return last


def pictures_of_children(*, by: date) -> list[Due]:
    """12 months after the latest decision on what they were sent with, unless that, or what is being
    written, needs them now; of what was never sent, after the piece was last changed. Told 30 days
    before, together for each day. Two queries. Photos of a panel have a time of their own.
    """
    limit = end_of(started_by(by + PICTURES_NOTICE, months=12))
    sent = SentItem.objects.filter(item=OuterRef("pk"))
    needed = sent.filter(
        Q(change__application__status__in=OPEN_STATUSES)
        | Q(change__application__status_since__gte=limit)
    )
    writing = Application.objects.open().filter(
        organisation=OuterRef("organisation"),
        stage__in=PORTFOLIO_STAGES,
        kind=ApplicationKind.STAGE,
    )
    affirmed = AffirmedItem.objects.filter(
        item=OuterRef("pk"), affirmation__application__status__in=OPEN_STATUSES
    )
    in_use = EvidenceItem.objects.in_portfolio().filter(Exists(writing))
    rows = (
        EvidenceItem.objects.own()
        .filter(
            Q(consent__children=True) | Q(consent__young_people=True),
            Exists(sent) | Q(updated_at__lt=limit),
            ~Exists(needed),
            ~Exists(affirmed),
            consent__forgotten_at=None,
        )
        .exclude(pk__in=in_use.values("pk"))
        .annotate(
            decided=Coalesce(Max("sent_in__change__application__status_since"), F("updated_at"))
        )
        .order_by("pk")
        .values_list("pk", "organisation", "decided")
    )
    together: dict[tuple[int, date], list[int]] = defaultdict(list)
    for pk, organisation, decided in rows:
        together[organisation, months_later(london_date(decided), 12)].append(pk)
    return [
        Due(
            key=f"pictures_end:{organisation}:{on}",
            whom=organisation,
            rows=tuple(keys),
            notice_on=on - PICTURES_NOTICE,
            on=on,
        )
        for (organisation, on), keys in together.items()
    ]


def ended_awards(*, by: date) -> "QuerySet[Application]":
    """Whose award ended two years ago, and what took its place too; with contents that are still there.

    A plan stays while a portfolio that is kept reports on it. Four queries at most.
    """
    limit = started_by(by, months=24)
    dated = Award.objects.filter(
        Q(revoked_on__lte=limit) | Q(superseded_on__lte=limit) | Q(grace_until__lte=limit),
        application__contents_deleted_at=None,
    )
    if not dated.exists():
        return Application.objects.none()
    ends = last_days(Award.objects.all())
    over = [pk for pk, end in ends.items() if end is not None and end <= limit]
    told = {"application__contents_deleted_at": None}
    actions = ActionOutcome.objects.filter(action__application=OuterRef("pk"), **told)
    measures = MeasureOutcome.objects.filter(measure__application=OuterRef("pk"), **told)
    return Application.objects.filter(
        ~Exists(actions),
        ~Exists(measures),
        ~_has_pictures_to_go(by),
        award__in=over,
        contents_deleted_at=None,
    )


def unsuccessful(*, by: date) -> "QuerySet[Application]":
    return Application.objects.filter(
        ~_has_pictures_to_go(by),
        status__in=[Status.DECLINED, Status.WITHDRAWN],
        status_since__lt=end_of(started_by(by, months=24)),
        contents_deleted_at=None,
    )


def _has_pictures_to_go(by: date) -> Exists:
    """What shows children goes first: once what it was sent with is gone, its date is not known any more."""
    going = [pk for due in pictures_of_children(by=by) if due.on <= by for pk in due.rows]
    return Exists(SentItem.objects.filter(change__application=OuterRef("pk"), item__in=going))


def evidence_of_ended_awards(*, by: date) -> "QuerySet[EvidenceItem]":
    """A year after the organisation's last award for a portfolio ended, while no other is open."""
    limit = started_by(by, months=12)
    kept = EvidenceItem.objects.filter(consent__forgotten_at=None, sent_in__isnull=False)
    awards = list(
        Award.objects.filter(
            stage__in=PORTFOLIO_STAGES, organisation__in=kept.values("organisation")
        )
    )
    ends = last_days(awards)
    last: dict[int, date] = {}
    for award in awards:
        end = ends[award.pk] or date.max
        last[award.organisation_id] = max(end, last.get(award.organisation_id, date.min))
    over = [organisation for organisation, end in last.items() if end <= limit]
    open_now = Application.objects.open().filter(
        organisation=OuterRef("organisation"), stage__in=PORTFOLIO_STAGES
    )
    return EvidenceItem.objects.filter(
        ~Exists(open_now),
        Exists(SentItem.objects.filter(item=OuterRef("pk"))),
        organisation__in=over,
        consent__forgotten_at=None,
    )
