"""T-53 and T-54: files that are two things at once, and drawings that can act."""

from functools import partial

from tests.hostile.corpus import heics, jpegs, offices, pdfs, pngs, webps
from tests.hostile.corpus.hostile import SCRIPT, fixed, item
from tests.hostile.corpus.zips import Member, archive

PAGE = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
JAR = archive(
    [Member(b"META-INF/MANIFEST.MF", b"Main-Class: Canary\n"), Member(b"C.class", b"\xca\xfe")]
)


def page_in_the_header() -> bytes:
    """The page stands in a comment at the very front, as sniffing browsers look for it."""
    return jpegs.with_segments(jpegs.segment(0xFE, PAGE))


def script_as_length() -> bytes:
    """The first segment's length reads as "/*", so that the file is JavaScript too."""
    comment = bytes(0x2F2A - 2 - 34) + b"*/=1;alert('canary-script-ran')//"
    return jpegs.SOI + b"\xff\xe0" + b"/*" + comment.ljust(0x2F2A - 2) + jpegs.jpeg()[2:]


def gif_and_script() -> bytes:
    return b"GIF89a/*" + bytes(20) + b"*/=1;document.title='canary-script-ran'//;"


def entities() -> bytes:
    """A thousand million laughs."""
    lines = [b'<!ENTITY a0 "ha">']
    for n in range(1, 10):
        lines.append(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10))
    return b"<!DOCTYPE svg [" + b"".join(lines) + b"]>" + SVG + b"><text>&a9;</text></svg>"


cleaned = partial(item, expect="cleaned", never=(b"canary-script-ran", b"Main-Class"))
refused = partial(item, expect="refused")

ITEMS = (
    cleaned("T-53-png-then-page", "a.png", lambda: pngs.png() + PAGE),
    cleaned(
        "T-53-png-with-page-as-text",
        "a.png",
        lambda: pngs.with_chunks(pngs.chunk(b"tEXt", b"a\0" + PAGE)),
    ),
    cleaned("T-53-png-then-zip", "a.png", lambda: pngs.png() + JAR),
    cleaned("T-53-jpeg-then-jar", "a.jpg", lambda: jpegs.jpeg() + JAR),
    cleaned("T-53-jpeg-then-docx", "a.jpg", lambda: jpegs.jpeg() + offices.docx() + PAGE),
    cleaned("T-53-jpeg-with-page-as-comment", "a.jpg.html", page_in_the_header),
    cleaned("T-53-jpeg-that-is-javascript", "a.js.jpg", script_as_length),
    cleaned(
        "T-53-jpeg-with-php-as-comment",
        "a.php.jpg",
        lambda: jpegs.with_segments(jpegs.segment(0xFE, b"<?php system('canary-script-ran') ?>")),
    ),
    cleaned(
        "T-53-jpeg-then-pdf", "a.jpg", lambda: jpegs.jpeg() + pdfs.pdf() + b"canary-script-ran"
    ),
    cleaned(
        "T-53-jpeg-with-pdf-as-comment",
        "a.pdf",
        lambda: jpegs.with_segments(jpegs.segment(0xFE, pdfs.scripted() + PAGE)),
    ),
    cleaned("T-53-webp-then-script", "a.webp", lambda: webps.webp() + PAGE),
    cleaned(
        "T-53-webp-with-page-inside",
        "a.html.webp",
        lambda: webps.riff(webps.canvas(30, 20), webps.webp()[12:], webps.chunk(b"HTML", PAGE)),
    ),
    cleaned("T-53-heic-then-page", "a.heic", lambda: heics.heic() + PAGE),
    refused("T-53-gif-and-script", "a.gif", gif_and_script),
    refused("T-53-gif-and-script-named-jpg", "a.jpg", gif_and_script),
    refused("T-53-gif-then-jar", "a.gif", lambda: b"GIF89a" + bytes(40) + JAR),
    refused("T-53-page-named-jpg", "a.jpg", fixed(PAGE)),
    refused("T-53-page-named-jpg-html", "a.jpg.html", fixed(PAGE)),
    refused("T-53-page-named-pdf", "a.pdf", fixed(PAGE)),
    refused("T-53-page-that-begins-like-a-bitmap", "a.bmp", lambda: b"BM" + bytes(52) + PAGE),
    refused("T-54-svg-with-script", "a.svg", fixed(SVG + b">" + SCRIPT + b"</svg>")),
    refused(
        "T-54-svg-with-page-inside",
        "a.svg",
        fixed(
            SVG
            + b"><foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>"
            + SCRIPT
            + b"</body></foreignObject></svg>"
        ),
    ),
    refused(
        "T-54-svg-from-elsewhere",
        "a.svg",
        fixed(
            SVG
            + b"><image xlink:href='http://canary.example/a.png'/><use href='//canary.example/#a'/></svg>"
        ),
    ),
    refused("T-54-svg-with-onload", "a.svg", fixed(SVG + b"onload='alert(1)'/>")),
    refused("T-54-svg-of-a-billion-laughs", "a.svg", entities),
    refused(
        "T-54-svg-reading-a-file",
        "a.svg",
        fixed(
            b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
            + SVG
            + b"><text>&x;</text></svg>"
        ),
    ),
    refused("T-54-svg-named-png", "a.png", fixed(SVG + b">" + SCRIPT + b"</svg>")),
    refused(
        "T-54-svg-behind-a-comment-named-txt",
        "a.txt",
        fixed(b"<!-- " + b"x" * 3000 + b" -->" + SVG + b">" + SCRIPT + b"</svg>"),
    ),
    refused(
        "T-54-svg-in-utf-16",
        "a.svg",
        lambda: (SVG + b">" + SCRIPT + b"</svg>").decode().encode("utf-16"),
    ),
)
