"""What is handed out, removed and checked, on disk: F-05, F-06, T-34, T-53, T-61."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.urls import include, path

from foundation.files import FileNotAccepted, FileUnavailable, fsck_files, remove, serve
from foundation.files.stores import is_full
from foundation.models import PrivateFile
from foundation.refusals import Refused
from tests.support.jobs import commit_effects
from tests.support.people import somebody
from tests.support.pictures import picture
from tests.support.stores import (
    body,
    clean_picture,
    objects,
    pdf,
    picture_of,
    room_for,
)
from tests.support.stores import folders as folders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folders")]


def show(request, pk):
    return serve(PrivateFile.objects.get(pk=pk), inline="inline" in request.GET)


def small(request, pk):
    return serve(PrivateFile.objects.get(pk=pk), thumbnail=True)


urlpatterns = [
    path("files/<int:pk>/", show),
    path("files/<int:pk>/small/", small),
    path("", include("config.urls")),
]


def path_of(folders, key):
    return folders["default"] / key


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp"])
def test_picture_may_be_shown_on_a_page(kind):
    answer = serve(clean_picture(content_type=kind), inline=True)
    assert (answer["Content-Disposition"], answer["Content-Type"]) == (
        'inline; filename="us.png"',
        kind,
    )


@pytest.mark.parametrize(
    "kind", ["application/pdf", "text/html", "image/svg+xml", "image/heic", "text/csv"]
)
def test_anything_else_is_a_download_only(kind):
    """T-53: whatever the view asks for."""
    file = clean_picture(content_type=kind)
    with pytest.raises(Refused, match="can be downloaded"):
        serve(file, inline=True)
    assert serve(file)["Content-Disposition"].startswith("attachment")


def test_small_picture_is_served_with_the_same_guards(folders):
    file = clean_picture()
    content = (folders["default"] / file.thumbnail_key).read_bytes()
    answer = serve(file, thumbnail=True)
    assert body(answer) == content
    assert (answer["Content-Type"], answer["Content-Length"]) == ("image/jpeg", str(len(content)))
    assert answer["Content-Disposition"] == 'inline; filename="us.png"'
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_small_picture_of_a_file_that_waits_is_not_served():
    """T-49."""
    with pytest.raises(Refused, match="still being checked"):
        serve(picture_of(somebody()), thumbnail=True)


def test_file_without_a_small_picture_has_a_sentence():
    with pytest.raises(FileUnavailable, match="unavailable"):
        serve(pdf(), thumbnail=True)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("part", ["storage_key", "thumbnail_key"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"other")])
def test_lost_or_changed_bytes_are_a_page_and_no_fault(client, folders, part, damage):
    """F-06."""
    file = clean_picture()
    damage(path_of(folders, getattr(file, part)))
    answer = client.get(f"/files/{file.pk}/{'small/' if part == 'thumbnail_key' else ''}")
    assert answer.status_code == 409
    assert "This file is unavailable at the moment." in answer.content.decode()


@pytest.mark.urls(__name__)
def test_view_that_asks_for_a_page_of_a_download_gets_a_sentence(client):
    answer = client.get(f"/files/{pdf().pk}/?inline")
    assert answer.status_code == 409
    assert "can be downloaded, and not shown" in answer.content.decode()


def test_removed_picture_takes_the_small_one_along(folders):
    file = clean_picture()
    commit_effects()
    remove(file)
    assert len(objects(folders["default"])) == 2
    commit_effects()
    assert objects(folders["default"]) == []


def test_fsck_knows_small_pictures(folders):
    """F-06."""
    changed, gone = clean_picture(), clean_picture()
    assert list(fsck_files()) == []
    path_of(folders, changed.thumbnail_key).write_bytes(b"other")
    path_of(folders, gone.thumbnail_key).unlink()
    assert sorted(fsck_files()) == sorted(
        [
            f"The small picture's bytes of file {changed.uuid} have changed since they were kept.",
            f"The small picture's bytes of file {gone.uuid} are missing.",
        ]
    )


def test_full_store_says_so_and_keeps_what_was_there(folders):
    """F-05: what one process may write has come to its end, which is what a full disk looks like."""
    kept = pdf()
    actor = somebody()
    with room_for(20_000), pytest.raises(FileNotAccepted) as refusal:
        picture_of(actor, content=picture("JPEG") + bytes(100_000))
    assert refusal.value.sentence == (
        "We have no room for “us.jpg” just now. What you sent before is safe. Try again later."
    )
    assert PrivateFile.objects.count() == 1
    assert objects(folders["quarantine"]) == []
    assert body(serve(kept)) == b"%PDF-1.7 a plan"


@pytest.mark.parametrize(
    ("number", "full"),
    [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EFBIG, True), (errno.EACCES, False)],
)
def test_full_is_told_from_other_trouble(number, full):
    assert is_full(OSError(number, os.strerror(number))) is full


def test_storages_are_the_ones_of_this_test(folders):
    assert storages["default"].location == str(folders["default"])
