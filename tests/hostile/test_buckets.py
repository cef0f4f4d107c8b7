"""The same with both stores in buckets: a server that speaks S3, and files of each threat."""

from dataclasses import dataclass

import pytest

from foundation.files import fsck_files
from tests.hostile import judging
from tests.hostile.corpus import CORPUS, ORDINARY, Hostile
from tests.support.clamd import Scanner
from tests.support.s3 import Bucket

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
    bucket: Bucket

    def objects(self, name: str) -> list[str]:
        folder = {"default": "private/", "quarantine": "quarantine/"}[name]
        return [key for key in self.bucket.keys() if key.startswith(folder)]  # noqa: SIM118

    def strays(self) -> list[str]:
        kept = {*self.objects("default"), *self.objects("quarantine")}
        return [key for key in self.bucket.keys() if key not in kept]  # noqa: SIM118


@pytest.fixture
def buckets(moto_server: Bucket, clamd: Scanner, settings: object) -> Buckets:
    settings.CLAMD_URL = clamd.url
    moto_server.make_empty()
    moto_server.use(settings)
    return Buckets(moto_server)


@pytest.mark.parametrize("hostile", [BY_ID[id] for id in CHOSEN], ids=CHOSEN)
def test_hostile_file_in_a_bucket_becomes_what_it_should(
    hostile: Hostile, buckets: Buckets, sender: object
) -> None:
    sent = judging.send(hostile, sender)
    assert sent.outcome == hostile.expect, sent.sentence
    judging.assert_stores_agree(buckets, sent)
    assert list(fsck_files()) == []
    if sent.file and sent.file.is_clean:
        judging.assert_name_is_safe(sent.file)
        judging.assert_headers_are_safe(sent.file)
        judging.assert_nothing_is_hidden(hostile, sent)
