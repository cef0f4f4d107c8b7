"""Servers that speak S3, as processes beside the tests.

moto's server for what files do; Swift where it matters that signatures and their age are checked
(tests/support/swift_server.py). The settings are the ones that an installation would have.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.config import Config

from config.settings import base

BUCKET = "private-files"
REGION = "eu-west-2"
SECRET = "canary-s3-secret-0451"
PARTS = {"default": "private", "quarantine": "quarantine"}
DEBIANS_PYTHON = "/usr/bin/python3"
NO_SWIFT = "Swift is not installed: run bin/setup test, or install Debian's python3-swift."
NO_MOTO = "moto's server is not installed: run bin/setup test."


@dataclass(frozen=True)
class Bucket:
    endpoint: str
    access: str
    secret: str = SECRET

    def options(self, folder: str, **changes: Any) -> dict[str, Any]:
        """What `config.settings.base` makes of the environment."""
        known = {
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.endpoint,
            "S3_REGION": REGION,
            "S3_ACCESS_KEY": self.access,
            "S3_SECRET_KEY": self.secret,
            "S3_ADDRESSING_STYLE": "path",
        }
        with patch.dict(os.environ, known):
            store = base._private(folder)
        return {**store, "OPTIONS": store["OPTIONS"] | changes}

    def use(self, settings: Any, **changes: Any) -> None:
        mine = {name: self.options(folder, **changes) for name, folder in PARTS.items()}
        settings.STORAGES = settings.STORAGES | mine

    @property
    def client(self) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access,
            aws_secret_access_key=self.secret,
            region_name=REGION,
            config=Config(
                s3={"addressing_style": "path"},
                signature_version="s3v4",
                request_checksum_calculation="when_required",
            ),
        )

    def keys(self) -> list[str]:
        found = self.client.list_objects(Bucket=BUCKET)
        return sorted(each["Key"] for each in found.get("Contents", ()))

    def make_empty(self) -> None:
        client = self.client
        if BUCKET not in [each["Name"] for each in client.list_buckets()["Buckets"]]:
            client.create_bucket(
                Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
            )
        for key in self.keys():
            client.delete_object(Bucket=BUCKET, Key=key)


@contextmanager
def _running(command: list[str], *, port_in: re.Pattern[str], **options: Any) -> Iterator[int]:
    """The process says which port it took; it is ended with the block."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
    try:
        yield _port(process, port_in)
    finally:
        process.kill()
        process.wait()


def _port(process: subprocess.Popen[str], pattern: re.Pattern[str]) -> int:
    for line in process.stdout or ():
        if found := pattern.search(line):
            # What it says later must not fill the pipe.
            Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True).start()
            return int(found[1])
    raise AssertionError(f"{process.args} did not start")


@pytest.fixture(scope="session")
def moto_server() -> Iterator[Bucket]:
    program = Path(sys.executable).with_name("moto_server")
    assert program.exists(), NO_MOTO
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    command = [str(program), "-H", "127.0.0.1", "-p", "0"]
    pattern = re.compile(r"http://127\.0\.0\.1:(\d+)")
    with _running(command, port_in=pattern, stderr=subprocess.STDOUT, env=environment) as port:
        yield Bucket(f"http://127.0.0.1:{port}", "access-of-tests")


@pytest.fixture(scope="session")
def swift_server() -> Iterator[Bucket]:
    assert Path(DEBIANS_PYTHON).exists(), NO_SWIFT
    found = subprocess.run([DEBIANS_PYTHON, "-c", "import swift"], check=False, capture_output=True)
    assert found.returncode == 0, NO_SWIFT
    script = Path(__file__).with_name("swift_server.py")
    folder = tempfile.mkdtemp(prefix="swift-")
    try:
        command = [DEBIANS_PYTHON, str(script), folder, SECRET]
        with _running(command, port_in=re.compile(r"^(\d+)$"), cwd=folder) as port:
            yield Bucket(f"http://127.0.0.1:{port}", "test:tester")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
