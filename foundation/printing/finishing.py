"""Last touches to the objects of a file before it is written: what PDF/A and PDF/UA ask of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pydyf

# A sign that is seen and heard nowhere and joins its neighbours as they are.
_NO_SIGN = "<2060>"
_PRINTED_AND_LOCKED = 4 + 128


@dataclass(frozen=True)
class SignatureField:
    """A place for an electronic signature that is seen nowhere, and what readers are told of it."""

    name: str
    told: str


def finish(pdf: pydyf.PDF, *, signature: SignatureField | None) -> None:
    _leave_metadata_open(pdf)
    _give_every_glyph_a_character(pdf)
    _show_pictures_as_they_are(pdf)
    if signature is not None:
        _add_signature_field(pdf, signature)
    _end_streams_clearly(pdf)
    _end_packed_objects_clearly(pdf)


def end_table_clearly(content: bytes) -> bytes:
    """The same for the table of objects, the last stream of all, which is packed while it is written.

    Nothing tells of places behind it, so a line end of two signs, which strict readers count right, may
    stand there.
    """
    before, end, after = content.rpartition(b"\r\nendstream")
    is_last = end and b"endstream" not in after
    return before + b"\r\r\nendstream" + after if is_last else content


def _leave_metadata_open(pdf: pydyf.PDF) -> None:
    """Uncompressed, so that programs which read no PDF find it, too."""
    reference = pdf.catalog["Metadata"]
    metadata = next(each for each in pdf.objects if _refers(each, reference))
    metadata.compress = False


def _give_every_glyph_a_character(pdf: pydyf.PDF) -> None:
    """Where a letter is drawn with several glyphs, one bears its character and the rest bear none, which
    is no good map: they get a sign without meaning.
    """
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and b"begincmap" in each.stream:
            each.stream = [
                line.replace(b"<>", _NO_SIGN.encode()) if isinstance(line, bytes) else line
                for line in each.stream
            ]


def _show_pictures_as_they_are(pdf: pydyf.PDF) -> None:
    """PDF/A forbids readers to smooth a picture: each would smooth in its own way (ISO 19005-3, 6.2.8)."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and "Interpolate" in each.extra:
            each.extra["Interpolate"] = "false"


def _end_streams_clearly(pdf: pydyf.PDF) -> None:
    """Bytes that end with a carriage return run together with the line end behind them, and a strict
    reader then counts one too few. One more line end, packed, makes other bytes.
    """
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and each.compress:
            packed = _packed(each)
            while packed.endswith(b"\r"):
                each.stream.append(b"")
                packed = _packed(each)
            # Packed once: to write them is no work any more.
            each.stream, each.compress = [packed], False
            each.extra["Filter"] = "/FlateDecode"


def _end_packed_objects_clearly(pdf: pydyf.PDF) -> None:
    """The writer packs most objects into one stream, behind our back: an empty object makes it another."""
    while _packed(_object_stream(pdf)).endswith(b"\r"):
        pdf.add_object(pydyf.Dictionary())


def _object_stream(pdf: pydyf.PDF) -> pydyf.Stream:
    """As `pydyf.PDF.write` is going to make it."""
    numbered = [(each.number, each) for each in pdf.objects]
    if pdf.info:
        numbered.append((len(pdf.objects), pdf.info))
    places, bodies, place = [], [], 0
    for number, each in numbered:
        if each.free != "f" and each.compressible:
            places += [number, place]
            bodies.append(each.data)
            place += len(each.data) + 1
    return pydyf.Stream([" ".join(map(str, places)), *bodies], compress=True)


def _packed(stream: pydyf.Stream) -> bytes:
    written: bytes = stream.data
    return written.split(b"\nstream\n", 1)[1].removesuffix(b"\nendstream")


def _add_signature_field(pdf: pydyf.PDF, signature: SignatureField) -> None:
    """On the first page, empty, with its place in the tree of tags; signing then adds no tag."""
    page = next(each for each in _dictionaries(pdf) if each.get("Type") == "/Page")
    root = _tagged(pdf, "/StructTreeRoot", "Type")
    document = _tagged(pdf, "/Document", "S")
    tree = next(each for each in _dictionaries(pdf) if _refers(each, root["ParentTree"]))
    key = max(tree["Nums"][::2]) + 1
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(signature.name),
            "TU": pydyf.String(signature.told),
            "F": _PRINTED_AND_LOCKED,
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "StructParent": key,
        }
    )
    pdf.add_object(field)
    tag = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": document.reference,
            "Pg": page.reference,
            "Alt": pydyf.String(signature.told),
        }
    )
    pdf.add_object(tag)
    tag["K"] = pydyf.Array(
        [pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})]
    )
    document["K"].append(tag.reference)
    tree["Nums"].extend([key, tag.reference])
    page.setdefault("Annots", pydyf.Array()).append(field.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference])})


def _dictionaries(pdf: pydyf.PDF) -> Iterator[pydyf.Dictionary]:
    return (each for each in pdf.objects if isinstance(each, pydyf.Dictionary))


def _tagged(pdf: pydyf.PDF, value: str, key: str) -> pydyf.Dictionary:
    return next(each for each in _dictionaries(pdf) if each.get(key) == value)


def _refers(each: pydyf.Object, reference: bytes) -> bool:
    return bool(each.number) and each.reference == reference
