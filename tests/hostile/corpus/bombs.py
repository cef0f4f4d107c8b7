"""T-51: pictures that are small to send and huge to open."""

import io
import struct
import zlib
from functools import partial

from PIL import Image

from tests.hostile.corpus import heics, jpegs, pngs, webps
from tests.hostile.corpus.hostile import CANARY, item


def jpeg_of_two_frames() -> bytes:
    """The first frame header is modest; a second one, further on, is not."""
    large = jpegs.claiming(30_000, 30_000)
    frame = large[large.index(b"\xff\xc0") :][:19]
    small = jpegs.jpeg()
    at = small.index(b"\xff\xda")
    return small[:at] + frame + small[at:]


def jpeg_height_later() -> bytes:
    """Height 0: it follows behind the first scan (DNL)."""
    whole = jpegs.claiming(40, 0)
    return whole[:-2] + b"\xff\xdc\x00\x04\xff\xff" + jpegs.EOI


def jpeg_of_segments(count: int) -> bytes:
    return jpegs.with_segments(jpegs.segment(0xFE, CANARY[:4]) * count)


def jpeg_of_scans(count: int) -> bytes:
    """A progressive picture whose last scan is sent over and over: work for next to no bytes."""
    out = io.BytesIO()
    Image.new("L", (2000, 2000), 90).save(out, format="JPEG", progressive=True)
    whole = out.getvalue()
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last * count + jpegs.EOI


def png_of_two_headers() -> bytes:
    return pngs.with_chunks(pngs.header(30_000, 30_000))


def png_with(name: bytes, before: bytes) -> bytes:
    """200 MB of zeros beside a picture of 600 pixels."""
    return pngs.with_chunks(pngs.chunk(name, before + pngs.bomb(200)))


def png_too_much() -> bytes:
    """Says 10 by 10, and brings 200 MB of pixels."""
    return (
        pngs.SIGNATURE
        + pngs.header(10, 10)
        + pngs.chunk(b"IDAT", pngs.bomb(200))
        + pngs.chunk(b"IEND", b"")
    )


def png_of_frames(count: int, *, size: int = 16) -> bytes:
    """An animated PNG. Each frame is one shade."""
    packed = zlib.compress(b"".join(b"\0" + bytes(size * 3) for _ in range(size)))
    parts = [pngs.SIGNATURE, pngs.header(size, size)]
    parts.append(pngs.chunk(b"acTL", struct.pack(">II", count, 0)))
    number = 0
    for frame in range(count):
        control = struct.pack(">IIIIIHHBB", number, size, size, 0, 0, 1, 100, 0, 0)
        parts.append(pngs.chunk(b"fcTL", control))
        number += 1
        if frame == 0:
            parts.append(pngs.chunk(b"IDAT", packed))
        else:
            parts.append(pngs.chunk(b"fdAT", struct.pack(">I", number) + packed))
            number += 1
    return b"".join(parts) + pngs.chunk(b"IEND", b"")


def gif_of_frames(count: int) -> bytes:
    frame = (
        b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0"
        + struct.pack("<HH", 9000, 9000)
        + b"\0\x02\x02\x44\x01\0"
    )
    head = b"GIF89a" + struct.pack("<HH", 9000, 9000) + b"\x80\0\0" + bytes(6)
    return head + frame * count + b"\x3b"


def webp_larger_inside() -> bytes:
    """The canvas is said to be 100 by 100; the picture on it is 16,383 by 16,383."""
    picture = bytearray(webps.webp()[12:])
    picture[14:18] = struct.pack("<HH", 16_383, 16_383)
    return webps.riff(webps.canvas(100, 100), bytes(picture))


def webp_lossless(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    return webps.riff(webps.chunk(b"VP8L", b"\x2f" + struct.pack("<I", bits) + bytes(40)))


def webp_lossy(width: int, height: int) -> bytes:
    body = b"\x30\x01\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(60)
    return webps.riff(webps.chunk(b"VP8 ", body))


refused = partial(item, expect="refused")
later = partial(item, expect="refused when checked")
cleaned = partial(item, expect="cleaned")

ITEMS = (
    refused("T-51-png-144-megapixels-in-17-kb", "map.png", partial(pngs.black, 12_000, 12_000)),
    refused("T-51-png-30000-by-30000", "wide.png", partial(pngs.black, 30_000, 30_000)),
    refused("T-51-png-one-row-over-40-million", "a.png", partial(pngs.black, 8_000, 5_001)),
    cleaned("T-51-png-40-million-exactly", "a.png", partial(pngs.black, 8_000, 5_000)),
    refused(
        "T-51-png-two-thousand-million-wide",
        "a.png",
        lambda: pngs.SIGNATURE + pngs.header(2**31 - 1, 1) + pngs.chunk(b"IDAT", pngs.bomb(1)),
    ),
    refused("T-51-png-named-jpg", "photo.jpg", partial(pngs.black, 20_000, 20_000)),
    later("T-51-png-second-header-is-huge", "a.png", png_of_two_headers),
    cleaned("T-51-png-pixels-inflate-to-200-mb", "a.png", png_too_much),
    cleaned("T-51-png-ztxt-inflates-to-200-mb", "a.png", partial(png_with, b"zTXt", b"Note\0\0")),
    cleaned(
        "T-51-png-itxt-inflates-to-200-mb",
        "a.png",
        partial(png_with, b"iTXt", b"Note\0\x01\0\0\0"),
    ),
    cleaned("T-51-png-iccp-inflates-to-200-mb", "a.png", partial(png_with, b"iCCP", b"Note\0\0")),
    cleaned("T-51-apng-of-5000-frames", "a.png", partial(png_of_frames, 5_000)),
    refused("T-51-apng-of-huge-frames", "a.png", partial(png_of_frames, 3, size=6_400)),
    refused("T-51-jpeg-30000-by-30000", "wide.jpg", partial(jpegs.claiming, 30_000, 30_000)),
    refused("T-51-jpeg-65535-by-65535", "wide.jpg", partial(jpegs.claiming, 65_535, 65_535)),
    later("T-51-jpeg-second-frame-is-huge", "a.jpg", jpeg_of_two_frames),
    refused("T-51-jpeg-height-comes-later", "a.jpg", jpeg_height_later),
    cleaned("T-51-jpeg-of-65000-segments", "a.jpg", partial(jpeg_of_segments, 65_000)),
    cleaned("T-51-jpeg-of-300-scans", "a.jpg", partial(jpeg_of_scans, 300)),
    refused("T-51-webp-30000-canvas", "a.webp", lambda: webps.riff(webps.canvas(30_000, 30_000))),
    refused(
        "T-51-webp-16-million-wide",
        "a.webp",
        lambda: webps.riff(webps.canvas(1 << 24, 1 << 7), webps.webp()[12:]),
    ),
    refused("T-51-webp-lossy-16383", "a.webp", partial(webp_lossy, 16_383, 16_383)),
    refused("T-51-webp-lossless-16384", "a.webp", partial(webp_lossless, 16_384, 16_384)),
    later("T-51-webp-picture-larger-than-canvas", "a.webp", webp_larger_inside),
    cleaned("T-51-webp-of-300-frames", "a.webp", partial(webps.animated, 300)),
    refused("T-51-gif-of-10000-frames", "dance.gif", partial(gif_of_frames, 10_000)),
    refused("T-51-gif-of-10000-frames-named-png", "d.png", partial(gif_of_frames, 10_000)),
    refused("T-51-heic-30000-by-30000", "a.heic", partial(heics.claiming, 30_000, 30_000)),
)
