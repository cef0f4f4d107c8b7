"""Uploads that are too long or too slow, on a real gunicorn: T-60, T-61."""

import json
import os
import re
import socket
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.support.processes import wait_until

OPTIONS = [
    "--bind",
    "127.0.0.1:0",
    "--worker-class",
    "gthread",
    "--threads",
    "1",
    "--no-control-socket",
]


def sent(size):
    return SimpleUploadedFile("a.csv", bytes(size))


class Gunicorn:
    """One thread, so that a thread that is held up is seen at once."""

    def __init__(self, folder):
        environment = {"FILE_UPLOAD_TEMP_DIR": str(folder), "UPLOAD_PATIENCE": "0.5"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tests.support.upload_door:application", *OPTIONS],
            env=os.environ | environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        line = next(line for line in self.process.stderr if "Listening at" in line)
        self.port = int(re.search(r"127\.0\.0\.1:(\d+)", line)[1])

    def connect(self, headers):
        end = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        lines = ["POST /take/ HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {MULTIPART_CONTENT}"]
        end.sendall("\r\n".join([*lines, *headers, "", ""]).encode())
        return end

    def takes(self, size):
        """A whole upload goes through."""
        content = encode_multipart(BOUNDARY, {"file": sent(size)})
        with self.connect([f"Content-Length: {len(content)}", "Connection: close"]) as end:
            end.sendall(content)
            return json.loads(re.search(rb"\{.*\}", answer_on(end))[0])


@pytest.fixture
def gunicorn(tmp_path):
    running = Gunicorn(tmp_path)
    yield running
    running.process.terminate()
    running.process.communicate()


def answer_on(end, *, dripping=False):
    pieces = []
    if dripping:
        end.settimeout(0.05)
    try:
        while True:
            try:
                piece = end.recv(65536)
            except TimeoutError:
                end.sendall(b"x")
                continue
            if not piece:
                break
            pieces.append(piece)
    except ConnectionError:
        # It hung up while we were still sending.
        pass
    return b"".join(pieces)


def pour(end):
    """Sends until nobody takes it any more; how much that was."""
    poured = 0
    try:
        while poured < 200 * 1024 * 1024:
            end.sendall(bytes(65536))
            poured += 65536
    except OSError:
        pass
    return poured


def test_huge_body_is_answered_before_it_is_read(gunicorn):
    """T-60: 5 GB are announced, and the answer comes before the first of them."""
    with gunicorn.connect(["Content-Length: 5000000000"]) as end:
        assert answer_on(end).startswith(b"HTTP/1.1 413 ")
    assert gunicorn.takes(3_000_000) == {"file": 3_000_000}


def test_huge_body_that_is_sent_all_the_same_is_cut(gunicorn):
    with gunicorn.connect(["Content-Length: 5000000000"]) as end:
        assert pour(end) < 50 * 1024 * 1024
    assert gunicorn.takes(3_000_000) == {"file": 3_000_000}


def test_body_without_a_length_is_cut(gunicorn):
    """Chunked, without end: nothing of it is taken, and the connection is closed."""
    with gunicorn.connect(["Transfer-Encoding: chunked"]) as end:
        end.sendall(f"{2**40:x}\r\n--{BOUNDARY}\r\n".encode())
        assert pour(end) < 50 * 1024 * 1024
    assert gunicorn.takes(3_000_000) == {"file": 3_000_000}


def test_slow_body_is_cut_and_its_thread_is_free(gunicorn):
    """T-60: a byte now and then, for ever."""
    with gunicorn.connect(["Content-Length: 100000000"]) as end:
        end.sendall(encode_multipart(BOUNDARY, {"file": sent(100)})[:200])
        assert answer_on(end, dripping=True).startswith(b"HTTP/1.1 408 ")
    assert gunicorn.takes(3_000_000) == {"file": 3_000_000}


def test_upload_that_is_given_up_leaves_nothing(gunicorn, tmp_path):
    """T-61."""
    with gunicorn.connect(["Content-Length: 100000000"]) as end:
        end.sendall(encode_multipart(BOUNDARY, {"file": sent(2_000_000)})[:1_900_000])
        wait_until(lambda: list(tmp_path.iterdir()) != [])
    assert gunicorn.takes(3_000_000) == {"file": 3_000_000}
    wait_until(lambda: list(tmp_path.iterdir()) == [])
