"""The one table: everything that is held has its row, its time and its end."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from config.duties import DUTIES
from foundation.retention import duties_of
from reports.services.retention import HOLDINGS, public_rows
from tests.support.keeping import BUILDERS, House

pytestmark = pytest.mark.django_db


def test_every_model_is_held_by_one_row_of_the_table():
    held = [model for each in HOLDINGS for model in each.models]
    assert sorted(model._meta.label for model in held) == sorted(
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and not model._meta.label.startswith("tests.")
    )


def test_every_row_says_what_how_long_and_then_what():
    for each in HOLDINGS:
        for words in (each.name, each.kept, each.then, each.source):
            assert words.strip(), each.code
        assert each.kept.endswith("."), each.code
        assert each.then.endswith("."), each.code
    codes = [each.code for each in HOLDINGS]
    assert len(codes) == len(set(codes))


def test_what_can_be_past_its_date_is_dealt_with_by_a_duty_of_the_clock():
    names = {duty.name for duty in DUTIES}
    for each in HOLDINGS:
        if each.past is not None:
            assert each.duty_name in names, each.code
    assert {duty.name for duty in duties_of(HOLDINGS)} <= names
    assert len(names) == len(DUTIES)


def test_the_names_of_duties_fit():
    assert max(len(duty.name) for duty in DUTIES) <= 80


def test_nothing_is_past_its_date_in_an_empty_house(now):
    for each in HOLDINGS:
        assert (each.count_past(now), each.count_soon(now), each.count_held(now)) == (0, 0, 0)


def test_each_row_asks_a_constant_number_of_questions(now, django_assert_max_num_queries):
    for each in HOLDINGS:
        with django_assert_max_num_queries(6):
            each.count_past(now)


def test_the_public_notice_shows_what_people_ask_about():
    codes = {each.code for each in public_rows()}
    assert {"pictures", "evidence", "accounts", "panels", "backups", "logs"} <= codes
    assert "dead-letters" not in codes


def test_officers_read_the_table_with_its_numbers(officer, now, sign_in, time_machine):
    house = House(now)
    kept = BUILDERS["concerns"](house, now)
    BUILDERS["typed"](house, now)
    kept.place_hold(by=officer, at=now)
    late = datetime(2029, 12, 1, 12, 0, tzinfo=UTC)
    time_machine.move_to(late)
    page = sign_in(officer).get(reverse("officers-retention"))
    lines = {line.holding.code: line for line in page.context["lines"]}
    assert list(lines) == [each.code for each in HOLDINGS]
    assert (lines["concerns"].past, lines["concerns"].held) == (0, 1)
    assert (lines["typed"].past, lines["typed"].held) == (1, 0)
    text = page.content.decode()
    cells = 'data-label="Past its date" class="govuk-table__cell">'
    assert text.count(f"{cells}<strong>1</strong>") == sum(
        line.past == 1 for line in lines.values()
    )
    assert text.count(f"{cells}0<") == sum(
        line.past == 0 and line.holding.past is not None for line in lines.values()
    )
    for each in HOLDINGS:
        assert escape(each.name) in text


def test_the_page_asks_as_much_for_many_records_as_for_few(
    officer, now, sign_in, django_assert_num_queries
):
    client = sign_in(officer)
    house = House(now)
    client.get(reverse("officers-retention"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("officers-retention"))
    for code in ("drafts", "unused", "concerns", "typed", "accounts", "invitations"):
        for _ in range(3):
            BUILDERS[code](house, now)
    with django_assert_num_queries(len(few)):
        client.get(reverse("officers-retention"))


def test_nobody_else_reads_it(lead, sign_in, client):
    assert sign_in(lead).get(reverse("officers-retention")).status_code == 403
    assert client.get(reverse("officers-retention")).status_code == 302
