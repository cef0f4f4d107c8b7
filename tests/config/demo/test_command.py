"""The command: what it says, and that it tells who can sign in; a second time it changes nothing."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from awards.choices import Role
from awards.models import Organisation
from certificates.models import Certificate
from config.demo.people import PASSWORD
from config.demo.plans import read_plans
from config.demo.portfolio import read_portfolios
from config.demo.years import read_years

pytestmark = pytest.mark.django_db


def rows():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_demo_says_a_line_for_each_organisation(city):
    lines = city.splitlines()
    assert Organisation.objects.count() == 47
    assert lines[0] == " 1 of 47  Bordesley Green Family Practice: holds Bronze"
    assert lines[47] == "Then      Bordesley Green Family Practice: holds Silver"
    years = len(read_years())
    assert lines[-5] == "Then      Harborne Wheels in Motion: holds Gold, renewed last month"
    assert lines[-5 - years] == "Then      Rainbow Gate Short Breaks: a Gold portfolio in review"
    assert lines[-4] == "And what people asked about their own data"
    assert len(lines) == 47 + len(read_plans()) + len(read_portfolios()) + years + 4
    assert lines[-1] == "The demo city is loaded."


def test_demo_json_is_alone_on_stdout(city):
    out = StringIO()
    call_command("demo", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert set(told) == {"accounts", "certificates", "organisations"}
    firsts = told["accounts"][:4]
    assert [entry["role"] for entry in firsts] == ["officer", "champion", "lead", "member"]
    assert [entry["email"] for entry in firsts] == [f"{e['role']}@demo.example" for e in firsts]
    assert firsts[2] == {
        "role": "lead",
        "email": "lead@demo.example",
        "password": PASSWORD,
        "organisation": "Acorn Lane Primary School",
    }
    assert firsts[0]["organisation"] == ""
    assert Counter(entry["role"] for entry in told["accounts"]) == {
        "officer": 2,
        "champion": 8,
        "lead": 46,
        "member": 45,
    }
    assert Counter(entry["state"] for entry in told["certificates"]) == {
        "in-force": 40,
        "due": 4,
        "grace": 1,
        "lapsed": 1,
        "superseded": 2,
        "revoked": 1,
    }
    certificate = Certificate.objects.earliest("issued_at")
    assert told["certificates"][0] == {
        "code": certificate.shown_code,
        "stage": "bronze",
        "state": "in-force",
        "organisation": "Bordesley Green Family Practice",
        "url": f"/certificates/{certificate.uuid}/certificate.pdf",
    }
    assert Counter(entry["stage"] for entry in told["organisations"]) == {
        "platinum": 1,
        "gold": 7,
        "silver": 6,
        "bronze": 8,
        "": 25,
    }
    assert {"name": "Łódź & Sons", "slug": "odz-sons", "stage": "bronze"} in told["organisations"]


def test_demo_accounts_names_one_of_each_role_and_the_password_once(city):
    out = StringIO()
    call_command("demo", "--accounts", stdout=out)
    table = out.getvalue()
    for role in Role.OFFICER, Role.CHAMPION, Role.LEAD, Role.MEMBER:
        assert table.count(f"{role.value}@demo.example") == 1
    assert "gold@demo.example         Cutler's Row School" in table
    assert "platinum@demo.example     Bordesley Green Family Practice" in table
    assert "renewal@demo.example      Kingstanding Parents’ Bridge" in table
    assert table.count(PASSWORD) == 1


def test_demo_a_second_time_changes_nothing(city):
    before, out = rows(), StringIO()
    call_command("demo", stdout=out)
    assert out.getvalue() == "The demo city is here already.\n"
    assert rows() == before
