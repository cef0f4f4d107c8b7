"""How a statement begins: with what the award was given for, so that little is left to write (WCAG 3.3.7)."""

from datetime import datetime

from django.db import transaction

from awards.choices import ApplicationKind
from awards.models import Application, Award, Organisation, User
from awards.permissions import need_member
from awards.scheme import edition
from awards.services.applications import start_renewal
from foundation.dates import london_date
from portfolios.models import Affirmation, AffirmedItem, EvidenceItem, Statement
from portfolios.selectors.statement.before import all_before, carried_from

# So many pieces, the newest, come over for each criterion; more can be chosen.
MOST_CARRIED = 12


@transaction.atomic
def begin_statement(*, award: Award, actor: User, at: datetime) -> Application:
    """A statement with a place for each criterion, and the evidence that showed it last time.

    What is carried over counts only once somebody has said that it is still true. After "not yet" or a
    withdrawal all that was written is there again. A second click finds the first one's (T-43).
    """
    need_member(actor, award.organisation)
    Organisation.objects.select_for_update(no_key=True).get(pk=award.organisation_id)
    application = start_renewal(award=award, actor=actor, at=at)
    if Statement.objects.filter(application=application).exists():
        return application
    earlier = _earlier(application, award)
    Statement.objects.create(
        application=application,
        who=earlier.who if earlier else "",
        how=earlier.how if earlier else "",
        updated_at=at,
        updated_by=actor,
    )
    if earlier is None:
        _carry(application, at=at)
    else:
        _copy(earlier.application, application, at=at)
    return application


def _earlier(application: Application, award: Award) -> Statement | None:
    """What was written for the same award, and led to nothing."""
    return (
        Statement.objects.filter(
            application__organisation=application.organisation_id,
            application__stage=application.stage,
            application__kind=ApplicationKind.REVALIDATION,
            application__gt=award.application_id,
            application__contents_deleted_at=None,
        )
        .exclude(application=application)
        .select_related("application")
        .order_by("-application_id")
        .first()
    )


def _affirmations(application: Application) -> dict[str, Affirmation]:
    criteria = edition(application.edition).criteria_for(application.stage)
    return {each.code: Affirmation(application=application, code=each.code) for each in criteria}


def _carry(application: Application, *, at: datetime) -> None:
    rows = _affirmations(application)
    Affirmation.objects.bulk_create(rows.values())
    carried = carried_from(all_before(application, on=london_date(at)))
    AffirmedItem.objects.bulk_create(
        AffirmedItem(affirmation=row, item=item)
        for code, row in rows.items()
        for item in carried.get(code, [])[:MOST_CARRIED]
    )


def _copy(earlier: Application, application: Application, *, at: datetime) -> None:
    rows = _affirmations(application)
    for told in Affirmation.objects.filter(application=earlier):
        row = rows.get(told.code)
        if row is not None:
            row.state, row.text = told.state, told.text
    Affirmation.objects.bulk_create(rows.values())
    there = EvidenceItem.objects.kept().shown(london_date(at))
    chosen = AffirmedItem.objects.filter(
        affirmation__application=earlier, item__in=there, affirmation__code__in=rows
    ).select_related("affirmation")
    AffirmedItem.objects.bulk_create(
        AffirmedItem(
            affirmation=rows[each.affirmation.code],
            item_id=each.item_id,
            still_true_on=each.still_true_on,
        )
        for each in chosen
    )
