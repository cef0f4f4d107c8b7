"""Hostile files through the pages of evidence: many at once, good and bad, with and without a scanner."""

import html
from uuid import uuid4

import pytest
from django.urls import reverse

from foundation.models import PrivateFile
from portfolios.models import EvidenceFile
from tests.hostile import judging
from tests.hostile.corpus import CORPUS, ORDINARY, Hostile
from tests.hostile.judging import Stores
from tests.support.clamd import Scanner
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db
BY_ID = {hostile.id: hostile for hostile in (*CORPUS, *ORDINARY)}
AT_THE_DOOR = (
    "T-49-docx-locked",
    "T-50-docx-of-700-mb",
    "T-51-png-144-megapixels-in-17-kb",
    "T-53-page-named-jpg-html",
    "T-54-svg-with-script",
    "T-56-docm",
    "T-56-exe-named-pdf",
    "T-59-empty-jpg",
)
WHEN_CHECKED = (
    "T-49-eicar-in-docx",
    "T-55-script-in-object-streams",
    "T-59-jpeg-cut-in-the-middle",
)
KEPT = (
    "ordinary-pdf",
    "T-52-jpeg-gps-xmp-iptc-comment",
    "T-52-heic-gps",
    "T-53-jpeg-with-page-as-comment",
    "T-57-climbs-name",
    "T-57-html-name",
    "T-57-template-name",
    "T-58-right-to-left-name",
)
STATES = {"refused when checked": "refused", "cleaned": "clean"}


@pytest.fixture
def sent_in(on_disk: Stores, organisation: object, lead: object, sign_in: object) -> object:
    """All of them in one form, without a script and without a scanner. Each title is its file's."""
    client = sign_in(lead)
    hostile = [BY_ID[id] for id in (*AT_THE_DOOR, *WHEN_CHECKED, *KEPT)]
    answer = client.post(
        reverse("evidence-capture", args=[organisation.slug]),
        {
            "file": [judging.upload(each, each.make()) for each in hostile],
            "key": str(uuid4()),
            "piece": str(uuid4()),
            "together": "each",
            "title": "",
        },
    )
    return client, answer


def files() -> list[tuple[Hostile, EvidenceFile]]:
    """In the order in which they were sent."""
    rows = EvidenceFile.objects.select_related("file", "item").order_by("pk")
    return list(zip((BY_ID[id] for id in (*WHEN_CHECKED, *KEPT)), rows, strict=True))


def address(row: EvidenceFile, name: str = "evidence-file") -> str:
    more = [] if name == "evidence-files" else [row.uuid]
    return reverse(name, args=[row.item.uuid, *more])


def test_bad_files_are_named_and_good_ones_kept(sent_in: object) -> None:
    """T-59: what is wrong with one is no reason to lose another."""
    _, answer = sent_in
    count = len(WHEN_CHECKED) + len(KEPT)
    assert answer.status_code == 200
    assert f"{count} of {count + len(AT_THE_DOOR)} kept" in answer.text
    assert answer.text.count("Not kept") == len(AT_THE_DOOR)
    said = html.unescape(answer.text)
    for id in AT_THE_DOOR:
        assert f"“{BY_ID[id].name}”" in said
    assert "<img src=x" not in answer.text
    assert "\u202e" not in answer.text
    assert PrivateFile.objects.waiting().count() == count


def test_pages_say_that_files_are_still_being_checked(sent_in: object, scanner: Scanner) -> None:
    """F-08: the scanner hangs, is asked, and says nothing. That is no fault of the file."""
    client, _ = sent_in
    scanner.kill()
    run_waiting_jobs()
    for _, row in files():
        shown = client.get(address(row, "evidence-files")).text
        assert "Still being checked" in shown
        assert "Refused" not in shown
        for name in ("evidence-file", "evidence-picture", "evidence-thumbnail"):
            asked = client.get(address(row, name))
            assert asked.status_code == 409
            assert "still being checked" in asked.text


def test_what_became_of_them_is_shown_and_only_clean_files_leave(
    sent_in: object, clamd: Scanner, settings: object
) -> None:
    client, _ = sent_in
    settings.CLAMD_URL = clamd.url
    run_waiting_jobs()
    for hostile, row in files():
        assert (hostile.id, row.file.state) == (hostile.id, STATES[hostile.expect])
        shown = html.unescape(client.get(address(row, "evidence-files")).text)
        answer = client.get(address(row))
        if row.file.state == "refused":
            assert row.file.reason in shown
            assert answer.status_code == 409
            continue
        assert "Checked" in shown
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert answer["Content-Security-Policy"].startswith("sandbox")
        served = b"".join(answer.streaming_content)
        assert not any(canary in served for canary in hostile.never)


def test_nobody_else_gets_any_of_them(
    sent_in: object, clamd: Scanner, settings: object, stranger: object, sign_in: object, client: object
) -> None:  # fmt: skip
    settings.CLAMD_URL = clamd.url
    run_waiting_jobs()
    outside = sign_in(stranger)
    for _, row in files():
        for name in ("evidence-file", "evidence-picture", "evidence-thumbnail", "evidence-files"):
            assert outside.get(address(row, name)).status_code == 404
            assert client.get(address(row, name)).status_code == 302
