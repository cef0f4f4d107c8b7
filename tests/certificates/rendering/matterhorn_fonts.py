"""Conditions about letters (10, 17-003 and 31 of the Matterhorn Protocol): see `matterhorn`."""

import io
from collections.abc import Iterable

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from tests.certificates.rendering.matterhorn import add, breaks, draw, fonts

WINDOWS, SYMBOL, MACINTOSH = (3, 1), (3, 0), (1, 0)
NONSYMBOLIC, SYMBOLIC = 32, 4


# --- Fonts as ours are: composite, with one byte pair a glyph


@breaks(("10-001", "FONT-UNICODE-MAPPING"), ("31-027", "FONT-UNICODE-MAPPING"))
def _without_characters(pdf: Pdf) -> None:
    for font in fonts(pdf):
        del font.ToUnicode


@breaks(("17-003", "FONT-UNICODE-MAPPING"))
def _formula_without_characters(pdf: Pdf) -> None:
    add(pdf, "Formula", Alt=String("x"))
    _without_characters(pdf)


def _cmap(pdf: Pdf, *, inside: bytes = b"", **entries: object) -> Object:
    system = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    body = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def"
        b" /Supplement 0 def end def\n/CMapName /Ours def /CMapType 1 def\n" + inside + b"\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"1 begincidrange <0000> <ffff> 0 endcidrange\nendcmap end end"
    )
    known = {"Type": Name.CMap, "CMapName": Name.Ours, "CIDSystemInfo": system}
    return pdf.make_stream(body, **(known | entries))


def _encode(pdf: Pdf, encoding: Object) -> None:
    for font in fonts(pdf):
        font.Encoding = encoding


def _other_collection(pdf: Pdf, **changes: object) -> None:
    said = {"Registry": String("Adobe"), "Ordering": String("Identity"), "Supplement": 0}
    _encode(pdf, _cmap(pdf, CIDSystemInfo=Dictionary(**(said | changes))))


@breaks(("31-001", "TYPE0-CID-SYSTEM-INFO"))
def _collection_of_another(pdf: Pdf) -> None:
    _other_collection(pdf, Registry=String("Other"))


@breaks(("31-002", "TYPE0-CID-SYSTEM-INFO"))
def _collection_in_another_order(pdf: Pdf) -> None:
    _other_collection(pdf, Ordering=String("Other"))


@breaks(("31-004", "CIDTOGIDMAP"))
def _glyph_map_of_no_kind(pdf: Pdf) -> None:
    for font in fonts(pdf, "/CIDFontType2"):
        font.CIDToGIDMap = Name.Other


@breaks(("31-005", "CIDTOGIDMAP"))
def _without_glyph_map(pdf: Pdf) -> None:
    for font in fonts(pdf, "/CIDFontType2"):
        del font.CIDToGIDMap


@breaks(("31-006", "CMAP-EMBEDDING"))
def _map_that_is_not_there(pdf: Pdf) -> None:
    _encode(pdf, Name("/Ours-H"))


@breaks(("31-007", "CMAP-WMODE"))
def _map_of_two_directions(pdf: Pdf) -> None:
    _encode(pdf, _cmap(pdf, inside=b"/WMode 1 def", WMode=0))


@breaks(("31-008", "CMAP-REFERENCE"))
def _map_by_another_map(pdf: Pdf) -> None:
    _encode(pdf, _cmap(pdf, inside=b"/Ours-H usecmap", UseCMap=Name("/Ours-H")))


@breaks(("31-009", "FONT-EMBEDDING"))
def _letters_without_font(pdf: Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, Dictionary) and each.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in each:
                    del each[key]


def _say(pdf: Pdf, code: bytes) -> None:
    """Text of one glyph, in every font of the page."""
    for name in pdf.pages[0].obj.Resources.Font:
        draw(pdf, b"/Artifact BMC BT %s 9 Tf <%s> Tj ET EMC" % (name.encode(), code))


@breaks(("31-011", "FONT-GLYPH-PRESENCE"))
def _letter_that_is_not_there(pdf: Pdf) -> None:
    _say(pdf, b"fffe")


def _glyph_list(pdf: Pdf, bits: bytes) -> None:
    for font in fonts(pdf, "/CIDFontType2"):
        font.FontDescriptor.CIDSet = pdf.make_stream(bits)


@breaks(("31-014", "CID-SUBSET-CIDSET"))
def _list_that_leaves_glyphs_out(pdf: Pdf) -> None:
    _glyph_list(pdf, b"\x80")


@breaks(("31-016", "FONT-GLYPH-WIDTH"))
def _wrong_widths(pdf: Pdf) -> None:
    for subtype in ("/CIDFontType0", "/CIDFontType2"):
        for font in fonts(pdf, subtype):
            font.W = Array([0, Array([7] * 400)])


def _to_unicode(code: bytes, character: bytes) -> bytes:
    last = b"f" * len(code)
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CMapName /Ours def /CMapType 2 def\n"
        b"1 begincodespacerange <" + b"0" * len(code) + b"> <" + last + b"> endcodespacerange\n"
        b"1 beginbfchar <" + code + b"> <" + character + b"> endbfchar\nendcmap end end"
    )


def _characters(pdf: Pdf, character: bytes) -> None:
    """What the first letter of the page stands for."""
    for font in fonts(pdf):
        font.ToUnicode = pdf.make_stream(_to_unicode(b"0041", character))


@breaks(("31-028", "FONT-UNICODE-VALUE"))
def _character_of_nothing(pdf: Pdf) -> None:
    _characters(pdf, b"0000")


@breaks(("31-029", "FONT-UNICODE-VALUE"))
def _character_of_byte_order(pdf: Pdf) -> None:
    _characters(pdf, b"feff")


@breaks(("31-030", "NOTDEF-GLYPH"))
def _letter_nobody_drew(pdf: Pdf) -> None:
    _say(pdf, b"0000")


# --- Simple fonts, which none of ours is

LETTER = ord("A")


def _program(maps: Iterable[tuple[int, int]], *, letter: int) -> bytes:
    """A font of one letter, a square, with these maps of characters."""
    pen = TTGlyphPen(None)
    for corner in ((0, 0), (0, 500), (500, 500), (500, 0)):
        pen.lineTo(corner) if corner != (0, 0) else pen.moveTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Simple", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    tables = []
    for platform, encoding in maps:
        table = CmapSubtable.newSubtable(4)
        table.platformID, table.platEncID, table.language = platform, encoding, 0
        table.cmap = {letter: "A"}
        tables.append(table)
    builder.font["cmap"].tables = tables
    out = io.BytesIO()
    builder.font.save(out)
    return out.getvalue()


def _simple(
    pdf: Pdf,
    *,
    encoding: Object | None,
    maps: Iterable[tuple[int, int]] = (WINDOWS,),
    letter: int = LETTER,
    flags: int = NONSYMBOLIC,
) -> None:
    """A font of single bytes, and one letter drawn with it."""
    program = _program(maps, letter=letter)
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name.Simple,
            Flags=flags,
            FontBBox=Array([0, -200, 1000, 800]),
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=700,
            StemV=80,
            FontFile2=pdf.make_stream(program, Length1=len(program)),
        )
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name.Simple,
        FirstChar=LETTER,
        LastChar=LETTER,
        Widths=Array([500]),
        FontDescriptor=descriptor,
        ToUnicode=pdf.make_stream(_to_unicode(b"41", b"0041")),
    )
    if encoding is not None:
        font.Encoding = encoding
    pdf.pages[0].obj.Resources.Font["/simple"] = pdf.make_indirect(font)
    draw(pdf, b"/Artifact BMC BT /simple 9 Tf (A) Tj ET EMC")


@breaks(("31-017", "TRUETYPE-NONSYMBOLIC-CMAP"))
def _no_map_for_letters(pdf: Pdf) -> None:
    _simple(pdf, encoding=Name.WinAnsiEncoding, maps=())


@breaks(("31-018", "FONT-GLYPH-PRESENCE"))
def _map_without_the_letter(pdf: Pdf) -> None:
    _simple(pdf, encoding=Name.WinAnsiEncoding, letter=ord("B"))


@breaks(("31-019", "TRUETYPE-NONSYMBOLIC-ENCODING"))
def _no_encoding(pdf: Pdf) -> None:
    _simple(pdf, encoding=None)


@breaks(("31-020", "TRUETYPE-NONSYMBOLIC-ENCODING"))
def _encoding_without_base(pdf: Pdf) -> None:
    _simple(pdf, encoding=Dictionary(Type=Name.Encoding))


@breaks(("31-021", "TRUETYPE-NONSYMBOLIC-ENCODING"))
def _encoding_for_printers(pdf: Pdf) -> None:
    _simple(pdf, encoding=Name.MacExpertEncoding)


def _differing(glyph: Name) -> Object:
    differences = Array([LETTER, glyph])
    return Dictionary(
        Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=differences
    )


@breaks(("31-022", "TRUETYPE-NONSYMBOLIC-ENCODING"))
def _letter_of_no_known_name(pdf: Pdf) -> None:
    _simple(pdf, encoding=_differing(Name("/scribble")))


@breaks(("31-023", "TRUETYPE-NONSYMBOLIC-ENCODING"))
def _names_without_a_map(pdf: Pdf) -> None:
    _simple(pdf, encoding=_differing(Name.A), maps=[MACINTOSH])


@breaks(("31-024", "TRUETYPE-SYMBOLIC-ENCODING"))
def _symbols_with_encoding(pdf: Pdf) -> None:
    _simple(pdf, encoding=Name.WinAnsiEncoding, maps=[SYMBOL], flags=SYMBOLIC)


@breaks(("31-025", "TRUETYPE-SYMBOLIC-CMAP"))
def _symbols_without_map(pdf: Pdf) -> None:
    _simple(pdf, encoding=None, maps=(), flags=SYMBOLIC)


@breaks(("31-026", "TRUETYPE-SYMBOLIC-CMAP"))
def _symbols_with_other_maps(pdf: Pdf) -> None:
    _simple(pdf, encoding=None, maps=[WINDOWS, MACINTOSH], flags=SYMBOLIC)
