"""T-50: office files whose archive is a bomb or a lie. Judged from the directory, before inflating."""

import struct
from functools import partial

from tests.hostile.corpus import offices, pngs
from tests.hostile.corpus.hostile import CANARY, item
from tests.hostile.corpus.offices import docx, docx_parts, members, odt_parts, packed, xlsx_parts
from tests.hostile.corpus.zips import (
    DEFLATED,
    ENCRYPTED,
    STORED,
    Member,
    archive,
    locked,
    zip64_sizes,
)

GIGABYTE = 1 << 30
EXE = b"MZ\x90\0canary" + bytes(600)


def zeros(megabytes: int, name: bytes = b"word/media/image1.bmp", **fields: object) -> Member:
    """Really that many, packed a thousandfold."""
    packed = pngs.bomb(megabytes)[2:-4]
    usual = {"packed": packed, "size": megabytes << 20, "check": 0}
    return Member(name, b"", **(usual | fields))


def with_members(*more: Member, **options: object) -> bytes:
    return archive([*members(docx_parts()), *more], **options)


def claims_10_gb() -> bytes:
    """10 MB are sent; the directory speaks of ten gigabytes."""
    return with_members(
        zeros(
            1,
            size=0xFFFFFFFF,
            local_size=0xFFFFFFFF,
            extra=zip64_sizes(10 * GIGABYTE, 10_000_000),
            packed=bytes(10_000_000),
            packed_size=0xFFFFFFFF,
        )
    )


def thousand_names(count: int) -> bytes:
    return with_members(*(Member(b"word/%d.xml" % n, b"", method=STORED) for n in range(count)))


def nested(levels: int) -> bytes:
    """As 42.zip: ten archives in each archive, and at the bottom a gigabyte of zeros."""
    inner = archive([zeros(100, b"0.dll")])
    for _ in range(levels):
        inner = archive([Member(b"%d.zip" % n, inner) for n in range(10)])
    return packed(docx_parts() | {"word/embeddings/oleObject1.zip": inner})


def overlapping(count: int) -> bytes:
    """Every name in the directory points at the same kernel: 1 MB is a hundred times 100 MB."""
    kernel = zeros(100)
    start = len(offices.HEAD)
    each = [
        Member(
            b"word/%d.xml" % n, b"", packed=b"", size=100 << 20, packed_size=100_000, offset=start
        )
        for n in range(count)
    ]
    return with_members(kernel, *each)


def without_directory() -> bytes:
    whole = docx()
    return whole[: whole.index(b"PK\x01\x02")]


def two_directories() -> bytes:
    """A second, other archive behind the first: readers disagree which one counts."""
    evil = packed(docx_parts() | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99})
    return evil + docx()


def other_name_inside() -> bytes:
    """The directory says theme1.xml; the member itself says vbaProject.bin."""
    return with_members(
        Member(b"word/theme/theme1.xml", b"<a/>", local_name=b"word/vbaProject.bin00")
    )


def twice(path: str, content: bytes) -> bytes:
    return archive([*members(docx_parts()), Member(path.encode(), content)])


def named(name: bytes, **fields: object) -> bytes:
    return with_members(Member(name, b"root:x:0:0", **fields))


def locked_docx() -> bytes:
    inside = [
        Member(each.name, each.content, packed=locked(each.bytes_of()), flags=ENCRYPTED)
        for each in members(docx_parts())
    ]
    return archive(inside)


def aes_docx() -> bytes:
    """Method 99 with WinZip's extra field."""
    extra = struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, 3, DEFLATED)
    return with_members(
        Member(b"word/secret.xml", b"", method=99, packed=bytes(40), flags=ENCRYPTED, extra=extra)
    )


def end_64_that_points_away() -> bytes:
    whole = docx()
    at = whole.index(b"PK\x05\x06")
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 9, 9, 99, 1 << 62)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, at, 1)
    end = bytearray(whole[at:])
    end[8:12], end[16:20] = b"\xff" * 4, b"\xff" * 4
    return whole[:at] + record + locator + bytes(end)


def zip_of(form: str) -> bytes:
    """A bomb as each kind of office file."""
    parts = {"xlsx": xlsx_parts, "odt": odt_parts, "pptx": offices.pptx_parts}[form]()
    name = {"xlsx": b"xl/sharedStrings.xml", "odt": b"styles.xml", "pptx": b"ppt/slides/slide1.xml"}
    return archive([*members(parts), zeros(700, name[form])])


refused = partial(item, name="minutes.docx", expect="refused")
later = partial(item, name="minutes.docx", expect="refused when checked")
cleaned = partial(item, name="minutes.docx", expect="cleaned", never=(CANARY, EXE))

ITEMS = (
    refused("T-50-docx-of-700-mb", make=lambda: with_members(zeros(700))),
    refused("T-50-docx-text-of-700-mb", make=lambda: with_members(zeros(700, b"word/styles.xml"))),
    item("T-50-xlsx-of-700-mb", "sums.xlsx", partial(zip_of, "xlsx"), "refused"),
    item("T-50-pptx-of-700-mb", "talk.pptx", partial(zip_of, "pptx"), "refused"),
    item("T-50-odt-of-700-mb", "minutes.odt", partial(zip_of, "odt"), "refused"),
    refused("T-50-docx-10-mb-claims-10-gb", make=claims_10_gb),
    refused("T-50-docx-of-100000-members", make=partial(thousand_names, 100_000)),
    refused("T-50-docx-of-20000-members", make=partial(thousand_names, 20_000)),
    refused("T-50-docx-nested-as-42-zip", make=partial(nested, 4)),
    refused("T-50-docx-overlapping-members", make=partial(overlapping, 100)),
    later("T-50-docx-says-1-kb-and-is-300-mb", make=lambda: with_members(zeros(300, size=1024))),
    refused(
        "T-50-docx-says-less-in-the-member",
        make=lambda: with_members(zeros(300, local_size=1024)),
    ),
    refused(
        "T-50-docx-sizes-over-64-bits",
        make=lambda: with_members(
            zeros(1, size=0xFFFFFFFF, extra=zip64_sizes((1 << 64) - 1, (1 << 63) + 5))
        ),
    ),
    refused("T-50-docx-end-points-away", make=end_64_that_points_away),
    refused("T-50-docx-without-directory", make=without_directory),
    refused("T-50-docx-directory-elsewhere", make=lambda: with_members(directory_at=1 << 31)),
    refused("T-50-docx-wrong-count", make=lambda: with_members(count=3)),
    refused(
        "T-50-docx-members-outside",
        make=lambda: with_members(Member(b"word/a.xml", b"", offset=1 << 30)),
    ),
    later(
        "T-50-docx-checksum-wrong", make=lambda: with_members(Member(b"word/a.xml", b"a", check=1))
    ),
    later(
        "T-50-docx-member-torn",
        make=lambda: with_members(Member(b"word/a.xml", b"", packed=b"\xff" * 40, size=99)),
    ),
    refused(
        "T-50-docx-unknown-packing",
        make=lambda: with_members(Member(b"word/a.xml", b"", method=97, packed=bytes(9))),
    ),
    refused(
        "T-50-docx-lzma-packing",
        make=lambda: with_members(
            Member(b"word/a.xml", b"", method=14, packed=bytes(40), size=1 << 20)
        ),
    ),
    refused("T-50-docx-locked-members", make=locked_docx, says="password"),
    refused("T-50-docx-locked-with-aes", make=aes_docx, says="password"),
    refused("T-50-docx-two-content-types", make=lambda: twice("[Content_Types].xml", b"<Types/>")),
    refused("T-50-docx-two-documents", make=lambda: twice("word/document.xml", b"<x/>")),
    refused("T-50-docx-two-documents-by-case", make=lambda: twice("Word/Document.xml", b"<x/>")),
    refused("T-50-docx-other-name-inside", make=other_name_inside),
    refused("T-50-docx-two-directories", make=two_directories),
    refused("T-50-docx-behind-a-program", make=lambda: with_members(before=EXE)),
    cleaned("T-53-docx-with-a-program-in-its-gaps", make=lambda: with_members(between=EXE)),
    cleaned(
        "T-53-docx-with-a-comment-of-64-kb", make=lambda: with_members(comment=CANARY.ljust(65_535))
    ),
    refused("T-57-docx-member-that-climbs", make=partial(named, b"../../../../etc/cron.d/x")),
    refused("T-57-docx-member-from-the-root", make=partial(named, b"/etc/cron.d/x")),
    refused("T-57-docx-member-of-a-drive", make=partial(named, b"C:\\Windows\\x.dll")),
    refused("T-57-docx-member-with-backslashes", make=partial(named, b"..\\..\\x.dll")),
    refused("T-57-docx-member-with-nul", make=partial(named, b"word/a.xml\0.exe")),
    refused("T-57-docx-member-of-64-kb-name", make=partial(named, b"word/" + b"a" * 65_000)),
    later(
        "T-57-docx-member-that-links",
        make=partial(named, b"word/link.xml", attributes=0o120777 << 16),
    ),
)
