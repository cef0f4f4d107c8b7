"""Whom the organisation involves at each level: asked at sign-up, kept up to date in the plan (scheme.md 2)."""

from collections.abc import Mapping
from datetime import datetime

from awards.models import Application, User
from awards.scheme import edition
from foundation.versions import Stale
from portfolios.choices import said
from portfolios.models import EngagementLevel, Work
from portfolios.services.editing import both_texts, claim_edit

SECTION = "levels"


def write_levels(
    work: Work,
    application: Application,
    *,
    answers: Mapping[str, tuple[str, str]],
    expected_version: int,
    actor: User,
    at: datetime,
) -> None:
    """`answers`: code of the level → (`now`, `planned` or nothing yet, what was written about it).

    Call it with the application locked.
    """
    names = {level.code: level.name for level in edition(application.edition).engagement_levels}
    try:
        claim_edit(work, section=SECTION, expected_version=expected_version, actor=actor, at=at)
    except Stale:
        rows = application.engagement_levels.all()
        raise both_texts(
            names,
            {code: said(*answer) for code, answer in answers.items()},
            {row.level: said(row.engagement, row.text) for row in rows},
        ) from None
    for code in names:
        if code in answers:
            engagement, text = answers[code]
            EngagementLevel.objects.update_or_create(
                application=application,
                level=code,
                defaults={"engagement": engagement, "text": text},
            )


def copy_levels(earlier: Application, application: Application) -> None:
    """What was said before is there again (WCAG 3.3.7)."""
    EngagementLevel.objects.bulk_create(
        EngagementLevel(
            application=application,
            level=level.level,
            engagement=level.engagement,
            text=level.text,
        )
        for level in earlier.engagement_levels.all()
    )
