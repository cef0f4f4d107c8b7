"""What is cut while it comes in: T-60, T-61, T-84, F-05."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from foundation.models import KeptPost
from foundation.scanning import LIMIT
from tests.support.people import somebody
from tests.support.stores import room_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.support.sample_pages")]

STORY = "/sample/story/"
OURS = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {"title": "Ours", "text": "We built ramps"}


@pytest.fixture(autouse=True)
def temp_folder(settings, tmp_path):
    """Whatever is written on the way in must be gone afterwards."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def signed_in(client):
    client.force_login(somebody())
    # The page is seen once: from then on this browser knows who used it last.
    assert client.get(STORY).status_code == 200
    return client


def sent(size, name="a.csv"):
    return SimpleUploadedFile(name, bytes(size))


def files(count):
    return {"photos": [sent(1, f"{number}.csv") for number in range(count)]}


class NeverRead(BytesIO):
    def read(self, *args):
        raise AssertionError("It was read.")

    readline = read


def test_file_above_its_limit_ends_one_byte_later(rf):
    """The form can name it, and the rest of what was sent is there."""
    request = rf.post("/", TYPED | {"large": sent(LIMIT + 5000), "small": sent(7)})
    assert {name: file.size for name, file in request.FILES.items()} == {
        "large": LIMIT + 1,
        "small": 7,
    }
    assert request.POST["text"] == "We built ramps"
    request.close()


def test_file_at_its_limit_is_whole(rf):
    request = rf.post("/", {"large": sent(LIMIT)})
    assert request.FILES["large"].size == LIMIT
    request.close()


def test_request_above_its_limit_is_not_read(signed_in, settings):
    answer = signed_in.generic(
        "POST",
        STORY,
        CONTENT_TYPE=MULTIPART_CONTENT,
        CONTENT_LENGTH=str(settings.MAX_UPLOAD_REQUEST + 1),
        **{"wsgi.input": NeverRead()},
    )
    assert answer.status_code == 413
    assert "too much to send at once" in answer.content.decode()


def test_request_at_its_limit_is_read(signed_in, settings):
    content = encode_multipart(BOUNDARY, TYPED)
    settings.MAX_UPLOAD_REQUEST = len(content)
    answer = signed_in.generic("POST", STORY, content, content_type=MULTIPART_CONTENT)
    assert answer.status_code == 422
    settings.MAX_UPLOAD_REQUEST -= 1
    answer = signed_in.generic("POST", STORY, content, content_type=MULTIPART_CONTENT)
    assert answer.status_code == 413


@pytest.mark.parametrize("count", [21, 101, 200])
def test_too_many_files_leave_the_text(signed_in, count):
    answer = signed_in.post(STORY, TYPED | files(count), **OURS)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert f"You can send 20 files at once. You chose {count}." in page
    assert "We keep the text you typed for one hour." in page
    assert f'href="{STORY}"' in page
    assert "We built ramps" in signed_in.get(STORY).content.decode()


def test_twenty_files_are_taken(signed_in):
    assert signed_in.post(STORY, TYPED | files(20)).status_code == 422


def test_text_from_another_site_is_shown_and_not_kept(signed_in):
    """T-23."""
    answer = signed_in.post(STORY, TYPED | files(21), HTTP_ORIGIN="https://evil.example")
    assert answer.status_code == 413
    assert "We built ramps" in answer.content.decode()
    assert KeptPost.objects.count() == 0


def test_hundreds_of_files_are_not_read_to_the_end(signed_in):
    answer = signed_in.post(STORY, TYPED | files(201), **OURS)
    assert answer.status_code == 413
    assert "too much to send at once" in answer.content.decode()


def test_full_folder_has_a_sentence_and_leaves_the_text(signed_in):
    """F-05."""
    with room_for(100_000):
        answer = signed_in.post(STORY, TYPED | {"photo": sent(2_000_000)}, **OURS)
    page = answer.content.decode()
    assert answer.status_code == 507
    assert "We have no room for your files just now" in page
    assert "What you sent before is safe." in page
    assert "We built ramps" in signed_in.get(STORY).content.decode()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_what_breaks_off_is_no_form(signed_in, share):
    """T-61: not even when the part that came reads like one."""
    content = encode_multipart(BOUNDARY, TYPED | {"photo": sent(2_000_000)})
    answer = signed_in.generic(
        "POST",
        STORY,
        CONTENT_TYPE=MULTIPART_CONTENT,
        CONTENT_LENGTH=str(len(content)),
        **{"wsgi.input": BytesIO(content[: int(len(content) * share)])},
    )
    assert answer.status_code == 400
    assert "Your files did not all arrive" in answer.content.decode()
