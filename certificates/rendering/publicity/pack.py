"""The publicity pack: everything to show an award with, the organisation's own name on it."""

import io
import zipfile
from collections.abc import Callable

from certificates import artwork
from certificates.rendering.logo_pack import pack_name, rules_pdf
from certificates.rendering.publicity.cards import CARDS, card_alt_text, card_png
from certificates.rendering.publicity.facts import Shown
from certificates.rendering.publicity.letterhead import letterhead_docx, texts_docx
from certificates.rendering.publicity.odt import letterhead_odt
from certificates.rendering.publicity.poster import SCALES, poster_pdf
from certificates.rendering.publicity.signature import (
    PICTURE_WIDTH,
    signature_html,
    signature_text,
)
from certificates.rendering.raster import on_white, png

_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_OTHERS = 10


def publicity_pack_name(stage: str, year: int | None) -> str:
    """The pack's folder, and its name as a download. The organisation's name is for screens alone."""
    return f"{pack_name(stage, year)}-publicity"


def count_of_files() -> int:
    return _OTHERS + len(CARDS) + len(SCALES)


def publicity_pack(shown: Shown, *, step: Callable[[], None] = lambda: None) -> bytes:
    """The whole pack as a zip; the same input gives the same bytes. `step` is called for each file."""
    folder = publicity_pack_name(shown.stage, shown.year)
    base = pack_name(shown.stage, shown.year)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(f"{folder}/{name}", _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
            step()

        add("read-me-first.txt", _lines(_read_me(shown)))
        add("rules-of-use.pdf", rules_pdf(shown.stage, year=shown.year, created=shown.issued_at))
        for card in CARDS:
            name = f"social-media/{base}-{card.code}-{card.width}x{card.height}.png"
            add(name, card_png(shown, card))
        add("social-media/alt-text.txt", _lines(_alt_texts(shown)))
        for paper in SCALES:
            add(f"poster/{base}-poster-{paper}.pdf", poster_pdf(shown, paper=paper))
        add(f"letterhead/{base}-letterhead.docx", letterhead_docx(shown))
        add(f"letterhead/{base}-letterhead.odt", letterhead_odt(shown))
        picture = f"{base}-logo.png"
        logo = artwork.logo(shown.stage, year=shown.year)
        add("e-mail/signature.html", signature_html(shown, picture=picture).encode())
        add("e-mail/signature.txt", signature_text(shown).encode())
        # On white, as some mail programs have dark grounds.
        add(f"e-mail/{picture}", on_white(png(logo, width=PICTURE_WIDTH)))
        add(f"words/{base}-words.docx", texts_docx(shown))
        add(f"words/{base}-words.txt", _lines(_texts(shown)))
    return out.getvalue()


def _lines(text: str) -> bytes:
    """Windows line ends, so that every editor shows them."""
    return text.replace("\n", "\r\n").encode()


def _read_me(shown: Shown) -> str:
    return f"""{shown.name}
{shown.award}

Well done! This pack helps you to show it.

words         Ready texts for your website, newsletter, social media and the press. Change them as you like.
social-media  Pictures for posts, with the words for people who can't see them in alt-text.txt.
poster        For your entrance hall, on A4 and A3.
letterhead    A template for Word (.docx) and one for LibreOffice (.odt).
e-mail        A signature to copy: open signature.html. The same in plain text is beside it.

The logo in every form and colour is in the logo pack, a file of its own.

Please read rules-of-use.pdf. You may use all of this while you hold the award, and no longer.
Anybody can check your award here:
{shown.verify_url}
"""


def _alt_texts(shown: Shown) -> str:
    uses = "\n".join(f"{card.width} x {card.height} pixels: for {card.use}" for card in CARDS)
    return f"""Alt text is read aloud to people who can't see a picture.
Most places where you post ask for it. All our pictures say the same, so use this for each:

{card_alt_text(shown)}

Which picture where:

{uses}
"""


def _texts(shown: Shown) -> str:
    return "\n\n\n".join(f"{title.upper()}\n\n{text}" for title, text in shown.texts) + "\n"
