"""A mail server on this machine that misbehaves at any point of the talk, with real sockets.

`trouble` is a list of `Trouble`, one per connection; then all goes well. What the server took, it
keeps in `taken`, also where it never said so.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

# In the order of the talk. "text" comes after the mail and before it is taken, "taken" after.
POINTS = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "text", "taken", "QUIT")
BEFORE_TAKEN = POINTS[:6]


@dataclass(frozen=True)
class Trouble:
    at: str
    # "drop", "stall", "drip" (a letter now and then, for ever), "babble", or a reply such as "451 later".
    act: str


@dataclass
class RoughServer:
    port: int
    trouble: list[Trouble] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    met: list[Trouble] = field(default_factory=list)
    connections: int = 0
    expected: int = 0
    # For a test that must act while the server keeps the other side waiting.
    stalling: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)
    offers: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def coming(self) -> Trouble | None:
        """What the next connection meets."""
        with self.lock:
            return self.trouble[0] if self.trouble else None

    def announced(self) -> int:
        """The number of a connection that is about to be made."""
        with self.lock:
            self.expected += 1
            return self.expected

    def wait_until_met(self, number: int) -> None:
        """Until so many connections were accepted, each with its trouble; 20 seconds at most."""
        for _ in range(4_000):
            if self.connections >= number:
                return
            time.sleep(0.005)

    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.taken]

    def recipients(self) -> list[str]:
        return [mail["To"] for mail in self.taken]


class _Gone(Exception):
    pass


class _Talk:
    def __init__(self, server: RoughServer, line: socket.socket) -> None:
        self.server, self.line = server, line
        with server.lock:
            server.connections += 1
            self.trouble = server.trouble.pop(0) if server.trouble else None
        self.reader = line.makefile("rb")

    def say(self, point: str, usual: str) -> bool:
        """The usual answer, or the trouble. Whether the usual one was given."""
        here = self.trouble if self.trouble and self.trouble.at == point else None
        if here is None:
            self.send(usual)
            return True
        self.server.met.append(here)
        if here.act == "drop":
            raise _Gone
        if here.act == "stall":
            self.server.stalling.set()
            self.server.closed.wait(20)
            raise _Gone
        if here.act == "drip":
            while not self.server.closed.wait(0.05):
                self.line.sendall(b"2")
            raise _Gone
        self.send("\x00\xff what?" if here.act == "babble" else here.act)
        return False

    def send(self, reply: str) -> None:
        self.line.sendall(reply.encode("latin-1") + b"\r\n")

    def run(self) -> None:
        if not self.say("greeting", "220 rough.example"):
            return
        while text := self.reader.readline():
            verb = text.decode("latin-1").split()[0].upper()
            if verb in ("EHLO", "HELO"):
                self.say("EHLO", self._offers())
            elif verb == "STARTTLS":
                self._starttls()
            elif verb == "DATA":
                if self.say("DATA", "354 go on"):
                    self._take()
            elif verb == "RSET":
                self.send("250 as if nothing was")
            elif verb == "QUIT":
                self.say("QUIT", "221 bye")
                return
            else:
                self.say(verb, "250 fine")

    def _offers(self) -> str:
        lines = ["rough.example", *self.server.offers]
        marks = ["-"] * (len(lines) - 1) + [" "]
        return "\r\n".join(f"250{mark}{text}" for mark, text in zip(marks, lines, strict=True))

    def _starttls(self) -> None:
        if self.say("STARTTLS", "220 go on") and self.server.tls:
            self.line = self.server.tls.wrap_socket(self.line, server_side=True)
            self.reader = self.line.makefile("rb")

    def _take(self) -> None:
        lines = []
        while (text := self.reader.readline()) != b".\r\n":
            if not text:
                raise _Gone
            lines.append(text)
        if self.trouble and self.trouble.at == "text":
            self.say("text", "")
            return
        with self.server.lock:
            self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say("taken", "250 taken")


@contextmanager
def rough_server(
    *trouble: Trouble, offers: tuple[str, ...] = (), tls: ssl.SSLContext | None = None
) -> Iterator[RoughServer]:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        server = RoughServer(
            port=listener.getsockname()[1], trouble=list(trouble), offers=offers, tls=tls
        )
        listener.settimeout(0.05)

        def answer(line: socket.socket) -> None:
            with suppress(_Gone, OSError, IndexError):
                talk = _Talk(server, line)
                try:
                    talk.run()
                finally:
                    talk.reader.close()
                    with suppress(OSError):
                        talk.line.shutdown(socket.SHUT_RDWR)
                    talk.line.close()

        def listen() -> None:
            while not server.closed.is_set():
                with suppress(TimeoutError):
                    line, _ = listener.accept()
                    line.settimeout(20)
                    threading.Thread(target=answer, args=[line], daemon=True).start()

        listening = threading.Thread(target=listen, daemon=True)
        listening.start()
        try:
            yield server
        finally:
            server.closed.set()
            listening.join(5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(event: threading.Event, *, seconds: float = 30) -> None:
    start = time.monotonic()
    assert event.wait(seconds), f"waited {time.monotonic() - start:.0f} s in vain"
