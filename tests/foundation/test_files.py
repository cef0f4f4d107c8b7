"""Private files: T-34, T-49, T-51 to T-53, T-56 to T-63 and F-04 to F-08."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from PIL import Image

from foundation.clock import DutyContext
from foundation.files import (
    PICTURES,
    FileNotAccepted,
    FileUnavailable,
    fsck_files,
    look_at,
    open_clean,
    remove,
    scan_waiting,
    serve,
    store_generated,
    store_upload,
)
from foundation.files.names import display_name
from foundation.models import AuditEvent, DeadLetter, PrivateFile
from foundation.refusals import Refused
from tests.support.clamd import EICAR
from tests.support.jobs import commit_effects, run_waiting_jobs
from tests.support.people import somebody
from tests.support.pictures import CANARY, jpeg_with_secrets, picture, png_that_claims, sent

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Both stores empty."""
    kept = {}
    for name in ("default", "quarantine"):
        options = settings.STORAGES[name]["OPTIONS"] | {"location": str(tmp_path / name)}
        kept[name] = settings.STORAGES[name] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | kept
    return {name: tmp_path / name for name in kept}


def upload(name="us.jpg", content=None, **fields):
    content = jpeg_with_secrets() if content is None else content
    return store_upload(
        upload=sent(name, content, **fields), kinds=PICTURES, actor=somebody(), at=NOW
    )


def objects(folder: Path):
    return [path for path in folder.rglob("*") if path.is_file()]


def body(response):
    return b"".join(response.streaming_content)


def checked(file):
    run_waiting_jobs()
    file.refresh_from_db()
    return file


def test_upload_waits_in_quarantine(folders):
    file = upload()
    assert (file.state, file.content_type, file.display_name) == (
        "quarantined",
        "image/jpeg",
        "us.jpg",
    )
    assert (file.pixel_width, file.pixel_height) == (60, 40)
    assert len(objects(folders["quarantine"])) == 1
    assert objects(folders["default"]) == []
    assert "us" not in objects(folders["quarantine"])[0].name


def test_waiting_file_is_served_to_nobody():
    """T-49."""
    with pytest.raises(Refused, match="still being checked"):
        serve(upload())


def test_clean_picture_is_painted_again_and_served(scanner, folders):
    """T-52: a fresh canvas, upright, without a byte of what was hidden in the file."""
    sent_bytes = jpeg_with_secrets()
    assert CANARY in sent_bytes
    file = checked(upload(content=sent_bytes))
    assert (file.state, file.reason) == ("clean", "")
    assert (file.pixel_width, file.pixel_height) == (40, 60)
    assert objects(folders["quarantine"]) == []
    served = body(serve(file))
    assert CANARY not in served
    assert len(served) == file.size
    with Image.open(io.BytesIO(served)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (40, 60))
        assert not shown.getexif()
        assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(shown.info)


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_each_kind_of_picture_is_taken(scanner, form, mode):
    file = checked(upload(f"a.{form.lower()}", picture(form, mode=mode)))
    assert file.state == "clean"
    with Image.open(open_clean(file)) as shown:
        assert (shown.format, shown.size) == (form, (30, 20))


@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG"])
def test_size_in_pixels_is_read_from_the_header(form):
    assert look_at(sent("a", picture(form, size=(123, 45))), PICTURES)[1] == (123, 45)


@pytest.mark.parametrize("options", [{"lossless": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}])
def test_size_of_every_webp_is_read_from_the_header(options):
    out = io.BytesIO()
    Image.new("RGB", (123, 45)).save(out, format="WEBP", **options)
    assert look_at(sent("a", out.getvalue()), PICTURES)[1] == (123, 45)


def test_picture_with_web_page_inside_loses_it(scanner):
    """T-53."""
    file = checked(upload("x.png", picture("PNG") + b"<script>alert(1)</script>"))
    assert b"<script>" not in body(serve(file))


def test_only_the_first_of_many_frames_is_kept(scanner):
    frames = [Image.new("RGB", (30, 20), shade) for shade in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, format="WEBP", save_all=True, append_images=frames[1:])
    file = checked(upload("a.webp", out.getvalue()))
    with Image.open(open_clean(file)) as shown:
        assert getattr(shown, "n_frames", 1) == 1


def test_virus_is_deleted_and_never_served(scanner, folders):
    """T-49: a picture that carries the test file."""
    file = checked(upload(content=jpeg_with_secrets() + EICAR))
    commit_effects()
    assert (file.state, file.storage_key) == ("refused", "")
    assert "virus" in file.reason
    assert objects(folders["quarantine"]) == objects(folders["default"]) == []
    with pytest.raises(Refused, match="virus"):
        serve(file)
    event = AuditEvent.objects.get(event="file.refused")
    assert event.details["sha256"] == file.sha256


def test_truncated_picture_is_refused_with_a_sentence(scanner, folders):
    """T-59."""
    whole = jpeg_with_secrets(size=(600, 400))
    file = checked(upload(content=whole[: len(whole) // 2]))
    commit_effects()
    assert (file.state, objects(folders["quarantine"])) == ("refused", [])
    assert "could not read this picture" in file.reason


def test_without_a_scanner_files_wait_and_nothing_fails(folders):
    """F-08."""
    file = checked(upload())
    assert file.state == "quarantined"
    assert DeadLetter.objects.count() == 0
    assert len(objects(folders["quarantine"])) == 1


def test_backlog_is_worked_off_when_the_scanner_is_back(scanner):
    """F-08: killed, then started again; the clock asks anew."""
    scanner.kill()
    file = checked(upload())
    assert file.state == "quarantined"
    scanner.start()
    assert tick(NOW + timedelta(minutes=4)) == 0
    assert tick(NOW + timedelta(minutes=5)) == 1
    assert tick(NOW + timedelta(minutes=6)) == 0
    assert checked(file).state == "clean"
    assert tick(NOW + timedelta(hours=1)) == 0


def test_frozen_scanner_leaves_the_file_waiting(scanner, settings):
    settings.CLAMD_TIMEOUT = 0.5
    scanner.freeze()
    assert checked(upload()).state == "quarantined"


def test_second_delivery_of_the_check_changes_nothing(scanner, folders):
    """F-13."""
    from foundation.files import check_file

    file = checked(upload())
    before = (file.storage_key, file.scanned_at)
    check_file.func(str(file.uuid))
    file.refresh_from_db()
    assert (file.storage_key, file.scanned_at) == before
    assert len(objects(folders["default"])) == len(["the picture", "its thumbnail"])


def test_bytes_changed_in_quarantine_are_not_let_through(scanner, folders):
    file = upload()
    objects(folders["quarantine"])[0].write_bytes(picture("JPEG"))
    assert checked(file).state == "quarantined"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.jpg", b"", "“empty.jpg” is empty"),
        ("page.jpg", b"<html><script>alert(1)</script>", "cannot take “page.jpg”"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Save it as a JPEG"),
        ("phone.heic", b"\0\0\0\x18ftypheic", "Save it as a JPEG"),
        ("macro.docm", b"PK\x03\x04", "cannot take “macro.docm”"),
        ("run.exe", b"MZ", "cannot take “run.exe”"),
        ("moving.gif", b"GIF89a", "cannot take “moving.gif”"),
        ("cut.jpg", b"\xff\xd8\xff", "cannot read “cut.jpg”"),
        ("cut.png", b"\x89PNG\r\n\x1a\n", "cannot read “cut.png”"),
        ("cut.webp", b"RIFF\0\0\0\0WEBPVP8 ", "cannot read “cut.webp”"),
        ("flat.png", png_that_claims(0, 10), "cannot read “flat.png”"),
        ("bomb.png", png_that_claims(12_000, 12_000), "“bomb.png” has too many pixels (limit 40"),
        ("wide.png", png_that_claims(30_000, 30_000), "too many pixels"),
        ("big.jpg", b"\xff\xd8\xff" + bytes(15 * 1024 * 1024), "at most 15 MB"),
    ],
)
def test_file_that_is_not_taken_is_named(folders, name, content, words):
    """T-51, T-54, T-56, T-59, T-60: nothing is kept and no row is made."""
    with pytest.raises(FileNotAccepted) as refusal:
        upload(name, content)
    assert words in refusal.value.sentence
    assert PrivateFile.objects.count() == 0
    assert objects(folders["quarantine"]) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/x.jpg", "x.jpg"),
        ("..\\x.jpg", "x.jpg"),
        ("/abs/x.jpg", "x.jpg"),
        ("con.pdf", "con.pdf.jpg"),
        ("a.php\0.jpg", "a.php.jpg"),
        ("photo.jpg.html", "photo.jpg.html.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("-rf.jpg", "rf.jpg"),
        ("evil\u202egpj.exe", "evilgpj.exe.jpg"),
        ("a\u200bb\r\nc.JPEG", "ab c.jpeg"),
        ("\u0641\u0631\u06cc\u0642.jpg", "\u0641\u0631\u06cc\u0642.jpg"),
        ("", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 196 + ".jpg"),
    ],
)
def test_name_is_for_people_only(name, shown):
    """T-57, T-58."""
    kind = PICTURES.kinds[0]
    assert display_name(name, kind).lower() == shown.lower()


def test_same_name_in_the_same_second_keeps_both(folders):
    """T-62."""
    actor = somebody()
    files = [
        store_upload(upload=sent("a.jpg", picture("JPEG")), kinds=PICTURES, actor=actor, at=NOW)
        for _ in range(2)
    ]
    assert len({file.storage_key for file in files}) == 2
    assert len(objects(folders["quarantine"])) == 2


def test_full_or_closed_store_leaves_no_row(folders):
    """F-04, F-05: something else lies where the folder should be."""
    folders["quarantine"].write_text("not a folder")
    with pytest.raises(FileNotAccepted, match="Try again in a few minutes"):
        upload()
    assert PrivateFile.objects.count() == 0


def test_row_that_cannot_be_made_leaves_no_bytes(folders):
    """T-61."""
    actor = somebody()
    actor.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        store_upload(upload=sent("a.jpg", picture("JPEG")), kinds=PICTURES, actor=actor, at=None)
    assert objects(folders["quarantine"]) == []


def test_what_we_made_is_clean_from_the_start():
    file = store_generated(
        name="Certificate.pdf", content=b"%PDF-", content_type="application/pdf", at=NOW
    )
    assert (file.state, file.made_by_us) == ("clean", True)
    assert body(serve(file)) == b"%PDF-"


def test_picture_we_made_has_its_small_one(folders, django_capture_on_commit_callbacks):
    small = picture("JPEG", size=(40, 30))
    file = store_generated(
        name="jars.jpg",
        content=picture("JPEG"),
        content_type="image/jpeg",
        at=NOW,
        thumbnail=small,
    )
    assert body(serve(file, inline=True, thumbnail=True)) == small
    assert len(objects(folders["default"])) == 2
    with django_capture_on_commit_callbacks(execute=True):
        remove(file)
    assert objects(folders["default"]) == []


def test_picture_we_made_leaves_no_bytes_without_a_row(folders):
    """T-61."""
    with pytest.raises(IntegrityError), transaction.atomic():
        store_generated(
            name="a.jpg", content=b"big", content_type="image/jpeg", at=None, thumbnail=b"small"
        )
    assert objects(folders["default"]) == []


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Plan.pdf", 'attachment; filename="Plan.pdf"'),
        ("Łódź & Sons.pdf", "attachment; filename*=utf-8''%C5%81%C3%B3d%C5%BA%20%26%20Sons.pdf"),
        ('a";b\r\nSet-Cookie: x=1.pdf', 'attachment; filename="a\\";b Set-Cookie: x=1.pdf"'),
    ],
)
def test_download_header_holds_one_name(name, header):
    """T-63."""
    file = store_generated(name=name, content=b"%PDF-", content_type="application/pdf", at=NOW)
    assert serve(file)["Content-Disposition"] == header


def test_served_file_can_do_nothing():
    """T-19, T-34, T-53."""
    file = store_generated(name="a.png", content=picture("PNG"), content_type="image/png", at=NOW)
    answer = serve(file, inline=True, filename="emblem.png")
    assert answer["Content-Disposition"] == 'inline; filename="emblem.png"'
    assert answer["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"%PDF+")])
def test_lost_or_changed_bytes_have_a_sentence(folders, damage):
    """F-06."""
    file = store_generated(name="a.pdf", content=b"%PDF-", content_type="application/pdf", at=NOW)
    path = objects(folders["default"])[0]
    path.chmod(0o600)
    damage(path)
    with pytest.raises(FileUnavailable, match="unavailable at the moment"):
        serve(file)


def test_fsck_says_what_is_wrong(folders):
    """F-06, T-61."""
    file = store_generated(name="a.pdf", content=b"%PDF-", content_type="application/pdf", at=NOW)
    gone = upload()
    assert list(fsck_files()) == []
    path = objects(folders["default"])[0]
    path.write_bytes(b"%PDF+")
    objects(folders["quarantine"])[0].unlink()
    (folders["default"] / "stray").write_bytes(b"")
    assert sorted(fsck_files()) == sorted(
        [
            f"The bytes of file {file.uuid} have changed since they were kept.",
            f"The bytes of file {gone.uuid} are missing.",
            "The default store holds stray, and no row knows it.",
        ]
    )


def test_removed_file_takes_its_bytes_along(folders):
    file = store_generated(name="a.pdf", content=b"%PDF-", content_type="application/pdf", at=NOW)
    remove(file)
    commit_effects()
    assert (PrivateFile.objects.count(), objects(folders["default"])) == (0, [])


def test_files_on_disk_are_for_the_service_alone(folders):
    upload()
    path = objects(folders["quarantine"])[0]
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "refused", "storage_key": "ab/cd", "reason": "No."},
        {"state": "refused", "storage_key": "", "reason": ""},
        {"state": "clean", "made_by_us": False, "scanned_at": None},
        {
            "state": "quarantined",
            "thumbnail_key": "y",
            "thumbnail_size": 1,
            "thumbnail_sha256": "z",
        },
        {"state": "clean", "made_by_us": True, "thumbnail_key": "y"},
        {"state": "clean", "made_by_us": True, "thumbnail_size": 1},
        {"state": "lost"},
    ],
)
def test_database_refuses_impossible_files(fields):
    usual = {"storage_key": "x", "display_name": "x", "size": 1, "uploaded_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateFile.objects.create(**(usual | fields))


def test_key_belongs_to_one_file():
    usual = {"storage_key": "x", "display_name": "x", "size": 1, "uploaded_at": NOW}
    PrivateFile.objects.create(**usual)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateFile.objects.create(**usual)


def test_thumbnail_belongs_to_one_file():
    usual = {"display_name": "x", "size": 1, "uploaded_at": NOW, "state": "clean"}
    small = {"thumbnail_key": "y", "thumbnail_size": 1, "thumbnail_sha256": "z"}
    PrivateFile.objects.create(storage_key="a", made_by_us=True, **usual, **small)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateFile.objects.create(storage_key="b", made_by_us=True, **usual, **small)


def tick(now):
    return scan_waiting(DutyContext(now=now, today=now.date(), dry_run=False))


def test_storages_are_the_ones_of_this_test(folders):
    assert storages["default"].location == str(folders["default"])
