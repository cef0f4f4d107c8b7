"""The same with both stores in buckets: a server that speaks S3, and files of each threat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from tests.hostile import judging
from tests.hostile.corpus import CORPUS, ORDINARY, Hostile
from tests.support.clamd import Scanner
from tests.support.s3 import BUCKET, PARTS, Bucket

pytestmark = pytest.mark.django_db
CHOSEN = (
    "ordinary-docx",
    "ordinary-heic",
    "ordinary-pdf",
    "T-49-eicar-as-text",
    "T-49-eicar-behind-jpeg",
    "T-49-eicar-in-pdf-packed",
    "T-49-pdf-encrypted",
    "T-50-docx-of-700-mb",
    "T-50-docx-billion-laughs",
    "T-51-png-30000-by-30000",
    "T-51-png-pixels-inflate-to-200-mb",
    "T-52-jpeg-gps-xmp-iptc-comment",
    "T-52-heic-gps",
    "T-52-photo-in-docx",
    "T-52-pdf-photo-with-gps",
    "T-53-png-then-page",
    "T-53-page-named-jpg-html",
    "T-54-svg-with-script",
    "T-55-script-in-object-streams",
    "T-55-template-elsewhere",
    "T-56-docm-named-docx",
    "T-56-exe-named-pdf",
    "T-57-climbs-name",
    "T-57-with-nul-name",
    "T-58-right-to-left-name",
    "T-59-jpeg-cut-in-the-middle",
    "T-59-text-in-utf-16",
    "T-60-jpg-of-25-mb",
    "T-63-header-lines-name",
)
BY_ID = {hostile.id: hostile for hostile in (*CORPUS, *ORDINARY)}


@dataclass(frozen=True)
class Buckets:
    client: Any

    def keys(self) -> list[str]:
        listed = self.client.list_objects(Bucket=BUCKET)
        return [each["Key"] for each in listed.get("Contents", ())]

    def objects(self, name: str) -> list[str]:
        return [key for key in self.keys() if key.startswith(f"{PARTS[name]}/")]

    def strays(self) -> list[str]:
        known = tuple(f"{folder}/" for folder in PARTS.values())
        return [key for key in self.keys() if not key.startswith(known)]

    def make_empty(self) -> None:
        for key in self.keys():
            self.client.delete_object(Bucket=BUCKET, Key=key)


@pytest.fixture(scope="module")
def both(moto_server: Bucket, clamd: Scanner) -> Iterator[Buckets]:
    """Connections are made once: it is they that take the time."""
    moto_server.make_empty()
    mine = {name: moto_server.options(folder) for name, folder in PARTS.items()}
    with override_settings(CLAMD_URL=clamd.url, STORAGES=settings.STORAGES | mine):
        yield Buckets(moto_server.client)


@pytest.fixture
def buckets(both: Buckets) -> Buckets:
    both.make_empty()
    return both


@pytest.mark.parametrize("hostile", [BY_ID[id] for id in CHOSEN], ids=CHOSEN)
def test_hostile_file_in_a_bucket_becomes_what_it_should(
    hostile: Hostile, buckets: Buckets, sender: object
) -> None:
    sent = judging.send(hostile, sender)
    assert sent.outcome == hostile.expect, sent.sentence
    judging.assert_stores_agree(buckets, sent)
    if sent.file and sent.file.is_clean:
        judging.assert_name_is_safe(sent.file)
        judging.assert_headers_are_safe(sent.file)
        judging.assert_nothing_is_hidden(hostile, sent)
