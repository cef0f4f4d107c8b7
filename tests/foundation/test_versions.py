"""T-44: two editors, one text."""

from datetime import UTC, datetime

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from foundation.versions import Stale, clash_over, save_versioned

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

with isolate_apps("foundation"):

    class Plan(models.Model):
        """Stands for any text that several people write."""

        aim = models.CharField("what we aim for", max_length=50)
        stage = models.CharField(max_length=6, choices=[("silver", "Silver"), ("gold", "Gold")])
        themes = models.JSONField(default=list)
        due = models.DateField(null=True)
        changed_at = models.DateTimeField(auto_now=True)
        version = models.PositiveIntegerField(default=1)

        class Meta:
            app_label = "foundation"
            db_table = "sample_plan"

        def __str__(self) -> str:
            return self.aim


@pytest.fixture
def plan(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE sample_plan (id integer PRIMARY KEY, aim varchar(50), stage varchar(6),"
            f" themes {'jsonb' if connection.vendor == 'postgresql' else 'text'}, due date,"
            f" changed_at {'timestamptz' if connection.vendor == 'postgresql' else 'datetime'},"
            " version integer)"
        )
    return Plan.objects.create(pk=1, aim="Ramps", stage="silver", themes=["play"])


def as_saved():
    return Plan.objects.get(pk=1)


def test_save_moves_to_the_next_version(plan):
    plan.aim = "Ramps and doors"
    save_versioned(plan, expected_version=1, fields=["aim"])
    assert (as_saved().aim, as_saved().version, plan.version) == ("Ramps and doors", 2, 2)


def test_only_the_named_fields_are_written(plan):
    plan.aim, plan.stage = "Doors", "gold"
    save_versioned(plan, expected_version=1, fields=["aim"])
    assert (as_saved().aim, as_saved().stage) == ("Doors", "silver")


def test_moment_of_the_change_is_written_when_named(plan, time_machine):
    time_machine.move_to(NOW, tick=False)
    save_versioned(plan, expected_version=1, fields=["aim", "changed_at"])
    assert as_saved().changed_at == NOW


def test_second_editor_overwrites_nothing(plan):
    mine, theirs = as_saved(), as_saved()
    theirs.aim = "Their aim"
    save_versioned(theirs, expected_version=1, fields=["aim"])
    mine.aim = "My aim"
    with pytest.raises(Stale):
        save_versioned(mine, expected_version=1, fields=["aim"])
    assert (as_saved().aim, as_saved().version, mine.version) == ("Their aim", 2, 1)


@pytest.mark.parametrize("version", [0, 2, -1, 10**18])
def test_version_that_is_not_the_one_saved_is_stale(plan, version):
    """The number comes from a hidden field: anything may stand there."""
    with pytest.raises(Stale):
        save_versioned(plan, expected_version=version, fields=["aim"])


def test_deleted_row_is_stale(plan):
    Plan.objects.filter(pk=1).delete()
    with pytest.raises(Stale):
        save_versioned(plan, expected_version=1, fields=["aim"])


def test_clash_shows_what_differs_side_by_side(plan):
    Plan.objects.filter(pk=1).update(aim="Their aim", stage="gold", themes=["play", "food"])
    plan.aim = "My aim"
    clash = clash_over(plan, fields=["aim", "stage", "themes", "due"], sentence="Sam saved first.")
    assert clash.sentence == "Sam saved first."
    assert [(field.label, field.mine, field.theirs) for field in clash.fields] == [
        ("What we aim for", "My aim", "Their aim"),
        ("Stage", "Silver", "Gold"),
        ("Themes", "play", "play\nfood"),
    ]
