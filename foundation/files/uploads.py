"""The door for files: what is too much, too many or too slow is cut while it comes in (T-60, F-05).

`DoorHandler` is the first of Django's upload handlers. One file that is too large is no reason to
lose the rest: it is let in up to its limit and one byte, so that the form can name it.
"""

import time
from threading import Event, Thread
from types import TracebackType
from typing import Any, Protocol, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict

from foundation.scanning import LIMIT


class UploadCut(SuspiciousOperation):
    """What came in was not taken as a whole. `typed` is the text that came with it."""

    status = 413
    title = ""

    def __init__(self, sentence: str, *, typed: QueryDict | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.typed = typed


class TooManyFiles(UploadCut):
    title = "That is too many files at once"


class TooSlow(UploadCut):
    status = 408
    title = "Your files came too slowly"


class BrokeOff(UploadCut):
    """Hardly ever read by anybody: who sent it has gone."""

    status = 400
    title = "Your files did not all arrive"


class NoRoom(UploadCut):
    status = 507
    title = "We have no room for your files just now"


TOO_SLOW = (
    "Your connection was very slow or stopped, so we gave up waiting. Nothing from this time was kept. "
    "Try again where the connection is better, or send one file at a time."
)
BROKE_OFF = "The connection broke off in the middle. Nothing from this time was kept. Try again."
NO_ROOM = (
    "Nothing from this time was kept. What you sent before is safe. We can see that there is no room, "
    "and will make some. Try again later."
)


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Incoming:
    """The body of a request, watched while it comes in.

    It must come to its end: what breaks off in the middle is no form, even if the beginning reads
    like one (T-61). Under gunicorn a read that waits for too long is ended by closing the socket
    for reading, from beside, because a thread that waits for bytes can do nothing else.
    """

    def __init__(self, stream: Stream, *, length: int, connection: Any = None) -> None:
        self._stream = stream
        self._left = length
        self._connection = connection
        self._waiting_since: float | None = None
        self._gave_up = False
        self._over = Event()

    def __enter__(self) -> "Incoming":
        if self._connection is not None:
            Thread(target=self._watch, name="slow-upload", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()

    def read(self, size: int, /) -> bytes:
        self._waiting_since = time.monotonic()
        data = self._stream.read(size)
        self._waiting_since = None
        self._left -= len(data)
        if self._gave_up:
            raise TooSlow(TOO_SLOW)
        if len(data) < size and self._left > 0:
            raise BrokeOff(BROKE_OFF)
        return data

    def _watch(self) -> None:
        patience: float = settings.UPLOAD_PATIENCE
        while not self._over.wait(patience / 10):
            since = self._waiting_since
            if since is not None and time.monotonic() - since > patience:
                self._gave_up = True
                try:
                    self._connection.shutdown(0)
                except OSError:
                    # It has gone already.
                    pass
                return


class DoorHandler(FileUploadHandler):
    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._files = 0
        self._inside = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]] | None:
        """Django's own parser, with an eye on what it reads. It asks every handler; once is enough."""
        if self._inside or self.request is None:
            return None
        if content_length > settings.MAX_UPLOAD_REQUEST:
            raise RequestDataTooBig("More than one request may send.")
        self._inside = True
        handlers = self.request.upload_handlers
        connection = META.get("gunicorn.socket")
        with Incoming(input_data, length=content_length, connection=connection) as incoming:
            parser = MultiPartParser(META, cast(Any, incoming), handlers, encoding)
            try:
                post, files = parser.parse()
            except UnreadablePostError as error:
                _close(handlers)
                raise BrokeOff(BROKE_OFF) from error
            except OSError as error:
                # The folder for what comes in is full.
                _close(handlers)
                raise NoRoom(NO_ROOM, typed=getattr(parser, "_post", None)) from error
            except BaseException:
                _close(handlers)
                raise
        if self._files > settings.MAX_UPLOAD_FILES:
            for _, each in files.lists():
                for file in each:
                    file.close()
            raise TooManyFiles(
                f"You can send {settings.MAX_UPLOAD_FILES} files at once. You chose {self._files}. "
                "None of them was kept this time. What you sent before is safe.",
                typed=post,
            )
        return post, files

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Never more than a file may have, and one byte; nothing of a file too many."""
        room = LIMIT + 1 - start
        if room <= 0 or self._files > settings.MAX_UPLOAD_FILES:
            return None
        return raw_data[:room]

    def file_complete(self, file_size: int) -> None:
        """The next handlers hold the bytes."""
        return


def _close(handlers: Any) -> None:
    """What was being written goes at once, not when somebody collects the garbage."""
    for handler in handlers:
        file = getattr(handler, "file", None)
        if file is None:
            continue
        try:
            file.close()
        except OSError:
            # A full disk says so once more.
            pass
