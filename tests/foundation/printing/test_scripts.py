"""Which letters can be printed, in whose hand (T-66)."""

import pytest

from foundation.printing.scripts import (
    CannotPrint,
    hand,
    is_right_to_left,
    require_printable,
    unprintable,
)
from foundation.printing.typefaces import BUNDLED, FONTS


@pytest.mark.parametrize(
    "name",
    [
        "Łódź & Sons", "Ysgol y Bont Faen", "Ŵŷ", "Škola Čapek", "Trường Việt Nam", "Școala Română",
        "İstanbul Kültür", "Όμιλος", "Українська школа", "اردو مرکز", "مركز", "د ښوونځي", "ناوەندی",
        "বাংলা", "ਪੰਜਾਬੀ", "हिन्दी", "ગુજરાતી", "தமிழ்", "עברית", "ትግርኛ", "伯明翰", "日本語", "한국어",
        "O’Brien – “Café” £5", "a\u200db", "C\u0327a",
    ],
)  # fmt: skip
def test_names_of_the_city_can_be_printed(name: str) -> None:
    assert unprintable(name) == []


def test_unprintable_names_each_letter_once() -> None:
    assert unprintable("🎉 a 🎉 ᚠ") == ["🎉", "ᚠ"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Party 🎉 🎉", "We can’t print “🎉”. Leave it out, or write it in letters."),
        ("ᚠᚢ", "We can’t print “ᚠ”, “ᚢ”. Leave it out, or write it in letters."),
        ("a\ue000", "We can’t print the character U+E000. Leave it out, or write it in letters."),
    ],
)
def test_refusal_is_a_sentence_that_says_what_to_do(text: str, sentence: str) -> None:
    with pytest.raises(CannotPrint) as refused:
        require_printable(text)
    assert str(refused.value) == sentence


def test_refusal_of_many_letters_stays_short() -> None:
    with pytest.raises(CannotPrint) as refused:
        require_printable("ᚠᚢᚦᚨᚱᚲᚷᚹ")
    assert str(refused.value).count("“") == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اردو ہے", "urdu"),
        ("مدرسة", "tall"),
        ("Škola & Όμιλος", "plain"),
        ("A مدرسة", "tall"),
        ("伯明翰", "tall"),
        ("עברית", "tall"),
    ],
)
def test_hand_follows_the_letters(text: str, expected: str) -> None:
    assert hand(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("مدرسة A", True), ("A مدرسة", False), ("12 مدرسة", True), ("(עברית)", True), ("", False)],
)
def test_direction_follows_the_first_letter(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected


def test_every_bundled_font_is_there_with_its_licence() -> None:
    assert all((FONTS / font.file).is_file() for font in BUNDLED)
    licence = (FONTS / "OFL.txt").read_text()
    assert all(name in licence for name in ("EB Garamond", "Inter", "Noto", "OPEN FONT LICENSE"))
