"""Office files and OpenDocument texts, put together anew: T-50, T-52, T-54, T-56."""

import io
import zipfile

import docx as python_docx
import pytest
from PIL import Image

from foundation.cleaning import office, opendocument
from tests.support import documents
from tests.support.documents import LINK, OFFICE, outward, parts_of, relations
from tests.support.pictures import (
    CANARY,
    jpeg_with_everything,
    picture,
    png_that_claims,
    segments_of,
)


def cleaned(content, kind):
    told, *parts = office.clean({"kind": kind}, content)
    assert told == {}
    return parts[0]


def refused(content, kind="docx"):
    told, *parts = office.clean({"kind": kind}, content)
    assert parts == []
    return told["refused"]


def cleaned_odt(content):
    told, *parts = opendocument.clean({}, content)
    assert told == {}
    return parts[0]


def canaries_in(content):
    return [name for name, body in parts_of(content).items() if CANARY in body]


def word(**more):
    return documents.with_parts(documents.docx(), **more)


def field(words):
    document = parts_of(documents.docx())["word/document.xml"]
    run = f"<w:p><w:r><w:instrText>{words}</w:instrText></w:r></w:p><w:sectPr"
    return word(word__document_xml=document.replace(b"<w:sectPr", run.encode(), 1))


def bare(kind, part):
    """A package of a kind, with one part."""
    main = f"{OFFICE}wordprocessingml.{kind}.main+xml"
    parts = documents.common_parts("word/document.xml", main)
    return documents.packed(parts | {f"word/{part}.xml": b"<a/>"})


TABLE = relations(("package", "embeddings/a.xlsx"))


def formula(words):
    sheet = documents.xlsx_parts()["xl/worksheets/sheet1.xml"]
    return documents.packed(
        documents.xlsx_parts()
        | {"xl/worksheets/sheet1.xml": sheet.replace(b"SUM(B1:B2)", words.encode())}
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (documents.docx(), "docx"),
        (documents.xlsx(), "xlsx"),
        (documents.pptx(), "pptx"),
    ],
    ids=["docx", "xlsx", "pptx"],
)
def test_nobody_is_named_outside_the_text(content, kind):
    """T-52: author, company, printer, folder, thumbnail, camera."""
    assert canaries_in(content)
    kept = cleaned(content, kind)
    assert canaries_in(kept) == []
    assert not [name for name in parts_of(kept) if "thumbnail" in name or "printer" in name]


def test_cleaned_document_opens_and_says_the_same():
    kept = python_docx.Document(io.BytesIO(cleaned(documents.docx(), "docx")))
    assert kept.paragraphs[0].text == "We chose the questions together."
    assert len(kept.inline_shapes) == 1
    assert kept.core_properties.author == ""
    links = [rel.target_ref for rel in kept.part.rels.values() if rel.is_external]
    assert links == ["https://www.birmingham.gov.uk/"]


def test_nothing_points_at_what_was_left_out():
    kept = parts_of(cleaned(documents.xlsx(), "xlsx"))
    for name in ("_rels/.rels", "xl/worksheets/_rels/sheet1.xml.rels", "[Content_Types].xml"):
        assert b"thumbnail" not in kept[name]
        assert b"printerSettings" not in kept[name]
    assert b"r:id" not in kept["xl/worksheets/sheet1.xml"]
    assert b"<f>SUM(B1:B2)</f>" in kept["xl/worksheets/sheet1.xml"]


def test_photo_in_a_document_lies_as_it_lay():
    """Word turns pictures by its own settings: turned here as well, it would lie on its side."""
    kept = parts_of(cleaned(documents.docx(), "docx"))
    name = next(name for name in kept if name.startswith("word/media/"))
    assert {0xE1, 0xED, 0xFE}.isdisjoint(segments_of(kept[name]))
    with Image.open(io.BytesIO(kept[name])) as shown:
        assert (shown.format, shown.size) == ("JPEG", (60, 40))


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "TIFF", "BMP", "JPEG"])
def test_picture_keeps_its_format(form):
    kept = cleaned(word(word__media__extra_png=picture(form)), "docx")
    with Image.open(io.BytesIO(parts_of(kept)["word/media/extra.png"])) as shown:
        assert (shown.format, shown.size) == (form, (30, 20))


def test_members_have_no_date_and_the_order_they_had():
    content = documents.docx()
    with zipfile.ZipFile(io.BytesIO(cleaned(content, "docx"))) as kept:
        names = [name for name in parts_of(content) if "thumbnail" not in name]
        assert kept.namelist() == names
        assert {info.date_time for info in kept.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_table_behind_a_chart_is_cleaned_too():
    kept = cleaned(
        word(
            word__charts__chart1_xml=b"<c/>",
            word__charts___rels__chart1_xml_rels=relations(("package", "../embeddings/a.xlsx")),
            word__embeddings__a_xlsx=documents.xlsx(),
        ),
        "docx",
    )
    assert canaries_in(parts_of(kept)["word/embeddings/a.xlsx"]) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (word(word__embeddings__a_xlsx=documents.xlsx(), word___rels__b_xml_rels=TABLE), "embedded"),
        (word(word__embeddings__a_xlsx=documents.xlsx(xl__embeddings__b_xlsx=documents.xlsx())), "embedded"),
        (word(word___rels__settings_xml_rels=outward("attachedTemplate", "https://a.example/")), "elsewhere"),
        (word(word___rels__a_xml_rels=outward("image", "https://a.example/a.png")), "elsewhere"),
        (word(word___rels__a_xml_rels=outward("oleObject", "file:///a.xls")), "elsewhere"),
        (word(word___rels__a_xml_rels=outward("frame", "https://a.example/")), "elsewhere"),
        (word(word___rels__a_xml_rels=relations(("vbaProject", "a.xml"))), "macros"),
        (word(word___rels__a_xml_rels=relations(("aFChunk", "a.xml"))), "elsewhere"),
        (word(word___rels__a_xml_rels=outward("hyperlink", "ms-msdt:/id")), "opens"),
        (word(word___rels__a_xml_rels=outward("hyperlink", "java\tscript:alert(1)")), "opens"),
        (field("DDEAUTO cmd"), "elsewhere"),
        (field('INCLUDEPICTURE "https://a.example/a.png" \\d'), "elsewhere"),
        (word(word__extra_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "unknown"),
        (word(word__extra_xml="<!DOCTYPE a><a/>".encode("utf-16")), "unknown"),
        (word(word__extra_xml=b"<a>" * 300 + b"</a>" * 300), "bomb"),
        (word(word__extra_xml=b"<a>"), "damaged"),
        (word(word__extra_xml=b"MZ\x90"), "damaged"),
        (word(word__media__a_png=b"MZ\x90"), "embedded"),
        (word(word__media__a_png=b"nothing"), "picture"),
        (word(word__media__a_png=png_that_claims(9_000, 9_000)), "picture_pixels"),
        (word(word__media__a_svg=b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "drawing"),
        (word(word__media__a_svg=b"<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>"), "drawing"),
        (word(word__a_vml=b"<x><v:imagedata src='https://a.example/'><br></x>"), "elsewhere"),
        (bare("template", "document"), "template"),
        (bare("document", "other"), "damaged"),
        (documents.xlsx(), "template"),
    ],
)  # fmt: skip
def test_what_acts_or_loads_is_refused(content, code):
    assert refused(content) == code


@pytest.mark.parametrize(
    "words", ["cmd|'/c calc'!A1", 'WEBSERVICE("https://a.example/")', 'DDE("a")']
)
def test_formula_that_fetches_is_refused(words):
    assert refused(formula(words.replace("&", "&amp;")), "xlsx") == "elsewhere"


def test_ending_of_a_part_makes_no_difference():
    """Word goes by what a part is said to be."""
    said = b'<Override PartName="/word/a.ttf" ContentType="application/x+xml"/></Types>'
    types = parts_of(documents.docx())["[Content_Types].xml"].replace(b"</Types>", said)
    letter = b"<x xmlns:w='a'><w:instrText>DDE a</w:instrText></x>"
    content = documents.packed(
        parts_of(documents.docx()) | {"[Content_Types].xml": types, "word/a.ttf": letter}
    )
    assert refused(content) == "elsewhere"
    assert refused(word(word__b_ttf=letter)) == "embedded"


def test_folder_of_a_part_makes_no_difference():
    sheet = b"<x xmlns='a'><f>WEBSERVICE(A1)</f></x>"
    assert refused(documents.xlsx(elsewhere__a_xml=sheet), "xlsx") == "elsewhere"
    letter = b"<x xmlns:w='a'><w:instrText>DD</w:instrText><w:instrText>E a</w:instrText></x>"
    assert refused(word(elsewhere__a_xml=letter)) == "elsewhere"


@pytest.mark.parametrize("words", ['"Call (0121) 303 1234 | IMAGE(1)!"', "SUM(A1:A9)", "RECALL(1)"])
def test_plain_formula_stays(words):
    kept = parts_of(cleaned(formula(words), "xlsx"))["xl/worksheets/sheet1.xml"]
    assert f"<f>{words}</f>".encode() in kept


def test_places_that_word_fills_from_the_properties_keep_their_words():
    """Else the title of a cover page would be gone, with the properties it is read from."""
    document = parts_of(documents.docx())["word/document.xml"]
    bound = b'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/title"/></w:sdtPr></w:sdt><w:sectPr'
    content = word(word__document_xml=document.replace(b"<w:sectPr", bound, 1))
    kept = parts_of(cleaned(content, "docx"))["word/document.xml"]
    assert b"<w:sdt><w:sdtPr></w:sdtPr></w:sdt>" in kept


def test_link_to_a_file_leads_nowhere():
    """It tells of folders and people, and nobody else could follow it."""
    rels = outward("hyperlink", "file:///C:/Users/sam.smith/plan.docx")
    kept = parts_of(cleaned(word(word___rels__a_xml_rels=rels), "docx"))
    assert b"sam.smith" not in kept["word/_rels/a.xml.rels"]
    assert f'Type="{LINK}/hyperlink" Target="#"'.encode() in kept["word/_rels/a.xml.rels"]


def test_icon_keeps_its_shapes_and_loses_its_notes():
    icon = (
        b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:i='http://inkscape.example/' i:docname='"
        + CANARY
        + b"'><!--" + CANARY + b"--><metadata>" + CANARY + b"</metadata><path d='M0 0'/></svg>"
    )  # fmt: skip
    kept = parts_of(cleaned(word(word__media__a_svg=icon), "docx"))["word/media/a.svg"]
    assert CANARY not in kept
    assert b'<path d="M0 0"/>' in kept


def test_sharepoint_notes_are_emptied():
    item = b"<p:properties xmlns:p='http://schemas.microsoft.com/office/2006/metadata/properties'>"
    item += b"<SharedWithUsers>" + CANARY + b"</SharedWithUsers></p:properties>"
    kept = cleaned(word(customXml__item9_xml=item), "docx")
    assert CANARY not in parts_of(kept)["customXml/item9.xml"]


def test_metafile_ends_where_it_says():
    head = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(4) + (60).to_bytes(4, "little") + bytes(8)
    kept = cleaned(word(word__media__a_emf=head + jpeg_with_everything()), "docx")
    assert parts_of(kept)["word/media/a.emf"] == head


def test_opendocument_text_is_cleaned():
    content = documents.odt()
    assert canaries_in(content)
    kept = cleaned_odt(content)
    assert canaries_in(kept) == []
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
        assert b"Thumbnails" not in archive.read("META-INF/manifest.xml")
        assert b"Together" in archive.read("content.xml")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<text:a xlink:href='javascript:alert(1)'/>", "opens"),
        ("<text:a xlink:href='vnd.sun.star.script:a'/>", "opens"),
        ("<draw:image xlink:href='https://a.example/a.png'/>", "elsewhere"),
        ("<draw:image xlink:href='../a.png'/>", "elsewhere"),
        ("<draw:object-ole xlink:href='./Object 1'/>", "embedded"),
        ("<draw:plugin xlink:href='Media/a.mp4'/>", "media"),
        ("<office:scripts><script:event-listener script:event-name='a'/></office:scripts>", "macros"),
        ("<text:execute-macro/>", "macros"),
        ("<office:binary-data>AAAA</office:binary-data>", "unknown"),
    ],
)  # fmt: skip
def test_opendocument_text_that_acts_or_loads_is_refused(body, code):
    assert opendocument.clean({}, documents.odt(body)) == ({"refused": code},)


def test_plain_links_of_an_opendocument_text_stay():
    body = "<text:a xlink:href='https://a.example/'/><draw:image xlink:href='Pictures/one.jpg'/>"
    assert b"https://a.example/" in parts_of(cleaned_odt(documents.odt(body)))["content.xml"]


def test_locked_opendocument_text_is_called_locked():
    manifest = (
        f'<m:manifest xmlns:m="{documents.ODF}manifest:1.0"><m:file-entry m:full-path="content.xml">'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    parts = documents.odt_parts() | {
        "META-INF/manifest.xml": manifest.encode(),
        "content.xml": b"\x8f\x02locked",
    }
    assert opendocument.clean({}, documents.packed(parts)) == ({"refused": "locked"},)
