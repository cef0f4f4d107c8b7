"""The 87 machine-checkable failure conditions of the Matterhorn Protocol 1.1 (PDF Association, 2021).

Each has a way to break a good file in just that manner, and the rule of the checker that must see it;
the rest is about what no file of ours has (`tests.support.conformance.KEPT_OUT`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

MACHINE_CHECKABLE = 87
Spoil = Callable[[Pdf], None]


@dataclass(frozen=True)
class Condition:
    id: str
    # The rule that has to fail, as the checker calls it, without its beginning and number.
    rule: str
    spoil: Spoil

    def __str__(self) -> str:
        return self.id


CONDITIONS: list[Condition] = []


def breaks(*pairs: tuple[str, str]) -> Callable[[Spoil], Spoil]:
    """What the function under it does to a file is these conditions, each with its rule."""

    def remember(spoil: Spoil) -> Spoil:
        CONDITIONS.extend(Condition(id, rule, spoil) for id, rule in pairs)
        return spoil

    return remember


def elements(pdf: Pdf, tag: str) -> list[Object]:
    return [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/S") == tag]


def fonts(pdf: Pdf, subtype: str = "/Type0") -> list[Object]:
    return [
        each
        for each in pdf.objects
        if isinstance(each, Dictionary)
        and each.get("/Type") == "/Font"
        and each.get("/Subtype") == subtype
    ]


def add(pdf: Pdf, tag: str, parent: Object | None = None, **entries: Any) -> Object:
    """An element of the structure, last of its parent; of the document where none is given."""
    parent = elements(pdf, "/Document")[0] if parent is None else parent
    made = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name("/" + tag), P=parent, **entries)
    )
    kids = parent.get("/K")
    if kids is None:
        parent.K = Array([made])
    elif isinstance(kids, Array):
        kids.append(made)
    else:
        parent.K = Array([kids, made])
    return made


def annotate(pdf: Pdf, subtype: str, *, tag: str | None = "Annot", **entries: Any) -> Object:
    """An annotation on the first page, tagged as it should be, or not at all."""
    page = pdf.pages[0].obj
    made = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array([9, 9, 99, 99]), **entries
        )
    )
    page.Annots.append(made)
    if tag is not None:
        tree = pdf.Root.StructTreeRoot
        numbers = tree.ParentTree.Nums
        key = int(numbers[-2]) + 1
        made.StructParent = key
        element = add(
            pdf, tag, K=Array([Dictionary(Type=Name.OBJR, Obj=made, Pg=page)]), Alt=String("Words")
        )
        numbers.extend([key, element])
    return made


def draw(pdf: Pdf, content: bytes) -> None:
    pdf.pages[0].contents_add(content, prepend=False)


# --- What is content, and what is not (01)


@breaks(("01-003", "ARTIFACT-NESTED"))
def _artifact_in_tagged(pdf: Pdf) -> None:
    draw(pdf, b"/Span <</MCID 0>> BDC /Artifact BMC 0 0 m 9 9 l S EMC EMC")


@breaks(("01-004", "TAGGED-CONTENT-INSIDE-ARTIFACT"))
def _tagged_in_artifact(pdf: Pdf) -> None:
    draw(pdf, b"/Artifact BMC /Span <</MCID 0>> BDC 0 0 m 9 9 l S EMC EMC")


@breaks(("01-005", "CONTENT-TAGGING"))
def _untagged(pdf: Pdf) -> None:
    draw(pdf, b"0 0 m 9 9 l S")


@breaks(("01-007", "SUSPECTS"))
def _suspects(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


# --- Tags that are known (02)


@breaks(("02-001", "STRUCT-TREE-ROLE-MAP"))
def _unknown_tag(pdf: Pdf) -> None:
    add(pdf, "Novel")


@breaks(("02-003", "STRUCT-TREE-ROLE-MAP-CYCLE"))
def _tags_in_a_circle(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Novel=Name.Story, Story=Name.Novel)
    add(pdf, "Novel")


@breaks(("02-004", "STRUCT-TREE-ROLE-MAP-STANDARD"))
def _standard_tag_remapped(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Span)


# --- What the file says of itself (06, 07)


@breaks(("06-001", "METADATA-STRUCTURE"))
def _without_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def _metadata(pdf: Pdf, old: bytes, new: bytes) -> None:
    said = pdf.Root.Metadata.read_bytes()
    assert old in said
    pdf.Root.Metadata = pdf.make_stream(
        said.replace(old, new), Type=Name.Metadata, Subtype=Name.XML
    )


@breaks(("06-002", "ID-SCHEMA"))
def _without_marker(pdf: Pdf) -> None:
    _metadata(pdf, b'pdfuaid:part="1"', b"")


@breaks(("06-003", "METADATA-TITLE"))
def _without_title(pdf: Pdf) -> None:
    _metadata(pdf, b"dc:title", b"dc:source")


@breaks(("07-001", "VIEWER-PREFERENCES"))
def _title_not_asked_for(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


@breaks(("07-002", "VIEWER-PREFERENCES"))
def _title_not_shown(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


# --- Tables, lists, contents (09, 15)


@breaks(("09-004", "TABLE-KIDS"))
def _paragraph_in_table(pdf: Pdf) -> None:
    add(pdf, "P", add(pdf, "Table"))


@breaks(("09-005", "L-KIDS"))
def _paragraph_in_list(pdf: Pdf) -> None:
    add(pdf, "P", add(pdf, "L"))


@breaks(("09-006", "TOC-KIDS"))
def _paragraph_in_contents(pdf: Pdf) -> None:
    add(pdf, "P", add(pdf, "TOC"))


@breaks(("15-003", "TABLE-HEADERS-SCOPE"))
def _header_of_nothing(pdf: Pdf) -> None:
    table = add(pdf, "Table")
    for tags in (("TH", "TH"), ("TD", "TD")):
        row = add(pdf, "TR", table)
        for tag in tags:
            add(pdf, tag, row)


# --- Language (11)


@breaks(
    ("11-001", "TEXT-LANGUAGE"),
    ("11-002", "ALT-TEXT-LANGUAGE"),
    ("11-003", "OUTLINE-LANGUAGE"),
    ("11-004", "ANNOTATION-CONTENTS-LANGUAGE"),
    ("11-005", "FORM-FIELD-TU-LANGUAGE"),
)
def _without_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


# --- Pictures, headings, formulas, notes (13, 14, 17, 19)


@breaks(("13-004", "FIGURE-ALTERNATIVE-TEXT"))
def _picture_without_words(pdf: Pdf) -> None:
    for each in elements(pdf, "/Figure"):
        del each.Alt


@breaks(("14-002", "HEADING-NESTING"))
def _first_heading_is_second(pdf: Pdf) -> None:
    for each in elements(pdf, "/H1"):
        each.S = Name.H2


@breaks(("14-003", "HEADING-NESTING"))
def _heading_that_skips(pdf: Pdf) -> None:
    add(pdf, "H3")


@breaks(("14-006", "HEADING-CHILD-COUNT"))
def _two_headings_in_one(pdf: Pdf) -> None:
    section = add(pdf, "Sect")
    add(pdf, "H", section)
    add(pdf, "H", section)


@breaks(("14-007", "HEADING-STRUCTURE"))
def _two_kinds_of_heading(pdf: Pdf) -> None:
    add(pdf, "H")


@breaks(("17-002", "FORMULA-ALTERNATIVE-TEXT"))
def _formula_without_words(pdf: Pdf) -> None:
    add(pdf, "Formula")


@breaks(("19-003", "NOTE-ID"))
def _note_without_id(pdf: Pdf) -> None:
    add(pdf, "Note")


@breaks(("19-004", "NOTE-ID-UNIQUE"))
def _notes_of_one_id(pdf: Pdf) -> None:
    for _ in range(2):
        add(pdf, "Note", ID=String("n"))


# --- Layers, attached files, forms that draw themselves (20, 21, 25)


def _layers(pdf: Pdf, *, named: bool = True, configs: bool = False, **entries: Any) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    name = {"Name": String("All")} if named else {}
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(**name, **entries))
    if configs:
        pdf.Root.OCProperties.Configs = Array([Dictionary(Creator=String("x"))])


@breaks(("20-001", "OPTIONAL-CONTENT-NAME"))
def _nameless_layers(pdf: Pdf) -> None:
    _layers(pdf, configs=True)


@breaks(("20-002", "OPTIONAL-CONTENT-NAME"))
def _nameless_layers_as_a_rule(pdf: Pdf) -> None:
    _layers(pdf, named=False)


@breaks(("20-003", "OPTIONAL-CONTENT-AS"))
def _layers_that_switch_themselves(pdf: Pdf) -> None:
    _layers(pdf, AS=Array([Dictionary(Event=Name.View, Category=Array([Name.View]))]))


def _attachment(pdf: Pdf) -> Object:
    file = pdf.make_stream(b"words", Type=Name.EmbeddedFile, Subtype=Name("/text/plain"))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            EF=Dictionary(F=file),
            F=String("words.txt"),
            AFRelationship=Name.Data,
        )
    )


@breaks(("21-001", "FILE-SPEC-F-AND-UF"))
def _attached_without_name(pdf: Pdf) -> None:
    names = Array([String("words.txt"), _attachment(pdf)])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


@breaks(("25-001", "DYNAMIC-XFA"))
def _form_that_draws_itself(pdf: Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(
        b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">'
        b'<config xmlns="http://www.xfa.org/schema/xci/3.0/"><acrobat><acrobat7>'
        b"<dynamicRender>required</dynamicRender></acrobat7></acrobat></config></xdp:xdp>"
    )


# --- What one can click on (28)


@breaks(("28-002", "ANNOTATION-ANNOT-TAG"))
def _annotation_without_tag(pdf: Pdf) -> None:
    annotate(pdf, "Text", tag="Span", Contents=String("Words"))


@breaks(("28-004", "ANNOTATION-CONTENTS-ALT"))
def _annotation_without_words(pdf: Pdf) -> None:
    annotate(pdf, "Text")
    del elements(pdf, "/Annot")[0].Alt


@breaks(("28-005", "FORM-FIELD-TU-ALT"))
def _field_without_words(pdf: Pdf) -> None:
    del pdf.Root.AcroForm.Fields[0].TU
    for each in elements(pdf, "/Form"):
        del each.Alt


@breaks(("28-006", "ANNOTATION-ANNOT-TAG"))
def _annotation_of_no_kind(pdf: Pdf) -> None:
    annotate(pdf, "Doodle", tag="Span", Contents=String("Words"))


@breaks(("28-007", "TRAPNET-ANNOTATION"))
def _trap_network(pdf: Pdf) -> None:
    annotate(pdf, "TrapNet", Contents=String("Words"))


@breaks(("28-008", "PAGE-TABS"))
def _no_tab_order(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Tabs


@breaks(("28-009", "PAGE-TABS"))
def _tab_order_of_its_own(pdf: Pdf) -> None:
    pdf.pages[0].obj.Tabs = Name.R


@breaks(("28-010", "WIDGET-FORM-TAG"))
def _field_without_tag(pdf: Pdf) -> None:
    elements(pdf, "/Form")[0].S = Name.Div


@breaks(("28-011", "LINK-LINK-TAG"))
def _link_without_tag(pdf: Pdf) -> None:
    elements(pdf, "/Link")[0].S = Name.Span


@breaks(("28-012", "LINK-CONTENTS"))
def _link_without_words(pdf: Pdf) -> None:
    for each in pdf.pages[0].obj.Annots:
        if each.Subtype == "/Link":
            del each.Contents


def _film(pdf: Pdf, **entries: Any) -> None:
    clip = Dictionary(Type=Name.MediaClip, S=Name.MCD, D=_attachment(pdf), **entries)
    play = Dictionary(S=Name.Rendition, OP=0, R=Dictionary(Type=Name.Rendition, S=Name.MR, C=clip))
    annotate(pdf, "Screen", Contents=String("A film"), A=play)


@breaks(("28-014", "MEDIA-CLIP-CT"))
def _film_of_unknown_kind(pdf: Pdf) -> None:
    _film(pdf, Alt=Array([String("en"), String("A film")]))


@breaks(("28-015", "MEDIA-CLIP-ALT"))
def _film_without_words(pdf: Pdf) -> None:
    _film(pdf, CT=String("video/mp4"))


@breaks(("28-016", "FILE-SPEC-F-AND-UF"))
def _attached_on_the_page(pdf: Pdf) -> None:
    annotate(pdf, "FileAttachment", Contents=String("Words"), FS=_attachment(pdf))


@breaks(("28-017", "PRINTER-MARK-ARTIFACT"))
def _printers_mark_in_the_structure(pdf: Pdf) -> None:
    annotate(pdf, "PrinterMark", Contents=String("Mark"))


# --- Drawings within drawings (30)


@breaks(("30-001", "FORM-REFERENCE"))
def _drawing_from_elsewhere(pdf: Pdf) -> None:
    form = _form(pdf, b"")
    form.Ref = Dictionary(F=String("other.pdf"), Page=0)
    draw(pdf, b"/Artifact BMC /spoilt Do EMC")


@breaks(("30-002", "FORM-STRUCTURE"))
def _tagged_drawing_used_twice(pdf: Pdf) -> None:
    _form(pdf, b"/Span <</MCID 0>> BDC 0 0 m 9 9 l S EMC", StructParents=999)
    draw(pdf, b"/spoilt Do /spoilt Do")


def _form(pdf: Pdf, content: bytes, **entries: Any) -> Stream:
    form = pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), **entries
    )
    pdf.pages[0].obj.Resources.XObject["/spoilt"] = form
    return form
