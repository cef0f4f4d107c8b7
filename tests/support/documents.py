"""Office files, PDFs and texts as people send them, with more in them than can be seen."""

import io
import zipfile

import docx as python_docx
import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream, String
from PIL import Image

from tests.support.pictures import CANARY, jpeg_with_everything, picture

SECRET = CANARY.decode()
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "application/vnd.openxmlformats-officedocument."
ODT_MIME = "application/vnd.oasis.opendocument.text"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
Parts = dict[str, bytes]


def docx() -> bytes:
    """By python-docx: a photo with everything, an author, a thumbnail, a link."""
    document = python_docx.Document()
    document.add_paragraph("We chose the questions together.")
    document.add_picture(io.BytesIO(jpeg_with_everything()))
    document.core_properties.author = SECRET
    document.core_properties.last_modified_by = SECRET
    document.part.relate_to("https://www.birmingham.gov.uk/", f"{LINK}/hyperlink", is_external=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(**more: bytes) -> bytes:
    return packed(xlsx_parts() | renamed(more))


def pptx(**more: bytes) -> bytes:
    return packed(pptx_parts() | renamed(more))


def renamed(more: dict[str, bytes]) -> Parts:
    """`xl__media__a_png` is xl/media/a.png, `xl___rels__a_rels` is xl/_rels/a.rels."""
    return {
        "/_".join(part.replace("__", "/").replace("_", ".") for part in name.split("___")): body
        for name, body in more.items()
    }


def xlsx_parts() -> Parts:
    book = (
        f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{LINK}" '
        'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac">'
        f'<x15ac:absPath url="C:\\Users\\{SECRET}\\"/>'
        '<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    sheet = (
        f'<worksheet xmlns="{SPREADSHEET}" xmlns:r="{LINK}"><sheetData><row r="1">'
        '<c r="A1"><f>SUM(B1:B2)</f><v>3</v></c></row></sheetData>'
        '<pageSetup orientation="portrait" r:id="rId1"/></worksheet>'
    )
    return common_parts("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml") | {
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("printerSettings", "../printerSettings/printerSettings1.bin"),
            ("image", "../media/image1.jpeg"),
        ),
        "xl/printerSettings/printerSettings1.bin": CANARY,
        "xl/media/image1.jpeg": jpeg_with_everything(),
    }


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def pptx_parts() -> Parts:
    return common_parts("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml") | {
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDES}"/>'.encode(),
        "ppt/_rels/presentation.xml.rels": relations(("image", "media/image1.png")),
        "ppt/media/image1.png": picture("PNG") + CANARY,
        "ppt/media/image2.jpeg": jpeg_with_everything(),
    }


def common_parts(main: str, kind: str) -> Parts:
    types = (
        f'<Types xmlns="{TYPES}">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f'<Override PartName="/docProps/app.xml" ContentType="{OFFICE}extended-properties+xml"/>'
        f'<Override PartName="/docProps/custom.xml" ContentType="{OFFICE}custom-properties+xml"/>'
        "</Types>"
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(
            ("officeDocument", main), ("thumbnail", "docProps/thumbnail.jpeg")
        ),
        "docProps/core.xml": f"<a><creator>{SECRET}</creator></a>".encode(),
        "docProps/app.xml": f"<a><Company>{SECRET}</Company></a>".encode(),
        "docProps/custom.xml": f"<a><property>{SECRET}</property></a>".encode(),
        "docProps/thumbnail.jpeg": jpeg_with_everything(),
    }


def relations(*links: tuple[str, str], external: str = "") -> bytes:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{LINK}/{kind}" Target="{target}"{external}/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{RELS}">{each}</Relationships>'.encode()


def outward(kind: str, target: str) -> bytes:
    return relations((kind, target), external=' TargetMode="External"')


def odt_parts(body: str = "") -> Parts:
    content = (
        f'<office:document-content xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" '
        f'xmlns:draw="{ODF}drawing:1.0" xmlns:script="{ODF}script:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>'
        f"<text:p>Together</text:p>{body}</office:text></office:body></office:document-content>"
    )
    entry = '<m:file-entry m:full-path="{}" m:media-type="text/xml"/>'
    listed = "".join(map(entry.format, ("content.xml", "Thumbnails/thumbnail.png")))
    return {
        "mimetype": ODT_MIME.encode(),
        "content.xml": content.encode(),
        "meta.xml": f"<a><creator>{SECRET}</creator></a>".encode(),
        "settings.xml": (
            '<a xmlns:config="c"><config:config-item config:name="PrinterName" '
            f'config:type="string">{SECRET}</config:config-item></a>'
        ).encode(),
        "Pictures/one.jpg": jpeg_with_everything(),
        "Thumbnails/thumbnail.png": picture("PNG") + CANARY,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{ODF}manifest:1.0">{listed}</m:manifest>'.encode(),
    }


def odt(body: str = "", **more: bytes) -> bytes:
    return packed(odt_parts(body) | renamed(more))


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b""
        for name, body in parts.items():
            stored = name == "mimetype"
            archive.writestr(name, body, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(content: bytes, **more: bytes) -> bytes:
    return packed(parts_of(content) | renamed(more))


def pdf(*changes: object, pages: int = 1, encryption: object = False) -> bytes:
    """Pages, and whatever the changes make of the document."""
    with Pdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(200, 100))
        for change in changes:
            change(document)
        out = io.BytesIO()
        document.save(out, encryption=encryption)
    return out.getvalue()


def told(document: Pdf) -> None:
    """Who made it, in each of the places where a PDF may say so."""
    page = document.pages[0].obj
    document.docinfo["/Author"] = SECRET
    document.Root.Metadata = Stream(document, b"<x>" + CANARY + b"</x>")
    page.Metadata = Stream(document, b"<x>" + CANARY + b"</x>")
    page.PieceInfo = Dictionary(App=Dictionary(Private=String(SECRET)))
    page.Thumb = Stream(document, CANARY)


def with_photo(document: Pdf, *, outer: bool = False) -> None:
    """A JPEG as a camera made it, in a page; with `outer`, packed once more."""
    photo = jpeg_with_everything()
    if outer:
        photo = photo.hex().encode() + b">"
    image = Stream(document, photo)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = 60, 40, 8
    image.ColorSpace = Name.DeviceRGB
    image.Filter = pikepdf.Array([Name.ASCIIHexDecode, Name.DCTDecode]) if outer else Name.DCTDecode
    page = document.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(Photo=document.make_indirect(image)))
    page.Contents = Stream(document, b"q 60 0 0 40 0 0 cm /Photo Do Q")


def heic(*, size: tuple[int, int] = (64, 40), orientation: int = 1) -> bytes:
    import pillow_heif  # loads a library of its own

    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, exif=exif.tobytes(), xmp=CANARY, quality=90)
    return out.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
