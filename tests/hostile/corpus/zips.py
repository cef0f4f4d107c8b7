"""Zip archives written byte by byte, so that each part of one can lie."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
ENCRYPTED = 1


@dataclass
class Member:
    """What is None is as it ought to be."""

    name: bytes
    content: bytes
    method: int = DEFLATED
    # As it lies in the archive, when it is not to be packed here.
    packed: bytes | None = None
    flags: int = 0
    size: int | None = None
    packed_size: int | None = None
    check: int | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    extra: bytes = b""
    # Upper half: the Unix mode.
    attributes: int = 0
    # Where the directory says that it begins.
    offset: int | None = None

    def bytes_of(self) -> bytes:
        if self.packed is not None:
            return self.packed
        if self.method == STORED:
            return self.content
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.content) + packer.flush()


def archive(
    members: Iterable[Member],
    *,
    comment: bytes = b"",
    before: bytes = b"",
    between: bytes = b"",
    count: int | None = None,
    directory_at: int | None = None,
) -> bytes:
    out, directory, number = bytearray(before), bytearray(), 0
    for member in members:
        number += 1
        start = len(out) if member.offset is None else member.offset
        packed = member.bytes_of()
        check = zlib.crc32(member.content) if member.check is None else member.check
        size = len(member.content) if member.size is None else member.size
        packed_size = len(packed) if member.packed_size is None else member.packed_size
        inside = size if member.local_size is None else member.local_size
        name = member.name if member.local_name is None else member.local_name
        out += b"PK\x03\x04" + struct.pack(
            "<HHHHHIIIHH",
            *(20, member.flags, member.method, 0, 0x5D77, check),
            *(packed_size & 0xFFFFFFFF, inside & 0xFFFFFFFF, len(name), 0),
        )
        out += name + packed + between
        directory += b"PK\x01\x02" + struct.pack(
            "<HHHHHHIIIHHHHHII",
            *(0x31E, 20, member.flags, member.method, 0, 0x5D77, check),
            *(packed_size & 0xFFFFFFFF, size & 0xFFFFFFFF, len(member.name), len(member.extra)),
            *(0, 0, 0, member.attributes, start & 0xFFFFFFFF),
        )
        directory += member.name + member.extra
    at = len(out) if directory_at is None else directory_at
    said = (number if count is None else count) & 0xFFFF
    end = b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, said, said, len(directory), at & 0xFFFFFFFF, len(comment)
    )
    return bytes(out + directory) + end + comment


def zip64_sizes(size: int, packed_size: int) -> bytes:
    """The extra field that counts when a size is 0xFFFFFFFF."""
    return struct.pack("<HHQQ", 1, 16, size, packed_size)


def locked(content: bytes, password: bytes = b"secret") -> bytes:
    """As PKZIP encrypts: 12 bytes of salt, then the content."""
    table = [zlib.crc32(bytes([n]), 0xFFFFFFFF) ^ 0xFFFFFFFF for n in range(256)]
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = keys[0] >> 8 ^ table[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134_775_813 + 1) & 0xFFFFFFFF
        keys[2] = keys[2] >> 8 ^ table[(keys[2] ^ keys[1] >> 24) & 0xFF]

    for byte in password:
        turn(byte)
    out = bytearray()
    check = zlib.crc32(content) >> 24
    for byte in bytes(11) + bytes([check]) + content:
        mixed = keys[2] | 2
        out.append(byte ^ (mixed * (mixed ^ 1) >> 8 & 0xFF))
        turn(byte)
    return bytes(out)
