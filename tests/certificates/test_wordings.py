"""Ready words: every stage has them, they fit, and people can read them (scheme.md 26)."""

import re
from datetime import date

import pytest

from certificates.models import Certificate
from certificates.wordings import LIMITS, card_words, filled, table, texts_for
from tests.support.reading import reading

KINDS = [(stage, "first") for stage in ("bronze", "silver", "gold", "platinum")]
KINDS += [("gold", "renewal"), ("platinum", "renewal")]
GAPS = {"name", "award", "date", "check"}


def example(stage: str = "gold", **changes: object) -> Certificate:
    lasts = stage in {"gold", "platinum"}
    values: dict[str, object] = {
        "printed_name": "Oak Lane School",
        "stage": stage,
        "code": "7KQ2MX9ABCDEFGHJKMN5",
        "awarded_on": date(2027, 3, 14),
        "runs_from": date(2027, 3, 14),
        "valid_until": date(2028, 3, 14) if lasts else None,
        "is_renewal": False,
        "held_since": date(2027, 3, 14),
    }
    return Certificate(**(values | changes))


def renewed(stage: str) -> Certificate:
    return example(stage, is_renewal=True, held_since=date(2026, 3, 14))


def test_every_stage_has_its_words_and_no_more() -> None:
    assert {
        (stage, kind) for stage in table() if stage != "press_end" for kind in table()[stage]
    } == (set(KINDS))
    for stage, kind in KINDS:
        assert set(table()[stage][kind]) == {
            *("card", "website", "newsletter", "short", "long", "press")
        }


@pytest.mark.parametrize(("stage", "kind"), KINDS)
class TestEach:
    def test_every_gap_is_known(self, stage: str, kind: str) -> None:
        for text in (*table()[stage][kind].values(), table()["press_end"]):
            assert set(re.findall(r"\(\((\w+)\)\)", text)) <= GAPS

    def test_everything_is_filled_in(self, stage: str, kind: str) -> None:
        certificate = renewed(stage) if kind == "renewal" else example(stage)
        for text in texts_for(certificate):
            assert "((" not in text.text
            assert certificate.verify_url in text.text
            assert f"{stage.capitalize()} Co-production Award" in text.text

    def test_people_can_read_it(self, stage: str, kind: str) -> None:
        certificate = renewed(stage) if kind == "renewal" else example(stage)
        for text in texts_for(certificate):
            paragraphs = "".join(f"<p>{part}</p>" for part in text.text.split("\n\n"))
            found = reading(f"<main>{paragraphs}</main>")
            assert found.grade <= 8, (text.code, found)
            assert found.longest_words <= 30, (text.code, found.longest)

    def test_short_post_fits_everywhere(self, stage: str, kind: str) -> None:
        certificate = renewed(stage) if kind == "renewal" else example(stage)
        certificate.printed_name = "W" * 160
        short = next(text for text in texts_for(certificate) if text.code == "short")
        assert [limit.place for limit in short.limits if not limit.fits] == []
        assert "W" * 160 not in short.text

    def test_sentence_of_pictures_is_short(self, stage: str, kind: str) -> None:
        certificate = renewed(stage) if kind == "renewal" else example(stage)
        assert 30 < len(card_words(certificate)) <= 110


def test_longer_post_says_where_it_is_too_long() -> None:
    long = next(text for text in texts_for(example()) if text.code == "long")
    assert {limit.place: limit.fits for limit in long.limits} == {
        place: long.letters <= most for place, most in LIMITS
    }
    assert long.limits[0].fits is False
    assert long.limits[-1].fits is True


def test_renewal_has_words_of_its_own() -> None:
    assert "A year on" in texts_for(renewed("gold"))[0].text
    assert "A year on" not in texts_for(example("gold"))[0].text


def test_return_after_a_lapse_is_not_a_year_more() -> None:
    """It is held anew, from that day."""
    back = example("gold", is_renewal=True)
    assert back.is_return
    assert "A year on" not in texts_for(back)[0].text


def test_a_name_is_never_a_gap() -> None:
    assert filled("((name)), ((date))", {"name": "((date))", "date": "today"}) == "((date)), today"
    hostile = example(printed_name="<b>((check))</b>")
    assert "<b>((check))</b>" in texts_for(hostile)[0].text
