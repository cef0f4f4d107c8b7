"""One JSON line per event, without personal data; nothing typed can forge a second one (T-73)."""

import json
import logging
import re
from datetime import UTC, datetime

from foundation import request_context

_UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_PRIVATE = (
    (re.compile(r"(?<=://)[^/\s@]+@"), "[sign-in]@"),
    (re.compile(r"[^\s@<>\"(),:;=/\[\]]+@[^\s@<>\"'(),:;/]+"), "[e-mail]"),
    (re.compile(r"(?i)\b(password|passphrase|secret|token|key)(\s*[=:]\s*)\S+"), r"\1\2[hidden]"),
    # A reset link's key, a session's key: long, with digits and letters, and not one of our ids.
    (
        re.compile(
            rf"(?<![\w-])(?!{_UUID}(?![\w-]))(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{{28,}}",
            re.ASCII,
        ),
        "[hidden]",
    ),
)
# Control characters of any kind, line separators, and marks that turn the reading direction.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# PostgreSQL repeats the offending row after these words, on as many lines as it has.
_ROW = re.compile(
    r"^\s*(?:DETAIL|CONTEXT):.*?(?=^(?:Traceback|The above|During handling)|\Z)",
    re.MULTILINE | re.DOTALL,
)


def redact(text: str) -> str:
    """The text without addresses, passwords, keys and rows of the database."""
    text = _ROW.sub("", text)
    for pattern, instead in _PRIVATE:
        text = pattern.sub(instead, text)
    return text


def one_line(text: str) -> str:
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


class JSONFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        context = request_context.current()
        line: dict[str, str | int | list[str]] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": one_line(redact(record.getMessage())),
        }
        if context:
            line["request_id"] = context.request_id
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            line["status"] = status
        if record.exc_info:
            trace = redact(self.formatException(record.exc_info))
            line["exception"] = [one_line(row) for row in trace.splitlines()]
        return json.dumps(line)
