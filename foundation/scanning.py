"""Asking clamd whether bytes carry a known virus.

Clean means one thing: the exact reply "stream: OK" to a stream that is below our limit. Everything
else (no scanner, silence, an error, an odd word) leaves the question open: the file waits (F-08).

The protocol is spoken here and not through the `clamd` package: that one connects without a time
limit and sends with `send`, which may put half a chunk on the wire when the scanner is slow.
"""

import re
import socket
import struct
import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

# clamd says OK to what is above its own MaxFileSize. Keep StreamMaxLength, MaxFileSize and
# MaxScanSize in clamd.conf at or above this number (docs/running.md).
LIMIT = 25 * 1024 * 1024
CHUNK = 64 * 1024
FOUND = re.compile(rb"stream: (.{1,200}) FOUND")


class ScannerUnavailable(Exception):
    """No answer that can be trusted. Try again later."""


def find_virus(chunks: Iterable[bytes], *, size: int) -> str | None:
    """The name of what was found, or None for clean."""
    if size > LIMIT:
        raise ScannerUnavailable("The file is larger than what is scanned.")
    deadline = time.monotonic() + settings.CLAMD_TIMEOUT
    try:
        with _connected(deadline) as scanner:
            reply = _reply_to(chunks, scanner, deadline)
    except OSError as error:
        raise ScannerUnavailable(f"The scanner did not answer: {type(error).__name__}.") from error
    if reply == b"stream: OK":
        return None
    found = FOUND.fullmatch(reply)
    if found:
        return found[1].decode("ascii", "replace")
    raise ScannerUnavailable(f"The scanner said {reply[:80]!r}.")


def is_answering() -> bool:
    """For pages and checks that say whether scanning runs."""
    deadline = time.monotonic() + min(2.0, settings.CLAMD_TIMEOUT)
    try:
        with _connected(deadline) as scanner:
            scanner.sendall(b"zPING\0")
            return _read(scanner, deadline) == b"PONG"
    except (OSError, ScannerUnavailable):
        return False


def _connected(deadline: float) -> socket.socket:
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        target: str | tuple[str, int] = address.path
    elif address.scheme == "tcp" and address.hostname:
        scanner = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        target = (address.hostname, address.port or 3310)
    else:
        raise ScannerUnavailable("No scanner is set up.")
    try:
        scanner.settimeout(_left(deadline))
        scanner.connect(target)
    except OSError:
        scanner.close()
        raise
    return scanner


def _reply_to(chunks: Iterable[bytes], scanner: socket.socket, deadline: float) -> bytes:
    try:
        scanner.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            for start in range(0, len(chunk), CHUNK):
                piece = chunk[start : start + CHUNK]
                scanner.settimeout(_left(deadline))
                scanner.sendall(struct.pack("!L", len(piece)) + piece)
        scanner.sendall(struct.pack("!L", 0))
    except BrokenPipeError:
        # It hangs up on a stream that is too long for it, and says so first.
        pass
    return _read(scanner, deadline)


def _read(scanner: socket.socket, deadline: float) -> bytes:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < 1024:
        scanner.settimeout(_left(deadline))
        part = scanner.recv(1024)
        if not part:
            break
        reply += part
    return reply.rstrip(b"\0")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
