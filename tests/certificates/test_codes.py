"""Certificate codes (T-74, T-81)."""

import pytest

from certificates.codes import ALPHABET, LENGTH, RANDOM_CHARACTERS, grouped, new_code, normalise

CODE = "7KQ2MX9ABCDEFGHJKMN5"


@pytest.fixture
def code() -> str:
    return new_code()


def test_code_has_at_least_eighty_random_bits() -> None:
    assert RANDOM_CHARACTERS * 5 >= 80
    assert len(ALPHABET) == 32


def test_codes_differ_and_use_the_alphabet() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes)


def test_grouped_code_has_five_groups_of_four(code: str) -> None:
    assert [len(part) for part in grouped(code).split("-")] == [4, 4, 4, 4, 4]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda code: code,
        lambda code: grouped(code),
        lambda code: grouped(code).lower(),
        lambda code: "  " + grouped(code).replace("-", " ") + "\n",
        lambda code: grouped(code).replace("-", "–"),
        lambda code: grouped(code).replace("-", "−"),
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
        lambda code: f"https://award.example/verify/{grouped(code)}/",
        lambda code: f"HTTPS://AWARD.EXAMPLE/VERIFY/{code}",
        lambda code: f"award.example/verify/{grouped(code).lower()}/?utm=1",
        lambda code: "\u200e".join(code),
    ],
)
def test_normalise_forgives_how_a_code_is_written(spoil, code: str) -> None:
    assert normalise(spoil(code)) == code


def test_normalise_forgives_every_letter_for_a_digit() -> None:
    code = next(c for c in iter(new_code, "") if "0" in c and "1" in c)
    assert normalise(code.replace("0", "O").replace("1", "I")) == code
    assert normalise(code.replace("0", "o").replace("1", "L")) == code


def test_normalise_catches_every_single_wrong_character(code: str) -> None:
    for place in range(LENGTH):
        for wrong in ALPHABET:
            if wrong != code[place]:
                assert normalise(code[:place] + wrong + code[place + 1 :]) is None


def test_normalise_catches_every_swap_of_two_characters(code: str) -> None:
    for first in range(LENGTH):
        for second in range(first + 1, LENGTH):
            if code[first] != code[second]:
                swapped = list(code)
                swapped[first], swapped[second] = swapped[second], swapped[first]
                assert normalise("".join(swapped)) is None


@pytest.mark.parametrize(
    "text",
    ["", "-", "/", "/verify/", "https://evil.example/", "U" * 20, "x" * 5000, "١٢" * 10, "💛"],
)
def test_normalise_gives_nothing_for_what_is_no_code(text: str) -> None:
    assert normalise(text) is None
