"""Whose name stands in a text, and whose does not (scheme.md 20)."""

import pytest

from champions.selectors.naming import name_in


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Li Wei", "Li showed us the garden.", "Li"),
        ("Li Wei", "We heard from Li.", "Li"),
        ("Jo Smith", "“Jo” was there.", "Jo"),
        ("JO SMITH", "Then Jo spoke.", "Jo"),
        ("jo smith", "Then Jo spoke.", "Jo"),
        ("AJ Smith", "Then AJ spoke.", "AJ"),
        ("Al", "Al's idea was a choir.", "Al"),
        ("Al", "We thank mr al.", "mr al"),
        ("Jo-An Li", "Jo-An was there.", "Jo-An"),
        ("An Nguyen", "an nguyen was there.", "an nguyen"),
        ("An Nguyen", "Ms An was there.", "Ms An"),
        ("May Do", "Mrs May and Dr Do came.", "Mrs May"),
        ("李 明月", "我们见了 明月", "明月"),
    ],
)
def test_short_names_are_found(name, text, found):
    assert name_in(text, [name]) == found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # Pieces of words, and other ways to spell the letters.
        ("Li Wei", "They like to listen. Lights and Libraries."),
        ("Li Wei", "An LI and a li."),
        ("Al Smythe", "Also, Alison said that all of it, et al., was the AL."),
        ("Jo Smythe", "Jobs for Joan and jo."),
        # A piece of another name.
        ("Al Smythe", "The Al-Hijrah garden."),
        ("Jo-An Smythe", "Jo-Beth planned it."),
        # Words that begin sentences: by themselves they name nobody.
        ("Do Nguyen", "Do they listen? So they say."),
        ("An Nguyen", "An hour was enough. As it is, we go on."),
        ("May Smythe", "May parents come? In May they may."),
        ("Maria De Souza", "The garden in De Montfort Street."),
        # An initial.
        ("A Smythe", "A garden. Mr A showed it."),
    ],
)
def test_everyday_words_name_nobody(name, text):
    assert name_in(text, [name]) is None
