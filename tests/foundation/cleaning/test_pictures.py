"""Pictures painted again: T-51, T-52, T-59."""

import io

import pytest
from PIL import Image

from foundation.cleaning import pictures
from tests.support import documents
from tests.support.pictures import CANARY, jpeg_with_everything, picture, png_that_claims


def cleaned(content, content_type="image/jpeg"):
    return pictures.clean({"content_type": content_type}, content)


def opened(content):
    return Image.open(io.BytesIO(content)).convert("RGB")


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def corner(orientation):
    """Where the red corner of a picture comes to lie that was taken with the camera so."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste("red", (0, 0, 20, 15))
    exif = Image.Exif()
    exif[0x0112] = orientation
    told, kept, _ = cleaned(saved(image, "JPEG", exif=exif, quality=95))
    shown = opened(kept)
    assert shown.size == (told["pixel_width"], told["pixel_height"])
    right, bottom = shown.width - 5, shown.height - 5
    places = {"top left": (5, 5), "top right": (right, 5)}
    places |= {"bottom left": (5, bottom), "bottom right": (right, bottom)}
    return next(name for name, place in places.items() if shown.getpixel(place)[1] < 120)


@pytest.mark.parametrize(
    ("orientation", "place"),
    [
        (1, "top left"),
        (2, "top right"),
        (3, "bottom right"),
        (4, "bottom left"),
        (5, "top left"),
        (6, "top right"),
        (7, "bottom right"),
        (8, "bottom left"),
    ],
)
def test_picture_stands_as_the_camera_held_it(orientation, place):
    assert corner(orientation) == place


@pytest.mark.parametrize("orientation", range(1, 9))
def test_heic_is_turned_once(orientation):
    """Its own container turns it; the camera's note in EXIF must not turn it again."""
    _, kept, _ = cleaned(documents.heic(orientation=orientation), "image/heic")
    wide = orientation < 5
    assert opened(kept).size == ((64, 40) if wide else (40, 64))


def test_second_picture_behind_the_first_is_left_out():
    """Phones put a preview, or a moment before and after, behind the photo (MPF)."""
    two = saved(
        Image.new("RGB", (9, 9)), "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))]
    )
    _, kept, _ = cleaned(two)
    assert kept.count(b"\xff\xd9") == 1


def test_sixteen_bits_of_grey_keep_their_shade():
    _, kept, _ = cleaned(saved(Image.new("I;16", (9, 9), 128 * 256), "PNG"), "image/png")
    assert opened(kept).getpixel((4, 4)) == (128, 128, 128)


def test_packed_text_of_a_png_is_not_unpacked():
    """T-51: chunks that do not make the picture are not even looked at."""
    content = picture("PNG")
    text = b"\0\0\0\x04zTXt" + b"bomb" + b"\0\0\0\0"
    _, kept, _ = cleaned(content[:33] + text + content[33:], "image/png")
    assert opened(kept).size == (30, 20)


@pytest.mark.parametrize(
    ("content", "content_type", "code"),
    [
        (png_that_claims(9_000, 9_000), "image/png", "pixels"),
        (jpeg_with_everything(size=(600, 400))[:3000], "image/jpeg", "unreadable"),
        (picture("PNG"), "image/jpeg", "unreadable"),
        (documents.heic()[:-40], "image/heic", "unreadable"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "image/heic", "unreadable"),
    ],
)
def test_what_cannot_be_painted_is_refused(content, content_type, code):
    assert cleaned(content, content_type) == ({"refused": code},)


@pytest.mark.parametrize(
    ("size", "small"),
    [((2000, 1000), (480, 240)), ((1000, 4000), (120, 480)), ((30, 20), (30, 20)), ((4000, 1), (480, 1))],
)  # fmt: skip
def test_longest_edge_of_the_thumbnail(size, small):
    content = saved(Image.new("RGB", size, "teal"), "PNG")
    assert opened(cleaned(content, "image/png")[2]).size == small


def test_thumbnail_says_nothing():
    _, _, small = cleaned(jpeg_with_everything())
    assert CANARY not in small
