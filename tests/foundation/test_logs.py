import json
import logging
import sys

import pytest

from foundation import request_context
from foundation.logs import JSONFormatter, redact


def line(message, *args, exc_info=None, **extra):
    record = logging.LogRecord("room", logging.WARNING, "f.py", 1, message, args, exc_info)
    record.__dict__.update(extra)
    return JSONFormatter().format(record)


def test_line_says_when_what_and_which_request():
    with request_context.use(request_context.RequestContext(request_id="r-7")):
        told = json.loads(line("Not found: %s", "/verify/", status_code=404))
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "WARNING",
        "logger": "room",
        "message": "Not found: /verify/",
        "status": 404,
        "request_id": "r-7",
    }


@pytest.mark.parametrize(
    "typed", ["a\r\nb", "a\x1b[31mb", "a\u2028b", "a\x00b", "a\x85b", "a\u202eb"]
)
def test_typed_control_characters_stay_one_harmless_line(typed):
    """T-73: neither the line nor what a reader decodes from it can play tricks."""
    written = line("Not found: %s", typed)
    assert written.isascii()
    assert written.isprintable()
    assert json.loads(written)["message"].isprintable()


def test_forged_entry_is_part_of_the_message():
    written = line('x\n{"level": "INFO", "message": "forged"}')
    assert len(written.splitlines()) == 1
    assert json.loads(written)["level"] == "WARNING"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("mail to sam.o'neil+x@school.example failed", "mail to [e-mail] failed"),
        ("postgres://user:pass@db/award", "postgres://[sign-in]@db/award"),
        ("password=hunter2 was wrong", "password=[hidden] was wrong"),
        (
            "/accounts/password/reset/key/4-c9f2d0a81b6e47d5a3c1f09e8b7a6d5c/",
            "/accounts/password/reset/key/[hidden]/",
        ),
        (
            "/cases/0b8ee1f2-7c55-4a4c-9a0e-0f6d3f1c2b3a/",
            "/cases/0b8ee1f2-7c55-4a4c-9a0e-0f6d3f1c2b3a/",
        ),
        (
            'duplicate key "user_email"\nDETAIL:  Key (name)=(Sam\nSmith) exists.',
            'duplicate key "user_email"\n',
        ),
    ],
)
def test_redact_hides_what_is_private(said, kept):
    assert redact(said) == kept


def test_exception_is_kept_without_personal_data():
    try:
        raise ValueError("no such person: sam@school.example\nforged line")
    except ValueError:
        written = line("It failed", exc_info=sys.exc_info())
    told = json.loads(written)
    assert len(written.splitlines()) == 1
    assert told["exception"][0] == "Traceback (most recent call last):"
    assert told["exception"][-2] == "ValueError: no such person: [e-mail]"
