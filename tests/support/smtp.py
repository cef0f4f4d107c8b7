"""A mail server on this machine that can be told to misbehave."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """Plays `script`, one entry per mail offered, then accepts all.

    An entry is "accept", a reply such as "451 later", "refuse:<reply>" (to the address),
    or "drop" (hang up before the mail is taken).
    """

    port: int
    script: list[str] = field(default_factory=list)
    received: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.script and self.script[0].startswith("refuse:"):
            return self.script.pop(0).removeprefix("refuse:")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        act = self.script.pop(0) if self.script else "accept"
        if act == "drop":
            server.transport.abort()
            return "421 gone"
        if act != "accept":
            return act
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients.extend(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def sink(*script: str) -> Iterator[Sink]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Sink(port=port, script=list(script))
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
