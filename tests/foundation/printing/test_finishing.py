"""How the bytes of a file end, where a strict reader counts them."""

import io
import random

import pikepdf
import pydyf

from foundation.printing.finishing import (
    _end_packed_objects_clearly,
    _end_streams_clearly,
    end_table_clearly,
)
from tests.support.tally import say

FILES = 3000


def written(words: str, *, clearly: bool) -> bytes:
    pdf = pydyf.PDF()
    content = pydyf.Stream([words.encode()], compress=True)
    pdf.add_object(content)
    pdf.add_page(
        pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, 200, 200]),
                "Contents": content.reference,
            }
        )
    )
    pdf.info["Title"] = pydyf.String(words)
    if clearly:
        _end_streams_clearly(pdf)
        _end_packed_objects_clearly(pdf)
    out = io.BytesIO()
    pdf.write(out, version="1.7", identifier=True, compress=True)
    return end_table_clearly(out.getvalue()) if clearly else out.getvalue()


def is_unclear(content: bytes) -> bool:
    return any(
        part.endswith(b"\r") and not part.endswith(b"\r\r")
        for part in content.split(b"\nendstream")[:-1]
    )


def test_no_stream_ends_so_that_a_reader_could_miscount(record_property):
    chance = random.Random(5)
    texts = [f"{chance.getrandbits(160):x}" for _ in range(FILES)]
    plain = sum(is_unclear(written(text, clearly=False)) for text in texts)
    # Were it none, the test would show nothing.
    assert plain > 10
    for text in texts:
        content = written(text, clearly=True)
        assert not is_unclear(content)
        if content.count(b"\r\r\nendstream"):
            with pikepdf.open(io.BytesIO(content)) as pdf:
                assert str(pdf.docinfo["/Title"]) == text
                assert pdf.check_pdf_syntax() == []
    say(record_property, f"line ends of streams: {plain} of {FILES} files unclear before, 0 after")
