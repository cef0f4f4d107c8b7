"""No line of a certificate runs into another, whatever the name (T-65, T-66)."""

import io
from datetime import UTC, date, datetime

import pytest
from PIL import Image, ImageDraw

from certificates.artwork import STAGES
from certificates.rendering.certificate import Picture, Signature, certificate_pdf
from certificates.rendering.fitting import NAME_SIZES, fit_name, fit_people
from foundation.printing.printer import Extent, print_pdf
from foundation.printing.scripts import CannotPrint
from tests.certificates.samples import facts
from tests.support.ink import Ink, collisions, ink_of

NAMES = {
    "short": "Oak",
    "mixed": "Łódź & Sons",
    "latin": "The Birmingham Partnership for Children, Young People, Parents and Carers with Special "
    "Educational Needs in Erdington, Aston, Handsworth Wood and Kings Norton",
    "urdu": "سایہ گھر",
    "urdu_long": "برمنگھم کے بچوں، نوجوانوں، والدین اور دیکھ بھال کرنے والوں کے لیے خصوصی تعلیمی "
    "ضروریات کا مرکز، ہینڈز ورتھ اور آسٹن کے خاندانوں کی مدد کے لیے قائم کیا گیا ادارہ",
    "arabic": "مركز الأمل للأسر والأطفال ذوي الاحتياجات التعليمية الخاصة في برمنغهام",
    "bengali": "বার্মিংহাম শিশু ও পরিবার সহায়তা কেন্দ্র, স্পার্কব্রুক ও স্মলহিথ",
    "punjabi": "ਗੁਰੂ ਨਾਨਕ ਸਿੱਖ ਬੱਚਿਆਂ ਅਤੇ ਪਰਿਵਾਰਾਂ ਲਈ ਸਹਾਇਤਾ ਕੇਂਦਰ, ਹੈਂਡਜ਼ਵਰਥ",
    "chinese": "伯明翰华人社区特殊教育需要儿童与家庭支援中心",
    "one_word": ("Llanfair" + "pwllgwyngyll" * 13)[:160],
}
# Seldom, and each worse than the last: once is enough.
EXTREMES = [
    "W" * 160, "م" * 160, "گھرے " * 32, "中" * 160, "বাংলা স্কুল " * 13, "a " * 80, "ﷺ" * 160, "र्क्ष्ट्र्य " * 14,
    "TRƯỜNG ẾỄĨÀỖ " * 12, "Small Heath اردو مرکز বাংলা 伯明翰 School", "ÅÄ̂ĵķļȘ̈ǭ̣ " * 10,
]  # fmt: skip
# Inside the inner line of the frame, with room to breathe; in millimetres.
LEFT, TOP, RIGHT, BOTTOM = 14.0, 14.0, 283.0, 196.0
CORNERS = [(x, y) for x in (11.2, 285.8) for y in (11.2, 198.8)]
CORNER_RADIUS = 9.0


def signature_picture() -> Picture:
    """As wide and high as its place."""
    drawn = Image.new("RGBA", (880, 320), (255, 255, 255, 0))
    ImageDraw.Draw(drawn).line([(5, 315), (300, 5), (500, 315), (875, 5)], fill="navy", width=9)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return Picture(out.getvalue(), "image/png")


def people(count: int) -> tuple[Signature, ...]:
    picture = signature_picture()
    everybody = (
        Signature("Amina Okafor-Hughes", "Chair of the Champions Group", "Parent Carer Forum"),
        Signature("Rhiannon Llewellyn", "Assistant Director, SEND and Inclusion", "City Council"),
        Signature("Dr Bartholomew Fitzgerald-Smythe", "Designated Clinical Officer", "NHS"),
    )
    return tuple(
        Signature(one.name, one.role, one.organisation, picture) for one in everybody[:count]
    )


def require_clear(content: bytes) -> list[Ink]:
    marks = ink_of(content)
    assert len(marks) > 20
    assert collisions(marks) == []
    for mark in marks:
        assert mark.left > LEFT
        assert mark.top > TOP
        assert mark.right < RIGHT
        assert mark.bottom < BOTTOM
        for x, y in CORNERS:
            nearest = (min(max(x, mark.left), mark.right), min(max(y, mark.top), mark.bottom))
            assert (nearest[0] - x) ** 2 + (nearest[1] - y) ** 2 > CORNER_RADIUS**2
    return marks


def pairs() -> list[object]:
    """Every name with every number of people, with and without an end date; the stages take turns."""
    found = []
    for place, (label, name) in enumerate(NAMES.items()):
        for count in (1, 2, 3):
            stage = STAGES[(place + count) % len(STAGES)]
            until = date(2027, 9, 30) if (place + count) % 2 else None
            found.append(pytest.param(name, stage, count, until, id=f"{label}-{count}"))
    return found


@pytest.mark.parametrize(("name", "stage", "count", "until"), pairs())
def test_no_line_runs_into_another(name: str, stage: str, count: int, until: date | None) -> None:
    """`print_pdf` fails by itself when there is a second page."""
    changes = {"signatures": people(count), "valid_until": until}
    content = certificate_pdf(facts(name, stage, awarded_on=date(2026, 9, 30), **changes))
    require_clear(content)


@pytest.mark.parametrize("name", EXTREMES)
def test_no_line_of_an_extreme_name_runs_into_another(name: str) -> None:
    until = date(2027, 9, 30)
    name = name.strip()[:160].strip()
    require_clear(certificate_pdf(facts(name, "gold", signatures=people(3), valid_until=until)))


@pytest.mark.parametrize(
    "words",
    [
        ("N" * 40, "R" * 50, "O" * 50),
        ("Professor Dame Philippa Abernathy-Cholmondeley of Kings Norton and Selly Oak OBE",
         "Strategic Director for Children and Families, and Chair of the Local Area Partnership Board",
         "Birmingham and Solihull Integrated Care Board, with the Birmingham Parent Carer Forum (CIC)"),
        ("پروفیسر ڈاکٹر فاطمہ الزہرا", "চেয়ারপারসন, চ্যাম্পিয়নস গ্রুপ", "伯明翰市议会"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("count", [1, 3])
def test_long_words_below_a_signature_stay_in_their_place(
    words: tuple[str, str, str], count: int
) -> None:
    signatures = tuple(Signature(*words, signature_picture()) for _ in range(count))
    require_clear(certificate_pdf(facts("Oak", signatures=signatures)))


def test_words_that_fit_nowhere_are_refused() -> None:
    with pytest.raises(CannotPrint, match="too long"):
        fit_people(lambda size: 100.0)
    with pytest.raises(CannotPrint, match="too long"):
        fit_name(lambda size, broken: Extent(height=500, width=10, lines=9), other_lines=4)


def test_short_name_stands_large_and_a_long_word_is_broken_only_at_need() -> None:
    def measured(size: int, broken: bool) -> Extent:
        return Extent(height=50, width=200.0 * size / 56 if not broken else 100, lines=6)

    size, broken = fit_name(measured, other_lines=5)
    assert (size, broken) == (40, False)
    one_line = Extent(height=50, width=100, lines=6)
    assert fit_name(lambda size, broken: one_line, other_lines=5) == (NAME_SIZES[0][0], False)
    wide = fit_name(
        lambda size, broken: Extent(height=50, width=100 if broken else 900, lines=8),
        other_lines=5,
    )
    assert wide == (28, True)


def test_collisions_are_seen() -> None:
    css = "@page{size:100mm 50mm;margin:5mm}html{font-family:TEXT_FONTS;font-size:20pt}"
    both = "<p>Awarded on 14 March</p><p style='margin-top:{}'>for signing up</p>"

    def page(margin: str) -> list[Ink]:
        html = f"<html lang=en-GB><title>T</title><body>{both.format(margin)}</body></html>"
        created = datetime(2026, 1, 1, tzinfo=UTC)
        return ink_of(print_pdf(html, css=css, assets={}, created=created))

    assert len(page("0")) == 2
    assert collisions(page("0")) == []
    assert len(collisions(page("-12mm"))) == 1
