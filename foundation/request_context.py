"""Which request is being answered: audit events and logs ask here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestContext:
    request_id: str
    # Never the whole address of a person; empty where there is none (a job, the clock).
    ip_truncated: str = ""


_current: ContextVar[RequestContext | None] = ContextVar("request_context", default=None)


def current() -> RequestContext | None:
    return _current.get()


@contextmanager
def use(context: RequestContext) -> Iterator[None]:
    """Everything inside the block belongs to this request or job."""
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)
