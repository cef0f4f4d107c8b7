"""HTML in, PDF out, by WeasyPrint under strict rules (T-64, T-65).

Three things WeasyPrint does that we must not allow: it fetches whatever a page names, it only logs
what it could not load, and it falls back to any font of the machine. So: a fetcher that knows our
own things by name and stops the whole job at any other address; every log line of WARNING or above
fails the job; and the fonts that ended up in the file are compared with ours.
"""

import functools
import io
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from certificates.rendering.scripts import BUNDLED, CJK_FAMILY, FONTS

# Our own scheme, so that no address of the network or the disk can be meant by accident.
ASSET = "asset:"
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
_lock = threading.Lock()


class RenderingFailed(Exception):
    """The page is not as it should be; nothing may be issued from it."""


class Forbidden(FatalURLFetchingError):  # type: ignore[misc]  # weasyprint has no types
    """A page named something that is not ours.

    Stops the rendering, where an ordinary error is only logged.
    """


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
    """Hands out what it was given by name, and the bundled fonts. Nothing else exists."""

    def __init__(self, assets: Mapping[str, tuple[bytes, str]] | None = None) -> None:
        super().__init__(allowed_protocols=())
        self.assets = dict(assets or {})
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(ASSET)
        if url.startswith(f"{ASSET}fonts/"):
            font = FONTS / name.removeprefix("fonts/")
            if font.parent == FONTS and font.is_file():
                return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/otf"})
        elif url.startswith(ASSET) and name in self.assets:
            content, content_type = self.assets[name]
            return URLFetcherResponse(url, content, {"Content-Type": content_type})
        self.refused.append(url)
        raise Forbidden(f"A page to be printed named something that is not ours: {url[:200]}")

    # WeasyPrint calls its fetchers as functions.
    __call__ = fetch


def print_pdf(
    html: str,
    *,
    css: str,
    assets: Mapping[str, tuple[bytes, str]],
    created: datetime,
    pages: int = 1,
) -> bytes:
    """The page as tagged PDF/A-3a with the PDF/UA marker; the same input gives the same bytes."""
    fetcher = AssetFetcher(assets)
    # Font configurations are not made for several threads at once.
    with _lock, _complaints() as complaints:
        try:
            sheet, fonts = _sheet(css)
            document = HTML(string=html, base_url=ASSET, url_fetcher=fetcher).render(
                font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/a-3a"
            )
            if len(document.pages) != pages:
                raise RenderingFailed(f"{len(document.pages)} pages instead of {pages}.")
            document.metadata.generator = None
            document.metadata.created = created.strftime("%Y-%m-%dT%H:%M:%SZ")
            _mark_universal_access(document.metadata)
            out = io.BytesIO()
            document.write_pdf(out, pdf_variant="pdf/a-3a")
        except FatalURLFetchingError as error:
            # It derives from BaseException; a job must see an ordinary failure.
            raise RenderingFailed(str(error)) from error
    if complaints:
        raise RenderingFailed("; ".join(complaints))
    content = out.getvalue()
    _require_our_fonts(content)
    return content


@functools.cache
def _sheet(css: str) -> tuple[CSS, FontConfiguration]:
    """Style sheet and fonts, read once in the life of a process (111 → 70 ms a certificate)."""
    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face{{font-family:'{font.family}';font-weight:{font.weight};"
        f"src:url('{ASSET}fonts/{font.file}')}}"
        for font in BUNDLED
    )
    text = f"{faces}\n{css.replace('CJK_FAMILY', CJK_FAMILY)}"
    return CSS(string=text, font_config=fonts, url_fetcher=AssetFetcher()), fonts


def _mark_universal_access(metadata: object) -> None:
    """WeasyPrint writes one marker, PDF/A's; add PDF/UA's inside the same block of metadata."""
    generate = metadata.generate_rdf_metadata  # type: ignore[attr-defined]  # weasyprint has no types

    def with_marker(*args: object, **options: object) -> bytes:
        written: bytes = generate(*args, **options)
        return written.replace(b"</rdf:RDF>", _UA_MARKER)

    metadata.generate_rdf_metadata = with_marker  # type: ignore[attr-defined]


@contextmanager
def _complaints() -> Iterator[list[str]]:
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    listener = Listener(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield lines
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def _require_our_fonts(content: bytes) -> None:
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
