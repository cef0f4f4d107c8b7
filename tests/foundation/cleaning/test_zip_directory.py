"""A zip judged by its list of contents, without inflating a byte: T-50, T-53."""

import io
import struct
import zipfile

import pytest

from foundation.cleaning import zip_directory
from foundation.cleaning.reasons import CannotKeep
from foundation.cleaning.zip_directory import (
    MEGABYTE,
    ends_like_zip,
    inflate,
    looks_like_zip,
    read_directory,
)
from tests.support.documents import packed


def archive(members, *, count=None, before=b"", after=b"", comment=b""):
    """Members of (name, packed bytes) with what their entries say; nothing of it need be true."""
    body, listing = before, b""
    for name, content, *said in members:
        fields = {"method": 8, "size": len(content), "flags": 0, "offset": len(body)}
        fields |= said[0] if said else {}
        sizes = struct.pack("<III", 0, fields.get("packed", len(content)), fields["size"])
        head = struct.pack("<HHHI", 20, fields["flags"], fields["method"], 0) + sizes
        names = struct.pack("<H", len(name))
        body += b"PK\x03\x04" + head + names + b"\0\0" + name + content
        listing += b"PK\x01\x02\x14\0" + head + names + bytes(12)
        listing += struct.pack("<I", fields["offset"]) + name
    number = len(members) if count is None else count
    end = struct.pack("<HHHHIIH", 0, 0, number, number, len(listing), len(body), len(comment))
    return body + listing + b"PK\x05\x06" + end + comment + after


def judged(content):
    with pytest.raises(CannotKeep) as trouble:
        read_directory(io.BytesIO(content))
    return trouble.value.code


# Bytes that no inflater reads: whoever tries, fails.
NO_DEFLATE = b"\xff" * 100


def test_list_is_read_and_nothing_is_inflated():
    content = archive([(b"a.xml", NO_DEFLATE, {"size": 200})])
    directory = read_directory(io.BytesIO(content))
    assert directory.names == ("a.xml",)
    with pytest.raises(CannotKeep):
        inflate(content, directory.members[0])


def test_what_python_packs_is_read():
    content = packed({"a.xml": b"<a/>" * 100, "word/b.xml": b""})
    members = read_directory(io.BytesIO(content)).members
    assert [inflate(content, member) for member in members] == [b"<a/>" * 100, b""]


def test_archive_written_as_a_stream_is_read():
    """Sizes behind the bytes, as some programs write office files."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as stream:
        stream.writestr("a.xml", b"<a/>" * 100)
    content = out.getvalue()
    assert inflate(content, read_directory(io.BytesIO(content)).members[0]) == b"<a/>" * 100


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ([(b"a", NO_DEFLATE, {"size": 251 * MEGABYTE})], "bomb"),
        ([(b"a", NO_DEFLATE, {"size": 6 * MEGABYTE})], "bomb"),
        ([(b"%d" % number, b"", {"size": 130 * MEGABYTE}) for number in (1, 2)], "bomb"),
        ([(b"%d" % number, b"") for number in range(3_001)], "bomb"),
        ([(b"a", NO_DEFLATE, {"flags": 1})], "locked"),
        ([(b"a", NO_DEFLATE, {"flags": 0x40})], "locked"),
        ([(b"a", NO_DEFLATE), (b"b", NO_DEFLATE, {"offset": 0})], "damaged"),
        ([(b"a", NO_DEFLATE, {"packed": 120})], "damaged"),
        ([(b"a", NO_DEFLATE, {"method": 12})], "damaged"),
        ([(b"a", NO_DEFLATE, {"method": 0, "size": 99})], "damaged"),
        ([(b"a", NO_DEFLATE, {"size": 0xFFFFFFFF})], "damaged"),
        ([(b"a", b""), (b"A", b"")], "damaged"),
        ([(b"../a", b"")], "damaged"),
        ([(b"/a", b"")], "damaged"),
        ([(b"a\\b", b"")], "damaged"),
        ([(b"C:a", b"")], "damaged"),
        ([(b"a\0b", b"")], "damaged"),
        ([], "damaged"),
    ],
)
def test_bomb_or_lie_is_told_from_the_list(members, code):
    assert judged(archive(members)) == code


def test_small_file_may_be_packed_tightly():
    """A sheet of nothing but zeros is no bomb."""
    content = packed({"a": bytes(4 * MEGABYTE)})
    assert read_directory(io.BytesIO(content)).names == ("a",)


@pytest.mark.parametrize(
    "content",
    [
        archive([(b"a", b"")], before=b"GIF89a"),
        archive([(b"a", b"")], after=b"x"),
        archive([(b"a", b"")], count=2),
        archive([(b"a", b"")])[:-1],
        archive([(b"a", NO_DEFLATE)]).replace(b"PK\x01\x02", b"PK\x01\x03"),
        archive([(b"a", NO_DEFLATE)]).replace(b"\1\0\0\0a", b"\1\0\0\0b", 1),
        b"PK\x03\x04",
        b"",
    ],
)
def test_what_two_readers_would_read_differently_is_damaged(content):
    assert judged(content) == "damaged"


def test_number_of_members_is_asked_before_they_are_read():
    """A hundred thousand members cost as much as one."""
    whole = archive([(b"a", b"")], count=65_000)
    assert judged(whole) == "bomb"


def test_one_byte_more_than_promised_is_not_inflated():
    content = packed({"a": bytes(MEGABYTE)})
    member = read_directory(io.BytesIO(content)).members[0]
    short = zip_directory.Member("a", 8, member.check, member.packed, 1024, member.start)
    with pytest.raises(CannotKeep) as trouble:
        inflate(content, short)
    assert trouble.value.code == "bomb"


def test_zip_is_seen_at_both_ends():
    content = packed({"a": b"x"})
    assert looks_like_zip(content)
    assert ends_like_zip(io.BytesIO(b"%PDF-1.7" + content))
    assert not ends_like_zip(io.BytesIO(b"%PDF-1.7 PK\x05\x06 %%EOF"))
