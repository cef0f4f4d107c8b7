"""What django-allauth tells by a signal alone, written into the audit log.

We have no signals of our own (docs/architecture.md), and our adapters are where allauth asks us. For the
use of a second step there is no such question: an app, a passkey or a recovery code can be used to sign
in and to confirm a delicate act, in four places of allauth, and only this signal is sent from all of them.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.dispatch import receiver
from django.utils import timezone

from awards.models import User
from foundation import audit


@receiver(authenticator_used, dispatch_uid="awards.second_step_used")
def second_step_used(
    user: User, authenticator: Authenticator, reauthenticated: bool, **kwargs: Any
) -> None:
    audit.record(
        "account.second_step_used",
        actor=user,
        target=user,
        at=timezone.now(),
        details={"kind": str(authenticator.type), "to_confirm": reauthenticated},
    )
