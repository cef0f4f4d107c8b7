"""Forgeries of certificates, by everything that we could think of. Each is (how, bytes)."""

import io
import random
import re
import subprocess
from collections.abc import Callable, Iterator

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from certificates.signing import LoadedKey, sign

Forgery = tuple[str, bytes]
FLIPS, INSERTIONS, CUTS, TAILS = 110, 25, 30, 15


def forgeries(content: bytes, page: bytes, other: bytes, *, wrong: LoadedKey) -> Iterator[Forgery]:
    """`page` is the same, unsigned; `other` is another genuine one. `wrong` is a key with the name of
    ours that is not ours.
    """
    yield from _bytes_changed(content, random.Random(2026))
    yield from _signature_torn(content, other)
    yield from _saved_again(content)
    yield from _edited(content, other)
    yield from _added_to(content, wrong)
    yield "signed by another key of the same name", sign(page, key=wrong)
    yield "printed again without signature", page
    yield "signed by another key after ours was taken out", sign(_unsigned(content), key=wrong)
    yield "one file after the other", content + other
    yield "one file before the other", other + content


def _bytes_changed(content: bytes, chance: random.Random) -> Iterator[Forgery]:
    for _ in range(FLIPS):
        place = chance.randrange(len(content))
        changed = content[place] ^ (1 << chance.randrange(8))
        yield "one bit", content[:place] + bytes([changed]) + content[place + 1 :]
    for _ in range(INSERTIONS):
        place = chance.randrange(len(content))
        yield "a byte more", content[:place] + chance.randbytes(1) + content[place:]
        yield "a byte less", content[:place] + content[place + 1 :]
    for _ in range(CUTS):
        yield "cut off", content[: chance.randrange(1, len(content))]
    for _ in range(TAILS):
        yield "something behind it", content + chance.randbytes(chance.randrange(1, 200))
        yield "a remark behind it", content + b"\n%" + chance.randbytes(4).hex().encode() + b"\n"
        yield "something before it", chance.randbytes(chance.randrange(1, 200)) + content


def _signature_torn(content: bytes, other: bytes) -> Iterator[Forgery]:
    """What has fooled readers of PDF: a signature that is not there, or speaks of other bytes."""
    start, end = _hex_place(content)
    digits = content[start:end]
    blank = b"0" * len(digits)
    swaps = {
        "an empty signature": blank,
        "another certificate's signature": _hex(other).ljust(len(digits), b"0")[: len(digits)],
        "half a signature": digits[: len(digits) // 4] + blank[len(digits) // 4 :],
        "a signature of one byte": b"30" + blank[2:],
    }
    for how, signature in swaps.items():
        yield how, content[:start] + signature + content[end:]
    ranges = re.search(rb"/ByteRange\s*\[([^\]]+)\]", content)
    assert ranges is not None
    first, last = ranges.span(1)
    for how, text in {
        "a signature over nothing": b"0 0 0 0",
        "a signature over the first part alone": b"0 %d 0 0" % start,
        "a signature over negative bytes": b"0 -1 1 -1",
        "a signature that ends early": b"0 %d %d 9" % (start - 1, end + 1),
    }.items():
        yield how, content[:first] + text.ljust(last - first) + content[last:]
    for how, name in {"no range": b"/ByteRangX", "no kind": b"/SubFilteX"}.items():
        yield how, content.replace(name[:-1] + (b"e" if how == "no range" else b"r"), name)


def _hex_place(content: bytes) -> tuple[int, int]:
    found = re.search(rb"/Contents\s*<([0-9a-fA-F]{1000,})>", content)
    assert found is not None
    return found.span(1)


def _hex(content: bytes) -> bytes:
    start, end = _hex_place(content)
    return content[start:end]


def _saved_again(content: bytes) -> Iterator[Forgery]:
    ways: dict[str, dict[str, object]] = {
        "saved again": {},
        "saved again for the web": {"linearize": True},
        "saved again in streams": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        "saved again without streams": {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
        "saved again to be read": {"qdf": True},
        "saved again unpacked": {"stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
    }
    for how, options in ways.items():
        yield how, _with_pikepdf(content, lambda file: None, **options)
    yield "saved again by another program", _with_pypdf(content, lambda writer: None)
    yield "table of places built anew", _rebuilt(content)
    yield "locked with a password", _with_pypdf(content, lambda writer: writer.encrypt("", "x"))


def _rebuilt(content: bytes) -> bytes:
    """As repair tools do, after the table was broken."""
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n1", content)
    done = subprocess.run(
        ["qpdf", "--warning-exit-0", "-", "-"],
        input=broken,
        capture_output=True,
        check=False,
    )
    return done.stdout or broken


def _edited(content: bytes, other: bytes) -> Iterator[Forgery]:
    def name(file: pikepdf.Pdf) -> None:
        page = file.pages[0]
        drawn = page.Contents.read_bytes().replace(b" Tj", b" Tj 0 0 Td", 1)
        page.Contents = file.make_stream(drawn + b"\nBT ET")

    def page(file: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as stranger:
            file.pages[0].Contents = file.copy_foreign(stranger.pages[0].Contents)

    def whole_page(file: pikepdf.Pdf) -> None:
        with pikepdf.open(io.BytesIO(other)) as stranger:
            file.pages.append(stranger.pages[0])
            del file.pages[0]

    def square(file: pikepdf.Pdf) -> None:
        """The square code leads to a page of the forger."""
        for note in file.pages[0].get("/Annots", []):
            if "/A" in note and "/URI" in note.A:
                note.A.URI = pikepdf.String("https://evil.example/verify/")

    def title(file: pikepdf.Pdf) -> None:
        file.docinfo["/Title"] = "Platinum"

    def metadata(file: pikepdf.Pdf) -> None:
        with file.open_metadata(set_pikepdf_as_editor=False) as about:
            about["dc:title"] = "Platinum"

    def attachment(file: pikepdf.Pdf) -> None:
        file.attachments["more.txt"] = b"more"

    def second_page(file: pikepdf.Pdf) -> None:
        file.add_blank_page()

    def without_form(file: pikepdf.Pdf) -> None:
        del file.Root.AcroForm

    for edit in (
        name, page, whole_page, square, title, metadata, attachment, second_page, without_form
    ):  # fmt: skip
        yield f"edited: {edit.__name__}", _with_pikepdf(content, edit)


def _added_to(content: bytes, wrong: LoadedKey) -> Iterator[Forgery]:
    """What is added after the signature leaves its bytes as they were."""

    def note(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/Note")] = TextStringObject("x")

    def title(writer: PdfWriter) -> None:
        writer.add_metadata({"/Title": "Platinum"})

    def nothing(writer: PdfWriter) -> None:
        return

    def overlay(writer: PdfWriter) -> None:
        drawn = writer.pages[0].get_contents()
        assert drawn is not None
        drawn.set_data(drawn.get_data() + b"\n1 1 1 rg 300 300 400 80 re f\n")
        writer.pages[0][NameObject("/Contents")] = writer._add_object(drawn)

    def other_language(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/Lang")] = TextStringObject("de")

    for edit in (note, title, nothing, overlay, other_language):
        writer = PdfWriter(io.BytesIO(content), incremental=True)
        edit(writer)
        added = _written(writer)
        if added == content:
            added += b"\n"
        yield f"added: {edit.__name__}", added
    yield "signed once more by another key", _signed_twice(content, wrong)


def _signed_twice(content: bytes, wrong: LoadedKey) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    fields.append_signature_field(writer, fields.SigFieldSpec("Second"))
    metadata = signers.PdfSignatureMetadata(field_name="Second", md_algorithm="sha256")
    out = io.BytesIO()
    signer = signers.PdfSigner(metadata, signer=wrong.signer)
    try:
        signer.sign_pdf(writer, output=out)
    except Exception:
        # It is forbidden there, so the forger stops half way.
        writer.write(out)
    return out.getvalue()


def _unsigned(content: bytes) -> bytes:
    """The file as it was before the signature was added."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\n?", content)]
    return content[: ends[0]]


def _with_pikepdf(content: bytes, edit: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        edit(file)
        file.save(out, **options)
    return out.getvalue()


def _with_pypdf(content: bytes, edit: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    edit(writer)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
