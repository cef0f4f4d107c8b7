"""What went wrong with a mail, in words for officers, and whether another try is of use.

Only what a server said about one address or one mail is quoted. What it said while we signed in is
not: it may repeat a user name (F-21).
"""

from dataclasses import dataclass
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from socket import gaierror
from ssl import SSLCertVerificationError, SSLError

from foundation.logs import one_line
from foundation.models import OutboxMessage

Fault = OutboxMessage.Fault
STOPPED = "The mail server could not be reached, or stopped in the middle."
NOT_ASKED = "The mail server answers nothing, so it was not asked for this e-mail."


@dataclass(frozen=True)
class Verdict:
    fault: OutboxMessage.Fault
    sentence: str
    # Trying again is useless.
    lasting: bool = False


def judge(error: Exception) -> Verdict:
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _of_address(code, said)
    if isinstance(error, SMTPDataError):
        return _of_mail(error.smtp_code, error.smtp_error)
    if isinstance(error, SMTPSenderRefused):
        code, text = error.smtp_code, error.smtp_error
        if code < 500:
            return Verdict(Fault.AWAY, _quote("The mail server asked us to try later", code, text))
        sentence = _quote("The mail server does not take mail from our own address", code, text)
        return Verdict(Fault.SETTINGS, sentence)
    if isinstance(error, SMTPAuthenticationError):
        sentence = f"The mail server did not let us sign in ({error.smtp_code})."
        return Verdict(Fault.AWAY if error.smtp_code < 500 else Fault.SETTINGS, sentence)
    if isinstance(error, SMTPResponseException):
        sentence = f"The mail server would not talk to us ({error.smtp_code})."
        return Verdict(Fault.SETTINGS if error.smtp_code >= 500 else Fault.AWAY, sentence)
    if isinstance(error, SMTPNotSupportedError):
        return Verdict(
            Fault.SETTINGS,
            "The mail server does not offer what we need: a safe connection, or signing in.",
        )
    return _of_line(error)


def _of_address(code: int, said: bytes | str) -> Verdict:
    if code >= 500:
        sentence = _quote("The mail server refused this address", code, said)
        return Verdict(Fault.ADDRESS, sentence, lasting=True)
    if code < 400 or code == 421:
        # No word about the address: it babbled, or was closing.
        return Verdict(Fault.AWAY, STOPPED)
    return Verdict(Fault.ADDRESS, _quote("The mail server put this address off", code, said))


def _of_mail(code: int, said: bytes | str) -> Verdict:
    if code >= 500:
        sentence = _quote("The mail server refused this e-mail", code, said)
        return Verdict(Fault.MAIL, sentence, lasting=True)
    return Verdict(Fault.AWAY, _quote("The mail server asked us to try later", code, said))


def _of_line(error: Exception) -> Verdict:
    """Trouble on the way to the server, or with the connection."""
    if isinstance(error, gaierror):
        return Verdict(Fault.AWAY, "The mail server could not be found by its name.")
    if isinstance(error, SSLCertVerificationError):
        return Verdict(
            Fault.SETTINGS, "We could not be sure that it was our mail server, so we sent nothing."
        )
    if isinstance(error, SSLError):
        return Verdict(Fault.SETTINGS, "A safe connection to the mail server could not be made.")
    if isinstance(error, SMTPException | OSError):
        return Verdict(Fault.AWAY, STOPPED)
    return Verdict(Fault.OTHER, f"The e-mail could not be sent ({type(error).__name__}).")


def _quote(start: str, code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{start} ({code}: {one_line(text)[:180]})."
