"""The pages of a plan that ask the same of every item of a list: levels, and the city's policies."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from awards.models import Application, User
from awards.scheme import edition
from foundation.versions import Stale
from portfolios.choices import PlanSection
from portfolios.models import PolicyFit
from portfolios.services.editing import both_texts, claim_edit
from portfolios.services.levels import write_levels
from portfolios.services.plan.editing import forget_draft, need_section, open_plan


@transaction.atomic
def save_levels(
    *,
    application: Application,
    answers: Mapping[str, tuple[str, str]],
    expected_version: int,
    actor: User,
    at: datetime,
) -> None:
    """`answers` as in `portfolios.services.levels`."""
    plan, opened = open_plan(application=application, actor=actor)
    need_section(plan, opened, PlanSection.LEVELS, at)
    write_levels(
        plan,
        plan.application,
        answers=answers,
        expected_version=expected_version,
        actor=actor,
        at=at,
    )
    forget_draft(actor, plan.application, PlanSection.LEVELS)


@transaction.atomic
def save_policies(
    *,
    application: Application,
    answers: Mapping[str, str],
    expected_version: int,
    actor: User,
    at: datetime,
) -> None:
    """`answers`: code of the policy → how the plan fits it."""
    plan, opened = open_plan(application=application, actor=actor)
    need_section(plan, opened, PlanSection.POLICIES, at)
    names = {policy.code: policy.name for policy in edition(application.edition).policies}
    try:
        claim_edit(
            plan,
            section=PlanSection.POLICIES,
            expected_version=expected_version,
            actor=actor,
            at=at,
        )
    except Stale:
        rows = PolicyFit.objects.filter(application=plan.application)
        raise both_texts(names, answers, {row.policy: row.text for row in rows}) from None
    for code in names:
        if code in answers:
            PolicyFit.objects.update_or_create(
                application=plan.application, policy=code, defaults={"text": answers[code]}
            )
    forget_draft(actor, plan.application, PlanSection.POLICIES)
