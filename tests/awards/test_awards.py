"""What an award is on a day, and the constraints around applications and awards (scheme.md 21, 22)."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from awards.choices import AwardCondition, Status
from awards.models import Application, Award, StatusChange
from awards.selectors import journey_of
from awards.services.applications import grant_award
from foundation.dates import london_date, months_later
from tests.support.awards import dated


@pytest.fixture
def award(application, officer, now):
    Application.objects.filter(pk=application.pk).update(status=Status.APPROVED)
    application.refresh_from_db()
    return grant_award(application=application, actor=officer, at=now)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_later_keeps_to_real_days(day, months, expected):
    """T-88: 29 February falls due on 28 February."""
    assert months_later(day, months) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), date(2027, 7, 1)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_dates_are_those_of_a_wall_in_birmingham(moment, expected):
    """T-89."""
    assert london_date(moment) == expected


@pytest.mark.parametrize(
    ("day", "condition"),
    [
        (date(2027, 9, 23), AwardCondition.IN_FORCE),
        (date(2027, 9, 24), AwardCondition.DUE),
        (date(2027, 11, 23), AwardCondition.DUE),
        (date(2027, 11, 24), AwardCondition.GRACE),
        (date(2027, 12, 21), AwardCondition.GRACE),
        (date(2027, 12, 22), AwardCondition.LAPSED),
    ],
)
def test_dated_award_opens_sixty_days_before_and_lapses_after_grace(award, day, condition):
    for name, value in dated(award.awarded_on, date(2027, 11, 23)).items():
        setattr(award, name, value)
    assert award.condition(day) is condition
    award.save()
    assert Award.objects.held_on(day).exists() is condition.is_held


def test_bronze_lasts_indefinitely(award):
    assert award.valid_until is None
    assert award.condition(date(2126, 1, 1)) is AwardCondition.IN_FORCE


def test_revoked_and_superseded_say_so_whatever_the_date(award):
    award.superseded_on = date(2027, 1, 1)
    assert award.condition(date(2027, 1, 2)) is AwardCondition.SUPERSEDED
    award.revoked_on = date(2027, 1, 1)
    assert award.condition(date(2027, 1, 2)) is AwardCondition.REVOKED


def test_journey_begins_with_nothing_held(organisation, application, now):
    journey = journey_of(organisation, on=london_date(now))
    assert journey.held == 0
    assert journey.current.stage.code == "bronze"
    assert [step.can_start for step in journey.stages] == [False, False, False, False]


def test_journey_after_bronze_opens_silver(award, organisation, now):
    journey = journey_of(organisation, on=london_date(now))
    assert journey.held == 1
    assert journey.highest.stage.code == "bronze"
    assert [step.can_start for step in journey.stages] == [False, True, False, False]


def test_journey_after_not_yet_can_begin_again(organisation, application, now):
    Application.objects.filter(pk=application.pk).update(status=Status.DECLINED)
    journey = journey_of(organisation, on=london_date(now))
    assert journey.stages[0].can_start


def test_journey_costs_three_queries(organisation, application, now, django_assert_num_queries):
    with django_assert_num_queries(3):
        journey_of(organisation, on=london_date(now))


def refuses(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_constraint_one_open_application_per_stage(application, lead, now):
    copy = Application.objects.get(pk=application.pk)
    copy.pk, copy.reference = None, "SCA-TEST-0001"
    copy.uuid = StatusChange.objects.model.key.field.to_python("12345678123456781234567812345678")
    refuses(copy.save)


def test_constraint_status_is_known(application):
    refuses(lambda: Application.objects.filter(pk=application.pk).update(status="won"))


def test_constraint_award_ends_after_it_starts(award):
    ends = dated(award.awarded_on, award.awarded_on)
    refuses(lambda: Award.objects.filter(pk=award.pk).update(**ends))


def test_constraint_superseded_award_has_its_date(award):
    refuses(lambda: Award.objects.filter(pk=award.pk).update(superseded_by=award.pk))


def test_constraint_one_standing_award_per_stage(award, application, lead, now):
    other = Application.objects.create(
        reference="SCA-TEST-0003",
        organisation=award.organisation,
        stage="bronze",
        edition=award.edition,
        status=Status.APPROVED,
        status_since=now,
        created_at=now,
        created_by=lead,
    )
    refuses(
        lambda: Award.objects.create(
            organisation=award.organisation,
            application=other,
            stage="bronze",
            edition=award.edition,
            **dated(award.awarded_on),
        )
    )
