"""The table of subject access holds every model, every column and every link to a person."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.apps import apps
from django.db.models import EmailField, ManyToManyField, TextField

from awards.models import Organisation, User
from reports.selectors.access import tables
from reports.selectors.access.declaring import TECHNICAL, Record
from reports.selectors.access.groups import GROUPS
from reports.selectors.access.keeping import kept_of
from reports.selectors.access.mentions import holds_words, searched
from reports.selectors.access.rows import joins_for, way_to
from reports.selectors.access.table import PARTS, TABLE
from reports.services.retention import HOLDINGS

RECORDS = {record.model: record for record in TABLE}
MODELS = [model for model in apps.get_models() if not model.__module__.startswith("tests.")]
SECRET = ("password", "secret", "token", "salt", "sealed", "session", "_key", "key_", "digest")


def label(model):
    return model._meta.label


def columns(model):
    return [each for each in model._meta.concrete_fields if each.name not in TECHNICAL]


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_model_is_declared_once(model):
    assert [record.model for record in TABLE].count(model) == 1
    record = RECORDS[model]
    assert bool(record.parts) ^ bool(record.nothing), "parts, or the reason why there are none"


@pytest.mark.parametrize("name", [each.name for each in iter_modules(tables.__path__)])
def test_file_holds_models_of_the_room_that_it_is_called_after(name):
    """What frameworks keep stands with the room that uses it."""
    rooms = {"awards", "certificates", "champions", "foundation", "portfolios", "reports"}
    listed = vars(import_module(f"{tables.__name__}.{name}")).values()
    records = [row for rows in listed if isinstance(rows, tuple) for row in rows]
    records = [row for row in records if isinstance(row, Record)]
    assert records or name == "reasons"
    assert {row.model._meta.app_label for row in records} & rooms <= {name.partition("_")[0]}


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_column_is_shown_or_searched_or_never(model):
    record = RECORDS[model]
    for column in columns(model):
        places = [column.name in each for each in (record.shown, record.quiet, record.never)]
        assert sum(places) == 1, f"{column.name} stands in {sum(places)} places"
    known = {each.name for each in model._meta.concrete_fields}
    assert {*record.shown, *record.quiet, *record.never} <= known


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_link_to_a_person_finds_their_rows(model):
    """One that does not would be a part of somebody's data that nobody is ever shown."""
    ways = {way for part in RECORDS[model].parts for way in part.yours}
    for field in model._meta.concrete_fields:
        if field.related_model is User and not field.primary_key:
            assert field.name in ways, f"{label(model)}.{field.name}"
    for field in model._meta.local_many_to_many:
        assert isinstance(field, ManyToManyField)
        assert field.related_model is not User


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_column_for_an_address_finds_rows_or_is_searched(model):
    record = RECORDS[model]
    ways = {way for part in record.parts for way in (*part.yours, *part.addressed)}
    words = {field.name for field in searched(record)}
    for field in model._meta.concrete_fields:
        if isinstance(field, EmailField):
            assert field.name in ways | words | {"email"}
            assert field.name not in record.never


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_secrets_are_never_shown(model):
    record = RECORDS[model]
    for field in columns(model):
        if any(word in field.name for word in SECRET):
            assert field.name in record.never, f"{label(model)}.{field.name}"


def test_paths_lead_somewhere_and_codes_are_used_once():
    codes = [part.code for _, part in PARTS]
    assert len(codes) == len(set(codes)) == sum(len(record.parts) for record in TABLE)
    assert not set(codes) & {group.code for group in GROUPS} - {"account", "evidence", "log"}
    for record, part in PARTS:
        joins_for(record.model, tuple(part.columns))
        assert part.own <= set(part.columns)
        assert part.yours or part.addressed or part.found


def test_what_people_wrote_is_searched_for_names():
    """Words of applications are nobody's rows, and may name anybody."""
    for record in TABLE:
        if record.model._meta.app_label not in ("portfolios", "champions", "awards"):
            continue
        for field in columns(record.model):
            if isinstance(field, TextField) and holds_words(field) and record.searched:
                assert field in searched(record), f"{label(record.model)}.{field.name}"


def test_ways_to_an_organisation_need_no_link_that_may_be_missing():
    found = {record.model.__name__: way_to(record.model, Organisation) for record in TABLE}
    assert found["Finding"].endswith("application__organisation")
    assert found["DecisionPoint"] == "decision__panel__application__organisation"
    assert found["User"] == found["OutboxMessage"] == ""


def test_each_part_says_how_long_it_is_kept_as_the_retention_table_does():
    words = {model: each.kept for each in HOLDINGS for model in each.models}
    for record, part in PARTS:
        assert kept_of(record.model) == words[record.model], part.code
