"""Mail about cases. Nothing tells of a decision before its letter."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from awards.emails import address_of, leads_of, officers_apart_from, stage_in_mail
from awards.models import Application, Challenge, Membership, Remark, User
from awards.selectors.kinds import is_renewal
from champions.choices import BARRING
from champions.models import (
    Assignment,
    Champion,
    Decision,
    Panel,
)
from foundation.models import OutboxMessage
from foundation.outbox import queue_mail


def organisation_side(application: Application) -> list[User]:
    """The leads; while there is none, the officer who typed the form in from paper passes it on."""
    leads = leads_of(application.organisation)
    if not leads and application.entered_by_officer:
        return [application.created_by]
    return leads


def officers_for(application: Application) -> list[User]:
    """Officers who may open the case: no part of the applicant, no link with it, not taken off (T-36)."""
    left = Assignment.objects.filter(panel__application=application, ended_reason__in=BARRING)
    gone = set(left.values_list("champion__user", flat=True))
    free = officers_apart_from(application.organisation)
    return [officer for officer in free if officer.pk not in gone]


def cleared_seats(application: Application) -> QuerySet[Assignment]:
    """Of champions who sit, have said that they have no interest, and have not joined the applicant since.

    To those the case is closed; they would read of what is not released (T-36).
    """
    members = Membership.objects.filter(organisation=application.organisation_id)
    seats = Assignment.objects.cleared().filter(panel__application=application)
    return seats.exclude(champion__user__in=members.values("user")).select_related("champion__user")


def panel_side(application: Application) -> list[User]:
    return [seat.champion.user for seat in cleared_seats(application)]


def welcome_champion(champion: Champion, *, at: datetime) -> None:
    queue_mail(
        key=f"champion_appointed:{champion.pk}:{at.isoformat()}",
        message="champion_appointed",
        to=champion.user.email,
        context={"person": champion.user, "champion": champion, "url": address_of("champions")},
        at=at,
    )


def invite_to_sign_up(email: str, *, at: datetime) -> None:
    queue_mail(
        key=f"champion_invited:{at.isoformat()}",
        message="champion_invited",
        to=email,
        context={"url": address_of("account_signup")},
        at=at,
    )


def tell_changes_sent(application: Application, *, change: int, at: datetime) -> int:
    """To each champion who sits, once for each version; how many had not heard of it yet."""
    key = f"changes_sent:{change}"
    told = set(OutboxMessage.objects.filter(key=key).values_list("to", flat=True))
    new = [person for person in panel_side(application) if person.email not in told]
    tell(new, "changes_sent", key, application, at=at, page="case-changes")
    return len(new)


def tell_consent_gone(
    application: Application, *, key: str, titles: Sequence[str], at: datetime
) -> int:
    """To each champion who sits and each lead, once; how many had not heard of it yet.

    Only titles: what it showed is nobody's to read any more.
    """
    key = f"consent_gone:{key}"
    told = set(OutboxMessage.objects.filter(key=key).values_list("to", flat=True))
    sides = ((panel_side(application), "case"), (organisation_side(application), "evidence"))
    count = 0
    for people, page in sides:
        new = [person for person in people if person.email not in told]
        place = application.uuid if page == "case" else application.organisation.slug
        tell(
            new,
            "consent_gone",
            key,
            application,
            at=at,
            page=page,
            arguments=[place],
            titles=titles,
            to_panel=page == "case",
        )
        told.update(person.email for person in new)
        count += len(new)
    return count


def tell_all_assessed(panel: Panel, *, judged: int, chair: User, at: datetime) -> None:
    key = f"assessments_in:{panel.pk}:{judged}"
    tell([chair], "assessments_in", key, panel.application, at=at, page="case")


def tell_recorded(decision: Decision) -> None:
    """To officers who may open the case, without the outcome."""
    application = decision.panel.application
    tell(
        officers_for(application),
        "decision_recorded",
        f"decision_recorded:{decision.pk}",
        application,
        at=decision.recorded_at,
        page="case-release",
    )


def tell_taken_back(decision: Decision, *, at: datetime) -> None:
    """Without the reason: an officer's words on what is not released stay on the page."""
    tell(
        panel_side(decision.panel.application),
        "decision_taken_back",
        f"decision_taken_back:{decision.pk}",
        decision.panel.application,
        at=at,
        page="case",
    )


def tell_challenged(challenge: Challenge, *, at: datetime) -> None:
    """To the leads, once, when it becomes visible to them. What is asked, only the page tells."""
    tell(
        organisation_side(challenge.application),
        "challenge_raised",
        f"challenge_raised:{challenge.pk}",
        challenge.application,
        at=at,
        page="challenge",
        arguments=[challenge.uuid],
    )


def tell_answered(remark: Remark, challenge: Challenge) -> None:
    """To the chair and who asked, as long as they sit."""
    application = challenge.application
    asked = Q(is_chair=True) | Q(champion__user=challenge.raised_by_id)
    tell(
        [seat.champion.user for seat in cleared_seats(application).filter(asked)],
        "challenge_answered",
        f"challenge_answered:{remark.pk}",
        application,
        at=remark.at,
        page="case-challenge",
        arguments=[application.uuid, challenge.uuid],
    )


def tell_remark(remark: Remark, challenge: Challenge | None, *, to_panel: bool) -> None:
    """To the other side. A word within the panel sends no mail."""
    application = remark.application
    if to_panel:
        people, page, place = panel_side(application), "case-challenges", application.uuid
    elif challenge is not None:
        people, page, place = organisation_side(application), "challenge", challenge.uuid
    else:
        people, page, place = organisation_side(application), "challenges", application.uuid
    tell(
        people,
        "remark_made",
        f"remark_made:{remark.pk}",
        application,
        at=remark.at,
        page=page,
        arguments=[place],
        to_panel=to_panel,
    )


def send_letter(decision: Decision, *, at: datetime) -> None:
    application = decision.panel.application
    for person in organisation_side(application):
        queue_mail(
            key=f"decision:{decision.pk}",
            message="decision_letter",
            to=person.email,
            context=context_of(application, person)
            | {
                "letter": decision.letter,
                "url": address_of("organisation", application.organisation.slug),
            },
            at=at,
        )


def context_of(application: Application, person: User) -> dict[str, object]:
    return {
        "person": person,
        "application": application,
        "organisation": application.organisation,
        "stage": stage_in_mail(application),
        "award": award_of(application),
    }


def award_of(application: Application) -> str:
    """What they hope for: "Gold Award", or "Gold re-validation"."""
    name = stage_in_mail(application).name
    return name if is_renewal(application) else f"{name} Award"


def tell(
    people: Iterable[User],
    message: str,
    key: str,
    application: Application,
    *,
    at: datetime,
    page: str,
    arguments: Sequence[object] = (),
    **more: object,
) -> None:
    for person in people:
        queue_mail(
            key=key,
            message=message,
            to=person.email,
            context=context_of(application, person)
            | {"url": address_of(page, *(arguments or [application.uuid]))}
            | more,
            at=at,
        )
