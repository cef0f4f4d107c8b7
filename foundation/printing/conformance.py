"""What makes a printed file last and open to all: PDF/A, PDF/UA and fonts that are in it."""

import io
from typing import cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from foundation.printing.typefaces import BUNDLED, CJK_FAMILY

# "A" asks for tags, "3" is PDF/A's newest part that readers everywhere know.
VARIANT = "pdf/a-3a"
# In a PDF a font goes by its family's name, with dashes and its weight behind.
_OURS = tuple(
    {family.replace(" ", "-") for family in (CJK_FAMILY, *(font.family for font in BUNDLED))}
)
# PDF/A allows only metadata that it knows or that is described; it does not know PDF/UA's marker.
_UA_MARKER = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


class RenderingFailed(Exception):
    """The page is not as it should be; nothing may be issued from it."""


def mark_universal_access(metadata: object) -> None:
    """WeasyPrint writes one marker, PDF/A's; add PDF/UA's inside the same block of metadata."""
    generate = metadata.generate_rdf_metadata  # type: ignore[attr-defined]  # weasyprint has no types

    def with_marker(*args: object, **options: object) -> bytes:
        written: bytes = generate(*args, **options)
        return written.replace(b"</rdf:RDF>", _UA_MARKER)

    metadata.generate_rdf_metadata = with_marker  # type: ignore[attr-defined]


def require_our_fonts(content: bytes) -> None:
    """A font of the machine means that a letter was missing in ours."""
    for name, embedded in sorted(fonts_in(content)):
        if not name.startswith(_OURS):
            raise RenderingFailed(f"Printed with a font that is not ours: {name}.")
        if not embedded:
            raise RenderingFailed(f"The letters of {name} are not in the file.")


def fonts_in(content: bytes) -> set[tuple[str, bool]]:
    """Each font of a PDF.

    Its name without the subset's prefix, and whether its letters are in the file.
    """
    found: set[tuple[str, bool]] = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        resources = cast(DictionaryObject, page["/Resources"].get_object())
        fonts = cast(DictionaryObject, resources.get("/Font", DictionaryObject()).get_object())
        for reference in fonts.values():
            font = reference.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", DictionaryObject()).get_object()
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found.add((str(font["/BaseFont"]).lstrip("/").split("+")[-1], embedded))
    return found
