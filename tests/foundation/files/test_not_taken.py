"""What is not taken as evidence, each with its sentence: T-50, T-51, T-53, T-54, T-56, T-59.

All of it is told before a byte is kept, decoded or inflated.
"""

import pytest

from foundation.cleaning.reasons import REASONS, sentence
from foundation.files import EVIDENCE, FileNotAccepted, look_at
from foundation.files.unwanted import OLD_OFFICE
from tests.support import documents
from tests.support.pictures import picture, png_that_claims, sent

OLD = (
    "is an old Office file, or one with a password. "
    "Save it as {} or PDF, without a password, and send that."
)
HUGE = documents.heic().replace(
    b"ispe\0\0\0\0\0\0\0\x40\0\0\0\x40", b"ispe\0\0\0\0\0\0\x40\0\0\0\x40\0"
)
LINK = "Upload it elsewhere and give us a link."
PAGE = "is a web page, or looks like one. Print it to PDF and send that."
PROGRAM = "is a program or a script. Send us pictures or documents, such as JPEG or PDF."
ARCHIVE = "is an archive. Take the files out and send them one by one, as PDF or JPEG for example."
DAMAGED = "is damaged. Open it, save it again as DOCX or PDF, and send that."
INSIDE = (
    "has another file inside it. Send that one by itself, and save this one without it, or as PDF."
)
OUTSIDE = "loads something from elsewhere. Save it as PDF and send that."


def zipped(*names: str) -> bytes:
    return documents.packed(dict.fromkeys(names, b"x"))


def word(**more: bytes) -> bytes:
    return documents.with_parts(documents.docx(), **more)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "a.gif",
            picture("GIF"),
            f"is a GIF. Save it as JPEG or PNG. If it moves, {LINK.replace('U', 'u')}",
        ),
        (
            "a.bmp",
            picture("BMP"),
            "is a picture of a kind that we cannot take. Save it as JPEG or PNG.",
        ),
        (
            "a.tif",
            picture("TIFF"),
            "is a picture of a kind that we cannot take. Save it as JPEG or PNG.",
        ),
        (
            "a.avif",
            b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
            "is a picture of a kind that we cannot take. Save it as JPEG or PNG.",
        ),
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            "is a drawing in SVG. Save it as PNG or PDF and send that.",
        ),
        ("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", f"is sound or film. {LINK}"),
        ("a.mp3", b"ID3\x04\0\0", f"is sound or film. {LINK}"),
        ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", f"is sound or film. {LINK}"),
        ("a.mov", b"\0\0\0\x14ftypqt  ", f"is sound or film. {LINK}"),
        ("a.html", b"<!DOCTYPE html><p>Hello", PAGE),
        ("a.jpg", b"<html><script>alert(1)</script>", PAGE),
        ("a.txt", b"\xef\xbb\xbf \n<HTML>", PAGE),
        ("a.csv", b"<?xml version='1.0'?><a/>", PAGE),
        ("a.txt", "<script>alert(1)</script>".encode("utf-16"), PAGE),
        ("a.txt", b"<?php echo 1;", PROGRAM),
        ("a.txt", b"#!/bin/sh\nls", PROGRAM),
        ("a.txt", b"MZ this is text", PROGRAM),
        ("a.exe", b"MZ\x90\0\x03", PROGRAM),
        ("a.pdf", b"MZ\x90\0\x03", PROGRAM),
        ("a.hta", b"\n<p>", PROGRAM),
        ("a.txt", b"one\0two", "is not plain text. Save it as PDF and send that."),
        ("a.csv", b"\x81\x8d", "is not plain text. Save it as PDF and send that."),
        ("a.eml", b"From: a@b.example", "is an e-mail. Print it to PDF and send that."),
        (
            "a.rtf",
            b"{\\rtf1 hello}",
            "is a kind of document that we cannot take. Save it as DOCX or PDF and send that.",
        ),
        ("a.doc", OLD_OFFICE, OLD.format("DOCX")),
        ("a.xls", OLD_OFFICE, OLD.format("XLSX")),
        ("a.docx", OLD_OFFICE, OLD.format("DOCX")),
        (
            "a.ods",
            zipped("mimetype"),
            "is a kind of document that we cannot take. Save it as XLSX or PDF and send that.",
        ),
        (
            "a.pages",
            zipped("Index/Document.iwa"),
            "is a kind of document that we cannot take. Save it as DOCX or PDF and send that.",
        ),
        ("a.zip", zipped("one.txt"), ARCHIVE),
        ("a.rar", b"Rar!\x1a\x07", ARCHIVE),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", ARCHIVE),
        ("a.docm", documents.docx(), "holds macros. Save it as DOCX without macros, or as PDF."),
        (
            "a.docx",
            word(word__vbaProject_bin=b"x"),
            "holds macros. Save it as DOCX without macros, or as PDF.",
        ),
        (
            "a.xlsx",
            documents.xlsx(xl__vbaProject_bin=b"x"),
            "holds macros. Save it as XLSX without macros, or as PDF.",
        ),
        (
            "a.pptm",
            documents.pptx(ppt__vbaProject_bin=b"x"),
            "holds macros. Save it as PPTX without macros, or as PDF.",
        ),
        (
            "a.odt",
            documents.odt(Basic__Standard__Module1_xml=b"<a/>"),
            "holds macros. Save it as ODT without macros, or as PDF.",
        ),
        (
            "a.docx",
            word(word__activeX__activeX1_bin=b"x"),
            "holds ActiveX controls. Save it as DOCX without them, or as PDF.",
        ),
        ("a.docx", word(word__embeddings__oleObject1_bin=b"x"), INSIDE),
        ("a.docx", word(word__embeddings__a_docx=b"x"), INSIDE),
        ("a.docx", word(word__media__a_zip=b"x"), INSIDE),
        ("a.xlsx", documents.xlsx(xl__externalLinks__externalLink1_xml=b"<a/>"), OUTSIDE),
        ("a.xlsx", documents.xlsx(xl__connections_xml=b"<a/>"), OUTSIDE),
        (
            "a.pptx",
            documents.pptx(ppt__media__a_mp4=b"x"),
            "holds sound or film. Take it out, upload it elsewhere and give us a link.",
        ),
        (
            "a.docx",
            word(word__something_odd=b"x"),
            "holds something that we cannot check. Save it as PDF and send that.",
        ),
        ("a.docx", picture("GIF") + documents.docx(), "is a GIF."),
        (
            "a.docx",
            b"xyz" + documents.docx(),
            "We cannot take “a.docx”. Save it as one of the kinds we take",
        ),
        ("a.docx", zipped("word/document.xml"), DAMAGED),
        (
            "a.pdf",
            b"%PDF-1.7\n1 0 obj",
            "We could not read “a.pdf”. It may be damaged. Print it to a new PDF and send that.",
        ),
        (
            "a.pdf",
            b"x" + documents.pdf(),
            "does not begin as a PDF does. Print it to a new PDF and send that.",
        ),
        (
            "a.pdf",
            documents.pdf() + zipped("a.txt"),
            "has an archive hidden behind the PDF. Print it to a new PDF and send that.",
        ),
        (
            "a.png",
            png_that_claims(12_000, 12_000),
            "has too many pixels (limit 40 million). Make it smaller and try again.",
        ),
        (
            "a.heic",
            documents.heic()[:60],
            "We cannot read “a.heic”. It may be damaged. Choose another file.",
        ),
        ("a.heic", HUGE, "has too many pixels (limit 40 million)"),
        ("a.pdf", b"", "is empty. Choose another file."),
        (
            "a",
            b"\x01\x02\x03",
            "We cannot take “a”. Save it as one of the kinds we take, such as JPEG, PDF or DOCX.",
        ),
    ],
)
def test_file_that_is_not_taken_is_named_and_told_what_to_do(name, content, says):
    with pytest.raises(FileNotAccepted) as refusal:
        look_at(sent(name, content), EVIDENCE)
    assert f"“{name}”" in refusal.value.sentence
    assert says in refusal.value.sentence


def test_film_is_sent_elsewhere_however_large():
    """It would be in vain to make it smaller."""
    film = b"\0\0\0\x18ftypmp42" + bytes(EVIDENCE.max_bytes)
    with pytest.raises(FileNotAccepted, match="give us a link"):
        look_at(sent("a.mp4", film), EVIDENCE)


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_fits_its_column_and_ends(code):
    longest = sentence(code, it="this picture", kind="DOCX")
    assert len(longest) <= 300
    assert longest.endswith(".")
    assert longest[0].isupper()


def test_reason_that_is_not_known_says_the_least():
    """Whatever the child says, none of its words reach a page."""
    said = sentence("<script>", it="this PDF")
    assert (
        said == "This PDF is too complicated for us to check. Print it to a new PDF and send that."
    )
