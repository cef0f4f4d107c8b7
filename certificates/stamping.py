"""Time stamps (RFC 3161): somebody else bears witness to the day on which a certificate was signed."""

from typing import Any

from django.conf import settings
from pyhanko.sign.timestamps import HTTPTimeStamper

# How long a job waits for an answer, in seconds.
PATIENCE = 15


class TimeStampUnavailable(Exception):
    """The service did not answer, or not as it must. A job tries again later (F-21)."""


class _Service(HTTPTimeStamper):
    """Whatever a stranger's answer breaks is the same to us: no stamp this time."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except Exception as error:
            raise TimeStampUnavailable(
                f"The time-stamp service gave no stamp ({type(error).__name__})."
            ) from error


def time_stamper() -> HTTPTimeStamper | None:
    """The service that `TIMESTAMP_URL` names; none where it names none."""
    if not settings.TIMESTAMP_URL:
        return None
    return _Service(settings.TIMESTAMP_URL, timeout=PATIENCE)
