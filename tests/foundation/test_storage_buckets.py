"""Files in a bucket instead of a folder: T-34, T-61, T-62, F-04, F-06, F-21.

Everything that files do runs against two servers; links are Swift's, which looks at signatures.
"""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from botocore.config import Config
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from foundation import health
from foundation.files import (
    FileNotAccepted,
    FileUnavailable,
    fsck_files,
    remove,
    serve,
)
from foundation.files.stores import asking
from foundation.logs import JSONFormatter
from foundation.models import PrivateFile
from foundation.refusals import Refused
from tests.support.jobs import commit_effects, run_waiting_jobs
from tests.support.people import somebody
from tests.support.pictures import CANARY
from tests.support.s3 import BUCKET, SECRET, Bucket
from tests.support.s3 import moto_server as moto_server
from tests.support.s3 import swift_server as swift_server
from tests.support.stores import body, clean_picture, pdf, picture_of

pytestmark = pytest.mark.django_db
# As in the settings, but nobody waits for seconds.
IMPATIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    connect_timeout=0.3,
    read_timeout=0.3,
    retries={"mode": "standard", "total_max_attempts": 1},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


@pytest.fixture(params=["moto_server", "swift_server"])
def bucket(request, settings):
    return empty(request.getfixturevalue(request.param), settings)


@pytest.fixture
def strict_bucket(swift_server, settings):
    """One that looks at signatures and at their age."""
    return empty(swift_server, settings)


def empty(bucket, settings):
    bucket.make_empty()
    bucket.use(settings)
    return bucket


def checked(file):
    run_waiting_jobs()
    file.refresh_from_db()
    return file


def test_picture_goes_all_the_way(scanner, bucket):
    """Upload → quarantine → clean, with a small one → served → removed."""
    file = picture_of(somebody())
    assert bucket.keys() == [f"quarantine/{file.storage_key}"]
    with pytest.raises(Refused, match="still being checked"):
        serve(file)
    checked(file)
    assert file.state == "clean"
    assert bucket.keys() == sorted(
        f"private/{key}" for key in (file.storage_key, file.thumbnail_key)
    )
    shown = body(serve(file, inline=True))
    assert len(shown) == file.size
    assert CANARY not in shown
    assert len(body(serve(file, thumbnail=True))) == file.thumbnail_size
    assert list(fsck_files()) == []
    remove(file)
    commit_effects()
    assert bucket.keys() == []


def test_same_names_are_both_kept_under_random_keys(bucket):
    """T-62."""
    one, two = pdf(content=b"%PDF-1"), pdf(content=b"%PDF-2")
    assert one.storage_key != two.storage_key
    assert "Plan" not in "".join(bucket.keys())
    assert [body(serve(file)) for file in (one, two)] == [b"%PDF-1", b"%PDF-2"]


def test_nothing_is_ever_overwritten(bucket):
    store = storages["default"]
    first = store.save("ab/cd", ContentFile(b"first"))
    second = store.save("ab/cd", ContentFile(b"second"))
    assert (first, second != first) == ("ab/cd", True)
    with store.open("ab/cd") as kept:
        assert kept.read() == b"first"


def test_large_file_is_one_object(bucket):
    """No half ones: it is there whole or not at all, whatever breaks off."""
    content = bytes(12 * 1024 * 1024)
    file = pdf(content=content)
    assert body(serve(file)) == content
    assert len(bucket.keys()) == 1


def test_stores_do_not_see_each_other(bucket):
    file = pdf()
    assert not storages["quarantine"].exists(file.storage_key)


def test_lost_or_changed_object_has_a_sentence(bucket):
    """F-06."""
    gone, changed = clean_picture(), clean_picture()
    bucket.client.delete_object(Bucket=BUCKET, Key=f"private/{gone.storage_key}")
    for key in (changed.storage_key, changed.thumbnail_key):
        bucket.client.put_object(Bucket=BUCKET, Key=f"private/{key}", Body=b"other")
    for act in (
        lambda: serve(gone),
        lambda: serve(changed, inline=True),
        lambda: serve(changed, thumbnail=True),
    ):
        with pytest.raises(FileUnavailable, match="unavailable at the moment"):
            act()
    assert len(list(fsck_files())) == 3


def test_fsck_names_what_no_row_knows(bucket):
    bucket.client.put_object(Bucket=BUCKET, Key="private/ab/stray", Body=b"x")
    assert list(fsck_files()) == ["The default store holds ab/stray, and no row knows it."]


def test_readyz_tries_the_bucket(bucket):
    health.storage_probe.forget()
    assert health.storage_probe.works()
    assert bucket.keys() == []


# -- a server that is not well


class Broken(BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.send_response(500)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"<Error><Code>InternalError</Code><Message>Oh.</Message></Error>")

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer  # noqa: N815  # the library's names

    def log_message(self, *args):
        pass


@pytest.fixture(params=["refuses", "hangs", "breaks", "unknown", "hangs up"])
def unwell(request, settings):
    """No connection; an answer that never comes; errors; a name nobody knows; a slammed door."""
    how = request.param
    address = "http://nobody.invalid"
    closing = []
    if how == "breaks":
        server = ThreadingHTTPServer(("127.0.0.1", 0), Broken)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        closing.append(server.shutdown)
        address = f"http://127.0.0.1:{server.server_address[1]}"
    elif how != "unknown":
        listener = socket.create_server(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        if how == "hangs up":
            threading.Thread(target=slam, args=[listener], daemon=True).start()
        if how == "refuses":
            listener.close()
        else:
            closing.append(listener.close)
    Bucket(address, "access-of-tests").use(settings, client_config=IMPATIENT)
    yield how
    for close in closing:
        close()


def slam(listener):
    try:
        while True:
            listener.accept()[0].close()
    except OSError:
        # The test is over.
        pass


def said(caplog):
    """All that reached the logs, as it is written there."""
    return "\n".join(JSONFormatter().format(record) for record in caplog.records)


def test_upload_to_a_store_that_is_unwell_has_a_sentence(unwell, caplog):
    """F-04, F-21: no row, no secret in page or log."""
    with pytest.raises(FileNotAccepted) as refusal:
        picture_of(somebody())
    assert refusal.value.sentence == (
        "We could not keep “us.jpg” just now. Try again in a few minutes."
    )
    assert PrivateFile.objects.count() == 0
    assert "The file store refused a file" in said(caplog)
    assert SECRET not in said(caplog)


def test_download_from_a_store_that_is_unwell_has_a_sentence(moto_server, settings, caplog):
    """F-04: the file is there again when the store is."""
    empty(moto_server, settings)
    file = clean_picture()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        Bucket(address, "access-of-tests").use(settings, client_config=IMPATIENT)
        for ask in ({}, {"thumbnail": True}, {"inline": True}):
            with pytest.raises(FileUnavailable, match="unavailable at the moment"):
                serve(file, **ask)
    moto_server.use(settings)
    assert len(body(serve(file))) == file.size
    assert SECRET not in said(caplog)


def test_store_that_hangs_is_asked_once(settings, monkeypatch):
    """F-04: twenty files in one form, or a page of pictures, wait for one answer and not for twenty."""
    monkeypatch.setattr("foundation.files.stores.SILENCE", 0.2)
    actor = somebody()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(0.2)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        Bucket(address, "access-of-tests").use(settings, client_config=IMPATIENT)
        for name in ("one.jpg", "two.jpg", "three.jpg"):
            with pytest.raises(FileNotAccepted, match=f"could not keep “{name}” just now"):
                picture_of(actor, name)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()


def test_store_is_asked_again_when_it_has_rested(moto_server, settings, monkeypatch):
    empty(moto_server, settings)
    monkeypatch.setattr("foundation.files.stores.SILENCE", -1.0)
    monkeypatch.setattr("foundation.files.stores.REST", 0.3)
    with pytest.raises(OSError, match="lost"):
        give_up_on(storages["default"])
    with pytest.raises(FileNotAccepted):
        pdf()
    time.sleep(0.4)
    assert pdf().is_clean


def give_up_on(store):
    with asking(store):
        raise OSError("lost")


def test_removal_from_a_store_that_is_unwell_takes_the_row(unwell, caplog):
    """What stays behind is an object without a row; the sweep takes it later."""
    file = PrivateFile.objects.create(
        storage_key="ab/cd",
        display_name="a.pdf",
        size=1,
        state="clean",
        made_by_us=True,
        uploaded_at="2026-11-23T10:00Z",
    )
    remove(file)
    commit_effects()
    assert PrivateFile.objects.count() == 0
    assert "could not be deleted" in said(caplog)
    assert SECRET not in said(caplog)


def test_readyz_says_that_the_bucket_is_away(unwell):
    health.storage_probe.forget()
    assert not health.storage_probe.works()


def test_wrong_keys_have_the_same_sentence(strict_bucket, settings, caplog):
    """F-21."""
    wrong = "another-secret-of-tests-0000"
    Bucket(strict_bucket.endpoint, strict_bucket.access, wrong).use(settings)
    with pytest.raises(FileNotAccepted, match="just now"):
        picture_of(somebody())
    assert wrong not in said(caplog)
    assert strict_bucket.keys() == []


def test_form_keeps_the_other_files(moto_server, settings):
    """F-04: what was kept before the store went away is still there."""
    empty(moto_server, settings)
    actor = somebody()
    kept = picture_of(actor, "one.jpg")
    Bucket("http://127.0.0.1:9", "access-of-tests").use(settings, client_config=IMPATIENT)
    with pytest.raises(FileNotAccepted, match=r"two\.jpg"):
        picture_of(actor, "two.jpg")
    assert [file.uuid for file in PrivateFile.objects.all()] == [kept.uuid]
    assert moto_server.keys() == [f"quarantine/{kept.storage_key}"]


def test_hanging_store_is_given_up_within_seconds():
    """As an installation has it: nobody waits for a minute, which is what the stock settings do."""
    client = Bucket("http://127.0.0.1:9", "a").options("private")["OPTIONS"]["client_config"]
    assert (client.connect_timeout, client.read_timeout) == (3, 5)
    assert client.retries == {"mode": "standard", "total_max_attempts": 2}


# -- links that live for a minute


@pytest.fixture
def links(settings):
    settings.S3_DIRECT_LINKS = True


def fetch(address):
    try:
        with urlopen(address) as answer:  # noqa: S310  # our own address
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        return error.code, error.headers, b""


@pytest.mark.usefixtures("links")
def test_download_is_a_link_to_the_bucket(strict_bucket):
    """T-34, T-63."""
    file = pdf('Łódź "plan".pdf')
    answer = serve(file)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    asked = parse_qs(urlsplit(answer.url).query)
    assert int(asked["X-Amz-Expires"][0]) <= 60
    assert SECRET not in answer.url
    status, headers, content = fetch(answer.url)
    assert (status, content) == (200, b"%PDF-1.7 a plan")
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%C5%81")
    assert headers["Cache-Control"] == "private, no-store"


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("application%2Fpdf", "text%2Fhtml"),
        ("attachment", "inline"),
        ("X-Amz-Expires=60", "X-Amz-Expires=6000"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("/private/", "/quarantine/"),
    ],
)
def test_forged_link_is_refused(strict_bucket, old, new):
    address = serve(pdf()).url
    assert old in address
    assert fetch(address.replace(old, new))[0] in (400, 403)


@pytest.mark.usefixtures("links")
def test_link_of_one_file_does_not_open_another(strict_bucket):
    one, two = pdf(), pdf()
    address = serve(one).url
    assert fetch(address.replace(one.storage_key, two.storage_key))[0] == 403


def test_old_link_is_refused(strict_bucket, monkeypatch, settings):
    """Signed for a second, and opened later."""
    settings.S3_DIRECT_LINKS = True
    monkeypatch.setattr("foundation.files.stores.LINK_SECONDS", 1)
    address = serve(pdf()).url
    assert fetch(address)[0] == 200
    time.sleep(2.1)
    assert fetch(address)[0] == 403


def test_bucket_is_closed_to_everybody_without_a_link(strict_bucket):
    file = pdf()
    address = f"{strict_bucket.endpoint}/{BUCKET}/private/{file.storage_key}"
    assert fetch(address)[0] in (400, 401, 403)


@pytest.mark.usefixtures("links")
def test_pictures_on_our_pages_come_from_us(strict_bucket):
    """The pages' policy lets no other origin in (T-20)."""
    file = clean_picture()
    for answer in (serve(file, inline=True), serve(file, thumbnail=True)):
        assert answer.status_code == 200
        assert body(answer)


@pytest.mark.usefixtures("links")
def test_waiting_file_has_no_link(strict_bucket):
    with pytest.raises(Refused, match="still being checked"):
        serve(picture_of(somebody()))


@pytest.mark.usefixtures("links")
def test_lost_object_has_a_sentence_and_no_link(strict_bucket):
    """F-06: the bucket's own words are for nobody."""
    gone, shorter = pdf(), pdf()
    strict_bucket.client.delete_object(Bucket=BUCKET, Key=f"private/{gone.storage_key}")
    strict_bucket.client.put_object(
        Bucket=BUCKET, Key=f"private/{shorter.storage_key}", Body=b"%PDF"
    )
    for file in (gone, shorter):
        with pytest.raises(FileUnavailable, match="unavailable at the moment"):
            serve(file)


@pytest.mark.usefixtures("links")
def test_store_that_hangs_gives_no_link(unwell):
    file = PrivateFile(storage_key="ab/cd", state="clean", size=1, content_type="application/pdf")
    with pytest.raises(FileUnavailable, match="unavailable at the moment"):
        serve(file)


def test_without_the_setting_everything_comes_from_us(strict_bucket):
    assert body(serve(pdf())) == b"%PDF-1.7 a plan"


def test_links_need_a_bucket():
    """A folder has no addresses."""
    from config.settings import base

    assert base.S3_DIRECT_LINKS is False
