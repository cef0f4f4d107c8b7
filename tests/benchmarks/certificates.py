"""Certificates on one core: ours, and beside it what WeasyPrint and pyHanko alone cost for the same page."""

import io
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from weasyprint import HTML

from certificates.rendering import certificate
from certificates.rendering.certificate import certificate_pdf, certificates_pdf
from certificates.signing import load_signer, sign
from foundation.printing import printer
from foundation.printing.fetcher import ASSET, AssetFetcher
from foundation.printing.joining import join
from tests.certificates.samples import facts

COUNT = 30
AT = datetime(2026, 11, 23, tzinfo=UTC)
# As names come: mostly Latin, some not.
NAMES = ("Oak Primary School", "Łódź & Sons", "Harborne Wheels in Motion", "اردو مرکز برائے بچے")


def run() -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    load_signer()
    several = [
        replace(facts(f"{NAMES[n % len(NAMES)]} {n}"), number=f"BRZ-2026-{n:05d}")
        for n in range(COUNT)
    ]
    certificate_pdf(facts("Warm"))
    print(f"\n{COUNT} certificates")
    ours = _each("printed and signed, ours", lambda n: _ours(several[n]))
    pages = [certificate._with_people(each) for each in several]
    kept = load_signer().signer
    plain = signers.SimpleSigner(
        signing_cert=kept.signing_cert,
        signing_key=kept.signing_key,
        cert_registry=kept.cert_registry,
    )
    alone = _each("WeasyPrint and pyHanko alone", lambda n: _bare(*pages[n], plain))
    print(f"  floor_ratio {ours / alone:.2f}")
    quick = _each("the same, with the key read once", lambda n: _bare(*pages[n], kept))
    print(f"  ratio to that {ours / quick:.2f}")
    began = time.perf_counter()
    part = certificates_pdf(several, title="Evening", at=AT)
    book = join([part], headings=[each.number for each in several], crop_marks=True)
    _say("pages of a print run", time.perf_counter() - began)
    print(f"  {len(book) / COUNT / 1000:.1f} kB a page")


def _ours(each: certificate.Facts) -> None:
    sign(certificate_pdf(each), key=load_signer())


def _bare(html: str, assets: printer.Assets, signer: signers.SimpleSigner) -> None:
    """The same HTML, style sheet and fonts, without measuring, checking or finishing."""
    sheet, fonts = printer._sheet(certificate.style("certificate"))
    content = HTML(string=html, base_url=ASSET, url_fetcher=AssetFetcher(assets)).write_pdf(
        font_config=fonts, stylesheets=[sheet], pdf_variant=printer.VARIANT
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    metadata = signers.PdfSignatureMetadata(field_name="Bare", md_algorithm="sha256")
    signers.sign_pdf(writer, metadata, signer=signer, output=io.BytesIO())


def _each(name: str, act: Callable[[int], None]) -> float:
    began = time.perf_counter()
    for number in range(COUNT):
        act(number)
    spent = time.perf_counter() - began
    _say(name, spent)
    return spent


def _say(name: str, seconds: float) -> None:
    each = f"{seconds / COUNT * 1000:.0f} ms each"
    print(f"  {name:<50}{COUNT / seconds:>7.1f} a second{each:>16}")
