"""T-52: pictures that say where, when and by whom. Nothing of it may be in what is served."""

import io
import struct
import zlib
from functools import partial

from PIL import Image, ImageCms
from PIL.ExifTags import IFD

from tests.hostile.corpus import heics, jpegs, pngs, webps
from tests.hostile.corpus.hostile import CANARY, item

COMMENT, EXIF, PHOTOSHOP = 0xFE, 0xE1, 0xED
XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
MORE_XMP_NAME = b"http://ns.adobe.com/xmp/extension/\0"
SAID = CANARY.decode()


def exif(*, orientation: int = 1) -> Image.Exif:
    said = Image.Exif()
    said[0x0112] = orientation
    said[0x010E] = said[0x013B] = said[0x8298] = SAID
    place = said.get_ifd(IFD.GPSInfo)
    place[1], place[2] = "N", (52.0, 29.0, 10.3)
    place[3], place[4] = "W", (1.0, 53.0, 25.4)
    place[29] = SAID
    return said


def xmp() -> bytes:
    return (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description photoshop:City="'
        + CANARY
        + b'"/></rdf:RDF></x:xmpmeta>'
    )


def iptc() -> bytes:
    """City, byline and caption, in Photoshop's resource 1028."""
    records = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(CANARY)) + CANARY for number in (80, 90, 120)
    )
    return resource(1028, records)


def resource(number: int, body: bytes) -> bytes:
    padded = body + bytes(len(body) % 2)
    return (
        b"Photoshop 3.0\x008BIM" + struct.pack(">H", number) + b"\0\0"
        + struct.pack(">I", len(body)) + padded
    )  # fmt: skip


def colour_profile() -> bytes:
    """A true profile in which the text of the description is ours, letter for letter."""
    whole = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return whole + CANARY + CANARY.decode().encode("utf-16-be")


def tiff_with_thumbnail() -> bytes:
    """EXIF of two directories, the second of which has a picture of its own."""
    small = jpegs.with_segments(jpegs.segment(COMMENT, CANARY), picture=jpegs.jpeg((16, 16)))
    first = struct.pack(">H", 1) + struct.pack(">HHII", 0x0112, 3, 1, 1 << 16)
    start = 8 + len(first) + 4
    behind = start + 2 + 3 * 12 + 4
    second = struct.pack(">H", 3)
    second += struct.pack(">HHII", 0x0103, 3, 1, 6 << 16)
    second += struct.pack(">HHII", 0x0201, 4, 1, behind)
    second += struct.pack(">HHII", 0x0202, 4, 1, len(small))
    return b"Exif\0\0MM\0*\0\0\0\x08" + first + struct.pack(">I", start) + second + bytes(4) + small


def with_thumbnail() -> bytes:
    return _segment(EXIF, tiff_with_thumbnail())


def maker_notes() -> bytes:
    said = Image.Exif()
    said.get_ifd(IFD.Exif)[0x927C] = b"Maker\0" + CANARY * 20
    said.get_ifd(IFD.Exif)[0x9286] = b"ASCII\0\0\0" + CANARY
    return jpegs.jpeg(exif=said)


def everything() -> bytes:
    return jpegs.with_segments(
        jpegs.segment(PHOTOSHOP, iptc()),
        picture=jpegs.jpeg(
            (600, 400), exif=exif(), xmp=xmp(), comment=CANARY, icc_profile=colour_profile()
        ),
    )


def many_pictures() -> bytes:
    """Multi-picture format: a second, whole picture behind the first (portrait phones)."""
    second = jpegs.jpeg((200, 150), exif=exif(), comment=CANARY)
    index = b"MPF\0MM\0*\0\0\0\x08" + struct.pack(">H", 1)
    index += struct.pack(">HHII", 0xB001, 4, 1, 2) + bytes(4)
    return jpegs.with_segments(jpegs.segment(0xE2, index)) + second


def picture_and_film() -> bytes:
    """A motion photo: seconds of film with sound behind the picture."""
    return jpegs.jpeg(xmp=xmp()) + heics.brand(b"mp42") + CANARY


def extended_xmp() -> bytes:
    digest = b"0" * 32
    body = MORE_XMP_NAME + digest + struct.pack(">II", len(CANARY), 0) + CANARY
    return jpegs.with_segments(jpegs.segment(EXIF, XMP_NAME + xmp()), jpegs.segment(EXIF, body))


def unknown_segments() -> bytes:
    return jpegs.with_segments(
        *(jpegs.segment(0xE0 + n, b"Maker\0" + CANARY) for n in range(3, 16))
    )


def png_texts() -> bytes:
    return pngs.with_chunks(
        pngs.chunk(b"tEXt", b"Author\0" + CANARY),
        pngs.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp()),
        pngs.chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 23, 10, 0, 0)),
    )


def png_profile() -> bytes:
    packed = zlib.compress(colour_profile())
    return pngs.with_chunks(pngs.chunk(b"iCCP", CANARY[:70] + b"\0\0" + packed))


def png_exif_behind() -> bytes:
    """EXIF may stand behind the picture."""
    whole = pngs.png()
    return whole[:-12] + pngs.chunk(b"eXIf", exif().tobytes()[6:]) + whole[-12:]


def webp_everything() -> bytes:
    return webps.webp((120, 80), exif=exif().tobytes(), xmp=xmp(), icc_profile=colour_profile())


def webp_unknown() -> bytes:
    picture = webps.webp()[12:]
    return webps.riff(webps.canvas(30, 20), picture, webps.chunk(b"FILM", CANARY))


CORNERS = {"top left": "red", "top right": "lime", "bottom left": "blue", "bottom right": "white"}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def turned(orientation: int, form: str = "JPEG") -> bytes:
    """A picture of four colours as the sensor saw it, and the way to turn it."""
    picture = Image.new("RGB", (120, 80), "black")
    for number, shade in enumerate(CORNERS.values()):
        picture.paste(shade, (60 * (number % 2), 40 * (number // 2), 60 + 60 * (number % 2), 80))
    if orientation in TURNS:
        picture = picture.transpose(TURNS[orientation])
    out = io.BytesIO()
    picture.save(out, format=form, exif=exif(orientation=orientation).tobytes(), quality=90)
    return out.getvalue()


def stands_upright(served: bytes) -> None:
    with Image.open(io.BytesIO(served)) as picture:
        assert picture.size == (120, 80)
        shown = picture.convert("RGB")
    for (x, y), wanted in zip(
        ((10, 10), (110, 10), (10, 70), (110, 70)),
        ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)),
        strict=True,
    ):
        pixel = shown.getpixel((x, y))
        assert max(abs(a - b) for a, b in zip(pixel, wanted, strict=True)) < 40, (x, y, pixel)


def _segment(marker: int, body: bytes) -> bytes:
    return jpegs.with_segments(jpegs.segment(marker, body))


cleaned = partial(item, expect="cleaned", never=(CANARY,))

ITEMS = (
    cleaned("T-52-jpeg-gps-xmp-iptc-comment", "us.jpg", everything),
    cleaned("T-52-jpeg-embedded-thumbnail", "us.jpg", with_thumbnail),
    cleaned("T-52-jpeg-maker-notes", "us.jpg", maker_notes),
    cleaned("T-52-jpeg-second-picture-mpf", "portrait.jpg", many_pictures),
    cleaned("T-52-jpeg-motion-photo", "moving.jpg", picture_and_film),
    cleaned("T-52-jpeg-colour-profile", "us.jpg", lambda: jpegs.jpeg(icc_profile=colour_profile())),
    cleaned("T-52-jpeg-extended-xmp", "us.jpg", extended_xmp),
    cleaned("T-52-jpeg-iptc-alone", "us.jpg", lambda: _segment(PHOTOSHOP, iptc())),
    cleaned(
        "T-52-jpeg-photoshop-thumbnail",
        "us.jpg",
        lambda: _segment(PHOTOSHOP, resource(1036, bytes(28) + CANARY)),
    ),
    cleaned("T-52-jpeg-segments-of-unknown-makers", "us.jpg", unknown_segments),
    cleaned("T-52-jpeg-jfif-thumbnail", "us.jpg", lambda: _segment(0xE0, b"JFXX\0\x10" + CANARY)),
    cleaned(
        "T-52-jpeg-comment-between-scans",
        "us.jpg",
        lambda: jpegs.before_scans(
            jpegs.jpeg((64, 64), progressive=True), jpegs.segment(COMMENT, CANARY)
        ),
    ),
    cleaned(
        "T-52-jpeg-two-exifs",
        "us.jpg",
        lambda: jpegs.with_segments(
            jpegs.segment(EXIF, b"Exif\0\0" + exif().tobytes()[6:]),
            picture=jpegs.jpeg(exif=exif()),
        ),
    ),
    cleaned("T-52-png-text-xmp-and-time", "us.png", png_texts),
    cleaned(
        "T-52-png-text-compressed",
        "us.png",
        lambda: pngs.with_chunks(pngs.chunk(b"zTXt", b"Place\0\0" + zlib.compress(CANARY * 9))),
    ),
    cleaned("T-52-png-exif", "us.png", lambda: pngs.png(exif=exif())),
    cleaned("T-52-png-exif-behind-the-picture", "us.png", png_exif_behind),
    cleaned("T-52-png-colour-profile", "us.png", png_profile),
    cleaned(
        "T-52-png-private-chunk",
        "us.png",
        lambda: pngs.with_chunks(pngs.chunk(b"caNb", CANARY)),
    ),
    cleaned("T-52-webp-exif-xmp-profile", "us.webp", webp_everything),
    cleaned("T-52-webp-unknown-chunk", "us.webp", webp_unknown),
    cleaned("T-52-heic-gps", "phone.heic", lambda: heics.heic(exif=exif().tobytes())),
    cleaned("T-52-heic-xmp", "phone.heic", lambda: heics.heic(xmp=xmp())),
    cleaned(
        "T-52-heic-named-jpg", "phone.jpg", lambda: heics.heic(exif=exif().tobytes(), xmp=xmp())
    ),
    *(
        cleaned(
            f"T-52-jpeg-orientation-{way}",
            f"way{way}.jpg",
            partial(turned, way),
            look=stands_upright,
        )
        for way in range(1, 9)
    ),
    cleaned("T-52-png-orientation-6", "way.png", partial(turned, 6, "PNG"), look=stands_upright),
    cleaned("T-52-webp-orientation-8", "way.webp", partial(turned, 8, "WEBP"), look=stands_upright),
)
