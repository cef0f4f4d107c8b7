"""How a name is found: forgiving of what people leave out, and of nothing else (T-85, T-87)."""

import pytest

from certificates.register.names import folded


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Łódź & Sons", "lodz and SONS"),
        ("St. Mary’s School", "st mary's school"),
        ("Am\u00e9lie", "AME\u0301LIE"),
        ("Co-op  Kings–Heath", "co op kings heath"),
        ("Straße", "STRASSE"),
        ("Øster Æbler", "oster aebler"),
        ("ﬁrst (North)", "first north"),
    ],
)
def test_spellings_are_one(name: str, typed: str) -> None:
    assert folded(name) == folded(typed)


@pytest.mark.parametrize(("one", "other"), [("100%", "100"), ("a_b", "axb"), ("سایہ", "گھر")])
def test_signs_and_scripts_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)
