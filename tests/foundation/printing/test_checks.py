"""The check that the fonts are there."""

import pytest

from foundation.printing import checks, typefaces


def ids() -> set[str]:
    return {message.id for message in checks.check_fonts()}


def test_fonts_are_there() -> None:
    assert ids() == set()


def test_missing_font_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(checks, "FONTS", tmp_path)
    assert ids() == {"printing.E001"}


def test_missing_chinese_font_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "CJK_FILES", ())
    typefaces.cjk_file.cache_clear()
    try:
        assert ids() == {"printing.W001"}
    finally:
        typefaces.cjk_file.cache_clear()
