"""How a mail is handed to the mail server: in one go that has an end, and never twice (F-07).

`EMAIL_TIMEOUT` is for one answer of the server. One that sends a letter every few seconds could hold a
worker for hours with it, until the mail's claim is over and a second worker sends it too. So the
whole of a mail has a time of its own, `EMAIL_DEADLINE`.
"""

import smtplib
import socket
import threading
from contextlib import suppress

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend


class _TimedSMTP(smtplib.SMTP):
    _end: threading.Timer | None = None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        # The only place between connecting and the first word; the stubs leave it out.
        plain: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        # A second handle, because a safe connection takes the first one over.
        handle = plain.dup()
        self._end = threading.Timer(settings.EMAIL_DEADLINE, _hang_up, [handle])
        self._end.daemon = True
        self._end.start()
        self._handle = handle
        return plain

    def close(self) -> None:
        super().close()
        if self._end is not None:
            self._end.cancel()
            self._end = None
            self._handle.close()


class _TimedSMTPS(smtplib.SMTP_SSL, _TimedSMTP):
    """The library's class asks the next one for the plain socket, which is the timed one here."""


class Backend(EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _TimedSMTPS if self.use_ssl else _TimedSMTP

    def _close_connection(self, connection: smtplib.SMTP) -> None:
        """When we part, the mail is taken or refused already; a bad goodbye changes neither."""
        with suppress(OSError):
            super()._close_connection(connection)  # type: ignore[misc]  # not in the stubs
        connection.close()


def _hang_up(handle: socket.socket) -> None:
    """Whoever waits for the server hears at once that it is gone."""
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
