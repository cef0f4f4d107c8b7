"""Odd input on the pages of a plan (T-83 to T-86); the walk through every form is in tests/threats."""

import pytest

from portfolios.models import Action, Measure, Milestone
from tests.portfolios.plan.pages import day, moving, new, page, part

pytestmark = pytest.mark.usefixtures("that_day")


@pytest.mark.parametrize("version", ["", "-1", "abc", "1" * 40, "١", "1e9"])
def test_a_broken_version_keeps_the_text(draft, action, client, version):
    response = client.post(
        part(draft, action.uuid, "who"), {"version": version, "owner": "My words"}
    )
    assert response.status_code in (409, 422)
    assert "My words" in response.text
    assert Action.objects.get().owner == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\u202eb\u200bc", "abc"),
        ("Cafe\u0301 🎉", "Café 🎉"),
        ("two\r\nlines", "two\nlines"),
        ("مدرسة", "مدرسة"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_texts_are_kept_clean(draft, action, client, typed, kept):
    client.post(part(draft, action.uuid, "what"), {"version": 1, "description": typed})
    assert Action.objects.get().description == kept
    for address in (page("plan-action", draft, action.uuid), page("plan-check", draft)):
        assert "<script>alert" not in client.get(address).text


@pytest.mark.parametrize("direction", ["", "sideways", "UP", "\x00"])
def test_a_strange_direction_is_harmless(whole, client, direction):
    for address in moving(whole):
        assert client.post(address, {"direction": direction}).status_code in (302, 400)


def test_a_date_of_another_world_is_asked_about(draft, action, client):
    for parts in (
        ("0", "0", "0"),
        ("1", "1", "99999"),
        ("-1", "1", "2027"),
        ("1e1", "1", "2027"),
    ):
        typed = new(name="Step", **day("due_on", parts))
        response = client.post(page("plan-milestone-add", draft, action.uuid), typed)
        assert response.status_code == 422, parts
    assert not Milestone.objects.exists()


def test_measures_are_not_counted_twice(whole, client):
    """A second click on a page that adds finds the first row, also after it was changed."""
    typed = new(name="Calm")
    client.post(page("plan-item-add", whole, "measures"), typed)
    row = Measure.objects.get(uuid=typed["key"])
    client.post(page("plan-item", whole, "measures", row.uuid), {"version": 1, "name": "Calmer"})
    client.post(page("plan-item-add", whole, "measures"), typed)
    assert Measure.objects.get(uuid=typed["key"]).name == "Calmer"
