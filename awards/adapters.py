"""Where django-allauth asks us: our mail, our words, our limits, our audit log."""

import time
import uuid
from base64 import b32encode, urlsafe_b64encode
from secrets import token_bytes
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from awards.account_words import BANNERS, ERRORS, MAILS, NOTICES
from awards.models import User, normal_email
from foundation import audit
from foundation.client import client_address, truncated
from foundation.outbox import queue_mail
from foundation.refusals import Throttled

SHORT_WAIT = 60


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    # Who is who

    def clean_email(self, email: str) -> str:
        return normal_email(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "::"

    def is_safe_url(self, url: str) -> bool:
        """After signing in people stay here: only a path of our own (T-18)."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        user.name = form.cleaned_data["name"]
        super().save_user(request, user, form, commit)
        audit.record("account.created", actor=user, target=user, at=timezone.now())
        return user

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            person = email_address.user
            audit.record("account.email_confirmed", actor=person, target=person, at=timezone.now())
        return confirmed

    # Signing in and out

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse before the password is hashed, and say how long to wait (T-02, T-04)."""
        try:
            super().pre_authenticate(request, **credentials)
        except Throttled:
            raise Throttled(self._wait(request, **credentials)) from None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The address itself is not written down: people type passwords into the wrong box.

        A keyed digest of it shows that many tries were for one address, and nothing else.
        """
        typed = normal_email(credentials.get("email", ""))
        key = salted_hmac("awards.sign_in_failed", typed, algorithm="sha256").hexdigest()[:12]
        audit.record(
            "account.sign_in_failed",
            actor=None,
            target=User.objects.filter(email=typed).first(),
            at=timezone.now(),
            outcome="refused",
            details={"address": key},
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        # allauth notes the whole address beside the session; what we keep of people is the network.
        UserSession.objects.filter(session_key=request.session.session_key).update(
            ip=truncated(client_address(request)) or "::"
        )
        steps = [str(record["method"]) for record in get_authentication_records(request, user)]
        audit.record(
            "account.signed_in",
            actor=user,
            target=user,
            at=timezone.now(),
            details={"by": ", ".join(steps)},
        )
        return response

    def logout(self, request: HttpRequest) -> None:
        person = request.user
        if isinstance(person, User):
            audit.record("account.signed_out", actor=person, target=person, at=timezone.now())
        super().logout(request)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Too many tries is a page of its own (429), not a fault of what was typed."""
        if code in ("too_many_login_attempts", "rate_limited"):
            raise Throttled(SHORT_WAIT)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One bucket per mailbox, however its address is written (T-05)."""
        return normal_email(credentials.get("email", ""))

    def _wait(self, request: HttpRequest, **credentials: Any) -> int:
        """Seconds until the oldest try that counts is forgotten."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        app, action, now = "allauth.account", "login_failed", time.time()
        waits = [0.0]
        for rate in ratelimit.get_rates(app=app, action=action):
            name = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key)
            tries = cache.get(name, [])
            if len(tries) >= rate.amount:
                waits.append(tries[-1] + rate.duration - now)
        return max(1, int(max(waits)) + 1)

    # Mail and banners

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From the configured address, never from the request's Host (T-17)."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.BASE_URL}{path}"

    def send_account_already_exists_mail(self, email: str) -> None:
        links = {
            "sign_in_url": f"{settings.BASE_URL}{reverse('account_login')}",
            "reset_url": f"{settings.BASE_URL}{reverse('account_reset_password')}",
        }
        self.send_mail("account/email/account_already_exists", email, links)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        now = timezone.now()
        notice = NOTICES.get(template_prefix)
        message = notice.message if notice else MAILS[template_prefix]
        known = {name: value for name, value in context.items() if name != "request"}
        queue_mail(
            key=f"{message}:{uuid.uuid4()}",
            message=message,
            to=email,
            context=known | {"what": notice.what if notice else "", "at": now},
            at=now,
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Called after every change to an account's keys, so the audit log is kept here too."""
        audit.record(NOTICES[template_prefix].event, actor=user, target=user, at=timezone.now())
        security = {"security_url": f"{settings.BASE_URL}{reverse('security')}"}
        super().send_notification_mail(template_prefix, user, (context or {}) | security, email)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or BANNERS.get(message_template or "", "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = DefaultMFAAdapter.error_messages | ERRORS

    def encrypt(self, text: str) -> str:
        """A copy of the database alone makes nobody's codes."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """When the secret key was lost no code fits any more: an officer can reset the person."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return b32encode(token_bytes(20)).decode()

    def build_totp_svg(self, url: str) -> str:
        """Our page draws the code itself (`awards_accounts.qr_code`)."""
        return ""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"


def _box() -> MultiFernet:
    """The newest secret key seals; older ones still open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        salted_hmac("awards.second_factor", "key", secret=secret, algorithm="sha256").digest()
        for secret in secrets
    ]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])
