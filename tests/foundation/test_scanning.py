"""F-08: the scanner answers, is frozen, is dead, or talks nonsense."""

import socket
import threading
import time

import pytest

from foundation.scanning import LIMIT, ScannerUnavailable, find_virus, is_answering
from tests.support.clamd import EICAR


def scan(content: bytes) -> str | None:
    return find_virus([content], size=len(content))


def test_harmless_bytes_are_clean(scanner):
    assert scan(b"A plan for ramps.") is None


def test_many_pieces_are_one_file(scanner):
    """The finding lies across two pieces."""
    pieces = [b"x" * 100_000, EICAR[:30], EICAR[30:], b"y" * 100_000]
    assert "Test-File" in find_virus(pieces, size=200_068)


def test_empty_stream_is_clean(scanner):
    assert scan(b"") is None


def test_virus_is_named(scanner):
    assert scan(EICAR) == "Test-File.UNOFFICIAL"


def test_frozen_scanner_is_no_answer(scanner, settings):
    settings.CLAMD_TIMEOUT = 0.5
    scanner.freeze()
    started = time.monotonic()
    with pytest.raises(ScannerUnavailable):
        scan(b"x" * 5_000_000)
    assert time.monotonic() - started < 10
    assert not is_answering()
    scanner.thaw()
    settings.CLAMD_TIMEOUT = 30
    assert scan(EICAR) == "Test-File.UNOFFICIAL"


def test_dead_scanner_is_no_answer_until_it_is_back(scanner):
    assert is_answering()
    scanner.kill()
    with pytest.raises(ScannerUnavailable):
        scan(b"anything")
    assert not is_answering()
    scanner.start()
    assert scan(EICAR) == "Test-File.UNOFFICIAL"


def test_stream_too_long_for_the_scanner_is_no_answer(scanner):
    """A smaller limit in clamd.conf than here: its complaint is not taken for OK."""
    scanner.kill()
    scanner.limit = "1M"
    scanner.start()
    with pytest.raises(ScannerUnavailable):
        scan(b"x" * 5_000_000)


def test_more_than_our_limit_is_not_sent_at_all(scanner):
    with pytest.raises(ScannerUnavailable):
        find_virus(iter(()), size=LIMIT + 1)


@pytest.mark.parametrize("url", ["", "http://127.0.0.1/", "unix:///nowhere/clamd.sock", "tcp:///"])
def test_no_scanner_is_no_answer(settings, url):
    settings.CLAMD_URL = url
    with pytest.raises(ScannerUnavailable):
        scan(b"anything")


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\0",
        b"OK\0",
        b"stream: NOT OK\0",
        b"stream: OK but\0",
        b"stream: scan failed ERROR\0",
        b"\xff\xfe\0",
        b"x" * 5000,
    ],
)
def test_odd_reply_is_no_answer(settings, reply):
    with Talker(reply) as talker:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{talker.port}"
        with pytest.raises(ScannerUnavailable):
            scan(b"anything")


def test_exact_reply_over_tcp_is_clean(settings):
    with Talker(b"stream: OK\0") as talker:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{talker.port}"
        assert scan(b"anything") is None


class Talker:
    """Says one thing to whoever sends a whole stream."""

    def __init__(self, reply: bytes) -> None:
        self.reply = reply
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]

    def __enter__(self) -> "Talker":
        self.thread = threading.Thread(target=self._talk)
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.thread.join()
        self.door.close()

    def _talk(self) -> None:
        end, _ = self.door.accept()
        with end:
            heard = b""
            while not heard.endswith(b"\0\0\0\0"):
                heard += end.recv(65536)
            end.sendall(self.reply)
