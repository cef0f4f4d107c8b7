"""HTML in, PDF out, by WeasyPrint under strict rules (T-64, T-65).

Three things WeasyPrint does that we must not allow: it fetches whatever a page names, it only logs
what it could not load, and it falls back to any font of the machine. So: a fetcher that knows our
own things by name and stops the whole job at any other address; every log line of WARNING or above
fails the job; every letter is looked for in our fonts, and the fonts that ended up in the file are
compared with ours.
"""

import functools
import io
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from foundation.printing.conformance import (
    VARIANT,
    RenderingFailed,
    mark_universal_access,
    require_our_fonts,
)
from foundation.printing.fetcher import ASSET, AssetFetcher, Assets
from foundation.printing.finishing import SignatureField, end_table_clearly, finish
from foundation.printing.scripts import unprintable
from foundation.printing.typefaces import BUNDLED, STACKS

_PIXELS_PER_MM = 96 / 25.4
# Higher than any text that is measured, so that it stays on one page.
_MEASURING_HEIGHT = 5000
_lock = threading.Lock()


@dataclass(frozen=True)
class Extent:
    """How much room a text takes, in millimetres."""

    height: float
    # Of the widest line; more than it was given when a word could not be broken.
    width: float
    lines: int


def print_pdf(
    html: str,
    *,
    css: str,
    assets: Assets,
    created: datetime,
    pages: int | None = 1,
    signature: SignatureField | None = None,
) -> bytes:
    """The page as tagged PDF/A-3a with the PDF/UA marker; the same input gives the same bytes.

    `pages`: how many it must be; `None` for a text that takes what it needs. `signature`: of a file
    that is to be signed.
    """
    with _strictly():
        document = _laid_out(html, css=css, assets=assets)
        if pages is not None and len(document.pages) != pages:
            raise RenderingFailed(f"{len(document.pages)} pages instead of {pages}.")
        content = _written(document, created=created, signature=signature)
    require_our_fonts(content)
    return content


def print_together(
    pages: Sequence[tuple[str, Assets]], *, css: str, title: str, created: datetime
) -> bytes:
    """Pages that were written one by one, each HTML and what it names, as one file with its fonts once."""
    documents = []
    with _strictly():
        for html, assets in pages:
            document = _laid_out(html, css=css, assets=assets)
            if len(document.pages) != 1:
                raise RenderingFailed(f"{len(document.pages)} pages instead of 1.")
            documents.append(document)
        together = documents[0].copy([document.pages[0] for document in documents])
        together.metadata.title = title
        content = _written(together, created=created)
    require_our_fonts(content)
    return content


@functools.lru_cache(maxsize=512)
def measure(html: str, *, css: str, width: float) -> Extent:
    """Lay a fragment out in a column so many millimetres wide, and see what it takes.

    A text in a script that climbs can't be guessed from its number of letters.
    """
    column = f"@page{{size:{width}mm {_MEASURING_HEIGHT}mm;margin:0;background:none}}"
    with _strictly():
        document = _laid_out(html, css=css, assets={}, more=column)
        # WeasyPrint's only door to its boxes; the tests of the layout hold it to what is printed.
        body = document.pages[0]._page_box.children[0].children[0]
        lines = [box for box in body.descendants() if isinstance(box, LineBox)]
    return Extent(
        height=body.height / _PIXELS_PER_MM,
        width=max((_reach(line) for line in lines), default=0.0) / _PIXELS_PER_MM,
        lines=len(lines),
    )


def _written(document: Any, *, created: datetime, signature: SignatureField | None = None) -> bytes:
    _require_letters(document)
    document.metadata.generator = None
    document.metadata.created = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    mark_universal_access(document.metadata)
    out = io.BytesIO()
    document.write_pdf(
        out,
        pdf_variant=VARIANT,
        finisher=lambda _document, pdf: finish(pdf, signature=signature),
    )
    return end_table_clearly(out.getvalue())


def _require_letters(document: Any) -> None:
    """Where even the machine has no letter, an empty box would be printed, in a font of ours."""
    text = "".join(
        box.text
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, TextBox)
    )
    missing = unprintable(text, fonts=BUNDLED)
    if missing:
        raise RenderingFailed(f"No font of ours has {', '.join(missing)}.")


def _reach(line: Any) -> float:
    """The width of what stands on a line; the line itself is never wider than its column."""
    return sum(float(child.margin_width()) for child in line.children)


def _laid_out(html: str, *, css: str, assets: Assets, more: str = "") -> Any:
    sheet, fonts = _sheet(css)
    sheets = [sheet]
    if more:
        sheets.append(CSS(string=more, font_config=fonts, url_fetcher=AssetFetcher()))
    return HTML(string=html, base_url=ASSET, url_fetcher=AssetFetcher(assets)).render(
        font_config=fonts, stylesheets=sheets, pdf_variant=VARIANT
    )


@functools.cache
def _sheet(css: str) -> tuple[CSS, FontConfiguration]:
    """Style sheet and fonts, read once in the life of a process (111 → 70 ms a certificate)."""
    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face{{font-family:'{font.family}';font-weight:{font.weight};"
        f"src:url('{ASSET}fonts/{font.file}')}}"
        for font in BUNDLED
    )
    for name, stack in STACKS.items():
        css = css.replace(name, stack)
    return CSS(string=f"{faces}\n{css}", font_config=fonts, url_fetcher=AssetFetcher()), fonts


@contextmanager
def _strictly() -> Iterator[None]:
    """One at a time, because font configurations are not made for several threads; and any
    complaint is a failure.
    """
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    listener = Listener(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    with _lock:
        for logger in loggers:
            logger.addHandler(listener)
        try:
            yield
        except FatalURLFetchingError as error:
            # It derives from BaseException; a job must see an ordinary failure.
            raise RenderingFailed(str(error)) from error
        finally:
            for logger in loggers:
                logger.removeHandler(listener)
    if lines:
        raise RenderingFailed("; ".join(lines))
