"""T-59: pictures that are broken, and odd ones that are not."""

import io
import struct
from functools import partial

from PIL import Image

from tests.hostile.corpus import heics, jpegs, pngs, webps
from tests.hostile.corpus.hostile import Look, item


def cut(make: object, share: float) -> bytes:
    whole = make()
    return whole[: int(len(whole) * share)]


def shorter(make: object, by: int) -> bytes:
    return make()[:-by]


def wrong_checksum(name: bytes) -> bytes:
    whole = bytearray(pngs.png())
    at = whole.index(name)
    length = struct.unpack(">I", whole[at - 4 : at])[0]
    whole[at + 4 + length] ^= 0xFF
    return bytes(whole)


def flipped(make: object, at: float) -> bytes:
    whole = bytearray(make())
    for place in range(int(len(whole) * at), int(len(whole) * at) + 8):
        whole[place] ^= 0x55
    return bytes(whole)


def without_tables() -> bytes:
    """Says how large it is, and not how to read it."""
    whole = jpegs.jpeg()
    start = whole.index(b"\xff\xc4")
    return whole[:start] + whole[whole.index(b"\xff\xda") :]


def sixteen_bits() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (30, 20), 40_000).save(out, format="PNG")
    return out.getvalue()


def see_through() -> bytes:
    out = io.BytesIO()
    picture = Image.new("P", (30, 20), 3)
    picture.putpalette([n for n in range(256) for _ in range(3)])
    picture.save(out, format="PNG", transparency=3)
    return out.getvalue()


def half_seen() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (9, 90, 200, 120)).save(out, format="WEBP", lossless=True)
    return out.getvalue()


def measures(width: int, height: int, mode: str) -> Look:
    def look(served: bytes) -> None:
        with Image.open(io.BytesIO(served)) as picture:
            picture.load()
            assert (picture.size, picture.mode) == ((width, height), mode)

    return look


def _interlaced() -> bytes:
    """One pixel; Pillow reads interlaced pictures but does not write them."""
    head = pngs.chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 1))
    pixels = pngs.chunk(b"IDAT", pngs.deflated([b"\0\x10\x20\x30"]))
    return pngs.SIGNATURE + head + pixels + pngs.chunk(b"IEND", b"")


BIG_JPEG = partial(jpegs.jpeg, (300, 200))
BIG_PNG = partial(pngs.png, (300, 200))
BIG_WEBP = partial(webps.webp, (300, 200))
BIG_HEIC = partial(heics.heic, (300, 200))
later = partial(item, expect="refused when checked")
refused = partial(item, expect="refused")
cleaned = partial(item, expect="cleaned")

ITEMS = (
    refused("T-59-jpeg-cut-in-its-header", "a.jpg", partial(cut, BIG_JPEG, 0.002)),
    later("T-59-jpeg-cut-in-the-middle", "a.jpg", partial(cut, BIG_JPEG, 0.5)),
    later("T-59-jpeg-cut-near-the-end", "a.jpg", partial(cut, BIG_JPEG, 0.97)),
    later("T-59-jpeg-without-its-end-mark", "a.jpg", partial(shorter, BIG_JPEG, 2)),
    cleaned("T-59-jpeg-without-tables", "a.jpg", without_tables),
    refused("T-59-jpeg-of-no-width", "a.jpg", partial(jpegs.claiming, 0, 40)),
    cleaned("T-59-jpeg-damaged-in-the-picture", "a.jpg", partial(flipped, BIG_JPEG, 0.6)),
    refused("T-59-png-cut-in-its-header", "a.png", lambda: BIG_PNG()[:20]),
    later("T-59-png-cut-in-the-middle", "a.png", partial(cut, BIG_PNG, 0.5)),
    later("T-59-png-cut-near-the-end", "a.png", partial(cut, BIG_PNG, 0.97)),
    later("T-59-png-wrong-checksum-of-the-header", "a.png", partial(wrong_checksum, b"IHDR")),
    cleaned("T-59-png-wrong-checksum-of-the-picture", "a.png", partial(wrong_checksum, b"IDAT")),
    later("T-59-png-damaged-in-the-picture", "a.png", partial(flipped, BIG_PNG, 0.6)),
    refused("T-59-png-of-no-width", "a.png", lambda: pngs.SIGNATURE + pngs.header(0, 9)),
    refused("T-59-webp-cut-in-its-header", "a.webp", lambda: BIG_WEBP()[:22]),
    later("T-59-webp-cut-in-the-middle", "a.webp", partial(cut, BIG_WEBP, 0.5)),
    later("T-59-webp-cut-near-the-end", "a.webp", partial(cut, BIG_WEBP, 0.97)),
    refused("T-59-heic-cut-in-its-header", "a.heic", lambda: BIG_HEIC()[:40]),
    later("T-59-heic-cut-in-the-middle", "a.heic", partial(cut, BIG_HEIC, 0.5)),
    later("T-59-heic-cut-near-the-end", "a.heic", partial(cut, BIG_HEIC, 0.97)),
    cleaned(
        "T-59-jpeg-of-four-inks",
        "print.jpg",
        partial(jpegs.jpeg, mode="CMYK"),
        look=measures(60, 40, "RGB"),
    ),
    cleaned(
        "T-59-jpeg-in-greys", "a.jpg", partial(jpegs.jpeg, mode="L"), look=measures(60, 40, "RGB")
    ),
    cleaned(
        "T-59-jpeg-progressive",
        "a.jpg",
        partial(jpegs.jpeg, progressive=True),
        look=measures(60, 40, "RGB"),
    ),
    cleaned("T-59-png-of-16-bits", "a.png", sixteen_bits, look=measures(30, 20, "RGB")),
    cleaned("T-59-png-see-through-palette", "a.png", see_through, look=measures(30, 20, "RGBA")),
    cleaned(
        "T-59-png-see-through-greys",
        "a.png",
        partial(pngs.png, mode="LA"),
        look=measures(30, 20, "RGBA"),
    ),
    cleaned(
        "T-59-png-of-one-bit", "a.png", partial(pngs.png, mode="1"), look=measures(30, 20, "RGB")
    ),
    cleaned("T-59-png-interlaced", "a.png", _interlaced, look=measures(1, 1, "RGB")),
    cleaned(
        "T-59-webp-see-through",
        "a.webp",
        half_seen,
        look=measures(30, 20, "RGBA"),
    ),
    cleaned("T-59-png-named-and-claimed-as-jpeg", "a.jpg", pngs.png),
    cleaned("T-59-jpeg-named-and-claimed-as-pdf", "a.pdf", jpegs.jpeg),
    cleaned("T-59-webp-claimed-as-a-web-page", "a.webp", webps.webp, claims="text/html"),
    cleaned("T-59-jpeg-without-an-ending", "photo", jpegs.jpeg),
)
