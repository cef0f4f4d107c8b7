"""People who sign in. Who they are here follows from memberships and appointments."""

import unicodedata
import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


def normal_email(address: str) -> str:
    """One spelling per mailbox: `A@X.org`, ` a@x.org ` and full-width letters are one account (T-05)."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normal_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    class MailRhythm(models.TextChoices):
        AT_ONCE = "at-once", "Each e-mail at once"
        DAILY = "daily", "One e-mail a day"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("email address", max_length=254, unique=True)
    name = models.CharField("full name", max_length=120)
    # Written only by the services that appoint people, each time with an audit event.
    is_officer = models.BooleanField("SEND officer", default=False)
    is_champion = models.BooleanField("champion", default=False)
    is_staff = models.BooleanField("may open the repair pages", default=False)
    is_active = models.BooleanField(default=True)
    # What cannot wait is sent at once all the same (`foundation.mail_kinds`).
    mail_rhythm = models.CharField(
        max_length=10, choices=MailRhythm.choices, default=MailRhythm.AT_ONCE
    )
    date_joined = models.DateTimeField(default=timezone.now)
    # Made anonymous: the row stays, so that what was done by one person is still done by one person.
    erased_at = models.DateTimeField(null=True, blank=True)

    # Of whoever is signed in (`awards.backends`); nobody else's are counted.
    unread_messages = 0

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "email")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_is_lower_case",
            )
        ]
        indexes = [
            models.Index(
                fields=["is_officer"],
                condition=models.Q(is_officer=True),
                name="user_officers",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = normal_email(self.email)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The whole name: which part of it is right to say is not ours to guess ("Hello Dr")."""
        return str(self)
